// Which tiles a room's wall shows on which pages, and which rows are the room's.
import type { KindRow, MachineRow, MissingRow, ProblemRow, StageName } from "./wire"

export type RoomName = "hall" | "machining" | "edm" | "fitting" | "office"
export type TileName =
  | "molds" | "problems" | "machines" | "bottleneck" | "tonight" | "supplies" | "today" | "figures"
  | "trials" | "missing" | "load" | "messages" | "dates"
/** Tiles in the order left and right above, left and right below; the left ones are wide. */
export type Page = { id: string; tiles: readonly [TileName, TileName, TileName, TileName] }

export type Settings = {
  room: RoomName
  /** Ids of pages; [] for all of the room. */
  pages: readonly string[]
  /** Kinds of machines; [] for those of the room. */
  kinds: readonly string[]
  seconds: number
  sound: boolean
}

export const USUAL: Settings = { room: "hall", pages: [], kinds: [], seconds: 20, sound: false }
export const ROOMS: readonly RoomName[] = ["hall", "machining", "edm", "fitting", "office"]

/** The first page of each room has its problems: the wall stays there while one is overdue. */
const PAGES: Record<RoomName, readonly [Page, ...Page[]]> = {
  hall: [
    { id: "now", tiles: ["molds", "problems", "machines", "bottleneck"] },
    { id: "night", tiles: ["tonight", "supplies", "today", "figures"] },
    { id: "work", tiles: ["trials", "missing", "load", "messages"] },
  ],
  machining: [
    { id: "now", tiles: ["machines", "problems", "load", "missing"] },
    { id: "night", tiles: ["tonight", "supplies", "today", "bottleneck"] },
  ],
  edm: [
    { id: "now", tiles: ["tonight", "problems", "machines", "missing"] },
    { id: "work", tiles: ["molds", "bottleneck", "today", "messages"] },
  ],
  fitting: [
    { id: "now", tiles: ["molds", "problems", "machines", "dates"] },
    { id: "work", tiles: ["trials", "supplies", "today", "figures"] },
  ],
  office: [
    { id: "now", tiles: ["molds", "problems", "load", "missing"] },
    { id: "work", tiles: ["trials", "supplies", "today", "figures"] },
    { id: "plan", tiles: ["machines", "messages", "tonight", "dates"] },
  ],
}

const STAGES: Record<Exclude<RoomName, "hall">, readonly StageName[]> = {
  machining: ["cnc"],
  edm: ["edm", "electrode"],
  fitting: ["fitting", "trial"],
  office: ["design", "material"],
}
/** Departments that are called and may have no machine of their own. */
const DEPARTMENTS: Record<Exclude<RoomName, "hall">, readonly string[]> = {
  machining: ["cnc", "machining", "tool_crib"],
  edm: ["edm", "wire", "electrode"],
  fitting: ["fitting", "quality", "trial"],
  office: ["design", "cam", "purchasing", "project", "process", "planning", "quality", "sales"],
}
const LACKS: Record<Exclude<RoomName, "hall">, readonly MissingRow["what"][]> = {
  machining: ["material", "outside", "to_send", "drawing", "program", "fixture"],
  edm: ["program", "electrode", "fixture", "material", "outside", "to_send"],
  fitting: ["material", "outside", "to_send", "drawing", "fixture"],
  office: ["material", "outside", "to_send", "drawing", "program", "electrode", "fixture"],
}

/** All pages of a room. */
export const pagesOf = (room: RoomName): readonly [Page, ...Page[]] => PAGES[room]

/** The pages that a wall turns, in the order of its settings; ids that the room does not have are left out. */
export function chosenPages({ room, pages }: Settings): readonly [Page, ...Page[]] {
  const [first, ...rest] = pages.flatMap((id) => PAGES[room].filter((page) => page.id === id))
  return first === undefined ? PAGES[room] : [first, ...rest]
}

const isRoom = (name: string): name is RoomName => (ROOMS as readonly string[]).includes(name)
const list = (text: string): string[] => text.split(",").map((one) => one.trim()).filter(Boolean)

/** What is kept for the wall, as far as its address does not say otherwise: ?room=edm&pages=now&seconds=40&sound=1 */
export function settingsOf(kept: Settings, search: string): Settings {
  const asked = new URLSearchParams(search)
  const room = asked.get("room") ?? kept.room
  const seconds = Number(asked.get("seconds") ?? kept.seconds)
  const sound = asked.get("sound")
  const settings = {
    room: isRoom(room) ? room : kept.room,
    pages: asked.has("pages") ? list(asked.get("pages") ?? "") : kept.pages,
    kinds: asked.has("kinds") ? list(asked.get("kinds") ?? "") : kept.kinds,
    seconds: Number.isFinite(seconds) ? Math.min(600, Math.max(5, seconds)) : kept.seconds,
    sound: sound === null ? kept.sound : sound !== "0",
  }
  // Pages and kinds that were set belong to the room that was set.
  if (settings.room === kept.room) return settings
  return { ...settings, pages: asked.has("pages") ? settings.pages : [], kinds: asked.has("kinds") ? settings.kinds : [] }
}

/** Which rows are a room's. */
export type View = {
  /** Benches and seats one by one, not counted. */
  places: boolean
  machine: (machine: MachineRow) => boolean
  kind: (kind: KindRow) => boolean
  problem: (problem: ProblemRow) => boolean
  department: (id: string) => boolean
  lack: (row: MissingRow) => boolean
}

const everything: View = {
  places: false, machine: () => true, kind: () => true, problem: () => true, department: () => true, lack: () => true,
}

/** The view of a wall; machines and problems of a kind that nobody knows are everybody's. */
export function viewOf(
  { room, kinds }: Pick<Settings, "room" | "kinds">,
  known: ReadonlyMap<string, KindRow>,
  machines: ReadonlyMap<string, MachineRow>,
): View {
  if (room === "hall" && kinds.length === 0) return everything
  const stages = room === "hall" ? null : STAGES[room]
  const isHere = (kind: KindRow): boolean => (kinds.length > 0 ? kinds.includes(kind.id) : stages?.includes(kind.stage) ?? true)
  const departments = new Set(room === "hall" || kinds.length > 0 ? [] : DEPARTMENTS[room])
  for (const kind of known.values()) if (kind.machines > 0 && isHere(kind)) departments.add(kind.department)
  const machine = (row: MachineRow): boolean => {
    const kind = known.get(row.kind)
    return kind === undefined || isHere(kind)
  }
  const called = (problem: ProblemRow): boolean =>
    departments.has(problem.department) || problem.calls.some(({ department }) => departments.has(department))
  return {
    places: room !== "hall",
    machine,
    kind: isHere,
    problem: (problem) => {
      const at = problem.machine === null ? undefined : machines.get(problem.machine)
      return called(problem) || (at !== undefined && machine(at))
    },
    department: (id) => departments.has(id),
    lack: ({ what }) => room === "hall" || LACKS[room].includes(what),
  }
}

/** The page to show: the chosen one; the first while a problem is overdue; else by turns. */
export function pageAt(sinceStart: number, { pages, seconds }: { pages: number; seconds: number }, chosen: number | null, overdue: boolean): number {
  if (chosen !== null) return Math.min(pages - 1, Math.max(0, chosen))
  return overdue ? 0 : Math.floor(sinceStart / (seconds * 1000)) % pages
}

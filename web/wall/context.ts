// What every part of the wall needs: rows, shop time, words.
import type { ReadonlySignal } from "@preact/signals"
import type { Format } from "../draw/format"
import { machineName } from "../draw/parts"
import type { Tick } from "../draw/ticking"
import type { wordsOf } from "../i18n/words"
import type { Store } from "../model/store"
import type { KindRow, MachineRow, MessageRow, MissingRow, NightRow, ProblemKind, ProblemRow, TodayRow } from "../model/wire"
import type { Settings, View } from "../model/rooms"
import type { SoundState } from "./sound"
import type { WallText } from "./texts"

export type Wall = {
  store: Store
  /** Shop time of what is shown; it stands still when the data is stale. */
  tick: ReadonlySignal<Tick>
  /** Shop time that runs on. */
  clock: ReadonlySignal<Tick>
  format: Format
  t: WallText
  words: ReturnType<typeof wordsOf>
  /** Whether whoever looks may set the clock: a manager who is signed in. */
  manager: boolean
  /** How much higher than 16:9 the stage is, px of the stage. */
  extra: number
  settings: Settings
  view: View
  sound: ReadonlySignal<SoundState>
}

/** What every tile is given; `height`: px of the stage below its heading. */
export type TileProps = { wall: Wall; height: number }

/** The rows of the wall's room. */
export const seen = {
  machines: (wall: Wall): MachineRow[] => [...wall.store.tables.machines.value.values()].filter(wall.view.machine),
  kinds: (wall: Wall): KindRow[] => [...wall.store.tables.kinds.value.values()].filter(wall.view.kind),
  problems: (wall: Wall): ProblemRow[] => [...wall.store.tables.problems.value.values()].filter(wall.view.problem),
  today: (wall: Wall): TodayRow[] => [...wall.store.tables.today.value.values()].filter(({ id }) => wall.view.department(id)),
  missing: (wall: Wall): MissingRow[] => [...wall.store.tables.missing.value.values()].filter(wall.view.lack),
  nights: (wall: Wall): NightRow[] => {
    const machines = wall.store.tables.machines.value
    return [...wall.store.tables.nights.value.values()].filter(({ id }) => {
      const machine = machines.get(id)
      return machine === undefined || wall.view.machine(machine)
    })
  },
}

/** Whether the shop's data speak of any of these at all; before it is known nothing is said to be unknown. */
export function isKept(wall: Wall, ...names: string[]): boolean {
  const rows = names.flatMap((name) => wall.store.tables.kept.value.get(name) ?? [])
  return rows.length === 0 || rows.some(({ kept }) => kept)
}

/** 火花机 4 / EDM 4; "" where there is no such machine. */
export function shortMachine(wall: Wall, id: string | null): string {
  const machine = id === null ? undefined : wall.store.tables.machines.value.get(id)
  if (machine === undefined) return id ?? ""
  const kind = wall.store.tables.kinds.value.get(machine.kind)
  return machineName(machine, kind === undefined ? "" : wall.words.kind(kind))
}

const PROBLEMS: ReadonlySet<string> = new Set([
  "electrode", "program", "drawing", "machine", "quality", "material", "tooling", "person", "other",
  "collision", "safety_incident", "unattended_stop", "supplier_delay", "estimate_overrun", "ecn", "customer_hold", "rush_order",
])

/** 3 molds moved, none late. */
function moves(wall: Wall, moved: number, late: number): string {
  return wall.t("moves", {
    moved: wall.t(moved === 0 ? "moved.none" : moved === 1 ? "moved.one" : "moved.some", { count: moved }),
    late: wall.t(late === 0 ? "newly_late.none" : "newly_late.some", { count: late }),
  })
}

/** A message of the strip as a sentence. */
export function messageText(wall: Wall, message: MessageRow): string {
  const { facts, code } = message
  const machine = facts["machine"] === undefined ? "" : shortMachine(wall, String(facts["machine"]))
  const kind = String(facts["kind"] ?? facts["problem_kind"] ?? "")
  const named = {
    ...facts,
    machine,
    kind: PROBLEMS.has(kind) ? wall.t(`problem.${kind as ProblemKind}`) : kind,
    place: [machine, facts["mold"]].filter(Boolean).join(" · "),
    item: facts["item"] ?? "",
    mold: Number(facts["more"] ?? 0) > 0 ? wall.t("more_molds", facts) : facts["mold"] ?? "",
    moves: moves(wall, Number(facts["moved"] ?? 0), Number(facts["newly_late"] ?? 0)),
  }
  if (code === "plan_changed" && facts["message"]) return wall.t("message.plan_changed.why", named)
  if (code === "plan_published" && facts["message"]) return wall.t("message.plan_published.why", named)
  return wall.t(`message.${code}`, named).trim()
}

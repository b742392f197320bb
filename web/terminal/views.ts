// What the terminal shows, computed from rows and from commands that the rows don't tell of yet; no DOM, no signals.
import type { Verdict } from "../i18n/trial/words"
import type { Command } from "../net/commands"
import type {
  CheckRow, CommandAnswer, PersonRow, ProblemKind, ProblemRow, QuestionRow, QueueItem, StationRow, WaitsFor,
} from "../model/wire"

type Answered = { command: Command; answer: CommandAnswer }

/** Commands that this screen has made and the rows (as of `seq`) don't tell of: no answer yet, or answered but not here. */
export function untold(pending: readonly Command[], answers: readonly Answered[], seq: number): Command[] {
  const settling = answers
    .filter(({ answer }) => answer.status !== "question" && answer.seq > seq)
    .map(({ command }) => command)
  const all = [...settling, ...pending]
  const undone = new Set(all.filter(({ kind }) => kind === "undo").map((command) => command["report"]))
  return all.filter(({ id }) => !undone.has(id))
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null)

function moved(row: StationRow, id: string | null, change: (item: QueueItem) => QueueItem): StationRow {
  return { ...row, current: row.current.map((item) => (item.operation === id ? change(item) : item)) }
}

function started(row: StationRow, id: string | null, at: string | null): StationRow {
  const item = row.queue.find(({ operation }) => operation === id)
  if (item === undefined) return row
  const running: QueueItem = { ...item, work: "running", start: at ?? item.start, end: item.ends_if_now ?? item.end }
  return {
    ...row,
    current: [...row.current, running],
    queue: row.queue.filter((other) => other !== item),
    queued: Math.max(0, row.queued - 1),
  }
}

const without = (row: StationRow, id: string | null): StationRow => ({
  ...row, current: row.current.filter(({ operation }) => operation !== id),
})

const signedIn = (row: StationRow, person: string | null): StationRow =>
  person === null || row.people.includes(person) ? row : { ...row, people: [...row.people, person] }

function after(row: StationRow, command: Command): StationRow {
  const operation = text(command["operation"])
  const person = text(command["person"])
  switch (command.kind) {
    case "start":
      return started(row, operation, command.happened_at)
    case "end_setup":
      return moved(row, operation, (item) => ({ ...item, set_up: command.happened_at }))
    case "pause":
      return moved(row, operation, (item) => ({ ...item, work: "paused" }))
    case "resume":
      return moved(row, operation, (item) => ({ ...item, work: "running" }))
    case "finish":
      return without(row, operation)
    case "record_trial":
      return moved(row, text(command["trial"]), (item) => (item.trial === null ? item : { ...item, trial: { ...item.trial, verdict: command["verdict"] as Verdict } }))
    case "badge_in":
      return signedIn(row, person)
    case "badge_out":
      return { ...row, people: row.people.filter((id) => id !== person) }
    default:
      return row
  }
}

/** The station as it will be once `commands` have arrived, so that a tap shows at once, network or not. */
export const foreseen = (row: StationRow, commands: readonly Command[]): StationRow => commands.reduce(after, row)

/** The job to show: the chosen one, else the running, else a paused one, else the first that is ready, else the first. */
export function jobOf(row: StationRow, chosen: string | null): QueueItem | null {
  const all = [...row.current, ...row.queue]
  return (
    all.find(({ operation }) => operation === chosen) ??
    row.current.find(({ work }) => work === "running") ??
    row.current[0] ??
    row.queue.find(({ ready }) => ready) ??
    row.queue[0] ??
    null
  )
}

/** The one that is recommended next: the first in the plan's order that may start, else the first. */
export const recommended = (row: StationRow): QueueItem | null =>
  row.queue.find(({ ready }) => ready) ?? row.queue[0] ?? null

/** Whether a ready job is recommended and this is not it. */
export function isOtherThanRecommended(row: StationRow, item: QueueItem): boolean {
  const first = recommended(row)
  return first !== null && first.ready && first.operation !== item.operation
}

/** Whether the next thing to say of a running job is that its setup is over. */
export const setsUp = (item: QueueItem): boolean => item.setup_told && item.set_up === null && item.work === "running"

/** A job takes much longer than planned: by this share of the plan, and by so many minutes at least. */
const MUCH_LONGER = 0.3
const MUCH_LONGER_MINUTES = 15

/** Whether a running job is to be asked about: it should have been over for long. */
export function takesLong(item: QueueItem, now: number): boolean {
  const done = item.work === "running" ? progress(item, now) : null
  if (done === null || !done.over || item.start === null || item.end === null) return false
  const planned = (Date.parse(item.end) - Date.parse(item.start)) / 60_000
  return -done.left >= Math.max(MUCH_LONGER * planned, MUCH_LONGER_MINUTES)
}

/** Whether a measured value lies within the limits of its check. */
export const within = ({ low, high }: CheckRow, value: number): boolean =>
  (low === null || value >= low) && (high === null || value <= high)

/** The job's place in the plan's order, from 1, and how many before it are not ready; null: it has no planned start. */
export function placeInPlan(row: StationRow, item: QueueItem): { place: number; notReady: number } | null {
  const { start } = item
  if (start === null) return null
  const before = row.queue.filter((other) => other.start !== null && other.start < start)
  return { place: before.length + 1, notReady: before.filter(({ ready }) => !ready).length }
}

export const isOn = (row: StationRow, item: QueueItem): boolean =>
  row.current.some(({ operation }) => operation === item.operation)

export type GateName = keyof QueueItem["gates"]
const GATES: readonly GateName[] = ["material", "drawing", "program", "electrode", "fixture"]

/** The gates that the job needs, in the order in which a worker looks for them. */
export const gatesOf = (item: QueueItem): { name: GateName; gate: QueueItem["gates"][GateName] }[] =>
  GATES.map((name) => ({ name, gate: item.gates[name] })).filter(({ gate }) => gate.state !== "none")

/** What holds the job up longest: that with no date, else with the latest. */
export function worstWait(waits: readonly WaitsFor[]): WaitsFor | null {
  return waits.reduce<WaitsFor | null>((worst, wait) => {
    if (worst === null) return wait
    if (worst.at === null) return worst
    return wait.at === null || wait.at > worst.at ? wait : worst
  }, null)
}

/** Share done and minutes left of a running job, by the clock; null where the plan gives no end. */
export function progress(item: QueueItem, now: number): { share: number; left: number; over: boolean } | null {
  if (item.start === null || item.end === null) return null
  const from = Date.parse(item.start)
  const to = Date.parse(item.end)
  if (to <= from) return null
  return { share: Math.min(1, Math.max(0, (now - from) / (to - from))), left: (to - now) / 60_000, over: now > to }
}

/** The kind of problem that is met most on a kind of machine comes first; the others keep their places. */
const LIKELY: Record<string, ProblemKind> = {
  edm_sinker: "electrode", cnc_rough: "program", cnc_finish: "program", cnc_5axis: "program", cnc_gantry: "program",
  graphite_mill: "program", wire_edm_slow: "program", wire_edm_medium: "program", edm_drill: "tooling",
  deep_hole_drill: "tooling", surface_grinder: "quality", cmm: "quality", inspection_bench: "quality",
  fitting_bench: "drawing", polishing_bench: "quality", spotting_press: "quality", trial_press: "quality",
}
const TILES: readonly ProblemKind[] = [
  "electrode", "program", "drawing", "machine", "quality", "material", "tooling", "person", "other",
]

export const likelyProblem = (kind: string): ProblemKind | null => LIKELY[kind] ?? null

/** The nine tiles, the likeliest first. */
export function problemTiles(kind: string): ProblemKind[] {
  const first = likelyProblem(kind)
  return first === null ? [...TILES] : [first, ...TILES.filter((tile) => tile !== first)]
}

const oldestFirst = (rows: ProblemRow[]): ProblemRow[] =>
  rows.sort((a, b) => a.raised_at.localeCompare(b.raised_at) || a.id.localeCompare(b.id))

/** Problems of this machine that are not solved, the oldest first. */
export const openProblems = (rows: Iterable<ProblemRow>, machine: string): ProblemRow[] =>
  oldestFirst([...rows].filter((row) => row.status !== "resolved" && row.machine === machine))

const named = (department: string): string => department.trim().toLowerCase().replaceAll(" ", "_")

/** Whether a person is called for a problem and has not acknowledged it: by name, or for the department. */
export const isCalled = (row: ProblemRow, person: PersonRow): boolean =>
  row.status !== "resolved" &&
  row.calls.some((call) => call.acknowledged_at === null && (call.person === person.id || call.department === named(person.department)))

/** Calls for a person's department that nobody of it has taken, the oldest first. */
export const callsFor = (rows: Iterable<ProblemRow>, person: PersonRow | undefined): ProblemRow[] =>
  person === undefined ? [] : oldestFirst([...rows].filter((row) => isCalled(row, person)))

/** Reports of this machine that a planner still has to look at, the newest first. */
export const openQuestions = (rows: Iterable<QuestionRow>): QuestionRow[] =>
  [...rows].filter(({ decided }) => !decided).sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id))

/** People for the tiles: those able to work this kind of machine first, then by name. */
export function peopleFor(rows: Iterable<PersonRow>, kind: string, language: string): PersonRow[] {
  const rank = (row: PersonRow): number => (row.kinds.includes(kind) ? 0 : 1)
  const compare = new Intl.Collator(language).compare
  return [...rows].sort((a, b) => rank(a) - rank(b) || compare(a.name, b.name) || a.id.localeCompare(b.id))
}

const CJK = /[㐀-鿿]/

/** 王建国 → 王, Anna Berg → AB. */
export function initials(name: string): string {
  const first = name.trim()
  if (first === "") return "?"
  if (CJK.test(first)) return first.slice(0, 1)
  const words = first.split(/[\s-]+/)
  return `${words[0]?.[0] ?? ""}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`.toUpperCase()
}

/** Characters typed by a scanner arrive faster than a hand types: at most this far apart, ms. */
const SCAN_GAP_MS = 80
const SCAN_LEAST = 3

/** Collects what a scanner types and gives it on Enter; slow typing is nobody's badge. */
export class Wedge {
  #typed = ""
  #last = Number.NEGATIVE_INFINITY

  /** The code that ended with this key; null while there is none. */
  key(key: string, at: number): string | null {
    if (at - this.#last > SCAN_GAP_MS) this.#typed = ""
    this.#last = at
    if (key === "Enter") {
      const code = this.#typed
      this.#typed = ""
      return code.length >= SCAN_LEAST ? code : null
    }
    if (key.length === 1) this.#typed += key
    return null
  }
}

// What the further tiles list: order, urgency, axes. Pure functions of rows and the shop's time.
import type { Format } from "../draw/format"
import type { FigureRow, MissingRow, NightRow, TrialRow } from "../model/wire"

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** act: somebody must see to it; wait: it comes soon; mu: it is expected. */
export type Tone = "act" | "wait" | "mu"

export const SUPPLIES: ReadonlySet<MissingRow["what"]> = new Set(["material", "outside", "to_send"])
export const GATES: ReadonlySet<MissingRow["what"]> = new Set(["drawing", "program", "electrode", "fixture"])

/** What is overdue, or holds work up with no date, must be chased; what comes within a day waits. */
export function toneOfMissing({ expected, holding }: MissingRow, now: number): Tone {
  if (expected === null) return holding > 0 ? "act" : "wait"
  const at = Date.parse(expected)
  return at <= now ? "act" : at < now + DAY ? "wait" : "mu"
}

const URGENT: Record<Tone, number> = { act: 0, wait: 1, mu: 2 }

/** The most urgent first, of these the first to come; what nobody knows a date of comes last of its tone. */
export function missingRows(rows: Iterable<MissingRow>, what: ReadonlySet<MissingRow["what"]>, now: number): { row: MissingRow; tone: Tone }[] {
  const at = (row: MissingRow): number => (row.expected === null ? Number.POSITIVE_INFINITY : Date.parse(row.expected))
  return [...rows]
    .filter((row) => what.has(row.what))
    .map((row) => ({ row, tone: toneOfMissing(row, now) }))
    .sort((a, b) => URGENT[a.tone] - URGENT[b.tone] || compare(at(a.row), at(b.row)) || a.row.id.localeCompare(b.row.id))
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

/** How many must be chased. */
export const toChase = (rows: readonly { tone: Tone }[]): number => rows.filter(({ tone }) => tone === "act").length

const STEPS: Record<TrialRow["light"], number> = { running: 0, ready: 1, preparing: 2, over: 3 }

/** Molds with an open quality problem first, then trials by step and date. */
export function trialRows(rows: Iterable<TrialRow>): TrialRow[] {
  const start = (row: TrialRow): string => row.start ?? "9"
  return [...rows].sort(
    (a, b) =>
      Number(b.quality > 0) - Number(a.quality > 0) || STEPS[a.light] - STEPS[b.light] ||
      start(a).localeCompare(start(b)) || a.id.localeCompare(b.id),
  )
}

/** Minutes that a trial is planned after its date (+) or before it (−); null where one of both is unknown. */
export function trialSlip({ start, due }: TrialRow): number | null {
  return start === null || due === null ? null : (Date.parse(start) - Date.parse(due)) / 60_000
}

export type NightAxis = { from: number; to: number; ticks: number[] }

/** From an hour or two before the first machine is left alone to as long after the last has people again. */
export function nightAxis(rows: readonly NightRow[], format: Format): NightAxis {
  const gaps = rows.flatMap((row) => row.gaps)
  const begin = Math.min(...gaps.map(({ start }) => Date.parse(start)))
  const end = Math.max(...gaps.map((gap) => Date.parse(gap.end)))
  const span = end - begin
  const margin = Math.min(2 * HOUR, span / 8)
  const from = begin - margin
  const to = end + margin
  const every = span <= 9 * HOUR ? 1 : span <= 18 * HOUR ? 2 : span <= 36 * HOUR ? 6 : 12
  const ticks: number[] = []
  for (let at = Math.ceil(from / HOUR) * HOUR; at <= to; at += HOUR) if (format.read(at).hour % every === 0) ticks.push(at)
  return { from, to, ticks }
}

/** Place of a moment on the axis, 0 to 1. */
export const nightPlace = ({ from, to }: NightAxis, at: number): number => Math.min(1, Math.max(0, (at - from) / (to - from)))

/** What stays free of a night, first: from where work stops, or the first gap where nothing runs; null: nothing. */
export function freeOf({ gaps, bars, stops, free_minutes }: NightRow): { start: string; end: string } | null {
  if (free_minutes === 0) return null
  const gap = gaps.find(({ start, end }) => (stops === null ? !bars.some((bar) => bar.start < end && bar.end > start) : stops >= start && stops < end))
  return gap === undefined ? null : { start: stops ?? gap.start, end: gap.end }
}

/** The first machine that stops in the night. */
export function firstStop(rows: Iterable<NightRow>): NightRow | null {
  let first: NightRow | null = null
  for (const row of rows) if (row.stops !== null && (first?.stops == null || row.stops < first.stops)) first = row
  return first
}

/** Nights in the order of the machines' list, those that work in it before those that could, and both before those that stand. */
export function nightRows(rows: Iterable<NightRow>, order: readonly string[]): NightRow[] {
  const rank = (row: NightRow): number => (row.busy_minutes > 0 ? 0 : row.could !== null ? 1 : 2)
  return [...rows].sort((a, b) => rank(a) - rank(b) || order.indexOf(a.id) - order.indexOf(b.id))
}

/** A figure for which less is better. */
const LESS: ReadonlySet<string> = new Set(["response"])

export type Change = { by: number; better: boolean }

/** What a figure has gained on the thirty days before, in points or minutes, whole; null: nothing to compare with. */
export function changeOf({ id, value, before }: FigureRow): Change | null {
  if (value === null || before === null) return null
  const by = Math.round(LESS.has(id) ? value - before : (value - before) * 100)
  return by === 0 ? null : { by, better: LESS.has(id) ? by < 0 : by > 0 }
}

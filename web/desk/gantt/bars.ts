// Bars, computed from rows: no DOM, no signals. A row of the shop keeps its bar until it changes.
import type { OperationRow } from "../../model/wire"

export type Bar = {
  id: string
  mold: string
  part: string
  label: string
  start: number
  /** End of setup: from here on it runs. */
  run: number
  end: number
  state: "done" | "running" | "paused" | "planned"
  unattended: boolean
  waits: boolean
  row: OperationRow
}

/** Bars by start; `reach[i]`: the last end of bars 0…i, so that what is seen is found by halves even where bars overlap. */
export type Row = { bars: Bar[]; reach: Float64Array }

const known = new WeakMap<OperationRow, Bar | null>()
const time = (moment: string): number => Date.parse(moment)

/** The bar of an operation; null where it has neither a plan nor a past. */
export function barOf(row: OperationRow): Bar | null {
  const kept = known.get(row)
  if (kept !== undefined) return kept
  const bar = made(row)
  known.set(row, bar)
  return bar
}

function made(row: OperationRow): Bar | null {
  const base = { id: row.id, mold: row.mold, part: row.part, label: labelOf(row), row, unattended: row.plan?.unattended ?? false }
  if (row.work === "done") {
    if (row.started === null || row.finished === null) return null
    const start = time(row.started)
    return { ...base, start, run: start, end: Math.max(start, time(row.finished)), state: "done", waits: false, unattended: false }
  }
  if (row.plan === null) return null
  const running = row.work === "running" || row.work === "paused"
  const start = running && row.started !== null ? time(row.started) : time(row.plan.setup)
  const state = row.work === "running" ? "running" : row.work === "paused" ? "paused" : "planned"
  return { ...base, start, run: running ? start : time(row.plan.run), end: time(row.plan.end), state, waits: !row.ready && !running }
}

/** M2614-201 without its M: what fits a short bar. */
export const labelOf = (row: OperationRow): string => row.part || row.mold

/** A row of these bars; they are sorted in place. */
export function rowOf(bars: Bar[]): Row {
  bars.sort((a, b) => a.start - b.start || a.end - b.end)
  const reach = new Float64Array(bars.length)
  let last = Number.NEGATIVE_INFINITY
  for (let i = 0; i < bars.length; i += 1) {
    last = Math.max(last, bars[i]?.end ?? 0)
    reach[i] = last
  }
  return { bars, reach }
}

/** Place of the first bar that may show at `from`: no bar before it ends later. */
export function firstFrom({ reach }: Row, from: number): number {
  let low = 0
  let high = reach.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((reach[middle] ?? 0) < from) low = middle + 1
    else high = middle
  }
  return low
}

/** Bars of the row that show between two moments, by start. */
export function* between(row: Row, from: number, to: number): Generator<Bar> {
  for (let i = firstFrom(row, from); i < row.bars.length; i += 1) {
    const bar = row.bars[i]
    if (bar === undefined || bar.start > to) return
    if (bar.end >= from) yield bar
  }
}

/** The bar at a moment of a row, the last drawn first. */
export function barAt(row: Row, moment: number): Bar | null {
  let found: Bar | null = null
  for (const bar of between(row, moment, moment)) found = bar
  return found
}

// Bars by machine, computed from rows: no DOM, no signals. A row of the shop keeps its bar until it changes.
import type { MachineRow, MoldRow, OperationRow } from "../../model/wire"

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

export type Lane = { id: string; machine: MachineRow | null; kind: string; bars: Bar[]; first: boolean }
export type Place = { lane: number; bar: Bar }
export type Layout = { lanes: Lane[]; places: ReadonlyMap<string, Place>; count: number }

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

/** Machines by kind in the shop's order, then work outside the house, each with its bars by time. */
export function layoutOf(machines: Iterable<MachineRow>, kinds: Iterable<string>, operations: Iterable<OperationRow>, since: number): Layout {
  const order = new Map([...kinds].map((kind, i) => [kind, i]))
  const sorted = [...machines].sort(
    (a, b) => (order.get(a.kind) ?? 1e9) - (order.get(b.kind) ?? 1e9) || Number(a.number) - Number(b.number) || a.id.localeCompare(b.id, "en", { numeric: true }),
  )
  const lanes: Lane[] = sorted.map((machine, i) => ({ id: machine.id, machine, kind: machine.kind, bars: [], first: i > 0 && sorted[i - 1]?.kind !== machine.kind }))
  const at = new Map(lanes.map((lane) => [lane.id, lane]))
  const outside: Lane = { id: "", machine: null, kind: "", bars: [], first: true }
  let count = 0
  for (const row of operations) {
    const bar = barOf(row)
    if (bar === null || bar.end < since) continue
    const lane = row.machine === null ? outside : at.get(row.machine)
    if (lane === undefined) continue
    lane.bars.push(bar)
    count += 1
  }
  if (outside.bars.length > 0) lanes.push(outside)
  const places = new Map<string, Place>()
  for (const [i, lane] of lanes.entries()) {
    lane.bars.sort((a, b) => a.start - b.start || a.end - b.end)
    for (const bar of lane.bars) places.set(bar.id, { lane: i, bar })
  }
  return { lanes, places, count }
}

/** Place of the first bar that may show at `from`: bars of a lane may overlap outside the house, so it looks back a little. */
export function firstFrom(bars: readonly Bar[], from: number): number {
  let low = 0
  let high = bars.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bars[middle]?.start ?? 0) < from) low = middle + 1
    else high = middle
  }
  let first = low
  for (let back = 1; back <= 64 && low - back >= 0; back += 1) if ((bars[low - back]?.end ?? 0) >= from) first = low - back
  return first
}

/** The bar at a moment of a lane, the last drawn first. */
export function barAt(lane: Lane, moment: number): Bar | null {
  let found: Bar | null = null
  for (let i = firstFrom(lane.bars, moment); i < lane.bars.length; i += 1) {
    const bar = lane.bars[i]
    if (bar === undefined || bar.start > moment) break
    if (bar.end >= moment) found = bar
  }
  return found
}

export type Link = readonly [string, string]
/** More links than this are a thicket: only the chain is drawn then. */
export const MOST_LINKS = 80

/**
 * The chain through an operation: back along what ends last before it, on along what starts first after it.
 * `start` null: through the operation of these links that ends last.
 */
export function chainOf(links: readonly Link[], places: ReadonlyMap<string, Place>, start: string | null): Link[] {
  const before = new Map<string, string[]>()
  const after = new Map<string, string[]>()
  for (const [a, b] of links) {
    if (!places.has(a) || !places.has(b)) continue
    before.set(b, [...(before.get(b) ?? []), a])
    after.set(a, [...(after.get(a) ?? []), b])
  }
  const end = (id: string): number => places.get(id)?.bar.end ?? 0
  const begin = (id: string): number => places.get(id)?.bar.start ?? 0
  const last = [...before.keys()].reduce<string | null>((best, id) => (best === null || end(id) > end(best) ? id : best), null)
  const middle = start !== null && (before.has(start) || after.has(start)) ? start : last
  if (middle === null) return []
  const chain: Link[] = []
  const seen = new Set([middle])
  for (let at = middle; ;) {
    const previous = (before.get(at) ?? []).reduce<string | null>((best, id) => (best === null || end(id) > end(best) ? id : best), null)
    if (previous === null || seen.has(previous)) break
    seen.add(previous)
    chain.unshift([previous, at])
    at = previous
  }
  for (let at = middle; ;) {
    const next = (after.get(at) ?? []).reduce<string | null>((best, id) => (best === null || begin(id) < begin(best) ? id : best), null)
    if (next === null || seen.has(next)) break
    seen.add(next)
    chain.push([at, next])
    at = next
  }
  return chain
}

export type Hit = { what: "mold" | "machine" | "operation"; id: string; label: string }

/** What a search finds, molds first; every word must be in it. */
export function found(text: string, molds: Iterable<MoldRow>, lanes: readonly Lane[], operations: Iterable<OperationRow>, most: number): Hit[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const fits = (...parts: string[]): boolean => {
    const whole = parts.join(" ").toLowerCase()
    return words.every((word) => whole.includes(word))
  }
  const hits: Hit[] = []
  for (const mold of molds) if (fits(mold.id, mold.name)) hits.push({ what: "mold", id: mold.id, label: `${mold.id} ${mold.name}` })
  for (const lane of lanes) {
    if (lane.machine !== null && fits(lane.id, lane.machine.name)) hits.push({ what: "machine", id: lane.id, label: lane.id })
  }
  for (const row of operations) {
    if (hits.length >= most) break
    if (row.plan !== null && fits(row.id, row.name, row.part)) hits.push({ what: "operation", id: row.id, label: `${row.id} ${row.name}` })
  }
  return hits.slice(0, most)
}

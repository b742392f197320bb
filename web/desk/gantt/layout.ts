// Bars in rows: by machine, kind of machine, group of people or mold. No DOM, no signals.
import type { KindRow, MachineRow, MoldRow, OperationRow } from "../../model/wire"
import { barOf, rowOf, type Bar, type Row } from "./bars"

export type By = "machine" | "kind" | "people" | "mold"
export const BYS: readonly By[] = ["machine", "kind", "people", "mold"]
/** Which work is shown. */
export type Show = "all" | "open" | "late" | "waits"
export const SHOWS: readonly Show[] = ["all", "open", "late", "waits"]
export type Filter = { by: By; show: Show; /** Kinds of machines; [] for all. */ kinds: readonly string[] }
export const USUAL: Filter = { by: "machine", show: "all", kinds: [] }

/** One row on the screen; a group of work that overlaps has several, and its name on the first (`head`). */
export type Lane = Row & { id: string; group: string; head: boolean; machine: MachineRow | null; kind: string; first: boolean }
export type Place = { lane: number; bar: Bar }
export type Layout = {
  by: By
  lanes: Lane[]
  places: ReadonlyMap<string, Place>
  count: number
  /** Bars by machine, whatever is shown: what a dragged bar would meet. */
  machines: ReadonlyMap<string, Row>
}

export type Rows = {
  machines: Iterable<MachineRow>
  kinds: Iterable<KindRow>
  molds: Iterable<MoldRow>
  operations: Iterable<OperationRow>
}

/** Work outside the house. */
export const OUTSIDE = ""

/** Rows of the shop laid out; bars that ended before `since` are left out. */
export function layoutOf(rows: Rows, filter: Filter, since: number): Layout {
  const kinds = new Map([...rows.kinds].map((kind) => [kind.id, kind]))
  const molds = new Map([...rows.molds].map((mold) => [mold.id, mold]))
  const machines = sorted(rows.machines, [...kinds.keys()])
  const kindOf = new Map(machines.map((machine) => [machine.id, machine.kind]))
  const late = new Set([...molds.values()].filter(({ light }) => light === "late" || light === "at_risk").map(({ id }) => id))
  const everything = new Map<string, Bar[]>(machines.map(({ id }) => [id, []]))
  const groups = new Map<string, Bar[]>()
  for (const row of rows.operations) {
    const bar = barOf(row)
    if (bar === null || bar.end < since) continue
    if (row.machine !== null) everything.get(row.machine)?.push(bar)
    const kind = row.machine === null ? OUTSIDE : kindOf.get(row.machine)
    if (kind === undefined || !shows(bar, filter, kind, late)) continue
    const group = groupOf(bar, filter.by, kind, kinds)
    const known = groups.get(group)
    if (known === undefined) groups.set(group, [bar])
    else known.push(bar)
  }
  const lanes = lanesOf(filter, machines, kinds, molds, groups)
  const places = new Map<string, Place>()
  let count = 0
  for (const [i, lane] of lanes.entries()) {
    count += lane.bars.length
    for (const bar of lane.bars) places.set(bar.id, { lane: i, bar })
  }
  return { by: filter.by, lanes, places, count, machines: new Map([...everything].map(([id, bars]) => [id, rowOf(bars)])) }
}

/** Machines by kind in the shop's order, then by number. */
function sorted(machines: Iterable<MachineRow>, kinds: readonly string[]): MachineRow[] {
  const order = new Map(kinds.map((kind, i) => [kind, i]))
  return [...machines].sort(
    (a, b) => (order.get(a.kind) ?? 1e9) - (order.get(b.kind) ?? 1e9) || Number(a.number) - Number(b.number) || a.id.localeCompare(b.id, "en", { numeric: true }),
  )
}

function shows(bar: Bar, { show, kinds }: Filter, kind: string, late: ReadonlySet<string>): boolean {
  if (kinds.length > 0 && !kinds.includes(kind)) return false
  if (show === "open") return bar.state !== "done"
  if (show === "late") return late.has(bar.mold)
  return show === "all" || bar.waits
}

function groupOf(bar: Bar, by: By, kind: string, kinds: ReadonlyMap<string, KindRow>): string {
  if (by === "mold") return bar.mold
  if (by === "machine") return bar.row.machine ?? OUTSIDE
  return by === "kind" ? kind : kinds.get(kind)?.department ?? OUTSIDE
}

function lanesOf(
  { by, kinds: chosen }: Filter, machines: readonly MachineRow[], kinds: ReadonlyMap<string, KindRow>, molds: ReadonlyMap<string, MoldRow>, groups: Map<string, Bar[]>,
): Lane[] {
  const wanted = (kind: string): boolean => chosen.length === 0 || chosen.includes(kind)
  const lanes: Lane[] = []
  if (by === "machine") {
    for (const machine of machines) {
      if (!wanted(machine.kind)) continue
      const first = lanes.length > 0 && lanes.at(-1)?.kind !== machine.kind
      lanes.push({ ...rowOf(groups.get(machine.id) ?? []), id: machine.id, group: machine.id, head: true, machine, kind: machine.kind, first })
    }
    packed(lanes, OUTSIDE, groups.get(OUTSIDE) ?? [], "")
    return lanes
  }
  for (const group of orderOf(by, kinds, molds, groups)) packed(lanes, group, groups.get(group) ?? [], by === "kind" ? group : "")
  return lanes
}

/** Kinds in the shop's order, departments in that of their kinds, molds by their next date; outside last. */
function orderOf(by: By, kinds: ReadonlyMap<string, KindRow>, molds: ReadonlyMap<string, MoldRow>, groups: ReadonlyMap<string, Bar[]>): string[] {
  if (by === "mold") {
    const due = (id: string): string => molds.get(id)?.t1_due ?? molds.get(id)?.due ?? "9"
    return [...groups.keys()].sort((a, b) => due(a).localeCompare(due(b)) || a.localeCompare(b, "en", { numeric: true }))
  }
  const names = by === "kind" ? [...kinds.keys()] : [...new Set([...kinds.values()].map(({ department }) => department))]
  return [...names.filter((name) => name !== OUTSIDE && groups.has(name)), ...(groups.has(OUTSIDE) ? [OUTSIDE] : [])]
}

/** Bars that overlap go into rows below each other, each into the first that is free. */
function packed(lanes: Lane[], group: string, bars: Bar[], kind: string): void {
  const tracks: { end: number; bars: Bar[] }[] = []
  for (const bar of rowOf(bars).bars) {
    const free = tracks.find(({ end }) => end <= bar.start)
    if (free === undefined) tracks.push({ end: bar.end, bars: [bar] })
    else {
      free.bars.push(bar)
      free.end = bar.end
    }
  }
  for (const [i, track] of tracks.entries()) {
    lanes.push({ ...rowOf(track.bars), id: i === 0 ? group : `${group}#${i + 1}`, group, head: i === 0, machine: null, kind, first: i === 0 && lanes.length > 0 })
  }
}

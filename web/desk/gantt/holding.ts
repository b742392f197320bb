// Bars in the hand, by mouse, finger or keyboard: where they would be put. Pure.
import type { OperationRow } from "../../model/wire"
import { putAt, type Put, type Puts } from "./breaks"
import type { Facts } from "./facts"
import { stretchAt } from "./hours"
import type { Layout } from "./layout"
import { laneIndex } from "./overlay"
import { snapped } from "./view"

/** What was taken up: where each bar was then. */
export type Grip = { primary: string; from: Puts }
export type Around = { layout: Layout; facts: Facts; operations: ReadonlyMap<string, OperationRow> }

/** Edges nearer than so many px attract what is dragged. */
const NEAR = 7

/** The bars of `ids` that can be moved, where they are or are wished; null when `primary` can't. */
export function grip(primary: string, ids: Iterable<string>, puts: Puts, movable: (id: string) => boolean, { facts, operations }: Around): Grip | null {
  const from = new Map<string, Put>()
  for (const id of new Set([primary, ...ids])) {
    const row = operations.get(id)
    if (row?.plan == null || !movable(id)) continue
    from.set(id, puts.get(id) ?? putAt(row, row.machine, Date.parse(row.plan.setup), facts))
  }
  return from.has(primary) ? { primary, from } : null
}

/** All of them by `by` ms, the primary onto `machine` (null: it stays); the others as many rows on where they may be done there. */
export function carried({ primary, from }: Grip, by: number, machine: string | null, around: Around): Map<string, Put> {
  const { layout, facts, operations } = around
  const lanes = laneIndex(around)
  const own = from.get(primary)
  const rows = machine === null || own?.machine == null ? 0 : (lanes.get(machine) ?? 0) - (lanes.get(own.machine) ?? 0)
  const found = new Map<string, Put>()
  for (const [id, put] of from) {
    const row = operations.get(id)
    if (row === undefined) continue
    found.set(id, putAt(row, id === primary ? machine ?? put.machine : beside(put, row, rows, layout, facts, lanes), put.start + by, facts))
  }
  return found
}

function beside(put: Put, row: OperationRow, rows: number, layout: Layout, facts: Facts, lanes: ReadonlyMap<string, number>): string | null {
  if (rows === 0 || put.machine === null) return put.machine
  const there = layout.lanes[(lanes.get(put.machine) ?? 0) + rows]?.machine?.id
  return there !== undefined && facts.fits(row, there) ? there : put.machine
}

/** The start to which a dragged bar snaps: an edge nearby, else the grid. */
export function attracted(start: number, machine: string | null, except: ReadonlySet<string>, scale: number, { layout, facts }: Around): number {
  const near = NEAR / scale
  const hours = machine === null ? null : facts.hours(machine)
  const edges: number[] = []
  const open = hours === null ? null : stretchAt(hours, start + near)
  if (open !== null) edges.push(open[0])
  const lane = machine === null ? undefined : layout.machines.get(machine)
  for (const bar of lane?.bars ?? []) if (!except.has(bar.id) && Math.abs(bar.end - start) <= near) edges.push(bar.end)
  const best = edges.filter((edge) => Math.abs(edge - start) <= near).sort((a, b) => Math.abs(a - start) - Math.abs(b - start))[0]
  return best ?? snapped(start, scale)
}

/** The next machine above or below on which the operation may be done. */
export function nextMachine(row: OperationRow, from: string, step: 1 | -1, { layout, facts }: Around): string | null {
  const lanes = layout.lanes
  for (let i = (laneIndex({ layout }).get(from) ?? 0) + step; i >= 0 && i < lanes.length; i += step) {
    const machine = lanes[i]?.machine
    if (machine != null && facts.fits(row, machine.id)) return machine.id
  }
  return null
}

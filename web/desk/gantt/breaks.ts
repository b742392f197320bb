// What a wished place breaks, told in the browser while a bar is dragged: in its own row and at direct
// neighbors of its mold. The planner has the last word; this is its first.
import type { MoldRow, OperationRow } from "../../model/wire"
import { between, type Row } from "./bars"
import type { Facts } from "./facts"
import { stretchAt } from "./hours"
import type { Wishes } from "./wishes"

export type Rule = "begun" | "machine_unfit" | "past" | "before" | "not_before" | "overlap" | "after" | "closed" | "frozen" | "due"
/** Rules that a place can't keep whatever else moves; the others push work or promises. */
const HARD: ReadonlySet<Rule> = new Set(["begun", "machine_unfit", "past", "before", "not_before"])
/** `other`: the operation, machine or milestone at which it breaks; `at`: the moment that would be right or is missed. */
export type Break = { operation: string; rule: Rule; other: string; at: number | null; hard: boolean }

/** Where an operation is put. */
export type Put = { operation: string; machine: string | null; start: number; run: number; end: number }
export type Puts = ReadonlyMap<string, Put>

export type Scene = {
  facts: Facts
  now: number
  operations: ReadonlyMap<string, OperationRow>
  molds: ReadonlyMap<string, MoldRow>
  machines: ReadonlyMap<string, Row>
}

const MOST_OVERLAPS = 3

export function startOf(row: OperationRow): number | null {
  return row.plan === null ? null : Date.parse(row.plan.setup)
}

/** Where the wishes put their operations. */
export function putsOf(wishes: Wishes, scene: Pick<Scene, "facts" | "operations">): Map<string, Put> {
  const puts = new Map<string, Put>()
  for (const { operation, machine, start } of wishes.values()) {
    const row = scene.operations.get(operation)
    const from = row === undefined ? null : start ?? startOf(row)
    if (row !== undefined && from !== null) puts.set(operation, putAt(row, machine ?? row.machine, from, scene.facts))
  }
  return puts
}

export function putAt(row: OperationRow, machine: string | null, start: number, facts: Facts): Put {
  return { operation: row.id, machine, start, ...facts.timed(row, machine, start) }
}

/** Breaks of the operations in `look`; `puts`: all that is elsewhere than the live plan has it, those among it. */
export function breaksOf(look: Iterable<string>, puts: Puts, scene: Scene): Break[] {
  const found: Break[] = []
  for (const operation of look) {
    const row = scene.operations.get(operation)
    const put = puts.get(operation)
    if (row !== undefined && put !== undefined) found.push(...ofOne(row, put, puts, scene))
  }
  return found
}

function* ofOne(row: OperationRow, put: Put, puts: Puts, scene: Scene): Generator<Break> {
  const { facts, now } = scene
  const say = (rule: Rule, other = "", at: number | null = null): Break => ({ operation: row.id, rule, other, at, hard: HARD.has(rule) })
  if (row.work !== "waiting" && row.work !== "held") {
    yield say("begun")
    return
  }
  if (put.machine !== null && put.machine !== row.machine && !facts.fits(row, put.machine)) yield say("machine_unfit", put.machine)
  if (put.start < now) yield say("past")
  else if (Math.min(put.start, startOf(row) ?? put.start) < now + facts.frozen && put.start !== startOf(row)) yield say("frozen", "", now + facts.frozen)
  const { not_before: earliest, milestone } = facts.of(row.id)
  if (earliest !== undefined && put.start < Date.parse(earliest)) yield say("not_before", "", Date.parse(earliest))
  const hours = put.machine === null ? null : facts.hours(put.machine)
  if (hours !== null && stretchAt(hours, put.start) === null) yield say("closed", put.machine ?? "")
  for (const before of facts.before(row.id)) {
    const end = endOf(before, puts, scene)
    if (end !== null && end > put.start) yield say("before", before, end)
  }
  for (const after of facts.after(row.id)) {
    const start = beginOf(after, puts, scene)
    if (start !== null && start < put.end) yield say("after", after, start)
  }
  yield* overlaps(row, put, puts, scene, say)
  if (milestone !== undefined) {
    const mold = scene.molds.get(row.mold)
    const due = (milestone === "T1" ? mold?.t1_due : mold?.due) ?? null
    if (due !== null && put.end > Date.parse(due)) yield say("due", milestone, Date.parse(due))
  }
}

function* overlaps(row: OperationRow, put: Put, puts: Puts, scene: Scene, say: (rule: Rule, other: string, at: number) => Break): Generator<Break> {
  if (put.machine === null || scene.facts.batch(put.machine) > 1) return
  let count = 0
  const lane = scene.machines.get(put.machine)
  for (const bar of lane === undefined ? [] : between(lane, put.start, put.end)) {
    if (bar.id === row.id || puts.has(bar.id) || bar.state === "done" || bar.end <= put.start || bar.start >= put.end) continue
    yield say("overlap", bar.id, bar.end)
    count += 1
    if (count >= MOST_OVERLAPS) return
  }
  for (const other of puts.values()) {
    if (other.operation !== row.id && other.machine === put.machine && other.start < put.end && other.end > put.start) yield say("overlap", other.operation, other.end)
  }
}

function endOf(operation: string, puts: Puts, { operations }: Scene): number | null {
  const put = puts.get(operation)
  const end = operations.get(operation)?.plan?.end
  return put?.end ?? (end === undefined ? null : Date.parse(end))
}

function beginOf(operation: string, puts: Puts, { operations }: Scene): number | null {
  const row = operations.get(operation)
  return puts.get(operation)?.start ?? (row === undefined ? null : startOf(row))
}

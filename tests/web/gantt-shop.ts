// A small shop for tests of the plan: two EDM machines, a bench, work of two molds.
import type { MachineRow, MoldRow, OperationRow } from "../../web/model/wire"
import { Facts, type FactsAnswer } from "../../web/desk/gantt/facts"
import { layoutOf, USUAL, type Filter, type Layout } from "../../web/desk/gantt/layout"

export const NOW = Date.parse("2026-11-20T06:00:00Z")
const HOUR = 3_600_000
export const at = (hours: number): number => NOW + hours * HOUR
const iso = (hours: number): string => new Date(at(hours)).toISOString()

export const operation = (id: string, machine: string | null, from: number, to: number, more: Partial<OperationRow> = {}): OperationRow => ({
  id, part: id.replace(/-\d+$/, ""), mold: id.slice(0, 5), step: "10", name: "电火花", kind: "edm_sinker", mode: "attended", work: "waiting", machine,
  setup_minutes: 0, run_minutes: (to - from) * 60, started: null, finished: null, person: null,
  plan: { setup: iso(from), run: iso(from), end: iso(to), slack: null, unattended: false }, hindrance: "", ready: true, ...more,
})

export const machine = (id: string, kind: string): MachineRow => ({
  id, name: id, kind, number: id.split("-").at(-1) ?? "", light: "idle", since: null, operation: null, operation_name: "", mold: null, part: null,
  person: null, person_name: "", started: null, ends: null, problem: null, next: null,
})

export const mold = (id: string, more: Partial<MoldRow> = {}): MoldRow => ({
  id, name: "", order: null, customer: "", mold_class: "", weight: 1, t1_due: null, t1_projected: null, due: null, delivery_projected: null,
  late_minutes: 0, milestone: null, chance: null, reliable: null, light: "on_time", stages: [], done: 0, total: 1, problems: 0, ...more,
})

export const kind = (id: string, department: string) => ({
  id, name: id, name_zh: "", department, stage: "edm" as const, machines: 1, queue_hours: 0, load_72h: null, load_days: [],
})

export const OPERATIONS = [
  operation("M2614-01", "edm-1", 1, 5),
  operation("M2614-02", "edm-1", 8, 12),
  operation("M2621-01", "edm-2", 6, 9),
  operation("M2614-03", "bench-1", 14, 16, { kind: "fitting_bench" }),
]
export const MACHINES = [machine("bench-1", "fitting_bench"), machine("edm-2", "edm_sinker"), machine("edm-1", "edm_sinker")]
export const MOLDS = [mold("M2614", { t1_due: iso(17), due: iso(400) }), mold("M2621", { light: "late" })]

export const layout = (filter: Filter = USUAL, operations: readonly OperationRow[] = OPERATIONS): Layout =>
  layoutOf({ machines: MACHINES, kinds: [kind("edm_sinker", "edm"), kind("fitting_bench", "fitting")], molds: MOLDS, operations }, filter, NOW - 100 * HOUR)

const minutes = (hours: number): number => (hours + 24) * 60
/** Machines are open all the time but edm-2, which closes from hour 20 to 40; the order is 01, 02, 03 in M2614. */
export const ANSWER: FactsAnswer = {
  plan_version: 4,
  from: iso(-24),
  frozen_minutes: 240,
  calendars: [[[0, minutes(900)]], [[0, minutes(20)], [minutes(40), minutes(900)]]],
  machines: {
    "edm-1": { kinds: ["edm_sinker"], calendar: 0, speed: 1, unattended: false, batch: 1 },
    "edm-2": { kinds: ["edm_sinker"], calendar: 1, speed: 2, unattended: false, batch: 1 },
    "bench-1": { kinds: ["fitting_bench"], calendar: 0, speed: 1, unattended: false, batch: 1 },
  },
  operations: {
    "M2614-02": { before: ["M2614-01"] },
    "M2614-03": { before: ["M2614-02"], milestone: "T1" },
    "M2621-01": { pinned: true, pinned_start: iso(6) },
  },
}
export const FACTS = new Facts(ANSWER)
export const rows = (operations: readonly OperationRow[] = OPERATIONS) => new Map(operations.map((row) => [row.id, row]))

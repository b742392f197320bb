// What the wall counts, orders and turns.
import { ShopClock } from "../../web/model/clock"
import { pageAt } from "../../web/model/rooms"
import type { MachineRow, MoldRow, ProblemRow } from "../../web/model/wire"
import { flow, lightCounts, moldSize, nextIsMissing, nextSafe, partAt, problemViews, shortMold } from "../../web/wall/views"

const problem = (id: string, more: Partial<ProblemRow> = {}): ProblemRow => ({
  id, kind: "electrode", status: "open", level: 1, machine: null, operation: null, mold: null, part_name: "",
  raised_at: "2026-11-20T06:00:00Z", raised_by: null, raised_by_name: "", note: "", department: "electrode", called_name: "",
  because: "", called: [], calls: [], answer_by: "2026-11-20T06:40:00Z", called_ids: [], climbs_at: null, answered_at: null, answered_by_name: "", expected: null, photos: [], impact: null,
  acknowledge_by: "2026-11-20T06:10:00Z", acknowledged_at: null, acknowledged_by_name: "", resolved_at: null,
  resolved_by_name: "", answer: "", history: [], ...more,
})
const machine = (id: string, light: MachineRow["light"], kind = "edm_sinker"): MachineRow => ({
  id, name: id, kind, number: "1", light, since: null, operation: null, operation_name: "", mold: null, part: null,
  person: null, person_name: "", started: null, ends: null, problem: null, next: null,
})
const mold = (id: string, light: MoldRow["light"], due: string): MoldRow => ({
  id, name: "", order: null, customer: "", mold_class: "", weight: 1, status: "", t1_due: null, t1_projected: null, due,
  delivery_projected: due, late_minutes: 0, milestone: "delivery", chance: null, reliable: null, light, stages: [], done: 0, total: 1, problems: 0,
})

test("a problem that somebody has is overdue when nobody is on site in time", () => {
  const mood = (more: Partial<ProblemRow>) =>
    problemViews([problem("p", { status: "acknowledged", ...more })], Date.parse("2026-11-20T06:41:00Z"))[0]?.mood
  expect([mood({}), mood({ answered_at: "2026-11-20T06:20:00Z" })]).toEqual(["overdue", "acknowledged"])
})

test("overdue problems come first, solved ones are gone", () => {
  const rows = [
    problem("taken", { status: "acknowledged", raised_at: "2026-11-20T05:00:00Z" }),
    problem("solved", { status: "resolved" }),
    problem("fresh", { acknowledge_by: "2026-11-20T07:00:00Z" }),
    problem("overdue"),
  ]
  const views = problemViews(rows, Date.parse("2026-11-20T06:30:00Z"))
  expect(views.map(({ row, mood, minutes }) => [row.id, mood, minutes])).toEqual([
    ["overdue", "overdue", 30], ["fresh", "open", 30], ["taken", "acknowledged", 90],
  ])
})

test("benches and seats are no machines, paused counts as waiting", () => {
  const rows = [machine("a", "running"), machine("b", "paused"), machine("c", "waiting"), machine("d", "running", "fitting_bench")]
  expect(lightCounts(rows)).toEqual([["running", 1], ["waiting", 2]])
})

test("pages turn by their seconds, stay on the first while a problem is overdue, and where they are held", () => {
  const turning = { pages: 2, seconds: 20 }
  expect([pageAt(0, turning, null, false), pageAt(21_000, turning, null, false), pageAt(41_000, turning, null, false)]).toEqual([0, 1, 0])
  expect(pageAt(21_000, { pages: 2, seconds: 45 }, null, false)).toBe(0)
  expect([pageAt(21_000, turning, null, true), pageAt(0, turning, 1, true), pageAt(0, turning, 9, false)]).toEqual([0, 1, 1])
})

test("a list that is too long takes turns", () => {
  const rows = [1, 2, 3, 4, 5]
  expect(partAt(rows, 2, 0)).toEqual({ rows: [1, 2], from: 0, parts: 3 })
  expect(partAt(rows, 2, 20_000)).toEqual({ rows: [5], from: 4, parts: 3 })
  expect(partAt([], 2, 0)).toEqual({ rows: [], from: 0, parts: 1 })
})

test("tiles shrink until all fit, then the last are counted", () => {
  const blocks = Array.from({ length: 40 }, (_, i) => ({ id: String(i), tiles: 4, labelWidth: 50 }))
  expect([flow(blocks.slice(0, 3), 1182, 324).size.width, flow(blocks.slice(0, 9), 1182, 324).size.width]).toEqual([112, 72])
  const full = flow(blocks, 1182, 324)
  expect([full.size.width, full.left.length > 0, full.rows.flat().length + full.left.length]).toEqual([66, true, 40])
})

test("a next job is missing only when it should begin soon", () => {
  const now = Date.parse("2026-11-20T06:00:00Z")
  const next = (start: string, ready: boolean) => ({ operation: "x", mold: "M1", ready, waits_for: [], start })
  const missing = (start: string, ready: boolean) => nextIsMissing({ ...machine("a", "running"), next: next(start, ready) }, now)
  expect([missing("2026-11-20T07:00:00Z", false), missing("2026-11-20T07:00:00Z", true), missing("2026-11-20T12:00:00Z", false)])
    .toEqual([true, false, false])
})

test("rows that are left show safe molds, the next date first", () => {
  const far = mold("M1", "on_time", "2026-12-20T00:00:00Z")
  const near = mold("M2", "on_time", "2026-12-01T00:00:00Z")
  const rows = [far, near, mold("M3", "late", "2026-11-01T00:00:00Z"), mold("M4", "done", "2026-11-01T00:00:00Z")]
  expect([nextSafe(rows, 5), nextSafe(rows, 1), nextSafe(rows, -2)]).toEqual([[near, far], [near], []])
})

test("long mold numbers get smaller letters", () => {
  expect([moldSize(["M2614"]), moldSize(["M2614", "M25169"]), moldSize([])]).toEqual([38, 34, 38])
})

test("data is live, late after 10 s, stale after 60 s, whatever the computer's date", () => {
  let steady = 0
  const clock = new ShopClock(() => steady)
  expect([clock.freshness(), clock.now()]).toEqual(["stale", null])
  clock.hear("2026-11-20T06:00:00Z", 60)
  steady = 9_000
  expect([clock.freshness(), clock.now()]).toEqual(["live", Date.parse("2026-11-20T06:09:00Z")])
  steady = 11_000
  expect(clock.freshness()).toBe("late")
  steady = 61_000
  expect(clock.freshness()).toBe("stale")
})

test("a mold's number is short on a tile", () => {
  expect(["M2614", "WX-2614", "2614A", "MOLD"].map(shortMold)).toEqual(["2614", "2614", "2614A", "MOLD"])
})

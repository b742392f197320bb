// What the terminal shows of a station, and of taps that the server has not told of yet.
import type { PersonRow, ProblemRow, QueueItem, StationRow } from "../../web/model/wire"
import type { Command } from "../../web/net/commands"
import {
  callsFor, foreseen, initials, isOtherThanRecommended, jobOf, placeInPlan, problemTiles, progress, recommended, takesLong, untold,
  Wedge, worstWait,
} from "../../web/terminal/views"

const GATE = { state: "ok", at: null } as const
const item = (operation: string, more: Partial<QueueItem> = {}): QueueItem => ({
  operation, mold: "M2614", mold_name: "", part: "p", part_name: "cavity", step: "60", name: "EDM", work: "waiting",
  mode: "attended", setup_minutes: 30, run_minutes: 90, setup_told: false, set_up: null, start: null, end: null, ready: true, waits_for: [],
  gates: { material: GATE, drawing: GATE, program: GATE, electrode: GATE, fixture: GATE },
  checks: [], trial: null, drawing: null, ends_if_now: "2026-11-20T08:00:00Z", alone_from: null, ...more,
})
const station = (more: Partial<StationRow> = {}): StationRow => ({
  id: "edm_sinker-4", name: "", kind: "edm_sinker", number: "4", current: [], queue: [], queued: 0, people: [], ...more,
})
const command = (kind: Command["kind"], fields: Record<string, unknown> = {}): Command => ({
  id: "c", kind, happened_at: "2026-11-20T06:00:00Z", station: null, device: "d", device_seq: 1, ...fields,
})

test("a start shows at once, and the rest of the queue stays", () => {
  const row = foreseen(station({ queue: [item("A"), item("B")], queued: 2 }), [command("start", { operation: "A" })])
  expect(row.current).toEqual([item("A", { work: "running", start: "2026-11-20T06:00:00Z", end: "2026-11-20T08:00:00Z" })])
  expect([row.queue.map(({ operation }) => operation), row.queued]).toEqual([["B"], 1])
})

test("a trial sheet that was handed in shows its verdict at once", () => {
  const running = item("A", { work: "running", trial: { number: 1, verdict: null, cavities: 2 } })
  const row = foreseen(station({ current: [running] }), [command("record_trial", { trial: "A", verdict: "issues" })])
  expect(row.current[0]?.trial).toEqual({ number: 1, verdict: "issues", cavities: 2 })
})

test("a whole shift without network is foreseen in its order", () => {
  const commands = [
    command("badge_in", { person: "w1" }), command("start", { operation: "A" }), command("pause", { operation: "A" }),
    command("resume", { operation: "A" }), command("finish", { operation: "A" }), command("badge_out", { person: "w1" }),
  ]
  expect(foreseen(station({ queue: [item("A")], queued: 1 }), commands)).toEqual(station())
})

test("an answered report is shown until the rows tell of it, a questioned one is not", () => {
  const start = command("start", { operation: "A" })
  const pause = command("pause", { operation: "B" })
  const answers = [
    { command: start, answer: { status: "accepted", seq: 12 } as const },
    { command: pause, answer: { status: "question", seq: 13, reason: "not_running" } as const },
  ]
  expect([untold([], answers, 11), untold([], answers, 12)]).toEqual([[start], []])
})

test("shown is what runs, then the first that may start, then what was chosen", () => {
  const running = item("A", { work: "running" })
  const waiting = [item("B", { ready: false }), item("C")]
  expect(jobOf(station({ current: [running], queue: waiting }), null)).toEqual(running)
  expect(jobOf(station({ queue: waiting }), null)?.operation).toBe("C")
  expect(jobOf(station({ current: [running], queue: waiting }), "B")?.operation).toBe("B")
  expect([jobOf(station(), null), recommended(station())]).toEqual([null, null])
})

test("a job's place in the plan goes by its start, wherever it stands in the list", () => {
  const first = item("A", { start: "2026-11-20T06:00:00Z", ready: false })
  const second = item("B", { start: "2026-11-20T09:00:00Z" })
  const row = station({ queue: [second, first, item("C")] })
  expect([placeInPlan(row, second), placeInPlan(row, first), placeInPlan(row, item("C"))]).toEqual([
    { place: 2, notReady: 1 }, { place: 1, notReady: 0 }, null,
  ])
})

test("the wait without a date is the worst, else the latest", () => {
  const program = { what: "program", id: "1", at: "2026-11-20T09:00:00Z" } as const
  const steel = { what: "material", id: "2", at: "2026-11-23T09:00:00Z" } as const
  const held = { what: "held", id: "3", at: null } as const
  expect([worstWait([program, steel]), worstWait([program, held, steel]), worstWait([])]).toEqual([steel, held, null])
})

test("progress follows the clock and knows overtime", () => {
  const running = item("A", { start: "2026-11-20T06:00:00Z", end: "2026-11-20T08:00:00Z" })
  expect(progress(running, Date.parse("2026-11-20T06:30:00Z"))).toEqual({ share: 0.25, left: 90, over: false })
  expect(progress(running, Date.parse("2026-11-20T08:10:00Z"))).toEqual({ share: 1, left: -10, over: true })
  expect(progress(item("A"), 0)).toBeNull()
})

test("all nine kinds of problems have a tile, the likeliest first", () => {
  expect(problemTiles("cnc_finish")[0]).toBe("program")
  expect(new Set(problemTiles("cnc_finish")).size).toBe(9)
})

test("calls are those for a person or the department that nobody of it has taken", () => {
  const call = (department: string, person: string | null, acknowledged_at: string | null = null) =>
    ({ department, person, name: "", duty: false, acknowledged_at })
  const row = (id: string, calls: ProblemRow["calls"], status: ProblemRow["status"] = "open") =>
    ({ id, status, calls, raised_at: "2026-11-20T06:00:00Z" }) as ProblemRow
  const person = { id: "li", department: "Tool crib" } as PersonRow
  const rows = [
    row("department", [call("tool_crib", "wang")]), row("person", [call("cam", "li")]), row("other", [call("cam", "wang")]),
    row("taken", [call("tool_crib", "wang", "2026-11-20T06:01:00Z")]), row("solved", [call("tool_crib", null)], "resolved"),
  ]
  expect(callsFor(rows, person).map(({ id }) => id)).toEqual(["department", "person"])
  expect(callsFor(rows, undefined)).toEqual([])
})

test("a scanner's code is taken, a hand's typing is not", () => {
  const scanner = new Wedge()
  const scanned = [..."B0042", "Enter"].map((key, i) => scanner.key(key, i * 10))
  const hand = new Wedge()
  const typed = [..."1234", "Enter"].map((key, i) => hand.key(key, i * 300))
  expect([scanned.at(-1), typed.at(-1)]).toEqual(["B0042", null])
})

test("initials of Chinese and Western names", () => {
  expect(["王建国", "Anna Berg", "Li", ""].map(initials)).toEqual(["王", "AB", "L", "?"])
})

test("what was taken back is not shown, sent or not", () => {
  const start = command("start", { operation: "A" })
  const undo = { ...command("undo", { report: "c" }), id: "u" }
  expect(untold([start, undo], [], 0)).toEqual([undo])
})

test("a job that takes much longer than planned is asked about, one that is a little late is not", () => {
  const running = item("A", { work: "running", start: "2026-11-20T06:00:00Z", end: "2026-11-20T08:00:00Z" })
  const at = (time: string) => takesLong(running, Date.parse(`2026-11-20T${time}:00Z`))
  expect([at("07:59"), at("08:20"), at("08:36"), takesLong({ ...running, work: "paused" }, Date.parse("2026-11-20T12:00:00Z"))])
    .toEqual([false, false, true, false])
})

test("only a job that is not the recommended one is asked why it comes first", () => {
  const ready = station({ queue: [item("A"), item("B")] })
  expect([isOtherThanRecommended(ready, item("A")), isOtherThanRecommended(ready, item("B"))]).toEqual([false, true])
  const none = station({ queue: [item("A", { ready: false }), item("B", { ready: false })] })
  expect(isOtherThanRecommended(none, item("B"))).toBe(false)
})

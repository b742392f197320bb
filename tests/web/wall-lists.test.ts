// What the wall's further tiles list: order, urgency, axes, changes.
import { Format } from "../../web/draw/format"
import type { FigureRow, MissingRow, NightRow, TrialRow } from "../../web/model/wire"
import { figureSize } from "../../web/wall/today"
import {
  changeOf, firstStop, freeOf, GATES, missingRows, nightAxis, nightPlace, nightRows, SUPPLIES, toChase, toneOfMissing, trialRows, trialSlip,
} from "../../web/wall/lists"

const NOW = Date.parse("2026-11-20T06:00:00Z")
const lack = (id: string, more: Partial<MissingRow> = {}): MissingRow => ({
  id, mold: "M1", what: "material", item: "steel", count: 1, expected: "2026-11-25T06:00:00Z", holding: 0, ...more,
})
const trial = (id: string, more: Partial<TrialRow> = {}): TrialRow => ({
  id, name: "", number: 1, light: "preparing", start: "2026-11-25T06:00:00Z", due: "2026-11-24T06:00:00Z", left: 3, quality: 0, rework: 0,
  verdict: null, booked: null, approved: false, steps: 0, ...more,
})
const night = (id: string, more: Partial<NightRow> = {}): NightRow => ({
  id, gaps: [{ start: "2026-11-20T12:00:00Z", end: "2026-11-21T00:00:00Z" }], bars: [], busy_minutes: 0, free_minutes: 720,
  stops: null, could: null, call_name: "", ...more,
})
const bar = (start: string, end: string) => ({ operation: "o", mold: "M1", part: "core", start, end })

test("what is overdue must be chased, also what holds work up and has no date", () => {
  const tone = (more: Partial<MissingRow>) => toneOfMissing(lack("a", more), NOW)
  expect([tone({ expected: "2026-11-20T05:59:00Z" }), tone({ expected: null, holding: 1 })]).toEqual(["act", "act"])
  expect([tone({ expected: "2026-11-20T20:00:00Z" }), tone({ expected: null })]).toEqual(["wait", "wait"])
  expect(tone({ holding: 4 })).toBe("mu")
})

test("the most urgent comes first, without a date last of its tone; each tile has its own kinds", () => {
  const rows = [
    lack("later"), lack("soon", { expected: "2026-11-20T09:00:00Z" }), lack("nobody", { expected: null }),
    lack("held", { expected: null, holding: 1 }), lack("over", { expected: "2026-11-19T06:00:00Z" }), lack("program", { what: "program" }),
  ]
  const listed = missingRows(rows, SUPPLIES, NOW)
  expect(listed.map(({ row }) => row.id)).toEqual(["over", "held", "soon", "nobody", "later"])
  expect(toChase(listed)).toBe(2)
  expect(missingRows(rows, GATES, NOW).map(({ row }) => row.id)).toEqual(["program"])
})

test("an open quality problem comes before trials, running ones before those ahead", () => {
  const rows = [
    trial("far", { start: "2026-12-25T06:00:00Z" }), trial("near"), trial("ready", { light: "ready" }), trial("on", { light: "running" }),
    trial("bad", { light: "over", quality: 1 }), trial("none", { start: null }),
  ]
  expect(trialRows(rows).map(({ id }) => id)).toEqual(["bad", "on", "ready", "near", "far", "none"])
  expect([trialSlip(trial("a")), trialSlip(trial("a", { start: null })), trialSlip(trial("a", { due: null }))]).toEqual([1440, null, null])
})

test("the night's axis holds all nights and a little more, with a time every two hours", () => {
  const late = night("b", { gaps: [{ start: "2026-11-20T13:00:00Z", end: "2026-11-21T01:00:00Z" }] })
  const axis = nightAxis([night("a"), late], new Format("en", "Asia/Shanghai"))
  const hours = axis.ticks.map((at) => new Date(at).getUTCHours())
  // 20:00 to 09:00 in Shanghai, and an eighth of these 13 hours on both sides.
  expect(hours).toEqual([12, 14, 16, 18, 20, 22, 0, 2])
  expect([nightPlace(axis, axis.from), nightPlace(axis, axis.to), nightPlace(axis, 0)]).toEqual([0, 1, 0])
})

test("what stays free begins where the last work stops, or with a gap in which nothing runs", () => {
  const works = bar("2026-11-20T10:00:00Z", "2026-11-20T18:00:00Z")
  const stopping = night("a", { bars: [works], stops: "2026-11-20T18:00:00Z", free_minutes: 360 })
  expect(freeOf(stopping)).toEqual({ start: "2026-11-20T18:00:00Z", end: "2026-11-21T00:00:00Z" })
  expect(freeOf(night("a"))).toEqual({ start: "2026-11-20T12:00:00Z", end: "2026-11-21T00:00:00Z" })
  expect([freeOf(night("a", { free_minutes: 0 })), freeOf(night("a", { bars: [works] }))]).toEqual([null, null])
  const first = firstStop([night("x"), stopping, night("b", { stops: "2026-11-20T23:00:00Z" })])
  expect([first?.id, firstStop([night("x")])]).toEqual(["a", null])
})

test("machines that work tonight come before those that could, and those before the rest", () => {
  const rows = [night("rest"), night("could", { could: "M2" }), night("b", { busy_minutes: 60 }), night("a", { busy_minutes: 9 })]
  expect(nightRows(rows, ["a", "b", "could", "rest"]).map(({ id }) => id)).toEqual(["a", "b", "could", "rest"])
})

test("a figure is compared in whole points, less being better for minutes; without a past there is no change", () => {
  const figure = (id: string, value: number | null, before: number | null): FigureRow => ({ id, value, before, count: 9, since: "" })
  expect(changeOf(figure("on_time", 0.86, 0.82))).toEqual({ by: 4, better: true })
  expect(changeOf(figure("utilization", 0.78, 0.81))).toEqual({ by: -3, better: false })
  expect(changeOf(figure("response", 7, 9))).toEqual({ by: -2, better: true })
  expect([changeOf(figure("on_time", null, 0.8)), changeOf(figure("on_time", 0.8, null)), changeOf(figure("on_time", 0.8, 0.8))]).toEqual([null, null, null])
})

test("today's digits get smaller when there are many of them", () => {
  const of = (done: number, planned: number, count = 7) => figureSize(Array.from({ length: count }, () => ({ done, planned_by_now: planned })))
  expect([of(18, 22), of(1, 2, 2)]).toEqual([68, 72])
  expect(of(128, 260)).toBeLessThan(50)
})

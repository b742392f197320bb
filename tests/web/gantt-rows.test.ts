// Where bars lie, which one is hit, and which is next.
import { barAt, between, rowOf, type Bar } from "../../web/desk/gantt/bars"
import { gaps, worked } from "../../web/desk/gantt/hours"
import { USUAL } from "../../web/desk/gantt/layout"
import { alongMold, inBox, next, ranged } from "../../web/desk/gantt/picking"
import { changedBlocks } from "../../web/desk/gantt/tiles"
import { at, layout, NOW, operation, OPERATIONS } from "./gantt-shop"

const lanes = (more = {}) => layout({ ...USUAL, ...more }).lanes.map(({ id, bars }) => [id, ...bars.map((bar) => bar.id)])

test("rows are machines by kind, groups of people, kinds or molds", () => {
  expect(lanes()).toEqual([["edm-1", "M2614-01", "M2614-02"], ["edm-2", "M2621-01"], ["bench-1", "M2614-03"]])
  expect(lanes({ by: "people" })).toEqual([["edm", "M2614-01", "M2621-01"], ["edm#2", "M2614-02"], ["fitting", "M2614-03"]])
  expect(lanes({ by: "kind" })[0]?.[0]).toBe("edm_sinker")
  expect(lanes({ by: "mold" })).toEqual([["M2614", "M2614-01", "M2614-02", "M2614-03"], ["M2621", "M2621-01"]])
})

test("filters leave work and rows out, but not what a dragged bar would meet", () => {
  const late = layout({ ...USUAL, show: "late" })
  expect([...late.places.keys()]).toEqual(["M2621-01"])
  expect(late.machines.get("edm-1")?.bars).toHaveLength(2)
  expect(lanes({ kinds: ["fitting_bench"] })).toEqual([["bench-1", "M2614-03"]])
})

test("work outside that overlaps lies in rows below each other", () => {
  const outside = ["a", "b", "c"].map((id, i) => operation(id, null, i, i + 1.5))
  const found = layout(USUAL, [...OPERATIONS, ...outside]).lanes.filter(({ group }) => group === "")
  expect(found.map(({ bars }) => bars.map(({ id }) => id))).toEqual([["a", "c"], ["b"]])
})

const bar = (id: string, start: number, end: number): Bar => ({ id, start, run: start, end } as Bar)

test("a bar is hit where it is, the one drawn last where two overlap, none between", () => {
  const row = rowOf([bar("long", 0, 100), bar("short", 10, 20), bar("late", 120, 130)])
  const hit = (moment: number) => barAt(row, moment)?.id
  expect([hit(5), hit(15), hit(60), hit(110), hit(120), hit(131)]).toEqual(["long", "short", "long", undefined, "late", undefined])
})

test("what is seen of a row is what a search through all of it finds", () => {
  let seed = 7
  const chance = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
  for (let round = 0; round < 200; round += 1) {
    const bars = Array.from({ length: 1 + Math.floor(chance() * 30) }, (_, i) => {
      const start = chance() * 1000
      return bar(String(i), start, start + chance() * (chance() < 0.1 ? 800 : 40))
    })
    const from = chance() * 1000
    const to = from + chance() * 100
    const row = rowOf([...bars])
    expect([...between(row, from, to)].map(({ id }) => id).sort()).toEqual(bars.filter(({ start, end }) => start <= to && end >= from).map(({ id }) => id).sort())
  }
})

test("arrows go along the row, to the nearest in time of another row, and along the mold", () => {
  const known = layout()
  expect([next(known, "M2614-01", "right"), next(known, "M2614-01", "left"), next(known, "M2614-02", "down"), next(known, "M2614-03", "up")])
    .toEqual(["M2614-02", null, "M2621-01", "M2621-01"])
  expect([alongMold(known, "M2614-02", 1), alongMold(known, "M2614-03", 1), alongMold(known, "M2614-02", -1)]).toEqual(["M2614-03", null, "M2614-01"])
})

test("a box selects what it touches, a range all between two bars", () => {
  const known = layout()
  expect(inBox(known, { from: at(4), to: at(7), first: 0, last: 1 })).toEqual(["M2614-01", "M2621-01"])
  expect(inBox(known, { from: at(4), to: at(7), first: -3, last: 0 })).toEqual(["M2614-01"])
  expect(ranged(known, "M2621-01", "M2614-02")).toEqual(["M2614-02", "M2621-01"])
})

test("work waits for open hours, and closed ones are told apart", () => {
  const open = [[0, 60_000], [120_000, 600_000]] as const
  expect([worked(open, 0, 1), worked(open, 0, 2), worked(open, 90_000, 1), worked(open, 590_000, 1)]).toEqual([60_000, 180_000, 180_000, 650_000])
  expect(gaps(open, -10_000, 130_000)).toEqual([[-10_000, 0], [60_000, 120_000]])
})

test("only rows in which something changed are drawn anew", () => {
  const before = layout()
  expect([...changedBlocks(before, layout())]).toEqual([])
  const [first, ...others] = OPERATIONS
  expect(first).toBeDefined()
  expect([...changedBlocks(before, layout(USUAL, [operation("M2614-01", "edm-1", 2, 6), ...others]))]).toEqual([0])
  expect(NOW).toBeLessThan(at(1))
})

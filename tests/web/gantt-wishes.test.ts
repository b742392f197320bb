// What a wished place breaks, the list of wishes with undo and redo, and views that are kept.
import { breaksOf, putAt, putsOf, type Put } from "../../web/desk/gantt/breaks"
import { attracted, carried, grip, nextMachine } from "../../web/desk/gantt/holding"
import { forgetView, keepView, savedViews, type Saved } from "../../web/desk/gantt/saved"
import { alive, changed, changesOf, locked, moved, NOTHING, pinned, redone, undone, wishesOf, type LiveOf, type Wishes } from "../../web/desk/gantt/wishes"
import { at, FACTS, layout, MOLDS, NOW, operation, OPERATIONS, rows } from "./gantt-shop"

const none: Wishes = new Map()
const live: LiveOf = (id) => {
  const row = rows().get(id)
  return row?.plan == null ? null : { machine: row.machine, start: Date.parse(row.plan.setup), pinned: FACTS.of(id).pinned ?? false }
}
const scene = (operations = OPERATIONS) => ({
  facts: FACTS, now: NOW, operations: rows(operations), molds: new Map(MOLDS.map((one) => [one.id, one])), machines: layout(undefined, operations).machines,
})
const put = (id: string, machine: string, start: number): Put => {
  const row = rows().get(id)
  if (row === undefined) throw new Error(id)
  return putAt(row, machine, at(start), FACTS)
}
const broken = (...puts: Put[]) => breaksOf([puts[0]?.operation ?? ""], new Map(puts.map((one) => [one.operation, one])), scene()).map(({ rule, other }) => `${rule} ${other}`.trim())

test("a place with room breaks nothing", () => {
  expect(broken(put("M2621-01", "edm-1", 16))).toEqual([])
})

test("work on a machine that can't do it, in the past, before its predecessor, after its successor, is told", () => {
  expect(broken(put("M2621-01", "bench-1", 20))).toEqual(["machine_unfit bench-1"])
  expect(broken(put("M2621-01", "edm-2", -2))).toEqual(["past"])
  expect(broken(put("M2614-02", "edm-1", 4.5))).toEqual(["before M2614-01", "overlap M2614-01"])
  expect(broken(put("M2614-02", "edm-1", 13))).toEqual(["after M2614-03"])
})

test("what else is moved with it counts where it is put, not where it was", () => {
  expect(broken(put("M2614-02", "edm-1", 13), put("M2614-03", "bench-1", 18))).toEqual([])
  expect(broken(put("M2621-01", "edm-1", 8), put("M2614-02", "edm-1", 20))).toEqual([])
  expect(broken(put("M2621-01", "edm-1", 20), put("M2614-02", "edm-1", 20))).toEqual(["overlap M2614-02"])
})

test("overlap, closed hours, frozen hours and a due date are told", () => {
  expect(broken(put("M2621-01", "edm-1", 10))).toEqual(["overlap M2614-02"])
  expect(broken(put("M2621-01", "edm-2", 25))).toEqual(["closed edm-2"])
  expect(broken(put("M2621-01", "edm-2", 2))).toEqual(["frozen"])
  expect(broken(put("M2614-03", "bench-1", 16))).toEqual(["due T1"])
})

test("work that has begun stays", () => {
  const begun = OPERATIONS.map((row) => (row.id === "M2621-01" ? { ...row, work: "running" as const } : row))
  const there = put("M2621-01", "edm-1", 20)
  expect(breaksOf(["M2621-01"], new Map([["M2621-01", there]]), scene(begun)).map(({ rule }) => rule)).toEqual(["begun"])
})

test("a bar takes the minutes of the machine on which it is put, and waits while that is closed", () => {
  expect(put("M2621-01", "edm-2", 15).end).toBe(at(16.5))
  expect(put("M2621-01", "edm-1", 15).end).toBe(at(18))
  expect(put("M2621-01", "edm-2", 19).end).toBe(at(40.5))
})

test("moves are wishes until they are where the live plan has them", () => {
  const there = moved(none, [{ operation: "M2614-02", machine: "edm-2", start: at(10) }], live)
  expect(changesOf(there)).toEqual([{ operation: "M2614-02", machine: "edm-2", start: new Date(at(10)).toISOString(), pin: false }])
  expect(moved(there, [{ operation: "M2614-02", machine: "edm-1", start: at(8) }], live).size).toBe(0)
  expect(moved(none, [{ operation: "gone", machine: "edm-1", start: 0 }], live).size).toBe(0)
})

test("a pin is kept by a move and comes off when everything has one", () => {
  expect(changesOf(moved(none, [{ operation: "M2621-01", machine: "edm-2", start: at(7) }], live))[0]?.pin).toBe(true)
  const both = pinned(none, ["M2614-01", "M2621-01"], live)
  expect([...both.values()]).toEqual([{ operation: "M2614-01", pinned: true }])
  expect([...pinned(both, ["M2614-01", "M2621-01"], live).values()]).toEqual([{ operation: "M2621-01", pinned: false }])
})

test("locked work takes its move back and is left alone by the next one", () => {
  const there = moved(none, [{ operation: "M2614-02", machine: "edm-2", start: at(10) }], live)
  const shut = locked(there, ["M2614-02"], live)
  expect(changesOf(shut)).toEqual([{ operation: "M2614-02", machine: null, start: null, pin: true }])
  expect(moved(shut, [{ operation: "M2614-02", machine: "edm-2", start: at(10) }], live)).toEqual(shut)
  expect(locked(shut, ["M2614-02"], live).size).toBe(0)
})

test("undo and redo go back and forth, and a new wish ends the way forth", () => {
  const first = moved(none, [{ operation: "M2614-02", machine: "edm-2", start: at(10) }], live)
  const second = moved(first, [{ operation: "M2621-01", machine: "edm-2", start: at(20) }], live)
  const done = changed(changed(NOTHING, first), second)
  expect(undone(done).now).toBe(first)
  expect(undone(undone(undone(done))).now.size).toBe(0)
  expect(redone(redone(undone(undone(done)))).now).toBe(second)
  expect(redone(changed(undone(done), none)).now).toBe(none)
  expect(changed(done, new Map(second))).toBe(done)
})

test("changes of a kept draft become the same wishes again; what is done meanwhile is dropped", () => {
  const there = moved(none, [{ operation: "M2614-02", machine: "edm-2", start: at(10) }, { operation: "M2614-01", machine: "edm-1", start: at(3) }], live)
  expect(wishesOf(changesOf(there))).toEqual(there)
  expect([...alive(there, (id) => (id === "M2614-01" ? null : live(id))).keys()]).toEqual(["M2614-02"])
})

test("several bars are carried together; those that can't be done on the next row stay on theirs", () => {
  const around = { layout: layout(), facts: FACTS, operations: rows() }
  const held = grip("M2614-02", ["M2614-03", "M2614-01"], putsOf(none, around), (id) => id !== "M2614-01", around)
  expect(held && [...held.from.keys()]).toEqual(["M2614-02", "M2614-03"])
  const there = held && carried(held, 3_600_000, "edm-2", around)
  expect(there && [...there.values()].map(({ machine, start }) => [machine, start])).toEqual([["edm-2", at(9)], ["bench-1", at(15)]])
  expect(grip("M2614-01", [], putsOf(none, around), () => false, around)).toBeNull()
})

test("a dragged bar snaps to the end of another, and the keyboard finds the next machine that can do it", () => {
  const around = { layout: layout(), facts: FACTS, operations: rows() }
  const scale = 40 / 3_600_000
  expect(attracted(at(12.1), "edm-1", new Set(), scale, around)).toBe(at(12))
  expect(attracted(at(13.1), "edm-1", new Set(), scale, around)).toBe(at(13))
  const [row] = OPERATIONS
  expect(row && [nextMachine(row, "edm-1", 1, around), nextMachine(row, "edm-2", 1, around)]).toEqual(["edm-2", null])
  expect(operation("x", null, 0, 1).machine).toBeNull()
})

function shelf(full = false) {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new Error("QuotaExceededError")
      kept.set(key, value)
    },
  }
}
const saved = (name: string): Saved => ({ name, by: "mold", show: "late", kinds: ["edm_sinker"], coloring: "mold", linked: false, actual: true, days: 7.5 })

test("views are kept by name and user; the same name is replaced, nonsense left out", () => {
  const box = shelf()
  keepView(box, "wang", saved("EDM night"))
  keepView(box, "wang", { ...saved(" EDM night "), days: 3 })
  expect(savedViews(box, "wang")).toEqual([{ ...saved("EDM night"), days: 3 }])
  expect(savedViews(box, "li")).toEqual([])
  expect(keepView(box, "wang", saved("  "))).toHaveLength(1)
  box.setItem("sprue.gantt.views.wang", JSON.stringify([saved("a"), { name: "b" }, 4]))
  expect(savedViews(box, "wang").map(({ name }) => name)).toEqual(["a"])
  expect(forgetView(box, "wang", "a")).toEqual([])
  box.setItem("sprue.gantt.views.wang", "{")
  expect(savedViews(box, "wang")).toEqual([])
})

test("a browser without room keeps the views of before", () => {
  expect(keepView(shelf(true), "wang", saved("x"))).toEqual([])
})

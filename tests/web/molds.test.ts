// Addresses of the pages of molds, and names of repairs.
import { restOf, restOfWay, tree, wished } from "../../web/desk/molds/model"
import type { PartRow } from "../../web/model/wire"

test("an address names a mold and its tab, or a way to take one", () => {
  expect(wished("M2614")).toEqual({ way: null, mold: "M2614", tab: "parts" })
  expect(wished(restOf("M2614", "owed"))).toEqual({ way: null, mold: "M2614", tab: "owed" })
  expect(wished(restOf("M2614", "parts"))).toEqual({ way: null, mold: "M2614", tab: "parts" })
  expect(wished(restOfWay("copy", "M/26"))).toEqual({ way: "copy", of: "M/26" })
  expect(wished("+gold")).toEqual({ way: "new", of: "" })
})

test("a mold whose name has a stroke keeps it", () => {
  expect(wished("26/14")).toEqual({ way: null, mold: "26/14", tab: "parts" })
  expect(wished(restOf("26/14", "bom"))).toEqual({ way: null, mold: "26/14", tab: "bom" })
})

const part = (id: string, parent: string | null): PartRow => ({
  id, mold: "M1", name: id, part_class: "", parent, quantity: 1, material: "", template: false,
  gates: { material: { state: "none", at: null }, drawing: { state: "none", at: null }, program: { state: "none", at: null }, electrode: { state: "none", at: null }, fixture: { state: "none", at: null } },
  done: 0, total: 1, next: null, slack_minutes: null, problem: false, drawings: [],
})

test("parts stand below what they are built into, in the order of their numbers", () => {
  const rows = tree([part("10", "half"), part("9", "half"), part("half", null), part("lost", "gone")], new Set())
  expect(rows.map(({ part: { id }, depth }) => [id, depth])).toEqual([["half", 0], ["9", 1], ["10", 1], ["lost", 0]])
  expect(tree([part("9", "half"), part("half", null)], new Set(["half"])).map(({ part: { id } }) => id)).toEqual(["half"])
})

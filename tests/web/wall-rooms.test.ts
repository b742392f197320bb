// Rooms: which pages a wall turns, and whose rows it shows.
import type { KindRow, MachineRow, MissingRow, ProblemRow } from "../../web/model/wire"
import { chosenPages, pagesOf, ROOMS, settingsOf, USUAL, viewOf, type TileName } from "../../web/model/rooms"

const kind = (id: string, department: string, stage: KindRow["stage"]): KindRow => ({
  id, name: id, name_zh: "", department, stage, machines: 2, queue_hours: 0, load_72h: 0, load_days: [],
})
const kinds = new Map([
  ["cnc_finish", kind("cnc_finish", "cnc", "cnc")], ["edm_sinker", kind("edm_sinker", "edm", "edm")],
  ["graphite_mill", kind("graphite_mill", "electrode", "electrode")], ["fitting_bench", kind("fitting_bench", "fitting", "fitting")],
  ["cam_seat", kind("cam_seat", "cam", "design")],
])
const machine = (id: string, of: string): MachineRow => ({ id, kind: of }) as unknown as MachineRow
const machines = new Map([["edm-1", machine("edm-1", "edm_sinker")], ["cnc-1", machine("cnc-1", "cnc_finish")]])
const problem = (at: string | null, department: string, ...others: string[]): ProblemRow =>
  ({ machine: at, department, calls: others.map((one) => ({ department: one })) }) as unknown as ProblemRow
const view = (room: (typeof ROOMS)[number], only: string[] = []) => viewOf({ room, kinds: only }, kinds, machines)

test("the hall has every tile on its pages, each once", () => {
  const names = pagesOf("hall").flatMap(({ tiles }) => [...tiles])
  const all: TileName[] = ["bottleneck", "figures", "load", "machines", "messages", "missing", "molds", "problems", "supplies", "today", "tonight", "trials"]
  expect([...names].sort()).toEqual(all)
})

test("every room begins with its problems, so that the wall can stay there", () => {
  for (const room of ROOMS) expect(pagesOf(room)[0].tiles).toContain("problems")
})

test("a wide tile stands left and a narrow one right, in every room", () => {
  const wide: TileName[] = ["molds", "machines", "tonight", "today", "trials", "load"]
  for (const { tiles } of ROOMS.flatMap((room) => [...pagesOf(room)])) {
    expect(tiles.map((name) => wide.includes(name))).toEqual([true, false, true, false])
  }
})

test("a wall turns the pages that were chosen, in that order; with none that exists, all", () => {
  const ids = (pages: string[]) => chosenPages({ ...USUAL, pages }).map(({ id }) => id)
  expect([ids(["work", "now"]), ids(["nowhere"]), ids([])]).toEqual([["work", "now"], ["now", "night", "work"], ["now", "night", "work"]])
})

test("the address says otherwise than what is kept, and nonsense in it changes nothing", () => {
  const kept = { room: "edm" as const, pages: ["now"], kinds: ["edm_sinker"], seconds: 30, sound: true }
  expect(settingsOf(kept, "?token=T")).toEqual(kept)
  expect(settingsOf(kept, "?seconds=45&sound=0&pages=work,now")).toEqual({ ...kept, seconds: 45, sound: false, pages: ["work", "now"] })
  expect(settingsOf(kept, "?seconds=never&room=canteen")).toEqual(kept)
  expect([settingsOf(kept, "?seconds=1").seconds, settingsOf(kept, "?seconds=9999").seconds]).toEqual([5, 600])
  expect(settingsOf(kept, "?room=office")).toEqual({ ...kept, room: "office", pages: [], kinds: [] })
})

test("a room sees its machines, its departments, its problems and those that it is called for", () => {
  const edm = view("edm")
  expect(["edm-1", "cnc-1"].map((id) => edm.machine(machines.get(id) as MachineRow))).toEqual([true, false])
  expect([...kinds.values()].filter(edm.kind).map(({ id }) => id)).toEqual(["edm_sinker", "graphite_mill"])
  expect(["edm", "electrode", "wire", "cnc"].map(edm.department)).toEqual([true, true, true, false])
  expect([problem("edm-1", "maintenance"), problem("cnc-1", "maintenance"), problem("cnc-1", "electrode"), problem(null, "cam", "edm")].map(edm.problem))
    .toEqual([true, false, true, true])
  const lack = (what: MissingRow["what"]) => edm.lack({ what } as MissingRow)
  expect([lack("electrode"), lack("drawing")]).toEqual([true, false])
})

test("benches are shown one by one where they are the room's machines", () => {
  expect([view("fitting").places, view("hall").places, view("hall", ["fitting_bench"]).places]).toEqual([true, false, false])
})

test("chosen kinds count instead of the room's, and a kind that nobody knows is everybody's", () => {
  const chosen = view("hall", ["cnc_finish"])
  expect([...kinds.values()].filter(chosen.kind).map(({ id }) => id)).toEqual(["cnc_finish"])
  expect([chosen.department("cnc"), chosen.department("edm")]).toEqual([true, false])
  expect(chosen.machine(machine("new-1", "printer"))).toBe(true)
})

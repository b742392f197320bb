// Whose people, machines and problems a leader's phone shows, and in which order.
import type { KindRow, MachineRow, PersonRow, ProblemRow } from "../../web/model/wire"
import { callsOf, holderOf, machinesOf, moodOf, peopleOf, problemsOf, teamsOf } from "../../web/leader/views"

const person = (id: string, department: string, leader: string | null, more: Partial<PersonRow> = {}): PersonRow => ({
  id, name: id, department, role: "", leader, kinds: [], machine: null, since: null, works: true, until: null, away: "", away_until: null, told: [], ...more,
})
const kind = (id: string, department: string): KindRow => ({ id, name: id, name_zh: "", department, stage: "cnc", machines: 1, queue_hours: 0, load_72h: null, load_days: [] })
const machine = (id: string, of: string, light: MachineRow["light"]): MachineRow => ({
  id, name: id, kind: of, number: "1", light, since: null, operation: null, operation_name: "", mold: null, part: null,
  person: null, person_name: "", started: null, ends: null, problem: null, next: null,
})
const problem = (id: string, more: Partial<ProblemRow> = {}): ProblemRow => ({
  id, kind: "machine", status: "open", level: 1, machine: null, operation: null, mold: null, part_name: "",
  raised_at: "2026-11-20T06:00:00Z", raised_by: null, raised_by_name: "", note: "", department: "maintenance", called_name: "",
  because: "", called: [], called_ids: [], calls: [], answer_by: "2026-11-20T06:40:00Z", climbs_at: null, answered_at: null, answered_by_name: "",
  expected: null, photos: [], impact: null, acknowledge_by: "2026-11-20T06:10:00Z", acknowledged_at: null, acknowledged_by_name: "", resolved_at: null,
  resolved_by_name: "", answer: "", history: [], ...more,
})
const call = (department: string, who: string, at: string | null) => ({ department, person: who, name: who, duty: false, acknowledged_at: at })

const people = [person("boss", "Production", null), person("li", "CNC", "boss"), person("wu", "Tool Room", "boss"), person("ma", "CNC", "li")]
const kinds = [kind("mill", "CNC"), kind("edm", "EDM")]

test("who leads people sees them first, of whatever department; who leads nobody the own department", () => {
  const [mine] = teamsOf(people, kinds, "boss")
  expect([...(mine?.departments ?? [])].sort()).toEqual(["cnc", "tool_room"])
  expect(mine === undefined ? [] : peopleOf(people, mine).map(({ id }) => id)).toEqual(["li", "wu"])
  const [first, ...others] = teamsOf(people, kinds, "wu")
  expect([first?.name, ...others.map(({ name }) => name)]).toEqual(["tool_room", "cnc", "edm", "production"])
})

test("people at work come first, then who should be, who is away, who is off", () => {
  const team = { name: "cnc", leader: "", departments: new Set(["cnc"]) }
  const all = [
    person("off", "CNC", null, { works: false }), person("away", "CNC", null, { works: false, away_until: "2026-11-20T12:00:00Z" }),
    person("here", "CNC", null, { machine: "m" }), person("due", "CNC", null), person("other", "EDM", null),
  ]
  expect(peopleOf(all, team).map(({ id }) => id)).toEqual(["here", "due", "away", "off"])
})

test("machines that need somebody come first, and only the team's", () => {
  const team = { name: "cnc", leader: "", departments: new Set(["cnc"]) }
  const all = [machine("m10", "mill", "running"), machine("m2", "mill", "running"), machine("m3", "mill", "down"), machine("e1", "edm", "down")]
  expect(machinesOf(all, new Map(kinds.map((one) => [one.id, one])), team).map(({ id }) => id)).toEqual(["m3", "m2", "m10"])
})

test("a problem is the team's by call, department or machine, and stands as its own call does", () => {
  const team = { name: "cnc", leader: "boss", departments: new Set(["cnc"]) }
  const rows = [
    problem("by-name", { called_ids: ["boss"], level: 3 }),
    problem("by-department", { calls: [call("maintenance", "x", null), call("cnc", "li", "2026-11-20T06:05:00Z")] }),
    problem("by-machine", { machine: "m1", level: 2 }),
    problem("others"),
    problem("solved", { called_ids: ["boss"], status: "resolved" }),
  ]
  const shown = problemsOf(rows, team, new Set(["m1"]))
  expect(shown.map(({ id }) => id)).toEqual(["by-name", "by-machine", "by-department"])
  expect(shown.map((one) => moodOf(one, team))).toEqual(["nobody", "nobody", "has"])
  expect(shown.map((one) => holderOf(one, team)).at(-1)).toBe("li")
  expect(moodOf(problem("here", { answered_at: "2026-11-20T06:20:00Z" }), team)).toBe("on_site")
})

test("the line tells who was called when, and when it climbs", () => {
  const step = { at: "2026-11-20T06:15:00Z", what: "escalated" as const, who: "Sun", department: "", level: 2, text: "" }
  const calls = callsOf(problem("p", { calls: [call("cnc", "li", null)], history: [step], climbs_at: "2026-11-20T06:30:00Z" }))
  expect(calls.map(({ who, now }) => [who, now])).toEqual([["li", false], ["Sun", true], ["", false]])
})

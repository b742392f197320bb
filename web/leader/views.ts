// What of the shop is a team's: its people, machines, problems, and in which order.
import type { KindRow, MachineRow, PersonRow, ProblemRow, QuestionRow } from "../model/wire"
import { norm } from "./norm"

/** `name` "": those whom the leader leads himself; else a department. `departments` as rules write them. */
export type Team = { name: string; leader: string; departments: ReadonlySet<string> }

/** All teams: the leader's own people first, where there are any, then each department. */
export function teamsOf(people: Iterable<PersonRow>, kinds: Iterable<KindRow>, me: string): Team[] {
  const all = [...people]
  const led = me === "" ? [] : all.filter(({ leader }) => leader === me)
  const own = norm(all.find(({ id }) => id === me)?.department ?? "")
  const names = new Set([...all, ...kinds].map(({ department }) => norm(department)))
  names.delete("")
  const departments = [...names].sort().map((name): Team => ({ name, leader: me, departments: new Set([name]) }))
  if (led.length > 0) return [{ name: "", leader: me, departments: new Set(led.map(({ department }) => norm(department))) }, ...departments]
  return departments.sort((a, b) => Number(b.name === own) - Number(a.name === own))
}

/** The team's people: those at work first. */
export function peopleOf(people: Iterable<PersonRow>, team: Team): PersonRow[] {
  const rank = (one: PersonRow): number => (one.away_until !== null ? 2 : one.machine !== null ? 0 : one.works ? 1 : 3)
  return [...people]
    .filter((one) => (team.name === "" ? one.leader === team.leader : team.departments.has(norm(one.department))))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

const LIGHTS: Record<MachineRow["light"], number> = {
  down: 0, waiting: 1, paused: 2, setup: 3, running: 4, unattended: 5, idle: 6, maintenance: 7, no_data: 8,
}

/** Machines of the team's kinds, those that need somebody first. */
export function machinesOf(machines: Iterable<MachineRow>, kinds: ReadonlyMap<string, KindRow>, team: Team): MachineRow[] {
  return [...machines]
    .filter(({ kind }) => team.departments.has(norm(kinds.get(kind)?.department ?? "")))
    .sort((a, b) => LIGHTS[a.light] - LIGHTS[b.light] || a.id.localeCompare(b.id, "en", { numeric: true }))
}

/** Whether a problem calls the leader or the team's departments, or stands on one of its machines. */
export function isOurs(problem: ProblemRow, team: Team, machines: ReadonlySet<string>): boolean {
  const called = team.leader !== "" && problem.called_ids.includes(team.leader)
  const ours = problem.calls.some((call) => team.departments.has(call.department))
  return called || ours || (problem.machine !== null && machines.has(problem.machine))
}

export type Mood = "nobody" | "has" | "on_site"

/** As it stands for the team: of several departments that are called each says for itself that it has it. */
export function moodOf(problem: ProblemRow, team: Team): Mood {
  if (problem.answered_at !== null) return "on_site"
  const own = problem.calls.find((call) => call.person === team.leader || team.departments.has(call.department))
  return (own?.acknowledged_at ?? problem.acknowledged_at) === null ? "nobody" : "has"
}

/** Who has it, or is on site. */
export function holderOf(problem: ProblemRow, team: Team): string {
  if (problem.answered_at !== null) return problem.answered_by_name
  const own = problem.calls.find((call) => (call.person === team.leader || team.departments.has(call.department)) && call.acknowledged_at !== null)
  return own?.name ?? problem.acknowledged_by_name
}

const MOODS: Record<Mood, number> = { nobody: 0, has: 1, on_site: 2 }

/** Open problems, what nobody has first, then by level and age. */
export function problemsOf(problems: Iterable<ProblemRow>, team: Team, machines: ReadonlySet<string>): ProblemRow[] {
  return [...problems]
    .filter((one) => one.status !== "resolved" && isOurs(one, team, machines))
    .sort((a, b) => MOODS[moodOf(a, team)] - MOODS[moodOf(b, team)] || b.level - a.level || Date.parse(a.raised_at) - Date.parse(b.raised_at))
}

/** Undecided reports on the team's machines, the oldest first. */
export function questionsOf(questions: Iterable<QuestionRow>, machines: ReadonlySet<string>): QuestionRow[] {
  return [...questions]
    .filter((one) => !one.decided && one.machine !== null && machines.has(one.machine))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

export type Call = { at: number; who: string; now: boolean }

/** Who was called when, and when it climbs next; places on the line from the report to that. */
export function callsOf(problem: ProblemRow): Call[] {
  const found: Call[] = [{ at: Date.parse(problem.raised_at), who: problem.calls[0]?.name ?? "", now: false }]
  for (const step of problem.history) if (step.what === "escalated") found.push({ at: Date.parse(step.at), who: step.who, now: false })
  const last = found.at(-1)
  if (last !== undefined) last.now = true
  if (problem.climbs_at !== null) found.push({ at: Date.parse(problem.climbs_at), who: "", now: false })
  return found
}

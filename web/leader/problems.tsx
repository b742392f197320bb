// Problems that call the team: the most urgent one whole, with one button for what comes next, the others below.
import { useSignal, type Signal } from "@preact/signals"
import handIcon from "@tabler/icons/outline/hand-stop.svg?raw"
import placeIcon from "@tabler/icons/outline/map-pin.svg?raw"
import doneIcon from "@tabler/icons/outline/check.svg?raw"
import handOnIcon from "@tabler/icons/outline/user-up.svg?raw"
import clockIcon from "@tabler/icons/outline/clock.svg?raw"
import { signedDays } from "../draw/format"
import { Icon } from "../draw/icon"
import { machineName } from "../draw/parts"
import type { ProblemRow, QuestionRow } from "../model/wire"
import { send, type Leader } from "./context"
import { Sheet, Tile } from "./sheet"
import { callsOf, holderOf, moodOf, type Team } from "./views"
import { norm } from "./norm"

type Ask = "" | "transfer" | "expect" | "solve"
const HOUR = 3_600_000
const HOURS = [1, 2, 4, 8, 24, 72] as const
const WHYS = ["not_ours", "parts", "skill", "decision"] as const

export function whereOf(leader: Leader, id: string | null): string {
  const machine = id === null ? undefined : leader.store.tables.machines.value.get(id)
  if (machine === undefined) return ""
  const kind = leader.store.tables.kinds.value.get(machine.kind)
  return machineName(machine, kind === undefined ? "" : leader.words.kind(kind))
}

function Head({ leader, team, problem, now }: { leader: Leader; team: Team; problem: ProblemRow; now: number }) {
  const { t, format } = leader
  const mood = moodOf(problem, team)
  const { number, unit } = format.minutes((now - Date.parse(problem.raised_at)) / 60_000)
  const calls = callsOf(problem)
  const from = calls[0]?.at ?? now
  const to = Math.max(calls.at(-1)?.at ?? now, now, from + 1)
  const share = (at: number) => `${(100 * (at - from)) / (to - from)}%`
  const climbs = problem.climbs_at === null ? null : Date.parse(problem.climbs_at) - now
  const text = climbs === null ? "" : climbs <= 0 ? t("climbs.over") : t("climbs", { time: format.minutesText(climbs / 60_000) })
  return (
    <header class={`alarm alarm-${mood}`}>
      <p><b>{t("level", { level: problem.level })}</b> {leader.words.department(problem.department)}</p>
      <div class="alarm-age">
        <b>{number}</b><span>{unit}</span>
        <p>
          <b>{t(mood, { who: holderOf(problem, team) })}</b>
          {text}
        </p>
      </div>
      <div class="climb" aria-hidden="true">
        <i style={{ width: share(now) }} />
        {calls.slice(1, -1).map((call) => <u key={call.at} style={{ left: share(call.at) }} />)}
      </div>
      <p class="climb-names">
        {calls.map((call) => <span key={call.at} class={call.now ? "strong" : ""}>{format.time(call.at)} {call.who}</span>)}
      </p>
    </header>
  )
}

function Impact({ leader, problem }: { leader: Leader; problem: ProblemRow }) {
  const { t, format } = leader
  const { impact } = problem
  if (impact === null) return null
  return (
    <section class="card" data-impact={impact.count}>
      <h3>{t("impact")}</h3>
      {impact.count === 0 && <p class="run">{t("impact.none")}</p>}
      {impact.slips.slice(0, 2).map((slip) => (
        <div class="slip" key={`${slip.mold}${slip.milestone}`}>
          <p><b>{slip.mold}</b> {slip.milestone === "T1" ? "T1" : ""}<br />{format.shortDate(slip.before)} → {slip.after === null ? "?" : format.shortDate(slip.after)}</p>
          <b class={(slip.late_minutes ?? 1) > 0 ? "act" : "wait"}>{slip.slip_minutes === null ? "?" : signedDays(slip.slip_minutes)}</b>
        </div>
      ))}
      {impact.count > 2 && <p class="mu">{t("impact.more", { count: impact.count, late: impact.late })}</p>}
    </section>
  )
}

function departmentsOf(leader: Leader): string[] {
  const found = new Set<string>()
  for (const { called } of leader.store.tables.calls.value.values()) for (const id of called) found.add(id)
  for (const { department } of leader.store.tables.people.value.values()) found.add(norm(department))
  found.delete("")
  return [...found].sort((a, b) => leader.words.department(a).localeCompare(leader.words.department(b)))
}

function Asking({ leader, problem, ask, act }: { leader: Leader; problem: ProblemRow; ask: Signal<Ask>; act: (kind: Parameters<typeof send>[1], fields: Record<string, unknown>) => void }) {
  const { t } = leader
  const to = useSignal("")
  const note = useSignal("")
  const close = () => (ask.value = "")
  if (ask.value === "transfer" && to.value === "") {
    return (
      <Sheet title={t("transfer.to")} close={close} t={t}>
        {departmentsOf(leader).filter((id) => id !== problem.department).map((id) => (
          <Tile key={id} name={id} text={leader.words.department(id)} tap={() => (to.value = id)} />
        ))}
      </Sheet>
    )
  }
  if (ask.value === "transfer") {
    return (
      <Sheet title={t("transfer.why")} close={close} t={t}>
        {WHYS.map((why) => <Tile key={why} name={why} text={t(`why.${why}`)} tap={() => act("transfer_problem", { department: to.value, reason: t(`why.${why}`) })} />)}
      </Sheet>
    )
  }
  if (ask.value === "expect") {
    const at = (hours: number) => new Date((leader.tick.value.now ?? 0) + hours * HOUR).toISOString()
    return (
      <Sheet title={t("expect")} close={close} t={t}>
        {HOURS.map((hours) => <Tile key={hours} name={String(hours)} text={t("expect.hours", { hours })} tap={() => act("expect_problem", { expected: at(hours) })} />)}
        <Tile name="unknown" text={t("expect.unknown")} tap={() => act("expect_problem", { expected: null })} />
      </Sheet>
    )
  }
  return (
    <Sheet title={t("solve")} close={close} t={t}>
      <textarea aria-label={t("solve.what")} placeholder={t("solve.what")} rows={3} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
      <button class="main good" data-do="resolve" onClick={() => act("resolve", { note: note.value })}><Icon svg={doneIcon} size={40} /> {t("solve")}</button>
    </Sheet>
  )
}

function Focus({ leader, team, problem }: { leader: Leader; team: Team; problem: ProblemRow }) {
  const { t, format, words } = leader
  const now = leader.tick.value.now ?? 0
  const ask = useSignal<Ask>("")
  const busy = useSignal(false)
  const mood = moodOf(problem, team)
  const act = (kind: Parameters<typeof send>[1], fields: Record<string, unknown>) => {
    busy.value = true
    void send(leader, kind, { problem: problem.id, person: null, ...fields }).then(() => {
      busy.value = false
      ask.value = ""
    })
  }
  const main = {
    nobody: { text: t("take"), icon: handIcon, name: "acknowledge", tap: () => act("acknowledge", {}) },
    has: { text: t("site"), icon: placeIcon, name: "answer", tap: () => act("answer_problem", { text: "" }) },
    on_site: { text: t("solve"), icon: doneIcon, name: "solve", tap: () => (ask.value = "solve") },
  }[mood]
  return (
    <article class="focus" data-problem={problem.id} data-mood={mood}>
      <Head leader={leader} team={team} problem={problem} now={now} />
      <div class="focus-body">
        <section class="card">
          <h2>{words.problem(problem.kind)}</h2>
          <p class="where">{whereOf(leader, problem.machine)}</p>
          {problem.mold !== null && <p><b>{problem.mold}</b> {problem.part_name}</p>}
          {problem.note !== "" && <p>{problem.note}</p>}
          {problem.photos.length > 0 && (
            <p class="pictures">{problem.photos.map((name) => <a key={name} href={`/api/photos/${name}`} target="_blank" rel="noreferrer"><img src={`/api/photos/${name}`} alt={t("picture")} /></a>)}</p>
          )}
          <p class="mu">{problem.raised_by_name === "" ? format.time(problem.raised_at) : t("raised", { who: problem.raised_by_name, time: format.time(problem.raised_at) })}</p>
        </section>
        <Impact leader={leader} problem={problem} />
      </div>
      <div class="acts">
        <button class="main" data-do={main.name} disabled={busy.value} onClick={main.tap}><Icon svg={main.icon} size={40} /> {main.text}</button>
        <button class="second" data-do="transfer" onClick={() => (ask.value = "transfer")}><Icon svg={handOnIcon} size={28} /> {t("transfer")}</button>
        <button class="second" data-do="expect" onClick={() => (ask.value = "expect")}><Icon svg={clockIcon} size={28} /> {problem.expected === null ? t("expect") : format.soon(problem.expected, now)}</button>
      </div>
      {ask.value !== "" && <Asking leader={leader} problem={problem} ask={ask} act={act} />}
    </article>
  )
}

function Question({ leader, question }: { leader: Leader; question: QuestionRow }) {
  const { t, format } = leader
  const decide = (accepted: boolean) => void send(leader, "decide_question", { question: question.id, accepted, note: "" })
  return (
    <section class="card" data-question={question.id}>
      <p><b>{question.reason}</b></p>
      <p>{[whereOf(leader, question.machine), question.person_name, format.soon(question.at, leader.tick.value.now ?? 0)].filter(Boolean).join(" · ")}</p>
      {question.other_at !== null && <p class="wait">{t("question.other", { who: question.other_person_name || whereOf(leader, question.other_machine) })}</p>}
      <div class="pair">
        <button class="second" data-do="accept" onClick={() => decide(true)}>{t("question.accept")}</button>
        <button class="second" data-do="refuse" onClick={() => decide(false)}>{t("question.refuse")}</button>
      </div>
    </section>
  )
}

export function Problems({ leader, team, problems, questions }: { leader: Leader; team: Team; problems: readonly ProblemRow[]; questions: readonly QuestionRow[] }) {
  const { t, format, words } = leader
  const chosen = useSignal("")
  const shown = problems.find(({ id }) => id === chosen.value) ?? problems[0]
  const now = leader.tick.value.now ?? 0
  return (
    <div class="problems">
      {shown === undefined ? <p class="calm run">{t("problems.none")}</p> : <Focus key={shown.id} leader={leader} team={team} problem={shown} />}
      {problems.length > 1 && (
        <section class="rows">
          <h3>{t("problems.others", { count: problems.length - 1 })}</h3>
          {problems.filter((one) => one !== shown).map((one) => (
            <button key={one.id} class={`row mood-${moodOf(one, team)}`} data-other={one.id} onClick={() => { chosen.value = one.id; scrollTo(0, 0) }}>
              <b class="row-age">{format.minutesText((now - Date.parse(one.raised_at)) / 60_000)}</b>
              <span><b>{words.problem(one.kind)}</b> {whereOf(leader, one.machine) || one.part_name}<small>{t(moodOf(one, team), { who: holderOf(one, team) })}</small></span>
              <b>{t("level", { level: one.level })}</b>
            </button>
          ))}
        </section>
      )}
      {questions.length > 0 && (
        <section class="asked">
          <h3>{t("questions")}</h3>
          {questions.map((one) => <Question key={one.id} leader={leader} question={one} />)}
        </section>
      )}
    </div>
  )
}

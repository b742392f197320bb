// Open problems with who is called and how far they have climbed, and reports that need a decision.
import { useSignal, type Signal } from "@preact/signals"
import readyIcon from "@tabler/icons/outline/circle-check.svg?raw"
import type { ComponentChildren } from "preact"
import { Icon } from "../draw/icon"
import { LevelDots } from "../draw/parts"
import type { ProblemKind, ProblemRow, ProblemStep, QuestionRow } from "../model/wire"
import { uuid7 } from "../net/ids"
import { commanded, may, type Desk } from "./context"
import { CounterMoves, ImpactLine } from "./impact"
import { ToLedger } from "./ledger/from_problem"
import { Photos } from "./ledger/parts"

const SOLVED = 12
const HOUR = 3_600_000
/** Hours within which a problem is said to be over; null: nobody knows. */
const EXPECTED: readonly (number | null)[] = [1, 2, 4, 8, 16, 24, 48, 72, 120, 168, null]

type Act = "" | "answer_problem" | "expect_problem" | "transfer_problem" | "resolve"
type Send = (kind: "acknowledge" | Exclude<Act, "">, fields: Record<string, unknown>) => Promise<void>

/** Nobody has it in time, or nobody is on site in time. */
export function isOverdue(problem: ProblemRow, now: number): boolean {
  if (problem.status === "resolved" || problem.answered_at !== null) return false
  return Date.parse(problem.status === "open" ? problem.acknowledge_by : problem.answer_by) < now
}

function expectedText(desk: Desk, expected: string | null): string {
  return expected === null ? desk.t("expect.unknown") : desk.t("expect.until", { time: desk.format.soon(expected, desk.tick.value.now ?? 0) })
}

function stepText(desk: Desk, step: ProblemStep): string {
  const said = step.what === "escalated" ? desk.t(`because.${step.text as "critical"}`) : step.what === "expected" ? (step.text === "" ? desk.t("expect.unknown") : desk.format.soon(step.text, desk.tick.value.now ?? 0)) : step.text
  const department = step.department === "" ? "" : desk.words.department(step.department)
  return [step.what === "transferred" ? `→ ${department}` : department, step.who, said].filter(Boolean).join(" · ")
}

function Details({ desk, problem }: { desk: Desk; problem: ProblemRow }) {
  const { t, format, words } = desk
  return (
    <div class="problem-details">
      <p class="mu">
        {t("limits", { acknowledge: format.time(problem.acknowledge_by), answer: format.time(problem.answer_by) })}
        {problem.climbs_at !== null && ` · ${t("limits.climbs", { time: format.time(problem.climbs_at) })}`}
      </p>
      <ul class="problem-calls">
        {problem.calls.map((call) => (
          <li key={call.department}>
            <b>{words.department(call.department)}</b> {call.name}
            <span class={call.acknowledged_at === null ? "act" : "mu"}>
              {" "}{t(call.acknowledged_at === null ? "call.waits" : "call.has")}{call.duty ? ` · ${t("call.duty")}` : ""}
            </span>
          </li>
        ))}
      </ul>
      {problem.photos.length > 0 && <div class="photos"><Photos desk={desk} names={problem.photos} /></div>}
      <ol class="problem-history">
        {problem.history.map((step, i) => (
          <li key={i}>
            <time>{format.time(step.at)}</time> <b>{t(`step.${step.what}`, { level: step.level })}</b> <span class="mu">{stepText(desk, step)}</span>
          </li>
        ))}
      </ol>
      {problem.impact !== null && problem.impact.count > 0 && <CounterMoves desk={desk} problem={problem} />}
    </div>
  )
}

function Form({ fields, send, label, busy }: { fields: ComponentChildren; send: () => void; label: string; busy: boolean }) {
  return (
    <form
      class="problem-resolve"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {fields}
      <button class="solid" disabled={busy}>{label}</button>
    </form>
  )
}

/** A form that opens is written into at once; one function for all, so that it runs only when the field is new. */
const focused = (field: HTMLElement | null): void => field?.focus()

function Acting({ desk, act, send, busy, owner }: { desk: Desk; act: Act; send: Send; busy: boolean; owner: string }) {
  const { t, words } = desk
  const text = useSignal("")
  const department = useSignal("")
  const hours = useSignal("4")
  const input = (label: string, first = true) => (
    <input ref={first ? focused : null} aria-label={label} placeholder={label} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
  )
  switch (act) {
    case "answer_problem":
      return <Form fields={input(t("answer.what"))} send={() => void send(act, { text: text.value })} label={t("answer.send")} busy={busy} />
    case "expect_problem": {
      const expected = () => (hours.value === "" ? null : new Date((desk.tick.value.now ?? 0) + Number(hours.value) * HOUR).toISOString())
      return (
        <Form
          fields={
            <select ref={focused} aria-label={t("expect.when")} value={hours.value} onChange={(event) => (hours.value = event.currentTarget.value)}>
              {EXPECTED.map((one) => <option key={one} value={one ?? ""}>{one === null ? t("expect.unknown") : desk.format.hoursText(60 * one)}</option>)}
            </select>
          }
          send={() => void send(act, { expected: expected() })} label={t("expect.send")} busy={busy}
        />
      )
    }
    case "transfer_problem": {
      const known = departmentsOf(desk).filter((id) => id !== owner)
      const chosen = department.value || known[0] || ""
      return (
        <Form
          fields={
            <>
              <select ref={focused} aria-label={t("transfer.to")} value={chosen} onChange={(event) => (department.value = event.currentTarget.value)}>
                {known.map((id) => <option key={id} value={id}>{words.department(id)}</option>)}
              </select>
              {input(t("transfer.why"), false)}
            </>
          }
          send={() => void send(act, { department: chosen, reason: text.value })} label={t("transfer.send")} busy={busy || text.value.trim() === ""}
        />
      )
    }
    case "resolve":
      return <Form fields={input(t("resolve.what"))} send={() => void send(act, { note: text.value })} label={t("resolve.send")} busy={busy} />
    default:
      return null
  }
}

/** Departments that can be called: those of the people and those that a rule calls. */
function departmentsOf(desk: Desk): string[] {
  const found = new Set<string>()
  for (const { called } of desk.store.tables.calls.value.values()) for (const id of called) found.add(id)
  for (const { department } of desk.store.tables.people.value.values()) found.add(department.trim().toLowerCase().replaceAll(" ", "_"))
  found.delete("")
  return [...found].sort((a, b) => desk.words.department(a).localeCompare(desk.words.department(b)))
}

function Acts({ desk, problem, act, send, busy }: { desk: Desk; problem: ProblemRow; act: Signal<Act>; send: Send; busy: boolean }) {
  const { t } = desk
  const toggle = (one: Act) => () => (act.value = act.value === one ? "" : one)
  return (
    <div class="problem-acts">
      {problem.status === "open" && <button class="control" disabled={busy} onClick={() => void send("acknowledge", {})}>{t("acknowledge")}</button>}
      {problem.answered_at === null && <button class="control" aria-expanded={act.value === "answer_problem"} onClick={toggle("answer_problem")}>{t("answer")}</button>}
      <button class="control" aria-expanded={act.value === "expect_problem"} onClick={toggle("expect_problem")}>{t("expect")}</button>
      <button class="control" aria-expanded={act.value === "transfer_problem"} onClick={toggle("transfer_problem")}>{t("transfer")}</button>
      <ToLedger desk={desk} problem={problem.id} />
      <button class="control" aria-expanded={act.value === "resolve"} onClick={toggle("resolve")}>{t("resolve")}</button>
    </div>
  )
}

function Open({ desk, problem }: { desk: Desk; problem: ProblemRow }) {
  const { t, format, words } = desk
  const act = useSignal<Act>("")
  const error = useSignal("")
  const busy = useSignal(false)
  const shown = useSignal(false)
  const now = desk.tick.value.now ?? 0
  const overdue = isOverdue(problem, now)
  const send: Send = async (kind, fields) => {
    busy.value = true
    error.value = await commanded(desk, kind, { problem: problem.id, person: null, ...fields })
    busy.value = false
    if (error.value === "") act.value = ""
  }
  return (
    <li class={`problem ${overdue ? "problem-overdue" : problem.status === "open" ? "problem-open" : "problem-acknowledged"}`} data-problem={problem.id} data-status={problem.status} data-level={problem.level}>
      <div class="problem-kind">
        <b>{words.problem(problem.kind)}</b>
        <span class="mu">{problem.note}</span>
      </div>
      <div>
        <b>{problem.machine ?? ""}</b>
        <span class="mu">{[problem.mold, problem.part_name].filter(Boolean).join(" · ")}</span>
      </div>
      <div>
        <span>{words.department(problem.department)} {problem.called.join(", ")}</span>
        <span class="mu">
          {problem.answered_at !== null ? `${t("step.answered")} · ${problem.answered_by_name}` : problem.status === "acknowledged" ? problem.acknowledged_by_name : words.status(problem.status)}
          {problem.because !== "" && ` · ${t(`because.${problem.because}`)}`}
          {problem.expected !== null && ` · ${expectedText(desk, problem.expected)}`}
        </span>
      </div>
      <div class="problem-age">
        <b class={overdue ? "act" : ""}>{format.minutesText((now - Date.parse(problem.raised_at)) / 60_000)}</b>
        <span class="mu">{problem.raised_by_name}</span>
      </div>
      <button class="problem-level" title={t("details")} aria-expanded={shown.value} onClick={() => (shown.value = !shown.value)}>
        {problem.level} <LevelDots level={problem.level} size={7} />
      </button>
      <Acts desk={desk} problem={problem} act={act} send={send} busy={busy.value} />
      <ImpactLine desk={desk} problem={problem} open={shown} />
      <Acting key={act.value} desk={desk} act={act.value} send={send} busy={busy.value} owner={problem.department} />
      {shown.value && <Details desk={desk} problem={problem} />}
      {error.value && <p class="act problem-error" role="alert">{error.value}</p>}
    </li>
  )
}

/** Report what has no tile on a terminal: an engineering change, a rush order, a customer's hold, an incident. */
function Report({ desk }: { desk: Desk }) {
  const { t, words } = desk
  const { machines, molds, operations, calls } = desk.store.tables
  const shown = useSignal(false)
  const kind = useSignal<ProblemKind | "">("")
  const machine = useSignal("")
  const mold = useSignal("")
  const operation = useSignal("")
  const note = useSignal("")
  const error = useSignal("")
  // What is no tile comes first: it can be reported nowhere else.
  const kinds = [...calls.value.values()].sort((a, b) => Number(a.tile) - Number(b.tile)).map(({ id }) => id)
  const open = [...operations.value.values()].filter((one) => one.mold === mold.value && one.work !== "done" && one.work !== "cancelled")
  const send = async () => {
    const fields = {
      problem: uuid7(), problem_kind: kind.value || kinds[0], machine: machine.value || null,
      operation: operation.value || (mold.value === "" ? null : (open[0]?.id ?? null)), person: null, note: note.value,
    }
    error.value = await commanded(desk, "raise_problem", fields)
    if (error.value !== "") return
    shown.value = false
    note.value = machine.value = mold.value = operation.value = ""
  }
  if (!shown.value) return <p><button class="control" onClick={() => (shown.value = true)}>{t("report")}</button></p>
  return (
    <form
      class="row-form report"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <select aria-label={t("problem.kind")} value={kind.value || kinds[0]} onChange={(event) => (kind.value = event.currentTarget.value as ProblemKind)}>
        {kinds.map((id) => <option key={id} value={id}>{words.problem(id)}</option>)}
      </select>
      <select aria-label={t("machine")} value={machine.value} onChange={(event) => (machine.value = event.currentTarget.value)}>
        <option value="">{t("machine")} –</option>
        {[...machines.value.keys()].map((id) => <option key={id} value={id}>{id}</option>)}
      </select>
      <select
        aria-label={t("mold")} value={mold.value}
        onChange={(event) => {
          mold.value = event.currentTarget.value
          operation.value = ""
        }}
      >
        <option value="">{t("mold")} –</option>
        {[...molds.value.keys()].map((id) => <option key={id} value={id}>{id}</option>)}
      </select>
      {mold.value !== "" && (
        <select aria-label={t("operations")} value={operation.value || open[0]?.id} onChange={(event) => (operation.value = event.currentTarget.value)}>
          {open.map((one) => <option key={one.id} value={one.id}>{one.id} {one.name}</option>)}
        </select>
      )}
      <input class="address" aria-label={t("problem.note")} placeholder={t("problem.note")} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
      <button class="solid">{t("report.send")}</button>
      <button type="button" class="control" onClick={() => (shown.value = false)}>{t("close")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

function Asked({ desk, question }: { desk: Desk; question: QuestionRow }) {
  const error = useSignal("")
  const send = async (accepted: boolean) => {
    error.value = await commanded(desk, "decide_question", { question: question.id, accepted, note: "" })
  }
  return (
    <li class="problem problem-acknowledged" data-question={question.id}>
      <div class="problem-kind"><b>{question.reason}</b><span class="mu">{question.person_name}</span></div>
      <div><b>{question.machine ?? ""}</b><span class="mu">{question.operation ?? ""}</span></div>
      <div data-other={question.other_machine}>
        {question.other_at !== null && <b>{desk.t("question.other", { who: question.other_person_name || "–" })}</b>}
        {question.other_at !== null && (
          <span class="mu">{[question.other_machine, desk.format.soon(question.other_at, desk.tick.value.now ?? 0)].filter(Boolean).join(" · ")}</span>
        )}
      </div>
      <div class="problem-age"><b>{desk.format.soon(question.at, desk.tick.value.now ?? 0)}</b></div>
      {may(desk, "command decide_question") && (
        <div class="problem-acts">
          <button class="control" onClick={() => void send(true)}>{desk.t("question.accept")}</button>
          <button class="control" onClick={() => void send(false)}>{desk.t("question.refuse")}</button>
        </div>
      )}
      {error.value && <p class="act problem-error" role="alert">{error.value}</p>}
    </li>
  )
}

export function ProblemsPage({ desk }: { desk: Desk }) {
  const { t, format, words } = desk
  const all = [...desk.store.tables.problems.value.values()]
  const now = desk.tick.value.now ?? 0
  const rank = (problem: ProblemRow): number => (isOverdue(problem, now) ? 0 : problem.status === "open" ? 1 : 2)
  const open = all.filter(({ status }) => status !== "resolved").sort((a, b) => rank(a) - rank(b) || b.level - a.level || Date.parse(a.raised_at) - Date.parse(b.raised_at))
  const solved = all.filter(({ status }) => status === "resolved").sort((a, b) => Date.parse(b.resolved_at ?? "") - Date.parse(a.resolved_at ?? "")).slice(0, SOLVED)
  const questions = [...desk.store.tables.questions.value.values()].filter(({ decided }) => !decided).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return (
    <main class="page problems-page">
      <h1>{t("nav.problems")} <span class="mu">{open.length}</span></h1>
      <Report desk={desk} />
      {open.length === 0 ? (
        <p class="fine"><Icon svg={readyIcon} size={22} /> {t("problems.none")}</p>
      ) : (
        <ul class="problem-list">{open.map((problem) => <Open key={problem.id} desk={desk} problem={problem} />)}</ul>
      )}
      {questions.length > 0 && (
        <>
          <h2>{t("questions")} <span class="mu">{questions.length}</span></h2>
          <ul class="problem-list">{questions.map((question) => <Asked key={question.id} desk={desk} question={question} />)}</ul>
        </>
      )}
      {solved.length > 0 && (
        <>
          <h2>{t("problems.last")}</h2>
          <table class="plain-table">
            <tbody>
              {solved.map((one) => (
                <tr key={one.id}>
                  <td>{words.problem(one.kind)}</td>
                  <td>{one.machine ?? one.part_name}</td>
                  <td>{one.answer}</td>
                  <td class="mu">{one.resolved_by_name}</td>
                  <td class="right mu">{one.resolved_at === null ? "" : format.soon(one.resolved_at, desk.tick.value.now ?? 0)}</td>
                  <td class="right"><ToLedger desk={desk} problem={one.id} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </main>
  )
}

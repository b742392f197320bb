// Open problems with who is called, and reports that need a decision.
import { useSignal } from "@preact/signals"
import readyIcon from "@tabler/icons/outline/circle-check.svg?raw"
import { Icon } from "../draw/icon"
import { LevelDots } from "../draw/parts"
import type { ProblemRow, QuestionRow } from "../model/wire"
import { commanded, type Desk } from "./context"

const SOLVED = 12

function Open({ desk, problem }: { desk: Desk; problem: ProblemRow }) {
  const { t, format, words } = desk
  const note = useSignal<string | null>(null)
  const error = useSignal("")
  const busy = useSignal(false)
  const now = desk.tick.value.now ?? 0
  const overdue = problem.status === "open" && Date.parse(problem.acknowledge_by) < now
  const send = async (kind: "acknowledge" | "resolve", fields: Record<string, unknown>) => {
    busy.value = true
    error.value = await commanded(desk, kind, { problem: problem.id, person: null, ...fields })
    busy.value = false
    if (error.value === "") note.value = null
  }
  return (
    <li class={`problem ${overdue ? "problem-overdue" : problem.status === "open" ? "problem-open" : "problem-acknowledged"}`} data-problem={problem.id} data-status={problem.status}>
      <div class="problem-kind">
        <b>{words.problem(problem.kind)}</b>
        <span class="mu">{problem.note}</span>
      </div>
      <div>
        <b>{problem.machine ?? ""}</b>
        <span class="mu">{[problem.mold, problem.part_name].filter(Boolean).join(" · ")}</span>
      </div>
      <div>
        <span>{words.department(problem.department)} {problem.called_name}</span>
        <span class="mu">{problem.status === "acknowledged" ? problem.acknowledged_by_name : words.status(problem.status)}</span>
      </div>
      <div class="problem-age">
        <b class={overdue ? "act" : ""}>{format.minutesText((now - Date.parse(problem.raised_at)) / 60_000)}</b>
        <span class="mu">{problem.raised_by_name}</span>
      </div>
      <span class="problem-level" title={t("problem.level")}>{problem.level} <LevelDots level={problem.level} size={7} /></span>
      <div class="problem-acts">
        {problem.status === "open" && <button class="control" disabled={busy.value} onClick={() => void send("acknowledge", {})}>{t("acknowledge")}</button>}
        <button class="control" aria-expanded={note.value !== null} onClick={() => (note.value = note.value === null ? "" : null)}>{t("resolve")}</button>
      </div>
      {note.value !== null && (
        <form
          class="problem-resolve"
          onSubmit={(event) => {
            event.preventDefault()
            void send("resolve", { note: note.value ?? "" })
          }}
        >
          <input autofocus aria-label={t("resolve.what")} placeholder={t("resolve.what")} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
          <button class="solid" disabled={busy.value}>{t("resolve.send")}</button>
        </form>
      )}
      {error.value && <p class="act problem-error" role="alert">{error.value}</p>}
    </li>
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
      <div class="problem-age"><b>{desk.format.soon(question.at, desk.tick.value.now ?? 0)}</b></div>
      <div class="problem-acts">
        <button class="control" onClick={() => void send(true)}>{desk.t("question.accept")}</button>
        <button class="control" onClick={() => void send(false)}>{desk.t("question.refuse")}</button>
      </div>
      {error.value && <p class="act problem-error" role="alert">{error.value}</p>}
    </li>
  )
}

export function ProblemsPage({ desk }: { desk: Desk }) {
  const { t, format, words } = desk
  const all = [...desk.store.tables.problems.value.values()]
  const open = all.filter(({ status }) => status !== "resolved").sort((a, b) => (a.status === b.status ? Date.parse(a.raised_at) - Date.parse(b.raised_at) : a.status === "open" ? -1 : 1))
  const solved = all.filter(({ status }) => status === "resolved").sort((a, b) => Date.parse(b.resolved_at ?? "") - Date.parse(a.resolved_at ?? "")).slice(0, SOLVED)
  const questions = [...desk.store.tables.questions.value.values()].filter(({ decided }) => !decided).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return (
    <main class="page problems-page">
      <h1>{t("nav.problems")} <span class="mu">{open.length}</span></h1>
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
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </main>
  )
}

// What a problem does to the plan, and what could be done about it: counter-moves with computed effects, one tap to take one.
import { useSignal, useSignalEffect, type Signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { number } from "../draw/format"
import type { ProblemRow, Slip } from "../model/wire"
import { get, post } from "../net/http"
import { failureText, may, type Desk } from "./context"

type Move = { text: Record<string, string>; gained_hours: number; tardiness_hours: number; slips: number; takeable: boolean }
type State = "none" | "waiting" | "working" | "ready" | "wanted" | "taking" | "taken" | "failed"
type Advice = { state: State; moves: Move[]; mold?: string | null; chosen?: number; failure?: string }

const POLL_MS = 700
const BUSY: readonly State[] = ["waiting", "working", "wanted", "taking"]
const SHOWN = 3
const NO_ADVICE: Advice = { state: "none", moves: [] }

function slipText(desk: Desk, slip: Slip): string {
  const { t, format } = desk
  const what = t(`milestone.${slip.milestone as "T1"}`)
  if (slip.slip_minutes === null) return `${slip.mold} ${what} ${t("impact.no_date")}`
  const late = slip.late_minutes !== null && slip.late_minutes > 0 ? ` (${t("impact.late", { days: format.lateness(slip.late_minutes, "with unit") })})` : ""
  return `${slip.mold} ${what} +${format.hoursText(slip.slip_minutes)}${late}`
}

/** One line on the card: how many molds slip, and the worst of them. */
export function ImpactLine({ desk, problem, open }: { desk: Desk; problem: ProblemRow; open: Signal<boolean> }) {
  const { t } = desk
  const { impact } = problem
  if (impact === null) return null
  if (impact.count === 0) return <p class="problem-impact mu" data-slips={0}>{t("impact.none")}</p>
  const worst = impact.slips.slice(0, SHOWN).map((slip) => slipText(desk, slip)).join(" · ")
  return (
    <p class={`problem-impact ${impact.late > 0 ? "act" : ""}`} data-slips={impact.count}>
      <b>{t("impact.count", { count: impact.count })}{impact.late > 0 && t("impact.count.late", { count: impact.late })}</b> {worst}
      {impact.count > SHOWN && ` · +${impact.count - SHOWN}`}
      {!open.value && <button class="control" data-moves onClick={() => (open.value = true)}>{t("moves")}</button>}
    </p>
  )
}

function effect(desk: Desk, move: Move): string {
  const { t } = desk
  const tardiness = `${move.tardiness_hours > 0 ? "+" : ""}${number(move.tardiness_hours, 1)}`
  const others = move.slips === 0 ? t("move.nobody") : t("move.slips", { count: move.slips })
  return `${t("move.tardiness", { hours: tardiness })} · ${others}`
}

/** Counter-moves: asked for, shown as they are found, taken with one tap by who may plan. */
export function CounterMoves({ desk, problem }: { desk: Desk; problem: ProblemRow }) {
  const { t } = desk
  const path = `/api/problems/${encodeURIComponent(problem.id)}/counter-moves`
  const advice = useSignal<Advice>(NO_ADVICE)
  const error = useSignal("")
  const plans = may(desk, "POST /api/problems/{problem}/counter-moves")
  const tell = (asked: Promise<Advice>) => asked.then(
    (answer) => {
      error.value = ""
      advice.value = answer
    },
    (failure: unknown) => {
      error.value = failureText(desk, failure)
      advice.value = { ...advice.value }
    },
  )
  const look = () => void tell(get<Advice>(path))
  useEffect(look, [])
  useSignalEffect(() => {
    if (!BUSY.includes(advice.value.state)) return
    const timer = setTimeout(look, POLL_MS)
    return () => clearTimeout(timer)
  })
  const { state, moves, mold, chosen, failure } = advice.value
  const busy = BUSY.includes(state)
  return (
    <div class="counter-moves" data-advice={state}>
      <p class="counter-moves-head">
        <b>{t("moves")}</b>
        {mold && <span class="mu">{t("moves.for", { mold })}</span>}
        {plans && !busy && <button class="control" onClick={() => void tell(post<Advice>(path))}>{t(state === "none" ? "moves.ask" : "moves.again")}</button>}
        {(state === "waiting" || state === "working") && <span class="mu" role="status">{t("moves.working")}</span>}
        {(state === "wanted" || state === "taking") && <span class="mu" role="status">{t("moves.taking")}</span>}
        {state === "taken" && <span class="run strong" role="status">{t("moves.taken")}</span>}
        {state === "failed" && <span class="act strong" role="alert">{t(failure === "outdated" ? "moves.outdated" : "moves.failed")}</span>}
      </p>
      {state === "ready" && moves.length === 0 && <p class="mu">{t(mold ? "moves.none" : "moves.no_late")}</p>}
      <ol>
        {moves.map((move, i) => (
          <li key={i} class={chosen === i && state === "taken" ? "taken" : ""}>
            <b class="gain">−{number(move.gained_hours, 1)} h</b>
            <span>{move.text[desk.language] ?? move.text["en"]}<span class="mu">{effect(desk, move)}</span></span>
            {plans && move.takeable && state !== "taken" && (
              <button class="control" disabled={busy} data-take={i} onClick={() => void tell(post<Advice>(`${path}/${i}/take`))}>{t("move.take")}</button>
            )}
            {!move.takeable && <span class="mu">{t("move.ask")}</span>}
          </li>
        ))}
      </ol>
      {error.value && <p class="act" role="alert">{error.value}</p>}
    </div>
  )
}

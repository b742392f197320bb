// Figures from the journal: hours by machine, setup, rework and rejects, lead time by order.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { number, percent } from "../draw/format"
import { Bars } from "../draw/parts"
import type { ProblemKind } from "../model/wire"
import { get } from "../net/http"
import { failureText, type Desk } from "./context"
import { EstimatesSection } from "./estimates"
import { BulletinSection } from "./measures/bulletin"
import { MeasuresSection } from "./measures/overview"
import { measureTexts } from "./measures/texts"
import { address } from "./route"
import "./measures/measures.css"

type Machine = { machine: string; name: string; reported: number; occupied: number; setup: number; breakdown: number }
type Order = { mold: string; name: string; first: string; last: string; hours: number; rejected: number; rework_hours: number; operations: number; done: boolean }
type Process = { process: string; hours: number; completed: number; rejected: number; rework_hours: number }
/** Minutes: the median, and what nine of ten are below. */
type Times = { count: number; median: number | null; most: number | null }
type Response = {
  department: string; kind: ProblemKind; problems: number; open: number; climbed: number
  acknowledged: Times; answered: Times; closed: Times; within: number | null
}
type Figures = {
  responses: Response[]
  machines: Machine[]; orders: Order[]; processes: Process[]; hours: number
  setup_share: number | null; rework_share: number | null; rejected_share: number | null; median_lead_days: number | null
}

const DAY = 86_400_000
const lead = (order: Order): number => (Date.parse(order.last) - Date.parse(order.first)) / DAY
const shareText = (share: number | null): string => (share === null ? "–" : share < 0.1 ? `${number(share * 100, 1)}%` : percent(share))

function Key({ value, label }: { value: string; label: string }) {
  return <li><b>{value}</b><span class="mu">{label}</span></li>
}

function Machines({ desk, machines }: { desk: Desk; machines: readonly Machine[] }) {
  const { t } = desk
  const most = Math.max(1, ...machines.map(({ reported }) => reported))
  return (
    <table class="plain-table">
      <thead>
        <tr>
          <th>{t("figures.machine")}</th><th class="wide" aria-hidden="true" /><th class="right">{t("figures.reported")}</th><th class="right">{t("figures.occupied")}</th>
          <th class="right">{t("figures.setup_hours")}</th><th class="right">{t("figures.breakdown")}</th>
        </tr>
      </thead>
      <tbody>
        {machines.map((one) => (
          <tr key={one.machine}>
            <td>{one.name || one.machine}</td>
            <td class="wide">
              <span class="hours-bar" aria-hidden="true">
                <i class="hours-setup" style={{ width: `${(100 * one.setup) / most}%` }} />
                <i class="hours-run" style={{ width: `${(100 * Math.max(0, one.reported - one.setup - one.breakdown)) / most}%` }} />
                <i class="hours-down" style={{ width: `${(100 * one.breakdown) / most}%` }} />
              </span>
            </td>
            <td class="right">{number(one.reported, 1)}</td>
            <td class="right">{number(one.occupied, 1)}</td>
            <td class="right">{number(one.setup, 1)}</td>
            <td class="right">{one.breakdown > 0 ? number(one.breakdown, 1) : ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Orders({ desk, orders }: { desk: Desk; orders: readonly Order[] }) {
  const { t, format } = desk
  const longest = Math.max(1, ...orders.map(lead))
  return (
    <table class="plain-table">
      <thead>
        <tr><th>{t("figures.order")}</th><th>{t("figures.first")}</th><th>{t("figures.last")}</th><th class="wide" aria-hidden="true" /><th class="right">{t("figures.lead_days")}</th><th class="right">{t("figures.rejects")}</th></tr>
      </thead>
      <tbody>
        {[...orders].sort((a, b) => lead(b) - lead(a)).map((one) => (
          <tr key={one.mold}>
            <td>{one.mold} <span class="mu">{one.name}</span></td>
            <td class="mu">{format.date(one.first)}</td>
            <td class="mu">{format.date(one.last)}</td>
            <td class="wide"><span class="hours-bar" aria-hidden="true"><i class="hours-run" style={{ width: `${(100 * lead(one)) / longest}%` }} /></span></td>
            <td class="right">{number(lead(one), 1)}</td>
            <td class="right">{one.rejected > 0 ? number(one.rejected) : ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Processes({ desk, processes }: { desk: Desk; processes: readonly Process[] }) {
  const { t } = desk
  return (
    <table class="plain-table">
      <thead>
        <tr><th>{t("figures.process")}</th><th class="right">{t("figures.reported")}</th><th class="right">{t("figures.completed")}</th><th class="right">{t("figures.rejects")}</th><th class="right">{t("figures.rework_hours")}</th></tr>
      </thead>
      <tbody>
        {processes.map((one) => (
          <tr key={one.process}>
            <td>{one.process}</td>
            <td class="right">{number(one.hours, 1)}</td>
            <td class="right">{number(one.completed)}</td>
            <td class="right">{one.rejected > 0 ? number(one.rejected) : ""}</td>
            <td class="right">{one.rework_hours > 0 ? number(one.rework_hours, 1) : ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function minutesOf(times: Times): string {
  if (times.median === null || times.most === null) return "–"
  return `${number(times.median)} · ${number(times.most)}`
}

/** How soon departments answer, by kind of problem. */
function Responses({ desk, responses }: { desk: Desk; responses: readonly Response[] }) {
  const { t, words } = desk
  return (
    <table class="plain-table" data-responses={responses.length}>
      <thead>
        <tr>
          <th>{t("figures.department")}</th><th>{t("figures.kind")}</th><th class="right">{t("figures.count")}</th><th class="right">{t("figures.open")}</th><th class="right">{t("figures.climbed")}</th>
          <th class="right">{t("figures.acknowledged")}</th><th class="right">{t("figures.answered")}</th><th class="right">{t("figures.closed")}</th>
        </tr>
      </thead>
      <tbody>
        {responses.map((one) => (
          <tr key={`${one.department} ${one.kind}`}>
            <td><b>{words.department(one.department)}</b></td>
            <td>{words.problem(one.kind)}</td>
            <td class="right">{number(one.problems)}</td>
            <td class="right">{one.open > 0 ? number(one.open) : ""}</td>
            <td class="right">{one.climbed > 0 ? number(one.climbed) : ""}</td>
            <td class="right">{minutesOf(one.acknowledged)}</td>
            <td class="right">{minutesOf(one.answered)}</td>
            <td class="right">{minutesOf(one.closed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Figures or, by the address, the monthly bulletin. */
export function FiguresPage({ desk, chosen }: { desk: Desk; chosen: string }) {
  const t = measureTexts(desk.language)
  const bulletin = chosen === "bulletin"
  return (
    <main class="page figures-page">
      <div class="measure-head">
        <h1>{t(bulletin ? "bulletin" : "figures")}</h1>
        <nav class="chips">
          <a class={`control ${bulletin ? "" : "control-on"}`} href={address("figures")}>{t("figures")}</a>
          <a class={`control ${bulletin ? "control-on" : ""}`} href={address("figures", "bulletin")} data-go="bulletin">{t("bulletin")}</a>
        </nav>
      </div>
      {bulletin ? <BulletinSection desk={desk} /> : (
        <>
          <MeasuresSection desk={desk} />
          <Reported desk={desk} />
        </>
      )}
    </main>
  )
}

/** What was reported since the shop came in, whole: hours, estimates, response, lead times, quality. */
function Reported({ desk }: { desk: Desk }) {
  const { t } = desk
  const found = useSignal<Figures | null>(null)
  const error = useSignal("")
  useEffect(() => {
    get<Figures>("/api/figures").then((answer) => (found.value = answer), (failure: unknown) => (error.value = failureText(desk, failure)))
  }, [])
  const known = found.value
  return (
    <>
      <h2>{t("figures.since")}</h2>
      <p class="mu">{t("figures.what")}</p>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {known === null && !error.value && <Bars rows={10} label={t("loading")} />}
      {known !== null && known.hours === 0 && <p class="fine">{t("figures.none")}</p>}
      {known !== null && known.hours > 0 && (
        <ul class="keys">
          <Key value={number(known.hours)} label={t("figures.hours")} />
          <Key value={shareText(known.setup_share)} label={t("figures.setup")} />
          <Key value={shareText(known.rework_share)} label={t("figures.rework")} />
          <Key value={shareText(known.rejected_share)} label={t("figures.rejected")} />
          <Key value={known.median_lead_days === null ? "–" : number(known.median_lead_days, 1)} label={t("figures.lead")} />
        </ul>
      )}
      <EstimatesSection desk={desk} />
      {known !== null && known.responses.length > 0 && (
        <>
          <h2>{t("figures.response")}</h2>
          <p class="mu">{t("figures.response.what")}</p>
          <Responses desk={desk} responses={known.responses} />
        </>
      )}
      {known !== null && known.hours > 0 && (
        <>
          <h2>{t("figures.machines")}</h2>
          <Machines desk={desk} machines={known.machines} />
          <div class="two">
            <section><h2>{t("figures.orders")}</h2><Orders desk={desk} orders={known.orders} /></section>
            <section><h2>{t("figures.processes")}</h2><Processes desk={desk} processes={known.processes} /></section>
          </div>
        </>
      )}
    </>
  )
}

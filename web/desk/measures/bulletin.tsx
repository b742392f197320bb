// The monthly bulletin: a month and the year to date beside the year before, and one measure by market, customer, class.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import excelIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import printerIcon from "@tabler/icons/outline/printer.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import { get } from "../../net/http"
import { failureText, type Desk } from "../context"
import { measureTexts, type MeasureText } from "./texts"

const SHARES = ["trials_on_time", "on_time"]
const GROUPS = ["market", "customer", "mold_class"] as const
type Measure = "received" | "received_value" | "delivered" | "delivered_value" | "hours" | "trials_on_time" | "on_time" | "open" | "open_value"
type Cell = {
  value: number | null; before: number | null; change: number | null; share: number | null; share_points: number | null
  more: number | null; more_percent: number | null; lacking: number; molds: string[]
}
type Line = { name: string; month: Record<Measure, Cell>; year: Record<Measure, Cell> }
type Bulletin = {
  month: string; months: string[]; over: boolean; month_days: [string, string]; year_days: [string, string]; known_since: string | null
  currency: string; measures: Measure[]; total: Line; groups: Record<(typeof GROUPS)[number], Line[]>
  no_value: number; other_currency: number; no_received: number; no_delivered: number; undated: number
}
const TIMES = ["month", "year"] as const

const signed = (value: number, digits: number): string => `${value > 0 ? "+" : ""}${number(value, digits)}`

function Value({ t, measure, value }: { t: MeasureText; measure: Measure; value: number | null }) {
  if (value === null) return <span class="measure-unknown">{t("unknown")}</span>
  return <>{SHARES.includes(measure) ? `${number(value, 1)}%` : number(value)}</>
}

function changeText(t: MeasureText, measure: Measure, change: number | null): string {
  if (change === null) return "–"
  return SHARES.includes(measure) ? t("points", { value: signed(change, 1) }) : `${signed(change, 1)}%`
}

/** Two markets have words; what else the shop writes stays as it is. */
function nameOf(t: MeasureText, name: string): string {
  if (name === "export" || name === "domestic") return t(`market.${name}`)
  return name || t("of.nobody")
}

function Total({ t, found }: { t: MeasureText; found: Bulletin }) {
  return (
    <table class="plain-table bulletin-table" data-bulletin={found.month}>
      <thead>
        <tr><th rowSpan={2} />{TIMES.map((time) => <th key={time} colSpan={4} class="bulletin-time">{t(time)}</th>)}</tr>
        <tr>
          {TIMES.map((time) => [
            <th key={`${time} v`} class="right">{t("col.value")}</th>,
            <th key={`${time} b`} class="right">{t("col.before_year")}</th>,
            <th key={`${time} c`} class="right">{t("col.change")}</th>,
            <th key={`${time} s`} class="right">{t("col.stock")}</th>,
          ])}
        </tr>
      </thead>
      <tbody>
        {found.measures.map((measure) => (
          <tr key={measure} data-measure={measure}>
            <td>{t(`measure.${measure}`)}{measure.endsWith("value") && found.currency !== "" && <span class="mu"> {found.currency}</span>}</td>
            {TIMES.map((time) => {
              const cell = found.total[time][measure]
              return [
                <td key={`${time} v`} class="right"><b><Value t={t} measure={measure} value={cell.value} /></b>{cell.lacking > 0 && <span class="mu bulletin-lacking">{t("lacking", { count: number(cell.lacking) })}</span>}</td>,
                <td key={`${time} b`} class="right"><Value t={t} measure={measure} value={cell.before} /></td>,
                <td key={`${time} c`} class="right">{changeText(t, measure, cell.change)}</td>,
                <td key={`${time} s`} class="right">{cell.more === null ? "" : `${signed(cell.more, 0)}${cell.more_percent === null ? "" : ` (${signed(cell.more_percent, 1)}%)`}`}</td>,
              ]
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Lines({ t, measure, lines, title }: { t: MeasureText; measure: Measure; lines: readonly Line[]; title: string }) {
  const whole = SHARES.includes(measure)
  return (
    <section>
      <h2>{title}</h2>
      <table class="plain-table bulletin-table">
        <thead>
          <tr><th rowSpan={2} />{TIMES.map((time) => <th key={time} colSpan={whole ? 3 : 5} class="bulletin-time">{t(time)}</th>)}</tr>
          <tr>
            {TIMES.map((time) => [
              <th key={`${time} v`} class="right">{t("col.value")}</th>,
              <th key={`${time} b`} class="right">{t("col.before_year")}</th>,
              <th key={`${time} c`} class="right">{t("col.change")}</th>,
              ...(whole ? [] : [<th key={`${time} s`} class="right">{t("col.share")}</th>, <th key={`${time} p`} class="right">{t("col.share_points")}</th>]),
            ])}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.name} data-line={line.name}>
              <td>{nameOf(t, line.name)}</td>
              {TIMES.map((time) => {
                const cell = line[time][measure]
                return [
                  <td key={`${time} v`} class="right"><b><Value t={t} measure={measure} value={cell.value} /></b></td>,
                  <td key={`${time} b`} class="right"><Value t={t} measure={measure} value={cell.before} /></td>,
                  <td key={`${time} c`} class="right">{changeText(t, measure, cell.change)}</td>,
                  ...(whole ? [] : [
                    <td key={`${time} s`} class="right">{cell.share === null ? "–" : `${number(cell.share, 1)}%`}</td>,
                    <td key={`${time} p`} class="right">{cell.share_points === null ? "–" : t("points", { value: signed(cell.share_points, 1) })}</td>,
                  ]),
                ]
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Notes({ t, found }: { t: MeasureText; found: Bulletin }) {
  const counts = ["no_value", "other_currency", "no_received", "no_delivered", "undated"] as const
  const told = counts.filter((name) => found[name] > 0).map((name) => t(name, { count: number(found[name]), currency: found.currency }))
  return (
    <p class="mu">
      {found.known_since === null ? t("known_never") : t("known_since", { date: found.known_since })} {told.length > 0 && `${told.join(" · ")}. `}{t("rounding")}
    </p>
  )
}

export function BulletinSection({ desk }: { desk: Desk }) {
  const t = measureTexts(desk.language)
  const month = useSignal("")
  const measure = useSignal<Measure>("delivered")
  const found = useSignal<Bulletin | null>(null)
  const error = useSignal("")
  useEffect(() => {
    let here = true
    get<Bulletin>(`/api/bulletin?month=${month.value}`).then(
      (answer) => here && ((found.value = answer), (error.value = "")),
      (failure: unknown) => here && (error.value = failureText(desk, failure)),
    )
    return () => void (here = false)
  }, [month.value])
  const known = found.value
  if (known === null) return error.value ? <p class="act strong" role="alert">{error.value}</p> : <Bars rows={10} label={t("loading")} />
  return (
    <section class="bulletin">
      <div class="measure-tools">
        <select value={known.month} data-month onChange={(e) => (month.value = e.currentTarget.value)}>
          {known.months.map((one) => <option key={one} value={one}>{one}</option>)}
        </select>
        <span class="mu">{t("so_far", { first: known.month_days[0], last: known.month_days[1] })}</span>
        <a class="control" href={`/api/bulletin/excel?month=${known.month}&lang=${desk.language}`} download={`bulletin-${known.month}.xlsx`}><Icon svg={excelIcon} size={16} /> {t("excel")}</a>
        <a class="control" data-pdf href={`/api/bulletin/pdf?month=${known.month}&lang=${desk.language}`} target="_blank" rel="noopener"><Icon svg={printerIcon} size={16} /> PDF</a>
      </div>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      <Total t={t} found={known} />
      <Notes t={t} found={known} />
      <label class="measure-tools">
        {t("show")}
        <select value={measure.value} data-show onChange={(e) => (measure.value = e.currentTarget.value as Measure)}>
          {known.measures.map((one) => <option key={one} value={one}>{t(`measure.${one}`)}</option>)}
        </select>
      </label>
      {GROUPS.map((group) => <Lines key={group} t={t} measure={measure.value} lines={known.groups[group]} title={t(`group.${group}`)} />)}
    </section>
  )
}

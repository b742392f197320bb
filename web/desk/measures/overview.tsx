// All figures of a period: the leading ones large, the others in a table; a chosen one opens beside them.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { number } from "../../draw/format"
import { Bars } from "../../draw/parts"
import { get } from "../../net/http"
import { failureText, type Desk } from "../context"
import { Chances } from "./chances"
import { Detail } from "./detail"
import { queryOf, shown, type By, type Figure, type Overview, type Wish } from "./model"
import { measureTexts, type MeasureText } from "./texts"

const two = (n: number): string => String(n).padStart(2, "0")
const SPANS = ["days", "month", "last", "year"] as const

/** The days of a span by the shop's calendar; the last thirty need none. */
function daysOf(desk: Desk, span: (typeof SPANS)[number]): Pick<Wish, "first" | "last"> {
  if (span === "days") return { first: "", last: "" }
  const { year, month, day } = desk.format.read(desk.tick.value.now ?? Date.now())
  const today = `${year}-${two(month)}-${two(day)}`
  if (span === "year") return { first: `${year}-01-01`, last: today }
  if (span === "month") return { first: `${year}-${two(month)}-01`, last: today }
  const ended = new Date(Date.UTC(year, month - 1, 0))
  const of = `${ended.getUTCFullYear()}-${two(ended.getUTCMonth() + 1)}`
  return { first: `${of}-01`, last: `${of}-${two(ended.getUTCDate())}` }
}

function Tools({ desk, t, wish, known, set }: { desk: Desk; t: MeasureText; wish: Wish; known: Overview | null; set: (wish: Wish) => void }) {
  return (
    <div class="measure-tools">
      <div class="segments" role="group">
        {SPANS.map((span) => {
          const days = daysOf(desk, span)
          const on = days.first === wish.first && days.last === wish.last
          return <button key={span} class={on ? "on" : ""} aria-pressed={on} data-span={span} onClick={() => set({ ...wish, ...days })}>{t(`span.${span}`)}</button>
        })}
      </div>
      <label>{t("from")} <input type="date" value={wish.first || (known?.first ?? "")} onChange={(e) => set({ ...wish, first: e.currentTarget.value, last: wish.last || (known?.last ?? "") })} /></label>
      <label>{t("to")} <input type="date" value={wish.last || (known?.last ?? "")} onChange={(e) => set({ ...wish, last: e.currentTarget.value, first: wish.first || (known?.first ?? "") })} /></label>
      <label>
        {t("by")}{" "}
        <select value={wish.by} data-by onChange={(e) => set({ ...wish, by: e.currentTarget.value as By | "" })}>
          <option value="">{t("by.none")}</option>
          {(["department", "kind", "machine"] as const).map((by) => <option key={by} value={by}>{t(`by.${by}`)}</option>)}
        </select>
      </label>
    </div>
  )
}

function Tile({ t, figure, chosen, choose }: { t: MeasureText; figure: Figure; chosen: boolean; choose: () => void }) {
  return (
    <li>
      <button class={`measure-tile ${chosen ? "chosen" : ""}`} aria-pressed={chosen} data-figure={figure.name} onClick={choose}>
        <span>{figure.title}</span>
        <b class={figure.value === null ? "measure-unknown" : ""}>{shown(t, figure, figure.value)}</b>
        <span class="mu">{figure.count > 0 && `${t("count", { count: number(figure.count) })} · `}{t("before", { value: shown(t, figure, figure.before) })}</span>
      </button>
    </li>
  )
}

function Others({ t, figures, chosen, choose }: { t: MeasureText; figures: readonly Figure[]; chosen: string; choose: (name: string) => void }) {
  return (
    <table class="plain-table measure-table">
      <thead><tr><th>{t("col.figure")}</th><th class="right">{t("col.value")}</th><th class="right">{t("col.before")}</th><th>{t("col.formula")}</th></tr></thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.name} class={chosen === figure.name ? "chosen" : ""} data-figure={figure.name} onClick={() => choose(figure.name)}>
            <td><button>{figure.title}</button></td>
            <td class="right"><b class={figure.value === null ? "measure-unknown" : ""}>{shown(t, figure, figure.value)}</b></td>
            <td class="right mu">{shown(t, figure, figure.before)}</td>
            <td class="mu">{figure.formula}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function MeasuresSection({ desk }: { desk: Desk }) {
  const t = measureTexts(desk.language)
  const wish = useSignal<Wish>({ first: "", last: "", by: "" })
  const found = useSignal<Overview | null>(null)
  const chosen = useSignal("")
  const error = useSignal("")
  useEffect(() => {
    let here = true
    get<Overview>(`/api/figures/list?${queryOf(wish.value)}&lang=${desk.language}`).then(
      (answer) => here && ((found.value = answer), (error.value = "")),
      (failure: unknown) => here && (error.value = failureText(desk, failure)),
    )
    return () => void (here = false)
  }, [wish.value])
  const known = found.value
  const figure = known?.figures.find(({ name }) => name === chosen.value)
  const choose = (name: string) => (chosen.value = chosen.value === name ? "" : name)
  return (
    <section class="measures">
      <Tools desk={desk} t={t} wish={wish.value} known={known} set={(next) => (wish.value = next)} />
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {known === null && !error.value && <Bars rows={8} label={t("loading")} />}
      {known !== null && (
        <div class={`measure-body ${figure === undefined ? "" : "measure-open"}`}>
          <div class="measure-main">
            <h2>{t("lead")}</h2>
            <ul class="measure-tiles">
              {known.figures.filter(({ lead }) => lead).map((one) => (
                <Tile key={one.name} t={t} figure={one} chosen={chosen.value === one.name} choose={() => choose(one.name)} />
              ))}
            </ul>
            {known.began !== null && <p class="mu">{t("began", { date: desk.format.date(known.began) })}</p>}
            <h2>{t("more")}</h2>
            <Others t={t} figures={known.figures.filter(({ lead }) => !lead)} chosen={chosen.value} choose={choose} />
            <Chances t={t} known={known} />
          </div>
          {figure !== undefined && <Detail key={figure.name} desk={desk} t={t} figure={figure} wish={wish.value} close={() => (chosen.value = "")} />}
        </div>
      )}
    </section>
  )
}

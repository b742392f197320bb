// Can I take this order: dates with their probability in two ways, who slips, and what it needs.
import { useSignal } from "@preact/signals"
import { number } from "../../draw/format"
import { upload } from "../../net/http"
import { failureText } from "../context"
import { useAsked } from "./asking"
import { momentOf, Panel, Segments, Slips, State, type Move, type Screen } from "./parts"

type Chance = { planned: string | null; dates: Record<"50%" | "80%" | "90%", string | null>; by_date: number | null }
type Place = { kind: string; name: string; hours: number; waits: number; busy: number }
type Way = { t1: Chance; delivery: Chance; slips: Move[]; waits: Place[] }
type Answer = {
  base: number; at: string; mold: string; operations: number; learned_from: number; sent_out: string[]
  needs: { kind: string; name: string; hours: number }[]; beside: Way; first: Way
  history: { scenarios: number; finished: number; learned: boolean }
}
type Quote = { hours: Record<string, number>; faults: { row: number; value: string; fault: "unknown_kind" | "bad_hours" }[] }

const CLASSES = ["S", "M", "L", "XL"] as const
const WEIGHTS = [1, 2, 5] as const
const SHARES = ["50%", "80%"] as const
const WAITS = 6
const LAST_HOUR = 23

function Milestone({ desk, t, title, chance }: Screen & { title: string; chance: Chance }) {
  const day = (moment: string | null) => (moment === null ? t("never") : desk.format.date(moment))
  return (
    <ul class="ask-facts">
      <li><span class="mu">{title}</span><b class="ask-mid">{day(chance.dates["90%"])}</b></li>
      <li><span class="mu">{t("planned")}</span><b>{day(chance.planned)}</b></li>
      {SHARES.map((share) => <li key={share}><span class="mu">{t("share", { share: share.replace("%", " %") })}</span><b>{day(chance.dates[share])}</b></li>)}
    </ul>
  )
}

function WayPanel({ desk, t, title, way, name, wanted }: Screen & { title: string; way: Way; name: string; wanted: string }) {
  return (
    <Panel title={title}>
      <div data-way={name}>
        <Milestone desk={desk} t={t} title={t("order.t1")} chance={way.t1} />
        {way.t1.by_date !== null && wanted !== "" && (
          <p class="ask-share">
            <span class="progress"><i class={way.t1.by_date < 0.5 ? "ask-low" : ""} style={{ width: `${100 * way.t1.by_date}%` }} /></span>
            <b>{t("order.by", { share: Math.round(100 * way.t1.by_date), date: desk.format.date(momentOf(desk, wanted, 12)) })}</b>
          </p>
        )}
        <Milestone desk={desk} t={t} title={t("delivery")} chance={way.delivery} />
      </div>
      <Slips desk={desk} t={t} slips={way.slips} />
    </Panel>
  )
}

function Needs({ t, answer }: { t: Screen["t"]; answer: Answer }) {
  const hours = answer.needs.reduce((sum, one) => sum + one.hours, 0)
  const of = new Map(answer.beside.waits.map((place) => [place.kind, place]))
  return (
    <Panel title={t("order.needs")}>
      <p class="mu">{t("order.operations", { count: number(answer.operations, 0), hours: number(hours, 0) })} · {answer.learned_from > 0 ? t("order.learned", { count: answer.learned_from }) : t("order.table")}</p>
      {answer.sent_out.length > 0 && <p class="wait strong">{t("order.sent_out", { kinds: answer.sent_out.join(", ") })}</p>}
      <table class="plain-table" data-needs={answer.needs.length}>
        <thead><tr><th>{t("load.group")}</th><th class="right">{t("hours")}</th><th class="right">{t("order.waits")}</th><th class="right">{t("order.busy")}</th></tr></thead>
        <tbody>
          {answer.needs.slice(0, 2 * WAITS).map((one) => {
            const place = of.get(one.kind)
            return (
              <tr key={one.kind}>
                <td>{one.name}</td><td class="right">{number(one.hours, 0)}</td>
                <td class={`right ${(place?.waits ?? 0) >= 24 ? "wait strong" : "mu"}`}>{place ? number(place.waits, 0) : "–"}</td>
                <td class={`right ${(place?.busy ?? 0) >= 0.9 ? "act strong" : "mu"}`}>{place ? Math.round(100 * place.busy) : "–"}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {answer.needs.length > 2 * WAITS && <p class="mu">{t("more", { count: answer.needs.length - 2 * WAITS })}</p>}
    </Panel>
  )
}

export function OrderScreen({ desk, t }: Screen) {
  const moldClass = useSignal<(typeof CLASSES)[number]>("M")
  const weight = useSignal<(typeof WEIGHTS)[number]>(1)
  const name = useSignal("")
  const wanted = useSignal("")
  const quote = useSignal<Quote | null>(null)
  const fault = useSignal("")
  const asked = useAsked<Answer>(desk)
  const read = (file: File | undefined) => {
    fault.value = ""
    if (file) void upload<Quote>("/api/questions/quote", file).then((found) => (quote.value = found), (failure: unknown) => (fault.value = failureText(desk, failure)))
  }
  const ask = () => void asked.ask("/api/questions/order", {
    mold_class: moldClass.value, weight: weight.value, name: name.value,
    t1: wanted.value === "" ? null : momentOf(desk, wanted.value, LAST_HOUR), hours: quote.value?.hours ?? {},
  })
  const answer = asked.answer.value
  const read_ = quote.value
  return (
    <>
      <form class="ask-form" onSubmit={(event) => { event.preventDefault(); ask() }}>
        <Segments label={t("class")} values={CLASSES} value={moldClass.value} pick={(one) => (moldClass.value = one)} text={(one) => one} />
        <Segments label={t("weight")} values={WEIGHTS} value={weight.value} pick={(one) => (weight.value = one)} text={(one) => t("times", { weight: one })} />
        <label class="ask-field"><span>{t("name")}</span><input maxLength={200} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} /></label>
        <label class="ask-field"><span>{t("t1.wanted")}</span><input type="date" value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} /></label>
        <label class="ask-field"><span>{t("quote")}</span><span class="control ask-file">{t("quote.choose")}<input type="file" accept=".xlsx" data-quote onChange={(event) => read(event.currentTarget.files?.[0])} /></span></label>
        <button class="solid" disabled={asked.busy.value}>{t("go")}</button>
        <State desk={desk} t={t} asked={asked} />
      </form>
      {fault.value && <p class="act" role="alert">{fault.value}</p>}
      {read_ !== null && (
        <p class="ask-form" data-read={Object.keys(read_.hours).length}>
          <b>{t("quote.read", { count: Object.keys(read_.hours).length, hours: number(Object.values(read_.hours).reduce((a, b) => a + b, 0), 0) })}</b>
          {read_.faults.map((one) => <span key={one.row} class="act">{t("quote.fault", { row: one.row, value: one.value, fault: t(`fault.${one.fault}`) })}</span>)}
          <button class="control" onClick={() => (quote.value = null)}>{t("quote.clear")}</button>
        </p>
      )}
      {answer !== null && (
        <>
          <div class="ask-columns">
            <WayPanel desk={desk} t={t} title={t("order.beside")} way={answer.beside} name="beside" wanted={wanted.value} />
            <WayPanel desk={desk} t={t} title={t("order.first")} way={answer.first} name="first" wanted={wanted.value} />
            <Needs t={t} answer={answer} />
          </div>
          <p class="mu">{t(answer.history.learned ? "history.own" : "history.usual", { scenarios: answer.history.scenarios, finished: number(answer.history.finished, 0) })}</p>
        </>
      )}
    </>
  )
}

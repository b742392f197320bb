// One change: what it is, its decisions or what came of them, and its trail.
import { useSignal } from "@preact/signals"
import { Bars } from "../../draw/parts"
import { commanded, may, type Desk } from "../context"
import { address } from "../route"
import { useFound } from "../trials/model"
import { Decide } from "./decide"
import { standTone, type Change, type MadeOf } from "./model"
import { changeTexts, type ChangeText } from "./texts"

const CAME = ["new", "held", "paused", "ended", "orders"] as const

function Came({ desk, t, change }: { desk: Desk; t: ChangeText; change: Change }) {
  const { parts, operations } = desk.store.tables
  const name = (id: string): string => operations.value.get(id)?.name || id
  const line = (made: MadeOf) => CAME.filter((what) => made[what].length > 0).map((what) => t(`came.${what}`, { names: made[what].map(name).join(", ") }))
  return (
    <section class="change-section">
      <h2>{t("came")}</h2>
      <ul class="touched-list">
        {change.decisions.map((decision) => {
          const made = change.made.find(({ thing, id }) => thing === decision.thing && id === decision.id)
          const word = decision.thing === "part" ? t(decision.handling) : t(decision.handling === "stop" ? "cancel" : decision.handling === "scrap" ? "reorder" : "keep")
          return (
            <li key={`${decision.thing} ${decision.id}`} class="touched" data-decided={decision.id} data-handling={decision.handling}>
              <div class="touched-what"><p><b>{parts.value.get(decision.id)?.name || decision.id}</b> <span class="mu">{decision.id}</span></p></div>
              <div class="touched-decision">
                <b>{word}</b>
                {decision.redrawn && <span class="mu">{t("redrawn")}{decision.drawing === null ? "" : ` · ${t("expected")} ${desk.format.shortDate(decision.drawing)}`}</span>}
                {made !== undefined && line(made).map((text) => <span key={text} class="mu">{text}</span>)}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Release({ desk, t, change, changed }: { desk: Desk; t: ChangeText; change: Change; changed: () => void }) {
  const note = useSignal("")
  const error = useSignal("")
  const send = async () => {
    error.value = await commanded(desk, "release_change", { change: change.id, note: note.value, person: desk.user.person || null })
    changed()
  }
  return (
    <form class="change-take" data-form="release" onSubmit={(event) => { event.preventDefault(); void send() }}>
      <label class="field"><span>{t("note")}</span><input value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} /></label>
      <div class="form-foot"><button class="solid">{t("release")}</button>{error.value && <span class="act strong" role="alert">{error.value}</span>}</div>
    </form>
  )
}

function Trail({ desk, t, change }: { desk: Desk; t: ChangeText; change: Change }) {
  return (
    <section class="change-section">
      <h2>{t("trail")}</h2>
      <ol class="happened">
        {change.trail.map((step, place) => (
          <li key={place} data-step={step.what}>
            <span class="mu">{desk.format.date(step.at)}</span>
            <span class="mu">{desk.format.time(step.at)}</span>
            <span><b>{t(`did.${step.what}`)}</b> <span class="mu">{step.who}</span>{step.note && <span class="happened-text">{step.note}</span>}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

export function ChangeRecord({ desk, id, changed }: { desk: Desk; id: string; changed: () => void }) {
  const t = changeTexts(desk.language)
  const again = useSignal(0)
  const row = desk.store.tables.changes.value.get(id)
  const { found, error } = useFound<Change>(desk, `/api/changes/${encodeURIComponent(id)}`, [row, again.value])
  const change = found.value
  if (error.value) return <p class="act strong empty-row" role="alert">{error.value}</p>
  if (change === null) return <div class="change-main"><Bars rows={8} label={desk.t("loading")} /></div>
  const told = () => {
    again.value += 1
    changed()
  }
  return (
    <div class="change-main" data-change={change.id} data-stand={change.stand}>
      <header class="change-head">
        <p><b class="change-number">{change.number}</b> <a class="link" href={address("molds", change.mold)}>{change.mold}</a> <span class="mu">{change.mold_name} · {t(`source.${change.source}`)}</span></p>
        <b class={`change-stand ${standTone(change.stand)}`}>{t(`stand.${change.stand}`)}</b>
        <h1>{change.title}</h1>
      </header>
      {change.stand === "open" ? <Decide desk={desk} change={change} changed={told} /> : change.decisions.length > 0 && <Came desk={desk} t={t} change={change} />}
      {change.stand === "stopped" && may(desk, "command release_change") && <Release desk={desk} t={t} change={change} changed={told} />}
      <Trail desk={desk} t={t} change={change} />
    </div>
  )
}

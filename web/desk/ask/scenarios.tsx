// Scenarios: picked, planned on a copy, side by side with the live plan, adopted or forgotten.
import { useSignal, useSignalEffect } from "@preact/signals"
import { number } from "../../draw/format"
import { del, get, post } from "../../net/http"
import { failureText, may } from "../context"
import { address } from "../route"
import { answered, useAsked, type Headed } from "./asking"
import { Panel, Slips, type Move, type Screen } from "./parts"
import { PickForm, type Picked } from "./picks"

type Figures = {
  late_molds: number; tardiness_hours: number; molds_without_date: number; unattended_hours: number
  moved_soon: number; moved: number; slip_count: number; gain_count: number; slips: Move[]; overtime_hours?: number; outside_days?: number
}
type Scene = { id: string; name: string; base: number; made_by: string; adoptable: boolean; texts: Record<string, string[]>; live: Figures; unchanged: Figures; after: Figures }
type Listed = { live: number; drafts: Scene[] }

const ROWS = [
  ["scene.late_molds", (f: Figures) => f.late_molds, true],
  ["scene.tardiness", (f: Figures) => f.tardiness_hours, true],
  ["scene.dateless", (f: Figures) => f.molds_without_date, true],
  ["scene.slips", (f: Figures) => f.slip_count, true],
  ["scene.gains", (f: Figures) => f.gain_count, false],
  ["scene.moved_soon", (f: Figures) => f.moved_soon, null],
  ["scene.moved", (f: Figures) => f.moved, null],
  ["scene.overtime", (f: Figures) => f.overtime_hours ?? 0, null],
  ["scene.outside", (f: Figures) => f.outside_days ?? 0, null],
  ["scene.nights", (f: Figures) => f.unattended_hours, null],
] as const

/** Green where better than the live plan, red where worse; `lower` is better, or higher, or neither. */
const tone = (value: number, live: number, lower: boolean | null): string =>
  lower === null || value === live ? "" : (value < live) === lower ? "run strong" : "act strong"

function Head({ desk, t, scene, live, change }: Screen & { scene: Scene; live: number; change: () => void }) {
  const open = useSignal(false)
  const message = useSignal("")
  const error = useSignal("")
  const busy = useSignal(false)
  const done = (work: Promise<unknown>) => {
    busy.value = true
    error.value = ""
    void work.then(change, (failure: unknown) => {
      error.value = failureText(desk, failure)
      change()
    }).finally(() => (busy.value = false))
  }
  const path = `/api/scenarios/${scene.id}`
  const old = scene.base !== live
  return (
    <th class="ask-scene" data-scene={scene.name}>
      <b>{scene.name}</b>
      <ul class="mu">{(scene.texts[desk.language] ?? scene.texts["en"] ?? []).map((text) => <li key={text}>{text}</li>)}</ul>
      {old && <span class="wait">{t("scene.old", { version: scene.base })}</span>}
      <span class="ask-acts">
        {old ? <button class="control" disabled={busy.value} onClick={() => done(answered(`${path}/again`))}>{t("scene.again", { version: live })}</button>
          : scene.adoptable ? <button class="control" data-adopt disabled={busy.value} onClick={() => (open.value = !open.value)}>{t("scene.adopt")}</button>
            : <span class="mu">{t("scene.not_there")} {may(desk, "GET /api/tables") && <a class="link" href={address("excel")}>{t("scene.bring")}</a>}</span>}
        <button class="control" disabled={busy.value} data-forget onClick={() => done(del(path))}>{t("scene.forget")}</button>
      </span>
      {open.value && !old && (
        <form class="ask-acts" onSubmit={(event) => {
          event.preventDefault()
          done(post(`${path}/adopt`, { message: message.value }))
        }}>
          <input required maxLength={200} aria-label={t("scene.message")} placeholder={t("scene.message")} value={message.value} onInput={(event) => (message.value = event.currentTarget.value)} />
          <button class="solid" disabled={busy.value}>{t("scene.adopt")}</button>
        </form>
      )}
      {error.value && <span class="act" role="alert">{error.value}</span>}
    </th>
  )
}

function Table({ desk, t, listed, change }: Screen & { listed: Listed; change: () => void }) {
  const scenes = listed.drafts
  const first = scenes[0]
  const shown = useSignal("")
  if (first === undefined) return <p class="fine">{t("scene.none")}</p>
  const chosen = scenes.find(({ id }) => id === shown.value) ?? first
  return (
    <>
      <div class="table-area">
        <table class="plain-table ask-scenes" data-scenes={scenes.length}>
          <thead><tr><th /><th class="right">{t("scene.live")}</th><th class="right">{t("scene.unchanged")}</th>{scenes.map((scene) => <Head key={scene.id} desk={desk} t={t} scene={scene} live={listed.live} change={change} />)}</tr></thead>
          <tbody>
            {ROWS.map(([label, value, lower]) => (
              <tr key={label} data-row={label}>
                <td>{t(label)}</td>
                <td class="right mu">{number(value(first.live), 0)}</td>
                <td class={`right ${tone(value(first.unchanged), value(first.live), lower)}`}>{number(value(first.unchanged), 0)}</td>
                {scenes.map((scene) => <td key={scene.id} class={`right ${tone(value(scene.after), value(scene.live), lower)}`}>{number(value(scene.after), 0)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="ask-form" role="tablist">
        {scenes.length > 1 && scenes.map((scene) => <button key={scene.id} role="tab" aria-selected={scene.id === chosen.id} class={`control ${scene.id === chosen.id ? "control-on" : ""}`} onClick={() => (shown.value = scene.id)}>{scene.name}</button>)}
      </div>
      <Panel title={`${chosen.name}: ${t("slips")}`}><Slips desk={desk} t={t} slips={chosen.after.slips} /></Panel>
    </>
  )
}

export function ScenariosScreen({ desk, t }: Screen) {
  const listed = useSignal<Listed | null>(null)
  const picked = useSignal<Picked[]>([])
  const name = useSignal("")
  const error = useSignal("")
  const asked = useAsked<Headed>(desk)
  const load = () => void get<Listed>("/api/scenarios").then((found) => (listed.value = found), (failure: unknown) => (error.value = failureText(desk, failure)))
  useSignalEffect(() => {
    desk.store.tables.shop.value.get("shop")?.plan_version
    load()
  })
  const plan = async () => {
    const called = name.value.trim() || picked.value.map(({ text }) => text.split(", ", 1)[0]).join("; ").slice(0, 200)
    if ((await asked.ask("/api/scenarios", { name: called, picks: picked.value.map(({ pick }) => pick) })) === null) return
    picked.value = []
    name.value = ""
    load()
  }
  return (
    <>
      <PickForm desk={desk} t={t} add={(one) => (picked.value = [...picked.value, one])} />
      {picked.value.length > 0 && (
        <form class="ask-form ask-picked" onSubmit={(event) => { event.preventDefault(); void plan() }}>
          {picked.value.map((one, i) => (
            <span key={i} class="chip">{one.text} <button type="button" aria-label={`${t("remove")} ${one.text}`} onClick={() => (picked.value = picked.value.filter((_, at) => at !== i))}>×</button></span>
          ))}
          <input aria-label={t("scene.name")} placeholder={t("scene.name")} maxLength={200} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
          <button class="solid" disabled={asked.busy.value} data-plan>{t("scene.plan")}</button>
        </form>
      )}
      <p class="ask-state" aria-live="polite">
        {asked.busy.value && <span class="mu" role="status">{t("working")}</span>}
        {(asked.error.value || error.value) && <span class="act strong" role="alert">{asked.error.value || error.value}</span>}
      </p>
      {listed.value !== null && <Table desk={desk} t={t} listed={listed.value} change={load} />}
    </>
  )
}

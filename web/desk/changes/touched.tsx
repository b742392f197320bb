// What a change touches, one row each, with the decision beside it.
import { Shape } from "../../draw/shapes"
import type { Desk } from "../context"
import { HANDLINGS, OF_PURCHASES, OUTSIDE, type Draft, type Handling, type TouchedPart, type TouchedPurchase, type Work } from "./model"
import type { ChangeText } from "./texts"

type Set = (changed: Partial<Draft>) => void

function Names({ works, word, tone, shape }: { works: Work[]; word: string; tone: string; shape: "ready" | "running" | "waiting" }) {
  if (works.length === 0) return null
  const shown = works.slice(0, 3).map(({ name, machine }) => (machine !== null && shape === "running" ? `${name} (${machine})` : name)).join(", ")
  return <span class="touched-work"><span class={tone}><Shape name={shape} size={13} /></span> <b>{works.length}</b> {word} <span class="mu">{shown}{works.length > 3 ? " …" : ""}</span></span>
}

function Handle({ t, label, values, draft, set, words }: { t: ChangeText; label: string; values: readonly Handling[]; draft: Draft; set: Set; words: (one: Handling) => string }) {
  return (
    <div class="segments handling" role="radiogroup" aria-label={label}>
      {values.map((one) => <button key={one} type="button" role="radio" data-handling={one} aria-checked={draft.handling === one} class={draft.handling === one ? "on" : ""} onClick={() => set({ handling: one })}>{words(one)}</button>)}
      {draft.handling === "" && <span class="only-read">{t("decide")}</span>}
    </div>
  )
}

function More({ desk, t, draft, set }: { desk: Desk; t: ChangeText; draft: Draft; set: Set }) {
  const kinds = [...desk.store.tables.kinds.value.values()].filter(({ machines }) => machines > 0).sort((a, b) => desk.words.kind(a).localeCompare(desk.words.kind(b)))
  return (
    <div class="handling-more">
      {draft.handling === "rework" && (
        <>
          <label>{t("work")} <select name="work" value={draft.work} onChange={(event) => set({ work: event.currentTarget.value })}><option value="" disabled />{kinds.map((kind) => <option key={kind.id} value={kind.id}>{desk.words.kind(kind)}</option>)}<option value={OUTSIDE}>{t("outside")}</option></select></label>
          <label>{t("minutes")} <input class="minutes" type="number" min="1" name="minutes" value={draft.minutes} onInput={(event) => set({ minutes: event.currentTarget.value })} /></label>
        </>
      )}
      {draft.handling === "scrap" && (
        <label><input type="checkbox" name="material" checked={draft.material} onChange={(event) => set({ material: event.currentTarget.checked })} /> {t("material")}</label>
      )}
      {draft.handling === "scrap" && draft.material && <label>{t("comes")} <input type="date" name="promised" value={draft.promised} onInput={(event) => set({ promised: event.currentTarget.value })} /></label>}
      <label><input type="checkbox" name="redrawn" checked={draft.redrawn} onChange={(event) => set({ redrawn: event.currentTarget.checked })} /> {t("redrawn")}</label>
      {draft.redrawn && <label>{t("expected")} <input type="date" name="drawing" value={draft.drawing} onInput={(event) => set({ drawing: event.currentTarget.value })} /></label>}
    </div>
  )
}

export function PartRow({ desk, t, one, draft, set }: { desk: Desk; t: ChangeText; one: TouchedPart; draft: Draft; set: Set }) {
  return (
    <li class={`touched ${draft.handling === "" ? "touched-open" : ""}`} data-touched={one.part}>
      <div class="touched-what">
        <p><b>{one.name}</b> <span class="mu">{one.part}</span>{one.electrode && <span class="why-chip">{t("electrode")}</span>}</p>
        {one.burns.length > 0 && <p class="mu one-line">{t("burns", { burns: one.burns.map(({ name }) => name).join(", ") })}</p>}
        <p class="touched-works">
          <Names works={one.under_way} word={t("under_way")} tone="run" shape="running" />
          <Names works={one.done} word={t("done")} tone="mu" shape="ready" />
          <Names works={one.open} word={t("ahead")} tone="mu" shape="waiting" />
        </p>
      </div>
      <div class="touched-decision">
        <Handle t={t} label={one.name} values={HANDLINGS} draft={draft} set={set} words={(handling) => t(handling)} />
        <More desk={desk} t={t} draft={draft} set={set} />
      </div>
    </li>
  )
}

const BOUGHT = { keep: "keep", stop: "cancel", scrap: "reorder", rework: "keep" } as const

export function PurchaseRow({ desk, t, one, draft, set }: { desk: Desk; t: ChangeText; one: TouchedPurchase; draft: Draft; set: Set }) {
  const when = one.received !== null ? t("received", { when: desk.format.shortDate(one.received) }) : one.promised !== null ? t("promised", { when: desk.format.shortDate(one.promised) }) : t("unknown")
  const values = one.received === null ? OF_PURCHASES : OF_PURCHASES.filter((handling) => handling !== "stop")
  return (
    <li class="touched" data-touched={one.purchase}>
      <div class="touched-what">
        <p><b>{one.item}</b> <span class="mu">{one.supplier}</span><span class="why-chip">{t("bought")}</span></p>
        <p class="mu">{when}</p>
      </div>
      <div class="touched-decision">
        <Handle t={t} label={one.item} values={values} draft={draft} set={set} words={(handling) => t(BOUGHT[handling])} />
        {draft.handling === "scrap" && <div class="handling-more"><label>{t("comes")} <input type="date" name="promised" value={draft.promised} onInput={(event) => set({ promised: event.currentTarget.value })} /></label></div>}
      </div>
    </li>
  )
}

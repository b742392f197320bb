// What is told of one electrode at the desk: its place, and what measuring found.
import { useSignal } from "@preact/signals"
import { commanded, type Desk } from "../context"
import type { Electrode } from "./page"
import type { ElectrodeText } from "./texts"

const LONGEST_PLACE = 60
const LONGEST_NOTE = 80

type Given = { desk: Desk; t: ElectrodeText; one: Electrode; changed: () => void }

function Place({ desk, t, one, changed, done }: Given & { done: () => void }) {
  const place = useSignal(one.place)
  const error = useSignal("")
  const save = async () => {
    error.value = await commanded(desk, "place_part", { part: one.part, mold: null, place: place.value, person: desk.user.person || null })
    changed()
    if (error.value === "") done()
  }
  return (
    <form class="electrode-form" data-form="place" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <label>{t("place.set")} <input required maxLength={LONGEST_PLACE} name="place" value={place.value} onInput={(event) => (place.value = event.currentTarget.value)} /></label>
      <button class="control">{t("save")}</button> <button type="button" class="link" onClick={done}>{t("cancel")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

function Measure({ desk, t, one, changed, done }: Given & { done: () => void }) {
  const ok = useSignal(true)
  const deviation = useSignal("")
  const minutes = useSignal("")
  const note = useSignal("")
  const error = useSignal("")
  const save = async () => {
    error.value = await commanded(desk, "measure_electrode", {
      electrode: one.part, ok: ok.value, deviation: deviation.value === "" ? null : deviation.value,
      note: ok.value ? "" : note.value, minutes: ok.value ? 0 : Number(minutes.value), person: desk.user.person || null,
    })
    changed()
    if (error.value === "") done()
  }
  return (
    <form class="electrode-form" data-form="measure" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div class="segments" role="radiogroup" aria-label={t("measure")}>
        <button type="button" role="radio" aria-checked={ok.value} class={ok.value ? "on" : ""} onClick={() => (ok.value = true)}>{t("well")}</button>
        <button type="button" role="radio" data-bad aria-checked={!ok.value} class={ok.value ? "" : "on"} onClick={() => (ok.value = false)}>{t("bad")}</button>
      </div>
      <label>{t("deviation")} <input class="minutes" type="number" min="0" step="0.001" name="deviation" value={deviation.value} onInput={(event) => (deviation.value = event.currentTarget.value)} /></label>
      {!ok.value && <label>{t("minutes")} <input class="minutes" type="number" required min="1" name="minutes" value={minutes.value} onInput={(event) => (minutes.value = event.currentTarget.value)} /></label>}
      {!ok.value && <label>{t("note")} <input required maxLength={LONGEST_NOTE} name="note" value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} /></label>}
      <button class="control">{t("save")}</button> <button type="button" class="link" onClick={done}>{t("cancel")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

export function Acts({ mayTell, ...given }: Given & { mayTell: boolean }) {
  const { t, one } = given
  const open = useSignal<"" | "place" | "measure">("")
  const done = () => void (open.value = "")
  return (
    <>
      <span class="electrode-acts">
        <span class={one.place ? "strong" : "mu"} data-place={one.place}>{one.place || "–"}</span>
        {mayTell && <button class="link" data-do="place" onClick={() => (open.value = open.value === "place" ? "" : "place")}>{t("place")}</button>}
        {mayTell && one.made && <button class="link" data-do="measure" onClick={() => (open.value = open.value === "measure" ? "" : "measure")}>{t("measure")}</button>}
      </span>
      {open.value === "place" && <Place {...given} done={done} />}
      {open.value === "measure" && <Measure {...given} done={done} />}
    </>
  )
}

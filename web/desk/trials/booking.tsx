// A press strong enough and free, and the customer's material: what a trial needs beside the mold.
import { useSignal } from "@preact/signals"
import { number } from "../../draw/format"
import { Shape } from "../../draw/shapes"
import { may, type Desk } from "../context"
import { fieldsOf, isOpen, momentAt, type Press, type Trial } from "./model"
import { Foot, Section, useSending, type Given } from "./parts"
import { trialTexts, type TrialText } from "./texts"

const SHOWN = 2
const DAY_MS = 86_400_000

const when = (desk: Desk, moment: string): string => `${desk.format.shortDate(moment)} ${desk.format.time(moment)}`

function Taken({ desk, t, press, trial }: { desk: Desk; t: TrialText; press: Press; trial: string }) {
  const others = press.taken.filter(({ operation }) => operation !== trial)
  if (others.length === 0) return <span class="mu">{t("press.free")}</span>
  return (
    <>
      {others.slice(0, SHOWN).map(({ operation, mold, start, end }) => (
        <span key={operation} class="mu one-line">{t("press.taken", { mold, from: when(desk, start), to: when(desk, end) })}</span>
      ))}
      {others.length > SHOWN && <span class="mu">{t("press.more", { count: others.length - SHOWN })}</span>}
    </>
  )
}

function Presses({ desk, t, trial, chosen, pick }: { desk: Desk; t: TrialText; trial: Trial; chosen: string; pick: (machine: string) => void }) {
  if (trial.presses.length === 0) return <p class="act">{t("press.none")}</p>
  return (
    <fieldset class="presses">
      <legend class="only-read">{t("press")}</legend>
      {trial.presses.map((press) => (
        <label key={press.machine} class={`press ${chosen === press.machine ? "picked" : ""} ${press.fits ? "" : "press-weak"}`} data-press={press.machine} data-fits={press.fits}>
          <input type="radio" name="press" value={press.machine} checked={chosen === press.machine} disabled={!press.fits} onChange={() => pick(press.machine)} />
          <b>{press.name}</b>
          <span class="press-tonnes">{press.tonnage === null ? "–" : t("tonnes", { tonnes: number(press.tonnage, 0) })}</span>
          <span class="press-taken">
            {!press.fits ? <b class="act"><Shape name="problem" size={13} /> {t("press.weak")}</b> : press.down ? <b class="act">{t("press.down")}</b> : <Taken desk={desk} t={t} press={press} trial={trial.operation} />}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function Material({ desk, t, trial }: { desk: Desk; t: TrialText; trial: Trial }) {
  const known = trial.material
  if (known === null) return <p class="mu">{t("material.not")}</p>
  if (known.received !== null) return <p><span class="run"><Shape name="ready" size={14} /></span> {t("material.here", { item: known.item, when: desk.format.shortDate(known.received) })}</p>
  if (known.promised === null) return <p class="act">{t("material.open", { item: known.item })}</p>
  return <p class="wait">{t("material.comes", { item: known.item, when: desk.format.shortDate(known.promised) })}</p>
}

/** A press that is likely wanted: the booked one, else the weakest that is strong enough. */
function firstPress(trial: Trial): string {
  const strong = trial.presses.filter(({ fits, down }) => fits && !down).sort((a, b) => (a.tonnage ?? 0) - (b.tonnage ?? 0))
  return trial.machine !== null && strong.some(({ machine }) => machine === trial.machine) ? trial.machine : (strong[0]?.machine ?? "")
}

function Form(given: Given) {
  const { desk, trial } = given
  const t = trialTexts(desk.language)
  const sending = useSending(given)
  const now = desk.tick.value.now ?? Date.now()
  const first = trial.booked ?? trial.start
  const suggested = first !== null && Date.parse(first) > now ? fieldsOf(desk, first) : { day: fieldsOf(desk, now + DAY_MS).day, time: "09:00" }
  const press = useSignal(firstPress(trial))
  const day = useSignal(suggested.day)
  const time = useSignal(suggested.time)
  const material = useSignal(trial.material?.item ?? "")
  const due = useSignal(trial.material?.promised ? fieldsOf(desk, trial.material.promised).day : "")
  const book = () => void sending.send("book_trial", {
    press: press.value, start: momentAt(desk, day.value, time.value), material: material.value,
    material_due: material.value.trim() !== "" && due.value !== "" ? momentAt(desk, due.value, "08:00") : null,
  })
  return (
    <form class="trial-form" data-form="booking" onSubmit={(event) => { event.preventDefault(); book() }}>
      <Presses desk={desk} t={t} trial={trial} chosen={press.value} pick={(machine) => (press.value = machine)} />
      <div class="fields trial-fields">
        <label class="field"><span>{t("start")}</span><input type="date" required value={day.value} onInput={(event) => (day.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{t("time")}</span><input type="time" required value={time.value} onInput={(event) => (time.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{t("material")}</span><input maxLength={200} placeholder={t("material.what")} value={material.value} onInput={(event) => (material.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{t("material.due")}</span><input type="date" value={due.value} disabled={material.value.trim() === "" || trial.material?.received != null} onInput={(event) => (due.value = event.currentTarget.value)} /></label>
      </div>
      <Foot sending={sending} label={t(trial.booked === null ? "book" : "book.again")} disabled={press.value === ""}>
        <Material desk={desk} t={t} trial={trial} />
      </Foot>
    </form>
  )
}

export function Booking(given: Given) {
  const { desk, trial } = given
  const t = trialTexts(desk.language)
  const at = trial.booked ?? trial.start
  const where = trial.machine_name && at !== null ? <span class="strong">{t("book.on", { press: trial.machine_name, when: when(desk, at) })}</span> : null
  return (
    <Section name="booking" title={t("booking")} aside={where}>
      {isOpen(trial) && may(desk, "command book_trial") ? <Form {...given} /> : <Material desk={desk} t={t} trial={trial} />}
    </Section>
  )
}

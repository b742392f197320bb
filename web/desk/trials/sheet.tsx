// The trial sheet: as it was handed in, and to be filled in or put right at the desk.
import { signal, useSignal } from "@preact/signals"
import { DEFECTS, PARAMETERS, trialWords, UNITS, VERDICTS, WATER_TESTS, type DefectName, type Parameter, type Verdict, type WaterTest } from "../../i18n/trial/words"
import { Shape } from "../../draw/shapes"
import { may, type Desk } from "../context"
import { AddPhoto, Photos } from "../ledger/parts"
import type { Trial } from "./model"
import { Foot, Section, useSending, type Given } from "./parts"
import { trialTexts, type TrialText } from "./texts"

const LONGEST = 2000

export function VerdictMark({ desk, verdict }: { desk: Desk; verdict: Verdict }) {
  const tone = verdict === "passed" ? "run" : verdict === "issues" ? "wait" : "act"
  return <b class={`verdict ${tone}`}><Shape name={verdict === "passed" ? "ready" : "problem"} size={16} /> {trialWords(desk.language)(verdict)}</b>
}

function Defects({ desk, t, trial }: { desk: Desk; t: TrialText; trial: Trial }) {
  const w = trialWords(desk.language)
  const cavities = [...new Set(trial.sheet.defects.map(({ cavity }) => cavity))].sort((a, b) => a - b)
  if (cavities.length === 0) return <span class="mu">{t("defects.none")}</span>
  return (
    <ul class="cavities">
      {cavities.map((cavity) => (
        <li key={cavity} data-cavity={cavity}><span class="mu">{t("cavity", { number: cavity })}</span> {trial.sheet.defects.filter((one) => one.cavity === cavity).map(({ defect }) => <b key={defect} class="defect">{w(defect)}</b>)}</li>
      ))}
    </ul>
  )
}

function Shown({ desk, t, trial }: { desk: Desk; t: TrialText; trial: Trial }) {
  const w = trialWords(desk.language)
  const { readings, water_test, photos, note } = trial.sheet
  return (
    <div class="sheet-shown">
      {readings.length === 0 ? <p class="mu">{t("parameters.none")}</p> : (
        <dl class="readings">
          {readings.map(({ parameter, value }) => <div key={parameter}><dt>{w(parameter)}</dt><dd><b>{value}</b> <span class="mu">{UNITS[parameter]}</span></dd></div>)}
        </dl>
      )}
      <div class="sheet-two">
        <div><h3>{t("defects")}</h3><Defects desk={desk} t={t} trial={trial} /></div>
        <div><h3>{t("water")}</h3><span class={water_test === "leaks" ? "act strong" : ""}>{w(water_test)}</span></div>
      </div>
      {note && <p class="told-text">{note}</p>}
      {photos.length > 0 && <div class="photos"><Photos desk={desk} names={photos} /></div>}
    </div>
  )
}

function Choice<T extends string>({ label, name, values, value, pick, word }: { label: string; name: string; values: readonly T[]; value: T | null; pick: (one: T) => void; word: (one: T) => string }) {
  return (
    <fieldset class="pick" data-pick={name}>
      <legend>{label}</legend>
      {values.map((one) => (
        <label key={one} class={value === one ? "picked" : ""}><input type="radio" name={name} required checked={value === one} onChange={() => pick(one)} /> {word(one)}</label>
      ))}
    </fieldset>
  )
}

function Grid({ desk, t, cavities, marked, toggle }: { desk: Desk; t: TrialText; cavities: number; marked: ReadonlySet<string>; toggle: (mark: string) => void }) {
  const w = trialWords(desk.language)
  const all = Array.from({ length: cavities }, (_, n) => n + 1)
  return (
    <div class="defect-area">
      <table class="defect-grid">
        <thead><tr><th>{t("defects")}</th>{all.map((cavity) => <th key={cavity}>{cavity}</th>)}</tr></thead>
        <tbody>
          {DEFECTS.map((defect) => (
            <tr key={defect}>
              <th scope="row">{w(defect)}</th>
              {all.map((cavity) => {
                const mark = `${cavity} ${defect}`
                return <td key={cavity}><input type="checkbox" aria-label={`${w(defect)}, ${t("cavity", { number: cavity })}`} checked={marked.has(mark)} onChange={() => toggle(mark)} /></td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Edit(given: Given & { done: () => void }) {
  const { desk, trial, done } = given
  const t = trialTexts(desk.language)
  const w = trialWords(desk.language)
  const sending = useSending(given)
  const known = trial.sheet
  const values = useSignal<Partial<Record<Parameter, string>>>(Object.fromEntries(known.readings.map(({ parameter, value }) => [parameter, String(value)])))
  const marked = useSignal<ReadonlySet<string>>(new Set(known.defects.map(({ cavity, defect }) => `${cavity} ${defect}`)))
  const water = useSignal<WaterTest>(known.water_test)
  const photos = useSignal<readonly string[]>(known.photos)
  const note = useSignal(known.note)
  const verdict = useSignal<Verdict | null>(trial.verdict)
  const toggle = (mark: string) => {
    const next = new Set(marked.value)
    if (!next.delete(mark)) next.add(mark)
    marked.value = next
  }
  const save = async () => {
    const readings = PARAMETERS.flatMap((parameter) => (values.value[parameter]?.trim() ? [{ parameter, value: Number(values.value[parameter]) }] : []))
    const defects = [...marked.value].map((mark) => {
      const [cavity = "1", defect = "other"] = mark.split(" ")
      return { cavity: Number(cavity), defect: defect as DefectName }
    })
    if (await sending.send("record_trial", { verdict: verdict.value, sheet: { readings, defects, water_test: water.value, photos: photos.value, note: note.value } })) done()
  }
  return (
    <form class="trial-form" data-form="sheet" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div class="fields trial-readings">
        {PARAMETERS.map((parameter) => (
          <label key={parameter} class="field"><span>{w(parameter)} {UNITS[parameter]}</span><input type="number" step="any" min="0" name={parameter} value={values.value[parameter] ?? ""} onInput={(event) => (values.value = { ...values.value, [parameter]: event.currentTarget.value })} /></label>
        ))}
      </div>
      <Grid desk={desk} t={t} cavities={trial.cavities} marked={marked.value} toggle={toggle} />
      <Choice label={t("water")} name="water" values={WATER_TESTS} value={water.value} pick={(one) => (water.value = one)} word={w} />
      <div class="photos"><Photos desk={desk} names={photos.value} /><AddPhoto desk={desk} added={(name) => void (photos.value = [...new Set([...photos.value, name])])} /></div>
      <label class="field"><span>{t("note")}</span><textarea rows={2} maxLength={LONGEST} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} /></label>
      <Choice label={t("verdict")} name="verdict" values={VERDICTS} value={verdict.value} pick={(one) => (verdict.value = one)} word={w} />
      <Foot sending={sending} label={t("sheet.save")}><button type="button" class="link" onClick={done}>{t("cancel")}</button></Foot>
    </form>
  )
}

/** Whose sheet is open for writing: it stays so while the answer is asked for anew. */
const editing = signal("")

export function SheetSection(given: Given) {
  const { desk, trial } = given
  const t = trialTexts(desk.language)
  const open = editing.value === trial.operation
  const mayEdit = may(desk, "command record_trial") && trial.approved_at === null
  return (
    <Section
      name="sheet" title={t("sheet")}
      aside={trial.verdict === null ? <span class="wait strong">{t("sheet.none")}</span> : <><VerdictMark desk={desk} verdict={trial.verdict} />{trial.recorded_at !== null && <span class="mu">{[trial.recorded_by, `${desk.format.shortDate(trial.recorded_at)} ${desk.format.time(trial.recorded_at)}`].filter(Boolean).join(" · ")}</span>}</>}
    >
      {open ? <Edit {...given} done={() => (editing.value = "")} /> : (
        <>
          {trial.verdict !== null && <Shown desk={desk} t={t} trial={trial} />}
          {mayEdit && <div class="form-foot"><button class="control" data-do="sheet" onClick={() => (editing.value = trial.operation)}>{t(trial.verdict === null ? "sheet.new" : "sheet.edit")}</button></div>}
        </>
      )}
    </Section>
  )
}

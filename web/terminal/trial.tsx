// The trial sheet at the press: parameters, defects per cavity, water and pictures, the verdict. A tap or a number each.
import backspaceIcon from "@tabler/icons/outline/backspace.svg?raw"
import cameraIcon from "@tabler/icons/outline/camera.svg?raw"
import checkIcon from "@tabler/icons/outline/check.svg?raw"
import sheetIcon from "@tabler/icons/outline/clipboard-list.svg?raw"
import { signal } from "@preact/signals"
import { useState } from "preact/hooks"
import { Icon } from "../draw/icon"
import { Shape, type ShapeName } from "../draw/shapes"
import { DEFECTS, PARAMETERS, trialWords, UNITS, VERDICTS, WATER_TESTS, type DefectName, type Parameter, type Verdict, type WaterTest } from "../i18n/trial/words"
import type { QueueItem, StationRow } from "../model/wire"
import { keepPicture } from "../net/pictures"
import { Panel } from "./panel"
import type { Terminal } from "./terminal"

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0"]
const LONGEST = 7
const MOST_PHOTOS = 12
const STEPS = ["parameters", "defects", "water", "verdict"] as const
type Step = (typeof STEPS)[number]

/** A sheet that is being filled in. */
export type Filling = {
  readings: Partial<Record<Parameter, string>>
  defects: readonly { cavity: number; defect: DefectName }[]
  water_test: WaterTest
  photos: readonly string[]
  verdict: Verdict | null
}
const EMPTY: Filling = { readings: {}, defects: [], water_test: "not_tested", photos: [], verdict: null }

/** Half a sheet stays while the worker looks at other screens. */
const sheets = signal<Readonly<Record<string, Filling>>>({})
type Change = (changed: Partial<Filling>) => void
type Part = { terminal: Terminal; sheet: Filling; change: Change }

/** Opens the sheet of a job in which a mold is tried; tells the verdict where it was handed in elsewhere. */
export function SheetChip({ terminal, item }: { terminal: Terminal; item: QueueItem }) {
  if (item.trial === null) return null
  const t = terminal.t.value
  const { verdict } = item.trial
  const told = verdict === null ? t("trial.sheet") : t("trial.sheet.told", { verdict: trialWords(terminal.language.value)(verdict) })
  if (verdict !== null && sheets.value[item.operation] === undefined) return <span class="chip" data-sheet={verdict}>{told}</span>
  return (
    <button class="chip chip-drawing" data-do="trial" data-sheet={verdict ?? ""} onClick={() => terminal.show({ name: "trial", operation: item.operation })}>
      <Icon svg={sheetIcon} size={30} /> {told}
    </button>
  )
}

function Parameters({ terminal, sheet, change }: Part) {
  const [at, setAt] = useState<Parameter>(PARAMETERS[0])
  const t = terminal.t.value
  const w = trialWords(terminal.language.value)
  const typed = sheet.readings[at] ?? ""
  const type = (value: string) => change({ readings: { ...sheet.readings, [at]: value } })
  const next = PARAMETERS[(PARAMETERS.indexOf(at) + 1) % PARAMETERS.length] ?? PARAMETERS[0]
  return (
    <div class="trial-parameters">
      <div class="trial-values">
        {PARAMETERS.map((one) => (
          <button key={one} class={`tile trial-value ${one === at ? "chosen" : ""}`} data-parameter={one} aria-pressed={one === at} onClick={() => setAt(one)}>
            <span class="one-line">{w(one)}</span>
            <b>{sheet.readings[one] || "–"} <small class="mu">{UNITS[one]}</small></b>
          </button>
        ))}
      </div>
      <div class="trial-pad">
        <output class="measured" aria-live="polite">{typed || "–"} <small class="mu">{UNITS[at]}</small></output>
        <div class="pin-keys trial-keys">
          {KEYS.map((key) => <button key={key} class="tile" data-key={key} onClick={() => typed.length < LONGEST && !(key === "." && typed.includes(".")) && type(typed + key)}>{key}</button>)}
          <button class="tile" aria-label={t("pin.delete")} onClick={() => type(typed.slice(0, -1))}><Icon svg={backspaceIcon} size={36} /></button>
          <button class="tile pin-ok" data-do="next-parameter" onClick={() => setAt(next)}>{t("checks.next")}</button>
        </div>
      </div>
    </div>
  )
}

function Defects({ terminal, sheet, change, cavities }: Part & { cavities: number }) {
  const [cavity, setCavity] = useState(1)
  const t = terminal.t.value
  const w = trialWords(terminal.language.value)
  const has = (defect: DefectName): boolean => sheet.defects.some((one) => one.cavity === cavity && one.defect === defect)
  const toggle = (defect: DefectName) =>
    change({ defects: has(defect) ? sheet.defects.filter((one) => one.cavity !== cavity || one.defect !== defect) : [...sheet.defects, { cavity, defect }] })
  return (
    <>
      {cavities > 1 && (
        <div class="trial-cavities" role="group" aria-label={t("trial.cavity")}>
          {Array.from({ length: cavities }, (_, n) => n + 1).map((one) => {
            const count = sheet.defects.filter((found) => found.cavity === one).length
            return <button key={one} class={`tile ${one === cavity ? "chosen" : ""}`} data-cavity={one} aria-pressed={one === cavity} onClick={() => setCavity(one)}>{t("trial.cavity.n", { number: one })}{count > 0 && <b class="act"> {count}</b>}</button>
          })}
        </div>
      )}
      <div class="trial-defects">
        {DEFECTS.map((defect) => (
          <button key={defect} class={`tile ${has(defect) ? "bad" : ""}`} data-defect={defect} aria-pressed={has(defect)} onClick={() => toggle(defect)}>
            {has(defect) && <Shape name="problem" size={28} />} <b>{w(defect)}</b>
          </button>
        ))}
      </div>
    </>
  )
}

function Water({ terminal, sheet, change }: Part) {
  const [failed, setFailed] = useState(false)
  const t = terminal.t.value
  const w = trialWords(terminal.language.value)
  const take = async (file: File | undefined) => {
    if (file === undefined || sheet.photos.length >= MOST_PHOTOS) return
    try {
      change({ photos: [...sheet.photos, await keepPicture(file)] })
    } catch {
      setFailed(true)
    }
  }
  return (
    <div class="trial-water">
      <h2>{t("trial.water")}</h2>
      <div class="trial-three">
        {WATER_TESTS.map((one) => (
          <button key={one} class={`tile ${sheet.water_test === one ? (one === "leaks" ? "bad chosen" : "chosen") : ""}`} data-water={one} aria-pressed={sheet.water_test === one} onClick={() => change({ water_test: one })}><b>{w(one)}</b></button>
        ))}
      </div>
      <h2>{t("trial.photos", { count: sheet.photos.length })}</h2>
      <label class="tile trial-photo" data-do="photo">
        <Icon svg={cameraIcon} size={56} /> <b>{t(failed ? "checks.photo.failed" : "checks.photo")}</b>
        <input type="file" accept="image/*" capture="environment" onChange={(event) => { const file = event.currentTarget.files?.[0]; event.currentTarget.value = ""; void take(file) }} />
      </label>
    </div>
  )
}

const SHAPES: Record<Verdict, ShapeName> = { passed: "ready", issues: "waiting", failed: "problem" }

function VerdictStep({ terminal, sheet, change, item }: Part & { item: QueueItem }) {
  const t = terminal.t.value
  const w = trialWords(terminal.language.value)
  const { verdict } = sheet
  const hand = () => {
    if (verdict === null) return
    const readings = PARAMETERS.flatMap((parameter) => (Number(sheet.readings[parameter]) > 0 ? [{ parameter, value: Number(sheet.readings[parameter]) }] : []))
    const { defects, water_test, photos } = sheet
    void terminal.recordTrial(item, verdict, { readings, defects, water_test, photos, note: "" })
  }
  return (
    <>
      <div class="trial-three trial-verdicts">
        {VERDICTS.map((one) => (
          <button key={one} class={`tile problem-tile ${verdict === one ? "chosen" : ""}`} data-verdict={one} aria-pressed={verdict === one} onClick={() => change({ verdict: one })}>
            <span class={one === "passed" ? "run" : one === "issues" ? "wait" : "act"}><Shape name={SHAPES[one]} size={52} /></span> <b>{w(one)}</b>
          </button>
        ))}
      </div>
      <div class="buttons">
        <button class="main" data-do="hand-in" disabled={verdict === null} onClick={hand}><Icon svg={checkIcon} size={52} /> {t("trial.hand_in")}</button>
        {item.trial?.verdict === null && <button class="second" data-do="finish-unrecorded" onClick={() => void terminal.finishUnrecorded(item)}>{t("trial.without")}</button>}
      </div>
    </>
  )
}

export function TrialSheet({ terminal, row, operation }: { terminal: Terminal; row: StationRow; operation: string }) {
  const [step, setStep] = useState<Step>("parameters")
  const item = row.current.find((on) => on.operation === operation)
  if (item === undefined || item.trial === null) return null
  const t = terminal.t.value
  const sheet = sheets.value[operation] ?? EMPTY
  const change: Change = (changed) => (sheets.value = { ...sheets.value, [operation]: { ...(sheets.peek()[operation] ?? EMPTY), ...changed } })
  const counts: Record<Step, number> = {
    parameters: Object.values(sheet.readings).filter(Boolean).length, defects: sheet.defects.length, water: sheet.photos.length, verdict: sheet.verdict === null ? 0 : 1,
  }
  const part = { terminal, sheet, change }
  return (
    <Panel terminal={terminal} title={t("trial.title", { number: item.trial.number })} what={[item.mold, item.mold_name].filter(Boolean).join(" · ")}>
      <div class="trial-steps" role="tablist">
        {STEPS.map((one) => (
          <button key={one} role="tab" class={`tile ${one === step ? "chosen" : ""}`} data-step={one} aria-selected={one === step} onClick={() => setStep(one)}>
            {t(`trial.${one}`)}{counts[one] > 0 && <b class="trial-mark">{one === "verdict" ? <Icon svg={checkIcon} size={26} /> : counts[one]}</b>}
          </button>
        ))}
      </div>
      {step === "parameters" && <Parameters {...part} />}
      {step === "defects" && <Defects {...part} cavities={item.trial.cavities} />}
      {step === "water" && <Water {...part} />}
      {step === "verdict" && <VerdictStep {...part} item={item} />}
    </Panel>
  )
}

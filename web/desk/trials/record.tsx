// One trial: where it stands among the mold's trials, its press and material, its sheet, its issues, the approval.
import { useSignal } from "@preact/signals"
import { number } from "../../draw/format"
import { Bars } from "../../draw/parts"
import { Shape } from "../../draw/shapes"
import type { Desk } from "../context"
import { address } from "../route"
import { Approval } from "./approval"
import { Booking } from "./booking"
import { Issues } from "./issues"
import { markOf, whenOf } from "./list"
import { hasBegun, isOpen, useFound, type MoldTrials, type Trial } from "./model"
import { SheetSection } from "./sheet"
import { trialTexts } from "./texts"

function Line({ desk, mold, chosen }: { desk: Desk; mold: MoldTrials; chosen: string }) {
  const t = trialTexts(desk.language)
  return (
    <ol class="stages trial-line">
      {mold.trials.map((trial) => {
        const { shape, tone } = markOf(trial)
        const state = trial.work === "done" ? "done" : trial.work === "running" ? "running" : "todo"
        return (
          <li key={trial.operation} class={`stage-${state}`}>
            <a href={address("trials", trial.operation)} class={trial.operation === chosen ? "here" : ""} aria-current={trial.operation === chosen ? "step" : undefined} data-number={trial.number}>
              <b>{t("T", { number: trial.number })}</b>
              <span class={`trial-dot ${tone}`}><Shape name={shape} size={18} /></span>
              <span class="mu">{whenOf(desk, t, trial)}</span>
              <span class={trial.approved_at !== null ? "run strong" : "mu"}>{trial.approved_at !== null ? t("approved") : trial.issues > 0 ? t("issues.open", { open: trial.open, count: trial.issues }) : t(`state.${trial.work}`)}</span>
            </a>
          </li>
        )
      })}
    </ol>
  )
}

function Head({ desk, trial, mold }: { desk: Desk; trial: Trial; mold: MoldTrials | undefined }) {
  const t = trialTexts(desk.language)
  const held = mold?.trials.filter(({ work }) => work === "done").length ?? 0
  const facts = [
    trial.tonnage === null ? "" : t("needs", { tonnes: number(trial.tonnage, 0) }),
    t("cavities", { count: trial.cavities }),
    isOpen(trial) && trial.left > 0 ? t("left", { count: trial.left }) : "",
  ].filter(Boolean)
  const waits = [...new Set(trial.waits_for.map(({ what }) => desk.words.waits(what)))]
  return (
    <header class="mold-head trial-head">
      <h1>{t("T", { number: trial.number })}</h1>
      <div>
        <p class="mold-name"><a class="link" href={address("molds", trial.mold)}>{trial.mold}</a> {trial.mold_name}</p>
        <p class="mu">{facts.join(" · ")}</p>
        {waits.length > 0 && <p class="wait">{t("waits")}: {waits.join(", ")}</p>}
      </div>
      <div class="mold-late">
        <b class="trial-count">{mold?.approved ? t("count.approved", { count: held }) : t("count", { count: held })}</b>
        <span class="mu">{!isOpen(trial) ? "" : trial.booked === null ? t("not_booked") : t("booked", { when: `${desk.format.shortDate(trial.booked)} ${desk.format.time(trial.booked)}` })}</span>
      </div>
    </header>
  )
}

export function TrialRecord({ desk, trial, mold }: { desk: Desk; trial: string; mold: MoldTrials | undefined }) {
  const t = trialTexts(desk.language)
  const again = useSignal(0)
  const live = mold === undefined ? undefined : desk.store.tables.trials.value.get(mold.mold)
  const { found, error } = useFound<Trial>(desk, `/api/trials/${encodeURIComponent(trial)}`, [live, again.value])
  const known = found.value
  if (error.value) return <p class="act strong empty-row" role="alert">{error.value}</p>
  if (known === null) return <div class="mold"><Bars rows={8} label={desk.t("loading")} /></div>
  const given = { desk, trial: known, changed: () => (again.value += 1) }
  return (
    <div class="trial" data-trial={known.operation} data-work={known.work} data-verdict={known.verdict ?? ""} data-approved={known.approved_at !== null}>
      <Head desk={desk} trial={known} mold={mold} />
      {mold !== undefined && <Line desk={desk} mold={mold} chosen={trial} />}
      <div class="trial-columns">
        <div class="trial-column">
          <Booking {...given} />
          {hasBegun(known) || known.verdict !== null ? <SheetSection {...given} /> : null}
        </div>
        <div class="trial-column">
          {known.verdict !== null && <Issues {...given} />}
          <Approval {...given} />
          {!hasBegun(known) && known.verdict === null && <p class="mu trial-hint">{t("sheet.begin")}</p>}
        </div>
      </div>
    </div>
  )
}

// Trials: the molds with a trial ahead or lately over, and the chosen trial with all that belongs to it.
import { useSignal } from "@preact/signals"
import { Bars } from "../../draw/parts"
import type { Desk } from "../context"
import { TrialList } from "./list"
import { shownOf, useFound, type MoldTrials } from "./model"
import { TrialRecord } from "./record"
import { trialTexts } from "./texts"
import "./trials.css"

export function TrialsPage({ desk, chosen }: { desk: Desk; chosen: string }) {
  const t = trialTexts(desk.language)
  // The list is asked for anew when a trial's row changes.
  const { found, error } = useFound<MoldTrials[]>(desk, "/api/trials", [desk.store.tables.trials.value])
  const shown = useSignal("")
  const molds = found.value
  if (molds === null) {
    return <main class="page">{error.value ? <p class="act strong" role="alert">{error.value}</p> : <Bars rows={10} label={desk.t("loading")} />}</main>
  }
  // What is shown stays, also where nobody chose it and the order of the list changes.
  if (chosen !== "") shown.value = chosen
  else if (shown.value === "" && molds[0] !== undefined) shown.value = shownOf(molds[0])?.operation ?? ""
  const trial = shown.value
  return (
    <main class="molds-page trials-page">
      <TrialList desk={desk} molds={molds} chosen={trial} />
      {trial === "" ? <p class="empty-row mu">{t("none")}</p> : <TrialRecord key={trial} desk={desk} trial={trial} mold={molds.find(({ trials }) => trials.some(({ operation }) => operation === trial))} />}
    </main>
  )
}

// The customer's word, and what waits for it: texture, nitriding and whatever else is marked so.
import { useSignal } from "@preact/signals"
import { Shape } from "../../draw/shapes"
import { may } from "../context"
import { Foot, Section, useSending, type Given } from "./parts"
import { trialTexts } from "./texts"

const LONGEST = 500

function Give(given: Given) {
  const t = trialTexts(given.desk.language)
  const sending = useSending(given)
  const note = useSignal("")
  return (
    <form class="trial-form" data-form="approval" onSubmit={(event) => { event.preventDefault(); void sending.send("approve_trial", { note: note.value }) }}>
      <label class="field"><span>{t("approval.note")}</span><input maxLength={LONGEST} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} /></label>
      <Foot sending={sending} label={t("approval.give")} />
    </form>
  )
}

export function Approval(given: Given) {
  const { desk, trial } = given
  const t = trialTexts(desk.language)
  const approved = trial.approved_at
  const ready = trial.work === "done" && trial.verdict !== null
  return (
    <Section
      name="approval" title={t("approval")}
      aside={approved === null ? null : <><b class="verdict run"><Shape name="ready" size={16} /> {t("approved")}</b><span class="mu">{[trial.approved_by, desk.format.shortDate(approved)].filter(Boolean).join(" · ")}</span></>}
    >
      {trial.approval_note && <p class="told-text">{trial.approval_note}</p>}
      {approved === null && (
        trial.verdict === "failed" ? <p class="act">{t("approval.failed")}</p>
        : !ready ? <p class="mu">{t("approval.first")}</p>
        : may(desk, "command approve_trial") ? <Give {...given} /> : null
      )}
      {trial.after_approval.length === 0 ? <p class="mu">{t("approval.nothing")}</p> : (
        <ul class="approval-holds">
          {trial.after_approval.map(({ operation, name, part_name, work }) => (
            <li key={operation} data-held={operation}>
              <span class={approved === null ? "wait" : "mu"}><Shape name={approved === null ? "waiting" : "ready"} size={14} /></span>
              <b>{name}</b> <span class="mu">{part_name}</span>
              <span class={approved === null ? "wait" : "mu"}>{work === "done" ? desk.words.work(work) : t(approved === null ? "approval.holds" : "approval.free")}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

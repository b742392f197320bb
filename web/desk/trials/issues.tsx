// What a trial showed becomes work in one step: part, work, minutes and owner of each issue.
import { useSignal, type Signal } from "@preact/signals"
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../../draw/icon"
import { trialWords } from "../../i18n/trial/words"
import { may, type Desk } from "../context"
import { departmentsOf } from "../ledger/parts"
import { address } from "../route"
import { hasBegun, type IssueLine, type Trial } from "./model"
import { Foot, Section, useSending, type Given } from "./parts"
import { trialTexts, type TrialText } from "./texts"

const OUTSIDE = "-"
const LONGEST = 80

type Draft = { key: number; what: string; part: string; work: string; minutes: string; department: string; owner: string; ledger: boolean }
let keys = 0

function fresh(trial: Trial, what = ""): Draft {
  keys += 1
  return { key: keys, what, part: trial.parts[0]?.part ?? "", work: "", minutes: "", department: "", owner: "", ledger: false }
}

function State({ desk, t, issue }: { desk: Desk; t: TrialText; issue: IssueLine }) {
  if (issue.work === "done") return <span class="run strong">{t("issue.done")}</span>
  if (issue.work === "waiting" && issue.end !== null) return <span>{t("issue.planned", { when: desk.format.shortDate(issue.end) })}</span>
  return <span class={issue.work === "running" ? "run strong" : "mu"}>{desk.words.work(issue.work)}</span>
}

function Made({ desk, t, issues }: { desk: Desk; t: TrialText; issues: readonly IssueLine[] }) {
  return (
    <table class="plain-table issue-table">
      <thead><tr><th>{t("issue.what")}</th><th>{t("issue.work")}</th><th>{t("issue.owner")}</th><th>{t("issue.state")}</th></tr></thead>
      <tbody>
        {issues.map((issue) => {
          const kind = issue.kind === null ? undefined : desk.store.tables.kinds.value.get(issue.kind)
          return (
            <tr key={issue.operation} data-issue={issue.operation} data-work={issue.work}>
              <td><b>{issue.what}</b><br /><span class="mu">{issue.part_name}</span>{issue.item !== null && <> · <a class="link" href={address("ledger", issue.item)}>{issue.item_number}</a></>}</td>
              <td>{kind === undefined ? t("issue.outside") : desk.words.kind(kind)}<br /><span class="mu">{desk.format.hoursText(issue.minutes)}</span></td>
              <td>{issue.owner_name || <span class="mu">{t("issue.nobody")}</span>}<br /><span class="mu">{desk.words.department(issue.department)}</span></td>
              <td><State desk={desk} t={t} issue={issue} /></td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

type RowGiven = { desk: Desk; t: TrialText; trial: Trial; draft: Draft; set: (changed: Partial<Draft>) => void; remove: () => void }

function Row({ desk, t, trial, draft, set, remove }: RowGiven) {
  const kinds = [...desk.store.tables.kinds.value.values()].filter(({ machines }) => machines > 0).sort((a, b) => desk.words.kind(a).localeCompare(desk.words.kind(b)))
  const people = [...desk.store.tables.people.value.values()].sort((a, b) => Number(b.kinds.includes(draft.work)) - Number(a.kinds.includes(draft.work)) || a.name.localeCompare(b.name))
  const pickWork = (work: string) => set({ work, department: desk.store.tables.kinds.value.get(work)?.department || draft.department })
  return (
    <li class="issue-new">
      <label class="field issue-what"><span>{t("issue.what")}</span><input required maxLength={LONGEST} value={draft.what} name="what" onInput={(event) => set({ what: event.currentTarget.value })} /></label>
      <button type="button" class="plain" aria-label={t("issue.remove")} onClick={remove}><Icon svg={closeIcon} size={18} /></button>
      <div class="issue-fields">
        <label class="field"><span>{t("issue.part")}</span><select required value={draft.part} name="part" onChange={(event) => set({ part: event.currentTarget.value })}>{trial.parts.map(({ part, name }) => <option key={part} value={part}>{name}</option>)}</select></label>
        <label class="field">
          <span>{t("issue.work")}</span>
          <select required value={draft.work} name="work" onChange={(event) => pickWork(event.currentTarget.value)}>
            <option value="" disabled />
            {kinds.map((kind) => <option key={kind.id} value={kind.id}>{desk.words.kind(kind)}</option>)}
            <option value={OUTSIDE}>{t("issue.outside")}</option>
          </select>
        </label>
        <label class="field issue-minutes"><span>{t("issue.minutes")}</span><input type="number" required min="1" max="100000" name="minutes" value={draft.minutes} onInput={(event) => set({ minutes: event.currentTarget.value })} /></label>
        <label class="field"><span>{t("issue.department")}</span><select required name="department" value={draft.department} onChange={(event) => set({ department: event.currentTarget.value })}><option value="" disabled />{[...new Set([...departmentsOf(desk), ...(draft.department ? [draft.department] : [])])].map((one) => <option key={one} value={one}>{desk.words.department(one)}</option>)}</select></label>
        <label class="field"><span>{t("issue.owner")}</span><select name="owner" value={draft.owner} onChange={(event) => set({ owner: event.currentTarget.value })}><option value="">{t("issue.nobody")}</option>{people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></label>
        <label class="issue-ledger"><input type="checkbox" checked={draft.ledger} onChange={(event) => set({ ledger: event.currentTarget.checked })} /> {t("issue.ledger")}</label>
      </div>
    </li>
  )
}

function New({ given, drafts }: { given: Given; drafts: Signal<readonly Draft[]> }) {
  const { desk, trial } = given
  const t = trialTexts(desk.language)
  const w = trialWords(desk.language)
  const sending = useSending(given)
  const change = (key: number, changed: Partial<Draft>) => (drafts.value = drafts.value.map((one) => (one.key === key ? { ...one, ...changed } : one)))
  const fromDefects = () => {
    const found = new Map<string, number[]>()
    for (const { cavity, defect } of trial.sheet.defects) found.set(w(defect), [...(found.get(w(defect)) ?? []), cavity])
    const many = trial.cavities > 1
    drafts.value = [...drafts.value, ...[...found].map(([what, cavities]) => fresh(trial, many ? `${what} (${cavities.join(", ")})` : what))]
  }
  const save = async () => {
    const issues = drafts.value.map(({ what, part, work, minutes, department, owner, ledger }) => ({
      what, part, department, minutes: Number(minutes), work: work === OUTSIDE ? null : work, owner: owner || null, in_ledger: ledger,
    }))
    if (await sending.send("trial_issues", { issues })) drafts.value = []
  }
  return (
    <form class="trial-form" data-form="issues" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <ol class="issues-new">{drafts.value.map((draft) => <Row key={draft.key} desk={desk} t={t} trial={trial} draft={draft} set={(changed) => change(draft.key, changed)} remove={() => (drafts.value = drafts.value.filter(({ key }) => key !== draft.key))} />)}</ol>
      <div class="form-foot">
        <button type="button" class="control" data-do="add-issue" onClick={() => (drafts.value = [...drafts.value, fresh(trial)])}>{t("issue.add")}</button>
        {trial.sheet.defects.length > 0 && drafts.value.length === 0 && trial.work_of_issues.length === 0 && <button type="button" class="control" data-do="from-defects" onClick={fromDefects}>{t("issue.from")}</button>}
      </div>
      {drafts.value.length > 0 && <Foot sending={sending} label={t("issues.save", { count: drafts.value.length })} />}
    </form>
  )
}

export function Issues(given: Given) {
  const { desk, trial } = given
  const t = trialTexts(desk.language)
  const drafts = useSignal<readonly Draft[]>([])
  const made = trial.work_of_issues
  const next = trial.next_trial
  const mayAdd = may(desk, "command trial_issues") && hasBegun(trial)
  return (
    <Section name="issues" title={t("issues")} aside={next === null ? null : <a class="link" href={address("trials", next)}>{t("issues.next", { trial: next })}</a>}>
      {made.length > 0 ? <Made desk={desk} t={t} issues={made} /> : <p class="mu">{mayAdd ? t("issues.what") : t("issues.none")}</p>}
      {mayAdd && <New given={given} drafts={drafts} />}
    </Section>
  )
}

// The form of each step: what the item needs next, and what may be changed beside it.
import { useSignal, type Signal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import type { CommandKind } from "../../net/commands"
import { commanded, type Desk } from "../context"
import { LEVELS, KINDS, NORMS, type LedgerRecord } from "./model"
import { DepartmentChoice, Helpers, isKeeper, PersonChoice } from "./parts"
import { ledgerTexts, type LedgerText } from "./texts"

type Given = { desk: Desk; item: LedgerRecord; changed: () => void }

function useSending({ desk, item, changed }: Given) {
  const busy = useSignal(false)
  const error = useSignal("")
  const send = async (kind: CommandKind, fields: Record<string, unknown>): Promise<boolean> => {
    busy.value = true
    error.value = await commanded(desk, kind, { item: item.id, ...fields })
    busy.value = false
    if (error.value === "") changed()
    return error.value === ""
  }
  return { busy, error, send }
}

function Area({ label, value, required = true, rows = 2 }: { label: string; value: Signal<string>; required?: boolean; rows?: number }) {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea rows={rows} required={required} maxLength={2000} value={value.value} onInput={(event) => (value.value = event.currentTarget.value)} />
    </label>
  )
}

/** Who speaks; a login that belongs to a person speaks for this person, and nobody is asked. */
function useSpeaker(desk: Desk, first: string | null) {
  const speaker = useSignal(desk.user.person || first || "")
  const choice = (label: string, without: readonly (string | null)[] = [], required = false): ComponentChildren =>
    desk.user.person !== "" ? null : <PersonChoice desk={desk} value={speaker} label={label} none={ledgerTexts(desk.language)("speaker.none")} without={without} required={required} />
  return { person: () => speaker.value || null, choice }
}

function Form({ children, send }: { children: ComponentChildren; send: () => void }) {
  return (
    <form
      class="step-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {children}
    </form>
  )
}

function Foot({ sending, label, children }: { sending: ReturnType<typeof useSending>; label: string; children?: ComponentChildren }) {
  return (
    <div class="form-foot">
      <button class="solid" disabled={sending.busy.value}>{label}</button>
      {children}
      {sending.error.value && <span class="act strong" role="alert">{sending.error.value}</span>}
    </div>
  )
}

function Accept(given: Given) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const speaker = useSpeaker(given.desk, given.item.owner)
  return (
    <Form send={() => void sending.send("ledger_accept", { person: speaker.person() })}>
      <p class="mu">{t("accept.what")}</p>
      <div class="fields">{speaker.choice(t("speaker"))}</div>
      <Foot sending={sending} label={t("accept")} />
    </Form>
  )
}

function Contain(given: Given & { skip: () => void }) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const speaker = useSpeaker(given.desk, given.item.owner)
  const action = useSignal(given.item.containment_action)
  return (
    <Form send={() => void sending.send("ledger_contain", { action: action.value, person: speaker.person() })}>
      <Area label={t("contain.what")} value={action} />
      <div class="fields">{speaker.choice(t("speaker"))}</div>
      <Foot sending={sending} label={t("contain")}><button type="button" class="control" onClick={given.skip}>{t("contain.skip")}</button></Foot>
    </Form>
  )
}

function Correct(given: Given & { done?: () => void }) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const speaker = useSpeaker(given.desk, given.item.owner)
  const cause = useSignal(given.item.root_cause)
  const measure = useSignal(given.item.corrective_action)
  const send = async () => {
    if (await sending.send("ledger_correct", { root_cause: cause.value, corrective_action: measure.value, person: speaker.person() })) given.done?.()
  }
  return (
    <Form send={() => void send()}>
      <div class="fields two-wide">
        <Area label={t("correct.cause")} value={cause} required={false} rows={3} />
        <Area label={t("correct.measure")} value={measure} rows={3} />
      </div>
      <div class="fields">{speaker.choice(t("speaker"))}</div>
      <Foot sending={sending} label={t("correct")} />
    </Form>
  )
}

function Done(given: Given) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const speaker = useSpeaker(given.desk, given.item.owner)
  const evidence = useSignal(given.item.evidence)
  return (
    <Form send={() => void sending.send("ledger_done", { evidence: evidence.value, person: speaker.person() })}>
      <Area label={t("done.what")} value={evidence} />
      <div class="fields">{speaker.choice(t("speaker"))}</div>
      <Foot sending={sending} label={t("done")} />
    </Form>
  )
}

function Verify(given: Given) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const speaker = useSpeaker(given.desk, null)
  const note = useSignal("")
  const send = (passed: boolean) => void sending.send("ledger_verify", { passed, note: note.value, person: speaker.person() })
  return (
    <Form send={() => send(true)}>
      <p class="mu">{t("verify.who")}</p>
      <Area label={t("verify.note")} value={note} required={false} />
      <div class="fields">{speaker.choice(t("speaker"), [given.item.owner, given.item.done_by], true)}</div>
      <Foot sending={sending} label={t("verify")}><button type="button" class="control" disabled={sending.busy.value} onClick={() => send(false)}>{t("verify.back")}</button></Foot>
    </Form>
  )
}

/** What a heavy item still lacks before it can be closed. */
export function missing(item: LedgerRecord, t: LedgerText): string[] {
  if (item.level === "general") return []
  return [item.root_cause === "" ? t("close.missing.cause") : "", item.norms.length === 0 ? t("close.missing.norm") : ""].filter(Boolean)
}

function Close(given: Given) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const reason = useSignal<string | null>(null)
  const lacks = missing(given.item, t)
  const person = given.desk.user.person || null
  const seen = given.item.verifications.at(-1)
  if (reason.value !== null) return <Reopen {...given} label={t("reopen.verified")} />
  return (
    <Form send={() => void sending.send("ledger_close", { person })}>
      <p class="mu">{seen === undefined ? "" : t("close.what", { name: seen.name })} {!isKeeper(given.desk) && t("keepers")}</p>
      {lacks.map((one) => <p key={one} class="wait strong">{one}</p>)}
      {isKeeper(given.desk) && <Foot sending={sending} label={t("close")}><button type="button" class="control" onClick={() => (reason.value = "")}>{t("reopen.verified")}</button></Foot>}
    </Form>
  )
}

function Reopen(given: Given & { label: string }) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const reason = useSignal("")
  return (
    <Form send={() => void sending.send("ledger_reopen", { reason: reason.value, person: given.desk.user.person || null })}>
      {given.item.stage === "closed" && <p class="mu">{t("reopen.counts")}</p>}
      <Area label={t("reopen.what")} value={reason} />
      <Foot sending={sending} label={given.label} />
    </Form>
  )
}

/** The next step of an item; a closed one can only come again. */
export function NextStep(given: Given) {
  const t = ledgerTexts(given.desk.language)
  const skipped = useSignal(false)
  switch (given.item.stage) {
    case "open": return <Accept {...given} />
    case "accepted": return skipped.value ? <Correct {...given} /> : <Contain {...given} skip={() => (skipped.value = true)} />
    case "containing": return <Correct {...given} />
    case "correcting": return given.item.corrective_action === "" ? <Correct {...given} /> : <Done {...given} />
    case "done": return <Verify {...given} />
    case "verified": return <Close {...given} />
    case "closed": return <Reopen {...given} label={t("reopen")} />
  }
}

function ChangeNorm(given: Given & { done: () => void }) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const speaker = useSpeaker(given.desk, given.item.owner)
  const norm = useSignal<string>(NORMS[0])
  const what = useSignal("")
  const send = async () => {
    if (await sending.send("ledger_norm", { norm: norm.value, what: what.value, person: speaker.person() })) given.done()
  }
  return (
    <Form send={() => void send()}>
      <div class="fields">
        <label class="field"><span>{t("norm.which")}</span><select value={norm.value} onChange={(event) => (norm.value = event.currentTarget.value)}>{NORMS.map((one) => <option key={one} value={one}>{t(`norm.${one}`)}</option>)}</select></label>
        {speaker.choice(t("speaker"))}
      </div>
      <Area label={t("norm.what")} value={what} />
      <Foot sending={sending} label={t("act.save")} />
    </Form>
  )
}

function MoveDeadline(given: Given & { done: () => void }) {
  const { desk, item } = given
  const t = ledgerTexts(desk.language)
  const sending = useSending(given)
  const speaker = useSpeaker(desk, null)
  const day = useSignal("")
  const reason = useSignal("")
  const send = async () => {
    const deadline = endOfDay(day.value, desk)
    if (await sending.send("ledger_deadline", { deadline, reason: reason.value, person: speaker.person() })) given.done()
  }
  return (
    <Form send={() => void send()}>
      <div class="fields">
        <label class="field"><span>{t("deadline.new")}</span><input type="date" required value={day.value} onInput={(event) => (day.value = event.currentTarget.value)} /></label>
        {speaker.choice(t("deadline.who"), [item.owner], true)}
      </div>
      <Area label={t("deadline.why")} value={reason} />
      <Foot sending={sending} label={t("act.save")} />
    </Form>
  )
}

/** The last minute of a day in the shop's zone, as the server reads it. */
export function endOfDay(day: string, desk: Pick<Desk, "format">): string {
  const asIfUtc = Date.parse(`${day}T23:59:00Z`)
  const { year, month, day: date, hour, minute } = desk.format.read(asIfUtc)
  const offset = Date.UTC(year, month - 1, date, hour, minute) - asIfUtc
  return new Date(asIfUtc - offset).toISOString()
}

function Assign(given: Given & { done: () => void }) {
  const t = ledgerTexts(given.desk.language)
  const sending = useSending(given)
  const department = useSignal(given.item.department)
  const owner = useSignal(given.item.owner ?? "")
  const helpers = useSignal<readonly string[]>(given.item.helpers.map(({ id }) => id))
  const send = async () => {
    const person = given.desk.user.person || null
    if (await sending.send("ledger_assign", { department: department.value, owner: owner.value || null, helpers: helpers.value, person })) given.done()
  }
  return (
    <Form send={() => void send()}>
      <div class="fields">
        <DepartmentChoice desk={given.desk} value={department} />
        <PersonChoice desk={given.desk} value={owner} label={t("owner")} none={t("owner.none")} />
      </div>
      <Helpers desk={given.desk} chosen={helpers} />
      <Foot sending={sending} label={t("act.save")} />
    </Form>
  )
}

function ChangeMatter(given: Given & { done: () => void }) {
  const { desk, item } = given
  const t = ledgerTexts(desk.language)
  const sending = useSending(given)
  const level = useSignal<string>(item.level)
  const kind = useSignal<string>(item.kind)
  const effect = useSignal(item.effect_days === null ? "" : String(item.effect_days))
  const description = useSignal(item.description)
  const send = async () => {
    const fields = { level: level.value, problem_kind: kind.value, description: description.value, effect_days: effect.value || null, person: desk.user.person || null }
    if (await sending.send("ledger_change", fields)) given.done()
  }
  return (
    <Form send={() => void send()}>
      <div class="fields">
        <label class="field"><span>{t("level")}</span><select value={level.value} onChange={(event) => (level.value = event.currentTarget.value)}>{LEVELS.map((one) => <option key={one} value={one}>{t(`level.${one}`)}</option>)}</select></label>
        <label class="field"><span>{t("kind")}</span><select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value)}>{KINDS.map((one) => <option key={one} value={one}>{desk.words.problem(one)}</option>)}</select></label>
        <label class="field"><span>{t("effect_days")}</span><input type="number" min="0" step="0.1" value={effect.value} onInput={(event) => (effect.value = event.currentTarget.value)} /></label>
      </div>
      <Area label={t("description")} value={description} rows={3} />
      <Foot sending={sending} label={t("act.save")} />
    </Form>
  )
}

const ACTS = ["correct", "norm", "deadline", "assign", "change"] as const
type Act = (typeof ACTS)[number]

/** What may be changed beside the next step; for deadline, owner and level one must keep the ledger. */
export function OtherActs(given: Given & { open: Signal<Act | null> }) {
  const { desk, item, open } = given
  const t = ledgerTexts(desk.language)
  if (item.stage === "closed") return null
  const offered = ACTS.filter((act) => {
    if (act === "correct") return item.stage === "correcting" && item.corrective_action !== ""
    return act === "norm" || isKeeper(desk)
  })
  const done = () => void (open.value = null)
  return (
    <div class="other-acts">
      {offered.map((act) => (
        <button key={act} class={`control ${open.value === act ? "control-on" : ""}`} aria-expanded={open.value === act} onClick={() => (open.value = open.value === act ? null : act)}>{t(`act.${act}`)}</button>
      ))}
      {open.value === "norm" && <ChangeNorm {...given} done={done} />}
      {open.value === "correct" && <Correct {...given} done={done} />}
      {open.value === "deadline" && <MoveDeadline {...given} done={done} />}
      {open.value === "assign" && <Assign {...given} done={done} />}
      {open.value === "change" && <ChangeMatter {...given} done={done} />}
    </div>
  )
}
export type { Act }

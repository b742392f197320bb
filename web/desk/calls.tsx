// How problems are called: rules by kind, silent hours, the duty list, and the addresses of messages.
import { useSignal, type Signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { Bars } from "../draw/parts"
import type { ProblemKind } from "../model/wire"
import { get } from "../net/http"
import { Addresses, Messages } from "./addresses"
import { commanded, failureText, may, type Desk } from "./context"
import { NameList } from "./names"

type Level = { after_minutes: number; to: string[] }
type Rule = {
  kind: ProblemKind
  called: string[]
  acknowledge_minutes: number
  answer_minutes: number
  levels: Level[]
  always: boolean
  critical_slack_minutes: number | null
  duty_slack_minutes: number | null
  channels: string[]
}
type Rules = { kinds: Rule[]; silence: { start: number; end: number } | null }
type Duty = { department: string; person: string; weekdays: number[]; start: number; end: number }
type Found = { rules: Rules; duties: Duty[]; departments: string[]; names: string[] }

/** Levels above the first that a rule may have. */
const LEVELS = [0, 1, 2] as const
const DAYS = [0, 1, 2, 3, 4, 5, 6] as const
const MINUTES_OF_DAY = 1440

const timeOf = (minute: number): string =>
  `${String(Math.floor((minute % MINUTES_OF_DAY) / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`
const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number)
  return (hours * 60 + minutes) % MINUTES_OF_DAY
}

/** Kept with every key, so that rows which are drawn again meanwhile take nothing back. */
function Minutes({ label, value, set }: { label: string; value: number | null; set: (value: number | null) => void }) {
  return (
    <input
      type="number" min="0" max="10080" class="minutes" aria-label={label} value={value ?? ""}
      onInput={(event) => set(event.currentTarget.value === "" ? null : Math.round(Number(event.currentTarget.value)))}
    />
  )
}

function LevelCell({ desk, rule, place, names, change }: { desk: Desk; rule: Rule; place: number; names: string[]; change: (facts: Partial<Rule>) => void }) {
  const { t, words } = desk
  const level = rule.levels[place] ?? { after_minutes: 0, to: [] }
  // Below a level that calls nobody there is none.
  if (place > rule.levels.length) return <td />
  const put = (made: Level) => {
    const levels = [...rule.levels]
    levels[place] = made
    change({ levels: levels.filter(({ to }) => to.length > 0) })
  }
  const label = `${words.problem(rule.kind)} ${t("calls.level", { level: place + 2 })}`
  return (
    <td>
      <NameList desk={desk} label={label} chosen={level.to} names={names} set={(to) => put({ after_minutes: level.after_minutes || (rule.levels.at(-1)?.after_minutes ?? rule.answer_minutes), to })} />
      {level.to.length > 0 && (
        <label class="mu">
          {t("calls.after")} <Minutes label={`${label} ${t("calls.after")}`} value={level.after_minutes} set={(value) => put({ ...level, after_minutes: value ?? 0 })} /> {t("calls.minutes")}
        </label>
      )}
    </td>
  )
}

function RuleRow({ desk, rule, found, channels, change }: { desk: Desk; rule: Rule; found: Found; channels: string[] | null; change: (facts: Partial<Rule>) => void }) {
  const { t, words } = desk
  const kind = words.problem(rule.kind)
  return (
    <tr data-rule={rule.kind}>
      <td><b>{kind}</b></td>
      <td><NameList desk={desk} label={`${kind} ${t("calls.first")}`} chosen={rule.called} names={found.departments} set={(called) => change({ called })} /></td>
      <td><Minutes label={`${kind} ${t("calls.acknowledge")}`} value={rule.acknowledge_minutes} set={(value) => change({ acknowledge_minutes: value ?? 0 })} /></td>
      <td><Minutes label={`${kind} ${t("calls.answer")}`} value={rule.answer_minutes} set={(value) => change({ answer_minutes: value ?? 0 })} /></td>
      {LEVELS.map((place) => <LevelCell key={place} desk={desk} rule={rule} place={place} names={found.names} change={change} />)}
      <td><input type="checkbox" aria-label={`${kind} ${t("calls.always")}`} checked={rule.always} onChange={(event) => change({ always: event.currentTarget.checked })} /></td>
      <td><Minutes label={`${kind} ${t("calls.critical")}`} value={rule.critical_slack_minutes} set={(value) => change({ critical_slack_minutes: value })} /></td>
      <td><Minutes label={`${kind} ${t("calls.duty_slack")}`} value={rule.duty_slack_minutes} set={(value) => change({ duty_slack_minutes: value })} /></td>
      {channels !== null && (
        <td><NameList desk={desk} label={`${kind} ${t("calls.channels")}`} chosen={rule.channels} names={channels} set={(names) => change({ channels: names })} /></td>
      )}
    </tr>
  )
}

function Silence({ desk, rules }: { desk: Desk; rules: Signal<Rules> }) {
  const { t } = desk
  const { silence } = rules.value
  const set = (made: Rules["silence"]) => (rules.value = { ...rules.value, silence: made })
  return (
    <section>
      <h2>{t("silence.title")}</h2>
      <p class="mu">{t("silence.what")}</p>
      <div class="row-form">
        <label><input type="checkbox" checked={silence !== null} onChange={(event) => set(event.currentTarget.checked ? { start: 1320, end: 360 } : null)} /> {t("silence.on")}</label>
        {silence !== null && (
          <>
            <label>{t("silence.from")} <input type="time" value={timeOf(silence.start)} onChange={(event) => set({ ...silence, start: minuteOf(event.currentTarget.value) })} /></label>
            <label>{t("silence.to")} <input type="time" value={timeOf(silence.end)} onChange={(event) => set({ ...silence, end: minuteOf(event.currentTarget.value) })} /></label>
          </>
        )}
      </div>
    </section>
  )
}

/** A button that sends a command, and what became of it. */
function Save({ desk, label, send, main }: { desk: Desk; label: string; send: () => Promise<string>; main?: boolean }) {
  const error = useSignal("")
  const saved = useSignal(false)
  const busy = useSignal(false)
  const go = async () => {
    busy.value = true
    error.value = await send()
    saved.value = error.value === ""
    busy.value = false
  }
  return (
    <p class="row-form">
      <button class={main ? "solid" : "control"} disabled={busy.value} onClick={() => void go()}>{label}</button>
      {saved.value && <span class="run" role="status">{desk.t("calls.saved")}</span>}
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </p>
  )
}

function DutyRow({ desk, duty, found, change, remove }: { desk: Desk; duty: Duty; found: Found; change: (duty: Duty) => void; remove: () => void }) {
  const { t, words } = desk
  const people = [...desk.store.tables.people.value.values()].sort((a, b) => a.name.localeCompare(b.name))
  // 2024-01-01 was a Monday.
  const day = (n: number) => new Intl.DateTimeFormat(desk.language, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + n))
  const toggle = (n: number) => change({ ...duty, weekdays: duty.weekdays.includes(n) ? duty.weekdays.filter((one) => one !== n) : [...duty.weekdays, n].sort() })
  return (
    <tr data-duty={duty.department}>
      <td>
        <select aria-label={t("duties.department")} value={duty.department} onChange={(event) => change({ ...duty, department: event.currentTarget.value })}>
          {found.departments.map((id) => <option key={id} value={id}>{words.department(id)}</option>)}
        </select>
      </td>
      <td>
        <select aria-label={t("duties.person")} value={duty.person} onChange={(event) => change({ ...duty, person: event.currentTarget.value })}>
          {people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </td>
      <td>
        <span class="segments">
          {DAYS.map((n) => <button key={n} class={duty.weekdays.includes(n) ? "on" : ""} aria-pressed={duty.weekdays.includes(n)} onClick={() => toggle(n)}>{day(n)}</button>)}
        </span>
      </td>
      <td><input type="time" aria-label={t("duties.from")} value={timeOf(duty.start)} onChange={(event) => change({ ...duty, start: minuteOf(event.currentTarget.value) })} /></td>
      <td><input type="time" aria-label={t("duties.to")} value={timeOf(duty.end)} onChange={(event) => change({ ...duty, end: minuteOf(event.currentTarget.value) })} /></td>
      <td class="right"><button class="control" onClick={remove}>{t("duties.remove")}</button></td>
    </tr>
  )
}

function Duties({ desk, found }: { desk: Desk; found: Found }) {
  const { t } = desk
  const duties = useSignal(found.duties)
  const first = desk.store.tables.people.value.keys().next().value ?? ""
  const add = () => (duties.value = [...duties.value, { department: found.departments[0] ?? "", person: first, weekdays: [...DAYS], start: 1200, end: 480 }])
  return (
    <section>
      <h2>{t("duties.title")}</h2>
      <p class="mu">{t("duties.what")}</p>
      {duties.value.length === 0 && <p class="fine">{t("duties.none")}</p>}
      {duties.value.length > 0 && (
        <table class="plain-table">
          <thead><tr><th>{t("duties.department")}</th><th>{t("duties.person")}</th><th>{t("duties.days")}</th><th>{t("duties.from")}</th><th>{t("duties.to")}</th><th /></tr></thead>
          <tbody>
            {duties.value.map((duty, i) => (
              <DutyRow
                key={i} desk={desk} duty={duty} found={found}
                change={(made) => (duties.value = duties.value.map((one, place) => (place === i ? made : one)))}
                remove={() => (duties.value = duties.value.filter((_, place) => place !== i))}
              />
            ))}
          </tbody>
        </table>
      )}
      <p><button class="control" onClick={add}>{t("duties.add")}</button></p>
      <Save desk={desk} label={t("duties.save")} send={() => commanded(desk, "change_duty_list", { duties: duties.value })} />
    </section>
  )
}

function Kinds({ desk, found, channels }: { desk: Desk; found: Found; channels: string[] }) {
  const { t } = desk
  const rules = useSignal(found.rules)
  // No column where there is nothing to choose and nothing chosen.
  const shown = channels.length > 0 || rules.value.kinds.some((one) => one.channels.length > 0) ? channels : null
  // Onto what is there now: two fields may change before the row is drawn again.
  const change = (kind: ProblemKind) => (facts: Partial<Rule>) =>
    (rules.value = { ...rules.value, kinds: rules.value.kinds.map((one) => (one.kind === kind ? { ...one, ...facts } : one)) })
  return (
    <>
      <div class="table-area">
        <table class="plain-table rules">
          <thead>
            <tr>
              <th>{t("calls.kind")}</th><th>{t("calls.first")}</th><th>{t("calls.acknowledge")}</th><th>{t("calls.answer")}</th>
              {LEVELS.map((place) => <th key={place}>{t("calls.level", { level: place + 2 })}</th>)}
              <th>{t("calls.always")}</th><th>{t("calls.critical")}</th><th>{t("calls.duty_slack")}</th>{shown !== null && <th>{t("calls.channels")}</th>}
            </tr>
          </thead>
          <tbody>
            {rules.value.kinds.map((rule) => <RuleRow key={rule.kind} desk={desk} rule={rule} found={found} channels={shown} change={change(rule.kind)} />)}
          </tbody>
        </table>
      </div>
      <Silence desk={desk} rules={rules} />
      <Save main desk={desk} label={t("calls.save")} send={() => commanded(desk, "change_problem_rules", { rules: rules.value })} />
    </>
  )
}

export function CallsPage({ desk }: { desk: Desk }) {
  const { t } = desk
  const found = useSignal<Found | null>(null)
  const error = useSignal("")
  const channels = useSignal<string[]>([])
  useEffect(() => {
    get<Found>("/api/problem-rules").then((answer) => (found.value = answer), (failure: unknown) => (error.value = failureText(desk, failure)))
  }, [])
  const known = found.value
  const manager = may(desk, "GET /api/channels")
  return (
    <main class="page calls-page">
      <h1>{t("calls.title")}</h1>
      <p class="mu">{t("calls.what")}</p>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {known === null && !error.value && <Bars rows={10} label={t("loading")} />}
      {known !== null && (
        <>
          <Kinds desk={desk} found={known} channels={channels.value} />
          <Duties desk={desk} found={known} />
          {manager && <Addresses desk={desk} names={[...known.names]} told={(names) => (channels.value = names)} />}
          <Messages desk={desk} />
        </>
      )}
    </main>
  )
}

// What the screens of the questions share: the state of a question, molds to pick, milestones that move.
import type { ComponentChildren } from "preact"
import { number } from "../../draw/format"
import type { Desk } from "../context"
import { address } from "../route"
import type { Asked, Headed } from "./asking"
import type { AskText } from "./texts"

export type Screen = { desk: Desk; t: AskText }
export type Move = { mold: string; milestone: "T1" | "delivery"; from: string | null; to: string | null; late: number | null }

const SHOWN = 12
const MS_A_DAY = 86_400_000

export const when = (desk: Desk, moment: string | null): string =>
  moment === null ? "–" : `${desk.format.date(moment)} ${desk.format.time(moment)}`

export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MS_A_DAY

/** What the planner is at, what went wrong, and of which plan the answer is. */
export function State({ desk, t, asked }: Screen & { asked: Asked<Headed> }) {
  const answer = asked.answer.value
  return (
    <p class="ask-state" aria-live="polite" data-asked={asked.busy.value ? "working" : asked.error.value ? "failed" : answer ? "ready" : "none"}>
      {asked.busy.value && <span class="mu" role="status">{t("working")}</span>}
      {asked.error.value && <span class="act strong" role="alert">{asked.error.value}</span>}
      {!asked.busy.value && answer !== null && <span class="mu">{t("of", { version: answer.base, time: desk.format.time(answer.at), seconds: number(asked.seconds.value, 1) })}</span>}
    </p>
  )
}

/** The molds that are not done, the latest first. */
export function MoldPick({ desk, t, value, pick }: Screen & { value: string; pick: (mold: string) => void }) {
  const molds = [...desk.store.tables.molds.value.values()].filter(({ light }) => light !== "done").sort((a, b) => a.id.localeCompare(b.id))
  return (
    <label class="ask-field">
      <span>{t("mold")}</span>
      <select value={value} data-pick="mold" onChange={(event) => pick(event.currentTarget.value)}>
        <option value="" disabled>{t("mold.pick")}</option>
        {molds.map((mold) => <option key={mold.id} value={mold.id}>{mold.id} {mold.name}</option>)}
      </select>
    </label>
  )
}

export function Segments<T extends string | number>({ label, values, value, pick, text }: { label: string; values: readonly T[]; value: T; pick: (one: T) => void; text: (one: T) => string }) {
  return (
    <div class="ask-field" role="radiogroup" aria-label={label}>
      <span>{label}</span>
      <div class="segments">
        {values.map((one) => <button key={one} type="button" role="radio" aria-checked={one === value} class={one === value ? "on" : ""} onClick={() => pick(one)}>{text(one)}</button>)}
      </div>
    </div>
  )
}

export function Panel({ title, children, tone = "" }: { title: string; children: ComponentChildren; tone?: string }) {
  return <section class={`ask-panel ${tone}`}><h2>{title}</h2>{children}</section>
}

const LEAST_DAYS = 0.05
const slipText = (days: number): string => (days < LEAST_DAYS ? "< +0.1" : `+${number(days, 1)}`)

/** Milestones of others that get later. */
export function Slips({ desk, t, slips }: Screen & { slips: readonly Move[] }) {
  if (slips.length === 0) return <p class="run strong" data-slips={0}>{t("slips.none")}</p>
  const molds = new Set(slips.map(({ mold }) => mold)).size
  return (
    <>
      <p class="strong" data-slips={slips.length}>{t("slips.count", { count: slips.length, molds })}</p>
      <table class="plain-table ask-slips">
        <thead><tr><th>{t("mold")}</th><th /><th>{t("from")}</th><th>{t("to")}</th><th class="right">{t("slip")}</th><th class="right">{t("late")}</th></tr></thead>
        <tbody>
          {slips.slice(0, SHOWN).map((move) => (
            <tr key={`${move.mold} ${move.milestone}`}>
              <td><a class="link" href={address("molds", move.mold)}>{move.mold}</a></td>
              <td class="mu">{t(move.milestone)}</td>
              <td>{move.from === null ? "–" : desk.format.date(move.from)}</td>
              <td>{move.to === null ? t("never") : desk.format.date(move.to)}</td>
              <td class="right strong">{move.from !== null && move.to !== null ? slipText(daysBetween(move.from, move.to)) : "–"}</td>
              <td class={`right ${move.late === null || move.late > 0 ? "act strong" : "mu"}`}>{move.late === null ? "–" : move.late > 0 ? number(move.late / 24, 1) : "0"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {slips.length > SHOWN && <p class="mu">{t("more", { count: slips.length - SHOWN })}</p>}
    </>
  )
}

/** The moment of a day and hour of the shop's zone, as ISO 8601. */
export function momentOf(desk: Desk, day: string, hour: number): string {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number)
  const wanted = Date.UTC(year, month - 1, date, hour)
  const shown = desk.format.read(wanted)
  const offset = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute) - wanted
  return new Date(wanted - offset).toISOString()
}

/** A day of the shop's zone, so many days from its now on, as a date field has it. */
export function dayFrom(desk: Desk, days = 0): string {
  const { year, month, day } = desk.format.read((desk.tick.value.now ?? Date.now()) + days * MS_A_DAY)
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
}

// What the shift hands over: written by the server, read and printed here; the leader adds a note.
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect } from "preact/hooks"
import beforeIcon from "@tabler/icons/outline/chevron-left.svg?raw"
import afterIcon from "@tabler/icons/outline/chevron-right.svg?raw"
import printIcon from "@tabler/icons/outline/printer.svg?raw"
import { Icon } from "../draw/icon"
import type { Moment, ProblemKind, WaitsFor, Work } from "../model/wire"
import { get, Refused } from "../net/http"
import { send, type Leader } from "./context"
import { whereOf } from "./problems"

type Shift = { start: Moment; end: Moment; night: boolean }
type Job = { operation: string; name: string; mold: string; part_name: string; machine: string | null }
type Page = {
  department: string; shift: Shift; at: Moment; planned: number; questions: number
  done: (Job & { person: string; at: Moment; late_minutes: number | null })[]
  undone: (Job & { planned: Moment; work: Work })[]
  running: (Job & { person: string; ends: Moment | null; alone: boolean; work: Work })[]
  problems: { id: string; kind: ProblemKind; machine: string | null; note: string; status: string; expected: Moment | null; minutes: number; level: number }[]
  coming: (Job & { start: Moment; waits_for: WaitsFor[] })[]
  away: { person: string; what: string; start: Moment; end: Moment }[]
  notes: { at: Moment; text: string; person: string }[]
}
type Shifts = { departments: { department: string; shifts: Shift[] }[] }

const AGAIN_MS = 30_000
/** Less than this after the plan is in time. */
const LATE_MINUTES = 30

function Part({ title, count, children }: { title: string; count: number; children: ComponentChildren }) {
  return (
    <section class="card part" data-part={title}>
      <h3>{title} <span class="mu">{count}</span></h3>
      {children}
    </section>
  )
}

function Line({ leader, job, right, tone = "mu" }: { leader: Leader; job: Job; right: string; tone?: string }) {
  return (
    <li>
      <span><b>{job.mold}</b> {job.part_name} · {job.name}<small class="mu">{whereOf(leader, job.machine)}</small></span>
      <span class={tone}>{right}</span>
    </li>
  )
}

function Written({ leader, page }: { leader: Leader; page: Page }) {
  const { t, format, words } = leader
  const at = (moment: Moment) => format.soon(moment, page.at)
  const joined = (waits: readonly WaitsFor[]) => [...new Set(waits.map((one) => words.waits(one.what)))].join(leader.language === "en" ? ", " : "、")
  const none = <p class="mu">{t("handover.nothing")}</p>
  return (
    <>
      {page.questions > 0 && <p class="card wait strong">{t("handover.questions", { count: page.questions })}</p>}
      <Part title={t("handover.problems")} count={page.problems.length}>
        {page.problems.length === 0 ? none : (
          <ul>
            {page.problems.map((one) => (
              <li key={one.id}>
                <span><b>{words.problem(one.kind)}</b> {whereOf(leader, one.machine)}<small class="mu">{[one.note, one.expected === null ? "" : t("until", { time: at(one.expected) })].filter(Boolean).join(" · ")}</small></span>
                <span class="act">{format.minutesText(one.minutes)} · {t("level", { level: one.level })}</span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title={t("handover.coming")} count={page.coming.length}>
        {page.coming.length === 0 ? none : (
          <ul>{page.coming.map((one) => <Line key={one.operation} leader={leader} job={one} tone={one.waits_for.length === 0 ? "run" : "wait"} right={`${at(one.start)} ${one.waits_for.length === 0 ? t("handover.ready") : t("handover.waits", { what: joined(one.waits_for) })}`} />)}</ul>
        )}
      </Part>
      <Part title={t("handover.running")} count={page.running.length}>
        {page.running.length === 0 ? none : (
          <ul>{page.running.map((one) => <Line key={one.operation} leader={leader} job={one} right={[one.ends === null ? t("handover.rests") : t("handover.ends", { time: at(one.ends) }), one.alone ? t("handover.alone") : one.person].filter(Boolean).join(" · ")} />)}</ul>
        )}
      </Part>
      <Part title={t("handover.undone")} count={page.undone.length}>
        {page.undone.length === 0 ? none : (
          <ul>{page.undone.map((one) => <Line key={one.operation} leader={leader} job={one} right={`${at(one.planned)} · ${words.work(one.work)}`} />)}</ul>
        )}
      </Part>
      <Part title={t("handover.done", { done: page.done.length, planned: page.planned })} count={page.done.length}>
        {page.done.length === 0 ? none : (
          <ul>{page.done.map((one) => <Line key={one.operation} leader={leader} job={one} tone={(one.late_minutes ?? 0) > LATE_MINUTES ? "wait" : "mu"} right={[at(one.at), (one.late_minutes ?? 0) > LATE_MINUTES ? t("handover.late", { time: format.minutesText(one.late_minutes ?? 0) }) : one.person].filter(Boolean).join(" · ")} />)}</ul>
        )}
      </Part>
      <Part title={t("handover.away")} count={page.away.length}>
        {page.away.length === 0 ? none : (
          <ul>{page.away.map((one) => <li key={`${one.person}${one.start}`}><b>{one.person}</b><span>{t(`told.${one.what as "sick"}`)} {at(one.start)} – {at(one.end)}</span></li>)}</ul>
        )}
      </Part>
      <Part title={t("handover.notes")} count={page.notes.length}>
        <ul>{page.notes.map((one) => <li key={one.at} class="note"><span>{one.text}</span><small class="mu">{one.person} {format.time(one.at)}</small></li>)}</ul>
      </Part>
    </>
  )
}

export function Handover({ leader, department }: { leader: Leader; department: string }) {
  const { t, format } = leader
  const shifts = useSignal<readonly Shift[]>([])
  const place = useSignal(-1)
  const page = useSignal<Page | null>(null)
  const failed = useSignal("")
  const note = useSignal("")
  const load = async () => {
    try {
      const { departments } = await get<Shifts>(`/api/shifts?department=${encodeURIComponent(department)}`)
      shifts.value = departments[0]?.shifts ?? []
      const chosen = shifts.value.at(place.value)
      if (chosen === undefined) page.value = null
      else page.value = await get<Page>(`/api/handover?department=${encodeURIComponent(department)}&end=${encodeURIComponent(chosen.end)}`)
      failed.value = ""
    } catch (failure) {
      if (failure instanceof Refused) page.value = null
      failed.value = failure instanceof Refused ? failure.refusal.message : t("stale", { time: page.value === null ? "–" : format.time(page.value.at) })
    }
  }
  useEffect(() => {
    place.value = -1
    page.value = null
    void load()
    const again = setInterval(() => void load(), AGAIN_MS)
    return () => clearInterval(again)
  }, [department])
  const go = (by: number) => {
    place.value = Math.max(-shifts.value.length, Math.min(-1, place.value + by))
    void load()
  }
  const add = () => void send(leader, "note_shift", { department, text: note.value }).then((taken) => {
    if (!taken) return
    note.value = ""
    void load()
  })
  const seen = page.value
  const names = department.split(",")
  return (
    <div class="handover">
      {failed.value !== "" && <p class="card act" role="alert">{failed.value}</p>}
      {seen === null && failed.value === "" && <p class="calm mu" role="status">{shifts.value.length === 0 ? t("handover.none") : t("loading")}</p>}
      {seen !== null && (
        <>
          <header class="shift">
            <button class="second no-print" data-do="before" aria-label={t("handover.before")} disabled={place.value <= -shifts.value.length} onClick={() => go(-1)}><Icon svg={beforeIcon} size={32} /></button>
            <div>
              <h2>{format.date(seen.shift.start)} {t(seen.shift.night ? "shift.night" : "shift.day")}</h2>
              <p class="mu">{names.length > 3 ? t("mine") : names.map(leader.words.department).join(" ")} · {format.time(seen.shift.start)}–{format.time(seen.shift.end)} · {t("handover.as_of", { time: format.time(seen.at) })}</p>
            </div>
            <button class="second no-print" data-do="after" aria-label={t("handover.after")} disabled={place.value >= -1} onClick={() => go(1)}><Icon svg={afterIcon} size={32} /></button>
          </header>
          <Written leader={leader} page={seen} />
          {place.value === -1 && (
            <form class="card no-print" onSubmit={(event) => { event.preventDefault(); add() }}>
              <textarea aria-label={t("handover.note")} placeholder={t("handover.note")} rows={3} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} />
              <button class="second" data-do="note" disabled={note.value.trim() === ""}>{t("handover.send")}</button>
            </form>
          )}
          <button class="second no-print" data-do="print" onClick={() => print()}><Icon svg={printIcon} size={28} /> {t("handover.print")}</button>
        </>
      )}
    </div>
  )
}

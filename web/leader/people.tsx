// Own people: where each is, and sick, leave or overtime with one tap; other times behind the name.
import { useSignal } from "@preact/signals"
import type { MachineRow, PersonRow, Told } from "../model/wire"
import { send, undoable, UNDO_MS, type Leader } from "./context"
import { whereOf } from "./problems"
import { Sheet, Tile } from "./sheet"

type What = "sick" | "leave" | "overtime"
type Span = "shift" | "tomorrow" | "three_days" | "week" | "two_hours" | "four_hours"
const SPANS: Record<What, readonly Span[]> = {
  sick: ["shift", "tomorrow", "three_days", "week"],
  leave: ["shift", "tomorrow", "three_days", "week"],
  overtime: ["two_hours", "four_hours", "tomorrow"],
}
const ONE_TAP: Record<What, Span> = { sick: "shift", leave: "shift", overtime: "two_hours" }
/** A report of the rows that tells of what was sent comes within this, ms. */
const SEEN_MS = 10_000

async function tell(leader: Leader, person: PersonRow, what: What, span: Span): Promise<void> {
  const before = new Set(person.told.map(key))
  if (!(await send(leader, "change_attendance", { person: person.id, what, span }))) return
  const text = leader.t(`did.${what}`, { who: person.name, span: leader.t(`span.${span}`) })
  // What it came to is in the rows: the times are the shop's, not this phone's.
  const given = Date.now() + SEEN_MS
  const stop = leader.store.tables.people.subscribe((people) => {
    const made = people.get(person.id)?.told.find((one) => one.what === what && !before.has(key(one)))
    if (made !== undefined) undoable.value = { text, person: person.id, start: made.start, end: made.end, until: Date.now() + UNDO_MS }
    if (made !== undefined || Date.now() > given) setTimeout(() => stop())
  })
}

const key = (one: Told): string => `${one.what} ${one.start} ${one.end}`

export function takeBack(leader: Leader, person: string, start: string, end: string): void {
  void send(leader, "take_back_attendance", { person, start, end }).then((taken) => {
    if (taken) undoable.value = null
  })
}

function stateOf(leader: Leader, person: PersonRow, machine: MachineRow | undefined): { text: string; tone: string } {
  const { t, format } = leader
  const now = leader.tick.value.now ?? 0
  if (person.away_until !== null) {
    const why = person.away === "sick" || person.away === "leave" ? t(`away.${person.away}`) : person.away || t("away.")
    return { text: `${why}, ${t("until", { time: format.soon(person.away_until, now) })}`, tone: "wait" }
  }
  if (person.machine !== null) {
    const runs = machine?.operation != null && machine.person === person.id
    const job = runs ? [machine.mold, machine.operation_name].filter(Boolean).join(" ") : t("idle")
    return { text: [whereOf(leader, person.machine), job].filter(Boolean).join(" · "), tone: runs ? "run" : "wait" }
  }
  if (person.works) return { text: [t("works"), person.until === null ? "" : t("until", { time: format.soon(person.until, now) })].filter(Boolean).join(", "), tone: "mu" }
  return { text: [t("off"), person.until === null ? "" : t("from", { time: format.soon(person.until, now) })].filter(Boolean).join(", "), tone: "mu" }
}

function Longer({ leader, person, close }: { leader: Leader; person: PersonRow; close: () => void }) {
  const { t, format } = leader
  const now = leader.tick.value.now ?? 0
  return (
    <Sheet title={t("longer", { who: person.name })} close={close} t={t}>
      {person.told.map((one) => (
        <button key={key(one)} class="tile told" data-told={one.what} onClick={() => { takeBack(leader, person.id, one.start, one.end); close() }}>
          <span>{t(`told.${one.what as What}`)} {format.soon(one.start, now)} – {format.soon(one.end, now)}</span>
          <b>{t("take_back")}</b>
        </button>
      ))}
      {(Object.keys(SPANS) as What[]).map((what) => (
        <div key={what} class="spans">
          <h3>{t(`told.${what}`)}</h3>
          {SPANS[what].map((span) => <Tile key={span} name={`${what}-${span}`} text={t(`span.${span}`)} tap={() => { void tell(leader, person, what, span); close() }} />)}
        </div>
      ))}
    </Sheet>
  )
}

export function People({ leader, people }: { leader: Leader; people: readonly PersonRow[] }) {
  const { t } = leader
  const open = useSignal("")
  const machines = leader.store.tables.machines.value
  const chosen = people.find(({ id }) => id === open.value)
  if (people.length === 0) return <p class="calm mu">{t("people.none")}</p>
  return (
    <ul class="people">
      {people.map((person) => {
        const { text, tone } = stateOf(leader, person, machines.get(person.machine ?? ""))
        const told = person.away_until === null ? person.told[0] : person.told.find((one) => one.what === "overtime")
        return (
          <li key={person.id} data-person={person.id} data-works={person.works} data-away={person.away_until !== null}>
            <button class="person" aria-haspopup="dialog" onClick={() => (open.value = person.id)}>
              <b class="one-line">{person.name}{told !== undefined && <small class={told.what === "overtime" ? "run" : "wait"}> {t(`told.${told.what as What}`)}</small>}</b>
              <span class={`two-lines ${tone}`}>{text}</span>
            </button>
            {(Object.keys(ONE_TAP) as What[]).map((what) => (
              <button key={what} class="mark" data-mark={what} onClick={() => void tell(leader, person, what, ONE_TAP[what])}>{t(`mark.${what}`)}</button>
            ))}
          </li>
        )
      })}
      {chosen !== undefined && <Longer leader={leader} person={chosen} close={() => (open.value = "")} />}
    </ul>
  )
}

// What the screens of trials ask the server for.
import { useSignal, type ReadonlySignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import type { Sheet, Verdict } from "../../i18n/trial/words"
import type { Moment, WaitsFor } from "../../model/wire"
import { get } from "../../net/http"
import { failureText, type Desk } from "../context"

export type WorkState = "waiting" | "held" | "running" | "paused" | "done" | "cancelled"

export type TrialLine = {
  operation: string
  /** 0 is T0. */
  number: number
  name: string
  part: string
  work: WorkState
  start: Moment | null
  end: Moment | null
  machine: string | null
  machine_name: string
  booked: Moment | null
  verdict: Verdict | null
  issues: number
  open: number
  approved_at: Moment | null
}

export type MoldTrials = {
  mold: string
  name: string
  tonnage: number | null
  approved: boolean
  /** Operations that wait for the approval. */
  held: number
  next: Moment | null
  left: number
  trials: TrialLine[]
}

export type Press = {
  machine: string
  name: string
  tonnage: number | null
  fits: boolean
  down: boolean
  taken: { operation: string; mold: string; start: Moment; end: Moment; pinned: boolean }[]
}

export type IssueLine = {
  what: string
  part: string
  part_name: string
  department: string
  owner_name: string
  kind: string | null
  minutes: number
  operation: string
  work: WorkState
  start: Moment | null
  end: Moment | null
  item: string | null
  item_number: string
}

export type Trial = TrialLine & {
  mold: string
  mold_name: string
  tonnage: number | null
  cavities: number
  waits_for: WaitsFor[]
  left: number
  material: { purchase: string; item: string; supplier: string; promised: Moment | null; received: Moment | null } | null
  presses: Press[]
  sheet: Sheet
  recorded_at: Moment | null
  recorded_by: string
  work_of_issues: IssueLine[]
  next_trial: string | null
  approved_by: string
  approval_note: string
  after_approval: { operation: string; name: string; part_name: string; work: WorkState }[]
  parts: { part: string; name: string }[]
}

export const isOpen = ({ work }: TrialLine): boolean => work === "waiting" || work === "held"
export const hasBegun = ({ work }: TrialLine): boolean => work === "running" || work === "paused" || work === "done"

/** The trial of a mold that is worked at or next; the last one where all are over. */
export const shownOf = (mold: MoldTrials): TrialLine | undefined =>
  mold.trials.find(({ work }) => work === "running" || work === "paused") ?? mold.trials.find(isOpen) ?? mold.trials.at(-1)

/** An answer of the server, asked for anew whenever `depends` changes; the old one stays until the new is here. */
export function useFound<T>(desk: Desk, path: string, depends: readonly unknown[]): { found: ReadonlySignal<T | null>; error: ReadonlySignal<string> } {
  const found = useSignal<T | null>(null)
  const error = useSignal("")
  useEffect(() => {
    let gone = false
    error.value = ""
    get<T>(path).then(
      (answer) => { if (!gone) found.value = answer },
      (failure: unknown) => { if (!gone) error.value = failureText(desk, failure) },
    )
    return () => { gone = true }
  }, [path, ...depends])
  return { found, error }
}

/** The moment of a day and time of the shop's zone, as a date field and a time field have them. */
export function momentAt(desk: Pick<Desk, "format">, day: string, time: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  const { year, month, day: date, hour, minute } = desk.format.read(wanted)
  const offset = Date.UTC(year, month - 1, date, hour, minute) - wanted
  return new Date(wanted - offset).toISOString()
}

const two = (n: number): string => String(n).padStart(2, "0")

/** Day and time of the shop's zone, as fields have them. */
export function fieldsOf(desk: Pick<Desk, "format">, moment: Moment | number): { day: string; time: string } {
  const { year, month, day, hour, minute } = desk.format.read(moment)
  return { day: `${year}-${two(month)}-${two(day)}`, time: `${two(hour)}:${two(minute)}` }
}

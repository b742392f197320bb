// Rows of /api/material, filters, and an answer that is asked for anew when something happened in the shop.
import { signal, useSignal, type Signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { get } from "../../net/http"
import { failureText, type Desk } from "../context"

type Moment = string
type OfPart = { part: string; part_name: string; mold: string; mold_name: string }

export type Shortage = OfPart & {
  id: string
  purchase: string | null
  item: string
  supplier: string
  operation: string | null
  operation_name: string
  need: Moment | null
  promised: Moment | null
  expected: Moment | null
  short_minutes: number | null
  slips_minutes: number | null
  overdue: boolean
  undated: boolean
}

export type Piece = { what: "material" | "work"; id: string; item: string; part: string; part_name: string; supplier: string; expected: Moment | null }
export type Kit = OfPart & { operation: string; operation_name: string; burns: boolean; need: Moment | null; here: number; total: number; lacking: number; missing: Piece[] }

export type Purchase = OfPart & {
  id: string
  item: string
  supplier: string
  quantity: number | null
  ordered: Moment | null
  promised: Moment | null
  first_promised: Moment | null
  expected: Moment | null
  received: Moment | null
  overdue: boolean
}

export type Where = { at: "place" | "machine" | "supplier" | "last"; name: string; since: Moment; by: string }
export type OutsideOperation = OfPart & { operation: string; name: string; kind: string; material: string; minutes: number; slack_minutes: number | null; where: Where | null }
export type ToSend = OutsideOperation & { supplier: string; at: Moment | null; ready: boolean }
export type Load = { batch: string; supplier: string; sent: Moment; back: Moment; overdue: boolean; operations: OutsideOperation[] }
export type Outside = { to_send: ToSend[]; away: Load[]; suppliers: string[]; others: string[] }

export type Supplied = "purchase" | "outside"
export type SupplierRow = {
  supplier: string
  what: Supplied
  count: number
  median: number | null
  low: number | null
  high: number | null
  in_time: number | null
  counts: boolean
  open: number
  overdue: number
}
export type Suppliers = {
  rows: SupplierRow[]
  learned: { supplier: string; what: Supplied; minutes: number; count: number }[]
  switched: { at: Moment; actor: string } | null
}

export type PartThere = OfPart & { part_class: string; where: Where | null; next: { operation: string; name: string; machine: string | null; start: Moment | null } | null }
export type MoldThere = { mold: string; name: string; where: Where | null; parts: number; spread: { place: string; count: number }[] }
export type Found = { molds: MoldThere[]; parts: PartThere[]; places: string[] }

export type Scanned = { purchases: Purchase[]; part: PartThere | null; operation: OutsideOperation | null; action: "send" | "back" | null; why: string }

export type Filters = { supplier: string; mold: string; words: string }
export const NO_FILTERS: Filters = { supplier: "", mold: "", words: "" }

/** They stay while other pages are open. */
export const filters = signal<Filters>(NO_FILTERS)

/** As the server filters for Excel: all words, in any of the texts. */
export function fits({ supplier, mold, words }: Filters, row: { supplier: string; mold: string }, ...texts: string[]): boolean {
  const text = [row.supplier, row.mold, ...texts].join(" ").toLowerCase()
  return (
    (supplier === "" || row.supplier === supplier) &&
    (mold === "" || row.mold === mold) &&
    words.toLowerCase().split(/\s+/).every((word) => text.includes(word))
  )
}

export const unique = (names: Iterable<string>): string[] =>
  [...new Set(names)].filter(Boolean).sort((a, b) => a.localeCompare(b, "en", { numeric: true }))

const MINUTES_A_DAY = 1_440
const MS_A_MINUTE = 60_000
/** Days with one decimal, no sign: 3.5 */
export const days = (minutes: number): string => (Math.abs(minutes) / MINUTES_A_DAY).toFixed(1)
export const minutesBetween = (from: Moment | number, to: Moment | number): number => {
  const ms = (when: Moment | number): number => (typeof when === "number" ? when : Date.parse(when))
  return (ms(to) - ms(from)) / MS_A_MINUTE
}

/** The shop changes all the time; a list is asked for anew at most so often, ms. */
const ANEW_MS = 5_000

export type Asked<T> = { answer: Signal<T | null>; error: Signal<string>; look: () => void }

/** What the server answers at `path`, asked for anew when something has happened in the shop. */
export function useAsked<T>(desk: Desk, path: string): Asked<T> {
  const answer = useSignal<T | null>(null)
  const error = useSignal("")
  const newest = useSignal(0)
  const look = (): void => {
    const mine = ++newest.value
    get<T>(path).then(
      (found) => {
        if (mine !== newest.value) return
        answer.value = found
        error.value = ""
      },
      (failure: unknown) => {
        if (mine === newest.value) error.value = failureText(desk, failure)
      },
    )
  }
  useEffect(() => {
    look()
    let timer: number | undefined
    let first = true
    const stop = desk.store.seq.subscribe(() => {
      if (first) return void (first = false)
      timer ??= window.setTimeout(() => {
        timer = undefined
        look()
      }, ANEW_MS)
    })
    return () => {
      stop()
      clearTimeout(timer)
      newest.value += 1
    }
  }, [path])
  return { answer, error, look }
}

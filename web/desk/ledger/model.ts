// What the ledger's screens reckon from its rows, and the shapes of its own endpoints.
import type { LedgerLevel, LedgerRow, LedgerStage, Moment } from "../../model/wire"

export const STAGES: readonly LedgerStage[] = ["open", "accepted", "containing", "correcting", "done", "verified", "closed"]
export const LEVELS: readonly LedgerLevel[] = ["general", "major", "supervised"]
export const SOURCES = ["problem", "trial", "inspection", "complaint", "change", "meeting", "safety"] as const
export const KINDS = ["electrode", "program", "drawing", "machine", "quality", "material", "tooling", "person", "other"] as const
export const NORMS = ["checklist", "template", "standard_time"] as const
/** Days that a level gives where nobody says. */
export const DAYS: Record<LedgerLevel, number> = { general: 3, major: 7, supervised: 15 }
/** The kinds that are called by the shop's own departments; anything else is a department of people. */
export const DEPARTMENTS = ["quality", "design", "cam", "electrode", "maintenance", "purchasing", "tool_crib"] as const

const MINUTE = 60_000

export type Norm = (typeof NORMS)[number]
export type Person = { id: string; name: string }
export type Likeness = "words" | "kind" | "part_class" | "part_name" | "machine_kind"
export type Alike = LedgerRow & { score: number; why: Likeness[] }
export type LikeOperation = { operation: string; name: string; mold: string; part_name: string; machine: string | null; start: Moment | null }
export type Elsewhere = { alike: Alike[]; operations: LikeOperation[] }
export type Step = { at: Moment; what: string; stage: LedgerStage; name: string; text: string }

/** All of one item: GET /api/ledger/ITEM. */
export type LedgerRecord = LedgerRow & Elsewhere & {
  helpers: Person[]
  effect_days: number | null
  opened_by_name: string
  containment_action: string
  root_cause: string
  corrective_action: string
  evidence: string
  done_by: string | null
  done_by_name: string
  norms: { at: Moment; norm: Norm; what: string }[]
  pictures: string[]
  verifications: { at: Moment; name: string; passed: boolean; note: string }[]
  extended: { at: Moment; before: Moment; after: Moment; name: string; reason: string }[]
  history: Step[]
  recurs_number: string
}

export type DepartmentFigures = {
  department: string
  open: number
  overdue: number
  closed: number
  on_time: number
  recurrences: number
  extensions: number
  mean_age_days: number | null
}

export const isOverdue = (row: LedgerRow, now: number): boolean => row.stage !== "closed" && now > Date.parse(row.deadline)

/** Minutes past the deadline (−: left), until it was closed or until now. */
export const lateness = (row: LedgerRow, now: number): number =>
  ((row.closed_at === null ? now : Date.parse(row.closed_at)) - Date.parse(row.deadline)) / MINUTE

export type Show = "open" | "overdue" | "closed" | "all"
export type Filters = { show: Show; stage: string; department: string; level: string; mold: string; words: string }
export const NO_FILTERS: Filters = { show: "open", stage: "", department: "", level: "", mold: "", words: "" }

/** The rows that the filters let through: open ones by deadline, then closed ones, the newest first. */
export function filtered(rows: Iterable<LedgerRow>, filters: Filters, now: number): LedgerRow[] {
  const words = filters.words.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (row: LedgerRow): boolean => {
    const closed = row.stage === "closed"
    if (filters.show === "open" && closed) return false
    if (filters.show === "closed" && !closed) return false
    if (filters.show === "overdue" && !isOverdue(row, now)) return false
    if (filters.stage !== "" && row.stage !== filters.stage) return false
    if (filters.level !== "" && row.level !== filters.level) return false
    if (filters.mold !== "" && row.mold !== filters.mold) return false
    if (filters.department !== "" && row.department !== filters.department) return false
    const text = [row.number, row.description, row.mold, row.part_name, row.machine, row.owner_name].join(" ").toLowerCase()
    return words.every((word) => text.includes(word))
  }
  const end = (row: LedgerRow): number => Date.parse(row.closed_at ?? row.deadline)
  return [...rows].filter(fits).sort((a, b) => {
    const one = a.closed_at === null
    if (one !== (b.closed_at === null)) return one ? -1 : 1
    return one ? end(a) - end(b) : end(b) - end(a)
  })
}

/** The query of the same filters for the server's list and Excel. */
export function queryOf(filters: Filters): string {
  const query = new URLSearchParams()
  if (filters.show === "open") query.set("closed", "false")
  if (filters.show === "closed") query.set("closed", "true")
  if (filters.show === "overdue") query.set("overdue", "true")
  for (const name of ["stage", "department", "level", "mold", "words"] as const) {
    if (filters[name] !== "") query.set(name, filters[name])
  }
  return query.toString()
}

/** When and by whom each stage was reached last; what came after a step back is not reached any more. */
export function reached(history: readonly Step[]): Map<LedgerStage, Step> {
  const found = new Map<LedgerStage, Step>()
  let at = -1
  for (const step of history) {
    const place = STAGES.indexOf(step.stage)
    for (const later of STAGES.slice(place + 1)) found.delete(later)
    if (place !== at) found.set(step.stage, step)
    at = place
  }
  return found
}

// Drafts on the server: what wishes do to the plan, kept, compared, published.
import type { Moment } from "../../model/wire"
import { del, get, post } from "../../net/http"
import type { Change } from "./wishes"

export type Slip = { mold: string; milestone: "T1" | "delivery"; from: Moment | null; to: Moment | null; /** Hours after its date; null: it has no end any more. */ late: number | null }
export type MovedTo = { operation: string; machine: string | null; start: Moment; end: Moment }
export type Told = {
  base: number
  breaks: { operation: string; rule: string; text: string }[]
  slips: Slip[]
  gains: Slip[]
  moved: MovedTo[]
}
type Side = { late_molds: number; tardiness_hours: number }
export type Draft = Omit<Told, "moved" | "gains"> & {
  id: string
  name: string
  made_at: Moment
  made_by: string
  changes: Change[]
  before: Side
  after: Side
  moved_count?: number
}

const DRAFTS = "/api/drafts"
const path = (draft: string, rest = ""): string => `${DRAFTS}/${encodeURIComponent(draft)}${rest}`

export const preview = (base: number, changes: Change[]): Promise<Told> => post(`${DRAFTS}/preview`, { base, changes })
export const keep = (base: number, changes: Change[], name: string): Promise<Draft> => post(DRAFTS, { base, changes, name })
export const drafts = (): Promise<{ live: number; drafts: Draft[] }> => get(DRAFTS)
export const forget = (draft: string): Promise<void> => del(path(draft))
export const publish = (draft: string, message: string): Promise<unknown> => post(path(draft, "/publish"), { message })

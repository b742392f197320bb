// Answers about costs, and what is over its quote.
import type { Moment } from "../../model/wire"

export type MoldCost = {
  mold: string; name: string; customer: string; due: Moment | null
  quoted_hours: number | null; worked_hours: number; assumed_hours: number; left_hours: number; expected_hours: number
  quoted_outside: number | null; spent: number; expected_outside: number; untold: number
}
export type CostPage = { currency: string; rows: MoldCost[] }
export type KindHours = { kind: string | null; name: string; estimated: number; worked: number; left: number }
export type WorkCost = {
  operation: string; name: string; part_name: string; kind: string | null; kind_name: string
  estimated: number; worked: number; left: number; assumed: boolean; seqs: number[]
}
export type OutsideCost = { what: "purchase" | "outside"; id: string; name: string; part_name: string; supplier: string; cost: number | null; over: boolean; at: Moment | null }
export type MoldCostWhole = MoldCost & { currency: string; kinds: KindHours[]; work: WorkCost[]; more: number; outside: OutsideCost[] }

/** What is expected above the quote; null: there is no quote. */
export const overHours = (row: MoldCost): number | null => (row.quoted_hours === null ? null : row.expected_hours - row.quoted_hours)
export const overOutside = (row: MoldCost): number | null => (row.quoted_outside === null ? null : row.expected_outside - row.quoted_outside)

/** Shares of the quote, the dearest first; what has no quote comes last. */
export function worst(row: MoldCost): number {
  const hours = row.quoted_hours ? row.expected_hours / row.quoted_hours : 0
  const outside = row.quoted_outside ? row.expected_outside / row.quoted_outside : 0
  return Math.max(hours, outside)
}

export const SHOWS = ["all", "over", "quoted", "untold"] as const
export const WANTED: Record<(typeof SHOWS)[number], (row: MoldCost) => boolean> = {
  all: () => true,
  over: (row) => (overHours(row) ?? 0) > 0 || (overOutside(row) ?? 0) > 0,
  quoted: (row) => row.quoted_hours === null && row.quoted_outside === null,
  untold: (row) => row.untold > 0,
}

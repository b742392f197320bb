// What the screens of engineering changes ask the server for, and a decision while it is made.
import type { ChangeRow, Moment } from "../../model/wire"
import type { WorkState } from "../trials/model"

export const SOURCES = ["customer", "design", "trial", "process"] as const
export type Source = (typeof SOURCES)[number]
export const HANDLINGS = ["keep", "stop", "rework", "scrap"] as const
export type Handling = (typeof HANDLINGS)[number]
/** What is bought is kept, cancelled or ordered anew. */
export const OF_PURCHASES: readonly Handling[] = ["keep", "stop", "scrap"]

export type Head = {
  id: string
  number: string
  mold: string
  mold_name: string
  title: string
  source: Source
  stand: ChangeRow["stand"]
  opened_at: Moment
  opened_by: string
  closed_at: Moment | null
  count: number
}

export type Work = { operation: string; name: string; work: WorkState; machine: string | null; minutes: number }
export type TouchedPart = {
  part: string
  name: string
  part_class: string
  electrode: boolean
  begun: boolean
  done: Work[]
  under_way: Work[]
  open: Work[]
  /** What an electrode is for. */
  burns: Work[]
  drawing: string
}
export type TouchedPurchase = { purchase: string; part: string | null; item: string; supplier: string; promised: Moment | null; received: Moment | null }

export type Decided = {
  thing: "part" | "purchase"
  id: string
  handling: Handling
  work: string | null
  minutes: number
  redrawn: boolean
  drawing: Moment | null
  material: boolean
  promised: Moment | null
}
export type MadeOf = { thing: "part" | "purchase"; id: string; new: string[]; held: string[]; paused: string[]; ended: string[]; orders: string[] }

export type Change = Head & {
  parts: TouchedPart[]
  purchases: TouchedPurchase[]
  decisions: Decided[]
  made: MadeOf[]
  stopped: number
  trail: { at: Moment; what: "ChangeOpened" | "ChangeTaken" | "ChangeReleased" | "ChangeWithdrawn"; who: string; note: string }[]
}

/** A decision as the form has it; `handling` "": not made yet. */
export type Draft = { handling: Handling | ""; work: string; minutes: string; redrawn: boolean; drawing: string; material: boolean; promised: string }
export const OUTSIDE = "-"
export const undecided = (begun: boolean): Draft => ({ handling: begun ? "" : "keep", work: "", minutes: "", redrawn: false, drawing: "", material: false, promised: "" })

/** Whether everything that the decision needs is there. */
export const isWhole = ({ handling, work, minutes }: Draft): boolean =>
  handling !== "" && (handling !== "rework" || (work !== "" && Number(minutes) > 0))

/** What waits for somebody is coloured, the rest is grey. */
export function standTone(stand: Head["stand"]): string {
  return stand === "open" ? "sel" : stand === "stopped" ? "act" : "mu"
}

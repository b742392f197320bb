// The figures as the server tells them, and how their values are written.
import { number } from "../../draw/format"
import type { Desk } from "../context"
import type { MeasureText } from "./texts"

export type By = "department" | "kind" | "machine"
export type Unit = "share" | "times" | "hours" | "minutes" | "trials"
export type Group = { group: string; value: number | null; count: number }
export type Figure = {
  name: string; title: string; formula: string; unit: Unit; digits: number; lead: boolean; better_low: boolean
  product: string[]; by: By[]; value: number | null; before: number | null; count: number; groups: Group[]
}
export type Bin = { low: number; high: number; count: number; stated: number | null; observed: number | null }
export type Calibration = {
  ahead_days: number; count: number; enough: boolean; bins: Bin[]
  stated: number | null; observed: number | null; brier: number | null; brier_of_share: number | null
}
export type Overview = { first: string; last: string; began: string | null; enough: number; figures: Figure[]; calibration: Calibration[] }
export type Entry = { seq: number; kind: string; at: string; actor: string }
export type Row = {
  what: "operation" | "mold" | "problem" | "machine"; id: string; name: string; at: string; until: string | null
  part: number; whole: number; department: string; kind: string; machine: string; entries: Entry[]
}
export type Rows = { total: number; rows: Row[] }
export type Wish = { first: string; last: string; by: By | "" }

/** Parameters of a request: days that were chosen, what to split by, one group of it. */
export function queryOf(wish: Wish, group?: string): string {
  const asked = new URLSearchParams()
  if (wish.first !== "") asked.set("first", wish.first)
  if (wish.last !== "") asked.set("last", wish.last)
  if (wish.by !== "" && group !== undefined) asked.set("group", group)
  if (wish.by !== "") asked.set("by", wish.by)
  return asked.toString()
}

/** A value with its unit; null is unknown, never zero. */
export function shown(t: MeasureText, figure: Figure, value: number | null): string {
  if (value === null) return t("unknown")
  if (figure.unit === "share") return `${number(value * 100, figure.digits - 2)}%`
  if (figure.unit === "times") return `${number(value, figure.digits)}×`
  return t(`unit.${figure.unit}`, { value: number(value, figure.digits) })
}

/** The name of a group, as the shop calls it. */
export function groupName(desk: Desk, t: MeasureText, by: By, group: string): string {
  if (group === "") return t("of.nobody")
  if (by === "department") return desk.words.department(group)
  if (by === "machine") return desk.store.tables.machines.value.get(group)?.name || group
  const kind = desk.store.tables.kinds.value.get(group)
  if (kind !== undefined) return desk.words.kind({ ...kind, id: group })
  return ["electrode", "program", "drawing", "machine", "quality", "material", "tooling", "person", "other"].includes(group)
    ? desk.words.problem(group as Parameters<Desk["words"]["problem"]>[0])
    : group
}

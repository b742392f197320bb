// The shapes of the tables' endpoints, and addresses from what was chosen: no DOM, no signals.
import type { Moment } from "../../model/wire"

/** A sheet of the shop. */
export type Offered = { id: string; name: string; rows: number }

export const STATES = ["conflict", "refused", "changed", "new"] as const
export type State = (typeof STATES)[number]

/** `was`: what the cell held when the file was written, of a conflict. */
export type Cell = { column: string; old: string; new: string; was: string; conflict: boolean }
export type Row = { row: number; key: string; id: string; state: State; reason: string; cells: readonly Cell[] }

/** `same` rows are as the shop has them, `absent` ones are not in the file and stay; `takes` rows come in. */
export type EditedSheet = Record<State, number> & {
  sheet: string
  name: string
  same: number
  absent: number
  takes: number
  ignored: readonly string[]
  rows: readonly Row[]
  more: number
}

export type Fault = { sheet: string; row: number | null; column: string | null; value: string; text: string; code: string }

/** What edited tables would change; `left`: sheets that only a whole workbook changes. */
export type Looked = {
  name: string
  exported: Moment | null
  sheets: readonly EditedSheet[]
  left: readonly string[]
  faults: readonly Fault[]
  edit_id: string | null
}

export type Taken = { seq: number; at: Moment; who: string; name: string; sheets: readonly { name: string; rows: number }[] }
export type TakenRow = { sheet: string; id: string; cells: readonly { column: string; old: string; new: string }[] }
export type TakenWhole = Taken & { rows: readonly TakenRow[]; more: number }

export type Filters = { mold: string; open: boolean }

/** The address of one workbook with these sheets. */
export function excelAddress(sheets: readonly string[], filters: Filters, language: string): string {
  const query = new URLSearchParams()
  for (const sheet of sheets) query.append("sheet", sheet)
  if (filters.mold !== "") query.set("mold", filters.mold)
  if (filters.open) query.set("open", "true")
  query.set("lang", language)
  return `/api/tables/excel?${query.toString()}`
}

/** Whether a text from the clipboard is cells of a table: at least two columns, or two rows. */
export const isTable = (text: string): boolean => /[\t]/.test(text) || text.trim().includes("\n")

export const rowsTaken = (looked: Looked): number => looked.sheets.reduce((sum, { takes }) => sum + takes, 0)
export const rowsLeft = (looked: Looked): number => looked.sheets.reduce((sum, { conflict, refused }) => sum + conflict + refused, 0)

/** What stands beside a new row: its first cells that are not empty. */
export function shortOf(cells: readonly Cell[], most: number): { shown: readonly Cell[]; more: number } {
  const filled = cells.filter((cell) => cell.new !== "")
  return { shown: filled.slice(0, most), more: Math.max(0, filled.length - most) }
}

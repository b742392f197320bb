// What a page shows in its tables, as cells: numbers where they stand to the right, texts as they are read.

export type CellOut = string | number | null | { at: string }
export type TableOut = { name: string; columns: string[]; rows: CellOut[][] }

/** A number as the screens write it: with a true minus, thousands apart, a plus where it is late. */
const NUMBER = /^[+−-]?\d{1,3}(,\d{3})*(\.\d+)?$|^[+−-]?\d+(\.\d+)?$/
const NOTHING = new Set(["–", "-", ""])

export function numberOf(text: string): number | null {
  const plain = text.trim()
  return NUMBER.test(plain) ? Number(plain.replaceAll(",", "").replace("−", "-").replace("+", "")) : null
}

function fieldText(field: Element): string | null {
  if (field instanceof HTMLSelectElement) return field.classList.contains("add") ? "" : (field.selectedOptions[0]?.textContent ?? "")
  if (field instanceof HTMLInputElement) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? "✓" : ""
    return field.type === "file" || field.type === "password" ? "" : field.value
  }
  return field instanceof HTMLTextAreaElement ? field.value : null
}

/** The text that people read in it: chosen values of fields, nothing of pictures and of buttons that act. */
export function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ""
  if (!(node instanceof Element)) return ""
  const field = fieldText(node)
  if (field !== null) return field
  if (node.getAttribute("aria-hidden") === "true" || node.matches("svg, .only-read, button.control, a.control, label.control, button.solid")) return ""
  const parts = [...node.childNodes].map((child) => ({ text: textOf(child), apart: child instanceof Element }))
  return parts
    .reduce((whole, { text, apart }) => (apart && whole !== "" ? `${whole} ${text}` : whole + text), "")
    .replace(/\s+/g, " ")
    .replace(/ ×$/, "")
    .trim()
}

function cellOf(cell: HTMLTableCellElement): CellOut {
  const moment = cell.querySelector("time[datetime]")?.getAttribute("datetime")
  if (moment) return { at: moment }
  const text = textOf(cell)
  if (NOTHING.has(text)) return null
  const field = cell.querySelector("input[type=number]")
  return (cell.classList.contains("right") || field !== null ? numberOf(text) : null) ?? text
}

/** A row with cells over several columns laid out. */
function laidOut<T>(row: HTMLTableRowElement, read: (cell: HTMLTableCellElement) => T, empty: T): T[] {
  return [...row.cells].flatMap((cell) => [read(cell), ...Array.from({ length: cell.colSpan - 1 }, () => empty)])
}

/** The heading that stands before it, the nearest. */
function nameOf(table: HTMLTableElement, main: Element): string {
  const own = table.caption?.textContent ?? table.getAttribute("aria-label")
  if (own) return own
  const before = [...main.querySelectorAll("h1, h2, h3")].filter((head) => head.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING)
  const nearest = before.at(-1)
  return (nearest === undefined ? "" : textOf(nearest)) || "Sprue"
}

function tableOf(table: HTMLTableElement, main: Element): TableOut {
  const head = table.tHead?.rows
  const titles = head?.length ? laidOut(head[head.length - 1] as HTMLTableRowElement, (cell) => textOf(cell) || cell.getAttribute("aria-label") || "", "") : []
  const rows = [...table.tBodies].flatMap((body) => [...body.rows].map((row) => laidOut(row, cellOf, null)))
  const width = Math.max(titles.length, ...rows.map((row) => row.length))
  const columns = Array.from({ length: width }, (_, place) => titles[place] ?? "")
  // Columns of buttons, bars and boxes hold nothing for a spreadsheet.
  const kept = columns.map((title, place) => title !== "" || rows.some((row) => (row[place] ?? null) !== null))
  const of = <T>(cells: readonly T[]): T[] => cells.filter((_, place) => kept[place])
  return { name: nameOf(table, main), columns: of(columns), rows: rows.map((row) => of(row)) }
}

/** Every table that is shown in it. */
export function tablesIn(main: Element): TableOut[] {
  return [...main.querySelectorAll("table")]
    .filter((table) => table.getClientRects().length > 0 && table.dataset.part === undefined)
    .map((table) => tableOf(table, main))
    .filter(({ columns }) => columns.length > 0)
}

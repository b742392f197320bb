// Which rows of the lists are wanted, the same on all of them.
import { signal } from "@preact/signals"

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

// The client's copy of a topic: tables of rows in signals, loaded by a snapshot and changed by patches.
// A patch holds whole rows, so applying one is a merge that knows nothing of what the rows mean.
import { signal, type Signal } from "@preact/signals"
import type { Patch, Snapshot, TableName, Tables } from "./wire"

export type Rows<T extends TableName> = ReadonlyMap<string, Tables[T]>

const NAMES: readonly TableName[] = [
  "shop", "clock", "kinds", "machines", "molds", "parts", "operations",
  "problems", "calls", "people", "today", "missing", "trials", "nights", "figures", "kept",
  "questions", "messages", "stations", "ledger", "changes",
]

type Signals = { readonly [T in TableName]: Signal<Rows<T>> }

export class Store {
  /** One signal a table; its Map is replaced, never changed, when a row of it changes. */
  readonly tables: Signals
  /** False until the first snapshot is in. */
  readonly loaded = signal(false)
  readonly seq = signal(0)
  cursor = 0

  constructor() {
    const tables: Partial<Record<TableName, Signal<ReadonlyMap<string, unknown>>>> = {}
    for (const name of NAMES) tables[name] = signal(new Map())
    this.tables = tables as unknown as Signals
  }

  /** Replace everything by `snapshot`. */
  load(snapshot: Snapshot): void {
    for (const name of NAMES) {
      const rows = snapshot.tables[name] ?? {}
      this.#set(name, new Map(Object.entries(rows)))
    }
    this.cursor = snapshot.cursor
    this.seq.value = snapshot.seq
    this.loaded.value = true
  }

  /** Merge `patch`; one that is older than what is here (sent twice after a reconnect) changes nothing. */
  apply(patch: Patch): boolean {
    if (patch.cursor <= this.cursor) return false
    for (const [name, rows] of Object.entries(patch.tables) as [TableName, Record<string, unknown>][]) {
      if (!(name in this.tables)) continue
      this.#set(name, merged(this.tables[name].value, rows))
    }
    this.cursor = patch.cursor
    this.seq.value = patch.seq
    return true
  }

  /** All rows as they are here, as a snapshot said to be of `now`. */
  snapshot(now: string): Snapshot {
    const tables = Object.fromEntries(NAMES.map((name) => [name, Object.fromEntries(this.tables[name].value)]))
    return { seq: this.seq.value, cursor: this.cursor, now, tables }
  }

  get shop() {
    return this.tables.shop.value.get("shop")
  }

  #set(name: TableName, rows: ReadonlyMap<string, unknown>): void {
    const table = this.tables[name] as unknown as Signal<ReadonlyMap<string, unknown>>
    table.value = rows
  }
}

function merged(old: ReadonlyMap<string, unknown>, changes: Record<string, unknown>): Map<string, unknown> {
  const rows = new Map(old)
  for (const [id, row] of Object.entries(changes)) {
    if (row === null) rows.delete(id)
    else rows.set(id, row)
  }
  return rows
}

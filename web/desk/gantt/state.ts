// The state of the plan page; it outlives a look at another page.
import { computed, signal } from "@preact/signals"
import { may, type Desk } from "../context"
import type { Break, Put } from "./breaks"
import { breaksOf, putsOf, startOf } from "./breaks"
import type { Told } from "./drafts"
import type { Facts } from "./facts"
import { USUAL, type Filter, type Layout } from "./layout"
import type { Coloring } from "./paint"
import type { View } from "./view"
import { changed, NOTHING, type History, type LiveOf, type Wishes } from "./wishes"

export type Chosen = { operation: string | null; mold: string | null }
export type Zoom = "shift" | "week" | "month"
export const SPANS: Record<Zoom, number> = { shift: 1, week: 7.5, month: 31 }

export const view = signal<View>({ from: 0, scale: 0, top: 0 })
/** The bar at which the keyboard is, and the mold whose links are drawn. */
export const chosen = signal<Chosen>({ operation: null, mold: null })
/** Selected bars beside it. */
export const selection = signal<ReadonlySet<string>>(new Set())
export const filter = signal<Filter>(USUAL)
export const coloring = signal<Coloring>("work")
export const linked = signal(true)
export const actual = signal(false)
/** Operation or machine to bring into sight. */
export const wanted = signal<string | null>(null)
/** What stands beside the plan. */
export const panel = signal<"operation" | "wishes" | null>(null)
export const helping = signal(false)
/** Size of the canvas in px. */
export const size = signal({ width: 0, height: 0 })

export const facts = signal<Facts | null>(null)
export const history = signal<History>(NOTHING)
export const wishes = computed(() => history.value.now)
/** Bars in the hand: where they would be put. */
export const held = signal<ReadonlyMap<string, Put> | null>(null)
/** What the planner says of the wishes; null: nothing asked, or not answered yet. */
export const told = signal<Told | null>(null)
/** Why there is no answer. */
export const silent = signal("")

/** Rises when a draft was kept, so that the list of drafts is read again. */
export const kept = signal(0)

/** Planners move work; others look. */
export const mayPlan = (desk: Desk): boolean => may(desk, "POST /api/drafts")

/** How the live plan has work that can still be put elsewhere. */
export function liveOf(desk: Desk): LiveOf {
  const rows = desk.store.tables.operations.peek()
  return (operation) => {
    const row = rows.get(operation)
    const start = row === undefined || (row.work !== "waiting" && row.work !== "held") ? null : startOf(row)
    return row === undefined || start === null ? null : { machine: row.machine, start, pinned: facts.peek()?.of(operation).pinned ?? false }
  }
}

export function wish(now: Wishes): void {
  history.value = changed(history.peek(), now)
}

/** The bars that a command is for: the selection, else the one at the keyboard. */
export function meant(): string[] {
  const at = chosen.peek().operation
  const found = [...selection.peek()]
  return found.length > 0 ? found : at === null ? [] : [at]
}

export function choose(layout: Layout, id: string | null, more: Partial<{ selection: ReadonlySet<string>; open: boolean }> = {}): void {
  const mold = id === null ? null : layout.places.get(id)?.bar.mold ?? null
  chosen.value = { operation: id, mold }
  selection.value = more.selection ?? new Set()
  if (id === null) {
    if (panel.peek() === "operation") panel.value = null
  } else if (more.open === true) panel.value = "operation"
}

/** Breaks of what is in the hand, else of all wishes, as the browser knows them. */
export function breaksNow(desk: Desk, layout: Layout): { puts: Map<string, Put>; breaks: Break[] } {
  const known = facts.value
  if (known === null) return { puts: new Map(), breaks: [] }
  const scene = {
    facts: known, now: desk.tick.peek().now ?? 0, machines: layout.machines,
    operations: desk.store.tables.operations.peek(), molds: desk.store.tables.molds.peek(),
  }
  const puts = putsOf(wishes.value, scene)
  const inHand = held.value
  if (inHand === null) return { puts, breaks: breaksOf([...wishes.value.values()].filter(isMove).map(({ operation }) => operation), puts, scene) }
  return { puts, breaks: breaksOf(inHand.keys(), new Map([...puts, ...inHand]), scene) }
}

const isMove = ({ machine, start }: { machine?: string; start?: number }): boolean => machine !== undefined || start !== undefined

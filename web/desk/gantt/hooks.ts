// What the plan page follows: rows laid out anew with a rest between, links, facts, the planner's answer.
import { useComputed, useSignal, useSignalEffect, type ReadonlySignal, type Signal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { get } from "../../net/http"
import { failureText, type Desk } from "../context"
import { preview } from "./drafts"
import { Facts, type FactsAnswer } from "./facts"
import { layoutOf, type Layout } from "./layout"
import type { Link } from "./links"
import type { Published } from "./paint"
import { actual, chosen, facts, filter, held, history, linked, liveOf, mayPlan, silent, told, wishes } from "./state"
import { DAY, days, HOUR } from "./view"
import { alive, changesOf, moved } from "./wishes"

/** Rows change many times a second while the shop works; bars are laid out anew at most so often. */
const REST_MS = 400
const PAST = 5 * DAY
/** A bar that rests so long in the hand is worth asking the planner about. */
const ASK_MS = 150

/** Bars by row, laid out anew when operations, machines or what is shown have changed. */
export function useLayout(desk: Desk): Signal<Layout> {
  const layout = useSignal<Layout>(laidOut(desk))
  useEffect(() => {
    let timer: number | null = null
    let last = performance.now()
    const now = () => {
      timer = null
      last = performance.now()
      layout.value = laidOut(desk)
    }
    const later = () => {
      timer ??= window.setTimeout(now, Math.max(0, REST_MS - (performance.now() - last)))
    }
    const { operations, machines } = desk.store.tables
    const stops = [operations.subscribe(later), machines.subscribe(later), filter.subscribe(now)]
    return () => {
      for (const stop of stops) stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [])
  return layout
}

function laidOut(desk: Desk): Layout {
  const { machines, kinds, molds, operations } = desk.store.tables
  const rows = { machines: machines.peek().values(), kinds: kinds.peek().values(), molds: molds.peek().values(), operations: operations.peek().values() }
  return layoutOf(rows, filter.peek(), (desk.tick.peek().now ?? 0) - PAST)
}

/** A computed value that stays the same object while it is equal: tiles are drawn anew only when it changes. */
export function useSame<T>(compute: () => T, same: (a: T, b: T) => boolean): ReadonlySignal<T> {
  const last = useRef<{ value: T } | null>(null)
  return useComputed(() => {
    const found = compute()
    if (last.current === null || !same(last.current.value, found)) last.current = { value: found }
    return last.current.value
  })
}

/** Days of the next two weeks on which no machine is open. */
export function useClosedDays(desk: Desk): ReadonlySignal<[number, number][]> {
  return useSame(() => {
    const open = new Map<string, boolean>()
    for (const kind of desk.store.tables.kinds.value.values()) {
      for (const { day, share } of kind.load_days) open.set(day, (open.get(day) ?? false) || share !== null)
    }
    const now = desk.tick.peek().now ?? 0
    const closed: [number, number][] = []
    for (const { at } of days({ from: now - DAY, scale: 1 / HOUR, top: 0 }, 16 * 24, desk.format)) {
      const { year, month, day } = desk.format.read(at)
      const name = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
      if (open.get(name) === false) closed.push([at, at + DAY])
    }
    return closed
  }, (a, b) => a.length === b.length && a.every(([from], i) => from === b[i]?.[0]))
}

export function useLinks(): Signal<readonly Link[]> {
  const links = useSignal<readonly Link[]>([])
  useSignalEffect(() => {
    const { mold } = chosen.value
    links.value = []
    if (mold === null || !linked.value) return
    get<{ links: [string, string][] }>(`/api/molds/${encodeURIComponent(mold)}/links`).then(
      (answer) => {
        if (chosen.peek().mold === mold) links.value = answer.links
      },
      () => undefined,
    )
  })
  return links
}

/** The version of the live plan; it changes seldom, other facts of the shop's row often. */
const useVersion = (desk: Desk): ReadonlySignal<number | null> => useComputed(() => desk.store.tables.shop.value.get("shop")?.plan_version ?? null)

/** What the browser must know to tell what breaks: again when another plan is published, and when work went on. */
export function useFacts(desk: Desk): void {
  const version = useVersion(desk)
  useSignalEffect(() => {
    void version.value
    let gone = false
    get<FactsAnswer>("/api/gantt/facts").then(
      (answer) => {
        if (gone) return
        facts.value = new Facts(answer)
        history.value = { ...history.peek(), now: alive(history.peek().now, liveOf(desk)) }
      },
      () => undefined,
    )
    return () => {
      gone = true
    }
  })
}

/** Asks the planner what the wishes do, and what is in the hand with them; one question at a time, the newest. */
export function usePreview(desk: Desk): void {
  const version = useVersion(desk)
  useSignalEffect(() => {
    const base = version.value
    const inHand = held.value
    const known = facts.value
    const asked = inHand === null ? wishes.value : moved(wishes.value, inHand.values(), liveOf(desk))
    silent.value = ""
    if (asked.size === 0) told.value = null
    if (asked.size === 0 || base === null || known === null || !mayPlan(desk)) return
    let gone = false
    const timer = window.setTimeout(() => {
      preview(base, changesOf(asked)).then(
        (answer) => {
          if (!gone) told.value = answer
        },
        (failure: unknown) => {
          if (gone) return
          told.value = null
          silent.value = failureText(desk, failure)
        },
      )
    }, ASK_MS)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  })
}

/** Rows of the plan as it was published, while they are shown beside what became of it. */
export function usePublished(desk: Desk): Signal<ReadonlyMap<string, Published> | null> {
  const version = useVersion(desk)
  const published = useSignal<ReadonlyMap<string, Published> | null>(null)
  useSignalEffect(() => {
    const wanted = actual.value ? version.value : null
    if (wanted === null) {
      published.value = null
      return
    }
    get<{ rows: { operation: string; machine: string | null; setup: string; end: string }[] }>(`/api/plans/${wanted}`).then(
      ({ rows }) => {
        if (version.peek() === wanted && actual.peek()) {
          published.value = new Map(rows.map(({ operation, machine, setup, end }) => [operation, { machine, start: Date.parse(setup), end: Date.parse(end) }]))
        }
      },
      () => undefined,
    )
  })
  return published
}

// Which bars are selected, and which is next to which. Pure values.
import { between, type Bar } from "./bars"
import type { Layout } from "./layout"

export type Direction = "left" | "right" | "up" | "down"

/** The next bar: along its row, or in the nearest row above or below that has one, the one nearest in time. */
export function next(layout: Layout, from: string, direction: Direction): string | null {
  const place = layout.places.get(from)
  if (place === undefined) return null
  const lane = layout.lanes[place.lane]
  if (direction === "left" || direction === "right") {
    const at = lane?.bars.indexOf(place.bar) ?? -1
    return lane?.bars[at + (direction === "left" ? -1 : 1)]?.id ?? null
  }
  const step = direction === "up" ? -1 : 1
  const middle = (place.bar.start + place.bar.end) / 2
  for (let i = place.lane + step; i >= 0 && i < layout.lanes.length; i += step) {
    const bars = layout.lanes[i]?.bars ?? []
    if (bars.length > 0) return nearest(bars, middle)?.id ?? null
  }
  return null
}

/** The next bar of the same mold by start. */
export function alongMold(layout: Layout, from: string, by: 1 | -1): string | null {
  const mold = layout.places.get(from)?.bar.mold
  if (mold === undefined) return null
  const bars = ofMold(layout, mold)
  return bars[bars.findIndex(({ id }) => id === from) + by]?.id ?? null
}

export function ofMold(layout: Layout, mold: string): Bar[] {
  const bars = [...layout.places.values()].map(({ bar }) => bar).filter((bar) => bar.mold === mold)
  return bars.sort((a, b) => a.start - b.start || a.end - b.end)
}

function nearest(bars: readonly Bar[], moment: number): Bar | undefined {
  const away = ({ start, end }: Bar): number => (moment < start ? start - moment : moment > end ? moment - end : 0)
  let best = bars[0]
  for (const bar of bars) if (best === undefined || away(bar) < away(best)) best = bar
  return best
}

export type Box = { from: number; to: number; first: number; last: number }

/** Bars that a box of time and lanes touches. */
export function inBox(layout: Layout, { from, to, first, last }: Box): string[] {
  const found: string[] = []
  for (let i = Math.max(0, first); i <= Math.min(last, layout.lanes.length - 1); i += 1) {
    const lane = layout.lanes[i]
    if (lane !== undefined) for (const bar of between(lane, from, to)) found.push(bar.id)
  }
  return found
}

/** All bars between two, in lanes and in time: what shift and a click select. */
export function ranged(layout: Layout, a: string, b: string): string[] {
  const one = layout.places.get(a)
  const other = layout.places.get(b)
  if (one === undefined || other === undefined) return [b]
  return inBox(layout, {
    from: Math.min(one.bar.start, other.bar.start), to: Math.max(one.bar.end, other.bar.end),
    first: Math.min(one.lane, other.lane), last: Math.max(one.lane, other.lane),
  })
}

export function toggled(selection: ReadonlySet<string>, id: string): Set<string> {
  const found = new Set(selection)
  if (!found.delete(id)) found.add(id)
  return found
}

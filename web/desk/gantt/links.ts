// What follows what in the chosen mold.
import type { Place } from "./layout"

export type Link = readonly [string, string]
/** More links than this are a thicket: only the chain is drawn then. */
export const MOST_LINKS = 80

/**
 * The chain through an operation: back along what ends last before it, on along what starts first after it.
 * `start` null: through the operation of these links that ends last.
 */
export function chainOf(links: readonly Link[], places: ReadonlyMap<string, Place>, start: string | null): Link[] {
  const before = new Map<string, string[]>()
  const after = new Map<string, string[]>()
  for (const [a, b] of links) {
    if (!places.has(a) || !places.has(b)) continue
    before.set(b, [...(before.get(b) ?? []), a])
    after.set(a, [...(after.get(a) ?? []), b])
  }
  const end = (id: string): number => places.get(id)?.bar.end ?? 0
  const begin = (id: string): number => places.get(id)?.bar.start ?? 0
  const last = [...before.keys()].reduce<string | null>((best, id) => (best === null || end(id) > end(best) ? id : best), null)
  const middle = start !== null && (before.has(start) || after.has(start)) ? start : last
  if (middle === null) return []
  const chain: Link[] = []
  const seen = new Set([middle])
  for (let at = middle; ;) {
    const previous = (before.get(at) ?? []).reduce<string | null>((best, id) => (best === null || end(id) > end(best) ? id : best), null)
    if (previous === null || seen.has(previous)) break
    seen.add(previous)
    chain.unshift([previous, at])
    at = previous
  }
  for (let at = middle; ;) {
    const next = (after.get(at) ?? []).reduce<string | null>((best, id) => (best === null || begin(id) < begin(best) ? id : best), null)
    if (next === null || seen.has(next)) break
    seen.add(next)
    chain.push([at, next])
    at = next
  }
  return chain
}

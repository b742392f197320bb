// Working hours of machines as the server tells them, and what work takes in them.

/** Open times in ms, sorted, apart from each other. */
export type Stretches = readonly (readonly [number, number])[]

const MINUTE = 60_000

/** Place of the first stretch that ends after `moment`. */
function after(stretches: Stretches, moment: number): number {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stretches[middle]?.[1] ?? 0) <= moment) low = middle + 1
    else high = middle
  }
  return low
}

/** The stretch in which `moment` lies; null: closed. */
export function stretchAt(stretches: Stretches, moment: number): readonly [number, number] | null {
  const found = stretches[after(stretches, moment)]
  return found !== undefined && found[0] <= moment ? found : null
}

/** When `minutes` of open time from `start` are over; past the known hours time counts by the clock. */
export function worked(stretches: Stretches, start: number, minutes: number): number {
  let left = minutes * MINUTE
  if (left <= 0) return start
  let at = start
  for (let i = after(stretches, start); i < stretches.length; i += 1) {
    const [from, to] = stretches[i] ?? [0, 0]
    at = Math.max(from, start)
    if (to - at >= left) return at + left
    left -= to - at
    at = to
  }
  return at + left
}

/** Closed times between two moments. */
export function gaps(stretches: Stretches, from: number, to: number): [number, number][] {
  const found: [number, number][] = []
  let at = from
  for (let i = after(stretches, from); i < stretches.length; i += 1) {
    const [begins, ends] = stretches[i] ?? [0, 0]
    if (begins >= to) break
    if (begins > at) found.push([at, begins])
    at = Math.max(at, ends)
  }
  // Past the last known stretch nothing is known, so nothing is shaded.
  if (at < to && at < (stretches.at(-1)?.[1] ?? 0)) found.push([at, to])
  return found
}

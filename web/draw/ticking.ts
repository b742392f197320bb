// A signal of shop time for screens that count: it beats once a second, all counters together.
import { signal, type ReadonlySignal } from "@preact/signals"
import type { Freshness } from "../model/clock"
import type { Feed } from "../model/feed"

export type Tick = { now: number | null; age: number; freshness: Freshness; last: number | null }

const read = (feed: Feed): Tick => ({
  now: feed.clock.now(),
  age: feed.clock.age(),
  freshness: feed.clock.freshness(),
  last: feed.clock.last,
})

/** Shop time and the age of the data, each second. */
export function ticking(feed: Feed): ReadonlySignal<Tick> {
  const tick = signal(read(feed))
  setInterval(() => {
    tick.value = read(feed)
  }, 1000)
  // The first word of the server must not wait for the next beat.
  feed.connected.subscribe(() => {
    tick.value = read(feed)
  })
  return tick
}

// What the terminal knew last, kept on the device: after a reload without network it still shows its queue.
import { effect } from "@preact/signals"
import type { Feed } from "../model/feed"
import type { Snapshot } from "../model/wire"
import type { Keep } from "../net/ids"

/** Rows change in bursts; they are written at most this often, ms. */
const WRITE_EVERY = 2_000
/** What is older says nothing about the queue any more. */
const OLDEST_MS = 24 * 3_600_000

type Kept = { snapshot: Snapshot; /** This computer's time; only the difference to later is used. */ at: number }

const keyOf = (station: string): string => `sprue.known.${station}`

/** The rows kept last and how many ms ago that was; null: none, or too old. */
export function known(keep: Keep, station: string, now: number): { snapshot: Snapshot; ago: number } | null {
  try {
    const { snapshot, at } = JSON.parse(keep.get(keyOf(station)) ?? "") as Kept
    const ago = now - at
    return ago >= 0 && ago < OLDEST_MS ? { snapshot, ago } : null
  } catch {
    return null
  }
}

/** Shows what is kept and keeps what comes. */
export function keepKnown(feed: Feed, keep: Keep, station: string): void {
  const last = known(keep, station, Date.now())
  if (last !== null) feed.restore(last.snapshot, last.ago)
  let waiting = false
  const write = () => {
    waiting = false
    const now = feed.clock.now()
    if (!feed.connected.value || now === null) return
    const kept: Kept = { snapshot: feed.store.snapshot(new Date(now).toISOString()), at: Date.now() }
    keep.set(keyOf(station), JSON.stringify(kept))
  }
  effect(() => {
    void feed.store.seq.value
    void feed.connected.value
    if (waiting) return
    waiting = true
    setTimeout(write, WRITE_EVERY)
  })
}

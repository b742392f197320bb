// Keeps a store true: snapshot, then the stream from its cursor; again from the start when the gap is too wide.
// It knows neither fetch nor EventSource: both come in as functions, so that it is tried without a browser.
import { signal } from "@preact/signals"
import { ShopClock, type Steady } from "./clock"
import type { Store } from "./store"
import type { Moment, Patch, Snapshot } from "./wire"

export type Beat = { now: Moment; cursor: number; seq: number }

export type StreamHandlers = {
  patch: (patch: Patch) => void
  beat: (beat: Beat) => void
  resync: () => void
  /** The connection broke; the feed opens a new one. */
  broken: () => void
}

export type Link = {
  snapshot: () => Promise<Snapshot>
  /** Opens the stream after `cursor`; the answer closes it. */
  stream: (cursor: number, handlers: StreamHandlers) => () => void
  /** Calls back once after `ms`; the answer takes it back. */
  later: (ms: number, call: () => void) => () => void
  steady: Steady
  /** 0 ≤ x < 1: spreads the reconnects of many screens. */
  chance: () => number
}

const FIRST_WAIT = 500
const LONGEST_WAIT = 15_000
/** A stream without a word for this long is dead even if nobody says so (Wi-Fi away). */
const SILENT_MS = 16_000

export class Feed {
  readonly clock: ShopClock
  readonly connected = signal(false)
  /** The last failure to load, for a screen that has nothing to show yet. */
  readonly failure = signal<unknown>(null)
  #failures = 0
  #close: (() => void) | null = null
  #cancel: (() => void) | null = null
  #watch: (() => void) | null = null
  #running = false
  #behind = 0
  readonly store: Store
  readonly link: Link

  constructor(store: Store, link: Link) {
    this.store = store
    this.link = link
    this.clock = new ShopClock(link.steady)
  }

  start(): void {
    this.#running = true
    void this.#load()
  }

  /** Shows what was known `ago` real ms ago, until the server answers; nothing when it already has. */
  restore(snapshot: Snapshot, ago: number): void {
    if (this.store.loaded.value) return
    this.store.load(snapshot)
    this.clock.hear(snapshot.now, this.store.tables.clock.value.get("clock")?.rate ?? 1, ago)
  }

  stop(): void {
    this.#running = false
    this.#hangUp()
  }

  /** Asks the server anew, time and rows: the computer has slept, or its clock was set. */
  renew(): void {
    if (!this.#running) return
    this.#failures = 0
    this.connected.value = false
    if (this.store.loaded.value) this.#open()
    else void this.#load()
  }

  async #load(): Promise<void> {
    this.#hangUp()
    try {
      const snapshot = await this.link.snapshot()
      if (!this.#running) return
      this.store.load(snapshot)
      this.failure.value = null
      this.#heard(snapshot.now)
      this.#open()
    } catch (failure) {
      this.failure.value = failure
      this.#retry(() => void this.#load())
    }
  }

  #open(): void {
    this.#hangUp()
    this.#close = this.link.stream(this.store.cursor, {
      patch: (patch) => {
        this.store.apply(patch)
        this.#alive()
      },
      beat: (beat) => {
        // Twice behind this screen: the server began anew (another journal), only a fresh snapshot is true.
        // Once may be a beat that was overtaken by a patch.
        this.#behind = beat.cursor < this.store.cursor ? this.#behind + 1 : 0
        if (this.#behind > 1) return void this.#load()
        this.#heard(beat.now)
      },
      resync: () => void this.#load(),
      broken: () => this.#retry(() => this.#open()),
    })
    this.#listen()
  }

  #heard(now: Moment): void {
    this.clock.hear(now, this.store.tables.clock.value.get("clock")?.rate ?? 1)
    this.#alive()
  }

  #alive(): void {
    this.#failures = 0
    this.connected.value = true
    this.#listen()
  }

  #listen(): void {
    this.#watch?.()
    this.#watch = this.link.later(SILENT_MS, () => this.#retry(() => this.#open()))
  }

  #retry(again: () => void): void {
    this.#hangUp()
    this.connected.value = false
    if (!this.#running) return
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures) * (0.5 + this.link.chance())
    this.#failures += 1
    this.#cancel = this.link.later(wait, again)
  }

  #hangUp(): void {
    this.#close?.()
    this.#cancel?.()
    this.#watch?.()
    this.#close = this.#cancel = this.#watch = null
  }
}

// Shop time on a screen: what the server said last, run on by this computer's own steady clock.
// The computer's idea of the date is never asked for: shop PCs have wrong ones.

/** Milliseconds of a steady clock, such as performance.now. */
export type Steady = () => number

/** Data is late after this many ms without a word from the server, and stale after STALE_MS. */
export const LATE_MS = 10_000
export const STALE_MS = 60_000

export type Freshness = "live" | "late" | "stale"

export class ShopClock {
  #shop = 0
  #rate = 1
  #heard: number | null = null
  #steady: Steady

  constructor(steady: Steady) {
    this.#steady = steady
  }

  /** The server says, or said `ago` real ms ago, that shop time is `moment` and runs `rate` times as fast as real time. */
  hear(moment: string, rate: number, ago = 0): void {
    this.#shop = Date.parse(moment)
    this.#rate = rate
    this.#heard = this.#steady() - ago
  }

  /** Shop time now, in ms since 1970 UTC; null before the first word. */
  now(): number | null {
    if (this.#heard === null) return null
    return this.#shop + (this.#steady() - this.#heard) * this.#rate
  }

  /** Shop time of the last word. */
  get last(): number | null {
    return this.#heard === null ? null : this.#shop
  }

  get rate(): number {
    return this.#rate
  }

  /** Real ms since the last word; infinite before the first. */
  age(): number {
    return this.#heard === null ? Number.POSITIVE_INFINITY : this.#steady() - this.#heard
  }

  freshness(): Freshness {
    const age = this.age()
    return age > STALE_MS ? "stale" : age > LATE_MS ? "late" : "live"
  }
}

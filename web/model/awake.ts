// A steady clock that goes on while the computer sleeps: a browser's own may stand still then.
// How long it slept is told by the computer's date, of which only the difference is used.
import type { Steady } from "./clock"

/** Smaller differences between the two clocks are of reading them, ms. */
const LEAST_MS = 3_000
/** A sleep is not longer; a date that jumped further was set by somebody, ms. */
const LONGEST_MS = 4 * 24 * 3_600_000

export class Awake {
  #slept = 0
  #away = false
  #last: { steady: number; wall: number }
  readonly #steady: Steady
  readonly #wall: () => number

  /** `wall`: this computer's date, ms; it may be wrong, and may be set while the page is looked at. */
  constructor(steady: Steady, wall: () => number) {
    this.#steady = steady
    this.#wall = wall
    this.#last = { steady: steady(), wall: wall() }
  }

  /** Steady ms with the time that was slept through. */
  now = (): number => this.#steady() + this.#slept

  /** The page goes out of sight, or comes back. True when back from a sleep. */
  seen(visible: boolean): boolean {
    const jumped = this.look()
    this.#away = !visible
    return jumped
  }

  /**
   * To be called often; true when the clocks went apart, so that the server's time is to be asked anew.
   * Only out of sight a date that ran ahead means sleep: before somebody's eyes a date is set.
   */
  look(): boolean {
    const now = { steady: this.#steady(), wall: this.#wall() }
    const ahead = now.wall - this.#last.wall - (now.steady - this.#last.steady)
    this.#last = now
    if (Math.abs(ahead) < LEAST_MS) return false
    if (this.#away && ahead > 0 && ahead < LONGEST_MS) this.#slept += ahead
    return true
  }
}

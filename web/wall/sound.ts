// The sound for what needs someone. Browsers let a page sound only after a tap; until then the wall says so.
import { signal, type ReadonlySignal } from "@preact/signals"

export type SoundState = "off" | "needs_tap" | "on"

/** An overdue problem is heard again after so long. */
const AGAIN_MS = 60_000
/** Two soft tones, Hz; three for one that is overdue. */
const CALL = [660, 880]
const OVERDUE = [880, 660, 880]
const TONE_S = 0.22

export type Caller = { id: string; mood: "open" | "overdue" }
/** What of an AudioContext is used. */
export type Speaker = { state: () => "suspended" | "running" | string; resume: () => Promise<void>; play: (tones: readonly number[]) => void }

export class Alarm {
  readonly #state = signal<SoundState>("off")
  #speaker: Speaker | null = null
  #known = new Map<string, Caller["mood"]>()
  #begun = false
  #last = 0

  constructor(
    private readonly make: () => Speaker,
    private readonly steady: () => number,
  ) {}

  get state(): ReadonlySignal<SoundState> {
    return this.#state
  }

  /** Switch it on or off, as the settings say. */
  set(wanted: boolean): void {
    if (!wanted) {
      this.#state.value = "off"
      return
    }
    this.#speaker ??= this.make()
    this.#state.value = "needs_tap"
    this.look()
  }

  /** Look whether the browser lets it sound. */
  look(): void {
    if (this.#speaker !== null && this.#state.value !== "off") this.#state.value = this.#speaker.state() === "running" ? "on" : "needs_tap"
  }

  /** Somebody has tapped. */
  async tap(): Promise<void> {
    if (this.#speaker === null || this.#state.value === "off") return
    await this.#speaker.resume()
    this.look()
  }

  /** Who needs someone now; what is new is heard, what was there when the wall began is not. */
  hear(callers: readonly Caller[]): void {
    const now = this.steady()
    const fresh = callers.filter(({ id, mood }) => this.#known.get(id) !== mood)
    const overdue = callers.some(({ mood }) => mood === "overdue")
    const again = overdue && now - this.#last >= AGAIN_MS
    this.#known = new Map(callers.map(({ id, mood }) => [id, mood]))
    if (!this.#begun) {
      this.#begun = true
      this.#last = now
      return
    }
    if (fresh.length === 0 && !again) return
    this.#last = now
    const loud = again || fresh.some(({ mood }) => mood === "overdue")
    if (this.#state.value === "on") this.#speaker?.play(loud ? OVERDUE : CALL)
  }
}

/** The browser's speaker. */
export function browserSpeaker(): Speaker {
  const context = new AudioContext()
  return {
    state: () => context.state,
    resume: () => context.resume(),
    play: (tones) => {
      for (const [i, hertz] of tones.entries()) {
        const tone = context.createOscillator()
        const loud = context.createGain()
        const from = context.currentTime + i * TONE_S * 1.3
        tone.frequency.value = hertz
        loud.gain.setValueAtTime(0, from)
        loud.gain.linearRampToValueAtTime(0.5, from + 0.02)
        loud.gain.exponentialRampToValueAtTime(0.001, from + TONE_S)
        tone.connect(loud).connect(context.destination)
        tone.start(from)
        tone.stop(from + TONE_S)
        tone.onended = () => loud.disconnect()
      }
    },
  }
}

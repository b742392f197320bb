// Sends commands. One that gets no answer is kept with its id and its time and sent again, in order, until
// the server answers; what was not sent yet is counted, shown and survives a reload.
import { signal } from "@preact/signals"
import type { CommandAnswer, Moment } from "../model/wire"
import { Refused, Unreachable } from "./http"
import { browserKeep, deviceId, nextDeviceSeq, uuid7, type Keep } from "./ids"

export type CommandKind =
  | "badge_in" | "badge_out" | "start" | "pause" | "resume" | "finish" | "undo"
  | "raise_problem" | "acknowledge" | "resolve" | "machine_down" | "machine_up"
  | "receive_material" | "promise_purchase" | "change_gate" | "insert_operation"
  | "publish_plan" | "decide_question" | "set_clock"

export type Command = {
  id: string
  kind: CommandKind
  happened_at: Moment | null
  station: string | null
  device: string
  device_seq: number
  [field: string]: unknown
}

/** What became of a command: `kept` means not sent yet. */
export type Sent =
  | { status: "answered"; answer: CommandAnswer }
  | { status: "refused"; refused: Refused }
  | { status: "kept" }

export type SenderLink = {
  post: (command: Command) => Promise<CommandAnswer>
  later: (ms: number, call: () => void) => () => void
  keep: Keep
  /** Shop time for a command that is sent later than it was made. */
  now: () => number | null
}

const FIRST_WAIT = 1_000
const LONGEST_WAIT = 15_000

export class Sender {
  /** Commands that wait to be sent. */
  readonly unsent = signal(0)
  /** Late refusals of kept commands, for the screen to show; newest last. */
  readonly refusedLate = signal<readonly { command: Command; refused: Refused }[]>([])
  #queue: Command[]
  #busy = false
  #failures = 0
  #cancel: (() => void) | null = null
  readonly name: string
  readonly station: string | null
  readonly link: SenderLink

  constructor(name: string, station: string | null, link: SenderLink) {
    this.name = name
    this.station = station
    this.link = link
    this.#queue = readQueue(link.keep, this.#key)
    this.unsent.value = this.#queue.length
    if (this.#queue.length > 0) this.#again()
  }

  get #key(): string {
    return `sprue.unsent.${this.name}`
  }

  /** Sends a new command; with something older unsent it is queued behind that, order is kept. */
  async send(kind: CommandKind, fields: Record<string, unknown>, id: string = uuid7()): Promise<Sent> {
    const now = this.link.now()
    const command: Command = {
      ...fields, id, kind,
      happened_at: null,
      station: this.station,
      device: deviceId(this.link.keep),
      device_seq: nextDeviceSeq(this.link.keep),
    }
    const made = now === null ? null : new Date(now).toISOString()
    if (this.#queue.length > 0) return this.#put(command, made)
    try {
      // Sent at once: the server's own shop time is the better one.
      return { status: "answered", answer: await this.link.post(command) }
    } catch (failure) {
      if (failure instanceof Refused) return { status: "refused", refused: failure }
      if (failure instanceof Unreachable) return this.#put(command, made)
      throw failure
    }
  }

  /** Tries now instead of at the next turn. */
  flush(): void {
    this.#cancel?.()
    void this.#drain()
  }

  #put(command: Command, made: Moment | null): Sent {
    this.#queue.push({ ...command, happened_at: made })
    this.#save()
    this.#again()
    return { status: "kept" }
  }

  #again(): void {
    this.#cancel?.()
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures)
    this.#cancel = this.link.later(wait, () => void this.#drain())
  }

  async #drain(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
        await this.#one(next)
        this.#queue.shift()
        this.#save()
      }
      this.#failures = 0
    } catch {
      this.#failures += 1
      this.#again()
    } finally {
      this.#busy = false
    }
  }

  async #one(command: Command): Promise<void> {
    try {
      await this.link.post(command)
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure
      this.refusedLate.value = [...this.refusedLate.value, { command, refused: failure }]
    }
  }

  #save(): void {
    this.unsent.value = this.#queue.length
    this.link.keep.set(this.#key, JSON.stringify(this.#queue))
  }
}

function readQueue(keep: Keep, key: string): Command[] {
  try {
    const kept: unknown = JSON.parse(keep.get(key) ?? "[]")
    return Array.isArray(kept) ? (kept as Command[]) : []
  } catch {
    return []
  }
}

export { browserKeep }

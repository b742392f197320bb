// Sends commands. Each is kept with its id and its time before it is sent and until the server answers, and is
// sent again, in order; what was not sent yet is counted, shown and survives a reload.
import { signal } from "@preact/signals"
import type { CommandAnswer, Moment } from "../model/wire"
import { Refused } from "./http"
import { browserKeep, deviceId, nextDeviceSeq, uuid7, type Keep } from "./ids"

export type CommandKind =
  | "badge_in" | "badge_out" | "start" | "pause" | "resume" | "finish" | "undo"
  | "raise_problem" | "acknowledge" | "answer_problem" | "expect_problem" | "transfer_problem" | "resolve"
  | "change_problem_rules" | "change_duty_list" | "machine_down" | "machine_up"
  | "receive_material" | "promise_purchase" | "change_gate" | "insert_operation"
  | "learn_estimates" | "publish_plan" | "decide_question" | "set_clock"
  | "ledger_open" | "ledger_from_problem" | "ledger_accept" | "ledger_contain" | "ledger_correct" | "ledger_norm"
  | "ledger_done" | "ledger_verify" | "ledger_close" | "ledger_reopen" | "ledger_assign" | "ledger_change"
  | "ledger_deadline" | "ledger_photos"

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
/** Answers remembered for screens that show a command until the rows tell of it. */
const ANSWERS = 20
const SIGNED_OUT = 401

export class Sender {
  /** Commands that have no answer yet: on the way, or waiting for the network. Oldest first. */
  readonly pending = signal<readonly Command[]>([])
  /** How many of them wait for the network. */
  readonly unsent = signal(0)
  /** The newest answers, newest last. */
  readonly answers = signal<readonly { command: Command; answer: CommandAnswer }[]>([])
  /** Late refusals of kept commands, for the screen to show; newest last. */
  readonly refusedLate = signal<readonly { command: Command; refused: Refused }[]>([])
  #queue: Command[]
  /** Who waits for the first try of a command to end; a command nobody waits for is one that is kept. */
  #waiting = new Map<string, { done: (sent: Sent) => void }>()
  #onTheWay: string | null = null
  #draining = false
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
    this.#changed()
    if (this.#queue.length > 0) this.#again()
  }

  get #key(): string {
    return `sprue.unsent.${this.name}`
  }

  /** Sends a new command; with something older unsent it is queued behind that, order is kept. */
  send(kind: CommandKind, fields: Record<string, unknown>, id: string = uuid7()): Promise<Sent> {
    const now = this.link.now()
    const command: Command = {
      ...fields, id, kind,
      // Given once, so that a second try is the same command to the letter.
      happened_at: now === null ? null : new Date(now).toISOString(),
      station: this.station,
      device: deviceId(this.link.keep),
      device_seq: nextDeviceSeq(this.link.keep),
    }
    const blocked = this.unsent.value > 0
    this.#queue.push(command)
    if (blocked) {
      this.#changed()
      return Promise.resolve({ status: "kept" })
    }
    return new Promise((done) => {
      this.#waiting.set(id, { done })
      this.#changed()
      void this.#drain()
    })
  }

  /** Takes back a command that has not left yet; false when it is on the way, sent, or unknown. */
  retract(id: string): boolean {
    if (this.#onTheWay === id || !this.#queue.some((command) => command.id === id)) return false
    this.#queue = this.#queue.filter((command) => command.id !== id)
    this.#waiting.get(id)?.done({ status: "kept" })
    this.#waiting.delete(id)
    this.#changed()
    return true
  }

  /** Tries now instead of at the next turn. */
  flush(): void {
    this.#cancel?.()
    void this.#drain()
  }

  /** Late refusals have been read. */
  forgetRefused(): void {
    this.refusedLate.value = []
  }

  #again(): void {
    this.#cancel?.()
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures)
    this.#cancel = this.link.later(wait, () => void this.#drain())
  }

  async #drain(): Promise<void> {
    if (this.#draining) return
    this.#draining = true
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      this.#onTheWay = next.id
      const answered = await this.#one(next)
      this.#onTheWay = null
      if (!answered) {
        this.#keepAll()
        break
      }
    }
    this.#draining = false
  }

  /** False when no answer came, so that the command stays. */
  async #one(command: Command): Promise<boolean> {
    const waiting = this.#waiting.get(command.id)
    try {
      const answer = await this.link.post(command)
      this.answers.value = [...this.answers.value, { command, answer }].slice(-ANSWERS)
      this.#done(command)
      waiting?.done({ status: "answered", answer })
    } catch (failure) {
      if (!(failure instanceof Refused)) return false
      // Signed out while it was kept: it waits until somebody lets this device in again.
      if (failure.status === SIGNED_OUT && !waiting) return false
      this.#done(command)
      if (waiting) waiting.done({ status: "refused", refused: failure })
      else this.refusedLate.value = [...this.refusedLate.value, { command, refused: failure }]
    }
    return true
  }

  #done(command: Command): void {
    this.#queue = this.#queue.filter(({ id }) => id !== command.id)
    this.#waiting.delete(command.id)
    this.#failures = 0
    this.#changed()
  }

  /** The network is away, or the server in trouble: everything in the queue now waits. */
  #keepAll(): void {
    for (const { done } of this.#waiting.values()) done({ status: "kept" })
    this.#waiting.clear()
    this.#failures += 1
    this.#changed()
    this.#again()
  }

  #changed(): void {
    this.pending.value = [...this.#queue]
    this.unsent.value = this.#queue.filter(({ id }) => !this.#waiting.has(id)).length
    this.link.keep.set(this.#key, JSON.stringify(this.#queue, withoutPin))
  }
}

/** A PIN is never written to the device. */
const withoutPin = (key: string, value: unknown): unknown => (key === "pin" ? undefined : value)

function readQueue(keep: Keep, key: string): Command[] {
  try {
    const kept: unknown = JSON.parse(keep.get(key) ?? "[]")
    return Array.isArray(kept) ? (kept as Command[]) : []
  } catch {
    return []
  }
}

export { browserKeep }

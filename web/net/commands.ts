// Sends commands. Each is on the device's disk with its id, number and time before it is sent and until the server
// answers, and is sent again, in order; what was not sent yet is counted, shown and survives reload, kill and restart.
import { signal } from "@preact/signals"
import type { CommandAnswer, Moment } from "../model/wire"
import { Refused } from "./http"
import { uuid7 } from "./ids"
import type { Kept, Outbox, RefusedLate } from "./outbox"

export type CommandKind =
  | "badge_in" | "badge_out" | "start" | "end_setup" | "pause" | "resume" | "finish" | "undo"
  | "raise_problem" | "acknowledge" | "answer_problem" | "expect_problem" | "picture_problem" | "transfer_problem" | "resolve"
  | "change_problem_rules" | "change_duty_list" | "machine_down" | "machine_up"
  | "receive_material" | "promise_purchase" | "change_gate" | "insert_operation"
  | "change_attendance" | "take_back_attendance" | "note_shift" | "learn_estimates" | "publish_plan" | "decide_question" | "set_clock"
  | "ledger_open" | "ledger_from_problem" | "ledger_accept" | "ledger_contain" | "ledger_correct" | "ledger_norm"
  | "ledger_done" | "ledger_verify" | "ledger_close" | "ledger_reopen" | "ledger_assign" | "ledger_change"
  | "ledger_deadline" | "ledger_photos"
  | "quote_mold" | "set_cost" | "take_mold" | "copy_mold" | "return_mold" | "change_mold" | "hold_work" | "release_hold" | "cancel_work"
  | "add_step" | "split_operation" | "plan_outside" | "plan_inside"
  | "book_trial" | "record_trial" | "trial_issues" | "approve_trial"
  | "place_purchase" | "send_outside" | "change_load" | "bring_back" | "place_part" | "learn_suppliers" | "scan_goods"
  | "measure_electrode"
  | "open_change" | "take_change" | "release_change" | "withdraw_change"

/** What a screen makes; the outbox gives the device and its next number, in the same step as it keeps it. */
export type Draft = {
  id: string
  kind: CommandKind
  happened_at: Moment | null
  station: string | null
  [field: string]: unknown
}
export type Command = Draft & { device: string; device_seq: number }

/** What became of a command: `kept` means on this device, not sent yet. */
export type Sent =
  | { status: "answered"; answer: CommandAnswer }
  | { status: "refused"; refused: Refused }
  | { status: "kept" }

/** `late`: it was kept for a while, nobody stands before the screen for the answer. */
export type Answered = { command: Command; answer: CommandAnswer; late: boolean }

export type SenderLink = {
  post: (command: Command) => Promise<CommandAnswer>
  /** The same for what is not kept. `patience`: ms after which no answer is none. */
  ask: (draft: Draft, patience: number) => Promise<CommandAnswer>
  later: (ms: number, call: () => void) => () => void
  outbox: Promise<Outbox>
  /** Runs `work` while no other page of this browser sends; two at once would mix up the order. */
  alone: (work: () => Promise<void>) => Promise<void>
  /** Shop time as measured from the server's, and how fast it runs; null before the first word. */
  now: () => number | null
  rate: () => number
  /** This computer's own time, which may be wrong: only differences are used. */
  wall: () => number
}

const FIRST_WAIT = 1_000
const LONGEST_WAIT = 15_000
/** Answers remembered for screens that show a command until the rows tell of it. */
const ANSWERS = 20
const SIGNED_OUT = 401
/** HTTP's "insufficient storage", here of the device. */
const NO_ROOM = 507

type Waiting = { done: (sent: Sent) => void }

export class Sender {
  /** Commands that have no answer yet: on the way, or waiting for the network. Oldest first. */
  readonly pending = signal<readonly Command[]>([])
  /** How many of them wait for the network; null until what was kept before has been read. */
  readonly unsent = signal<number | null>(null)
  /** The newest answers, newest last. */
  readonly answers = signal<readonly Answered[]>([])
  /** Late refusals of kept commands, for the screen to show until it is read; newest last. */
  readonly refusedLate = signal<readonly RefusedLate[]>([])
  /** What was kept before has been read from the disk. */
  readonly ready: Promise<void>
  #queue: Kept[] = []
  /** Made, but not on the disk yet: shown, not sent. */
  #adding: Draft[] = []
  #added: Promise<unknown> = Promise.resolve()
  /** Who waits for the first try of a command to end; a command nobody waits for is one that is kept. */
  #waiting = new Map<string, Waiting>()
  /** The server may have seen these, answer or not. */
  #tried = new Set<string>()
  #read = false
  #draining = false
  #failures = 0
  #cancel: (() => void) | null = null
  readonly station: string | null
  readonly link: SenderLink

  constructor(station: string | null, link: SenderLink) {
    this.station = station
    this.link = link
    this.ready = this.#begin()
  }

  async #begin(): Promise<void> {
    const outbox = await this.link.outbox
    this.#queue = await outbox.all()
    for (const { command } of this.#queue) this.#tried.add(command.id)
    this.refusedLate.value = await outbox.refused()
    this.#read = true
    this.#changed()
    if (this.#queue.length > 0) this.#again()
  }

  /** Sends a new command; with something older unsent it is queued behind that, order is kept. */
  async send(kind: CommandKind, fields: Record<string, unknown>, id: string = uuid7()): Promise<Sent> {
    const now = this.link.now()
    const wall = this.link.wall()
    const draft: Draft = {
      station: this.station, ...fields, id, kind,
      // Given once, so that a second try tells the same time.
      happened_at: now === null ? null : new Date(now).toISOString(),
    }
    const sent = new Promise<Sent>((done) => this.#waiting.set(id, { done }))
    this.#adding.push(draft)
    this.#changed()
    this.#added = this.#added.then(() => this.#add(draft, wall))
    await this.#added
    return sent
  }

  /** Sends a command now or not at all, for what must not be kept, such as a PIN; rejects where the server does not take it. */
  async ask(kind: CommandKind, fields: Record<string, unknown>, patience: number): Promise<CommandAnswer> {
    const draft: Draft = { station: this.station, ...fields, id: uuid7(), kind, happened_at: null }
    const answer = await this.link.ask(draft, patience)
    const { pin: _, ...shown } = draft
    this.#answered({ ...shown, device: "", device_seq: 0 }, answer, false)
    return answer
  }

  #answered(command: Command, answer: CommandAnswer, late: boolean): void {
    this.answers.value = [...this.answers.value, { command, answer, late }].slice(-ANSWERS)
  }

  async #add(draft: Draft, wall: number): Promise<void> {
    try {
      await this.ready
      const command = await (await this.link.outbox).add(draft, wall)
      const blocked = this.#queue.some(({ command: { id } }) => !this.#waiting.has(id))
      this.#adding = this.#adding.filter(({ id }) => id !== draft.id)
      this.#queue.push({ command, wall })
      if (blocked) this.#tell(draft.id, { status: "kept" })
      else void this.#drain()
    } catch (failure) {
      this.#adding = this.#adding.filter(({ id }) => id !== draft.id)
      this.#tell(draft.id, { status: "refused", refused: new Refused(NO_ROOM, { code: "no_room", message: String(failure), facts: {} }) })
    }
    this.#changed()
  }

  /** Takes back a command that never left; false when the server may have it, or it is unknown. */
  async retract(id: string): Promise<boolean> {
    await this.#added
    const kept = this.#queue.find(({ command }) => command.id === id)
    if (kept === undefined || this.#tried.has(id)) return false
    this.#queue = this.#queue.filter((other) => other !== kept)
    this.#tell(id, { status: "kept" })
    this.#changed()
    await (await this.link.outbox).remove(kept.command)
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
    void this.link.outbox.then((outbox) => outbox.forgetRefused())
  }

  #again(): void {
    this.#cancel?.()
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures)
    this.#cancel = this.link.later(wait, () => void this.#drain())
  }

  async #drain(): Promise<void> {
    if (this.#draining) return
    this.#draining = true
    try {
      await this.link.alone(() => this.#empty())
    } catch (failure) {
      console.error("What is kept could not be read:", failure)
      this.#keepAll()
    }
    this.#draining = false
    // What was made between the last look and now.
    if (this.#queue.some(({ command: { id } }) => this.#waiting.has(id))) void this.#drain()
  }

  async #empty(): Promise<void> {
    await this.#look()
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (!(await this.#one(next))) return this.#keepAll()
    }
  }

  /** What the disk says: another page of this browser may have sent some of it, or made more. */
  async #look(): Promise<void> {
    const kept = await (await this.link.outbox).all()
    const here = new Set(this.#queue.map(({ command: { id } }) => id))
    for (const { command: { id } } of kept) if (!here.has(id)) this.#tried.add(id)
    this.#queue = kept
    this.#changed()
  }

  /** False when no answer came, so that the command stays. */
  async #one({ command, wall }: Kept): Promise<boolean> {
    const { id } = command
    const outbox = await this.link.outbox
    const late = !this.#waiting.has(id)
    this.#tried.add(id)
    try {
      const answer = await this.link.post(this.#outgoing(command, wall))
      this.#answered(command, answer, late)
      this.#done(command)
      this.#tell(id, { status: "answered", answer })
      await outbox.remove(command)
    } catch (failure) {
      if (!(failure instanceof Refused)) return false
      // A terminal that was signed out waits until somebody lets it in again; what it holds is not lost.
      if (failure.status === SIGNED_OUT && (late || this.station !== null)) return false
      this.#done(command)
      if (late) {
        const refused = { command, status: failure.status, code: failure.refusal.code, message: failure.refusal.message }
        this.refusedLate.value = [...this.refusedLate.value, refused]
        await outbox.refuse(refused)
      } else {
        this.#tell(id, { status: "refused", refused: failure })
        await outbox.remove(command)
      }
    }
    return true
  }

  /** With its time where that was not known when it was made. */
  #outgoing(command: Command, wall: number): Command {
    const now = this.link.now()
    const ago = (this.link.wall() - wall) * this.link.rate()
    const known = now === null ? null : new Date(now - ago).toISOString()
    return { ...command, happened_at: command.happened_at ?? known }
  }

  #tell(id: string, sent: Sent): void {
    this.#waiting.get(id)?.done(sent)
    this.#waiting.delete(id)
  }

  #done(command: Command): void {
    this.#queue = this.#queue.filter(({ command: { id } }) => id !== command.id)
    this.#failures = 0
    this.#changed()
  }

  /** The network is away, or the server in trouble: everything in the queue now waits. */
  #keepAll(): void {
    for (const { command: { id } } of this.#queue) this.#tell(id, { status: "kept" })
    this.#failures += 1
    this.#changed()
    this.#again()
  }

  #changed(): void {
    const adding = this.#adding.map((draft) => ({ ...draft, device: "", device_seq: 0 }))
    this.pending.value = [...this.#queue.map(({ command }) => command), ...adding]
    if (!this.#read) return
    this.unsent.value = this.#queue.filter(({ command: { id } }) => !this.#waiting.has(id)).length
  }
}

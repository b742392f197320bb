// The terminal's own state and what a tap does: rows come from the feed, reports go to the sender,
// and what was just reported shows at once, before the server's rows tell of it.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals"
import { Format } from "../draw/format"
import { ticking, type Tick } from "../draw/ticking"
import { remember } from "../i18n/remember"
import { tagOf, type Language } from "../i18n/text"
import type { Verdict } from "../i18n/trial/words"
import { wordsOf } from "../i18n/words"
import type { Feed } from "../model/feed"
import type { PersonRow, ProblemKind, QueueItem, StationRow } from "../model/wire"
import type { CommandKind, Sender } from "../net/commands"
import type { Refused } from "../net/http"
import { uuid7 } from "../net/ids"
import { keepPicture } from "../net/pictures"
import type { GoodsScreen, Handed } from "./handing"
import type { Shared } from "./room"
import { reasonText, terminalTexts, type TerminalKey } from "./texts"
import { foreseen, isOtherThanRecommended, jobOf, untold } from "./views"

export type Screen =
  | { name: "job" | "who" | "people" | "add" | "problem" | "pause" | "asked" | "calls" | "camera" }
  | { name: "pin"; person: string }
  | { name: "why" | "checks" | "drawing" | "trial"; operation: string }
  | { name: "open"; problem: string }
  | GoodsScreen

export type Notice = { tone: "good" | "wait" | "act"; title: string; text: string; late?: "refused" | "question" }

/** The last report, as long as it can be taken back. */
export type Undoable = { id: string; key: TerminalKey; facts: Record<string, string>; until: number }

/** What a report says of a job. */
export type Job = Pick<QueueItem, "operation" | "mold">

/** What a check of a job found; `value` where something was measured. */
export type Checked = { name: string; ok: boolean; value: number | null; photo: string }

export const UNDO_MS = 30_000
/** A job that takes long is asked about again after this, ms. */
const ASK_AGAIN_MS = 3_600_000
const NOTICE_MS = 8_000
const DOUBLE_TAP_MS = 700
const JOB: Screen = { name: "job" }

const UNDOABLE: Partial<Record<CommandKind, TerminalKey>> = {
  start: "did.start", end_setup: "did.end_setup", finish: "did.finish", pause: "did.pause", resume: "did.resume", raise_problem: "did.raise_problem",
}

export class Terminal {
  readonly screen = signal<Screen>(JOB)
  readonly notice = signal<Notice | null>(null)
  readonly undoable = signal<Undoable | null>(null)
  readonly language
  readonly tick: ReadonlySignal<Tick>
  readonly t
  readonly words
  readonly format
  /** The station with everything that was reported here, sent or not; undefined before the first rows. */
  readonly row: ReadonlySignal<StationRow | undefined>
  readonly job: ReadonlySignal<QueueItem | null>
  /** Who reports: the one who was chosen, else who signed in last. */
  readonly person: ReadonlySignal<string | null>
  /** Until when (shop time, ms) a job that takes long is not asked about, by operation. */
  readonly quiet = signal<Record<string, number>>({})
  readonly id: string
  readonly shared: Shared
  readonly feed: Feed
  readonly sender: Sender
  readonly #chosen = signal<string | null>(null)
  readonly #reporter
  #notices = 0
  #reported = Number.NEGATIVE_INFINITY

  constructor(id: string, shared: Shared) {
    const { feed, sender } = shared
    this.id = id
    this.shared = shared
    this.feed = feed
    this.sender = sender
    this.language = shared.language
    this.#reporter = shared.reporter
    this.tick = ticking(feed)
    this.t = computed(() => terminalTexts(this.language.value))
    this.words = computed(() => wordsOf(this.language.value))
    this.format = computed(() => new Format(this.language.value, this.#zone.value))
    this.row = computed(() => this.#foreseen())
    this.job = computed(() => (this.row.value === undefined ? null : jobOf(this.row.value, this.#chosen.value)))
    this.person = computed(() => {
      const people = this.row.value?.people ?? []
      const chosen = this.#reporter.value
      return chosen !== null && people.includes(chosen) ? chosen : (people.at(-1) ?? null)
    })
    effect(() => {
      document.documentElement.lang = tagOf(this.language.value)
    })
  }

  readonly #zone = computed(() => this.feed.store.shop?.timezone ?? "UTC")

  #foreseen(): StationRow | undefined {
    const rows = this.feed.store.tables.stations.value
    const row = rows.get(this.id)
    if (row === undefined) return undefined
    // Whoever has signed in at one of the tablet's machines is there for all of them.
    const people = this.shared.machines.flatMap((machine) => rows.get(machine)?.people ?? [])
    const commands = untold(this.sender.pending.value, this.sender.answers.value, this.feed.store.seq.value)
    return foreseen({ ...row, people: [...new Set(people)] }, commands)
  }

  /** The terminal of this tablet whose machine has the job, brought to the front; this one where none has it. */
  withJob(operation: string): Terminal {
    const rows = this.feed.store.tables.stations.value
    const has = (machine: string): boolean => {
      const row = rows.get(machine)
      return row !== undefined && [...row.current, ...row.queue].some((item) => item.operation === operation)
    }
    const machine = this.shared.machines.find(has)
    return machine === undefined ? this : this.shared.show(machine)
  }

  /** Whether the machine is known to be out of order. */
  get down(): boolean {
    return this.feed.store.tables.machines.value.get(this.id)?.light === "down"
  }

  get now(): number {
    return this.tick.value.now ?? 0
  }

  /** The row of who reports. */
  get me(): PersonRow | undefined {
    const id = this.person.value
    return id === null ? undefined : this.feed.store.tables.people.value.get(id)
  }

  /** The name of any machine. */
  machineName(id: string): string {
    const kind = this.feed.store.tables.machines.value.get(id)
    return kind?.name ?? id
  }

  personName(id: string | null): string {
    return id === null ? "" : (this.feed.store.tables.people.value.get(id)?.name ?? id)
  }

  // what a tap does

  show(screen: Screen): void {
    this.screen.value = screen
  }

  back(): void {
    this.show(JOB)
  }

  choose(operation: string | null): void {
    this.#chosen.value = operation
    this.back()
  }

  speak(language: Language): void {
    this.language.value = language
    remember(language)
  }

  /** Starts the job; another than the recommended one asks first why, by one tile. */
  begin(item: QueueItem): void {
    const row = this.row.value
    if (row !== undefined && isOtherThanRecommended(row, item)) this.show({ name: "why", operation: item.operation })
    else void this.start(item)
  }

  /** `reason`: why this one and not the recommended one. */
  start({ operation, mold }: Job, reason = ""): Promise<void> {
    this.#chosen.value = null
    this.back()
    return this.#report("start", { operation, machine: this.id, person: this.person.value, reason }, { mold })
  }

  /** The setup is over, it runs from now on. */
  endSetup({ operation, mold }: Job): Promise<void> {
    return this.#report("end_setup", { operation, person: this.person.value }, { mold })
  }

  pause(item: QueueItem, reason: string): Promise<void> {
    this.back()
    return this.#report("pause", { operation: item.operation, person: this.person.value, reason }, { mold: item.mold })
  }

  resume({ operation, mold }: Job): Promise<void> {
    return this.#report("resume", { operation, person: this.person.value }, { mold })
  }

  /** Finishes the job; one that has checks asks them first. */
  async finish({ operation, mold }: Job): Promise<void> {
    const item = this.row.value?.current.find((on) => on.operation === operation)
    // A trial that nobody has judged asks for its sheet.
    if (item?.trial?.verdict === null) return this.show({ name: "trial", operation })
    if (item !== undefined && item.checks.length > 0) return this.show({ name: "checks", operation })
    await this.#finish({ operation, mold }, [])
  }

  /** Hands the sheet of a trial in. */
  recordTrial({ operation, mold }: Job, verdict: Verdict, sheet: Record<string, unknown>): Promise<void> {
    this.back()
    return this.#report("record_trial", { trial: operation, verdict, sheet, person: this.person.value }, { mold })
  }

  /** Finishes a trial whose sheet comes later. */
  finishUnrecorded(job: Job): Promise<void> {
    this.back()
    return this.#finish(job, [])
  }

  /** What the checks found goes with the report; where something is not well, a problem is next. */
  async finishChecked(job: Job, checked: readonly Checked[]): Promise<void> {
    this.show(checked.every(({ ok }) => ok) ? JOB : { name: "problem" })
    await this.#finish(job, checked)
  }

  #finish({ operation, mold }: Job, checked: readonly Checked[]): Promise<void> {
    this.#chosen.value = null
    return this.#report("finish", { operation, person: this.person.value, checked }, { mold })
  }

  /** It still runs though it should be over: this is not asked again for a while. */
  stillRunning({ operation }: Job): void {
    this.quiet.value = { ...this.quiet.value, [operation]: this.now + ASK_AGAIN_MS }
  }

  raise(kind: ProblemKind): Promise<void> {
    const job = this.job.value
    this.back()
    const operation = job === null ? null : job.operation
    const fields = { problem: uuid7(), problem_kind: kind, machine: this.id, operation, person: this.person.value, note: "" }
    return this.#report("raise_problem", fields, { department: this.called(kind) })
  }

  /** The departments that a kind of problem calls, as the shop's rules say; told before the tap. */
  called(kind: ProblemKind): string {
    const departments = this.feed.store.tables.calls.value.get(kind)?.called ?? []
    return departments.map((id) => this.words.value.department(id)).join(" · ")
  }

  acknowledge(problem: string): Promise<void> {
    this.back()
    return this.#report("acknowledge", { problem, person: this.person.value }, {})
  }

  /** On site: the answer needs no words here. */
  answer(problem: string): Promise<void> {
    this.back()
    return this.#report("answer_problem", { problem, person: this.person.value, text: "" }, {})
  }

  /** A picture of a problem: it waits on the tablet like every report. */
  async picture(problem: string, file: File): Promise<void> {
    try {
      await this.#report("picture_problem", { problem, photo: await keepPicture(file), person: this.person.value }, {})
    } catch {
      this.tell({ tone: "act", title: this.t.value("refused"), text: this.t.value("no_room") })
    }
  }

  resolve(problem: string): Promise<void> {
    this.back()
    return this.#report("resolve", { problem, person: this.person.value, note: "" }, {})
  }

  /** Goods whose labels were scanned: received, sent out, back, or laid at a place. */
  hand(what: Handed, codes: readonly string[], title: string, place = ""): Promise<void> {
    const key = what === "placed" ? null : (`did.${what}` as const)
    return this.#report("scan_goods", { codes, what, place, person: this.person.value }, { what: title }, key)
  }

  /** Nobody has touched the tablet for a while: where several have signed in, the next one says first who it is. */
  idle(): void {
    const { name } = this.screen.peek()
    if ((this.row.peek()?.people.length ?? 0) > 1 && name !== "who" && name !== "checks" && name !== "trial" && name !== "pin") this.show({ name: "who" })
  }

  /** Reports that a person leaves. */
  async signOut(person: string): Promise<void> {
    this.back()
    await this.#report("badge_out", { person }, {})
  }

  /** Takes the last report back: before it has left, out of the queue; else by telling the server. */
  async undo(): Promise<void> {
    const last = this.undoable.value
    if (last === null) return
    this.undoable.value = null
    if (!(await this.sender.retract(last.id))) {
      // The server may have it without having said so: then it must be told, now or when it is back.
      const sent = await this.sender.send("undo", { report: last.id })
      if (sent.status === "refused") return this.refuse(sent.refused)
    }
    this.tell({ tone: "good", title: this.t.value("undone"), text: "" })
  }

  tell(notice: Notice): void {
    this.#notices += 1
    const mine = this.#notices
    this.notice.value = notice
    if (!notice.late) setTimeout(() => mine === this.#notices && this.hush(), NOTICE_MS)
  }

  hush(): void {
    if (this.notice.value?.late === "refused") this.sender.forgetRefused()
    this.notice.value = null
  }

  /** Says that the server, or this tablet, does not take it. */
  refuse({ refusal }: Refused): void {
    const t = this.t.value
    this.tell({ tone: "act", title: t("refused"), text: refusal.code === "no_room" ? t("no_room") : refusal.message })
  }

  async #report(
    kind: CommandKind, fields: Record<string, unknown>, facts: Record<string, string>, key: TerminalKey | null = UNDOABLE[kind] ?? null,
  ): Promise<void> {
    // The next button appears where the last one was: the second half of a double tap is not meant for it.
    // Scans are no taps: what is laid at a place is scanned as fast as the scanner reads.
    const at = performance.now()
    if (kind !== "scan_goods" && at - this.#reported < DOUBLE_TAP_MS) return
    this.#reported = at
    const id = uuid7()
    const before = this.undoable.value
    if (key !== null) this.undoable.value = { id, key, facts, until: performance.now() + UNDO_MS }
    const sent = await this.sender.send(kind, { ...fields, station: this.id }, id)
    const undone = () => {
      if (this.undoable.value?.id === id) this.undoable.value = before
    }
    const t = this.t.value
    if (sent.status === "refused") {
      undone()
      this.refuse(sent.refused)
    } else if (sent.status === "kept") {
      this.tell({ tone: "wait", title: t("kept"), text: t("kept.what") })
    } else if (sent.answer.status === "question") {
      undone()
      this.tell({ tone: "wait", title: t("question"), text: reasonText(t, sent.answer.reason) })
    }
  }
}

// What the server tells of the shop beside the rows: what follows what, where work may be done, pins, hours.
import type { Moment, OperationRow } from "../../model/wire"
import { worked, type Stretches } from "./hours"

/** GET /api/gantt/facts; stretches in minutes from `from`; what is usual is left out. */
export type FactsAnswer = {
  plan_version: number | null
  from: Moment
  frozen_minutes: number
  calendars: [number, number][][]
  machines: Record<string, { kinds: string[]; calendar: number; speed: number; unattended: boolean; batch: number }>
  operations: Record<string, OperationFacts>
}

export type OperationFacts = {
  before?: string[]
  /** Named machines, with their own run minutes where they have some; else every machine of the kind. */
  machines?: Record<string, number | null>
  pinned?: boolean
  pinned_start?: Moment | null
  milestone?: "T1" | "delivery"
  not_before?: Moment
  group?: string
}

const MINUTE = 60_000
const NOTHING: OperationFacts = {}

export class Facts {
  readonly version: number | null
  readonly frozen: number
  readonly #answer: FactsAnswer
  readonly #calendars: Stretches[]
  readonly #after = new Map<string, string[]>()

  constructor(answer: FactsAnswer) {
    this.#answer = answer
    this.version = answer.plan_version
    this.frozen = answer.frozen_minutes * MINUTE
    const from = Date.parse(answer.from)
    this.#calendars = answer.calendars.map((stretches) => stretches.map(([a, b]) => [from + a * MINUTE, from + b * MINUTE] as const))
    for (const [id, { before }] of Object.entries(answer.operations)) {
      for (const one of before ?? []) {
        const known = this.#after.get(one)
        if (known === undefined) this.#after.set(one, [id])
        else known.push(id)
      }
    }
  }

  of(operation: string): OperationFacts {
    return this.#answer.operations[operation] ?? NOTHING
  }

  before(operation: string): readonly string[] {
    return this.of(operation).before ?? []
  }

  after(operation: string): readonly string[] {
    return this.#after.get(operation) ?? []
  }

  hours(machine: string): Stretches | null {
    const place = this.#answer.machines[machine]?.calendar
    return place === undefined ? null : this.#calendars[place] ?? null
  }

  batch(machine: string): number {
    return this.#answer.machines[machine]?.batch ?? 1
  }

  /** Whether the operation may be done on the machine. */
  fits(row: OperationRow, machine: string): boolean {
    const named = this.of(row.id).machines
    if (named !== undefined) return machine in named
    return row.kind !== null && (this.#answer.machines[machine]?.kinds.includes(row.kind) ?? false)
  }

  /** When setup and run are over that begin at `start`: `run` is the end of setup. Work outside takes clock time. */
  timed(row: OperationRow, machine: string | null, start: number): { run: number; end: number } {
    const there = machine === null ? undefined : this.#answer.machines[machine]
    const hours = machine === null ? null : this.hours(machine)
    const own = machine === null ? null : this.of(row.id).machines?.[machine] ?? null
    const minutes = own ?? row.run_minutes / (there?.speed ?? 1)
    if (hours === null || row.mode === "outside") {
      const run = start + row.setup_minutes * MINUTE
      return { run, end: run + minutes * MINUTE }
    }
    const run = worked(hours, start, row.setup_minutes)
    const alone = row.mode === "unattended" && there?.unattended === true
    return { run, end: alone ? run + minutes * MINUTE : worked(hours, run, minutes) }
  }
}

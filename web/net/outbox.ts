// Where commands are kept until the server has answered them. A command is on the disk before it is called kept:
// a tablet whose browser is killed, or whose battery falls out, has it when it is on again.
import { browserKeep, uuid7, type Keep } from "./ids"
import type { Command, Draft } from "./commands"

/** `wall`: this computer's time when it was made, ms; only its difference to later is used. */
export type Kept = { command: Command; wall: number }

/** A kept command that the server refused, until somebody has read it. */
export type RefusedLate = { command: Command; status: number; code: string; message: string }

export type Outbox = {
  /** All that has no answer, in the order of its numbers. */
  all: () => Promise<Kept[]>
  /** The numbered command; it is on the disk when this resolves. Rejects when there is no room. */
  add: (draft: Draft, wall: number) => Promise<Command>
  remove: (command: Command) => Promise<void>
  /** In one step: out of what waits, into what was refused. */
  refuse: (refused: RefusedLate) => Promise<void>
  refused: () => Promise<RefusedLate[]>
  forgetRefused: () => Promise<void>
}

/** A PIN is never written to the device. */
const withoutPin = ({ pin: _, ...command }: Command): Command => command

type Lane = { lane: string; device: string; seq: number }
type Row = Kept & { lane: string; seq: number }

const DATABASE = "sprue"
const LANES = "lanes"
const UNSENT = "unsent"
const REFUSED = "refused"

function answered<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error ?? new Error("the device's database failed"))
  })
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((done, failed) => {
    const fail = () => failed(transaction.error ?? new Error("the device's database failed"))
    transaction.oncomplete = () => done()
    transaction.onabort = fail
    transaction.onerror = fail
  })
}

async function opened(): Promise<IDBDatabase> {
  const asked = indexedDB.open(DATABASE, 1)
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore(LANES, { keyPath: "lane" })
    asked.result.createObjectStore(UNSENT, { keyPath: ["lane", "seq"] })
    asked.result.createObjectStore(REFUSED, { keyPath: ["lane", "command.id"] })
  }
  return answered(asked)
}

/** An outbox in the browser's database. `lane` keeps apart what screens of one browser send for themselves. */
class Durable implements Outbox {
  readonly #db: IDBDatabase
  readonly #lane: string

  constructor(db: IDBDatabase, lane: string) {
    this.#db = db
    this.#lane = lane
  }

  get #mine(): IDBKeyRange {
    return IDBKeyRange.bound([this.#lane], [this.#lane, []])
  }

  /** Strict: committed means on the disk, not in a buffer of the operating system. */
  #writing(...stores: string[]): IDBTransaction {
    return this.#db.transaction(stores, "readwrite", { durability: "strict" })
  }

  async all(): Promise<Kept[]> {
    const rows: Row[] = await answered(this.#db.transaction(UNSENT).objectStore(UNSENT).getAll(this.#mine))
    return rows.map(({ command, wall }) => ({ command, wall }))
  }

  async add(draft: Draft, wall: number): Promise<Command> {
    const writing = this.#writing(LANES, UNSENT)
    const lanes = writing.objectStore(LANES)
    const known = (await answered(lanes.get(this.#lane))) as Lane | undefined
    const { device, seq } = known ?? { device: uuid7(), seq: 0 }
    const command: Command = { ...draft, device, device_seq: seq + 1 }
    lanes.put({ lane: this.#lane, device, seq: seq + 1 } satisfies Lane)
    writing.objectStore(UNSENT).put({ lane: this.#lane, seq: seq + 1, command: withoutPin(command), wall } satisfies Row)
    await committed(writing)
    return command
  }

  async remove(command: Command): Promise<void> {
    const writing = this.#writing(UNSENT)
    writing.objectStore(UNSENT).delete([this.#lane, command.device_seq])
    await committed(writing)
  }

  async refuse(refused: RefusedLate): Promise<void> {
    const writing = this.#writing(UNSENT, REFUSED)
    writing.objectStore(UNSENT).delete([this.#lane, refused.command.device_seq])
    writing.objectStore(REFUSED).put({ ...refused, command: withoutPin(refused.command), lane: this.#lane })
    await committed(writing)
  }

  async refused(): Promise<RefusedLate[]> {
    const rows: RefusedLate[] = await answered(this.#db.transaction(REFUSED).objectStore(REFUSED).getAll(this.#mine))
    return rows.sort((a, b) => a.command.device_seq - b.command.device_seq)
  }

  async forgetRefused(): Promise<void> {
    const writing = this.#writing(REFUSED)
    writing.objectStore(REFUSED).delete(this.#mine)
    await committed(writing)
  }
}

/** An outbox in small values: for browsers that forbid a database to the page, where it lives as long as they let it. */
export class Small implements Outbox {
  readonly #keep: Keep
  readonly #lane: string

  constructor(keep: Keep, lane: string) {
    this.#keep = keep
    this.#lane = lane
  }

  #read<T>(name: string): T[] {
    try {
      const kept: unknown = JSON.parse(this.#keep.get(`sprue.${name}.${this.#lane}`) ?? "[]")
      return Array.isArray(kept) ? (kept as T[]) : []
    } catch {
      return []
    }
  }

  #write(name: string, rows: readonly unknown[]): void {
    this.#keep.set(`sprue.${name}.${this.#lane}`, JSON.stringify(rows))
  }

  all(): Promise<Kept[]> {
    return Promise.resolve(this.#read<Kept>(UNSENT))
  }

  add(draft: Draft, wall: number): Promise<Command> {
    const device = this.#keep.get(`sprue.device.${this.#lane}`) ?? uuid7()
    const seq = Number(this.#keep.get(`sprue.device.seq.${this.#lane}`) ?? "0") + 1
    const command: Command = { ...draft, device, device_seq: seq }
    this.#keep.set(`sprue.device.${this.#lane}`, device)
    this.#keep.set(`sprue.device.seq.${this.#lane}`, String(seq))
    this.#write(UNSENT, [...this.#read<Kept>(UNSENT), { command: withoutPin(command), wall }])
    return Promise.resolve(command)
  }

  remove(command: Command): Promise<void> {
    this.#write(UNSENT, this.#read<Kept>(UNSENT).filter((kept) => kept.command.id !== command.id))
    return Promise.resolve()
  }

  async refuse(refused: RefusedLate): Promise<void> {
    await this.remove(refused.command)
    this.#write(REFUSED, [...this.#read(REFUSED), { ...refused, command: withoutPin(refused.command) }])
  }

  refused(): Promise<RefusedLate[]> {
    return Promise.resolve(this.#read<RefusedLate>(REFUSED))
  }

  forgetRefused(): Promise<void> {
    this.#write(REFUSED, [])
    return Promise.resolve()
  }
}

/** The best outbox that this browser has. */
export async function browserOutbox(lane: string): Promise<Outbox> {
  try {
    const db = await opened()
    // Asks the browser not to clear this when the disk runs full; it may say no, and the outbox works as before.
    void navigator.storage?.persist?.().catch(() => false)
    return new Durable(db, lane)
  } catch (failure) {
    console.warn("This browser keeps no database for the page:", failure)
    return new Small(browserKeep, lane)
  }
}

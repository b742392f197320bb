// What one tablet serves: one machine, or several that one worker minds, each with its own job.
import { signal, type Signal } from "@preact/signals"
import type { Language } from "../i18n/text"
import type { Feed } from "../model/feed"
import type { Sender } from "../net/commands"
import { Terminal } from "./terminal"

/** What the terminals of one tablet have in common. */
export type Shared = {
  feed: Feed
  sender: Sender
  language: Signal<Language>
  /** Who was chosen to report. */
  reporter: Signal<string | null>
  machines: readonly string[]
  /** Brings a machine to the front; its terminal. */
  show: (machine: string) => Terminal
}

export class Room {
  readonly terminals: readonly Terminal[]
  readonly active
  readonly sender: Sender

  constructor(machines: readonly string[], language: Language, feed: Feed, sender: Sender) {
    const shared: Shared = {
      feed, sender, machines,
      language: signal<Language>(language),
      reporter: signal<string | null>(null),
      show: (machine) => this.show(machine),
    }
    this.sender = sender
    this.terminals = machines.map((machine) => new Terminal(machine, shared))
    const [first] = this.terminals
    if (first === undefined) throw new Error("a terminal has a machine")
    this.active = signal(first)
  }

  /** Brings a machine to the front; who reports stays. Its terminal. */
  show(machine: string): Terminal {
    const found = this.terminals.find(({ id }) => id === machine)
    if (found !== undefined) this.active.value = found
    return this.active.value
  }
}

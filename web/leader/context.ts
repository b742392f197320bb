// What every part of the leader's phone needs: rows, time, words, the sender; and whose team it is.
import { signal, type ReadonlySignal } from "@preact/signals"
import type { Format } from "../draw/format"
import type { Tick } from "../draw/ticking"
import type { Language } from "../i18n/text"
import type { wordsOf } from "../i18n/words"
import type { Feed } from "../model/feed"
import type { Store } from "../model/store"
import type { Moment } from "../model/wire"
import type { User } from "../net/boot"
import type { CommandKind, Sender } from "../net/commands"
import type { LeaderText } from "./texts"
import type { Team } from "./views"

export type Leader = {
  feed: Feed
  store: Store
  tick: ReadonlySignal<Tick>
  format: Format
  t: LeaderText
  words: ReturnType<typeof wordsOf>
  language: Language
  user: User
  sender: Sender
}

export type Told = { text: string; person: string; start: Moment; end: Moment; until: number }

export const UNDO_MS = 30_000
const TEAM = "sprue_team"

/** What went wrong, shown until something else is tapped. */
export const trouble = signal("")
/** What was told last of somebody's hours, as long as it can be taken back by one tap. */
export const undoable = signal<Told | null>(null)
/** The name of the team that was chosen. */
export const chosen = signal(localStorage.getItem(TEAM) ?? "")

export function choose(name: string): void {
  localStorage.setItem(TEAM, name)
  chosen.value = name
}

/** The team shown: the one that was chosen, else the first. */
export function teamOf(known: readonly Team[]): Team {
  return known.find(({ name }) => name === chosen.value) ?? known[0] ?? { name: "", leader: "", departments: new Set() }
}

/** Send a command; whether it was taken or kept. What went wrong is told on the screen. */
export async function send(leader: Leader, kind: CommandKind, fields: Record<string, unknown>): Promise<boolean> {
  trouble.value = ""
  const sent = await leader.sender.send(kind, fields)
  if (sent.status === "refused") trouble.value = sent.refused.refusal.message
  else if (sent.status === "kept") trouble.value = leader.t("unreachable")
  return sent.status !== "refused"
}

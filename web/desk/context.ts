// What every page of the desk needs: rows, shop time, words, the sender of commands.
import type { ReadonlySignal } from "@preact/signals"
import type { Format } from "../draw/format"
import type { Tick } from "../draw/ticking"
import type { Language } from "../i18n/text"
import type { wordsOf } from "../i18n/words"
import type { Feed } from "../model/feed"
import type { Store } from "../model/store"
import type { User } from "../net/boot"
import type { CommandKind, Sender } from "../net/commands"
import { Refused } from "../net/http"
import type { DeskText } from "./texts"

export type Desk = {
  feed: Feed
  store: Store
  tick: ReadonlySignal<Tick>
  format: Format
  t: DeskText
  words: ReturnType<typeof wordsOf>
  language: Language
  user: User
  demo: boolean
  sender: Sender
}

/** Whether the role of who is signed in may do it; what it may not is not offered. */
export const may = (desk: Desk, action: string): boolean => desk.user.may.includes(action)

/** What a failed request means to the one who sent it. */
export function failureText(desk: Desk, failure: unknown): string {
  return failure instanceof Refused ? failure.refusal.message : desk.t("try_again")
}

/** Send a command; "" when it was taken, else what to tell. One without an answer is kept and sent again by itself. */
export async function commanded(desk: Desk, kind: CommandKind, fields: Record<string, unknown>): Promise<string> {
  const sent = await desk.sender.send(kind, fields)
  if (sent.status === "refused") return sent.refused.refusal.message
  return sent.status === "kept" ? desk.t("sent_later") : ""
}

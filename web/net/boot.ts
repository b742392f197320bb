// What the server wrote into the page: which page, whose, in which language.
import type { Language } from "../i18n/text"

/** Who is signed in: the member of the shop behind the login ("": none), and what the role may do by the server's table. */
export type User = { name: string; role: string; person: string; may: readonly string[] }

export type Boot = {
  page: string
  language: Language
  token?: string | null
  station?: string | null
  user: User | null
  demo: boolean
  version: string
  /** What a wall shows, as kept with its link. */
  wall?: { room: "hall" | "machining" | "edm" | "fitting" | "office"; pages: string[]; kinds: string[]; seconds: number; sound: boolean }
}

export function boot(): Boot {
  const element = document.getElementById("boot")
  if (!element?.textContent) throw new Error("the page has no boot data")
  const read = JSON.parse(element.textContent) as Boot
  return { ...read, language: read.language === "en" ? "en" : "zh-hans" }
}

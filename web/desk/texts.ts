import { texts, type Language } from "../i18n/text"
import { en, type DeskKey } from "./texts.en"
import { zh } from "./texts.zh"

export type { DeskKey }

/** What an entry of the journal says happened. */
export function eventText(t: DeskText, kind: string): string {
  return t((`event.${kind}` in en ? `event.${kind}` : "event.other") as DeskKey)
}

export const desk = { en, zh }
export const deskTexts = (language: Language) => texts(desk, language)
export type DeskText = ReturnType<typeof deskTexts>

// The wall's words in both languages.
import { texts, type Language } from "../i18n/text"
import { en } from "./texts.en"
import { zh } from "./texts.zh"

export const catalog = { en, zh }
export type WallText = (key: keyof typeof en, facts?: Record<string, string | number>) => string
export const wallTexts = (language: Language): WallText => texts(catalog, language)

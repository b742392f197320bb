// Typed texts: every screen has `en` as const and `zh` of the same keys, so a missing one does not compile.

export type Language = "en" | "zh-hans"
export type Facts = Record<string, string | number>
export type Catalog<K extends string> = { en: Record<K, string>; zh: Record<K, string> }

/** `{name}` takes the fact of that name; a fact that is missing stays visible as `{name}`. */
export function filled(text: string, facts: Facts = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name]
    return fact === undefined ? whole : String(fact)
  })
}

/** The text function of one screen in one language. */
export function texts<K extends string>(catalog: Catalog<K>, language: Language) {
  const chosen = language === "en" ? catalog.en : catalog.zh
  return (key: K, facts?: Facts): string => filled(chosen[key], facts)
}

/** For the `lang` attribute. */
export const tagOf = (language: Language): string => (language === "en" ? "en" : "zh-Hans")

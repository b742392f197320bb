// The language chosen on a screen: for the next page too, and over an address that asks for another one.
import type { Language } from "./text"

const YEAR_S = 31_536_000

export function remember(language: Language): void {
  document.cookie = `sprue_language=${language}; path=/; max-age=${YEAR_S}; samesite=lax`
  const address = new URL(location.href)
  address.searchParams.delete("lang")
  history.replaceState(history.state, "", address)
}

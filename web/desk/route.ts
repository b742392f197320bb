// Pages by the part of the address after #: #/plan, #/molds/M2614.
import { signal } from "@preact/signals"

export const PAGES = ["plan", "molds", "problems", "ask", "material", "trials", "electrodes", "changes", "ledger", "figures", "costs", "versions", "excel", "import", "calls", "people"] as const
export type Page = (typeof PAGES)[number]
export type Route = { page: Page; rest: string }

export function parsed(hash: string): Route {
  const [page = "", ...rest] = hash.replace(/^#\/?/, "").split("/")
  const known = PAGES.find((name) => name === page)
  return { page: known ?? "plan", rest: rest.map(decodeURIComponent).join("/") }
}

export const route = signal(parsed(location.hash))
addEventListener("hashchange", () => {
  route.value = parsed(location.hash)
})

export const address = (page: Page, rest = ""): string => `#/${page}${rest ? `/${encodeURIComponent(rest)}` : ""}`

export function go(page: Page, rest = ""): void {
  location.hash = address(page, rest)
}

// A wall runs for months and nobody reloads it: after the server was away it may have newer programs for this page.
import type { Feed } from "../model/feed"

/** Whether the server's page loads another program than `own`; what is no page of ours says nothing. */
export const isNewer = (page: string, own: string): boolean => page.includes('id="boot"') && !page.includes(`"${own}"`)

async function renew(own: string): Promise<void> {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" })
    if (answer.ok && isNewer(await answer.text(), own)) location.reload()
  } catch {
    // Away again: the next connection asks again.
  }
}

/** Loads the page anew when a connection comes back and the server has newer programs, as far as `may` allows. */
export function renewing(feed: Feed, may: () => boolean = () => true): void {
  const own = document.querySelector("script[type=module]")?.getAttribute("src")
  let lost = false
  feed.connected.subscribe((connected) => {
    if (connected && lost && own && may()) void renew(own)
    lost = !connected && feed.store.loaded.peek()
  })
}

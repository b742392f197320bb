// The terminal's service worker: its page and scripts are there without a network. Reports wait in the page's own
// outbox and rows in its own store; nothing of the API is answered from here.

type Waiting = Event & { waitUntil: (done: Promise<unknown>) => void }
type Fetching = Waiting & { request: Request; respondWith: (answer: Promise<Response>) => void }
type Told = Waiting & { data: Loaded }
type Scope = {
  addEventListener: ((type: "install" | "activate", heard: (event: Waiting) => void) => void) &
    ((type: "fetch", heard: (event: Fetching) => void) => void) &
    ((type: "message", heard: (event: Told) => void) => void)
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
}
/** What a page that was loaded before this worker ran has loaded: its own address and those of its files. */
export type Loaded = { page: string; assets: string[] }

const scope = self as unknown as Scope

const CACHE = "sprue-terminal"
const PAGE = "/terminal/"
const ASSETS = "/static/dist/"
/** After this long without an answer the kept page is shown, ms. */
const PATIENCE = 4_000
/** Scripts of versions before are thrown out beyond so many. */
const MOST_ASSETS = 60
/** Pages of drawings, kept apart: the oldest leave first. */
const DRAWINGS = "sprue-drawings"
const PAGES = /^\/api\/drawings\/[^/]+\/pages\/\d+$/
const MOST_PAGES = 80

async function keep(key: string, answer: Response): Promise<Response> {
  if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(key, answer.clone())
  return answer
}

/** The page as the server has it; without network as it was last. */
async function page(request: Request): Promise<Response> {
  try {
    return await keep(PAGE, await fetch(request.url, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) }))
  } catch (failure) {
    const kept = await caches.match(PAGE)
    if (kept === undefined) throw failure
    return kept
  }
}

/** Names of built files change with their content, so a kept one is the right one. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept !== undefined) return kept
  const answer = await keep(request.url, await fetch(request))
  await tidy()
  return answer
}

async function keepLoaded({ page: address, assets }: Loaded): Promise<void> {
  await keep(PAGE, await fetch(address, { credentials: "same-origin" }))
  for (const url of assets) if ((await caches.match(url)) === undefined) await keep(url, await fetch(url))
  await tidy()
}

async function tidy(): Promise<void> {
  const cache = await caches.open(CACHE)
  const assets = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith(ASSETS))
  await Promise.all(assets.slice(0, Math.max(0, assets.length - MOST_ASSETS)).map((old) => cache.delete(old)))
}

/** A page of a drawing never changes under its name. */
async function drawing(request: Request): Promise<Response> {
  const cache = await caches.open(DRAWINGS)
  const kept = await cache.match(request.url)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok && !answer.redirected) {
    await cache.put(request.url, answer.clone())
    const keys = await cache.keys()
    await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_PAGES)).map((old) => cache.delete(old)))
  }
  return answer
}

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()))
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()))
scope.addEventListener("message", (event) => event.waitUntil(keepLoaded(event.data)))
scope.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== location.origin) return
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request))
  else if (PAGES.test(pathname)) event.respondWith(drawing(request))
  else if (pathname.startsWith(ASSETS)) event.respondWith(asset(request))
})

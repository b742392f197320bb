// The browser's side of a feed and of a sender.
import { Awake } from "../model/awake"
import { Feed, type Beat, type Link } from "../model/feed"
import { Store } from "../model/store"
import type { CommandAnswer, Patch, Snapshot } from "../model/wire"
import { Sender } from "./commands"
import { get, post, request } from "./http"
import { browserOutbox } from "./outbox"
import { dropPictures, withPicturesSent } from "./pictures"

export type Topic = "wall" | "desk" | "leader" | "problems" | `station:${string}`

const later = (ms: number, call: () => void) => {
  const id = setTimeout(call, ms)
  return () => clearTimeout(id)
}
const awake = new Awake(() => performance.now(), () => Date.now())
const LOOK_EVERY = 1_000
/** All feeds of the page; one that was stopped stays so. */
const feeds: Feed[] = []

function link(query: string): Link {
  return {
    snapshot: () => get<Snapshot>(`/api/snapshot?${query}`),
    stream: (cursor, handlers) => {
      const source = new EventSource(`/api/stream?${query}&after=${cursor}`)
      const data = <T>(event: Event) => JSON.parse((event as MessageEvent<string>).data) as T
      source.addEventListener("patch", (event) => handlers.patch(data<Patch>(event)))
      source.addEventListener("beat", (event) => handlers.beat(data<Beat>(event)))
      source.addEventListener("resync", () => handlers.resync())
      source.addEventListener("error", () => handlers.broken())
      return () => source.close()
    },
    later,
    steady: awake.now,
    chance: Math.random,
  }
}

/** A running feed of `topic`; stop it with feed.stop(). */
export function live(topic: Topic, token?: string | null): Feed {
  const query = new URLSearchParams({ topic, ...(token ? { token } : {}) }).toString()
  const feed = new Feed(new Store(), link(query))
  feed.start()
  if (feeds.push(feed) === 1) watchSleep()
  return feed
}

/** Whoever sleeps wakes with an old measure of the server's time, and a stream that may be dead: both begin anew. */
function watchSleep(): void {
  const woke = (jumped: boolean) => jumped && feeds.forEach((feed) => feed.renew())
  const seen = () => woke(awake.seen(document.visibilityState === "visible"))
  setInterval(() => woke(awake.look()), LOOK_EVERY)
  document.addEventListener("visibilitychange", seen)
  document.addEventListener("freeze", () => woke(awake.seen(false)))
  document.addEventListener("resume", seen)
}

/** Plain http knows no locks; there a browser has one terminal page open. */
async function alone(lane: string, work: () => Promise<void>): Promise<void> {
  const { locks } = navigator
  if (locks === undefined) return work()
  await locks.request(`sprue.sending.${lane}`, work)
}

/** The sender of a screen: `lane` keeps apart what desk and terminal in one browser send for themselves. */
export function sender(lane: "terminal" | "desk" | "leader", station: string | null, feed: Feed): Sender {
  return new Sender(station, {
    post: async (command) => {
      const answer = await post<CommandAnswer>("/api/commands", await withPicturesSent(command))
      await dropPictures(command)
      return answer
    },
    later,
    outbox: browserOutbox(lane),
    alone: (work) => alone(lane, work),
    ask: (draft, patience) => request<CommandAnswer>("POST", "/api/commands", draft, patience),
    now: () => feed.clock.now(),
    rate: () => feed.clock.rate,
    wall: () => Date.now(),
  })
}

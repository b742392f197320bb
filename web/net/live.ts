// The browser's side of a feed and of a sender.
import { Feed, type Beat, type Link } from "../model/feed"
import { Store } from "../model/store"
import type { CommandAnswer, Patch, Snapshot } from "../model/wire"
import { Sender } from "./commands"
import { get, post } from "./http"
import { browserOutbox } from "./outbox"
import { dropPictures, withPicturesSent } from "./pictures"

export type Topic = "wall" | "desk" | "leader" | "problems" | `station:${string}`

const later = (ms: number, call: () => void) => {
  const id = setTimeout(call, ms)
  return () => clearTimeout(id)
}
const steady = () => performance.now()

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
    steady,
    chance: Math.random,
  }
}

/** A running feed of `topic`; stop it with feed.stop(). */
export function live(topic: Topic, token?: string | null): Feed {
  const query = new URLSearchParams({ topic, ...(token ? { token } : {}) }).toString()
  const feed = new Feed(new Store(), link(query))
  feed.start()
  return feed
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
    now: () => feed.clock.now(),
    rate: () => feed.clock.rate,
    wall: () => Date.now(),
  })
}

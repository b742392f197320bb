// What the wall says when there is nothing to show: no entry, no server, no shop.
import brokenIcon from "@tabler/icons/outline/plug-connected-x.svg?raw"
import emptyIcon from "@tabler/icons/outline/table-import.svg?raw"
import { Icon } from "../draw/icon"
import type { Feed } from "../model/feed"
import { Refused } from "../net/http"
import type { Wall } from "./context"

function Message({ icon, title, what }: { icon: string; title: string; what: string }) {
  return (
    <main class="message">
      <Icon svg={icon} size={96} />
      <h1>{title}</h1>
      <p>{what}</p>
    </main>
  )
}

/** What is said instead of tiles; null: there is something to show, or soon will be. */
export function Instead({ feed, wall }: { feed: Feed; wall: Wall }) {
  const { store } = wall
  const failure = feed.failure.value
  if (failure instanceof Refused && (failure.status === 401 || failure.status === 403)) {
    return <Message icon={brokenIcon} title={wall.t("no_entry")} what={wall.t("no_entry.what")} />
  }
  if (!store.loaded.value) {
    return failure === null ? null : <Message icon={brokenIcon} title={wall.t("unreachable")} what={wall.t("unreachable.what")} />
  }
  if (store.tables.molds.value.size === 0 && store.tables.machines.value.size === 0) {
    return <Message icon={emptyIcon} title={wall.t("empty.title")} what={wall.t("empty.what")} />
  }
  return null
}

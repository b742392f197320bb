// The wall: a stage of 1920 × 1080 that is scaled to the screen, its pages, and a list for narrow screens.
import { signal, useSignalEffect } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect } from "preact/hooks"
import brokenIcon from "@tabler/icons/outline/plug-connected-x.svg?raw"
import emptyIcon from "@tabler/icons/outline/table-import.svg?raw"
import { Icon } from "../draw/icon"
import { Bars } from "../draw/parts"
import type { Feed } from "../model/feed"
import { Refused } from "../net/http"
import { Bottleneck } from "./bottleneck"
import type { Wall } from "./context"
import { Machines } from "./machines"
import { Molds } from "./molds"
import { Phone } from "./phone"
import { Problems } from "./problems"
import { SecondPage } from "./second"
import { Strip } from "./strip"
import { pageAt, problemViews } from "./views"

const WIDTH = 1920
const HEIGHT = 1080
/** A screen of 16:10 or 4:3 shows more machines instead of bars above and below; beyond this it is centered. */
const MOST_EXTRA = 240
/** Narrower than this is a phone held upright or a small window: a list is read better there. */
const NARROW = 820
const PAGES = 2

const screen = signal({ width: innerWidth, height: innerHeight })
addEventListener("resize", () => {
  screen.value = { width: innerWidth, height: innerHeight }
})

/** #1 or #2 in the address holds the wall on that page. */
const chosen = signal(chosenPage())
addEventListener("hashchange", () => {
  chosen.value = chosenPage()
})
function chosenPage(): number | null {
  const page = Number(location.hash.slice(1))
  return Number.isInteger(page) && page >= 1 ? page - 1 : null
}

const page = signal(0)
const begin = performance.now()

const scaleOf = (): number => Math.min(screen.value.width / WIDTH, screen.value.height / HEIGHT)
const extraOf = (): number => Math.min(MOST_EXTRA, Math.max(0, Math.floor(screen.value.height / scaleOf()) - HEIGHT))

function Stage({ extra, children }: { extra: number; children: ComponentChildren }) {
  const { width, height } = screen.value
  const scale = scaleOf()
  const left = (width - WIDTH * scale) / 2
  const top = (height - (HEIGHT + extra) * scale) / 2
  const style = { transform: `translate(${left}px, ${top}px) scale(${scale})`, "--extra": `${extra}px` }
  return (
    <div class="stage" style={style}>
      {children}
    </div>
  )
}

function Message({ icon, title, what }: { icon: string; title: string; what: string }) {
  return (
    <main class="message">
      <Icon svg={icon} size={96} />
      <h1>{title}</h1>
      <p>{what}</p>
    </main>
  )
}

function Pages({ wall }: { wall: Wall }) {
  useSignalEffect(() => {
    const now = wall.tick.value.now ?? 0
    const overdue = problemViews(wall.store.tables.problems.value.values(), now).some(({ mood }) => mood === "overdue")
    page.value = pageAt(performance.now() - begin, PAGES, chosen.value, overdue)
  })
  return (
    <div class="pages" data-page={page.value + 1}>
      {page.value === 0 ? (
        <main class="page page-1" key="1">
          <Molds wall={wall} />
          <Problems wall={wall} />
          <Machines wall={wall} />
          <Bottleneck wall={wall} />
        </main>
      ) : (
        <SecondPage wall={wall} key="2" />
      )}
    </div>
  )
}

function Loading({ wall }: { wall: Wall }) {
  return (
    <main class="page page-1">
      {[7, 5, 5, 4].map((rows, i) => (
        <section class="panel" key={i}>
          <Bars rows={rows} label={wall.t("loading")} />
        </section>
      ))}
    </main>
  )
}

function Content({ feed, wall }: { feed: Feed; wall: Wall }) {
  const { store } = wall
  const failure = feed.failure.value
  if (failure instanceof Refused && (failure.status === 401 || failure.status === 403)) {
    return <Message icon={brokenIcon} title={wall.t("no_entry")} what={wall.t("no_entry.what")} />
  }
  if (!store.loaded.value) {
    return failure === null ? <Loading wall={wall} /> : <Message icon={brokenIcon} title={wall.t("unreachable")} what={wall.t("unreachable.what")} />
  }
  if (store.tables.molds.value.size === 0 && store.tables.machines.value.size === 0) {
    return <Message icon={emptyIcon} title={wall.t("empty.title")} what={wall.t("empty.what")} />
  }
  return <Pages wall={wall} />
}

export function App({ feed, wall: wallOf }: { feed: Feed; wall: () => Wall }) {
  const wall = { ...wallOf(), extra: extraOf() }
  const narrow = screen.value.width < NARROW
  const stale = wall.store.loaded.value && wall.tick.value.freshness === "stale"
  useEffect(() => {
    document.documentElement.classList.toggle("narrow", narrow)
  }, [narrow])
  const state = { class: `wall${stale ? " stale" : ""}`, "data-freshness": wall.tick.value.freshness, "data-seq": wall.store.seq.value }
  if (narrow) {
    return (
      <div {...state}>
        <Phone wall={wall} />
      </div>
    )
  }
  return (
    <Stage extra={wall.extra}>
      <div {...state}>
        <Strip wall={wall} page={page.value} pages={PAGES} />
        <Content feed={feed} wall={wall} />
      </div>
    </Stage>
  )
}

// The wall: a stage of 1920 × 1080 that is scaled to the screen, its pages, and a list for narrow screens.
import { signal, useSignalEffect } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect } from "preact/hooks"
import { Bars } from "../draw/parts"
import type { Feed } from "../model/feed"
import { seen, type Wall } from "./context"
import { Instead } from "./instead"
import { Phone } from "./phone"
import { chosenPages, pageAt } from "../model/rooms"
import type { Alarm, Caller } from "./sound"
import { Strip } from "./strip"
import { tiles } from "./tiles"
import { problemViews } from "./views"

const WIDTH = 1920
const HEIGHT = 1080
/** A screen of 16:10 or 4:3 shows more machines instead of bars above and below; beyond this it is centered. */
const MOST_EXTRA = 240
/** Narrower than this is a phone held upright or a small window: a list is read better there. */
const NARROW = 820
/** Panels of the upper and the lower row, and what of each its heading and its edges take. */
const UPPER = 500
const LOWER = 408
const EDGES = 80

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

function Pages({ wall }: { wall: Wall }) {
  const pages = chosenPages(wall.settings)
  const turning = { pages: pages.length, seconds: wall.settings.seconds }
  useSignalEffect(() => {
    const now = wall.tick.value.now ?? 0
    const overdue = problemViews(seen.problems(wall), now).some(({ mood }) => mood === "overdue")
    page.value = pageAt(performance.now() - begin, turning, chosen.value, overdue)
  })
  const shown = pages[page.value] ?? pages[0]
  return (
    <div class="pages" data-page={page.value + 1} data-room={wall.settings.room}>
      <main class="page" key={shown.id} data-id={shown.id}>
        {shown.tiles.map((name, i) => {
          const Tile = tiles[name]
          return <Tile key={name} wall={wall} height={i < 2 ? UPPER - EDGES : LOWER + wall.extra - EDGES} />
        })}
      </main>
    </div>
  )
}

function Loading({ wall }: { wall: Wall }) {
  return (
    <main class="page">
      {[7, 5, 5, 4].map((rows, i) => (
        <section class="panel" key={i}>
          <Bars rows={rows} label={wall.t("loading")} />
        </section>
      ))}
    </main>
  )
}

function Content({ feed, wall }: { feed: Feed; wall: Wall }) {
  const instead = Instead({ feed, wall })
  if (instead !== null) return instead
  return wall.store.loaded.value ? <Pages wall={wall} /> : <Loading wall={wall} />
}

/** Whom the wall calls, for its sound. */
function useAlarm(wall: Wall, alarm: Alarm): void {
  useSignalEffect(() => {
    const { now, freshness } = wall.tick.value
    if (!wall.store.loaded.value || freshness === "stale") return
    const views = problemViews(seen.problems(wall), now ?? 0)
    alarm.look()
    alarm.hear(views.flatMap(({ row, mood }): Caller[] => (mood === "acknowledged" ? [] : [{ id: row.id, mood }])))
  })
}

export function App({ feed, wall: wallOf, alarm }: { feed: Feed; wall: () => Wall; alarm: Alarm }) {
  const wall = { ...wallOf(), extra: extraOf() }
  const pages = chosenPages(wall.settings).length
  useAlarm(wall, alarm)
  const narrow = screen.value.width < NARROW
  const stale = wall.store.loaded.value && wall.tick.value.freshness === "stale"
  useEffect(() => {
    document.documentElement.classList.toggle("narrow", narrow)
  }, [narrow])
  const state = { class: `wall${stale ? " stale" : ""}`, "data-freshness": wall.tick.value.freshness, "data-seq": wall.store.seq.value }
  if (narrow) {
    return (
      <div {...state}>
        <Phone feed={feed} wall={wall} />
      </div>
    )
  }
  return (
    <Stage extra={wall.extra}>
      <div {...state}>
        <Strip wall={wall} page={Math.min(page.value, pages - 1)} pages={pages} />
        <Content feed={feed} wall={wall} />
      </div>
    </Stage>
  )
}

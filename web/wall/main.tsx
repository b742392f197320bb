import "../draw/fonts"
import "./wall.css"
import "./molds.css"
import "./machines.css"
import "./tiles.css"
import "./phone.css"
import { computed } from "@preact/signals"
import { render } from "preact"
import { Format } from "../draw/format"
import { ticking } from "../draw/ticking"
import { tagOf } from "../i18n/text"
import { wordsOf } from "../i18n/words"
import { boot } from "../net/boot"
import { live } from "../net/live"
import { renewing } from "../net/renew"
import { App } from "./app"
import { USUAL, viewOf } from "../model/rooms"
import { settled } from "./settled"
import { Alarm, browserSpeaker } from "./sound"
import { wallTexts } from "./texts"

const { language, token, user, wall: kept } = boot()
document.documentElement.lang = tagOf(language)
document.documentElement.classList.add("dark")

const feed = live("wall", token)
renewing(feed)
const clock = ticking(feed)
/** Stale data is shown as of its own time: nobody knows what happened since. */
const tick = computed(() => {
  const { freshness, last } = clock.value
  return freshness === "stale" && last !== null ? { ...clock.value, now: last } : clock.value
})
const settings = settled(kept ?? USUAL, token)
const alarm = new Alarm(browserSpeaker, () => performance.now())
settings.subscribe(({ sound }) => alarm.set(sound))
for (const kind of ["pointerdown", "keydown"] as const) addEventListener(kind, () => void alarm.tap())
/** Made anew only when the room, its machines or its kinds are others. */
const view = computed(() => viewOf(settings.value, feed.store.tables.kinds.value, feed.store.tables.machines.value))
const base = {
  store: feed.store, clock, tick, t: wallTexts(language), words: wordsOf(language), manager: user?.role === "manager", sound: alarm.state,
}
const formats = new Map<string, Format>()
/** The format of the shop's zone; rows bring the zone, so it is known only when they are here. */
const formatOf = (zone: string): Format => {
  const known = formats.get(zone) ?? new Format(language, zone)
  formats.set(zone, known)
  return known
}

render(
  <App
    feed={feed}
    alarm={alarm}
    wall={() => ({
      ...base, format: formatOf(feed.store.shop?.timezone ?? "UTC"), extra: 0, settings: settings.value, view: view.value,
    })}
  />,
  document.getElementById("app") ?? document.body,
)

import "../draw/fonts"
import "./wall.css"
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
import { wallTexts } from "./texts"

const { language, token, user } = boot()
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
const base = { store: feed.store, clock, tick, t: wallTexts(language), words: wordsOf(language), manager: user?.role === "manager" }
const formats = new Map<string, Format>()
/** The format of the shop's zone; rows bring the zone, so it is known only when they are here. */
const formatOf = (zone: string): Format => {
  const known = formats.get(zone) ?? new Format(language, zone)
  formats.set(zone, known)
  return known
}

render(
  <App feed={feed} wall={() => ({ ...base, format: formatOf(feed.store.shop?.timezone ?? "UTC"), extra: 0 })} />,
  document.getElementById("app") ?? document.body,
)

// The planner's desk.
import "../draw/fonts"
import "./desk.css"
import "./gantt/gantt.css"
import "./ledger/ledger.css"
import "./ask/ask.css"
import "./material/material.css"
import { render } from "preact"
import { Format } from "../draw/format"
import { ticking } from "../draw/ticking"
import { tagOf } from "../i18n/text"
import { wordsOf } from "../i18n/words"
import { boot } from "../net/boot"
import { live, sender } from "../net/live"
import { App } from "./app"
import type { Desk } from "./context"
import { deskTexts } from "./texts"

const { language, user, demo } = boot()
document.documentElement.lang = tagOf(language)
const feed = live("desk")
const base: Omit<Desk, "format"> = {
  feed,
  store: feed.store,
  tick: ticking(feed),
  t: deskTexts(language),
  words: wordsOf(language),
  language,
  user: user ?? { name: "", role: "", person: "", may: [] },
  demo,
  sender: sender("desk", null, feed),
}
const formats = new Map<string, Format>()
/** The format of the shop's zone; rows bring the zone, so it is known only when they are here. */
const formatOf = (zone: string): Format => {
  const known = formats.get(zone) ?? new Format(language, zone)
  formats.set(zone, known)
  return known
}

render(<App desk={() => ({ ...base, format: formatOf(feed.store.shop?.timezone ?? "UTC") })} />, document.getElementById("app") ?? document.body)

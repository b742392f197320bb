import "../draw/fonts"
import "./terminal.css"
import "./trial.css"
import "./goods.css"
import { render } from "preact"
import { tagOf } from "../i18n/text"
import { boot } from "../net/boot"
import { browserKeep } from "../net/ids"
import { live, sender } from "../net/live"
import { renewing } from "../net/renew"
import { App, NotEnrolled } from "./app"
import { fetchAhead } from "./drawing"
import { watchIdle } from "./idle"
import { keepKnown } from "./kept"
import { tellLate } from "./late"
import { Room } from "./room"
import { scan } from "./scan"
import { learnPins } from "./signing"
import { terminalTexts } from "./texts"
import { Wedge } from "./views"
import type { Loaded } from "./worker"

const { language, station } = boot()
document.documentElement.lang = tagOf(language)
const place = document.getElementById("app") ?? document.body

/** A scanner types like a keyboard: what it types goes to the terminal, wherever the focus is. */
function listen(room: Room): void {
  const wedge = new Wedge()
  addEventListener("keydown", (event) => {
    const code = wedge.key(event.key, event.timeStamp)
    if (code === null) return
    // The Enter of a scan must not press the button that has the focus.
    event.preventDefault()
    event.stopImmediatePropagation()
    void scan(room.active.peek(), code)
  }, { capture: true })
}

/** Makes the page itself available without network; where the browser forbids that (plain http) it works on as before. */
async function install(): Promise<void> {
  const { serviceWorker } = navigator
  if (serviceWorker === undefined) return
  try {
    await serviceWorker.register("/terminal/worker.js", { scope: "/terminal/" })
    const { active } = await serviceWorker.ready
    const assets = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/static/dist/"))
    const loaded: Loaded = { page: location.href, assets }
    active?.postMessage(loaded)
  } catch (failure) {
    console.warn("The terminal can't be opened without network:", failure)
  }
}

if (station) {
  const feed = live(`station:${station}`)
  const machines = station.split(",")
  const room = new Room(machines, language, feed, sender("terminal", machines[0] ?? null, feed))
  keepKnown(feed, browserKeep, station)
  feed.connected.subscribe((connected) => {
    if (connected) learnPins().catch(() => console.warn("Who has a PIN is not known anew"))
  })
  tellLate(room)
  renewing(feed, () => room.terminals.every(({ screen, undoable }) => screen.peek().name === "job" && undoable.peek() === null))
  listen(room)
  watchIdle(room, window, () => performance.now(), (ms, look) => setInterval(look, ms))
  const fetched = new Set<string>()
  feed.store.tables.stations.subscribe((rows) => {
    for (const row of rows.values()) fetchAhead(row, fetched)
  })
  render(<App room={room} />, place)
  void install()
} else {
  render(<NotEnrolled t={terminalTexts(language)} />, place)
}

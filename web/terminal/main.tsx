import "../draw/fonts"
import "./terminal.css"
import { render } from "preact"
import { tagOf } from "../i18n/text"
import { boot } from "../net/boot"
import { browserKeep } from "../net/ids"
import { live, sender } from "../net/live"
import { renewing } from "../net/renew"
import { App, NotEnrolled } from "./app"
import { keepKnown } from "./kept"
import { tellLate } from "./late"
import { scan } from "./scan"
import { Terminal } from "./terminal"
import { terminalTexts } from "./texts"
import { Wedge } from "./views"
import type { Loaded } from "./worker"

const { language, station } = boot()
document.documentElement.lang = tagOf(language)
const place = document.getElementById("app") ?? document.body

/** A scanner types like a keyboard: what it types goes to the terminal, wherever the focus is. */
function listen(terminal: Terminal): void {
  const wedge = new Wedge()
  addEventListener("keydown", (event) => {
    const code = wedge.key(event.key, event.timeStamp)
    if (code === null) return
    // The Enter of a scan must not press the button that has the focus.
    event.preventDefault()
    event.stopImmediatePropagation()
    void scan(terminal, code)
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
  const terminal = new Terminal(station, language, feed, sender("terminal", station, feed))
  keepKnown(feed, browserKeep, station)
  tellLate(terminal)
  renewing(feed, () => terminal.screen.peek().name === "job" && terminal.undoable.peek() === null)
  listen(terminal)
  render(<App terminal={terminal} />, place)
  void install()
} else {
  render(<NotEnrolled t={terminalTexts(language)} />, place)
}

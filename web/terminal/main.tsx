import "../draw/fonts"
import "./terminal.css"
import { render } from "preact"
import { tagOf } from "../i18n/text"
import { boot } from "../net/boot"
import { live, sender } from "../net/live"
import { App, NotEnrolled } from "./app"
import { Terminal, tellLate } from "./terminal"
import { terminalTexts } from "./texts"
import { Wedge } from "./views"

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
    void terminal.scan(code)
  }, { capture: true })
}

if (station) {
  const feed = live(`station:${station}`)
  const terminal = new Terminal(station, language, feed, sender(`station.${station}`, station, feed))
  tellLate(terminal)
  listen(terminal)
  render(<App terminal={terminal} />, place)
} else {
  render(<NotEnrolled t={terminalTexts(language)} />, place)
}

// Several machines at one tablet: a tile each, with what it does; a tap brings it to the front.
import { Shape, type ShapeName } from "../draw/shapes"
import { stationName } from "./head"
import type { Room } from "./room"
import type { Terminal } from "./terminal"
import { progress, recommended, takesLong } from "./views"

/** What a machine asks for first: help, then its worker, then nothing. */
function state(terminal: Terminal): { tone: "act" | "wait" | "run" | "idle"; shape: ShapeName; text: string } {
  const t = terminal.t.value
  const row = terminal.row.value
  const on = row?.current[0]
  if (terminal.down) return { tone: "act", shape: "down", text: t("down") }
  if (row === undefined) return { tone: "idle", shape: "no_data", text: "" }
  if (on === undefined) {
    const next = recommended(row)
    if (next === null) return { tone: "idle", shape: "idle", text: t("machines.none") }
    return next.ready ? { tone: "run", shape: "ready", text: `${t("ready")} · ${next.mold}` } : { tone: "wait", shape: "waiting", text: next.mold }
  }
  if (on.work === "paused") return { tone: "wait", shape: "paused", text: `${t("paused")} · ${on.mold}` }
  const done = progress(on, terminal.now)
  if (done === null) return { tone: "run", shape: "running", text: on.mold }
  const left = terminal.format.value.minutesText(Math.abs(done.left))
  return { tone: takesLong(on, terminal.now) ? "act" : "run", shape: "running", text: `${on.mold} · ${t(done.over ? "over" : "left")} ${left}` }
}

export function Machines({ room }: { room: Room }) {
  const active = room.active.value
  return (
    <nav class="machines" aria-label={active.t.value("machines")}>
      {room.terminals.map((terminal) => {
        const row = terminal.row.value
        const { tone, shape, text } = state(terminal)
        const front = terminal === active
        return (
          <button
            key={terminal.id} class={front ? "machine-tile front" : "machine-tile"} data-machine-tile={terminal.id} aria-current={front}
            onClick={() => room.show(terminal.id)}
          >
            <span class={tone}><Shape name={shape} size={30} /></span>
            <span class="machine-tile-text">
              <b class="one-line">{row === undefined ? terminal.id : stationName(terminal, row)}</b>
              <span class={`one-line ${tone === "idle" ? "mu" : tone}`}>{text}</span>
            </span>
          </button>
        )
      })}
    </nav>
  )
}

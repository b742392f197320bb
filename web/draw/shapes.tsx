// The state shapes: our own drawn set, so that a state is told without its colour.
import type { JSX } from "preact"
import type { GateLight, MachineLight } from "../model/wire"

export type ShapeName = MachineLight | "ready" | "problem" | "not_needed"

const RING = "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0 -17"
const OCTAGON = "M8 2h8l6 6v8l-6 6h-8l-6 -6v-8z"
const STROKE = { fill: "none", stroke: "currentColor", "stroke-width": 2.6 } as const

function drawn(name: ShapeName, hole: string): JSX.Element {
  switch (name) {
    case "running":
      return <path d="M5 3.2v17.6a1 1 0 0 0 1.5 .87l15 -8.8a1 1 0 0 0 0 -1.74l-15 -8.8a1 1 0 0 0 -1.5 .87z" fill="currentColor" />
    case "setup":
      return (
        <>
          <path d={RING} {...STROKE} />
          <path d="M12 3.5a8.5 8.5 0 0 0 0 17z" fill="currentColor" />
        </>
      )
    case "unattended":
      return <path d="M13 2.2a10 10 0 1 0 8.8 13.6a8 8 0 0 1 -8.8 -13.6z" fill="currentColor" />
    case "waiting":
      return <path d="M5 2h14v2.6l-5.2 7.4l5.2 7.4v2.6h-14v-2.6l5.2 -7.4l-5.2 -7.4z" fill="currentColor" />
    case "paused":
      return <path d="M5 3h5v18h-5zM14 3h5v18h-5z" fill="currentColor" />
    case "idle":
      return <path d={RING} {...STROKE} />
    case "maintenance":
      return (
        <path
          d="M7 10h3v-3l-3.5 -3.5a6 6 0 0 1 8 8l6 6a2 2 0 0 1 -3 3l-6 -6a6 6 0 0 1 -8 -8l3.5 3.5"
          fill="none" stroke="currentColor" stroke-width="2.2" stroke-linejoin="round"
        />
      )
    case "down":
    case "problem":
      return (
        <>
          <path d={OCTAGON} fill="currentColor" />
          <path d="M8.5 8.5l7 7m0 -7l-7 7" fill="none" stroke={hole} stroke-width="2.6" stroke-linecap="round" />
        </>
      )
    case "no_data":
      return (
        <path
          d="M7.5 7.8a4.5 4.2 0 1 1 6.6 3.6q-2.1 1.2 -2.1 3.4m0 4.4v.3"
          fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"
        />
      )
    case "ready":
      return <path d="M4 12.5l5.5 5.5l11 -11.5" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
    case "not_needed":
      return <path d="M6 12h12" {...STROKE} />
  }
}

/** `hole` is the colour that shows through the cross of the octagon: that of the ground. */
export function Shape({ name, size, hole = "var(--sf)", label }: { name: ShapeName; size: number; hole?: string; label?: string }) {
  return (
    <svg
      class="shape" viewBox="0 0 24 24" width={size} height={size} data-shape={name}
      aria-hidden={label === undefined}
      {...(label === undefined ? {} : { role: "img", "aria-label": label })}
    >
      {drawn(name, hole)}
    </svg>
  )
}

export type Tone = "run" | "wait" | "act" | "night" | "off" | "mu"

const TONES: Record<MachineLight, Tone> = {
  running: "run",
  setup: "run",
  unattended: "night",
  waiting: "wait",
  paused: "wait",
  idle: "off",
  maintenance: "off",
  down: "act",
  no_data: "mu",
}

/** Name of the colour token of a machine's state. */
export const toneOf = (light: MachineLight): Tone => TONES[light]

/** How a gate is drawn: tick, hourglass, octagon or dash. */
export function gateShape(light: GateLight): ShapeName {
  const shapes: Record<GateLight, ShapeName> = { ok: "ready", expected: "waiting", no: "problem", none: "not_needed" }
  return shapes[light]
}

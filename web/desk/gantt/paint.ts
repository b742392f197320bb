// Draws lanes of the plan: hours, grid, bars. Only what is seen, one pass a kind of thing.
import type { Format } from "../../draw/format"
import { between, type Bar } from "./bars"
import { gaps, type Stretches } from "./hours"
import type { Lane, Layout } from "./layout"
import type { Pen } from "./pen"
import { BAR, days, HOUR, hoursBetween, ROW, xOf, type View } from "./view"

export type Coloring = "work" | "mold" | "late"
export const COLORINGS: readonly Coloring[] = ["work", "mold", "late"]

/** Where the published plan had an operation. */
export type Published = { machine: string | null; start: number; end: number }

/** All that bars are drawn by, whatever part of them is seen. */
export type Look = {
  layout: Layout
  format: Format
  coloring: Coloring
  /** Molds that are late or at risk, for the edge and for the coloring by lateness. */
  lateness: ReadonlyMap<string, "late" | "at_risk">
  /** Parts with a gate that is not open yet. */
  gated: ReadonlySet<string>
  pinned: (operation: string) => boolean
  /** Hours of a machine; null: unknown. */
  hours: (machine: string) => Stretches | null
  /** Days on which nothing is open, as [from, to], for rows that are no machine. */
  closed: readonly (readonly [number, number])[]
  /** The plan as it was published, beside which work is drawn; null: not asked for. */
  published: ReadonlyMap<string, Published> | null
  colors: Colors
  /** For canvases; null where the pen knows no patterns. */
  hatch: CanvasPattern | null
}

const NAMES = [
  "bg", "sf", "s2", "tx", "mu", "ln", "ed", "pl", "run", "wait", "act", "sel", "night", "off", "sel-tint", "wait-tint", "act-tint", "on-solid", "dark-chip",
] as const
export type Colors = Record<(typeof NAMES)[number], string>

/** The colour tokens of the page, for a canvas that knows no CSS names. */
export function colorsOf(element: Element): Colors {
  const style = getComputedStyle(element)
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colors
}

const PLANNED = "#cbd5de"
const RUNNING = "#9fb0bf"
const GAP = (ROW - BAR) / 2
/** The hatch comes again after so many px, so that it goes on from tile to tile. */
export const HATCH = 8
/** Bars narrower than this have cut corners instead of round ones, px. */
const ROUND = 18
/** A closed time of so many hours is hatched, a shorter one only shaded. */
const LONG_HOURS = 20
const FAMILY = '"IBM Plex Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif'
export const FONT = `11.5px ${FAMILY}`
export const fontOf = (size: number, bold = false): string => `${bold ? "600 " : ""}${size}px ${FAMILY}`

/** Draws lanes first…last with lane `first` at the top; `view.top` is not looked at. Answers how many bars were drawn. */
export function paintLanes(pen: Pen, look: Look, view: View, size: { width: number; height: number }, first: number, last: number): number {
  pen.fillStyle = look.colors.sf
  pen.fillRect(0, 0, size.width, size.height)
  const lanes = look.layout.lanes.slice(first, last)
  lanes.forEach((lane, i) => closedTimes(pen, look, lane, view, size.width, i * ROW))
  grid(pen, look, view, size.width, lanes)
  pen.font = FONT
  pen.textBaseline = "middle"
  pen.textAlign = "start"
  let drawn = 0
  lanes.forEach((lane, i) => {
    if (look.published !== null) asPublished(pen, look, look.published, lane, view, size.width, i * ROW)
    drawn += laneBars(pen, look, lane, view, size.width, i * ROW)
  })
  return drawn
}

function closedTimes(pen: Pen, look: Look, lane: Lane, view: View, width: number, y: number): void {
  const from = view.from
  const to = view.from + width / view.scale
  const hours = lane.machine === null ? null : look.hours(lane.machine.id)
  // A little more than what is seen, so that a long gap is known as long in every tile.
  const closed = hours === null ? look.closed : gaps(hours, from - LONG_HOURS * HOUR, to + LONG_HOURS * HOUR)
  for (const [a, b] of closed) {
    const x = Math.max(0, Math.round(xOf(view, a)))
    const end = Math.min(width, Math.round(xOf(view, b)))
    if (end <= x) continue
    pen.fillStyle = look.colors.bg
    pen.fillRect(x, y, end - x, ROW)
    if (b - a < LONG_HOURS * HOUR) continue
    if (look.hatch === null) hatchLines(pen, x, y, end - x, ROW, look.colors.ln)
    else {
      pen.fillStyle = look.hatch
      pen.fillRect(x, y, end - x, ROW)
    }
  }
}

/** The pattern of closed days. */
export function hatchOf(colors: Colors): CanvasPattern | null {
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = HATCH
  const context = canvas.getContext("2d")
  if (context === null) return null
  context.strokeStyle = colors.ln
  context.lineWidth = 1
  context.beginPath()
  for (const shift of [-HATCH, 0, HATCH]) {
    context.moveTo(shift - 1, HATCH + 1)
    context.lineTo(shift + HATCH + 1, -1)
  }
  context.stroke()
  return context.createPattern(canvas, "repeat")
}

/** Slanting lines in a box. */
export function hatchLines(pen: Pen, x: number, y: number, width: number, height: number, color: string, step = HATCH): void {
  pen.save()
  pen.beginPath()
  pen.rect(x, y, width, height)
  pen.clip()
  pen.strokeStyle = color
  pen.lineWidth = 1
  pen.beginPath()
  for (let at = Math.floor((x - height) / step) * step; at < x + width; at += step) {
    pen.moveTo(at, y + height)
    pen.lineTo(at + height, y)
  }
  pen.stroke()
  pen.restore()
}

function grid(pen: Pen, { colors, format }: Look, view: View, width: number, lanes: readonly Lane[]): void {
  const bottom = lanes.length * ROW
  const ticks = days(view, width, format)
  const hours = hoursBetween(view.scale)
  pen.fillStyle = colors.s2
  for (const { at } of ticks) for (const hour of hours) pen.fillRect(Math.round(xOf(view, at + hour * HOUR)), 0, 1, bottom)
  lanes.forEach((lane, i) => {
    pen.fillStyle = lane.first ? colors.ln : colors.s2
    if (lane.head) pen.fillRect(0, i * ROW, width, 1)
  })
  pen.fillStyle = colors.ln
  for (const { at } of ticks) pen.fillRect(Math.round(xOf(view, at)), 0, 1, bottom)
}

type Paints = { fill: string; edge: string; text: string }

export function fillOf(bar: Bar, { colors, coloring, lateness }: Pick<Look, "colors" | "coloring" | "lateness">): Paints {
  if (bar.state === "done") return { fill: colors.sf, edge: colors.ed, text: colors.mu }
  if (coloring === "mold") return { fill: moldColor(bar.mold), edge: colors.ed, text: colors.tx }
  const late = lateness.get(bar.mold)
  if (coloring === "late" && late !== undefined) {
    return late === "late" ? { fill: colors["act-tint"], edge: colors.act, text: colors.act } : { fill: colors["wait-tint"], edge: colors.wait, text: colors.wait }
  }
  if (bar.state === "running") return { fill: RUNNING, edge: colors.pl, text: colors.tx }
  if (bar.state === "paused") return { fill: colors["wait-tint"], edge: colors.wait, text: colors.tx }
  return { fill: PLANNED, edge: colors.ed, text: colors.tx }
}

/** A pale colour of a mold's own, the same on every screen. */
export function moldColor(mold: string): string {
  let sum = 7
  for (const letter of mold) sum = (sum * 31 + letter.charCodeAt(0)) % 3600
  return `hsl(${sum / 10} 42% ${78 + (sum % 3) * 4}%)`
}

function laneBars(pen: Pen, look: Look, lane: Lane, view: View, width: number, y: number): number {
  const top = Math.round(y + GAP)
  let drawn = 0
  let lastPixel = -1
  for (const bar of between(lane, view.from, view.from + width / view.scale)) {
    const x = Math.round(xOf(view, bar.start))
    const right = Math.max(x + 1, Math.round(xOf(view, bar.end)))
    // Many bars in one pixel: one of them is enough.
    if (right - x <= 1 && x === lastPixel) continue
    lastPixel = x
    paintBar(pen, look, bar, { x, top, wide: right - x, scale: view.scale }, fillOf(bar, look))
    drawn += 1
  }
  return drawn
}

export type At = { x: number; top: number; wide: number; scale: number }

export function paintBar(pen: Pen, look: Look, bar: Bar, { x, top, wide, scale }: At, { fill, edge, text }: Paints): void {
  const { colors } = look
  pen.fillStyle = fill
  if (wide < 4) {
    pen.fillRect(x, top, wide, BAR)
    return
  }
  const left = x + 0.5
  const inner = wide - 1
  // Paths cost ten times what boxes cost, and nobody sees the roundness of a small bar: it gets cut corners.
  const small = wide < ROUND
  if (small) {
    pen.fillStyle = edge
    pen.fillRect(x + 1, top, wide - 2, BAR)
    pen.fillRect(x, top + 1, wide, BAR - 2)
    pen.fillStyle = fill
    pen.fillRect(x + 1, top + 1, wide - 2, BAR - 2)
  } else {
    pen.beginPath()
    pen.roundRect(left, top + 0.5, inner, BAR - 1, 3)
    pen.fill()
  }
  const setup = Math.min(inner, Math.round((bar.run - bar.start) * scale))
  if (setup >= 3 && bar.state !== "done") {
    pen.save()
    pen.globalAlpha = 0.55
    hatchLines(pen, left, top + 1, setup, BAR - 2, fill === colors.sel ? colors["on-solid"] : colors.pl, 4)
    pen.restore()
  }
  if (bar.unattended && bar.state !== "done") {
    pen.fillStyle = colors.night
    pen.fillRect(left + 2 + setup, top + BAR - 4, Math.max(1, inner - setup - 4), 3)
  }
  if (look.lateness.get(bar.mold) === "late" && bar.state !== "done" && edge !== colors.sel) {
    pen.fillStyle = colors.act
    pen.fillRect(left, top + 1, 3, BAR - 2)
  }
  if (!small) {
    pen.strokeStyle = edge
    pen.lineWidth = 1
    pen.beginPath()
    pen.roundRect(left, top + 0.5, inner, BAR - 1, 3)
    pen.stroke()
  }
  content(pen, look, bar, left, top, inner, text)
}

function content(pen: Pen, look: Look, bar: Bar, x: number, top: number, wide: number, color: string): void {
  let left = x + 5
  let right = x + wide - 4
  if (bar.waits && wide >= 20 && look.gated.has(bar.part)) {
    hourglass(pen, left, top + 4, look.colors.wait)
    left += 12
  }
  if (wide >= 30 && bar.state === "planned" && look.pinned(bar.id)) {
    pinMark(pen, right - 4, top + BAR / 2, color)
    right -= 12
  }
  if (wide < 34) return
  const text = fitting(pen, bar.label, right - left) ?? fitting(pen, bar.label.replace(/^[A-Za-z]+/, ""), right - left)
  if (text === null) return
  pen.fillStyle = color
  pen.fillText(text, left, top + BAR / 2 + 0.5)
}

const widths = new Map<string, number>()

/** The text where it fits whole; labels stand only where they fit. */
export function fitting(pen: Pen, text: string, room: number): string | null {
  let wide = widths.get(text)
  if (wide === undefined) {
    wide = pen.measureText(text).width
    widths.set(text, wide)
  }
  return text !== "" && wide <= room ? text : null
}

function hourglass(pen: Pen, x: number, y: number, color: string): void {
  pen.fillStyle = color
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(x + 7, y)
  pen.lineTo(x, y + 10)
  pen.lineTo(x + 7, y + 10)
  pen.closePath()
  pen.fill()
}

/** A pin: head and needle. */
export function pinMark(pen: Pen, x: number, y: number, color: string): void {
  pen.fillStyle = color
  pen.beginPath()
  pen.arc(x, y - 3, 3, 0, 2 * Math.PI)
  pen.fill()
  pen.fillRect(x - 0.5, y - 1, 1.2, 7)
}

/** A thin line under a bar: where the published plan had it; dashed where it was on another machine. */
function asPublished(pen: Pen, { colors }: Look, published: ReadonlyMap<string, Published>, lane: Lane, view: View, width: number, y: number): void {
  const late = 3 * 24 * HOUR
  pen.lineWidth = 2
  pen.strokeStyle = colors.mu
  for (const bar of between(lane, view.from - late, view.from + width / view.scale + late)) {
    const was = published.get(bar.id)
    if (was === undefined || (Math.abs(was.start - bar.start) < 60_000 && Math.abs(was.end - bar.end) < 60_000)) continue
    const x = Math.round(xOf(view, was.start))
    const end = Math.max(x + 1, Math.round(xOf(view, was.end)))
    if (end < 0 || x > width) continue
    pen.setLineDash(was.machine === bar.row.machine ? [] : [4, 3])
    pen.beginPath()
    pen.moveTo(x, y + ROW - 2)
    pen.lineTo(end, y + ROW - 2)
    pen.stroke()
  }
  pen.setLineDash([])
}

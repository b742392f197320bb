// Draws the plan on a canvas: only what is seen, one pass a kind of thing.
import type { Format } from "../../draw/format"
import { firstFrom, type Bar, type Lane, type Layout } from "./bars"
import { BAR, days, HOUR, hoursBetween, ROW, xOf, type View } from "./view"

export type Coloring = "work" | "mold" | "late"

export type Scene = {
  layout: Layout
  view: View
  width: number
  height: number
  now: number
  format: Format
  coloring: Coloring
  /** Molds that are late or at risk, for the edge and for the coloring by lateness. */
  lateness: ReadonlyMap<string, "late" | "at_risk">
  /** Parts with a gate that is not open yet. */
  gated: ReadonlySet<string>
  chosenMold: string | null
  chosen: string | null
  hovered: string | null
  /** [from, to] operation ids of the chosen mold. */
  links: readonly (readonly [string, string])[]
  /** Operations of the chain that is drawn strongest. */
  chain: ReadonlySet<string>
  /** Days on which nothing is open, as [from, to]. */
  closed: readonly (readonly [number, number])[]
  colors: Colors
  labels: boolean
}

export type Colors = Record<
  "bg" | "sf" | "s2" | "tx" | "mu" | "ln" | "ed" | "pl" | "run" | "wait" | "act" | "sel" | "night" | "off" | "sel-tint" | "wait-tint" | "act-tint" | "on-solid",
  string
>

const NAMES = ["bg", "sf", "s2", "tx", "mu", "ln", "ed", "pl", "run", "wait", "act", "sel", "night", "off", "sel-tint", "wait-tint", "act-tint", "on-solid"] as const

/** The colour tokens of the page, for a canvas that knows no CSS names. */
export function colorsOf(element: Element): Colors {
  const style = getComputedStyle(element)
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colors
}

const PLANNED = "#cbd5de"
const RUNNING = "#9fb0bf"
const GAP = (ROW - BAR) / 2
const FONT = '11.5px "IBM Plex Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif'

/** How many bars were drawn. */
export function paint(context: CanvasRenderingContext2D, scene: Scene): number {
  const { width, height, colors } = scene
  context.fillStyle = colors.sf
  context.fillRect(0, 0, width, height)
  ground(context, scene)
  const lanes = seen(scene)
  let drawn = 0
  context.font = FONT
  context.textBaseline = "middle"
  for (const [lane, y] of lanes) drawn += laneBars(context, scene, lane, y)
  drawLinks(context, scene)
  nowLine(context, scene)
  return drawn
}

function* seen({ layout, view, height }: Scene): Generator<[Lane, number]> {
  const first = Math.floor(view.top / ROW)
  const last = Math.min(layout.lanes.length, Math.ceil((view.top + height) / ROW))
  for (let i = first; i < last; i += 1) {
    const lane = layout.lanes[i]
    if (lane !== undefined) yield [lane, i * ROW - view.top]
  }
}

/** Days, closed days, lines between lanes. */
function ground(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, width, height, colors, format } = scene
  const bottom = Math.min(height, scene.layout.lanes.length * ROW - view.top)
  for (const [from, to] of scene.closed) {
    const x = Math.max(0, xOf(view, from))
    const end = Math.min(width, xOf(view, to))
    if (end > x) hatched(context, x, 0, end - x, bottom, colors)
  }
  context.strokeStyle = colors.ln
  context.lineWidth = 1
  context.beginPath()
  for (const { at } of days(view, width, format)) line(context, Math.round(xOf(view, at)) + 0.5, 0, bottom)
  context.stroke()
  const hours = hoursBetween(view.scale)
  if (hours.length > 0) {
    context.strokeStyle = colors.s2
    context.beginPath()
    for (const { at } of days(view, width, format)) {
      for (const hour of hours) line(context, Math.round(xOf(view, at + hour * HOUR)) + 0.5, 0, bottom)
    }
    context.stroke()
  }
  for (const strong of [false, true]) {
    context.strokeStyle = strong ? colors.ln : colors.s2
    context.beginPath()
    for (const [lane, y] of seen(scene)) {
      if (lane.first !== strong || y < 0) continue
      context.moveTo(0, Math.round(y) + 0.5)
      context.lineTo(width, Math.round(y) + 0.5)
    }
    context.stroke()
  }
}

function line(context: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  context.moveTo(x, top)
  context.lineTo(x, bottom)
}

function hatched(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, colors: Colors): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  context.fillStyle = colors.bg
  context.fillRect(x, y, width, height)
  context.strokeStyle = colors.ln
  context.lineWidth = 1
  context.beginPath()
  for (let at = x - height; at < x + width; at += 9) {
    context.moveTo(at, y + height)
    context.lineTo(at + height, y)
  }
  context.stroke()
  context.restore()
}

function fillOf(bar: Bar, scene: Scene): { fill: string; edge: string; text: string } {
  const { colors, chosenMold } = scene
  if (bar.mold === chosenMold) {
    const strong = bar.state !== "done" && (scene.chain.has(bar.id) || bar.id === scene.chosen)
    return strong ? { fill: colors.sel, edge: colors.sel, text: colors["on-solid"] } : { fill: colors["sel-tint"], edge: colors.sel, text: colors.sel }
  }
  if (bar.state === "done") return { fill: colors.sf, edge: colors.ed, text: colors.mu }
  if (scene.coloring === "mold") return { fill: moldColor(bar.mold), edge: colors.ed, text: colors.tx }
  if (scene.coloring === "late") {
    const lateness = scene.lateness.get(bar.mold)
    if (lateness === "late") return { fill: colors["act-tint"], edge: colors.act, text: colors.tx }
    if (lateness === "at_risk") return { fill: colors["wait-tint"], edge: colors.wait, text: colors.tx }
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

function laneBars(context: CanvasRenderingContext2D, scene: Scene, lane: Lane, y: number): number {
  const { view, width } = scene
  const end = view.from + width / view.scale
  const top = Math.round(y + GAP)
  let drawn = 0
  let lastPixel = -1
  for (let i = firstFrom(lane.bars, view.from); i < lane.bars.length; i += 1) {
    const bar = lane.bars[i]
    if (bar === undefined || bar.start > end) break
    if (bar.end < view.from) continue
    const x = Math.round(xOf(view, bar.start))
    const right = Math.max(x + 1, Math.round(xOf(view, bar.end)))
    // Many bars in one pixel: one of them is enough, but for what is chosen.
    if (right - x <= 1 && x === lastPixel && bar.mold !== scene.chosenMold) continue
    lastPixel = x
    one(context, scene, bar, x, top, right - x)
    drawn += 1
  }
  return drawn
}

function one(context: CanvasRenderingContext2D, scene: Scene, bar: Bar, x: number, top: number, wide: number): void {
  const { colors, view } = scene
  const { fill, edge, text } = fillOf(bar, scene)
  context.fillStyle = fill
  if (wide < 4) {
    context.fillRect(x, top, wide, BAR)
    return
  }
  const left = x + 0.5
  const inner = wide - 1
  context.beginPath()
  context.roundRect(left, top + 0.5, inner, BAR - 1, 3)
  context.fill()
  const setup = Math.min(inner, Math.round((bar.run - bar.start) * view.scale))
  if (setup >= 3 && bar.state !== "done") setupHatch(context, left, top, setup, fill === colors.sel ? colors["on-solid"] : colors.pl)
  if (bar.unattended && bar.state !== "done") {
    context.fillStyle = colors.night
    context.fillRect(left + 2 + setup, top + BAR - 4, Math.max(1, inner - setup - 4), 3)
  }
  if (scene.lateness.get(bar.mold) === "late" && bar.state !== "done" && bar.mold !== scene.chosenMold) {
    context.fillStyle = colors.act
    context.fillRect(left, top + 1, 3, BAR - 2)
  }
  const strong = bar.id === scene.chosen || bar.id === scene.hovered
  context.strokeStyle = strong ? colors.tx : edge
  context.lineWidth = strong ? 2 : 1
  context.beginPath()
  context.roundRect(left, top + 0.5, inner, BAR - 1, 3)
  context.stroke()
  content(context, scene, bar, left, top, inner, text)
}

function setupHatch(context: CanvasRenderingContext2D, x: number, top: number, wide: number, color: string): void {
  context.save()
  context.beginPath()
  context.rect(x, top + 1, wide, BAR - 2)
  context.clip()
  context.strokeStyle = color
  context.globalAlpha = 0.55
  context.lineWidth = 1
  context.beginPath()
  for (let at = x - BAR; at < x + wide; at += 4) {
    context.moveTo(at, top + BAR)
    context.lineTo(at + BAR, top)
  }
  context.stroke()
  context.restore()
}

function content(context: CanvasRenderingContext2D, scene: Scene, bar: Bar, x: number, top: number, wide: number, color: string): void {
  let left = x + 5
  if (bar.waits && wide >= 20 && scene.gated.has(bar.part)) {
    hourglass(context, left, top + 4, scene.colors.wait)
    left += 12
  }
  if (!scene.labels || wide < 34) return
  const room = x + wide - left - 4
  const text = fitting(context, bar.label, room) ?? fitting(context, bar.label.replace(/^[A-Za-z]+/, ""), room)
  if (text === null) return
  context.fillStyle = color
  context.fillText(text, left, top + BAR / 2 + 0.5)
}

const widths = new Map<string, number>()

/** The text where it fits whole; labels stand only where they fit. */
function fitting(context: CanvasRenderingContext2D, text: string, room: number): string | null {
  let wide = widths.get(text)
  if (wide === undefined) {
    wide = context.measureText(text).width
    widths.set(text, wide)
  }
  return text !== "" && wide <= room ? text : null
}

function hourglass(context: CanvasRenderingContext2D, x: number, y: number, color: string): void {
  context.fillStyle = color
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(x + 7, y)
  context.lineTo(x, y + 10)
  context.lineTo(x + 7, y + 10)
  context.closePath()
  context.fill()
}

/** Arcs of the chosen mold with a white halo, from the end of one bar to the start of the next. */
function drawLinks(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, view, width, height, colors } = scene
  const ways: [number, number, number, number][] = []
  for (const [from, to] of scene.links) {
    const a = layout.places.get(from)
    const b = layout.places.get(to)
    if (a === undefined || b === undefined || b.bar.state === "done") continue
    const x1 = xOf(view, a.bar.end)
    const x2 = xOf(view, b.bar.start)
    const y1 = a.lane * ROW - view.top + ROW / 2
    const y2 = b.lane * ROW - view.top + ROW / 2
    if (Math.max(x1, x2) < 0 || Math.min(x1, x2) > width || Math.max(y1, y2) < 0 || Math.min(y1, y2) > height) continue
    ways.push([x1, y1, x2, y2])
  }
  for (const [color, wide] of [[colors.sf, 4], [colors.sel, 1.5]] as const) {
    context.strokeStyle = color
    context.fillStyle = color
    context.lineWidth = wide
    for (const [x1, y1, x2, y2] of ways) {
      const bend = Math.min(x1 + 6, Math.max(x1, x2 - 6))
      context.beginPath()
      context.moveTo(x1, y1)
      context.lineTo(bend, y1)
      context.lineTo(bend, y2)
      context.lineTo(x2 - 4, y2)
      context.stroke()
      context.beginPath()
      context.moveTo(x2, y2)
      context.lineTo(x2 - 6, y2 - 3.5)
      context.lineTo(x2 - 6, y2 + 3.5)
      context.closePath()
      context.fill()
    }
  }
}

function nowLine(context: CanvasRenderingContext2D, { view, now, width, height, colors, layout }: Scene): void {
  const x = Math.round(xOf(view, now))
  if (x < 0 || x > width) return
  context.fillStyle = colors.tx
  context.fillRect(x - 1, 0, 2, Math.min(height, layout.lanes.length * ROW - view.top))
}

// What lies over the bars: the chosen mold and its links, wishes, the bar that is dragged and what it breaks.
import type { Bar } from "./bars"
import type { Break, Put, Puts } from "./breaks"
import type { MovedTo } from "./drafts"
import type { Link } from "./links"
import { FONT, fontOf, hatchLines, paintBar, pinMark, type Look } from "./paint"
import type { Pen } from "./pen"
import { BAR, HOUR, ROW, xOf, type View } from "./view"
import type { Wishes } from "./wishes"

export type Box = { x: number; y: number; toX: number; toY: number }

export type Over = {
  view: View
  width: number
  height: number
  now: number
  selection: ReadonlySet<string>
  cursor: string | null
  hovered: string | null
  chosenMold: string | null
  /** Bars of the chosen mold. */
  ofMold: readonly Bar[]
  links: readonly Link[]
  /** Operations of the chain that is drawn strongest. */
  chain: ReadonlySet<string>
  /** Due dates of the chosen mold. */
  dues: readonly number[]
  wishes: Wishes
  /** Where wishes put their operations. */
  puts: Puts
  /** Where the planner would have what moves with them. */
  moves: readonly MovedTo[]
  /** What is dragged, over the wishes; null: nothing. */
  held: Puts | null
  breaks: readonly Break[]
  box: Box | null
}

const GAP = (ROW - BAR) / 2
/** A wish that changes nothing but the pin is marked, not drawn again. */
const TAG = 14

export function paintOver(pen: Pen, look: Look, over: Over): void {
  pen.font = FONT
  pen.textBaseline = "middle"
  pen.textAlign = "start"
  dueLines(pen, look, over)
  for (const bar of over.ofMold) strongBar(pen, look, over, bar)
  links(pen, look, over)
  for (const move of over.moves) movedTo(pen, look, over, move)
  for (const put of over.puts.values()) if (over.held?.has(put.operation) !== true) wished(pen, look, over, put)
  for (const id of over.selection) outline(pen, over, look, id, look.colors.tx, 2)
  if (over.hovered !== null) outline(pen, over, look, over.hovered, look.colors.tx, 1.5)
  if (over.cursor !== null) outline(pen, over, look, over.cursor, look.colors.sel, 2.5)
  broken(pen, look, over)
  if (over.held !== null) for (const put of over.held.values()) held(pen, look, over, put)
  nowLine(pen, look, over)
  if (over.box !== null) box(pen, look, over.box)
}

/** Where the bar is on the canvas; null: not in sight. */
function placeOf(look: Look, { view, width, height }: Over, id: string): { bar: Bar; x: number; top: number; wide: number } | null {
  const place = look.layout.places.get(id)
  if (place === undefined) return null
  const top = place.lane * ROW - Math.round(view.top) + GAP
  const x = Math.round(xOf(view, place.bar.start))
  const wide = Math.max(1, Math.round(xOf(view, place.bar.end)) - x)
  return top < -ROW || top > height || x > width || x + wide < 0 ? null : { bar: place.bar, x, top, wide }
}

/** The lane in which an operation is drawn that is put on a machine. */
function laneOf(look: Look, operation: string, machine: string | null): number | null {
  if (look.layout.by === "machine" && machine !== null) {
    const lane = laneIndex(look).get(machine)
    return lane ?? null
  }
  return look.layout.places.get(operation)?.lane ?? null
}

const indexes = new WeakMap<Look["layout"], Map<string, number>>()
export function laneIndex({ layout }: Pick<Look, "layout">): ReadonlyMap<string, number> {
  let index = indexes.get(layout)
  if (index === undefined) {
    index = new Map(layout.lanes.map((lane, i) => [lane.id, i]))
    indexes.set(layout, index)
  }
  return index
}

function putPlace(look: Look, { view, width, height }: Over, operation: string, machine: string | null, start: number, end: number): { x: number; top: number; wide: number } | null {
  const lane = laneOf(look, operation, machine)
  if (lane === null) return null
  const top = lane * ROW - Math.round(view.top) + GAP
  const x = Math.round(xOf(view, start))
  const wide = Math.max(3, Math.round(xOf(view, end)) - x)
  return top < -ROW || top > height || x > width || x + wide < 0 ? null : { x, top, wide }
}

function strongBar(pen: Pen, look: Look, over: Over, bar: Bar): void {
  if (over.puts.has(bar.id)) return
  const place = placeOf(look, over, bar.id)
  if (place === null) return
  const { colors } = look
  const strong = bar.state !== "done" && (over.chain.has(bar.id) || over.selection.has(bar.id))
  const paints = strong ? { fill: colors.sel, edge: colors.sel, text: colors["on-solid"] } : { fill: colors["sel-tint"], edge: colors.sel, text: colors.sel }
  paintBar(pen, look, bar, { ...place, scale: over.view.scale }, paints)
}

function outline(pen: Pen, over: Over, look: Look, id: string, color: string, wide: number): void {
  const put = over.held?.get(id) ?? over.puts.get(id)
  const place = put === undefined ? placeOf(look, over, id) : putPlace(look, over, id, put.machine, put.start, put.end)
  if (place === null) return
  pen.strokeStyle = color
  pen.lineWidth = wide
  pen.beginPath()
  pen.roundRect(place.x + 0.5, place.top + 0.5, Math.max(2, place.wide - 1), BAR - 1, 3)
  pen.stroke()
}

/** A wish: its new place solid, the old one pale with a dashed edge. */
function wished(pen: Pen, look: Look, over: Over, put: Put): void {
  const wish = over.wishes.get(put.operation)
  const old = placeOf(look, over, put.operation)
  const isMoved = wish?.machine !== undefined || wish?.start !== undefined
  if (old !== null && isMoved) emptied(pen, look, old)
  const place = putPlace(look, over, put.operation, put.machine, put.start, put.end)
  const bar = look.layout.places.get(put.operation)?.bar
  if (place === null || bar === undefined) return
  const { colors } = look
  const dim = wish?.locked === true
  const paints = dim ? { fill: colors.s2, edge: colors.tx, text: colors.tx } : { fill: colors.sel, edge: colors.sel, text: colors["on-solid"] }
  paintBar(pen, look, { ...bar, run: bar.start, waits: false }, { ...place, scale: over.view.scale }, paints)
  const mark = wish?.locked === true ? lockMark : wish?.pinned === true ? pinMark : null
  if (mark !== null && place.wide >= TAG) mark(pen, place.x + place.wide - 8, place.top + BAR / 2, dim ? colors.tx : colors["on-solid"])
}

function emptied(pen: Pen, { colors }: Look, { x, top, wide }: { x: number; top: number; wide: number }): void {
  pen.save()
  pen.globalAlpha = 0.82
  pen.fillStyle = colors.sf
  pen.fillRect(x, top, wide, BAR)
  pen.restore()
  pen.strokeStyle = colors.sel
  pen.lineWidth = 1.5
  pen.setLineDash([4, 3])
  pen.beginPath()
  pen.roundRect(x + 0.5, top + 0.5, Math.max(2, wide - 1), BAR - 1, 3)
  pen.stroke()
  pen.setLineDash([])
}

function lockMark(pen: Pen, x: number, y: number, color: string): void {
  pen.fillStyle = color
  pen.fillRect(x - 4, y - 1, 8, 6)
  pen.strokeStyle = color
  pen.lineWidth = 1.5
  pen.beginPath()
  pen.roundRect(x - 2.5, y - 5, 5, 6, 2.5)
  pen.stroke()
}

/** Where the planner would put other work because of the wishes. */
function movedTo(pen: Pen, look: Look, over: Over, { operation, machine, start, end }: MovedTo): void {
  if (over.puts.has(operation)) return
  const place = putPlace(look, over, operation, machine, Date.parse(start), Date.parse(end))
  if (place === null) return
  pen.strokeStyle = look.colors.sel
  pen.lineWidth = 1
  pen.setLineDash([2, 2])
  pen.beginPath()
  pen.roundRect(place.x + 0.5, place.top + 0.5, Math.max(2, place.wide - 1), BAR - 1, 3)
  pen.stroke()
  pen.setLineDash([])
}

function held(pen: Pen, look: Look, over: Over, put: Put): void {
  const old = placeOf(look, over, put.operation)
  if (old !== null) emptied(pen, look, old)
  const place = putPlace(look, over, put.operation, put.machine, put.start, put.end)
  const bar = look.layout.places.get(put.operation)?.bar
  if (place === null || bar === undefined) return
  const { colors } = look
  const broken = over.breaks.filter(({ operation }) => operation === put.operation)
  const color = broken.some(({ hard }) => hard) ? colors.act : broken.length > 0 ? colors.wait : colors.sel
  pen.save()
  pen.globalAlpha = 0.92
  paintBar(pen, look, { ...bar, run: bar.start, waits: false }, { ...place, scale: over.view.scale }, { fill: color, edge: color, text: colors["on-solid"] })
  pen.restore()
}

/** The others at which it breaks: hatched and outlined, red where it can't be, amber where they would have to give way. */
function broken(pen: Pen, look: Look, over: Over): void {
  for (const { other, hard, rule } of over.breaks) {
    if (rule !== "overlap" && rule !== "before" && rule !== "after") continue
    const put = over.held?.get(other) ?? over.puts.get(other)
    const place = put === undefined ? placeOf(look, over, other) : putPlace(look, over, other, put.machine, put.start, put.end)
    if (place === null) continue
    const color = hard ? look.colors.act : look.colors.wait
    hatchLines(pen, place.x, place.top, place.wide, BAR, color, 6)
    pen.strokeStyle = color
    pen.lineWidth = 2
    pen.beginPath()
    pen.roundRect(place.x + 0.5, place.top + 0.5, Math.max(2, place.wide - 1), BAR - 1, 3)
    pen.stroke()
  }
}

/** Arcs of the chosen mold with a white halo, from the end of one bar to the start of the next. */
function links(pen: Pen, look: Look, over: Over): void {
  const { view, width, height } = over
  const ways: [number, number, number, number][] = []
  for (const [from, to] of over.links) {
    const a = endOf(look, over, from)
    const b = endOf(look, over, to)
    if (a === null || b === null || b.done) continue
    const x1 = xOf(view, a.end)
    const x2 = xOf(view, b.start)
    const y1 = a.lane * ROW - view.top + ROW / 2
    const y2 = b.lane * ROW - view.top + ROW / 2
    if (Math.max(x1, x2) < 0 || Math.min(x1, x2) > width || Math.max(y1, y2) < 0 || Math.min(y1, y2) > height) continue
    ways.push([x1, y1, x2, y2])
  }
  for (const [color, wide] of [[look.colors.sf, 4], [look.colors.sel, 1.5]] as const) {
    pen.strokeStyle = color
    pen.fillStyle = color
    pen.lineWidth = wide
    for (const [x1, y1, x2, y2] of ways) {
      const bend = Math.min(x1 + 6, Math.max(x1, x2 - 6))
      pen.beginPath()
      pen.moveTo(x1, y1)
      pen.lineTo(bend, y1)
      pen.lineTo(bend, y2)
      pen.lineTo(x2 - 4, y2)
      pen.stroke()
      pen.beginPath()
      pen.moveTo(x2, y2)
      pen.lineTo(x2 - 6, y2 - 3.5)
      pen.lineTo(x2 - 6, y2 + 3.5)
      pen.closePath()
      pen.fill()
    }
  }
}

function endOf(look: Look, over: Over, id: string): { start: number; end: number; lane: number; done: boolean } | null {
  const place = look.layout.places.get(id)
  if (place === undefined) return null
  const put = over.held?.get(id) ?? over.puts.get(id)
  const done = place.bar.state === "done"
  if (put === undefined) return { start: place.bar.start, end: place.bar.end, lane: place.lane, done }
  return { start: put.start, end: put.end, lane: laneOf(look, id, put.machine) ?? place.lane, done }
}

function dueLines(pen: Pen, look: Look, { dues, view, width, height }: Over): void {
  pen.strokeStyle = look.colors.tx
  pen.lineWidth = 1
  pen.setLineDash([2, 3])
  for (const due of dues) {
    const x = Math.round(xOf(view, due)) + 0.5
    if (x < 0 || x > width) continue
    pen.beginPath()
    pen.moveTo(x, 0)
    pen.lineTo(x, Math.min(height, look.layout.lanes.length * ROW - view.top))
    pen.stroke()
  }
  pen.setLineDash([])
}

function nowLine(pen: Pen, look: Look, { view, now, width, height }: Over): void {
  const x = Math.round(xOf(view, now))
  if (x < 0 || x > width) return
  pen.fillStyle = look.colors.tx
  pen.fillRect(x - 1, 0, 2, Math.min(height, look.layout.lanes.length * ROW - view.top))
}

function box(pen: Pen, { colors }: Look, { x, y, toX, toY }: Box): void {
  pen.save()
  pen.fillStyle = colors.sel
  pen.globalAlpha = 0.12
  pen.fillRect(Math.min(x, toX), Math.min(y, toY), Math.abs(toX - x), Math.abs(toY - y))
  pen.restore()
  pen.strokeStyle = colors.sel
  pen.lineWidth = 1
  pen.beginPath()
  pen.rect(Math.min(x, toX) + 0.5, Math.min(y, toY) + 0.5, Math.abs(toX - x), Math.abs(toY - y))
  pen.stroke()
}

/** Days and hours above the bars. */
export function paintAxis(
  pen: Pen, { colors }: Pick<Look, "colors">, view: View, width: number,
  ticks: readonly { at: number; day: number; short: string; long: string; weekday: number }[], hours: readonly number[], now: { at: number; label: string },
): void {
  pen.fillStyle = colors.sf
  pen.fillRect(0, 0, width, 44)
  pen.textBaseline = "middle"
  const wide = 24 * HOUR * view.scale
  for (const { at, day, short, long, weekday } of ticks) {
    const x = xOf(view, at)
    if (x + wide < 30) continue
    pen.textAlign = "start"
    pen.font = fontOf(13, true)
    pen.fillStyle = weekday === 0 ? colors.mu : colors.tx
    const label = wide < 26 ? "" : wide < 64 ? String(day) : wide < 90 ? short : long
    if (label !== "") pen.fillText(label, Math.max(4, x + 5), 14)
    pen.textAlign = "center"
    pen.font = fontOf(12)
    pen.fillStyle = colors.mu
    for (const hour of hours) {
      const place = x + hour * HOUR * view.scale
      if (place >= 12) pen.fillText(String(hour).padStart(2, "0"), place, 33)
    }
  }
  const x = xOf(view, now.at)
  if (x <= 0 || x > width) return
  pen.fillStyle = colors.tx
  pen.beginPath()
  pen.roundRect(x - 21, 24, 42, 18, 4)
  pen.fill()
  pen.font = fontOf(12, true)
  pen.textAlign = "center"
  pen.fillStyle = "#fff"
  pen.fillText(now.label, x, 33)
}


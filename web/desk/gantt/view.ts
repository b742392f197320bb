// What part of time and lanes is seen; pure, so that it is tried without a screen.
import type { Format } from "../../draw/format"

export const ROW = 26
export const BAR = 18
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
const QUARTER = HOUR / 4
const CLOSEST = 120 / HOUR
const WIDEST = 4 / DAY

/** `from`: ms at the left edge; `scale`: px a ms; `top`: px that are scrolled away. */
export type View = { from: number; scale: number; top: number }

export const xOf = (view: View, moment: number): number => (moment - view.from) * view.scale
export const momentAt = (view: View, x: number): number => view.from + x / view.scale

/** Zoomed by `factor` with the moment under `x` kept in place. */
export function zoomed(view: View, x: number, factor: number): View {
  const scale = Math.min(CLOSEST, Math.max(WIDEST, view.scale * factor))
  return { ...view, scale, from: momentAt(view, x) - x / scale }
}

/** A moment on the grid to which dragged work snaps: finer the closer one looks. */
export function snapped(moment: number, scale: number): number {
  const step = scale * HOUR > 60 ? 5 * 60_000 : scale * HOUR > 12 ? QUARTER : scale * DAY > 40 ? HOUR : 6 * HOUR
  return Math.round(moment / step) * step
}

/** Moved by px; lanes stop at their ends. */
export function moved(view: View, dx: number, dy: number, lanes: number, height: number): View {
  const most = Math.max(0, lanes * ROW - height)
  return { ...view, from: view.from + dx / view.scale, top: Math.min(most, Math.max(0, view.top + dy)) }
}

/** `days` in `width` px, the moment at the left with a little of the past. */
export const spanned = (view: View, now: number, days: number, width: number): View => ({
  ...view, from: now - days * DAY * 0.04, scale: width / (days * DAY),
})

export type Tick = { at: number; label: string; weekday: number }

/** Midnights are asked for in every frame and reading a moment in a zone is slow: what was worked out is kept. */
const known = new WeakMap<Format, Map<number, Tick>>()

/** Midnights of the shop's zone from a day before to the end of what is seen. */
export function days(view: View, width: number, format: Format): Tick[] {
  const ticks: Tick[] = []
  const end = momentAt(view, width)
  for (let tick = tickOf(view.from, format); tick.at < end; tick = tickOf(tick.at + 1.5 * DAY, format)) ticks.push(tick)
  return ticks
}

function tickOf(moment: number, format: Format): Tick {
  // No zone changes its midnight inside a quarter of an hour.
  const quarter = Math.floor(moment / QUARTER)
  const ticks = known.get(format) ?? new Map<number, Tick>()
  known.set(format, ticks)
  const found = ticks.get(quarter)
  if (found !== undefined) return found
  if (ticks.size > 20_000) ticks.clear()
  const at = midnight(quarter * QUARTER, format)
  const tick = { at, label: format.date(at), weekday: format.read(at).weekday }
  ticks.set(quarter, tick)
  return tick
}

/** The last midnight of the shop's zone. */
export function midnight(moment: number, format: Format): number {
  const { hour, minute } = format.read(moment)
  const guess = Math.floor(moment / 60_000) * 60_000 - hour * HOUR - minute * 60_000
  const { hour: h } = format.read(guess)
  // A day of 23 or 25 hours.
  return h === 0 ? guess : guess + (h > 12 ? (24 - h) * HOUR : -h * HOUR)
}

/** Hours between two midnights that have room for a label; [] when days are narrow. */
export function hoursBetween(scale: number): number[] {
  const wide = DAY * scale
  if (wide >= 700) return Array.from({ length: 23 }, (_, i) => i + 1)
  if (wide >= 300) return [4, 8, 12, 16, 20]
  if (wide >= 90) return [8, 14, 20]
  return wide >= 60 ? [12] : []
}

// The canvases, one above the other: bars (copied from tiles), what lies over them, the axis. Drawn once a frame.
import type { Format } from "../../draw/format"
import { paintAxis, paintOver, type Over } from "./overlay"
import { colorsOf, hatchOf, type Colors, type Look } from "./paint"
import { Tiles } from "./tiles"
import { days, hoursBetween, momentAt, ROW, xOf, type View } from "./view"

export const AXIS = 44
/** After the last step of a zoom the bars are drawn sharp again. */
const SETTLE_MS = 120

export type Scene = { look: Look; over: Over }

declare global {
  interface Window {
    /** For tests and measures: what is drawn, where, and when it was drawn last. */
    __gantt?: {
      drawn: number
      count: number
      whole: boolean
      painted: number
      breaks: number
      view: View
      place: (operation: string) => { x: number; y: number } | null
      at: (moment: number, lane: number) => { x: number; y: number }
      moment: (x: number) => number
    }
  }
}

export class Stage {
  readonly #bars: HTMLCanvasElement
  readonly #over: HTMLCanvasElement
  readonly #axis: HTMLCanvasElement
  readonly #tiles = new Tiles()
  #scene: Scene | null = null
  #frame = 0
  #scale = 0
  #zoomed = Number.NEGATIVE_INFINITY
  #timer = 0

  constructor(bars: HTMLCanvasElement, over: HTMLCanvasElement, axis: HTMLCanvasElement) {
    this.#bars = bars
    this.#over = over
    this.#axis = axis
  }

  /** Colors and the hatch in them; they belong to the page. */
  style(): { colors: Colors; hatch: CanvasPattern | null } {
    const colors = colorsOf(this.#over)
    return { colors, hatch: hatchOf(colors) }
  }

  show(scene: Scene): void {
    this.#scene = scene
    this.#ask()
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#timer)
  }

  #ask(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw())
  }

  #draw(): void {
    this.#frame = 0
    const scene = this.#scene
    if (scene === null || scene.over.width === 0 || scene.over.view.scale === 0) return
    const { look, over } = scene
    const { view, width, height } = over
    const ratio = devicePixelRatio || 1
    const bars = fitted(this.#bars, width, height, ratio, false)
    const above = fitted(this.#over, width, height, ratio, true)
    const axis = fitted(this.#axis, width, AXIS, ratio, false)
    if (bars === null || above === null || axis === null) return
    if (this.#scale !== 0 && this.#scale !== view.scale) this.#zoomed = performance.now()
    this.#scale = view.scale
    const zooming = performance.now() - this.#zoomed < SETTLE_MS
    this.#tiles.look(look, ratio)
    const { whole, drawn } = this.#tiles.draw(bars, view, { width, height }, zooming)
    above.clearRect(0, 0, width, height)
    paintOver(above, look, over)
    paintAxis(axis, look, view, width, ticksOf(view, width, look.format), hoursBetween(view.scale), { at: over.now, label: look.format.time(over.now) })
    this.#tell(scene, drawn, whole)
    if (!whole) this.#ask()
    else if (zooming) {
      clearTimeout(this.#timer)
      this.#timer = window.setTimeout(() => this.#ask(), SETTLE_MS)
    }
  }

  #tell({ look, over }: Scene, drawn: number, whole: boolean): void {
    const element = this.#over
    const text = String(drawn)
    if (element.dataset["drawn"] !== text) element.dataset["drawn"] = text
    const box = () => element.getBoundingClientRect()
    window.__gantt = {
      drawn, count: look.layout.count, whole, painted: performance.now(), breaks: over.breaks.length, view: over.view,
      place: (operation) => {
        const place = look.layout.places.get(operation)
        if (place === undefined) return null
        const put = over.puts.get(operation)
        const start = put?.start ?? place.bar.start
        const end = put?.end ?? place.bar.end
        const middle = (Math.max(start, over.view.from) + end) / 2
        const lane = put === undefined || look.layout.by !== "machine" ? place.lane : look.layout.lanes.findIndex(({ id }) => id === put.machine)
        return { x: box().left + xOf(over.view, middle), y: box().top + lane * ROW - over.view.top + ROW / 2 }
      },
      at: (moment, lane) => ({ x: box().left + xOf(over.view, moment), y: box().top + lane * ROW - over.view.top + ROW / 2 }),
      moment: (x) => momentAt(over.view, x - box().left),
    }
  }
}

type AxisTick = { at: number; day: number; short: string; long: string; weekday: number }
const known = new WeakMap<Format, Map<number, AxisTick>>()

export function ticksOf(view: View, width: number, format: Format): AxisTick[] {
  const ticks = known.get(format) ?? new Map<number, AxisTick>()
  known.set(format, ticks)
  return days(view, width, format).map(({ at, label, weekday }) => {
    const found = ticks.get(at) ?? { at, day: format.read(at).day, short: format.shortDate(at), long: label, weekday }
    ticks.set(at, found)
    return found
  })
}

function fitted(canvas: HTMLCanvasElement, width: number, height: number, ratio: number, alpha: boolean): CanvasRenderingContext2D | null {
  const wide = Math.round(width * ratio)
  const high = Math.round(height * ratio)
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
  }
  const context = canvas.getContext("2d", { alpha })
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  return context
}

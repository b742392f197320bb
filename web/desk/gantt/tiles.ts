// Bars as pictures of pieces of the plan: panning and zooming copies pictures, and only what is new is drawn.
import { HATCH, paintLanes, type Look } from "./paint"
import type { Layout } from "./layout"
import { ROW, type View } from "./view"

/** A tile is so wide in px; the hatch goes on from one to the next. */
const WIDE = HATCH * 64
const LANES = 4
const HIGH = LANES * ROW
const MOST = 320
/** New tiles take so much of a frame (ms); what is missing then is drawn in the next ones. */
const BUDGET_MS = 7
/** While zooming less: what is missing shows stretched anyway. */
const ZOOM_BUDGET_MS = 2
/** While zooming, tiles are stretched up to these factors before they are drawn anew. */
const STRETCH = [0.62, 1.6] as const

type Tile = { canvas: HTMLCanvasElement; drawn: number }
type Sheet = { scale: number; tiles: Map<string, Tile> }
type Size = { width: number; height: number }

export class Tiles {
  #look: Look | null = null
  #ratio = 1
  #sheet: Sheet = { scale: 0, tiles: new Map() }
  /** Tiles of the scale before: shown, stretched, until the new ones are there. */
  #old: Sheet | null = null
  /** What one tile took of late, ms. */
  #cost = 3

  /** From now on bars look like this; tiles that would differ are drawn anew. */
  look(look: Look, ratio: number): void {
    const known = this.#look
    this.#look = look
    if (known === null || ratio !== this.#ratio || !sameLook(known, look) || known.layout.by !== look.layout.by) {
      this.#ratio = ratio
      this.#sheet = { scale: this.#sheet.scale, tiles: new Map() }
      this.#old = null
      return
    }
    if (known.layout === look.layout) return
    const changed = changedBlocks(known.layout, look.layout)
    for (const sheet of [this.#sheet, ...(this.#old === null ? [] : [this.#old])]) {
      for (const key of sheet.tiles.keys()) if (changed.has(Number(key.slice(key.indexOf("/") + 1)))) sheet.tiles.delete(key)
    }
  }

  /** Copies what is seen onto the canvas; whether all of it was there, and how many bars are in it. */
  draw(context: CanvasRenderingContext2D, view: View, { width, height }: Size, zooming: boolean): { whole: boolean; drawn: number } {
    const look = this.#look
    if (look === null) return { whole: true, drawn: 0 }
    this.#fit(view.scale, zooming)
    // Stretched tiles are seen for the moments of a zoom only: quick is better than smooth.
    context.imageSmoothingEnabled = false
    context.fillStyle = look.colors.sf
    let left = zooming && this.#old !== null ? ZOOM_BUDGET_MS : BUDGET_MS
    let painted = 0
    const sheet = this.#sheet
    let whole = true
    let drawn = 0
    const missing: [number, number, number, number, number][] = []
    for (const [column, block, x, y, wide] of pieces(sheet.scale, view, width, height, look.layout.lanes.length)) {
      let tile = sheet.tiles.get(`${column}/${block}`)
      // One a frame at least, so that it comes to an end; more while they fit.
      if (tile === undefined && (painted === 0 || this.#cost < left)) {
        const began = performance.now()
        tile = this.#paint(look, sheet, column, block)
        const took = performance.now() - began
        this.#cost += (took - this.#cost) / 4
        left -= took
        painted += 1
      }
      if (tile === undefined) {
        missing.push([column, block, x, y, wide])
        whole = false
        continue
      }
      drawn += tile.drawn
      // What is seen is the newest again: when there are too many, the ones seen longest ago go.
      sheet.tiles.delete(`${column}/${block}`)
      sheet.tiles.set(`${column}/${block}`, tile)
      context.drawImage(tile.canvas, x, y, wide, HIGH)
    }
    for (const [, , x, y, wide] of missing) this.#stretched(context, view, look, x, y, wide, height)
    const end = look.layout.lanes.length * ROW - view.top
    if (end < height) {
      context.fillStyle = look.colors.sf
      context.fillRect(0, end, width, height - end)
    }
    return { whole, drawn }
  }

  #fit(scale: number, zooming: boolean): void {
    const factor = this.#sheet.scale === 0 ? 0 : scale / this.#sheet.scale
    if (factor === 1 || (zooming && factor > STRETCH[0] && factor < STRETCH[1])) return
    if (this.#sheet.tiles.size > 0) this.#old = this.#sheet
    this.#sheet = { scale, tiles: new Map() }
  }

  /** The place of a tile that is not there yet, from those of the scale before. */
  #stretched(context: CanvasRenderingContext2D, view: View, look: Look, x: number, y: number, wide: number, height: number): void {
    context.fillRect(x, y, wide, HIGH)
    const old = this.#old
    if (old === null) return
    context.save()
    context.beginPath()
    context.rect(x, y, wide, HIGH)
    context.clip()
    for (const [column, block, ox, oy, owide] of pieces(old.scale, view, x + wide, height, look.layout.lanes.length)) {
      const tile = old.tiles.get(`${column}/${block}`)
      if (tile !== undefined && ox + owide > x && oy + HIGH > y && oy < y + HIGH) context.drawImage(tile.canvas, ox, oy, owide, HIGH)
    }
    context.restore()
  }

  #paint(look: Look, sheet: Sheet, column: number, block: number): Tile | undefined {
    // The canvas of the tile seen longest ago serves again.
    const oldest = sheet.tiles.size >= MOST ? sheet.tiles.entries().next().value : undefined
    if (oldest !== undefined) sheet.tiles.delete(oldest[0])
    const canvas = oldest?.[1].canvas ?? document.createElement("canvas")
    const wide = Math.round(WIDE * this.#ratio)
    const high = Math.round(HIGH * this.#ratio)
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide
      canvas.height = high
    }
    const context = canvas.getContext("2d", { alpha: false })
    if (context === null) return undefined
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0)
    const view = { from: (column * WIDE) / sheet.scale, scale: sheet.scale, top: 0 }
    const drawn = paintLanes(context, look, view, { width: WIDE, height: HIGH }, block * LANES, (block + 1) * LANES)
    const tile = { canvas, drawn }
    sheet.tiles.set(`${column}/${block}`, tile)
    return tile
  }
}

/** Tiles of a scale that show in a view: column, block, and where on the canvas. */
function* pieces(scale: number, view: View, width: number, height: number, lanes: number): Generator<[number, number, number, number, number]> {
  const factor = view.scale / scale
  const left = view.from * scale
  const first = Math.floor(left / WIDE)
  const last = Math.floor((left + width / factor) / WIDE)
  const blocks = Math.min(Math.ceil(lanes / LANES) - 1, Math.floor((view.top + height) / HIGH))
  for (let column = first; column <= last; column += 1) {
    const x = Math.round((column * WIDE - left) * factor)
    const wide = Math.round(((column + 1) * WIDE - left) * factor) - x
    for (let block = Math.floor(view.top / HIGH); block <= blocks; block += 1) yield [column, block, x, Math.round(block * HIGH - view.top), wide]
  }
}

function sameLook(a: Look, b: Look): boolean {
  return (
    a.format === b.format && a.coloring === b.coloring && a.lateness === b.lateness && a.gated === b.gated && a.pinned === b.pinned && a.hours === b.hours
    && a.closed === b.closed && a.published === b.published && a.colors === b.colors
  )
}

/** Blocks of lanes in which a bar or a machine is another. */
export function changedBlocks(before: Layout, now: Layout): Set<number> {
  const found = new Set<number>()
  for (let i = 0; i < Math.max(before.lanes.length, now.lanes.length); i += 1) {
    const block = Math.floor(i / LANES)
    if (found.has(block)) continue
    const a = before.lanes[i]
    const b = now.lanes[i]
    if (a === undefined || b === undefined || a.id !== b.id || a.first !== b.first || a.bars.length !== b.bars.length || a.bars.some((bar, k) => bar !== b.bars[k])) found.add(block)
  }
  return found
}

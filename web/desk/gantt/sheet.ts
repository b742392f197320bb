// What is seen of the plan as one picture: SVG, PNG, or a sheet of A3.
import type { Desk } from "../context"
import { laneName } from "./around"
import { paintAxis, paintOver, type Over } from "./overlay"
import { fontOf, paintLanes, type Look } from "./paint"
import { SvgPen, type Pen } from "./pen"
import { AXIS, ticksOf, type Scene } from "./stage"
import { hoursBetween, ROW } from "./view"

const TITLE = 34
const NAMES = 196
/** A PNG has so many dots for a px, so that it can be printed. */
const DOTS = 2

type Sheet = { desk: Desk; scene: Scene; title: string }

const sizeOf = ({ over }: Scene) => ({ width: NAMES + over.width, height: TITLE + AXIS + over.height })

function drawn(pen: Pen, { desk, scene: { look: screen, over }, title }: Sheet, hatch: CanvasPattern | null): void {
  const look: Look = { ...screen, hatch }
  const { width, height, view } = over
  pen.fillStyle = look.colors.sf
  pen.fillRect(0, 0, NAMES + width, TITLE + AXIS + height)
  pen.font = fontOf(15, true)
  pen.textBaseline = "middle"
  pen.fillStyle = look.colors.tx
  pen.fillText(title, 14, TITLE / 2)
  pen.save()
  pen.translate(NAMES, TITLE)
  clipped(pen, width, AXIS)
  paintAxis(pen, look, view, width, ticksOf(view, width, look.format), hoursBetween(view.scale), { at: over.now, label: look.format.time(over.now) })
  pen.restore()
  const first = Math.floor(view.top / ROW)
  const last = Math.min(look.layout.lanes.length, Math.ceil((view.top + height) / ROW))
  const shift = first * ROW - Math.round(view.top)
  pen.save()
  pen.translate(NAMES, TITLE + AXIS)
  clipped(pen, width, height)
  pen.save()
  pen.translate(0, shift)
  paintLanes(pen, look, { ...view, top: 0 }, { width, height: (last - first) * ROW }, first, last)
  pen.restore()
  paintOver(pen, look, quiet(over))
  pen.restore()
  pen.save()
  pen.translate(0, TITLE + AXIS)
  clipped(pen, NAMES, height)
  pen.font = fontOf(12.5)
  pen.textBaseline = "middle"
  pen.textAlign = "start"
  for (let i = first; i < last; i += 1) {
    const lane = look.layout.lanes[i]
    if (lane === undefined || !lane.head) continue
    pen.fillStyle = look.colors.tx
    pen.fillText(laneName(desk, look.layout, lane), 14, (i - first) * ROW + shift + ROW / 2)
    pen.fillStyle = look.colors.s2
    pen.fillRect(0, (i - first) * ROW + shift, NAMES, 1)
  }
  pen.restore()
  pen.fillStyle = look.colors.ln
  pen.fillRect(NAMES - 1, TITLE, 1, AXIS + height)
  pen.fillRect(0, TITLE + AXIS - 1, NAMES + width, 1)
}

/** On paper nobody points at anything. */
const quiet = (over: Over): Over => ({ ...over, hovered: null, cursor: null, selection: new Set(), held: null, breaks: [], box: null })

function clipped(pen: Pen, width: number, height: number): void {
  pen.beginPath()
  pen.rect(0, 0, width, height)
  pen.clip()
}

export function svgOf(sheet: Sheet): string {
  const measure = document.createElement("canvas").getContext("2d")
  if (measure === null) return ""
  const pen = new SvgPen(measure)
  drawn(pen as unknown as Pen, sheet, null)
  const { width, height } = sizeOf(sheet.scene)
  return pen.svg(width, height)
}

export async function pngOf(sheet: Sheet): Promise<Blob | null> {
  const { width, height } = sizeOf(sheet.scene)
  const canvas = document.createElement("canvas")
  canvas.width = Math.round(width * DOTS)
  canvas.height = Math.round(height * DOTS)
  const context = canvas.getContext("2d", { alpha: false })
  if (context === null) return null
  context.setTransform(DOTS, 0, 0, DOTS, 0, 0)
  drawn(context, sheet, sheet.scene.look.hatch)
  return new Promise((taken) => canvas.toBlob(taken, "image/png"))
}

/** Hands a file to the one who looks. */
export function saved(blob: Blob, name: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Opens the browser's print with the picture alone on a sheet of A3. */
export function printed(sheet: Sheet): void {
  const page = document.createElement("div")
  page.className = "print-sheet"
  page.innerHTML = svgOf(sheet)
  const picture = page.querySelector("svg")
  picture?.removeAttribute("width")
  picture?.removeAttribute("height")
  document.body.append(page)
  addEventListener("afterprint", () => page.remove(), { once: true })
  print()
}

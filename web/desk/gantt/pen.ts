// What draws: a canvas, or the same strokes written down as SVG for print and export.

/** The part of a canvas's context that the plan is drawn with. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | "fillStyle" | "strokeStyle" | "lineWidth" | "globalAlpha" | "font" | "textBaseline" | "textAlign"
  | "beginPath" | "moveTo" | "lineTo" | "closePath" | "rect" | "roundRect" | "arc" | "fill" | "stroke"
  | "fillRect" | "fillText" | "measureText" | "save" | "restore" | "clip" | "setLineDash" | "translate"
>

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one] ?? one)
const short = (n: number): string => String(Math.round(n * 100) / 100)

/** Writes SVG elements; `measure` is a canvas's, so that texts fit as they do on the screen. */
export class SvgPen {
  fillStyle: string | CanvasGradient | CanvasPattern = "#000"
  strokeStyle: string | CanvasGradient | CanvasPattern = "#000"
  lineWidth = 1
  globalAlpha = 1
  font = "12px sans-serif"
  textBaseline: CanvasTextBaseline = "alphabetic"
  textAlign: CanvasTextAlign = "start"
  readonly #measure: Pick<CanvasRenderingContext2D, "font" | "measureText">
  readonly #out: string[] = []
  #path = ""
  #dash = ""
  #clips = 0
  /** Open groups since the last save. */
  #open = 0
  readonly #saved: { state: Partial<SvgPen>; dash: string; open: number }[] = []

  constructor(measure: Pick<CanvasRenderingContext2D, "font" | "measureText">) {
    this.#measure = measure
  }

  beginPath(): void {
    this.#path = ""
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${short(x)} ${short(y)}`
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${short(x)} ${short(y)}`
  }

  closePath(): void {
    this.#path += "Z"
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.max(0, Math.min(radius, width / 2, height / 2))
    const corner = (dx: number, dy: number): string => `a${short(r)} ${short(r)} 0 0 1 ${short(dx)} ${short(dy)}`
    this.#path += `M${short(x + r)} ${short(y)}h${short(width - 2 * r)}${corner(r, r)}v${short(height - 2 * r)}${corner(-r, r)}h${short(2 * r - width)}${corner(-r, -r)}v${short(2 * r - height)}${corner(r, -r)}z`
  }

  arc(x: number, y: number, radius: number): void {
    const r = short(radius)
    this.#path += `M${short(x - radius)} ${short(y)}a${r} ${r} 0 1 0 ${short(2 * radius)} 0a${r} ${r} 0 1 0 ${short(-2 * radius)} 0`
  }

  fill(): void {
    this.#write(`<path d="${this.#path}" fill="${String(this.fillStyle)}"${this.#alpha()}/>`)
  }

  stroke(): void {
    const dash = this.#dash === "" ? "" : ` stroke-dasharray="${this.#dash}"`
    this.#write(`<path d="${this.#path}" fill="none" stroke="${String(this.strokeStyle)}" stroke-width="${short(this.lineWidth)}"${dash}${this.#alpha()}/>`)
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#write(`<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${String(this.fillStyle)}"${this.#alpha()}/>`)
  }

  fillText(text: string, x: number, y: number): void {
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(this.font)?.[1] ?? 12)
    const weight = /\b(600|700)\b/.exec(this.font)?.[1]
    const family = this.font.slice(this.font.indexOf("px") + 2).trim()
    const anchor = this.textAlign === "center" ? "middle" : this.textAlign === "right" || this.textAlign === "end" ? "end" : "start"
    // Readers of SVG differ in baselines; the middle of the letters is a third of their size above it.
    const base = this.textBaseline === "middle" ? y + size * 0.35 : y
    this.#write(
      `<text x="${short(x)}" y="${short(base)}" font-size="${short(size)}" font-family="${escaped(family)}"${weight === undefined ? "" : ` font-weight="${weight}"`} text-anchor="${anchor}" fill="${String(this.fillStyle)}"${this.#alpha()}>${escaped(text)}</text>`,
    )
  }

  measureText(text: string): TextMetrics {
    this.#measure.font = this.font
    return this.#measure.measureText(text)
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textBaseline, textAlign } = this
    this.#saved.push({ state: { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textBaseline, textAlign }, dash: this.#dash, open: this.#open })
    this.#open = 0
  }

  restore(): void {
    const saved = this.#saved.pop()
    if (saved === undefined) return
    this.#write("</g>".repeat(this.#open))
    this.#open = saved.open
    this.#dash = saved.dash
    Object.assign(this, saved.state)
  }

  clip(): void {
    this.#clips += 1
    this.#write(`<clipPath id="c${this.#clips}"><path d="${this.#path}"/></clipPath><g clip-path="url(#c${this.#clips})">`)
    this.#open += 1
  }

  translate(x: number, y: number): void {
    this.#write(`<g transform="translate(${short(x)} ${short(y)})">`)
    this.#open += 1
  }

  setLineDash(dash: number[]): void {
    this.#dash = dash.join(" ")
  }

  /** The whole picture. */
  svg(width: number, height: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(width)} ${short(height)}" width="${short(width)}" height="${short(height)}">${this.#out.join("")}${"</g>".repeat(this.#open)}</svg>`
  }

  #alpha(): string {
    return this.globalAlpha === 1 ? "" : ` opacity="${short(this.globalAlpha)}"`
  }

  #write(element: string): void {
    this.#out.push(element)
  }
}

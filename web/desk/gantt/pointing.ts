// Mouse and fingers on the plan: pan, zoom, choose, select by a box, drag work.
import type { Signal } from "@preact/signals"
import type { Desk } from "../context"
import { barAt, type Bar } from "./bars"
import { putsOf } from "./breaks"
import { attracted, carried, grip, type Around, type Grip } from "./holding"
import type { Layout } from "./layout"
import type { Box } from "./overlay"
import { inBox, ranged, toggled } from "./picking"
import { choose, chosen, facts, held, liveOf, mayPlan, selection, size, view, wish, wishes } from "./state"
import { momentAt, moved, ROW, zoomed } from "./view"
import { moved as wishMoved } from "./wishes"

export type Hover = { bar: Bar; x: number; y: number } | null
export type Ground = { desk: Desk; layout: Signal<Layout>; hover: Signal<Hover>; box: Signal<Box | null>; canvas: () => HTMLCanvasElement | null }

const FAR = 4
/** A finger that rests so long on a bar takes it up. */
const PRESS_MS = 380
const EDGE = 28
const EDGE_STEP = 14

type Hold =
  | { what: "pan"; x: number; y: number; far: boolean; pick: Bar | null }
  | { what: "bar"; x: number; y: number; far: boolean; pick: Bar; grip: Grip; moment: number }
  | { what: "box"; x: number; y: number; far: boolean; add: boolean }

export function around({ desk, layout }: Pick<Ground, "desk" | "layout">): Around | null {
  const known = facts.peek()
  return known === null ? null : { layout: layout.peek(), facts: known, operations: desk.store.tables.operations.peek() }
}

/** Takes up a bar, with the selection when it belongs to it. */
export function taken(ground: Pick<Ground, "desk" | "layout">, id: string): Grip | null {
  const near = around(ground)
  if (near === null || !mayPlan(ground.desk)) return null
  const live = liveOf(ground.desk)
  const movable = (one: string): boolean => live(one) !== null && wishes.peek().get(one)?.locked !== true
  const ids = selection.peek().has(id) ? selection.peek() : [id]
  return grip(id, ids, putsOf(wishes.peek(), near), movable, near)
}

/** Puts down what is in the hand: it becomes a wish. */
export function dropped(desk: Desk): void {
  const inHand = held.peek()
  held.value = null
  if (inHand !== null) wish(wishMoved(wishes.peek(), inHand.values(), liveOf(desk)))
}

export function pan(layout: Layout, dx: number, dy: number): void {
  view.value = moved(view.peek(), dx, dy, layout.lanes.length, size.peek().height)
}

export class Pointing {
  readonly #ground: Ground
  #hold: Hold | null = null
  readonly #fingers = new Map<number, { x: number; y: number }>()
  #apart = 0
  #press = 0
  #edge = 0

  constructor(ground: Ground) {
    this.#ground = ground
  }

  pick(x: number, y: number): Bar | null {
    const layout = this.#ground.layout.peek()
    const seen = view.peek()
    const near = around(this.#ground)
    const put = near === null ? [] : [...putsOf(wishes.peek(), near).values()]
    const lane = layout.lanes[Math.floor((y + seen.top) / ROW)]
    if (lane === undefined) return null
    const at = momentAt(seen, x)
    const slack = 2 / seen.scale
    // What is wished lies over what is planned.
    const above = put.find(({ machine, start, end }) => layout.by === "machine" && machine === lane.machine?.id && start - slack <= at && end + slack >= at)
    if (above !== undefined) return layout.places.get(above.operation)?.bar ?? null
    return barAt(lane, at) ?? barAt(lane, at + slack) ?? barAt(lane, at - slack)
  }

  local(event: { clientX: number; clientY: number }): [number, number] {
    const box = this.#ground.canvas()?.getBoundingClientRect()
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)]
  }

  readonly down = (event: PointerEvent): void => {
    const [x, y] = this.local(event)
    this.#ground.canvas()?.setPointerCapture(event.pointerId)
    if (event.pointerType === "touch") this.#fingers.set(event.pointerId, { x, y })
    if (this.#fingers.size === 2) {
      this.cancel()
      this.#apart = this.#distance()
      return
    }
    const pick = event.button === 0 ? this.pick(x, y) : null
    const marked = event.ctrlKey || event.metaKey || event.shiftKey
    if (event.button === 0 && pick === null && marked) this.#hold = { what: "box", x, y, far: false, add: true }
    else if (pick !== null && event.pointerType !== "touch" && !marked) this.#hold = this.#barHold(x, y, pick) ?? { what: "pan", x, y, far: false, pick }
    else this.#hold = { what: "pan", x, y, far: false, pick }
    if (event.pointerType === "touch" && pick !== null) this.#press = window.setTimeout(() => this.#pressed(x, y, pick), PRESS_MS)
  }

  readonly move = (event: PointerEvent): void => {
    const [x, y] = this.local(event)
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, { x, y })
    if (this.#fingers.size === 2) return this.#pinch()
    const hold = this.#hold
    if (hold === null) {
      const bar = this.pick(x, y)
      const known = this.#ground.hover.peek()
      if (bar !== null || known !== null) this.#ground.hover.value = bar === null ? null : { bar, x, y }
      return
    }
    if (!hold.far && Math.hypot(x - hold.x, y - hold.y) < FAR) return
    clearTimeout(this.#press)
    hold.far = true
    if (this.#ground.hover.peek() !== null) this.#ground.hover.value = null
    if (hold.what === "pan") {
      pan(this.#ground.layout.peek(), hold.x - x, hold.y - y)
      hold.x = x
      hold.y = y
    } else if (hold.what === "box") this.#ground.box.value = { x: hold.x, y: hold.y, toX: x, toY: y }
    else {
      this.#carry(hold, x, y)
      this.#nearEdge(hold, x, y)
    }
  }

  readonly up = (event: PointerEvent): void => {
    clearTimeout(this.#press)
    cancelAnimationFrame(this.#edge)
    this.#fingers.delete(event.pointerId)
    const hold = this.#hold
    this.#hold = null
    if (hold === null) return
    if (hold.what === "box") return this.#boxed(hold)
    if (hold.what === "bar" && hold.far) return dropped(this.#ground.desk)
    held.value = null
    if (!hold.far) this.#clicked(hold.pick, event)
  }

  readonly cancel = (): void => {
    clearTimeout(this.#press)
    cancelAnimationFrame(this.#edge)
    this.#hold = null
    held.value = null
    this.#ground.box.value = null
  }

  /** The pointer was taken away (a call, a second app): nothing is dropped. */
  readonly lost = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId)
    this.cancel()
  }

  get dragging(): boolean {
    return this.#hold?.what === "bar"
  }

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const [x] = this.local(event)
    const layout = this.#ground.layout.peek()
    if (event.ctrlKey || event.metaKey) view.value = zoomed(view.peek(), x, Math.exp(-event.deltaY * 0.002))
    else if (event.shiftKey) pan(layout, event.deltaY + event.deltaX, 0)
    else pan(layout, event.deltaX, event.deltaY)
  }

  #barHold(x: number, y: number, pick: Bar): Hold | null {
    const taking = taken(this.#ground, pick.id)
    return taking === null ? null : { what: "bar", x, y, far: false, pick, grip: taking, moment: momentAt(view.peek(), x) }
  }

  #pressed(x: number, y: number, pick: Bar): void {
    const hold = this.#barHold(x, y, pick)
    if (hold === null || hold.what !== "bar") return
    this.#hold = { ...hold, far: true }
    held.value = hold.grip.from
    navigator.vibrate?.(15)
  }

  #carry(hold: Hold & { what: "bar" }, x: number, y: number): void {
    const near = around(this.#ground)
    const from = hold.grip.from.get(hold.grip.primary)
    if (near === null || from === undefined) return
    const seen = view.peek()
    const lane = near.layout.by === "machine" ? near.layout.lanes[Math.floor((y + seen.top) / ROW)]?.machine?.id ?? null : null
    const start = attracted(from.start + momentAt(seen, x) - hold.moment, lane ?? from.machine, new Set(hold.grip.from.keys()), seen.scale, near)
    held.value = carried(hold.grip, start - from.start, lane, near)
  }

  /** At an edge the plan goes on below what is dragged. */
  #nearEdge(hold: Hold & { what: "bar" }, x: number, y: number): void {
    cancelAnimationFrame(this.#edge)
    const { width, height } = size.peek()
    const dx = x < EDGE ? -EDGE_STEP : x > width - EDGE ? EDGE_STEP : 0
    const dy = y < EDGE ? -EDGE_STEP : y > height - EDGE ? EDGE_STEP : 0
    if (dx === 0 && dy === 0) return
    this.#edge = requestAnimationFrame(() => {
      if (this.#hold !== hold) return
      pan(this.#ground.layout.peek(), dx, dy)
      this.#carry(hold, x, y)
      this.#nearEdge(hold, x, y)
    })
  }

  #boxed(hold: Hold & { what: "box" }): void {
    const drawn = this.#ground.box.peek()
    this.#ground.box.value = null
    if (drawn === null) return
    const layout = this.#ground.layout.peek()
    const seen = view.peek()
    const [low, high] = [Math.min(drawn.y, drawn.toY), Math.max(drawn.y, drawn.toY)]
    const found = inBox(layout, {
      from: momentAt(seen, Math.min(drawn.x, drawn.toX)), to: momentAt(seen, Math.max(drawn.x, drawn.toX)),
      first: Math.floor((low + seen.top) / ROW), last: Math.floor((high + seen.top) / ROW),
    })
    selection.value = new Set(hold.add ? [...selection.peek(), ...found] : found)
  }

  #clicked(pick: Bar | null, event: PointerEvent): void {
    const layout = this.#ground.layout.peek()
    const at = chosen.peek().operation
    if (pick === null) return choose(layout, null)
    if (event.shiftKey && at !== null) choose(layout, at, { selection: new Set([...selection.peek(), ...ranged(layout, at, pick.id)]) })
    else if (event.ctrlKey || event.metaKey) {
      const before = selection.peek().size === 0 && at !== null ? new Set([at]) : selection.peek()
      choose(layout, pick.id, { selection: toggled(before, pick.id) })
    } else choose(layout, pick.id, { open: true })
  }

  #distance(): number {
    const [a, b] = [...this.#fingers.values()]
    return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y)
  }

  #pinch(): void {
    const [a, b] = [...this.#fingers.values()]
    const apart = this.#distance()
    if (a !== undefined && b !== undefined && this.#apart > 0) view.value = zoomed(view.peek(), (a.x + b.x) / 2, apart / this.#apart)
    this.#apart = apart
  }
}

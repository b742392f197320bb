// The plan by keyboard: everything that the mouse can do.
import { signal } from "@preact/signals"
import { carried, nextMachine, type Grip } from "./holding"
import { alongMold, next, ofMold, toggled, type Direction } from "./picking"
import { around, dropped, pan, taken, type Ground } from "./pointing"
import { choose, chosen, held, helping, history, liveOf, mayPlan, meant, panel, selection, size, SPANS, view, wanted, wish, wishes } from "./state"
import { HOUR, ROW, snapped, spanned, zoomed } from "./view"
import { locked, pinned, redone, undone, without } from "./wishes"

/** What the keyboard has taken up (M); null: nothing. */
export const carrying = signal<Grip | null>(null)

const ARROWS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }

/** Handles a key on the plan; whether it was one of its own. */
export function pressed(ground: Ground, event: KeyboardEvent): boolean {
  const direction = ARROWS[event.key]
  if (carrying.peek() !== null) return carry(ground, event, direction)
  if (direction !== undefined) {
    if (event.ctrlKey || event.metaKey) panBy(ground, direction)
    else step(ground, direction, event)
    return true
  }
  const act = event.ctrlKey || event.metaKey ? withControl(ground, event) : alone(ground, event)
  act?.()
  return act !== undefined
}

function withControl({ layout }: Ground, event: KeyboardEvent): (() => void) | undefined {
  switch (event.key.toLowerCase()) {
    case "z": return () => (event.shiftKey ? redo() : undo())
    case "y": return redo
    case "a": return () => {
      const place = layout.peek().places.get(chosen.peek().operation ?? "")
      const lane = place === undefined ? undefined : layout.peek().lanes[place.lane]
      if (lane !== undefined) selection.value = new Set(lane.bars.map(({ id }) => id))
    }
    default: return undefined
  }
}

function alone(ground: Ground, event: KeyboardEvent): (() => void) | undefined {
  const { desk, layout } = ground
  const { width, height } = size.peek()
  const now = desk.tick.peek().now ?? 0
  const at = chosen.peek().operation
  switch (event.key) {
    case "+": case "=": return () => (view.value = zoomed(view.peek(), width / 2, 1.4))
    case "-": return () => (view.value = zoomed(view.peek(), width / 2, 1 / 1.4))
    case "PageUp": return () => pan(layout.peek(), 0, -height)
    case "PageDown": return () => pan(layout.peek(), 0, height)
    case "Home": return () => (view.value = spanned(view.peek(), now, SPANS.week, width))
    case "n": case "N": return () => (view.value = { ...view.peek(), from: now - width * 0.04 / view.peek().scale })
    case "Enter": return () => (at === null ? step(ground, "right", event) : (panel.value = "operation"))
    case " ": return () => {
      if (at !== null) selection.value = toggled(selection.peek(), at)
    }
    case "Escape": return () => (helping.peek() ? (helping.value = false) : choose(layout.peek(), null))
    case "s": case "S": return () => {
      const { mold } = chosen.peek()
      if (mold !== null) selection.value = new Set(ofMold(layout.peek(), mold).map(({ id }) => id))
    }
    case "?": return () => (helping.value = !helping.peek())
    default: return mayPlan(desk) ? planning(ground, event.key) : undefined
  }
}

function planning(ground: Ground, key: string): (() => void) | undefined {
  const { desk } = ground
  switch (key) {
    case "p": case "P": return () => wish(pinned(wishes.peek(), meant(), liveOf(desk)))
    case "l": case "L": return () => wish(locked(wishes.peek(), meant(), liveOf(desk)))
    case "m": case "M": return () => {
      const at = chosen.peek().operation
      const grip = at === null ? null : taken(ground, at)
      if (grip === null) return
      carrying.value = grip
      held.value = grip.from
    }
    case "Delete": case "Backspace": return () => wish(without(wishes.peek(), meant()))
    case "w": case "W": return () => (panel.value = panel.peek() === "wishes" ? null : "wishes")
    default: return undefined
  }
}

export function undo(): void {
  history.value = undone(history.peek())
}

export function redo(): void {
  history.value = redone(history.peek())
}

function panBy({ layout }: Ground, direction: Direction): void {
  const by: Record<Direction, readonly [number, number]> = { left: [-80, 0], right: [80, 0], up: [0, -ROW * 2], down: [0, ROW * 2] }
  pan(layout.peek(), ...by[direction])
}

/** To the next bar; with shift the selection grows, with alt it goes along the mold. */
function step({ desk, layout }: Ground, direction: Direction, event: KeyboardEvent): void {
  const known = layout.peek()
  const at = chosen.peek().operation
  const sideways = direction === "left" || direction === "right"
  const to = at === null || !known.places.has(at) ? firstSeen(known, desk.tick.peek().now ?? 0)
    : event.altKey && sideways ? alongMold(known, at, direction === "left" ? -1 : 1) : next(known, at, direction)
  if (to === null) return
  const grown = event.shiftKey ? new Set([...selection.peek(), ...(at === null ? [] : [at]), to]) : new Set<string>()
  choose(known, to, { selection: grown })
  wanted.value = to
}

/** The bar at which the keyboard begins: what runs or comes next in the first row that is seen. */
function firstSeen(layout: Ground["layout"]["value"], now: number): string | null {
  for (let i = Math.floor(view.peek().top / ROW); i < layout.lanes.length; i += 1) {
    const bars = layout.lanes[i]?.bars ?? []
    const bar = bars.find(({ end }) => end >= now) ?? bars.at(-1)
    if (bar !== undefined) return bar.id
  }
  return null
}

/** Carries what was taken up: arrows move it, Enter drops it, Escape puts it back. */
function carry(ground: Ground, event: KeyboardEvent, direction: Direction | undefined): boolean {
  const grip = carrying.peek()
  const near = around(ground)
  const inHand = held.peek()?.get(grip?.primary ?? "")
  const from = grip?.from.get(grip.primary)
  const row = near?.operations.get(grip?.primary ?? "")
  if (event.key === "Escape" || grip === null || near === null || inHand === undefined || from === undefined || row === undefined) {
    carrying.value = null
    held.value = null
    return true
  }
  if (event.key === "Enter" || event.key.toLowerCase() === "m") {
    carrying.value = null
    dropped(ground.desk)
    return true
  }
  if (direction === undefined) return true
  const { scale } = view.peek()
  if (direction === "left" || direction === "right") {
    const grid = gridOf(scale) * (event.shiftKey ? 8 : 1) * (direction === "left" ? -1 : 1)
    held.value = carried(grip, snapped(inHand.start + grid, scale) - from.start, inHand.machine, near)
  } else if (inHand.machine !== null && near.layout.by === "machine") {
    const machine = nextMachine(row, inHand.machine, direction === "up" ? -1 : 1, near)
    if (machine !== null) held.value = carried(grip, inHand.start - from.start, machine, near)
  }
  intoSight(near.layout, grip.primary)
  return true
}

/** One step of the grid to which work snaps. */
function gridOf(scale: number): number {
  const a = snapped(0, scale)
  let step = HOUR / 12
  while (snapped(step, scale) === a && step < 24 * HOUR) step *= 2
  return snapped(step, scale)
}

function intoSight(layout: Ground["layout"]["value"], id: string): void {
  const put = held.peek()?.get(id)
  if (put === undefined) return
  const seen = view.peek()
  const { width, height } = size.peek()
  const x = (put.start - seen.from) * seen.scale
  const lane = layout.lanes.findIndex(({ id: lane }) => lane === put.machine)
  const y = lane * ROW - seen.top
  pan(layout, x < 0 ? x - 40 : x > width - 60 ? x - width + 120 : 0, lane < 0 ? 0 : y < 0 ? y - ROW : y > height - ROW * 2 ? y - height + ROW * 3 : 0)
}

// What the planner wishes otherwise than the live plan has it: a list of changes with undo and redo.
// Pure values, so that they are tried without a screen.

/** Put on `machine` (absent: where it is planned) at `start` in ms (absent: when it is planned). */
export type Wish = { operation: string; machine?: string; start?: number; pinned: boolean; locked?: boolean }
export type Wishes = ReadonlyMap<string, Wish>

/** How the live plan has an operation. */
export type Live = { machine: string | null; start: number; pinned: boolean }
export type LiveOf = (operation: string) => Live | null

export type History = { readonly past: readonly Wishes[]; readonly now: Wishes; readonly future: readonly Wishes[] }
export const NOTHING: History = { past: [], now: new Map(), future: [] }
const MOST_PAST = 200

/** The change that the server takes (POST /api/drafts/preview). */
export type Change = { operation: string; machine: string | null; start: string | null; pin: boolean }

export function changed(history: History, now: Wishes): History {
  if (same(history.now, now)) return history
  return { past: [...history.past, history.now].slice(-MOST_PAST), now, future: [] }
}

export function undone(history: History): History {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] }
}

export function redone(history: History): History {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.now], now: next, future }
}

/** Operations put elsewhere; one that lands where the live plan has it is no wish any more. Locked ones stay. */
export function moved(wishes: Wishes, moves: Iterable<{ operation: string; machine: string | null; start: number }>, live: LiveOf): Wishes {
  const next = new Map(wishes)
  for (const { operation, machine, start } of moves) {
    const is = live(operation)
    const known = wishes.get(operation)
    if (is === null || known?.locked === true) continue
    put(next, {
      operation,
      ...(machine !== null && machine !== is.machine ? { machine } : {}),
      ...(start !== is.start ? { start } : {}),
      pinned: known?.pinned ?? is.pinned,
    }, is)
  }
  return next
}

/** Pins all of them where they are wished; takes the pin off when all have one. */
export function pinned(wishes: Wishes, operations: readonly string[], live: LiveOf): Wishes {
  const free = operations.filter((operation) => isFree(wishes, operation, live))
  const known = free.filter((operation) => live(operation) !== null)
  const all = known.every((operation) => wishes.get(operation)?.pinned ?? live(operation)?.pinned)
  const next = new Map(wishes)
  for (const operation of known) {
    const is = live(operation)
    if (is === null) continue
    put(next, { ...(wishes.get(operation) ?? { operation }), operation, pinned: !all }, is)
  }
  return next
}

/** Locks all of them where the live plan has them: a move is taken back, dragging leaves them alone. Unlocks when all are. */
export function locked(wishes: Wishes, operations: readonly string[], live: LiveOf): Wishes {
  const known = operations.filter((operation) => live(operation) !== null)
  const all = known.every((operation) => wishes.get(operation)?.locked === true)
  const next = new Map(wishes)
  for (const operation of known) {
    const is = live(operation)
    if (is === null) continue
    if (all) put(next, { operation, pinned: is.pinned }, is)
    else next.set(operation, { operation, pinned: true, locked: true })
  }
  return next
}

export function without(wishes: Wishes, operations: Iterable<string>): Wishes {
  const next = new Map(wishes)
  for (const operation of operations) next.delete(operation)
  return next
}

/** Wishes for work that the live plan no longer has are dropped: it was finished or cancelled meanwhile. */
export function alive(wishes: Wishes, live: LiveOf): Wishes {
  return without(wishes, [...wishes.keys()].filter((operation) => live(operation) === null))
}

/** As the server takes them, in the order in which they were wished. */
export function changesOf(wishes: Wishes): Change[] {
  return [...wishes.values()].map(({ operation, machine, start, pinned: pin }) => ({
    operation, machine: machine ?? null, start: start === undefined ? null : new Date(start).toISOString(), pin,
  }))
}

/** The wishes of a draft that was kept. */
export function wishesOf(changes: readonly Change[]): Wishes {
  return new Map(changes.map(({ operation, machine, start, pin }) => [
    operation, { operation, ...(machine === null ? {} : { machine }), ...(start === null ? {} : { start: Date.parse(start) }), pinned: pin },
  ]))
}

function put(wishes: Map<string, Wish>, wish: Wish, is: Live): void {
  // The newest wish goes last: the planner puts later ones first.
  wishes.delete(wish.operation)
  if (wish.machine !== undefined || wish.start !== undefined || wish.pinned !== is.pinned) wishes.set(wish.operation, wish)
}

function isFree(wishes: Wishes, operation: string, live: LiveOf): boolean {
  return live(operation) !== null && wishes.get(operation)?.locked !== true
}

function same(a: Wishes, b: Wishes): boolean {
  if (a.size !== b.size) return false
  for (const [operation, wish] of a) {
    const other = b.get(operation)
    if (other === undefined || other.machine !== wish.machine || other.start !== wish.start || other.pinned !== wish.pinned || other.locked !== wish.locked) return false
  }
  return true
}

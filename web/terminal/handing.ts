// Goods that are scanned at a terminal: what a label is, what was scanned so far, and what is reported of it.
import type { Terminal } from "./terminal"

export type Handed = "received" | "out" | "back" | "placed"

/** Something with a label; `title` is what a worker calls it. */
export type Piece = { code: string; title: string; text: string }
export type Delivery = { id: string; item: string; supplier: string }

export type GoodsScreen =
  /** Pieces that leave together; each further scan adds one. */
  | { name: "out"; pieces: readonly Piece[]; supplier: string }
  /** One piece of a load is here: all of it, or that one. */
  | { name: "back"; piece: Piece | null; load: readonly Piece[]; supplier: string }
  /** A place was scanned: each further scan is laid there. */
  | { name: "place"; place: string; laid: readonly Piece[] }
  /** A part's label, for which several things were bought. */
  | { name: "deliveries"; title: string; deliveries: readonly Delivery[] }

/** What the server says of goods, beside what it says of every traveler. */
export type FoundGoods = {
  operation: string
  mold: string
  part_name: string
  name: string
  action: string | null
  supplier?: string
  load?: { operation: string; mold: string; part_name: string; name: string }[]
  items?: Delivery[]
}

const KINDS = { place: "place:", purchase: "purchase:", load: "load:" } as const
type Kind = keyof typeof KINDS
export type Label = { kind: Kind; name: string }

/** A label that says itself what it is: known without a network too. */
export function labelOf(code: string): Label | null {
  const whole = code.trim()
  for (const kind of Object.keys(KINDS) as Kind[]) {
    const head = KINDS[kind]
    const name = whole.slice(head.length).trim()
    if (whole.slice(0, head.length).toLowerCase() === head && name !== "") return { kind, name }
  }
  return null
}

type Named = { mold: string; part_name: string; name: string }

const pieceOf = (code: string, { mold, part_name, name }: Named): Piece => ({
  code, title: [mold, part_name].filter(Boolean).join(" ") || name, text: name,
})

/** A place was scanned: what follows is laid there. */
export function atPlace(terminal: Terminal, place: string): void {
  terminal.show({ name: "place", place, laid: [] })
}

/** Lies at the open place now; the label is read by the server, now or when it is back. */
function lay(terminal: Terminal, { place, laid }: Extract<GoodsScreen, { name: "place" }>, piece: Piece): Promise<void> {
  terminal.show({ name: "place", place, laid: [piece, ...laid.filter(({ code }) => code !== piece.code)] })
  return terminal.hand("placed", [piece.code], piece.title, place)
}

/** One more piece of the load that is about to leave; each has one place in it. */
function goingOut(terminal: Terminal, piece: Piece, supplier: string): void {
  const screen = terminal.screen.value
  const known = screen.name === "out" ? screen : { pieces: [], supplier: "" }
  const others = known.pieces.filter(({ code }) => code !== piece.code)
  terminal.show({ name: "out", pieces: [...others, piece], supplier: known.supplier || supplier })
}

/** The piece stays here after all. */
export function leaveOut(terminal: Terminal, { pieces, supplier }: Extract<GoodsScreen, { name: "out" }>, code: string): void {
  const rest = pieces.filter((piece) => piece.code !== code)
  if (rest.length === 0) terminal.back()
  else terminal.show({ name: "out", pieces: rest, supplier })
}

/** The load leaves: one report for all its pieces. */
export function send(terminal: Terminal, pieces: readonly Piece[]): Promise<void> {
  terminal.back()
  return terminal.hand("out", pieces.map(({ code }) => code), titleOf(terminal, pieces))
}

export function bringBack(terminal: Terminal, pieces: readonly Piece[]): Promise<void> {
  terminal.back()
  return terminal.hand("back", pieces.map(({ code }) => code), titleOf(terminal, pieces))
}

export function receive(terminal: Terminal, { id, item }: Delivery): Promise<void> {
  terminal.back()
  return terminal.hand("received", [`${KINDS.purchase}${id}`], item)
}

function titleOf(terminal: Terminal, pieces: readonly Piece[]): string {
  const [first] = pieces
  return pieces.length === 1 && first !== undefined ? first.title : terminal.t.value("goods.pieces", { count: pieces.length })
}

/** Does the one right thing with goods that the server knows. False: nothing is to be done with them. */
export async function handled(terminal: Terminal, code: string, found: FoundGoods): Promise<boolean> {
  const screen = terminal.screen.value
  const piece = pieceOf(found.operation || code, found)
  const deliveries = found.items ?? []
  const [first] = deliveries
  if (screen.name === "place") await lay(terminal, screen, { ...piece, code })
  else if (found.action === "out") goingOut(terminal, piece, found.supplier ?? "")
  else if (found.action === "back") {
    const load = (found.load ?? []).map((one) => pieceOf(one.operation, one))
    const scanned = found.operation === "" ? null : piece
    if (load.length > 1) terminal.show({ name: "back", piece: scanned, load, supplier: found.supplier ?? "" })
    else await bringBack(terminal, load.length === 1 ? load : [piece])
  } else if (found.action === "receive" && first !== undefined) await receive(terminal, first)
  else if (found.action === null && first !== undefined && found.operation !== "") terminal.show({ name: "deliveries", title: piece.title, deliveries })
  else return false
  return true
}

/** What can be done with a label while the server is away. False: that takes more than the label says. */
export async function handledAlone(terminal: Terminal, code: string): Promise<boolean> {
  const screen = terminal.screen.value
  const label = labelOf(code)
  const piece: Piece = { code, title: label?.name ?? code, text: "" }
  if (screen.name === "place") await lay(terminal, screen, piece)
  else if (screen.name === "out") goingOut(terminal, piece, "")
  else if (label?.kind === "purchase") await receive(terminal, { id: label.name, item: label.name, supplier: "" })
  else if (label?.kind === "load") await bringBack(terminal, [piece])
  else return false
  return true
}

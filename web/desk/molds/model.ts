// What the pages of molds work with: the part tree, lateness, and the parts of an address.
import type { MoldRow, PartRow } from "../../model/wire"

export type GateName = "material" | "drawing" | "program" | "electrode" | "fixture"
export const GATES: readonly GateName[] = ["material", "drawing", "program", "electrode", "fixture"]

export const TABS = ["parts", "owed", "bom", "change"] as const
export type Tab = (typeof TABS)[number]
export const WAYS = ["new", "copy", "returned"] as const
export type Way = (typeof WAYS)[number]

/** What an address behind #/molds/ means: a mold and one of its tabs, or a way to take a new one, of which mold. */
export type Wish = { way: Way; of: string } | { way: null; mold: string; tab: Tab }

export function wished(rest: string): Wish {
  if (rest.startsWith("+")) {
    const [way = "", ...of] = rest.slice(1).split("/")
    return { way: WAYS.find((one) => one === way) ?? "new", of: of.join("/") }
  }
  const cut = rest.lastIndexOf("/")
  const tab = TABS.find((one) => one === rest.slice(cut + 1))
  return tab === undefined || cut < 0 ? { way: null, mold: rest, tab: "parts" } : { way: null, mold: rest.slice(0, cut), tab }
}

export const restOf = (mold: string, tab: Tab): string => (tab === "parts" ? mold : `${mold}/${tab}`)
export const restOfWay = (way: Way, of = ""): string => (of === "" ? `+${way}` : `+${way}/${of}`)

export const RANK: Record<MoldRow["light"], number> = { late: 0, at_risk: 1, no_date: 2, on_time: 3, done: 4 }

export const tone = (light: MoldRow["light"]): string =>
  light === "late" ? "act" : light === "at_risk" ? "wait" : light === "no_date" ? "mu" : ""

export const dueOf = (mold: MoldRow): string | null => (mold.milestone === "delivery" ? mold.due : mold.t1_due ?? mold.due)

export type Node = { part: PartRow; depth: number; children: number }

/** Parts whose whole branch is done: they start closed, so that what is left to do is seen. */
export function finished(parts: readonly PartRow[]): Set<string> {
  const children = new Map<string, PartRow[]>()
  for (const part of parts) if (part.parent !== null) children.set(part.parent, [...(children.get(part.parent) ?? []), part])
  const known = new Map<string, boolean>()
  const done = (part: PartRow, depth: number): boolean => {
    const kept = known.get(part.id)
    if (kept !== undefined) return kept
    const all = part.done === part.total && (depth > 20 || (children.get(part.id) ?? []).every((child) => done(child, depth + 1)))
    known.set(part.id, all)
    return all
  }
  return new Set(parts.filter((part) => children.has(part.id) && done(part, 0)).map(({ id }) => id))
}

/** Parts as a tree, parents first; what is closed hides what is below it. */
export function tree(parts: readonly PartRow[], shut: ReadonlySet<string>): Node[] {
  const byParent = new Map<string | null, PartRow[]>()
  const ids = new Set(parts.map(({ id }) => id))
  for (const part of parts) {
    const parent = part.parent !== null && ids.has(part.parent) ? part.parent : null
    byParent.set(parent, [...(byParent.get(parent) ?? []), part])
  }
  const nodes: Node[] = []
  const walk = (parent: string | null, depth: number): void => {
    const children = (byParent.get(parent) ?? []).sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
    for (const part of children) {
      nodes.push({ part, depth, children: byParent.get(part.id)?.length ?? 0 })
      if (!shut.has(part.id) && depth < 20) walk(part.id, depth + 1)
    }
  }
  walk(null, 0)
  return nodes
}

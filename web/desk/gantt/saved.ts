// Views of the plan under a name, kept in this browser for each user.
import { BYS, SHOWS, type By, type Show } from "./layout"
import { COLORINGS, type Coloring } from "./paint"

export type Saved = { name: string; by: By; show: Show; kinds: string[]; coloring: Coloring; linked: boolean; actual: boolean; /** Days that are seen. */ days: number }
export type Shelf = Pick<Storage, "getItem" | "setItem">

const MOST = 40
const LONGEST = 60
const key = (user: string): string => `sprue.gantt.views.${user}`

/** The views of a user, by name; what is not understood is left out. */
export function savedViews(shelf: Shelf, user: string): Saved[] {
  try {
    const read: unknown = JSON.parse(shelf.getItem(key(user)) ?? "[]")
    return Array.isArray(read) ? read.filter(isSaved) : []
  } catch {
    return []
  }
}

/** Keeps a view; one of the same name is replaced. Answers all; the same when the browser has no room. */
export function keepView(shelf: Shelf, user: string, view: Saved): Saved[] {
  const name = view.name.trim().slice(0, LONGEST)
  if (name === "") return savedViews(shelf, user)
  const others = savedViews(shelf, user).filter((one) => one.name !== name)
  return written(shelf, user, [...others, { ...view, name }].sort((a, b) => a.name.localeCompare(b.name)).slice(0, MOST))
}

export function forgetView(shelf: Shelf, user: string, name: string): Saved[] {
  return written(shelf, user, savedViews(shelf, user).filter((one) => one.name !== name))
}

function written(shelf: Shelf, user: string, views: Saved[]): Saved[] {
  try {
    shelf.setItem(key(user), JSON.stringify(views))
  } catch {
    // Full or forbidden: the views of before stay.
  }
  return savedViews(shelf, user)
}

function isSaved(value: unknown): value is Saved {
  if (typeof value !== "object" || value === null) return false
  const one = value as Partial<Record<keyof Saved, unknown>>
  return (
    typeof one.name === "string" && BYS.includes(one.by as By) && SHOWS.includes(one.show as Show) && COLORINGS.includes(one.coloring as Coloring)
    && Array.isArray(one.kinds) && one.kinds.every((kind) => typeof kind === "string")
    && typeof one.linked === "boolean" && typeof one.actual === "boolean" && typeof one.days === "number" && one.days > 0
  )
}

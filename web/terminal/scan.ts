// A scan: a traveler does the one right thing with its job or says why not, goods come in, go out or are laid down;
// anything else is a badge.
import { get, Refused } from "../net/http"
import { atPlace, handled, handledAlone, labelOf, type FoundGoods } from "./handing"
import { signIn } from "./signing"
import type { Terminal } from "./terminal"

/** What the server says of a code; it knows every label, this terminal only the travelers of its queue. */
type Traveler = FoundGoods & {
  action: "start" | "resume" | "finish" | "receive" | "out" | "back" | null
  why: string
}

const NOT_FOUND = 404

export async function scan(front: Terminal, code: string): Promise<void> {
  const { name } = front.screen.value
  if (labelOf(code) !== null || name === "place" || name === "out") return goods(front, code)
  const operation = code.replace(/\/+$/, "").split("/").at(-1) ?? ""
  const terminal = front.withJob(operation)
  const row = terminal.row.value
  const on = row?.current.find((item) => item.operation === operation)
  const waiting = row?.queue.find((item) => item.operation === operation)
  if (on === undefined && waiting === undefined) return unknown(terminal, code)
  if (terminal.person.value === null) return signInFirst(terminal)
  if (on !== undefined) return on.work === "paused" ? terminal.resume(on) : terminal.finish(on)
  if (waiting === undefined) return
  // The scan is the choice and the word for it; what is not ready is shown with what it waits for.
  if (waiting.ready) return terminal.start(waiting, "traveler")
  terminal.choose(waiting.operation)
}

/** A label of goods, or anything that is scanned while a load or a place is open. */
async function goods(terminal: Terminal, code: string): Promise<void> {
  if (terminal.person.value === null) return signInFirst(terminal)
  const label = labelOf(code)
  if (label?.kind === "place") return atPlace(terminal, label.name)
  const found = await traveler(terminal, code)
  const done = found === "away" ? await handledAlone(terminal, code) : found !== null && (await handled(terminal, code, found))
  if (done) return
  const t = terminal.t.value
  const text = found === null ? t("goods.unknown") : found === "away" ? t("unreachable") : found.why
  terminal.tell({ tone: "act", title: t("goods.not"), text })
}

async function unknown(terminal: Terminal, code: string): Promise<void> {
  const found = await traveler(terminal, code)
  if (found === null || found === "away") return void (await signIn(terminal, { badge: code }))
  const t = terminal.t.value
  const title = t("traveler", { what: [found.mold, found.part_name, "·", found.name].filter(Boolean).join(" ") })
  if (terminal.person.value === null) return signInFirst(terminal)
  if (await handled(terminal, code, found)) return
  if (found.action === null) return terminal.tell({ tone: "act", title, text: found.why })
  if (found.action === "start") return terminal.start(found, "traveler")
  return found.action === "finish" ? terminal.finish(found) : terminal.resume(found)
}

function signInFirst(terminal: Terminal): void {
  const t = terminal.t.value
  terminal.tell({ tone: "act", title: t("nobody"), text: t("traveler.sign_in") })
}

/** Null: no label that the shop knows; "away": no network to ask. */
async function traveler(terminal: Terminal, code: string): Promise<Traveler | null | "away"> {
  const asked = new URLSearchParams({ code, machine: terminal.id, person: terminal.person.value ?? "", lang: terminal.language.value })
  try {
    return await get<Traveler>(`/api/travelers?${asked.toString()}`)
  } catch (failure) {
    if (failure instanceof Refused && failure.status === NOT_FOUND) return null
    console.warn("The label can't be looked up:", failure)
    return "away"
  }
}

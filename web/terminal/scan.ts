// A scan: a traveler does the one right thing with its job or says why not; anything else is a badge.
import { get, Refused } from "../net/http"
import { signIn } from "./signing"
import type { Terminal } from "./terminal"

/** What the server says of a code; it knows every traveler, this terminal only those of its queue. */
type Traveler = {
  operation: string
  mold: string
  part_name: string
  name: string
  action: "start" | "resume" | "finish" | null
  why: string
}

const NOT_FOUND = 404

export async function scan(front: Terminal, code: string): Promise<void> {
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

async function unknown(terminal: Terminal, code: string): Promise<void> {
  const found = await traveler(terminal, code)
  if (found === null) return void (await signIn(terminal, { badge: code }))
  const t = terminal.t.value
  const title = t("traveler", { what: `${found.mold} ${found.part_name} · ${found.name}` })
  if (terminal.person.value === null) return signInFirst(terminal)
  if (found.action === null) return terminal.tell({ tone: "act", title, text: found.why })
  if (found.action === "start") return terminal.start(found, "traveler")
  return found.action === "finish" ? terminal.finish(found) : terminal.resume(found)
}

function signInFirst(terminal: Terminal): void {
  const t = terminal.t.value
  terminal.tell({ tone: "act", title: t("nobody"), text: t("traveler.sign_in") })
}

/** Null: no traveler, or no network to ask. */
async function traveler(terminal: Terminal, code: string): Promise<Traveler | null> {
  const asked = new URLSearchParams({ code, machine: terminal.id, person: terminal.person.value ?? "", lang: terminal.language.value })
  try {
    return await get<Traveler>(`/api/travelers?${asked.toString()}`)
  } catch (failure) {
    if (!(failure instanceof Refused) || failure.status !== NOT_FOUND) console.warn("The traveler can't be looked up:", failure)
    return null
  }
}

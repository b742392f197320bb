// Signing in: a badge speaks for itself, a name asks for its PIN where one is set.
import { request } from "../net/http"
import type { Terminal } from "./terminal"

/** The answer to who has a PIN is not waited for longer: an outage must not hold up a shift. */
const PIN_PATIENCE_MS = 2_000

/** A name was tapped: on to the PIN where one is set; without network the server asks for it later. */
export async function greet(terminal: Terminal, person: string): Promise<void> {
  if (await hasPin(person)) terminal.show({ name: "pin", person })
  else await signIn(terminal, { person })
}

/** Signs somebody in by badge or by name; a name that has a PIN asks for it. True: signed in, or kept for sending. */
export async function signIn(terminal: Terminal, who: { badge: string } | { person: string; pin?: string }): Promise<boolean> {
  const sent = await terminal.sender.send("badge_in", { ...who, machine: terminal.id })
  if (sent.status === "refused") {
    const { code } = sent.refused.refusal
    if (code === "wrong_pin" && "person" in who && who.pin === undefined) terminal.show({ name: "pin", person: who.person })
    else terminal.refuse(sent.refused)
    return false
  }
  terminal.shared.reporter.value = "person" in who ? who.person : null
  terminal.notice.value = null
  terminal.back()
  return true
}

/** Somebody else who has signed in here reports now: whoever has a PIN gives it again, nobody reports for another. */
export async function reportAs(terminal: Terminal, person: string): Promise<void> {
  if (await hasPin(person)) return terminal.show({ name: "pin", person })
  terminal.shared.reporter.value = person
  terminal.back()
}

async function hasPin(person: string): Promise<boolean> {
  try {
    const people = await request<{ id: string; pin: boolean }[]>("GET", "/api/people", undefined, PIN_PATIENCE_MS)
    return people.some(({ id, pin }) => id === person && pin)
  } catch {
    return false
  }
}

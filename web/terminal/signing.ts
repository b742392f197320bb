// Signing in: a badge speaks for itself, a name asks for its PIN where one is set.
import { Refused, request, Unreachable } from "../net/http"
import { browserKeep } from "../net/ids"
import { Proofs } from "./proofs"
import type { Terminal } from "./terminal"

/** The server is not waited for longer: an outage must not hold up a shift. */
const PATIENCE_MS = 3_000
/** Who has a PIN, as the server said last. */
const PINNED = "sprue.pinned"
/** HTTP's "too many requests": the server is there, and wants no more guesses. */
const TOO_MANY = 429

const proofs = new Proofs(browserKeep, globalThis.crypto.subtle, () => Date.now())

/** A name was tapped: on to the PIN where one is set. */
export async function greet(terminal: Terminal, person: string): Promise<void> {
  if (await hasPin(person)) terminal.show({ name: "pin", person })
  else await signIn(terminal, { person })
}

/** Signs somebody in by badge or by name; a name that has a PIN asks for it. True: signed in, or kept for sending. */
export async function signIn(terminal: Terminal, who: { badge: string } | { person: string; proof?: string }): Promise<boolean> {
  const sent = await terminal.sender.send("badge_in", { ...who, machine: terminal.id })
  if (sent.status === "refused") {
    const { code } = sent.refused.refusal
    if (code === "wrong_pin" && "person" in who) terminal.show({ name: "pin", person: who.person })
    else terminal.refuse(sent.refused)
    return false
  }
  return reports(terminal, "person" in who ? who.person : null)
}

/** Signs somebody in by PIN: the server says whether it is right; while it is away, what this tablet knows. */
export async function signInByPin(terminal: Terminal, person: string, pin: string): Promise<boolean> {
  // What waits goes first: a sign-in that overtakes it would be taken back by an older sign-out.
  if (terminal.sender.unsent.value !== 0) return openAlone(terminal, person, pin)
  try {
    const answer = await terminal.sender.ask("badge_in", { person, pin, machine: terminal.id }, PATIENCE_MS)
    if (answer.status !== "question" && answer.proof !== undefined) void proofs.seal(person, pin, answer.proof).catch(console.warn)
    return reports(terminal, person)
  } catch (failure) {
    if (failure instanceof Refused) terminal.refuse(failure)
    else if (failure instanceof Unreachable && failure.status === TOO_MANY) {
      const t = terminal.t.value
      terminal.tell({ tone: "act", title: t("refused"), text: t("pin.too_many") })
    } else return openAlone(terminal, person, pin)
    return false
  }
}

async function openAlone(terminal: Terminal, person: string, pin: string): Promise<boolean> {
  const t = terminal.t.value
  const opened = await proofs.open(person, pin)
  if (opened.as === "open") return signIn(terminal, { person, proof: opened.proof })
  if (opened.as === "wrong") terminal.tell({ tone: "act", title: t("pin.wrong"), text: t("pin.left", { count: opened.left }) })
  else terminal.tell({ tone: "wait", title: t("pin.alone"), text: t("pin.alone.what") })
  return false
}

function reports(terminal: Terminal, person: string | null): true {
  terminal.shared.reporter.value = person
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

/** Asks the server who has a PIN, and keeps it for when it is away. */
export async function learnPins(): Promise<readonly string[]> {
  const people = await request<{ id: string; pin: boolean }[]>("GET", "/api/people", undefined, PATIENCE_MS)
  const pinned = people.filter(({ pin }) => pin).map(({ id }) => id)
  browserKeep.set(PINNED, JSON.stringify(pinned))
  return pinned
}

async function hasPin(person: string): Promise<boolean> {
  try {
    return (await learnPins()).includes(person)
  } catch {
    return lastPinned().includes(person)
  }
}

function lastPinned(): readonly string[] {
  try {
    return JSON.parse(browserKeep.get(PINNED) ?? "[]") as string[]
  } catch {
    return []
  }
}

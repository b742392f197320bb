// What became of reports that were sent long after they were made: nobody stands there for the answer any more.
import { effect } from "@preact/signals"
import type { Command, CommandKind } from "../net/commands"
import type { Room } from "./room"
import type { Terminal } from "./terminal"
import { reasonText, type TerminalKey } from "./texts"

/** Says what became of commands that were sent late: refused ones, and those that became questions. */
export function tellLate(room: Room): void {
  const { sender } = room
  const terminal = () => room.active.peek()
  const timeOf = ({ happened_at }: Command) => (happened_at === null ? "–" : terminal().format.peek().time(happened_at))
  effect(() => {
    const last = sender.refusedLate.value.at(-1)
    if (last === undefined) return
    const t = terminal().t.peek()
    const text = t("refused_late.what", { time: timeOf(last.command), message: last.message })
    terminal().tell({ tone: "act", title: t("refused_late", { what: nameOf(terminal(), last.command) }), text, late: "refused" })
  })
  effect(() => {
    const last = sender.answers.value.at(-1)
    if (last === undefined || !last.late || last.answer.status !== "question") return
    const t = terminal().t.peek()
    const text = t("question_late.what", { time: timeOf(last.command), reason: reasonText(t, last.answer.reason) })
    terminal().tell({ tone: "wait", title: t("question_late", { what: nameOf(terminal(), last.command) }), text, late: "question" })
  })
}

const NAMES: Partial<Record<CommandKind, TerminalKey>> = {
  start: "start", pause: "pause", resume: "resume", finish: "finish", raise_problem: "problem", badge_in: "pin.ok", badge_out: "people.out", scan_goods: "goods.scan",
}
/** What was scanned, where the report names labels. */
const codesOf = ({ codes }: Command): unknown[] => (Array.isArray(codes) ? codes : [])

function nameOf(terminal: Terminal, command: Command): string {
  const key = NAMES[command.kind]
  const what = [key === undefined ? command.kind : terminal.t.peek()(key), command["operation"], ...codesOf(command), command["person"]]
  return what.filter((part) => typeof part === "string").join(" · ")
}

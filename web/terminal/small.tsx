// Small screens: why pause, and the reports that a planner looks at.
import breakIcon from "@tabler/icons/outline/coffee.svg?raw"
import shiftIcon from "@tabler/icons/outline/sunset.svg?raw"
import jobIcon from "@tabler/icons/outline/arrows-exchange.svg?raw"
import waitIcon from "@tabler/icons/outline/hourglass.svg?raw"
import toolIcon from "@tabler/icons/outline/tool.svg?raw"
import measureIcon from "@tabler/icons/outline/ruler-2.svg?raw"
import helpIcon from "@tabler/icons/outline/heart-handshake.svg?raw"
import meetingIcon from "@tabler/icons/outline/users.svg?raw"
import otherIcon from "@tabler/icons/outline/dots.svg?raw"
import leaderIcon from "@tabler/icons/outline/message-2.svg?raw"
import urgentIcon from "@tabler/icons/outline/urgent.svg?raw"
import setupIcon from "@tabler/icons/outline/adjustments.svg?raw"
import handIcon from "@tabler/icons/outline/hand-grab.svg?raw"
import { Icon } from "../draw/icon"
import type { QuestionRow, StationRow } from "../model/wire"
import { Panel } from "./panel"
import type { Terminal } from "./terminal"
import { reasonText, type TerminalKey } from "./texts"
import { openQuestions } from "./views"

const REASONS = {
  break: breakIcon, shift_end: shiftIcon, other_job: jobIcon, waiting: waitIcon, tool: toolIcon, measure: measureIcon,
  help: helpIcon, meeting: meetingIcon, other: otherIcon,
} as const

export function PauseReasons({ terminal }: { terminal: Terminal }) {
  const t = terminal.t.value
  const job = terminal.job.value
  if (job === null) return null
  return (
    <Panel terminal={terminal} title={t("pause.why")} what={`${job.mold} ${job.part_name} · ${job.name}`}>
      <div class="nine">
        {(Object.keys(REASONS) as (keyof typeof REASONS)[]).map((reason) => (
          <button key={reason} class="tile problem-tile" data-reason={reason} onClick={() => void terminal.pause(job, reason)}>
            <Icon svg={REASONS[reason]} size={64} />
            <b>{t(`pause.${reason}`)}</b>
          </button>
        ))}
      </div>
    </Panel>
  )
}

const OTHERS = {
  said: leaderIcon, urgent: urgentIcon, same_setup: setupIcon, at_hand: handIcon, waiting: waitIcon, other: otherIcon,
} as const

/** Another job than the recommended one: one tile says why, and starts it. */
export function WhyOther({ terminal, row, operation }: { terminal: Terminal; row: StationRow; operation: string }) {
  const t = terminal.t.value
  const item = row.queue.find((other) => other.operation === operation)
  if (item === undefined) return null
  return (
    <Panel terminal={terminal} title={t("other.why")} what={`${item.mold} ${item.part_name} · ${item.name}`}>
      <div class="nine six">
        {(Object.keys(OTHERS) as (keyof typeof OTHERS)[]).map((reason) => (
          <button key={reason} class="tile problem-tile" data-reason={reason} onClick={() => void terminal.start(item, reason)}>
            <Icon svg={OTHERS[reason]} size={64} />
            <b>{t(`other.${reason}`)}</b>
          </button>
        ))}
      </div>
    </Panel>
  )
}

const COMMANDS: ReadonlySet<string> = new Set(["start", "pause", "resume", "finish"])

function Question({ terminal, row }: { terminal: Terminal; row: QuestionRow }) {
  const t = terminal.t.value
  const elsewhere = (machine: string | null): string => (machine === null || machine === terminal.id ? "" : machine)
  const key = (COMMANDS.has(row.command) ? `asked.${row.command}` : "asked.other") as TerminalKey
  return (
    <li data-question={row.id}>
      <b class="asked-time">{terminal.format.value.time(row.at)}</b>
      <span>
        <b>{t(key, { what: row.operation ?? row.command })}</b>
        <span class="mu">{[reasonText(t, row.reason), row.person_name, elsewhere(row.machine)].filter(Boolean).join(" · ")}</span>
        {row.other_at !== null && (
          <span class="mu asked-side">
            {t("asked.side", { who: row.other_person_name || t("asked.somebody"), time: terminal.format.value.time(row.other_at) })}
            {elsewhere(row.other_machine) && ` · ${elsewhere(row.other_machine)}`}
          </span>
        )}
      </span>
    </li>
  )
}

export function AskedList({ terminal }: { terminal: Terminal }) {
  const t = terminal.t.value
  return (
    <Panel terminal={terminal} title={t("asked.title")}>
      <p class="mu asked-what">{t("asked.what")}</p>
      <ul class="asked-list">
        {openQuestions(terminal.feed.store.tables.questions.value.values()).map((row) => (
          <Question key={row.id} terminal={terminal} row={row} />
        ))}
      </ul>
    </Panel>
  )
}

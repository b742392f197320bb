// What is wrong: nine tiles, one tap sends. And the problems that are still open at this machine.
import electrodeIcon from "@tabler/icons/outline/bolt.svg?raw"
import programIcon from "@tabler/icons/outline/code.svg?raw"
import drawingIcon from "@tabler/icons/outline/file-unknown.svg?raw"
import machineIcon from "@tabler/icons/outline/settings.svg?raw"
import qualityIcon from "@tabler/icons/outline/ruler-measure.svg?raw"
import materialIcon from "@tabler/icons/outline/package-off.svg?raw"
import toolingIcon from "@tabler/icons/outline/tools.svg?raw"
import personIcon from "@tabler/icons/outline/user-off.svg?raw"
import otherIcon from "@tabler/icons/outline/dots.svg?raw"
import handIcon from "@tabler/icons/outline/hand-stop.svg?raw"
import checkIcon from "@tabler/icons/outline/check.svg?raw"
import { Icon } from "../draw/icon"
import type { ProblemKind, ProblemRow, StationRow } from "../model/wire"
import { stationName } from "./head"
import { Panel } from "./panel"
import type { Terminal } from "./terminal"
import { CALLS, likelyProblem, openProblems, problemTiles } from "./views"

const ICONS: Record<ProblemKind, string> = {
  electrode: electrodeIcon, program: programIcon, drawing: drawingIcon, machine: machineIcon, quality: qualityIcon,
  material: materialIcon, tooling: toolingIcon, person: personIcon, other: otherIcon,
}

function Tile({ terminal, kind, likely }: { terminal: Terminal; kind: ProblemKind; likely: boolean }) {
  const t = terminal.t.value
  const { department, minutes } = CALLS[kind]
  return (
    <button class={likely ? "tile problem-tile likely" : "tile problem-tile"} data-problem-kind={kind} onClick={() => void terminal.raise(kind)}>
      {likely && <small class="mu">{t("problem.likely")}</small>}
      <Icon svg={ICONS[kind]} size={64} />
      <span>
        <b>{terminal.words.value.problem(kind)}</b>
        <span class="mu">{t("problem.calls", { department: terminal.words.value.department(department), minutes })}</span>
      </span>
    </button>
  )
}

export function ProblemTiles({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  const t = terminal.t.value
  const job = terminal.job.value
  const where = [stationName(terminal, row), job === null ? "" : `${job.mold} ${job.part_name}`, job?.name ?? ""].filter(Boolean).join(" · ")
  const likely = likelyProblem(row.kind)
  return (
    <Panel terminal={terminal} title={t("problem.which")} what={where} tone="act">
      <div class="nine">
        {problemTiles(row.kind).map((kind) => (
          <Tile key={kind} terminal={terminal} kind={kind} likely={kind === likely} />
        ))}
      </div>
      <p class="one-tap">
        <b>{t("problem.one_tap")}</b>
        <span class="mu">{t("problem.one_tap.what")}</span>
      </p>
    </Panel>
  )
}

function whoText(terminal: Terminal, row: ProblemRow): string {
  const t = terminal.t.value
  const called = row.called_name || terminal.words.value.department(row.department)
  return row.status === "acknowledged" ? t("problem.taken", { name: row.acknowledged_by_name || called }) : t("problem.called", { name: called })
}

const overdue = (row: ProblemRow, now: number): boolean => row.status === "open" && now > Date.parse(row.acknowledge_by)

/** The open problems of this machine, above the job. */
export function OpenProblems({ terminal }: { terminal: Terminal }) {
  const rows = openProblems(terminal.feed.store.tables.problems.value.values(), terminal.id)
  if (rows.length === 0) return null
  const row = rows[0] as ProblemRow
  const kind = terminal.words.value.problem(row.kind)
  const minutes = (terminal.now - Date.parse(row.raised_at)) / 60_000
  const mood = overdue(row, terminal.now) ? "overdue" : row.status
  return (
    <button class={`open-problem open-${mood}`} data-problem={row.id} onClick={() => terminal.show({ name: "open", problem: row.id })}>
      <b class="open-age">{terminal.format.value.minutesText(minutes)}</b>
      <span class="one-line">
        {terminal.t.value("problem.open", { kind, who: whoText(terminal, row) })}
        {row.mold !== null && ` · ${row.mold}`}
      </span>
      {rows.length > 1 && <b>+{rows.length - 1}</b>}
    </button>
  )
}

function OneProblem({ terminal, row }: { terminal: Terminal; row: ProblemRow }) {
  const t = terminal.t.value
  const format = terminal.format.value
  const kind = terminal.words.value.problem(row.kind)
  const minutes = format.minutes((terminal.now - Date.parse(row.raised_at)) / 60_000)
  const mood = overdue(row, terminal.now) ? "overdue" : row.status
  const time = format.time(row.raised_at)
  return (
    <section class={`card one-problem open-${mood}`} data-problem={row.id}>
      <div class="one-problem-age">
        <b>{minutes.number}</b>
        <span>{minutes.unit}</span>
      </div>
      <div class="one-problem-text">
        <h2>{t("problem.open", { kind, who: whoText(terminal, row) })}</h2>
        <p>{[row.mold, row.part_name, row.note].filter(Boolean).join(" · ")}</p>
        <p class="mu">
          {row.raised_by_name ? t("problem.raised.by", { time, name: row.raised_by_name }) : t("problem.raised", { time })}
        </p>
      </div>
      <div class="one-problem-buttons">
        {row.status === "open" && (
          <button class="second" data-do="acknowledge" onClick={() => void terminal.acknowledge(row.id)}>
            <Icon svg={handIcon} size={36} /> {t("problem.acknowledge")}
          </button>
        )}
        <button class="second" data-do="resolve" onClick={() => void terminal.resolve(row.id)}>
          <Icon svg={checkIcon} size={36} /> {t("problem.resolve")}
        </button>
      </div>
    </section>
  )
}

export function ProblemList({ terminal }: { terminal: Terminal }) {
  const rows = openProblems(terminal.feed.store.tables.problems.value.values(), terminal.id)
  return (
    <Panel terminal={terminal} title={terminal.t.value("problem.on")}>
      <div class="problem-list">
        {rows.map((row) => (
          <OneProblem key={row.id} terminal={terminal} row={row} />
        ))}
      </div>
    </Panel>
  )
}

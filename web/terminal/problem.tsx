// What is wrong: nine tiles, one tap sends. And the problems that are still open at this machine.
import cameraIcon from "@tabler/icons/outline/camera.svg?raw"
import electrodeIcon from "@tabler/icons/outline/bolt.svg?raw"
import programIcon from "@tabler/icons/outline/code.svg?raw"
import drawingIcon from "@tabler/icons/outline/file-unknown.svg?raw"
import machineIcon from "@tabler/icons/outline/settings.svg?raw"
import qualityIcon from "@tabler/icons/outline/ruler-measure.svg?raw"
import materialIcon from "@tabler/icons/outline/package-off.svg?raw"
import toolingIcon from "@tabler/icons/outline/tools.svg?raw"
import personIcon from "@tabler/icons/outline/user-off.svg?raw"
import otherIcon from "@tabler/icons/outline/dots.svg?raw"
import alertIcon from "@tabler/icons/outline/alert-triangle.svg?raw"
import arrivedIcon from "@tabler/icons/outline/map-pin.svg?raw"
import handIcon from "@tabler/icons/outline/hand-stop.svg?raw"
import checkIcon from "@tabler/icons/outline/check.svg?raw"
import { Icon } from "../draw/icon"
import type { ProblemKind, ProblemRow, StationRow } from "../model/wire"
import { stationName } from "./head"
import { Panel } from "./panel"
import type { Terminal } from "./terminal"
import { callsFor, isCalled, likelyProblem, openProblems, problemTiles } from "./views"

const ICONS: Partial<Record<ProblemKind, string>> = {
  electrode: electrodeIcon, program: programIcon, drawing: drawingIcon, machine: machineIcon, quality: qualityIcon,
  material: materialIcon, tooling: toolingIcon, person: personIcon, other: otherIcon,
}

function Tile({ terminal, kind, likely }: { terminal: Terminal; kind: ProblemKind; likely: boolean }) {
  const t = terminal.t.value
  const minutes = terminal.feed.store.tables.calls.value.get(kind)?.acknowledge_minutes ?? 0
  return (
    <button class={likely ? "tile problem-tile likely" : "tile problem-tile"} data-problem-kind={kind} onClick={() => void terminal.raise(kind)}>
      {likely && <small class="mu">{t("problem.likely")}</small>}
      <Icon svg={ICONS[kind] ?? alertIcon} size={64} />
      <span>
        <b>{terminal.words.value.problem(kind)}</b>
        <span class="mu">{minutes > 0 && t("problem.calls", { department: terminal.called(kind), minutes })}</span>
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
  const called = row.called.join(" · ") || terminal.words.value.department(row.department)
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
  const me = terminal.me
  return (
    <section class={`card one-problem open-${mood}`} data-problem={row.id}>
      <div class="one-problem-age">
        <b>{minutes.number}</b>
        <span>{minutes.unit}</span>
      </div>
      <div class="one-problem-text">
        <h2>{t("problem.open", { kind, who: whoText(terminal, row) })}</h2>
        <p>{[row.machine === null || row.machine === terminal.id ? "" : terminal.machineName(row.machine), row.mold, row.part_name, row.note].filter(Boolean).join(" · ")}</p>
        <p class="mu">
          {t("problem.level", { level: row.level })} ·{" "}
          {row.raised_by_name ? t("problem.raised.by", { time, name: row.raised_by_name }) : t("problem.raised", { time })}
        </p>
      </div>
      <div class="one-problem-buttons">
        {(row.status === "open" || (me !== undefined && isCalled(row, me))) && (
          <button class="second" data-do="acknowledge" onClick={() => void terminal.acknowledge(row.id)}>
            <Icon svg={handIcon} size={36} /> {t("problem.acknowledge")}
          </button>
        )}
        {row.status === "acknowledged" && row.answered_at === null && (
          <button class="second" data-do="answer" onClick={() => void terminal.answer(row.id)}>
            <Icon svg={arrivedIcon} size={36} /> {t("problem.answer")}
          </button>
        )}
        <label class="second picture" data-do="picture">
          <Icon svg={cameraIcon} size={36} /> {row.photos.length > 0 ? row.photos.length : t("checks.photo")}
          <input
            type="file" accept="image/*" capture="environment"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0]
              event.currentTarget.value = ""
              if (file !== undefined) void terminal.picture(row.id, file)
            }}
          />
        </label>
        <button class="second" data-do="resolve" onClick={() => void terminal.resolve(row.id)}>
          <Icon svg={checkIcon} size={36} /> {t("problem.resolve")}
        </button>
      </div>
    </section>
  )
}

/** Calls for the department of whoever is signed in, wherever they come from: one tap takes the oldest. */
export function DepartmentCalls({ terminal }: { terminal: Terminal }) {
  const rows = callsFor(terminal.feed.store.tables.problems.value.values(), terminal.me)
  const row = rows[0]
  if (row === undefined || terminal.person.value === null) return null
  const t = terminal.t.value
  const place = row.machine === null ? "" : terminal.machineName(row.machine)
  const late = overdue(row, terminal.now)
  return (
    <section class={`department-call ${late ? "open-overdue" : "open-open"}`} data-call={row.id}>
      <button class="department-what" onClick={() => terminal.show({ name: "calls" })}>
        <b class="open-age">{terminal.format.value.minutesText((terminal.now - Date.parse(row.raised_at)) / 60_000)}</b>
        <span class="one-line">{[terminal.words.value.problem(row.kind), place, row.mold].filter(Boolean).join(" · ")}</span>
        {rows.length > 1 && <b>+{rows.length - 1}</b>}
      </button>
      <button class="second" data-do="take" onClick={() => void terminal.acknowledge(row.id)}>
        <Icon svg={handIcon} size={36} /> {t("problem.acknowledge")}
      </button>
    </section>
  )
}

export function CallList({ terminal }: { terminal: Terminal }) {
  const rows = callsFor(terminal.feed.store.tables.problems.value.values(), terminal.me)
  return (
    <Panel terminal={terminal} title={terminal.t.value("problem.for_you")}>
      <div class="problem-list">
        {rows.map((row) => (
          <OneProblem key={row.id} terminal={terminal} row={row} />
        ))}
      </div>
    </Panel>
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

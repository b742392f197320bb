// What pages show other than as a table: the plan's bars, the list of molds, open problems, as tables.
import type { MoldRow, OperationRow, ProblemRow } from "../../model/wire"
import type { Desk } from "../context"
import type { Page } from "../route"
import type { CellOut, TableOut } from "./reading"
import { outTexts, type OutKey } from "./words"

type Column<Row> = [OutKey, (row: Row) => CellOut]

const MINUTES_AN_HOUR = 60
const MINUTES_A_DAY = 1440
const at = (moment: string | null | undefined): CellOut => (moment ? { at: moment } : null)
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

function table<Row>(desk: Desk, name: OutKey, columns: readonly Column<Row>[], rows: readonly Row[]): TableOut {
  const t = outTexts(desk.language)
  return { name: t(name), columns: columns.map(([title]) => t(title)), rows: rows.map((row) => columns.map(([, cell]) => cell(row))) }
}

/** What is planned, machine by machine in the order of work: the dispatch list of the whole shop. */
function plan(desk: Desk): TableOut {
  const rows = [...desk.store.tables.operations.value.values()].filter(({ plan }) => plan !== null)
  rows.sort((a, b) => (a.machine ?? "~").localeCompare(b.machine ?? "~", "en", { numeric: true }) || Date.parse(a.plan?.setup ?? "") - Date.parse(b.plan?.setup ?? ""))
  const { parts, molds, machines } = desk.store.tables
  const columns: Column<OperationRow>[] = [
    ["machine", (one) => one.machine ?? desk.t("outside")],
    ["machine.name", (one) => machines.value.get(one.machine ?? "")?.name ?? null],
    ["setup.at", (one) => at(one.plan?.setup)],
    ["start", (one) => at(one.plan?.run)],
    ["end", (one) => at(one.plan?.end)],
    ["mold", (one) => one.mold],
    ["mold.name", (one) => molds.value.get(one.mold)?.name ?? null],
    ["part", (one) => one.part],
    ["part.name", (one) => parts.value.get(one.part)?.name ?? null],
    ["operation", (one) => one.id],
    ["name", (one) => one.name],
    ["state", (one) => desk.words.work(one.work)],
    ["setup.minutes", (one) => one.setup_minutes],
    ["run.minutes", (one) => one.run_minutes],
    ["slack.hours", (one) => (one.plan?.slack == null ? null : rounded(one.plan.slack / MINUTES_AN_HOUR, 1))],
    ["ready", (one) => (one.ready ? "✓" : null)],
  ]
  return table(desk, "plan", columns, rows)
}

function molds(desk: Desk): TableOut {
  const columns: Column<MoldRow>[] = [
    ["mold", (one) => one.id],
    ["name", (one) => one.name],
    ["order", (one) => one.order],
    ["customer", (one) => one.customer],
    ["t1.due", (one) => at(one.t1_due)],
    ["t1.expected", (one) => at(one.t1_projected)],
    ["due", (one) => at(one.due)],
    ["delivery.expected", (one) => at(one.delivery_projected)],
    ["late.days", (one) => (one.late_minutes === null ? null : rounded(one.late_minutes / MINUTES_A_DAY, 2))],
    ["chance", (one) => one.chance],
    ["done", (one) => one.done],
    ["total", (one) => one.total],
    ["problems", (one) => one.problems],
  ]
  return table(desk, "molds", columns, [...desk.store.tables.molds.value.values()])
}

function problems(desk: Desk): TableOut {
  const { words } = desk
  const columns: Column<ProblemRow>[] = [
    ["kind", (one) => words.problem(one.kind)],
    ["state", (one) => words.status(one.status)],
    ["level", (one) => one.level],
    ["machine", (one) => one.machine],
    ["mold", (one) => one.mold],
    ["part.name", (one) => one.part_name],
    ["operation", (one) => one.operation],
    ["note", (one) => one.note],
    ["raised", (one) => at(one.raised_at)],
    ["raised.by", (one) => one.raised_by_name],
    ["department", (one) => words.department(one.department)],
    ["called", (one) => one.called_name],
    ["taken", (one) => at(one.acknowledged_at)],
    ["taken.by", (one) => one.acknowledged_by_name],
    ["answered", (one) => at(one.answered_at)],
    ["expected", (one) => at(one.expected)],
    ["solved", (one) => at(one.resolved_at)],
    ["solved.by", (one) => one.resolved_by_name],
    ["answer", (one) => one.answer],
    ["slips", (one) => one.impact?.count ?? null],
    ["slips.late", (one) => one.impact?.late ?? null],
  ]
  const rows = [...desk.store.tables.problems.value.values()].sort((a, b) => Date.parse(b.raised_at) - Date.parse(a.raised_at))
  return table(desk, "problems", columns, rows)
}

const OWN: Partial<Record<Page, (desk: Desk) => TableOut>> = { plan, molds, problems }

export function ownTables(desk: Desk, page: Page): TableOut[] {
  const own = OWN[page]
  return own === undefined ? [] : [own(desk)]
}

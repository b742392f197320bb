// What the wall shows, computed from rows; no DOM, no signals.
import type { Format } from "../draw/format"
import type { KindRow, MachineLight, MachineRow, MoldRow, ProblemRow, TodayRow } from "../model/wire"

const MINUTE = 60_000
const DAY = 86_400_000

export type MoldCounts = { total: number; onTime: number; atRisk: number; late: number }

/** Molds that are not finished, counted by how safe their next date is. */
export function moldCounts(molds: Iterable<MoldRow>): MoldCounts {
  const counts = { total: 0, onTime: 0, atRisk: 0, late: 0 }
  for (const mold of molds) {
    if (mold.light === "done") continue
    counts.total += 1
    if (mold.light === "on_time") counts.onTime += 1
    if (mold.light === "at_risk") counts.atRisk += 1
    if (mold.light === "late") counts.late += 1
  }
  return counts
}

/** Date of the next open milestone and where the plan puts it. */
export function nextDates(mold: MoldRow): { due: number; projected: number } | null {
  const first = mold.milestone === "T1"
  const due = first ? mold.t1_due : mold.due
  const projected = first ? mold.t1_projected : mold.delivery_projected
  if (mold.milestone === null || due === null || projected === null) return null
  return { due: Date.parse(due), projected: Date.parse(projected) }
}

const RANK: Record<MoldRow["light"], number> = { late: 0, at_risk: 1, no_date: 2, on_time: 3, done: 4 }

/** The molds that are not safe, the worst first. */
export function unsafe(molds: Iterable<MoldRow>): MoldRow[] {
  return [...molds]
    .filter((mold) => mold.light === "late" || mold.light === "at_risk")
    .sort((a, b) => RANK[a.light] - RANK[b.light] || (b.late_minutes ?? 0) - (a.late_minutes ?? 0) || a.id.localeCompare(b.id))
}

/** Safe molds for the rows that are left, the next date first: what comes up when nothing is wrong. */
export function nextSafe(molds: Iterable<MoldRow>, most: number): MoldRow[] {
  const due = (mold: MoldRow): number => nextDates(mold)?.due ?? Number.POSITIVE_INFINITY
  return [...molds]
    .filter((mold) => mold.light === "on_time" && nextDates(mold) !== null)
    .sort((a, b) => due(a) - due(b) || a.id.localeCompare(b.id))
    .slice(0, Math.max(0, most))
}

export type Milestone = { mold: string; name: string; milestone: "T1" | "delivery"; due: number; light: MoldRow["light"]; late: number | null }

/** Next dates of open molds, soonest first. */
export function milestones(molds: Iterable<MoldRow>): Milestone[] {
  const found: Milestone[] = []
  for (const mold of molds) {
    const dates = mold.light === "done" ? null : nextDates(mold)
    if (dates === null || mold.milestone === null) continue
    found.push({ mold: mold.id, name: mold.name, milestone: mold.milestone, due: dates.due, light: mold.light, late: mold.late_minutes })
  }
  return found.sort((a, b) => a.due - b.due || a.mold.localeCompare(b.mold))
}

export type Axis = { from: number; to: number; ticks: { at: number; label: string; today: boolean }[] }

/**
 * The time line of the molds shown: from today, or from the oldest date where one is past, to a little after the last.
 * Ticks are today and Mondays, thinned out to four, and never closer to today than a label is wide.
 */
export function axisOf(moments: readonly number[], now: number, format: Format): Axis {
  const first = Math.min(now, ...moments)
  const last = Math.max(now + 7 * DAY, ...moments)
  const margin = (last - first) * 0.06
  const from = first - (first < now ? margin : margin / 2)
  const to = last + margin
  const ticks = [{ at: now, label: String(format.read(now).day), today: true }]
  const mondays: number[] = []
  for (let at = from; at < to; at += DAY) if (format.read(at).weekday === 1) mondays.push(at)
  const every = Math.max(1, Math.ceil(mondays.length / 4))
  const room = (to - from) * 0.1
  for (const [i, at] of mondays.entries()) {
    if (i % every !== 0 || Math.abs(at - now) < room || at > to - room / 2) continue
    const { day, month } = format.read(at)
    ticks.push({ at, label: every > 2 ? `${month}-${day}` : String(day), today: false })
  }
  return { from, to, ticks }
}

/** Place of `at` on the axis, 0 to 1. */
export const placeOn = (axis: Axis, at: number): number =>
  Math.min(1, Math.max(0, (at - axis.from) / (axis.to - axis.from)))

export type ProblemView = { row: ProblemRow; minutes: number; mood: "overdue" | "open" | "acknowledged" }

/** Problems not solved: overdue first, then unanswered, then taken; the longest first. */
export function problemViews(rows: Iterable<ProblemRow>, now: number): ProblemView[] {
  const order = { overdue: 0, open: 1, acknowledged: 2 }
  return [...rows]
    .filter((row) => row.status !== "resolved")
    .map((row): ProblemView => {
      const late = now > Date.parse(row.status === "open" ? row.acknowledge_by : row.answer_by)
      const mood = late && row.answered_at === null ? "overdue" : row.status === "open" ? "open" : "acknowledged"
      return { row, mood, minutes: (now - Date.parse(row.raised_at)) / MINUTE }
    })
    .sort((a, b) => order[a.mood] - order[b.mood] || b.row.level - a.row.level || b.minutes - a.minutes || a.row.id.localeCompare(b.row.id))
}

/** When the last problem was solved. */
export function lastSolved(rows: Iterable<ProblemRow>): string | null {
  let last: string | null = null
  for (const { resolved_at } of rows) if (resolved_at !== null && (last === null || resolved_at > last)) last = resolved_at
  return last
}

/** Places where people sit or stand, not machines: they are counted, not drawn one by one. */
const isSeat = (kind: string): boolean => kind.endsWith("_seat")
const isBench = (kind: string): boolean => kind.endsWith("_bench")
const isPlace = (kind: string): boolean => isSeat(kind) || isBench(kind)
const isAbsent = (kind: string): boolean => kind.startsWith("outsource_") || kind.startsWith("wait_")
export const isMachineKind = (kind: string): boolean => !isSeat(kind) && !isBench(kind) && !isAbsent(kind)

const BUSY: ReadonlySet<MachineLight> = new Set(["running", "setup", "unattended"])

export type Group = { id: string; machines: MachineRow[] }
export type Places = { id: string; busy: number; total: number }

/** The order of the trade, not of the alphabet; kinds the shop made up come after. */
const TRADE = [
  "cnc_gantry", "cnc_rough", "cnc_finish", "cnc_5axis", "robot_cell", "graphite_mill", "edm_sinker", "wire_edm_slow",
  "wire_edm_medium", "edm_drill", "deep_hole_drill", "surface_grinder", "conventional_mill", "radial_drill", "lathe",
  "cmm", "spotting_press", "trial_press", "laser_welder",
]
const rank = (kind: string): number => {
  const place = TRADE.indexOf(kind)
  return place < 0 ? TRADE.length : place
}

const byNumber = (a: MachineRow, b: MachineRow): number => a.id.localeCompare(b.id, "en", { numeric: true })

/** Machines by kind, in the order of the trade; `places`: benches and seats too. */
export function groups(machines: Iterable<MachineRow>, places = false): Group[] {
  const found = new Map<string, MachineRow[]>()
  for (const machine of machines) {
    if (!isMachineKind(machine.kind) && !(places && isPlace(machine.kind))) continue
    found.set(machine.kind, [...(found.get(machine.kind) ?? []), machine])
  }
  return [...found]
    .map(([id, rows]) => ({ id, machines: rows.sort(byNumber) }))
    .sort((a, b) => rank(a.id) - rank(b.id) || a.id.localeCompare(b.id))
}

/** Benches by kind and all office seats together: how many work. */
export function places(machines: Iterable<MachineRow>): Places[] {
  const found = new Map<string, Places>()
  for (const { kind, light } of machines) {
    if (!isPlace(kind)) continue
    const id = isSeat(kind) ? "seats" : kind
    const place = found.get(id) ?? { id, busy: 0, total: 0 }
    found.set(id, { id, busy: place.busy + (BUSY.has(light) ? 1 : 0), total: place.total + 1 })
  }
  return [...found.values()].sort((a, b) => Number(a.id === "seats") - Number(b.id === "seats") || b.total - a.total)
}

/** Lights that are counted under another one: the head has room for seven counts, the tiles tell them apart. */
const COUNTED_AS: Partial<Record<MachineLight, MachineLight>> = { paused: "waiting", maintenance: "idle" }

/** How many machines show which light; benches and seats are not machines unless `places`. */
export function lightCounts(machines: Iterable<MachineRow>, places = false): [MachineLight, number][] {
  const order: MachineLight[] = ["running", "unattended", "setup", "waiting", "idle", "down", "no_data"]
  const counts = new Map<MachineLight, number>()
  for (const { kind, light } of machines) {
    const counted = COUNTED_AS[light] ?? light
    if (isMachineKind(kind) || (places && isPlace(kind))) counts.set(counted, (counts.get(counted) ?? 0) + 1)
  }
  return order.filter((light) => counts.has(light)).map((light) => [light, counts.get(light) ?? 0])
}

/** Share of the operation on a machine that is done by the clock, 0 to 1; null when nothing runs. */
export function shareDone(machine: MachineRow, now: number): number | null {
  if (machine.started === null || machine.ends === null) return null
  const from = Date.parse(machine.started)
  const to = Date.parse(machine.ends)
  return to <= from ? 1 : Math.min(1, Math.max(0, (now - from) / (to - from)))
}

/** Letters so large that the longest mold number still fits its column of 134 px. */
export const moldSize = (ids: readonly string[]): number =>
  Math.min(38, Math.floor(134 / (0.64 * Math.max(1, ...ids.map((id) => id.length)))))

/** A mold's number without the letter that all of them share: M2614 → 2614; at most five characters. */
export const shortMold = (mold: string): string => mold.replace(/^[A-Za-z]+[-_]?(?=\d)/, "").slice(-5)

export type TileSize = { width: number; height: number; label: number; gap: number; between: number; rowGap: number }
/** From large ones for a room's few machines over the size of the drawing down to the least that is still read. */
export const TILE_SIZES: readonly TileSize[] = [
  { width: 112, height: 96, label: 34, gap: 8, between: 22, rowGap: 10 },
  { width: 80, height: 72, label: 30, gap: 6, between: 18, rowGap: 10 },
  { width: 72, height: 68, label: 28, gap: 5, between: 14, rowGap: 8 },
  { width: 66, height: 52, label: 26, gap: 4, between: 12, rowGap: 3 },
]

export type Block = { id: string; tiles: number; labelWidth: number }
export type Flow = { size: TileSize; rows: string[][]; left: string[] }

const blockWidth = (block: Block, size: TileSize): number =>
  Math.max(block.tiles * size.width + (block.tiles - 1) * size.gap, block.labelWidth)

/** Blocks set in rows like words in lines. */
function wrapped(blocks: readonly Block[], size: TileSize, width: number): string[][] {
  const rows: string[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const block of blocks) {
    const needed = blockWidth(block, size)
    if (used + size.between + needed > width) {
      rows.push([])
      used = needed
    } else used += size.between + needed
    rows.at(-1)?.push(block.id)
  }
  return rows
}

/** A job is soon when it is planned to begin within this time, ms: one that begins later need not be ready yet. */
const SOON_MS = 2 * 3_600_000

/** Whether the next job of a machine should be ready and is not. */
export function nextIsMissing(machine: MachineRow, now: number): boolean {
  const { next, light } = machine
  if (next === null || next.ready || light === "down") return false
  return next.start === null || Date.parse(next.start) < now + SOON_MS
}

const heightOf = (rows: number, size: TileSize): number =>
  rows * (size.label + size.height) + Math.max(0, rows - 1) * size.rowGap

/** The gap between rows that spreads them over the place they have, a little. */
export function spread(rows: number, size: TileSize, height: number): number {
  const free = Math.max(0, height - heightOf(rows, size))
  return size.rowGap + (rows > 1 ? Math.min(14, Math.floor(free / (rows - 1))) : 0)
}

/** The largest tiles with which all blocks fit; when none does, the last blocks are left over, to be counted. */
export function flow(blocks: readonly Block[], width: number, height: number): Flow {
  let smallest = TILE_SIZES[0] as TileSize
  for (const size of TILE_SIZES) {
    smallest = size
    const rows = wrapped(blocks, size, width)
    if (heightOf(rows.length, size) <= height) return { size, rows, left: [] }
  }
  const rows = wrapped(blocks, smallest, width)
  const fitting = Math.max(1, Math.floor((height + smallest.rowGap) / (smallest.label + smallest.height + smallest.rowGap)))
  return { size: smallest, rows: rows.slice(0, fitting), left: rows.slice(fitting).flat() }
}

/** A group wider than the panel is broken into blocks of at most `most` machines. */
export function broken(groups: readonly Group[], most: number): Group[] {
  return groups.flatMap((group) => {
    const parts: Group[] = []
    for (let i = 0; i < group.machines.length; i += most) {
      parts.push({ id: i === 0 ? group.id : `${group.id}+${i}`, machines: group.machines.slice(i, i + most) })
    }
    return parts
  })
}

/** Kinds with the most load ahead, the fullest first. */
export function bottlenecks(kinds: Iterable<KindRow>, most: number): KindRow[] {
  return [...kinds]
    .filter((kind) => !isAbsent(kind.id) && kind.load_72h !== null && (kind.load_72h > 0 || kind.queue_hours > 0))
    .sort((a, b) => (b.load_72h ?? 0) - (a.load_72h ?? 0) || b.queue_hours - a.queue_hours || a.id.localeCompare(b.id))
    .slice(0, most)
}

/** Green up to full as it is written, 100%; amber to a tenth above, red from there. */
export function loadTone(share: number): "run" | "wait" | "act" {
  const percent = Math.round(share * 100)
  return percent > 110 ? "act" : percent > 100 ? "wait" : "run"
}

export type Today = { rows: TodayRow[]; done: number; planned: number }

/** Departments with work today, the largest first, and their sum. */
export function todayOf(rows: Iterable<TodayRow>, most: number): Today {
  const all = [...rows].filter((row) => row.done > 0 || row.planned_today > 0)
  const sum = (of: (row: TodayRow) => number) => all.reduce((total, row) => total + of(row), 0)
  const shown = all.sort((a, b) => b.planned_today - a.planned_today || a.id.localeCompare(b.id)).slice(0, most)
  return { rows: shown, done: sum((row) => row.done), planned: sum((row) => row.planned_by_now) }
}

/** Red only when clearly behind: under four fifths of what was planned by now. */
export const isBehind = (row: TodayRow): boolean => row.planned_by_now > 0 && row.done < 0.8 * row.planned_by_now

const MOLDS_TURN_MS = 10_000

export type Part<T> = { rows: T[]; from: number; parts: number }

/** The part of a list that is shown now, when only `most` rows fit: the parts take turns. */
export function partAt<T>(rows: readonly T[], most: number, sinceStart: number): Part<T> {
  const parts = Math.max(1, Math.ceil(rows.length / most))
  const from = (Math.floor(sinceStart / MOLDS_TURN_MS) % parts) * most
  return { rows: rows.slice(from, from + most), from, parts }
}

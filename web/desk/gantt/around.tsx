// What stands around the canvas: names of rows, milestones of the chosen mold, cards, the mirror for screen readers.
import { useComputed, type ReadonlySignal } from "@preact/signals"
import { percent } from "../../draw/format"
import { Shape, toneOf } from "../../draw/shapes"
import type { MoldRow } from "../../model/wire"
import type { Desk } from "../context"
import type { Break, Put } from "./breaks"
import type { Lane, Layout } from "./layout"
import type { Hover } from "./pointing"
import { barText, breakText, moment } from "./said"
import { chosen, held, selection, size, view } from "./state"
import { ganttTexts } from "./texts"
import { ROW, xOf } from "./view"

/** Due as a hollow diamond, the plan's date as a dot, the slip as a thick line. */
export function Milestones({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const seen = view.value
  const pairs = [
    { label: desk.t("t1.due"), due: mold.t1_due, projected: mold.t1_projected },
    { label: desk.t("delivery.due"), due: mold.due, projected: mold.delivery_projected },
  ]
  return (
    <svg class="lane-svg" aria-hidden="true">
      {pairs.map(({ label, due, projected }) => {
        if (due === null) return null
        const x = xOf(seen, Date.parse(due))
        const to = projected === null ? x : xOf(seen, Date.parse(projected))
        const late = to > x
        const tone = late ? "var(--act)" : "var(--run)"
        return (
          <g key={label}>
            {late && <line x1={x} y1="13" x2={to} y2="13" stroke={tone} stroke-width="4" />}
            {projected !== null && <circle cx={to} cy="13" r="5.5" fill={tone} />}
            <path d={`M${x} 6l7 7l-7 7l-7 -7z`} fill="var(--sf)" stroke="var(--tx)" stroke-width="2" />
            <text x={x - 11} y="17" text-anchor="end" font-weight="600">{label}</text>
            {projected !== null && <text x={to + 10} y="17" fill={tone} font-weight="600">{desk.format.date(Date.parse(projected))}</text>}
          </g>
        )
      })}
    </svg>
  )
}

/** The name of a row: a machine, a kind, a department, a mold. */
export function laneName(desk: Desk, layout: Layout, lane: Lane): string {
  if (lane.group === "") return desk.t("outside")
  if (layout.by === "people") return desk.words.department(lane.group)
  const kind = layout.by === "kind" ? desk.store.tables.kinds.value.get(lane.group) : undefined
  return kind === undefined ? lane.group : desk.words.kind(kind)
}

/** How many rows are kept ready beyond what is seen: scrolling a little makes none anew. */
const SPARE = 8

export function Resources({ desk, layout }: { desk: Desk; layout: ReadonlySignal<Layout> }) {
  // The rows that are there change by eights; between, their ground is only shifted.
  const first = useComputed(() => Math.max(0, Math.floor(view.value.top / ROW / SPARE) * SPARE - SPARE))
  const lanes = layout.value.lanes.slice(first.value, first.value + Math.ceil(size.value.height / ROW) + 3 * SPARE)
  return (
    <div class="resources">
      <Shifted first={first}>
        {lanes.map((lane, i) => <Resource key={lane.id} desk={desk} layout={layout.value} lane={lane} top={i * ROW} />)}
      </Shifted>
    </div>
  )
}

function Shifted({ first, children }: { first: ReadonlySignal<number>; children: preact.ComponentChildren }) {
  const top = useComputed(() => view.value.top)
  return <div style={{ transform: `translateY(${first.value * ROW - Math.round(top.value)}px)` }}>{children}</div>
}

function Resource({ desk, layout, lane, top }: { desk: Desk; layout: Layout; lane: Lane; top: number }) {
  const machine = lane.machine === null ? undefined : desk.store.tables.machines.value.get(lane.machine.id)
  const load = lane.head ? desk.store.tables.kinds.value.get(lane.kind)?.load_72h ?? null : null
  const mold = layout.by === "mold" && lane.head ? desk.store.tables.molds.value.get(lane.group) : undefined
  const late = mold === undefined || mold.late_minutes === null ? "" : desk.format.lateness(mold.late_minutes)
  return (
    <div class={`resource ${lane.first ? "resource-first" : ""} ${lane.head ? "" : "resource-more"}`} style={{ top: `${top}px` }} data-lane={lane.id}>
      <span class={machine === undefined ? "mu" : toneOf(machine.light)}>{machine !== undefined && <Shape name={machine.light} size={13} label={desk.words.light(machine.light)} />}</span>
      <span class="one-line">{lane.head ? laneName(desk, layout, lane) : ""}{mold !== undefined && <span class="mu"> {mold.name}</span>}</span>
      {mold !== undefined
        ? <span class={mold.light === "late" ? "act strong" : mold.light === "at_risk" ? "wait strong" : "mu"}>{late}</span>
        : <span class={load === null ? "mu" : load > 1.2 ? "act strong" : load > 1 ? "wait strong" : "mu"}>{load === null ? "" : percent(load)}</span>}
    </div>
  )
}

export function HoverCard({ desk, hover }: { desk: Desk; hover: ReadonlySignal<Hover> }) {
  const at = hover.value
  if (at === null) return null
  const { bar, x, y } = at
  const { row } = bar
  const { t, format } = desk
  const { width, height } = size.value
  const mold = desk.store.tables.molds.value.get(row.mold)
  const now = desk.tick.peek().now ?? 0
  return (
    <div class="hover-card" style={{ left: `${Math.min(x + 14, width - 300)}px`, ...(y > height - 150 ? { bottom: `${height - y + 14}px` } : { top: `${y + 18}px` }) }}>
      <b>{row.id}</b> <span>{row.name}</span>
      <span class="mu">{row.mold} {mold?.name ?? ""}</span>
      <span>{format.soon(bar.start, now)} → {format.soon(bar.end, now)} · {format.hoursText((bar.end - bar.start) / 60_000)}</span>
      <span class="mu">
        {desk.words.work(row.work)}
        {bar.unattended ? ` · ${t("legend.unattended")}` : ""}
        {bar.waits ? ` · ${t("legend.waits")}` : ""}
      </span>
    </div>
  )
}

const MOST_BREAKS = 6

/** Beside what is in the hand: where it would go, and what breaks there. */
export function HeldCard({ desk, breaks, layout }: { desk: Desk; breaks: readonly Break[]; layout: Layout }) {
  const inHand = held.value
  const first = inHand?.values().next().value
  if (inHand === null || first === undefined) return null
  const { left, top } = placed(first, layout)
  return (
    <div class="held-card" role="status" style={{ left: `${left}px`, top: `${top}px` }}>
      <b>{first.machine ?? desk.t("outside")} · {moment(desk, first.start)}</b>
      {inHand.size > 1 && <span class="mu">{ganttTexts(desk.language)("selected", { count: inHand.size })}</span>}
      {breaks.slice(0, MOST_BREAKS).map((one) => (
        <span key={one.operation + one.rule + one.other} class={one.hard ? "breaks-hard" : "breaks-soft"}>
          {inHand.size > 1 && `${one.operation}: `}{breakText(desk, one)}
        </span>
      ))}
      {breaks.length > MOST_BREAKS && <span class="mu">+{breaks.length - MOST_BREAKS}</span>}
      {breaks.length === 0 && <span class="mu">{ganttTexts(desk.language)("breaks.fine")}</span>}
    </div>
  )
}

function placed(put: Put, layout: Layout): { left: number; top: number } {
  const seen = view.value
  const lane = layout.by === "machine" ? layout.lanes.findIndex(({ id }) => id === put.machine) : layout.places.get(put.operation)?.lane ?? 0
  const y = lane * ROW - seen.top + ROW + 6
  const { width, height } = size.value
  return { left: Math.max(4, Math.min(width - 320, xOf(seen, put.start))), top: y > height - 130 ? Math.max(4, y - 150) : y }
}

/** So many bars before and after the one at the keyboard are read out. */
const READ = 12

/** The row of the chosen bar as text, for those who don't see the canvas. */
export function Mirror({ desk, layout, breaks }: { desk: Desk; layout: Layout; breaks: readonly Break[] }) {
  const t = ganttTexts(desk.language)
  const at = chosen.value.operation
  const place = at === null ? undefined : layout.places.get(at)
  const lane = place === undefined ? undefined : layout.lanes[place.lane]
  const middle = place === undefined || lane === undefined ? 0 : lane.bars.indexOf(place.bar)
  const first = held.value?.values().next().value
  return (
    <>
      <p class="only-read" role="status">
        {first !== undefined
          ? t("carrying", {
            operation: first.operation, machine: first.machine ?? desk.t("outside"), time: moment(desk, first.start),
            breaks: breaks.length === 0 ? t("breaks.fine") : breaks.map((one) => breakText(desk, one)).join("; "),
          })
          : place !== undefined && `${barText(desk, place.bar)}${selection.value.size > 0 ? `, ${t("selected", { count: selection.value.size })}` : ""}`}
      </p>
      {lane !== undefined && (
        <ol class="only-read mirror" aria-label={t("row.of", { name: laneName(desk, layout, lane), count: lane.bars.length })}>
          {lane.bars.slice(Math.max(0, middle - READ), middle + READ + 1).map((bar) => (
            <li key={bar.id} data-bar={bar.id} aria-current={bar.id === at ? "true" : undefined}>{barText(desk, bar)}</li>
          ))}
        </ol>
      )}
    </>
  )
}

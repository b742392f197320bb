// Tonight: what runs with nobody there, where it stops, and what stays free.
import phoneIcon from "@tabler/icons/outline/phone.svg?raw"
import { number } from "../draw/format"
import { Icon } from "../draw/icon"
import { Shape } from "../draw/shapes"
import type { NightRow } from "../model/wire"
import { Calm, Unknown } from "./calm"
import { isKept, seen, shortMachine, type TileProps, type Wall } from "./context"
import { firstStop, freeOf, nightAxis, nightPlace, nightRows, type NightAxis } from "./lists"
import { groups, partAt } from "./views"

const LINE = { left: 214, width: 954 }
const HEAD = 40
const FOOT = 46
const ROW = 54
/** Fewer pixels of a bar hold no text. */
const LABEL = 130
/** 07:11 stops */
const STOPS = 140

const hours = (minutes: number): string => number(minutes / 60)

function Bars({ wall, row, axis }: { wall: Wall; row: NightRow; axis: NightAxis }) {
  const x = (moment: string): number => Math.round(nightPlace(axis, Date.parse(moment)) * LINE.width)
  const free = freeOf(row)
  const text = row.stops === null ? "" : wall.t("night.stops", { time: wall.format.time(row.stops) })
  const next = free === null ? undefined : row.bars.find((bar) => bar.start > free.start)
  const after = next === undefined ? LINE.width : x(next.start)
  const could = row.could === null ? "" : wall.t("night.could", { mold: row.could })
  return (
    <div class="night-line">
      {row.gaps.map((gap) => (
        <i key={gap.start} class="night-dark" style={{ left: `${x(gap.start)}px`, width: `${x(gap.end) - x(gap.start)}px` }} />
      ))}
      {row.bars.map((bar) => {
        const left = x(bar.start)
        const width = Math.max(6, x(bar.end) - left)
        return (
          <b key={bar.operation} class="night-bar" style={{ left: `${left}px`, width: `${width}px` }}>
            {width > LABEL && <span class="one-line">{bar.mold} · {bar.part}</span>}
          </b>
        )
      })}
      {free !== null && could !== "" && (
        <b class="night-free" style={{ left: `${x(free.start) + 6}px`, width: `${Math.max(12, x(free.end) - x(free.start) - 6)}px` }}>
          {x(free.end) - x(free.start) > LABEL && <span class="one-line">{[text, could].filter(Boolean).join(" · ")}</span>}
        </b>
      )}
      {free !== null && could === "" && text !== "" && after - x(free.start) > STOPS && (
        <span class="night-stops mu" style={{ left: `${x(free.start) + 12}px` }}>{text}</span>
      )}
    </div>
  )
}

function Lines({ wall, rows, axis }: { wall: Wall; rows: readonly NightRow[]; axis: NightAxis }) {
  const place = (at: number): string => `${LINE.left + nightPlace(axis, at) * LINE.width}px`
  return (
    <>
      <div class="night-ticks mu">
        {axis.ticks.map((at) => (
          <span key={at} style={{ left: place(at) }}>{wall.format.time(at)}</span>
        ))}
      </div>
      <ul class="night-rows">
        {rows.map((row) => (
          <li key={row.id} data-night={row.id}>
            <b class="one-line">{shortMachine(wall, row.id)}</b>
            <Bars wall={wall} row={row} axis={axis} />
          </li>
        ))}
      </ul>
    </>
  )
}

export function callText(wall: Wall, row: NightRow): string {
  const facts = { machine: shortMachine(wall, row.id), time: wall.format.time(row.stops ?? row.gaps[0]?.end ?? 0), name: row.call_name }
  return wall.t(row.call_name ? "night.call" : "night.nobody", facts)
}

function Foot({ wall, rows }: { wall: Wall; rows: readonly NightRow[] }) {
  const first = firstStop(rows)
  if (first === null) return null
  return (
    <p class="night-foot one-line">
      <span class="wait"><Icon svg={phoneIcon} size={30} /></span> {callText(wall, first)}
    </p>
  )
}

export function Tonight({ wall, height }: TileProps) {
  const order = groups(seen.machines(wall)).flatMap(({ machines }) => machines.map(({ id }) => id))
  const rows = nightRows(seen.nights(wall), order)
  void wall.tick.value
  const part = partAt(rows, Math.max(1, Math.floor((height - HEAD - FOOT) / ROW)), performance.now())
  const sum = (of: (row: NightRow) => number): number => rows.reduce((total, row) => total + of(row), 0)
  return (
    <section class="panel tonight">
      <h2>
        <span class="night"><Shape name="unattended" size={32} /></span>
        {wall.t("tonight")}
        {part.parts > 1 && <small class="mu">{wall.t("part", { from: part.from + 1, to: part.from + part.rows.length, of: rows.length })}</small>}
        <span class="counts">
          {rows.length > 0 && (
            <>
              <b class="night">{hours(sum((row) => row.busy_minutes))}</b> {wall.t("night.busy")}
              <b>{hours(sum((row) => row.free_minutes))}</b> {wall.t("night.free")}
            </>
          )}
        </span>
      </h2>
      {!isKept(wall, "unattended") ? (
        <Unknown wall={wall} what={wall.t("tonight.unknown")} />
      ) : rows.length === 0 ? (
        <Calm text={wall.t("tonight.none")} />
      ) : (
        <>
          <Lines wall={wall} rows={part.rows} axis={nightAxis(rows, wall.format)} />
          <Foot wall={wall} rows={rows} />
        </>
      )}
    </section>
  )
}

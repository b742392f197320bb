// Molds: how many are safe, and those that are not, with their stages and dates.
import { probability } from "../draw/format"
import { Shape } from "../draw/shapes"
import { Glow } from "../draw/glow"
import type { MoldRow, StageCell } from "../model/wire"
import type { TileProps, Wall } from "./context"
import { axisOf, milestones, moldCounts, moldSize, nextDates, nextSafe, partAt, placeOn, unsafe, type Axis, type Part } from "./views"

const ROW = 66
const LEGEND = 24
/** The time line in the panel, px of the stage. */
export const LINE = { left: 686, width: 330 }

function Cell({ cell }: { cell: StageCell }) {
  const share = cell.total === 0 ? 0 : cell.done / cell.total
  const filled = cell.light === "running" || cell.light === "waiting"
  return (
    <i class={`cell cell-${cell.light}`} data-stage={cell.stage} data-light={cell.light}>
      {filled && <i style={{ width: `${Math.round(share * 100)}%` }} />}
      {cell.light === "problem" && (
        <svg viewBox="0 0 24 24" width="26" height="26">
          <path d="M6 6l12 12m0 -12l-12 12" stroke="currentColor" stroke-width="4" stroke-linecap="round" fill="none" />
        </svg>
      )}
    </i>
  )
}

function Promise({ mold, axis }: { mold: MoldRow; axis: Axis }) {
  const dates = nextDates(mold)
  if (dates === null) return null
  const x = (at: number) => placeOn(axis, at) * LINE.width
  const due = x(dates.due)
  const projected = x(dates.projected)
  return (
    <svg class="promise" width={LINE.width} height={ROW} style={{ left: `${LINE.left}px` }}>
      {projected > due && <path d={`M${due} 33H${projected}`} stroke="currentColor" stroke-width="8" />}
      <path d={`M${due} 18l14 15l-14 15l-14 -15z`} class="diamond" />
      <circle cx={projected} cy="33" r="11" fill="currentColor" stroke="var(--sf)" stroke-width="3" />
    </svg>
  )
}

function Row({ mold, place, axis, wall }: { mold: MoldRow; place: number; axis: Axis; wall: Wall }) {
  const late = mold.light === "late"
  const tone = late ? "act" : mold.light === "at_risk" ? "wait" : "mu safe"
  return (
    <div class={`mold-row ${tone}`} style={{ transform: `translateY(${place * ROW}px)` }} data-mold={mold.id}>
      <b class="mold-id">{mold.id}</b>
      <span class="mold-name">{mold.name}</span>
      <span class="cells">
        {mold.stages.map((cell) => (
          <Cell cell={cell} key={cell.stage} />
        ))}
      </span>
      <Promise mold={mold} axis={axis} />
      <span class={late ? "lateness is-late" : "lateness"}>
        <b>{mold.late_minutes === null ? "" : <Glow value={wall.format.lateness(mold.late_minutes)} />}</b>
        {mold.late_minutes !== null && <small data-chance={mold.chance ?? "unknown"}>{mold.chance === null ? "–" : probability(mold.chance)}</small>}
      </span>
    </div>
  )
}

function Legend({ axis, molds, wall }: { axis: Axis; molds: readonly MoldRow[]; wall: Wall }) {
  return (
    <div class="legend mu">
      <svg width="22" height="24" viewBox="0 0 22 24">
        <path d="M11 2l8 10l-8 10l-8 -10z" class="diamond" />
      </svg>
      <span>{wall.t("due")}</span>
      <i class="dot-projected" />
      <span>{wall.t("projected")}</span>
      <span class="stage-names">
        {(molds[0]?.stages ?? []).map(({ stage }) => (
          <span key={stage}>{wall.t(`stage.${stage}`)}</span>
        ))}
      </span>
      {axis.ticks.map((tick) => (
        <span key={tick.at} class={tick.today ? "tick today" : "tick"} style={{ left: `${LINE.left + placeOn(axis, tick.at) * LINE.width}px` }}>
          {tick.label}
        </span>
      ))}
      <span class="end">{wall.t("days")} · {wall.t("chance")}</span>
    </div>
  )
}

function Safe({ wall }: { wall: Wall }) {
  const next = milestones(wall.store.tables.molds.value.values())[0]
  return (
    <div class="calm">
      <span class="run">
        <Shape name="ready" size={40} />
      </span>
      <b>{wall.t("molds.safe")}</b>
      {next && <span class="mu">{wall.t("molds.next", { mold: next.mold, date: wall.format.date(next.due) })}</span>}
    </div>
  )
}

/** How many are not safe, and which of them are shown. */
function unsafeText(wall: Wall, count: number, { from, rows, parts }: Part<MoldRow>): string {
  if (count === 0) return ""
  const text = wall.t("molds.unsafe", { count })
  return parts === 1 ? text : wall.t("molds.part", { text, from: from + 1, to: from + rows.length })
}

export function Molds({ wall, height }: TileProps) {
  const molds = [...wall.store.tables.molds.value.values()]
  const counts = moldCounts(molds)
  const most = Math.max(1, Math.floor((height - LEGEND) / ROW))
  const bad = unsafe(molds)
  // The tick beats once a second, so the parts of a long list take turns.
  void wall.tick.value
  const part = partAt(bad, most, performance.now())
  const shown = [...part.rows, ...(bad.length < most ? nextSafe(molds, most - bad.length) : [])]
  const now = wall.tick.value.now ?? 0
  const moments = shown.flatMap((mold) => Object.values(nextDates(mold) ?? {}))
  const axis = axisOf(moments, now, wall.format)
  return (
    <section class="panel molds">
      <h2>
        {wall.t("molds", { count: counts.total })}
        <small class="mu">{unsafeText(wall, bad.length, part)}</small>
        <span class="counts">
          <b class="run"><Glow value={counts.onTime} /></b> {wall.t("on_time")}
          <b class="wait"><Glow value={counts.atRisk} /></b> {wall.t("at_risk")}
          <b class="act"><Glow value={counts.late} /></b> {wall.t("late")}
        </span>
      </h2>
      {shown.length === 0 ? (
        <Safe wall={wall} />
      ) : (
        <>
          <Legend axis={axis} molds={shown} wall={wall} />
          <div class="mold-rows" style={{ "--id-size": `${moldSize(shown.map(({ id }) => id))}px` }}>
            {axis.ticks.map((tick) => (
              <i key={tick.at} class={tick.today ? "grid today" : "grid"} style={{ left: `${LINE.left + placeOn(axis, tick.at) * LINE.width}px` }} />
            ))}
            {shown.map((mold, place) => (
              <Row key={mold.id} mold={mold} place={place} axis={axis} wall={wall} />
            ))}
          </div>
        </>
      )}
    </section>
  )
}

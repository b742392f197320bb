// Today by department: done against planned by now.
import type { TodayRow } from "../model/wire"
import { Calm, Unknown } from "./calm"
import { seen, type TileProps, type Wall } from "./context"
import { isBehind, todayOf } from "./views"

const DEPARTMENTS = 7

function Department({ wall, row }: { wall: Wall; row: TodayRow }) {
  const short = row.planned_by_now - row.done
  const share = row.planned_by_now === 0 ? 1 : Math.min(1, row.done / row.planned_by_now)
  return (
    <li class={isBehind(row) ? "department behind" : "department"} data-department={row.id}>
      <span class="one-line">{wall.words.department(row.id)}</span>
      <p>
        <b>{row.done}</b>
        <span class="mu">/{row.planned_by_now}</span>
      </p>
      <i class="bar"><i style={{ width: `${share * 100}%` }} /></i>
      <span class="mu">{short > 0 ? wall.t("today.short", { count: short }) : wall.t("today.on_plan")}</span>
    </li>
  )
}

/** Digits so large that the longest pair still fits its column. */
export function figureSize(rows: readonly Pick<TodayRow, "done" | "planned_by_now">[]): number {
  const column = (1182 - 24 * (rows.length - 1)) / Math.max(1, rows.length)
  const widths = rows.map((row) => 0.62 * String(row.done).length + 0.28 * (String(row.planned_by_now).length + 1) + 0.1)
  return Math.min(72, Math.floor(column / Math.max(1, ...widths)))
}

export function Today({ wall }: TileProps) {
  const today = todayOf(seen.today(wall), DEPARTMENTS)
  const planned = wall.store.shop?.plan_version != null
  return (
    <section class="panel today-panel">
      <h2>
        {wall.t("today")}
        <small class="mu">{wall.t("today.what")}</small>
        <span class="counts">
          {planned && <><b>{today.done}</b>/ {today.planned}</>}
        </span>
      </h2>
      {!planned ? (
        <Unknown wall={wall} what={wall.t("plan.none")} />
      ) : today.rows.length === 0 ? (
        <Calm text={wall.t("today.none")} />
      ) : (
        <ul class="departments" style={{ "--figure": `${figureSize(today.rows)}px` }}>
          {today.rows.map((row) => (
            <Department key={row.id} wall={wall} row={row} />
          ))}
        </ul>
      )}
    </section>
  )
}

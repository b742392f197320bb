// Page 2: the load of the coming days, what happened, today by department, the next dates.
import { Shape } from "../draw/shapes"
import { percent } from "../draw/format"
import type { KindRow, TodayRow } from "../model/wire"
import { messageText, type Wall } from "./context"
import { newestFirst } from "./strip"
import { bottlenecks, isBehind, loadTone, milestones, todayOf } from "./views"

const KINDS = 7
const DAYS = 9
const MESSAGES = 7
const DATES = 5
const DEPARTMENTS = 7

function Calm({ text }: { text: string }) {
  return (
    <div class="calm">
      <span class="run">
        <Shape name="ready" size={40} />
      </span>
      <b>{text}</b>
    </div>
  )
}

/** Noon of a date of the wire, so that no zone moves it to a neighbor. */
const noon = (day: string): string => `${day}T12:00:00Z`

function DayCell({ share, wall }: { share: number | null; wall: Wall }) {
  if (share === null) return <td class="day-closed mu">{wall.t("load.closed")}</td>
  const tone = loadTone(share)
  return (
    <td class={tone === "run" ? "day" : `day day-${tone}`}>
      <span>{percent(share)}</span>
      <i><i style={{ width: `${Math.min(share, 1) * 100}%` }} /></i>
    </td>
  )
}

function DayLoad({ wall }: { wall: Wall }) {
  const kinds = bottlenecks(wall.store.tables.kinds.value.values(), KINDS)
  const days = (kinds[0]?.load_days ?? []).slice(0, DAYS)
  const row = (kind: KindRow) => (
    <tr key={kind.id}>
      <th scope="row" class="one-line">{wall.words.kind(kind)}</th>
      {days.map(({ day }, i) => (
        <DayCell key={day} share={kind.load_days[i]?.share ?? null} wall={wall} />
      ))}
    </tr>
  )
  return (
    <section class="panel day-load">
      <h2>
        {wall.t("load")}
        <small class="mu end">{wall.t("load.what", { days: days.length })}</small>
      </h2>
      {kinds.length === 0 ? (
        <Calm text={wall.t("load.none")} />
      ) : (
        <table>
          <thead>
            <tr>
              <td />
              {days.map(({ day }) => (
                <th key={day} scope="col" class="mu">
                  <span>{wall.format.weekday(noon(day))}</span> {wall.format.read(noon(day)).day}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{kinds.map(row)}</tbody>
        </table>
      )}
    </section>
  )
}

function Messages({ wall }: { wall: Wall }) {
  const messages = newestFirst(wall.store.tables.messages.value.values()).slice(0, MESSAGES)
  return (
    <section class="panel messages">
      <h2>{wall.t("messages")}</h2>
      {messages.length === 0 ? (
        <Calm text={wall.t("messages.none")} />
      ) : (
        <ul class="lines-list">
          {messages.map((message) => (
            <li key={message.id}>
              <span class="mu">{wall.format.time(message.at)}</span>
              <span class="one-line">{messageText(wall, message)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Department({ wall, row }: { wall: Wall; row: TodayRow }) {
  const behind = isBehind(row)
  const short = row.planned_by_now - row.done
  const share = row.planned_by_now === 0 ? 1 : Math.min(1, row.done / row.planned_by_now)
  return (
    <li class={behind ? "department behind" : "department"} data-department={row.id}>
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

function TodayPanel({ wall }: { wall: Wall }) {
  const today = todayOf(wall.store.tables.today.value.values(), DEPARTMENTS)
  return (
    <section class="panel today-panel">
      <h2>
        {wall.t("today")}
        <small class="mu">{wall.t("today.what")}</small>
        <span class="counts">
          <b>{today.done}</b>/ {today.planned}
        </span>
      </h2>
      {today.rows.length === 0 ? (
        <Calm text={wall.t("today.none")} />
      ) : (
        <ul class="departments">
          {today.rows.map((row) => (
            <Department key={row.id} wall={wall} row={row} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Dates({ wall }: { wall: Wall }) {
  const now = wall.tick.value.now ?? 0
  const dates = milestones(wall.store.tables.molds.value.values()).filter(({ due }) => due >= now).slice(0, DATES)
  return (
    <section class="panel dates">
      <h2>{wall.t("milestones")}</h2>
      {dates.length === 0 ? (
        <Calm text={wall.t("milestones.none")} />
      ) : (
        <ul class="lines-list">
          {dates.map((date) => (
            <li key={date.mold}>
              <b>{date.mold}</b>
              <span class="mu one-line">{wall.t(`milestone.${date.milestone}`)}</span>
              <b class={`end ${date.light === "late" ? "act" : date.light === "at_risk" ? "wait" : ""}`}>
                {wall.format.date(date.due)}
              </b>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

export function SecondPage({ wall }: { wall: Wall }) {
  return (
    <main class="page page-2">
      <DayLoad wall={wall} />
      <Messages wall={wall} />
      <TodayPanel wall={wall} />
      <Dates wall={wall} />
    </main>
  )
}

// What is now, on a narrow screen: problems, molds, machines.
import { Shape, toneOf } from "../draw/shapes"
import { seen, shortMachine, type Wall } from "./context"
import { doesText, personOf, whereText } from "./problems"
import { lightCounts, moldCounts, nextDates, problemViews, unsafe } from "./views"

export function PhoneProblems({ wall }: { wall: Wall }) {
  const views = problemViews(seen.problems(wall), wall.tick.value.now ?? 0)
  return (
    <section class="problems">
      <h2>{views.length === 0 ? wall.t("problems.none") : wall.t("problems", { count: views.length })}</h2>
      {views.map((view) => (
        <div key={view.row.id} class={`phone-row problem-${view.mood}`} data-problem={view.row.id}>
          <b class="phone-age">{wall.format.minutesText(view.minutes)}</b>
          <div>
            <b>{wall.t(`problem.${view.row.kind}`)}</b> {whereText(wall, view)}
            <p class="mu">
              {[view.row.mold, personOf(wall, view)].filter(Boolean).join(" · ")} · <b>{doesText(wall, view)}</b>
            </p>
          </div>
          <b class="end">{wall.t("level", { level: view.row.level })}</b>
        </div>
      ))}
    </section>
  )
}

export function PhoneMolds({ wall }: { wall: Wall }) {
  const molds = [...wall.store.tables.molds.value.values()]
  const counts = moldCounts(molds)
  return (
    <section class="molds">
      <h2>
        {wall.t("molds", { count: counts.total })}
        <span class="phone-counts">
          <b class="run">{counts.onTime}</b> {wall.t("on_time")} <b class="wait">{counts.atRisk}</b> {wall.t("at_risk")}{" "}
          <b class="act">{counts.late}</b> {wall.t("late")}
        </span>
      </h2>
      {unsafe(molds).map((mold) => {
        const dates = nextDates(mold)
        return (
          <div class="phone-row" key={mold.id} data-mold={mold.id}>
            <div>
              <p class="one-line"><b>{mold.id}</b> <span class="mu">{mold.name}</span></p>
              {dates !== null && mold.milestone !== null && (
                <p class="mu">
                  {wall.t(`milestone.${mold.milestone}`)} · {wall.t("due")} {wall.format.shortDate(dates.due)} · {wall.t("projected")} {wall.format.shortDate(dates.projected)}
                </p>
              )}
            </div>
            <b class={`end ${mold.light === "late" ? "act" : "wait"}`}>
              {mold.late_minutes === null ? "" : wall.format.lateness(mold.late_minutes, "with unit")}
            </b>
          </div>
        )
      })}
    </section>
  )
}

export function PhoneMachines({ wall }: { wall: Wall }) {
  const machines = seen.machines(wall)
  const counts = lightCounts(machines, wall.view.places)
  const call = machines.filter(({ light }) => light === "down" || light === "no_data")
  return (
    <section class="machines">
      <h2>{wall.t("machines", { count: counts.reduce((sum, [, count]) => sum + count, 0) })}</h2>
      <div class="phone-lights">
        {counts.map(([light, count]) => (
          <span key={light}>
            <span class={toneOf(light)}><Shape name={light} size={18} /></span> <b>{count}</b> {wall.t(`light.${light}`)}
          </span>
        ))}
      </div>
      {call.map((machine) => (
        <div class="phone-row" key={machine.id} data-machine={machine.id} data-light={machine.light}>
          <span class={toneOf(machine.light)}><Shape name={machine.light} size={20} /></span>
          <b>{shortMachine(wall, machine.id)}</b>
          <span class="end mu">{machine.since === null ? "" : wall.format.soon(machine.since, wall.tick.value.now ?? 0)}</span>
        </div>
      ))}
    </section>
  )
}

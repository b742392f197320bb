// The same facts as a list, for a narrow screen.
import { percent } from "../draw/format"
import { Shape, toneOf } from "../draw/shapes"
import type { Wall } from "./context"
import { whereText, whoText } from "./problems"
import { bottlenecks, lightCounts, loadTone, moldCounts, problemViews, unsafe } from "./views"

function PhoneHead({ wall }: { wall: Wall }) {
  const { now, freshness, age, last } = wall.tick.value
  const stale = freshness === "stale"
  const text = stale && last !== null
    ? wall.t("stale.since", { time: wall.format.time(last) })
    : Number.isFinite(age) ? wall.t("age.live", { age: wall.format.age(age) }) : wall.t("loading")
  return (
    <header class={stale ? "phone-head is-stale" : "phone-head"}>
      <b class="phone-clock">{now === null ? "--:--" : wall.format.time(now)}</b>
      <span>{now === null ? "" : wall.format.date(now)}</span>
      <span class={freshness === "late" ? "end wait" : "end mu"}>{text}</span>
    </header>
  )
}

function PhoneProblems({ wall }: { wall: Wall }) {
  const views = problemViews(wall.store.tables.problems.value.values(), wall.tick.value.now ?? 0)
  return (
    <section>
      <h2>{views.length === 0 ? wall.t("problems.none") : wall.t("problems", { count: views.length })}</h2>
      {views.map((view) => (
        <div key={view.row.id} class={`phone-row problem-${view.mood}`} data-problem={view.row.id}>
          <b class="phone-age">{wall.format.minutesText(view.minutes)}</b>
          <div>
            <b>{wall.t(`problem.${view.row.kind}`)}</b> {whereText(wall, view)}
            <p class="mu">{[view.row.mold, whoText(wall, view)].filter(Boolean).join(" · ")}</p>
          </div>
          <b class="end">{wall.t("level", { level: view.row.level })}</b>
        </div>
      ))}
    </section>
  )
}

function PhoneMolds({ wall }: { wall: Wall }) {
  const molds = [...wall.store.tables.molds.value.values()]
  const counts = moldCounts(molds)
  return (
    <section>
      <h2>
        {wall.t("molds", { count: counts.total })}
        <span class="phone-counts">
          <b class="run">{counts.onTime}</b> {wall.t("on_time")} <b class="wait">{counts.atRisk}</b> {wall.t("at_risk")}{" "}
          <b class="act">{counts.late}</b> {wall.t("late")}
        </span>
      </h2>
      {unsafe(molds).map((mold) => (
        <div class="phone-row" key={mold.id}>
          <b>{mold.id}</b> <span class="mu one-line">{mold.name}</span>
          <b class={`end ${mold.light === "late" ? "act" : "wait"}`}>
            {mold.late_minutes === null ? "" : wall.format.lateness(mold.late_minutes, "with unit")}
          </b>
        </div>
      ))}
    </section>
  )
}

function PhoneMachines({ wall }: { wall: Wall }) {
  const counts = lightCounts(wall.store.tables.machines.value.values())
  return (
    <section>
      <h2>{wall.t("machines", { count: counts.reduce((sum, [, count]) => sum + count, 0) })}</h2>
      <div class="phone-lights">
        {counts.map(([light, count]) => (
          <span key={light}>
            <span class={toneOf(light)}><Shape name={light} size={18} /></span> <b>{count}</b> {wall.t(`light.${light}`)}
          </span>
        ))}
      </div>
    </section>
  )
}

function PhoneLoad({ wall }: { wall: Wall }) {
  return (
    <section>
      <h2>{wall.t("bottleneck")}</h2>
      {bottlenecks(wall.store.tables.kinds.value.values(), 4).map((kind) => (
        <div class="phone-row" key={kind.id}>
          {wall.words.kind(kind)}
          <b class={`end ${loadTone(kind.load_72h ?? 0)}`}>{percent(kind.load_72h ?? 0)}</b>
        </div>
      ))}
    </section>
  )
}

export function Phone({ wall }: { wall: Wall }) {
  return (
    <div class="phone">
      <PhoneHead wall={wall} />
      <PhoneProblems wall={wall} />
      <PhoneMolds wall={wall} />
      <PhoneMachines wall={wall} />
      <PhoneLoad wall={wall} />
    </div>
  )
}

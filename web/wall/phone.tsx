// The same facts as a list, for a narrow screen.
import { Shape, type ShapeName } from "../draw/shapes"
import { number, percent } from "../draw/format"
import type { Feed } from "../model/feed"
import type { MissingRow } from "../model/wire"
import { isKept, messageText, seen, shortMachine, type Wall } from "./context"
import { FIGURES, figureParts, spanText } from "./figures"
import { Instead } from "./instead"
import { firstStop, GATES, missingRows, nightRows, SUPPLIES, trialRows } from "./lists"
import { newestFirst } from "./messages"
import { PhoneMachines, PhoneMolds, PhoneProblems } from "./phone-now"
import { SoundMark } from "./strip"
import { countText, whenText } from "./supplies"
import { callText } from "./tonight"
import { startText, stepText } from "./trials"
import { bottlenecks, isBehind, loadTone, todayOf } from "./views"

const MOST = 6

function PhoneHead({ wall }: { wall: Wall }) {
  const { now, freshness, age, last } = wall.tick.value
  const stale = freshness === "stale" && wall.store.loaded.value
  const text = stale && last !== null
    ? wall.t("stale.since", { time: wall.format.time(last) })
    : Number.isFinite(age) ? wall.t("age.live", { age: wall.format.age(age) }) : wall.t("loading")
  return (
    <header class={stale ? "phone-head is-stale" : "phone-head"}>
      <b class="phone-clock">{now === null ? "--:--" : wall.format.time(now)}</b>
      <span>{now === null ? "" : wall.format.date(now)}</span>
      {wall.settings.room !== "hall" && <b>{wall.t(`room.${wall.settings.room}`)}</b>}
      <span class={freshness === "late" ? "end wait" : "end mu"}>{text}</span>
      <SoundMark wall={wall} />
    </header>
  )
}

function PhoneUnknown({ wall, what }: { wall: Wall; what: string }) {
  return (
    <p class="phone-unknown" data-unknown>
      <b>{wall.t("unknown")}</b> {what}
    </p>
  )
}

function PhoneLoad({ wall }: { wall: Wall }) {
  const kinds = bottlenecks(seen.kinds(wall), 4)
  return (
    <section>
      <h2>{wall.t("bottleneck")}<small class="mu">{wall.t("load72")}</small></h2>
      {kinds.length === 0 && <p class="mu">{wall.t("load.none")}</p>}
      {kinds.map((kind) => (
        <div class="phone-row" key={kind.id}>
          <b>{wall.words.kind(kind)}</b> <span class="mu">{wall.t("queue", { hours: number(kind.queue_hours) })}</span>
          <b class={`end ${loadTone(kind.load_72h ?? 0)}`}>{percent(kind.load_72h ?? 0)}</b>
        </div>
      ))}
    </section>
  )
}

const SHAPES: Record<"act" | "wait" | "mu", ShapeName> = { act: "problem", wait: "waiting", mu: "waiting" }

function PhoneLacks({ wall, name, what }: { wall: Wall; name: "supplies" | "missing"; what: ReadonlySet<MissingRow["what"]> }) {
  const rows = missingRows(seen.missing(wall), what, wall.tick.value.now ?? 0)
  const known = isKept(wall, ...(name === "supplies" ? ["material", "outside"] : [...GATES]))
  return (
    <section class={name}>
      <h2>
        {wall.t(name)}
        {rows.length > MOST && <small class="mu">{wall.t("problems.more", { count: rows.length - MOST })}</small>}
      </h2>
      {!known ? <PhoneUnknown wall={wall} what={wall.t(`${name}.unknown`)} /> : rows.length === 0 && <p class="mu">{wall.t(`${name}.none`)}</p>}
      {rows.slice(0, MOST).map(({ row, tone }) => (
        <div class="phone-row" key={row.id} data-missing={row.id}>
          <span class={tone}><Shape name={SHAPES[tone]} size={20} /></span>
          <div>
            <p class="one-line"><b>{wall.t(`lack.${row.what}`)}</b> {row.item} {countText(row)}</p>
            <p class="mu">{row.mold}</p>
          </div>
          <b class={`end ${tone}`}>{whenText(wall, row.expected)}</b>
        </div>
      ))}
    </section>
  )
}

function PhoneTrials({ wall }: { wall: Wall }) {
  const rows = trialRows(wall.store.tables.trials.value.values()).slice(0, MOST)
  return (
    <section class="trials">
      <h2>{wall.t("trials")}</h2>
      {!isKept(wall, "trial") ? (
        <PhoneUnknown wall={wall} what={wall.t("trials.unknown")} />
      ) : (
        rows.length === 0 && <p class="mu">{wall.t("trials.none")}</p>
      )}
      {rows.map((row) => (
        <div class="phone-row" key={row.id} data-trial={row.id}>
          <div>
            <p class="one-line"><b>{row.id}</b> {wall.t("trial.number", { number: row.number })} · {stepText(wall, row)}</p>
            {row.quality + row.rework > 0 && (
              <p>
                {row.quality > 0 && <b class="act">{wall.t("quality.open")} {row.quality} </b>}
                {row.rework > 0 && <b class="wait">{wall.t("rework.open")} {row.rework}</b>}
              </p>
            )}
          </div>
          <b class="end">{startText(wall, row)}</b>
        </div>
      ))}
    </section>
  )
}

function PhoneTonight({ wall }: { wall: Wall }) {
  const rows = nightRows(seen.nights(wall), [])
  const first = firstStop(rows)
  const hours = (of: "busy_minutes" | "free_minutes"): string => number(rows.reduce((sum, row) => sum + row[of], 0) / 60)
  return (
    <section class="tonight">
      <h2>
        {wall.t("tonight")}
        {rows.length > 0 && (
          <span class="phone-counts">
            <b class="night">{hours("busy_minutes")}</b> {wall.t("night.busy")} <b>{hours("free_minutes")}</b> {wall.t("night.free")}
          </span>
        )}
      </h2>
      {!isKept(wall, "unattended") ? (
        <PhoneUnknown wall={wall} what={wall.t("tonight.unknown")} />
      ) : (
        rows.length === 0 && <p class="mu">{wall.t("tonight.none")}</p>
      )}
      {first !== null && <p>{callText(wall, first)}</p>}
      {rows.filter((row) => row.bars.length > 0).slice(0, MOST).map((row) => (
        <div class="phone-row" key={row.id} data-night={row.id}>
          <div>
            <b>{shortMachine(wall, row.id)}</b>
            <p class="mu one-line">{[...new Set(row.bars.map((bar) => bar.mold))].join(" · ")}</p>
          </div>
          <b class="end">{row.stops === null ? "" : wall.t("night.stops", { time: wall.format.time(row.stops) })}</b>
        </div>
      ))}
    </section>
  )
}

function PhoneToday({ wall }: { wall: Wall }) {
  const today = todayOf(seen.today(wall), 20)
  const rows = today.rows.filter((row) => row.done + row.planned_by_now > 0)
  const planned = wall.store.shop?.plan_version != null
  return (
    <section class="today-panel">
      <h2>{wall.t("today")}<small class="mu">{wall.t("today.what")}</small></h2>
      {!planned ? (
        <PhoneUnknown wall={wall} what={wall.t("plan.none")} />
      ) : (
        rows.length === 0 && <p class="mu">{wall.t("today.none")}</p>
      )}
      {planned && rows.map((row) => (
        <div class="phone-row" key={row.id} data-department={row.id}>
          {wall.words.department(row.id)}
          <b class={isBehind(row) ? "end act" : "end"}>{row.done} / {row.planned_by_now}</b>
        </div>
      ))}
    </section>
  )
}

function PhoneFigures({ wall }: { wall: Wall }) {
  const rows = wall.store.tables.figures.value
  return (
    <section class="figures">
      <h2>{wall.t("figures")}<small class="mu">{spanText(wall)}</small></h2>
      {FIGURES.map((name) => {
        const value = rows.get(name)?.value ?? null
        const parts = value === null ? null : figureParts(wall, name, value)
        return (
          <div class="phone-row" key={name} data-figure={name} data-known={value !== null}>
            {wall.t(`figure.${name}`)}
            {parts === null ? <b class="end phone-unknown">{wall.t("unknown")}</b> : <b class="end">{parts.text} {parts.unit}</b>}
          </div>
        )
      })}
    </section>
  )
}

function PhoneMessages({ wall }: { wall: Wall }) {
  const messages = newestFirst(wall.store.tables.messages.value.values()).slice(0, MOST)
  return (
    <section class="messages">
      <h2>{wall.t("messages")}</h2>
      {messages.length === 0 && <p class="mu">{wall.t("messages.none")}</p>}
      {messages.map((message) => (
        <div class="phone-row" key={message.id}>
          <span class="mu">{wall.format.time(message.at)}</span>
          <div>{messageText(wall, message)}</div>
        </div>
      ))}
    </section>
  )
}

export function Phone({ feed, wall }: { feed: Feed; wall: Wall }) {
  const instead = Instead({ feed, wall })
  return (
    <div class="phone">
      <PhoneHead wall={wall} />
      {instead ?? (
        <>
          <PhoneProblems wall={wall} />
          <PhoneMolds wall={wall} />
          <PhoneMachines wall={wall} />
          <PhoneLoad wall={wall} />
          <PhoneLacks wall={wall} name="supplies" what={SUPPLIES} />
          <PhoneLacks wall={wall} name="missing" what={GATES} />
          <PhoneTrials wall={wall} />
          <PhoneTonight wall={wall} />
          <PhoneToday wall={wall} />
          <PhoneFigures wall={wall} />
          <PhoneMessages wall={wall} />
        </>
      )}
    </div>
  )
}

// Trials: how near each is and whether it keeps its date; open quality problems and rework beside it.
import { percent } from "../draw/format"
import { Shape, type ShapeName } from "../draw/shapes"
import type { TrialRow } from "../model/wire"
import { Calm, Unknown } from "./calm"
import { isKept, type TileProps, type Wall } from "./context"
import { trialRows, trialSlip } from "./lists"
import { moldSize, partAt } from "./views"

const HEAD = 40
const ROW = 62
const SHAPES: Record<TrialRow["light"], ShapeName> = { running: "running", ready: "ready", preparing: "waiting", over: "ready" }
const TONES: Record<TrialRow["light"], string> = { running: "run", ready: "run", preparing: "mu", over: "mu" }

export function stepText(wall: Wall, { light, left }: TrialRow): string {
  if (light !== "preparing") return wall.t(`trial.${light}`)
  return left > 0 ? wall.t("trial.left", { left }) : wall.t("trial.waits")
}

export function startText(wall: Wall, { start }: TrialRow): string {
  return start === null ? wall.t("no_date") : wall.format.date(start)
}

function Row({ wall, row }: { wall: Wall; row: TrialRow }) {
  const slip = trialSlip(row)
  const late = slip !== null && slip > 0 && row.light !== "over"
  return (
    <li class="trial" data-trial={row.id} data-light={row.light}>
      <b class="trial-mold">{row.id}</b>
      <span class="mu one-line">{row.name}</span>
      <b>{wall.t("trial.number", { number: row.number })}</b>
      <span class={`trial-step ${TONES[row.light]}`}>
        <Shape name={SHAPES[row.light]} size={28} /> <span class="one-line">{stepText(wall, row)}</span>
      </span>
      <span class={row.start === null ? "wait" : ""}>{startText(wall, row)}</span>
      <b class={late ? "act" : "mu"}>{slip === null || row.light === "over" ? "" : wall.format.lateness(slip)}</b>
      <span class="trial-open">
        {row.quality > 0 && (
          <b class="act">
            <Shape name="problem" size={28} hole="var(--sf)" /> {row.quality}
          </b>
        )}
        {row.rework > 0 && (
          <b class="wait">
            <Shape name="waiting" size={26} /> {row.rework}
          </b>
        )}
      </span>
    </li>
  )
}

export function Trials({ wall, height }: TileProps) {
  const rows = trialRows(wall.store.tables.trials.value.values())
  const sum = (of: (row: TrialRow) => number): number => rows.reduce((total, row) => total + of(row), 0)
  const quality = sum((row) => row.quality)
  const rework = sum((row) => row.rework)
  const pass = wall.store.tables.figures.value.get("first_pass")?.value ?? null
  // Only the nearest: the rest is weeks ahead.
  const part = partAt(rows.slice(0, 2 * Math.floor((height - HEAD) / ROW)), Math.max(1, Math.floor((height - HEAD) / ROW)), performance.now())
  void wall.tick.value
  return (
    <section class="panel trials">
      <h2>
        {wall.t("trials")}
        <small class={pass === null ? "mu unknown-inline" : "mu"}>
          {pass === null ? wall.t("first_pass.unknown") : wall.t("first_pass", { share: percent(pass) })}
        </small>
        <span class="counts">
          {quality > 0 && <><b class="act">{quality}</b> {wall.t("quality.open")}</>}
          {rework > 0 && <><b class="wait">{rework}</b> {wall.t("rework.open")}</>}
        </span>
      </h2>
      {!isKept(wall, "trial") ? (
        <Unknown wall={wall} what={wall.t("trials.unknown")} />
      ) : rows.length === 0 ? (
        <Calm text={wall.t("trials.none")} />
      ) : (
        <>
          <div class="trial trial-head mu">
            <span /><span /><span />
            <span>{wall.t("trial.step")}</span>
            <span>{wall.t("projected")}</span>
            <span class="right">{wall.t("days")}</span>
            <span class="right">{wall.t("trial.open")}</span>
          </div>
          <ul style={{ "--id-size": `${Math.min(34, moldSize(part.rows.map(({ id }) => id)))}px` }}>
            {part.rows.map((row) => (
              <Row key={row.id} wall={wall} row={row} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

// Problems that are not solved: what, where, how long, who.
import { LevelDots } from "../draw/parts"
import { Shape } from "../draw/shapes"
import { shortMachine, type Wall } from "./context"
import { lastSolved, problemViews, type ProblemView } from "./views"

const ROWS = 4

/** Who has it, or who was called. */
export function whoText(wall: Wall, { row, mood }: ProblemView): string {
  const called = row.called_name || wall.words.department(row.department)
  if (mood === "acknowledged") return wall.t("acknowledged", { name: row.acknowledged_by_name || called })
  return wall.t(mood === "overdue" ? "no_answer" : "called", { name: called })
}

export const whereText = (wall: Wall, { row }: ProblemView): string => shortMachine(wall, row.machine) || row.part_name

function Row({ wall, view }: { wall: Wall; view: ProblemView }) {
  const { row, mood } = view
  const { number, unit } = wall.format.minutes(view.minutes)
  return (
    <li class={`problem problem-${mood}`} data-problem={row.id} data-mood={mood}>
      <div class="problem-age">
        <b>{number}</b>
        <span>{unit}</span>
      </div>
      <div class="problem-text">
        <p class="one-line">
          <b>{wall.t(`problem.${row.kind}`)}</b> {whereText(wall, view)}
        </p>
        <p class="one-line mu">{[row.mold, whoText(wall, view)].filter(Boolean).join(" · ")}</p>
      </div>
      <div class="problem-level">
        <b>{wall.t("level", { level: row.level })}</b>
        <LevelDots level={row.level} size={14} />
      </div>
    </li>
  )
}

function None({ wall }: { wall: Wall }) {
  const last = lastSolved(wall.store.tables.problems.value.values())
  return (
    <div class="calm">
      <span class="run">
        <Shape name="ready" size={40} />
      </span>
      <b>{wall.t("problems.none")}</b>
      {last !== null && <span class="mu">{wall.t("problems.solved", { time: wall.format.time(last) })}</span>}
    </div>
  )
}

export function Problems({ wall }: { wall: Wall }) {
  const views = problemViews(wall.store.tables.problems.value.values(), wall.tick.value.now ?? 0)
  const overdue = views.filter(({ mood }) => mood === "overdue").length
  const more = views.length - ROWS
  return (
    <section class="panel problems">
      <h2>
        {wall.t("problems", { count: views.length })}
        {more > 0 && <small class="mu">{wall.t("problems.more", { count: more })}</small>}
        <span class="counts">
          {overdue > 0 && (
            <>
              <b class="act">{overdue}</b> {wall.t("overdue")}
            </>
          )}
        </span>
      </h2>
      {views.length === 0 ? (
        <None wall={wall} />
      ) : (
        <ul>
          {views.slice(0, ROWS).map((view) => (
            <Row key={view.row.id} wall={wall} view={view} />
          ))}
        </ul>
      )}
    </section>
  )
}

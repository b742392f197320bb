// Problems that are not solved: what, where, how long, who.
import { LevelDots } from "../draw/parts"
import { Calm } from "./calm"
import { seen, shortMachine, type TileProps, type Wall } from "./context"
import { lastSolved, problemViews, type ProblemView } from "./views"

/** A row and the gap to the next, px of the stage. */
const ROW = 107

/** Who has it, or who was called. */
export const personOf = (wall: Wall, { row, mood }: ProblemView): string => {
  const called = row.called_name || wall.words.department(row.department)
  if (mood === "open") return called
  return row.answered_by_name || row.acknowledged_by_name || called
}

/** What that person does about it: called, no answer, has it, on site. */
export function doesText(wall: Wall, { row, mood }: ProblemView): string {
  if (row.answered_at !== null) return wall.t("on_site")
  if (mood === "overdue") return wall.t(row.status === "open" ? "no_answer" : "not_on_site")
  return wall.t(mood === "open" ? "called" : "has_it")
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
        <p class="problem-who mu">
          {row.mold !== null && <span class="one-line problem-mold">{row.mold}</span>}
          <span class="one-line">{personOf(wall, view)}</span>
          <b>{doesText(wall, view)}</b>
        </p>
      </div>
      <div class="problem-level">
        <b>{wall.t("level", { level: row.level })}</b>
        <LevelDots level={row.level} size={12} />
      </div>
    </li>
  )
}

function None({ wall }: { wall: Wall }) {
  const last = lastSolved(seen.problems(wall))
  return <Calm text={wall.t("problems.none")} more={last === null ? null : wall.t("problems.solved", { time: wall.format.time(last) })} />
}

export function Problems({ wall, height }: TileProps) {
  const views = problemViews(seen.problems(wall), wall.tick.value.now ?? 0)
  const most = Math.max(1, Math.floor((height + 9) / ROW))
  const overdue = views.filter(({ mood }) => mood === "overdue").length
  const more = views.length - most
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
          {views.slice(0, most).map((view) => (
            <Row key={view.row.id} wall={wall} view={view} />
          ))}
        </ul>
      )}
    </section>
  )
}

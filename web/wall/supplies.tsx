// What is not there: material and outside work; electrodes, programs, drawings and fixtures.
import { Shape, type ShapeName } from "../draw/shapes"
import type { MissingRow } from "../model/wire"
import { Calm, Unknown } from "./calm"
import { isKept, seen, type TileProps, type Wall } from "./context"
import { GATES, missingRows, toChase, SUPPLIES, type Tone } from "./lists"

const ROW = 62
const SHAPES: Record<Tone, ShapeName> = { act: "problem", wait: "waiting", mu: "waiting" }

/** As short as clear: a time today, tomorrow, the weekday, the date; what is over by whole days is so many late. */
export function whenText(wall: Wall, expected: string | null): string {
  if (expected === null) return wall.t("no_date")
  const now = wall.tick.value.now ?? Date.parse(expected)
  const days = wall.format.daysBetween(expected, now)
  if (days > 0) return wall.t("days_late", { days })
  if (days === 0) return wall.format.time(expected)
  if (days === -1) return wall.t("tomorrow")
  return days > -7 ? wall.format.weekday(expected) : wall.format.shortDate(expected)
}

export const itemText = (wall: Wall, { what, item }: MissingRow): string => (what === "to_send" ? wall.t("to_send", { item }) : item)
export const countText = ({ count }: MissingRow): string => (count > 1 ? `× ${count}` : "")

function Row({ wall, row, tone, named }: { wall: Wall; row: MissingRow; tone: Tone; named: boolean }) {
  return (
    <li class={`lack ${tone}`} data-missing={row.id} data-tone={tone}>
      <Shape name={SHAPES[tone]} size={30} hole="var(--sf)" />
      <span class="one-line lack-item">
        {named && <b>{wall.t(`lack.${row.what}`)}</b>} {named ? <span class="mu">{itemText(wall, row)}</span> : <b>{itemText(wall, row)}</b>}
      </span>
      <span class="lack-count">{countText(row)}</span>
      <span class="mu lack-mold">{row.mold}</span>
      <b class="lack-when">{whenText(wall, row.expected)}</b>
    </li>
  )
}

type ListProps = TileProps & { what: ReadonlySet<MissingRow["what"]>; name: "supplies" | "missing" }

function Lacks({ wall, height, what, name }: ListProps) {
  const rows = missingRows(seen.missing(wall), what, wall.tick.value.now ?? 0)
  const most = Math.max(1, Math.floor((height - 4) / ROW))
  const chase = toChase(rows)
  const known = isKept(wall, ...(name === "supplies" ? ["material", "outside"] : [...GATES]))
  return (
    <section class={`panel lacks ${name}`}>
      <h2>
        {wall.t(name)}
        {rows.length > most && <small class="mu">+{rows.length - most}</small>}
        <span class="counts">
          {chase > 0 && (
            <>
              <b class="act">{chase}</b> {wall.t("to_chase")}
            </>
          )}
        </span>
      </h2>
      {!known ? (
        <Unknown wall={wall} what={wall.t(`${name}.unknown`)} />
      ) : rows.length === 0 ? (
        <Calm text={wall.t(`${name}.none`)} />
      ) : (
        <ul class="lines-list">
          {rows.slice(0, most).map(({ row, tone }) => (
            <Row key={row.id} wall={wall} row={row} tone={tone} named={name === "missing"} />
          ))}
        </ul>
      )}
    </section>
  )
}

export const Supplies = (props: TileProps) => <Lacks {...props} what={SUPPLIES} name="supplies" />
export const Missing = (props: TileProps) => <Lacks {...props} what={GATES} name="missing" />

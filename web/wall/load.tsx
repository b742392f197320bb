// Load of the coming days by kind, in shares of open hours.
import { percent } from "../draw/format"
import type { KindRow } from "../model/wire"
import { Calm } from "./calm"
import { seen, type TileProps, type Wall } from "./context"
import { bottlenecks, loadTone } from "./views"

const DAYS = 9
const HEAD = 46
const ROW = 60

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

export function Load({ wall, height }: TileProps) {
  const kinds = bottlenecks(seen.kinds(wall), Math.max(1, Math.floor((height - HEAD) / ROW)))
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

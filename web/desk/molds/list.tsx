// The molds on the left, the latest first.
import type { MoldRow } from "../../model/wire"
import type { Desk } from "../context"
import { address } from "../route"
import { dueOf, tone } from "./model"
import { moldTexts } from "./texts"

export function Late({ desk, mold, unit = "bare" }: { desk: Desk; mold: MoldRow; unit?: "bare" | "with unit" }) {
  if (mold.status === "held" || mold.status === "cancelled") return <b class="late mu">{moldTexts(desk.language)(`standing.${mold.status}`)}</b>
  const text = mold.light === "done" ? desk.t("done") : mold.late_minutes === null ? desk.t("no_date") : desk.format.lateness(mold.late_minutes, unit)
  return <b class={`late ${tone(mold.light)}`}>{text}</b>
}

export function Progress({ done, total, late }: { done: number; total: number; late: boolean }) {
  return <span class={`progress ${late ? "progress-late" : ""}`}><i style={{ width: `${total === 0 ? 0 : (100 * done) / total}%` }} /></span>
}

export function List({ desk, molds, open }: { desk: Desk; molds: readonly MoldRow[]; open: string }) {
  return (
    <ul class="mold-list">
      {molds.map((mold) => (
        <li key={mold.id}>
          <a href={address("molds", mold.id)} class={mold.id === open ? "chosen" : ""} data-mold={mold.id}>
            <b class="mold-id">{mold.id}</b>
            <span class="mold-middle">
              <span class="one-line">{mold.name}</span>
              <Progress done={mold.done} total={mold.total} late={false} />
            </span>
            <span class="mold-right">
              <span class="mu">{dueOf(mold) === null ? "" : desk.format.shortDate(dueOf(mold) ?? 0)}</span>
              <Late desk={desk} mold={mold} />
            </span>
          </a>
        </li>
      ))}
      {molds.length === 0 && <li class="mu empty-row">{desk.t("molds.none")}</li>}
    </ul>
  )
}

// Wishes, breaks and slips in the words of the shop.
import { number } from "../../draw/format"
import type { Desk } from "../context"
import type { Bar } from "./bars"
import type { Break } from "./breaks"
import type { Slip } from "./drafts"
import { ganttTexts } from "./texts"
import type { Live, Wish } from "./wishes"

export const moment = ({ format }: Desk, at: number): string => `${format.date(at)} ${format.time(at)}`

export function breakText(desk: Desk, { rule, other, at }: Break): string {
  const said = rule === "due" ? desk.t(other === "T1" ? "milestone.T1" : "milestone.delivery") : other
  return ganttTexts(desk.language)(`break.${rule}`, { other: said, time: at === null ? "" : desk.format.soon(at, desk.tick.peek().now ?? at) })
}

/** edm_sinker-4 → edm_sinker-2 · start Mon 23 Nov 08:00 · pinned */
export function wishText(desk: Desk, wish: Wish, live: Live | null): string {
  const t = ganttTexts(desk.language)
  if (wish.locked === true) return t("wish.lock")
  const said: string[] = []
  if (wish.machine !== undefined) said.push(t("wish.moved", { from: live?.machine ?? desk.t("outside"), to: wish.machine }))
  if (wish.start !== undefined) said.push(t("wish.start", { time: moment(desk, wish.start) }))
  if (wish.pinned && live?.pinned !== true) said.push(t("wish.pin"))
  if (!wish.pinned && live?.pinned === true) said.push(t("wish.unpin"))
  return said.join(" · ")
}

/** +1.2 d: by how much a milestone moves. */
export function slipDays(desk: Desk, { from, to }: Slip): string {
  if (from === null || to === null) return ganttTexts(desk.language)("slip.gone")
  const minutes = (Date.parse(to) - Date.parse(from)) / 60_000
  return Math.abs(minutes) < 24 * 60 ? hours(desk, minutes) : `${signed(minutes / 1440)} ${desk.language === "en" ? "d" : "天"}`
}

function hours(desk: Desk, minutes: number): string {
  return `${signed(minutes / 60)} ${desk.language === "en" ? "h" : "小时"}`
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${number(Math.abs(value), 1)}`

export function barText(desk: Desk, bar: Bar): string {
  return ganttTexts(desk.language)("row.one", {
    operation: bar.id, name: bar.row.name, start: moment(desk, bar.start), end: moment(desk, bar.end), state: desk.words.work(bar.row.work),
  })
}

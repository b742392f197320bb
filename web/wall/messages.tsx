// What happened, and the next dates of molds.
import type { MessageRow } from "../model/wire"
import { Calm } from "./calm"
import { messageText, type TileProps } from "./context"
import { milestones } from "./views"

const ROW = 62
const rowsIn = (height: number): number => Math.max(1, Math.floor((height - 4) / ROW))

export function newestFirst(messages: Iterable<MessageRow>): MessageRow[] {
  return [...messages].sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id))
}

export function Messages({ wall, height }: TileProps) {
  const messages = newestFirst(wall.store.tables.messages.value.values()).slice(0, rowsIn(height))
  return (
    <section class="panel messages">
      <h2>{wall.t("messages")}</h2>
      {messages.length === 0 ? (
        <Calm text={wall.t("messages.none")} />
      ) : (
        <ul class="lines-list">
          {messages.map((message) => (
            <li key={message.id}>
              <span class="mu">{wall.format.time(message.at)}</span>
              <span class="two-lines">{messageText(wall, message)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

export function Dates({ wall, height }: TileProps) {
  const now = wall.tick.value.now ?? 0
  const dates = milestones(wall.store.tables.molds.value.values()).filter(({ due }) => due >= now).slice(0, rowsIn(height))
  return (
    <section class="panel dates">
      <h2>{wall.t("milestones")}</h2>
      {dates.length === 0 ? (
        <Calm text={wall.t("milestones.none")} />
      ) : (
        <ul class="lines-list">
          {dates.map((date) => (
            <li key={date.mold}>
              <b>{date.mold}</b>
              <span class="mu one-line">{wall.t(`milestone.${date.milestone}`)}</span>
              <b class={`end ${date.light === "late" ? "act" : date.light === "at_risk" ? "wait" : ""}`}>
                {wall.format.date(date.due)}
              </b>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

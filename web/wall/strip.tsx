// The strip on top: shop time, shift, the newest message, how old the data is, the plan's version.
import messageIcon from "@tabler/icons/outline/message.svg?raw"
import silentIcon from "@tabler/icons/outline/volume-off.svg?raw"
import offlineIcon from "@tabler/icons/outline/wifi-off.svg?raw"
import { Icon } from "../draw/icon"
import type { ShopRow } from "../model/wire"
import { messageText, type Wall } from "./context"
import { Demo } from "./demo"
import { newestFirst } from "./messages"

function shiftText(wall: Wall, shop: ShopRow): string {
  if (shop.shift_end === null) return wall.t("shift.closed.open_end")
  const end = Date.parse(shop.shift_end)
  const now = wall.tick.value.now ?? end
  const days = wall.format.daysBetween(now, end)
  const text = days === 0 || shop.shift_name !== "closed" ? wall.format.time(end) : wall.format.soon(end, now)
  return wall.t(`shift.${shop.shift_name}`, { end: text })
}

function Dots({ wall, page, pages }: { wall: Wall; page: number; pages: number }) {
  return (
    <div class="page-dots" role="img" aria-label={wall.t("page", { page: page + 1, pages })}>
      {Array.from({ length: pages }, (_, i) => (
        <i key={i} class={i === page ? "here" : ""} />
      ))}
    </div>
  )
}

function Stale({ wall }: { wall: Wall }) {
  const { last, age, now } = wall.clock.value
  return (
    <header class="strip strip-stale" aria-live="assertive">
      <Icon svg={offlineIcon} size={48} />
      <b>{wall.t("stale.since", { time: last === null ? "–" : wall.format.time(last) })}</b>
      <span>{wall.t("stale.for", { age: wall.format.age(age) })}</span>
      <b class="end">{now === null ? "" : wall.format.time(now)}</b>
    </header>
  )
}

function Age({ wall }: { wall: Wall }) {
  const { age, freshness } = wall.tick.value
  const late = freshness !== "live"
  const text = Number.isFinite(age) ? wall.t(late ? "age.late" : "age.live", { age: wall.format.age(age) }) : wall.t("loading")
  return (
    <b class={late ? "age wait" : "age"}>
      <i class={late ? "ring" : "dot"} />
      {text}
    </b>
  )
}

/** The browser lets the wall sound only after a tap. */
export function SoundMark({ wall }: { wall: Wall }) {
  if (wall.sound.value !== "needs_tap") return null
  return (
    <button class="sound-mark">
      <Icon svg={silentIcon} size={34} /> {wall.t("sound.tap")}
    </button>
  )
}

function Plan({ wall, shop }: { wall: Wall; shop: ShopRow | undefined }) {
  if (shop === undefined) return null
  const known = shop.plan_version !== null && shop.plan_at !== null
  return (
    <span class="mu plan-version">
      {known ? wall.t("plan", { version: shop.plan_version ?? "", time: wall.format.time(shop.plan_at ?? "") }) : wall.t("plan.none")}
    </span>
  )
}

export function Strip({ wall, page, pages }: { wall: Wall; page: number; pages: number }) {
  const { now, freshness } = wall.tick.value
  if (wall.store.loaded.value && freshness === "stale") return <Stale wall={wall} />
  const shop = wall.store.shop
  const newest = newestFirst(wall.store.tables.messages.value.values())[0]
  return (
    <header class="strip">
      <time class="clock">{now === null ? "--:--" : wall.format.time(now)}</time>
      <div class="date">
        <b>{now === null ? "" : wall.format.date(now)}</b>
        <span class="mu">{shop === undefined ? "" : shiftText(wall, shop)}</span>
      </div>
      {wall.settings.room !== "hall" && <b class="room">{wall.t(`room.${wall.settings.room}`)}</b>}
      {shop?.demo && <Demo wall={wall} />}
      <SoundMark wall={wall} />
      <div class="news">
        {newest === undefined ? (
          <b class="one-line">{shop?.name}</b>
        ) : (
          <>
            <Icon svg={messageIcon} size={34} />
            <span class="mu">{wall.format.time(newest.at)}</span>
            <span class="one-line">{messageText(wall, newest)}</span>
          </>
        )}
      </div>
      <div class="state">
        <Age wall={wall} />
        <Plan wall={wall} shop={shop} />
      </div>
      <Dots wall={wall} page={page} pages={pages} />
    </header>
  )
}

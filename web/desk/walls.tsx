// What a wall shows: its room, its pages, how long each stays, its sound. Kept with the wall's link.
import { useSignal } from "@preact/signals"
import { pagesOf, ROOMS, USUAL, type RoomName, type Settings } from "../model/rooms"
import { put } from "../net/http"
import { failureText, type Desk } from "./context"

const FEWEST = 5
const MOST = 600

function PageBoxes({ desk, settings, change }: { desk: Desk; settings: Settings; change: (next: Partial<Settings>) => void }) {
  const all = pagesOf(settings.room).map(({ id }) => id)
  const on = settings.pages.filter((id) => all.includes(id))
  const shown = on.length > 0 ? on : all
  const turn = (id: string): void => {
    const next = all.filter((one) => (one === id ? !shown.includes(one) : shown.includes(one)))
    // All of them is the same as none chosen, and a wall shows at least one.
    if (next.length > 0) change({ pages: next.length === all.length ? [] : next })
  }
  return (
    <>
      {pagesOf(settings.room).map(({ id, tiles }) => (
        <label key={id} title={tiles.map((tile) => desk.t(`tile.${tile}`)).join(" · ")}>
          <input type="checkbox" name={`page-${id}`} checked={shown.includes(id)} onChange={() => turn(id)} />{" "}
          {tiles.slice(0, 2).map((tile) => desk.t(`tile.${tile}`)).join(" · ")}
        </label>
      ))}
    </>
  )
}

export function WallForm({ desk, token, kept, saved }: { desk: Desk; token: string; kept: Settings | null; saved: () => void }) {
  const { t } = desk
  const settings = useSignal<Settings>(kept ?? USUAL)
  const error = useSignal("")
  const change = (next: Partial<Settings>): void => void (settings.value = { ...settings.value, ...next })
  const save = async (): Promise<void> => {
    error.value = ""
    try {
      await put(`/api/tokens/${token}/wall`, settings.value)
      saved()
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
  }
  return (
    <form
      class="row-form wall-form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <label>
        {t("wall.room")}{" "}
        <select
          name="room" value={settings.value.room}
          onChange={(event) => change({ room: event.currentTarget.value as RoomName, pages: [], kinds: [] })}
        >
          {ROOMS.map((room) => <option key={room} value={room}>{t(`room.${room}`)}</option>)}
        </select>
      </label>
      <PageBoxes desk={desk} settings={settings.value} change={change} />
      <label>
        {t("wall.seconds")}{" "}
        <input
          name="seconds" type="number" min={FEWEST} max={MOST} required value={settings.value.seconds}
          onInput={(event) => change({ seconds: Math.round(event.currentTarget.valueAsNumber) || USUAL.seconds })}
        />
      </label>
      <label>
        <input name="sound" type="checkbox" checked={settings.value.sound} onChange={(event) => change({ sound: event.currentTarget.checked })} />{" "}
        {t("wall.sound")}
      </label>
      <button class="control">{t("wall.save")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

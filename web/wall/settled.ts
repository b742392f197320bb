// The wall's settings: kept on the server with its link, asked for again each minute, overridden by the address.
import { signal, type ReadonlySignal } from "@preact/signals"
import { get } from "../net/http"
import { settingsOf, type Settings } from "../model/rooms"

const ASK_MS = 60_000

export function settled(kept: Settings, token: string | null | undefined): ReadonlySignal<Settings> {
  const settings = signal(settingsOf(kept, location.search))
  let last = JSON.stringify(kept)
  const ask = async () => {
    try {
      const found = await get<Settings>(`/api/wall${token ? `?token=${encodeURIComponent(token)}` : ""}`)
      const text = JSON.stringify(found)
      if (text !== last) settings.value = settingsOf(found, location.search)
      last = text
    } catch {
      // Away, or no entry: the feed says so, and the settings stay as they are.
    }
  }
  setInterval(() => void ask(), ASK_MS)
  return settings
}

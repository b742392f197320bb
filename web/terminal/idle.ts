// A tablet that several people share must not report in the name of who went away.
import type { Room } from "./room"

/** After so long without a touch, ms. */
export const IDLE_MS = 600_000

type Place = { addEventListener: (type: string, heard: () => void, options: { capture: boolean }) => void }

/** Asks every terminal of the tablet who reports, once it was left alone. `now` and `every` are those of the browser. */
export function watchIdle(room: Room, place: Place, now: () => number, every: (ms: number, look: () => void) => void): void {
  let touched = now()
  for (const type of ["pointerdown", "keydown"]) place.addEventListener(type, () => (touched = now()), { capture: true })
  every(5_000, () => {
    if (now() - touched >= IDLE_MS) for (const terminal of room.terminals) terminal.idle()
  })
}

// A tablet that was left alone asks who reports, and one that is in use never does.
import { IDLE_MS, watchIdle } from "../../web/terminal/idle"
import type { Room } from "../../web/terminal/room"

function watched() {
  const heard = new Map<string, () => void>()
  let now = 0
  let asked = 0
  let look = (): void => undefined
  const room = { terminals: [{ idle: () => (asked += 1) }] } as unknown as Room
  watchIdle(room, { addEventListener: (type, hear) => heard.set(type, hear) }, () => now, (_, again) => (look = again))
  return {
    after: (ms: number): number => {
      now += ms
      look()
      return asked
    },
    touch: (type: string) => heard.get(type)?.(),
  }
}

test("ten minutes without a touch ask", () => {
  const tablet = watched()
  expect(tablet.after(IDLE_MS - 1)).toBe(0)
  expect(tablet.after(1)).toBe(1)
})

test("a touch or a scanned code begins the ten minutes anew", () => {
  for (const type of ["pointerdown", "keydown"]) {
    const tablet = watched()
    tablet.after(IDLE_MS - 1)
    tablet.touch(type)
    expect(tablet.after(IDLE_MS - 1)).toBe(0)
  }
})

// A tablet that slept: its steady clock stood still, its date did not.
import { Awake } from "../../web/model/awake"
import { ShopClock } from "../../web/model/clock"

function tablet(wall = 0) {
  let steady = 1_000
  const awake = new Awake(() => steady, () => wall)
  return {
    awake,
    passes: (ms: number) => {
      steady += ms
      wall += ms
    },
    sleeps: (ms: number) => (wall += ms),
    isSet: (ms: number) => (wall += ms),
  }
}
const HOUR = 3_600_000

test("time that was slept through counts", () => {
  const { awake, passes, sleeps } = tablet()
  passes(5_000)
  expect(awake.seen(false)).toBe(false)
  sleeps(2 * HOUR)
  expect(awake.seen(true)).toBe(true)
  passes(1_000)
  expect(awake.now()).toBe(1_000 + 6_000 + 2 * HOUR)
})

test("a clock that went on while the tablet slept is believed", () => {
  const { awake, passes } = tablet()
  awake.seen(false)
  passes(HOUR)
  expect(awake.seen(true)).toBe(false)
  expect(awake.now()).toBe(1_000 + HOUR)
})

test("a date that somebody sets moves no report, but asks the server anew", () => {
  for (const by of [3 * HOUR, -3 * HOUR]) {
    const { awake, isSet } = tablet()
    isSet(by)
    expect(awake.look()).toBe(true)
    expect(awake.now()).toBe(1_000)
    expect(awake.look(), "asked once").toBe(false)
  }
})

test("out of sight a date set back, or by months, is no sleep", () => {
  for (const by of [-HOUR, 90 * 24 * HOUR]) {
    const { awake, isSet } = tablet()
    awake.seen(false)
    isSet(by)
    awake.seen(true)
    expect(awake.now()).toBe(1_000)
  }
})

test("a sleep is found while the page is still out of sight, and counts once", () => {
  const { awake, sleeps } = tablet()
  awake.seen(false)
  sleeps(HOUR)
  expect(awake.look()).toBe(true)
  expect(awake.seen(true)).toBe(false)
  expect(awake.now()).toBe(1_000 + HOUR)
})

test("shop time after a sleep without network is right", () => {
  const { awake, sleeps } = tablet(Date.parse("2020-01-01T00:00:00Z"))
  const clock = new ShopClock(awake.now)
  clock.hear("2026-11-20T06:00:00Z", 1)
  awake.seen(false)
  sleeps(HOUR)
  awake.seen(true)
  expect(new Date(clock.now() ?? 0).toISOString()).toBe("2026-11-20T07:00:00.000Z")
  expect(clock.freshness()).toBe("stale")
})

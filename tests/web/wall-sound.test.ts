// The wall's sound: for what is new, again for what is overdue, and only as far as the browser lets it.
import { Alarm, type Caller, type Speaker } from "../../web/wall/sound"

const open = (id: string): Caller => ({ id, mood: "open" })
const overdue = (id: string): Caller => ({ id, mood: "overdue" })

function made(state = "running") {
  const played: number[] = []
  let now = state
  const speaker: Speaker = {
    state: () => now,
    resume: () => ((now = "running"), Promise.resolve()),
    play: (tones) => void played.push(tones.length),
  }
  const time = { ms: 0 }
  const alarm = new Alarm(() => speaker, () => time.ms)
  return { alarm, played, time }
}

test("it is silent unless it was switched on", () => {
  const { alarm, played } = made()
  alarm.hear([])
  alarm.hear([open("a")])
  expect([alarm.state.value, played]).toEqual(["off", []])
})

test("what was there when the wall began is not heard, what comes is: two tones, three once it is overdue", () => {
  const { alarm, played, time } = made()
  alarm.set(true)
  alarm.hear([open("old")])
  alarm.hear([open("old"), open("new")])
  expect(played).toEqual([2])
  time.ms = 5_000
  alarm.hear([open("old"), overdue("new")])
  expect(played).toEqual([2, 3])
})

test("an overdue problem is heard once a minute until somebody has it", () => {
  const { alarm, played, time } = made()
  alarm.set(true)
  alarm.hear([overdue("a")])
  for (time.ms = 1_000; time.ms < 125_000; time.ms += 1_000) alarm.hear([overdue("a")])
  expect(played).toEqual([3, 3])
  alarm.hear([])
  time.ms += 200_000
  alarm.hear([])
  expect(played).toEqual([3, 3])
})

test("it says when the browser wants a tap first, and sounds from then on", async () => {
  const { alarm, played } = made("suspended")
  alarm.set(true)
  alarm.hear([])
  alarm.hear([open("a")])
  expect([alarm.state.value, played]).toEqual(["needs_tap", []])
  await alarm.tap()
  alarm.hear([open("a"), open("b")])
  expect([alarm.state.value, played]).toEqual(["on", [2]])
})

test("a tap opens no sound that nobody asked for", async () => {
  const { alarm } = made()
  await alarm.tap()
  expect(alarm.state.value).toBe("off")
  alarm.set(true)
  alarm.set(false)
  alarm.look()
  expect(alarm.state.value).toBe("off")
})

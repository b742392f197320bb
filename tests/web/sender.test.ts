// Reports are neither lost nor sent twice nor out of order, whatever the network does.
import type { CommandAnswer } from "../../web/model/wire"
import { Sender, type Draft } from "../../web/net/commands"
import { Small, type Outbox } from "../../web/net/outbox"
import { Refused, Unreachable } from "../../web/net/http"
import type { Keep } from "../../web/net/ids"

const T0 = Date.UTC(2026, 10, 20, 6, 9)

class Shop {
  up = true
  refuses: string | null = null
  status = 409
  /** The measured shop time, and this tablet's own wrong time, ms. */
  now: number | null = T0
  wall = 0
  readonly got: Draft[] = []
  readonly waits: (() => void)[] = []
  readonly kept = new Map<string, string>()
  readonly keep: Keep = {
    get: (key) => this.kept.get(key) ?? null,
    set: (key, value) => void this.kept.set(key, value),
  }

  sender(outbox: Outbox = new Small(this.keep, "terminal")): Sender {
    return new Sender("edm_sinker-4", {
      post: (command) => this.#take(command),
      ask: (draft) => this.#take(draft),
      later: (_ms, call) => {
        this.waits.push(call)
        return () => {}
      },
      outbox: Promise.resolve(outbox),
      alone: (work) => work(),
      now: () => this.now,
      rate: () => 1,
      wall: () => this.wall,
    })
  }

  async #take(command: Draft): Promise<CommandAnswer> {
    await Promise.resolve()
    if (!this.up) throw new Unreachable("no network")
    if (this.refuses !== null) throw new Refused(this.status, { code: this.refuses, message: "no", facts: {} })
    this.got.push(command)
    return { status: "accepted", seq: this.got.length }
  }

  async timePasses(): Promise<void> {
    this.waits.splice(0).forEach((call) => call())
    await settled()
  }
}

const settled = () => new Promise((done) => setTimeout(done))
const operations = (commands: readonly Draft[]) => commands.map((command) => command["operation"])

test("a report is answered at once while the network is there", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  const sent = await sender.send("start", { operation: "A" })
  expect(sent).toEqual({ status: "answered", answer: { status: "accepted", seq: 1 } })
  expect([sender.unsent.value, sender.pending.value]).toEqual([0, []])
})

test("reports made without network wait, are counted, and go out in their order", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  shop.up = false
  const first = await sender.send("start", { operation: "A" })
  const second = await sender.send("finish", { operation: "A" })
  expect([first.status, second.status, sender.unsent.value]).toEqual(["kept", "kept", 2])
  shop.up = true
  await shop.timePasses()
  expect(shop.got.map(({ kind }) => kind)).toEqual(["start", "finish"])
  expect(shop.got.map(({ happened_at }) => happened_at)).toEqual(["2026-11-20T06:09:00.000Z", "2026-11-20T06:09:00.000Z"])
  expect(sender.unsent.value).toBe(0)
})

test("two taps at once go out in their order even when the first one fails", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  shop.up = false
  await Promise.all([sender.send("start", { operation: "A" }), sender.send("start", { operation: "B" })])
  shop.up = true
  await shop.timePasses()
  expect(operations(shop.got)).toEqual(["A", "B"])
})

test("what was not sent survives a reload with its id and its number", async () => {
  const shop = new Shop()
  shop.up = false
  await shop.sender().send("start", { operation: "A" }, "the-id")
  shop.up = true
  shop.waits.length = 0
  const reloaded = shop.sender()
  await reloaded.ready
  expect(reloaded.unsent.value).toBe(1)
  await shop.timePasses()
  expect(shop.got).toMatchObject([{ id: "the-id", device_seq: 1, operation: "A" }])
})

test("a second try is the same command to the letter", async () => {
  const shop = new Shop()
  const tried: string[] = []
  const sender = shop.sender()
  const post = sender.link.post
  sender.link.post = (command) => {
    tried.push(JSON.stringify(command))
    return post(command)
  }
  shop.up = false
  await sender.send("start", { operation: "A" })
  shop.up = true
  await shop.timePasses()
  expect(tried).toHaveLength(2)
  expect(tried[0]).toBe(tried[1])
})

test("a report that never left can be taken back, one that the server may have can't", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  await sender.send("start", { operation: "A" }, "sent")
  shop.up = false
  await sender.send("finish", { operation: "A" }, "tried")
  await sender.send("start", { operation: "B" }, "behind")
  expect(await Promise.all(["sent", "tried", "behind"].map((id) => sender.retract(id)))).toEqual([false, false, true])
  expect(sender.unsent.value).toBe(1)
  shop.up = true
  await shop.timePasses()
  expect(shop.got.map(({ id }) => id)).toEqual(["sent", "tried"])
})

test("what was taken back stays so over a reload, and its number is not given again", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  shop.up = false
  await sender.send("start", { operation: "A" })
  await sender.send("start", { operation: "B" }, "behind")
  await sender.retract("behind")
  shop.up = true
  shop.waits.length = 0
  const reloaded = shop.sender()
  await reloaded.ready
  await shop.timePasses()
  await reloaded.send("start", { operation: "C" })
  expect(shop.got.map(({ device_seq }) => device_seq)).toEqual([1, 3])
})

test("a refusal that comes late is shown, and the next report still goes out", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  shop.up = false
  await sender.send("badge_in", { person: "w1" })
  shop.up = true
  shop.refuses = "unknown_person"
  await shop.timePasses()
  expect(sender.refusedLate.value).toMatchObject([{ command: { kind: "badge_in" }, code: "unknown_person" }])
  expect(sender.unsent.value).toBe(0)
  shop.refuses = null
  expect((await sender.send("start", { operation: "A" })).status).toBe("answered")
})

test("a late refusal is shown until somebody has read it, over a reload too", async () => {
  const shop = new Shop()
  shop.up = false
  await shop.sender().send("badge_in", { person: "w1" })
  shop.up = true
  shop.refuses = "unknown_person"
  await shop.timePasses()
  const reloaded = shop.sender()
  await reloaded.ready
  expect(reloaded.refusedLate.value).toHaveLength(1)
  reloaded.forgetRefused()
  await settled()
  const again = shop.sender()
  await again.ready
  expect(again.refusedLate.value).toEqual([])
})

test("a PIN is never written to the device", async () => {
  const shop = new Shop()
  shop.up = false
  await shop.sender().send("badge_in", { person: "w1", pin: "4711" })
  expect([...shop.kept.values()].join()).not.toContain("4711")
})

test("what is asked now or not at all goes out at once, shows, and is never kept", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  const answer = await sender.ask("badge_in", { person: "w1", pin: "4711" }, 1_000)
  expect([answer.status, shop.got]).toMatchObject(["accepted", [{ person: "w1", pin: "4711" }]])
  expect(sender.answers.value.map(({ command }) => [command["person"], command["pin"]])).toEqual([["w1", undefined]])
  shop.up = false
  await expect(sender.ask("badge_in", { person: "w1", pin: "4711" }, 1_000)).rejects.toThrow(Unreachable)
  expect([sender.unsent.value, sender.pending.value, [...shop.kept.values()].join()]).toEqual([0, [], ""])
})

test("a report made before the shop's time was known gets it when it is sent, by the time that has passed", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  ;[shop.up, shop.now, shop.wall] = [false, null, 5_000]
  await sender.send("start", { operation: "A" })
  ;[shop.up, shop.now, shop.wall] = [true, T0, 65_000]
  await shop.timePasses()
  expect(shop.got.map(({ happened_at }) => happened_at)).toEqual([new Date(T0 - 60_000).toISOString()])
})

test("a terminal that is signed out keeps what it has until it is let in again", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  ;[shop.refuses, shop.status] = ["not_signed_in", 401]
  expect((await sender.send("start", { operation: "A" })).status).toBe("kept")
  shop.refuses = null
  await shop.timePasses()
  expect(operations(shop.got)).toEqual(["A"])
})

test("a report for which the device has no room is not called kept", async () => {
  const shop = new Shop()
  const full = new Small(shop.keep, "terminal")
  full.add = () => Promise.reject(new Error("disk full"))
  const sent = await shop.sender(full).send("start", { operation: "A" })
  expect(sent).toMatchObject({ status: "refused", refused: { refusal: { code: "no_room" } } })
  expect(shop.got).toEqual([])
})

test("two pages of one browser send one outbox, each report once and in order", async () => {
  const shop = new Shop()
  const one = shop.sender()
  const other = shop.sender()
  shop.up = false
  await one.send("start", { operation: "A" })
  await other.send("finish", { operation: "A" })
  await one.send("start", { operation: "B" })
  shop.up = true
  shop.waits.shift()?.()
  await settled()
  await shop.timePasses()
  expect(shop.got.map(({ device_seq }) => device_seq)).toEqual([1, 2, 3])
  expect([one.unsent.value, other.unsent.value]).toEqual([0, 0])
})

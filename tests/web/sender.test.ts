// Reports are neither lost nor sent twice nor out of order, whatever the network does.
import type { CommandAnswer } from "../../web/model/wire"
import { Sender, type Command } from "../../web/net/commands"
import { Refused, Unreachable } from "../../web/net/http"
import type { Keep } from "../../web/net/ids"

class Shop {
  up = true
  refuses: string | null = null
  readonly got: Command[] = []
  readonly waits: (() => void)[] = []
  readonly kept = new Map<string, string>()
  readonly keep: Keep = {
    get: (key) => this.kept.get(key) ?? null,
    set: (key, value) => void this.kept.set(key, value),
  }

  sender(): Sender {
    return new Sender("edm_sinker-4", "edm_sinker-4", {
      post: async (command): Promise<CommandAnswer> => {
        await Promise.resolve()
        if (!this.up) throw new Unreachable("no network")
        if (this.refuses !== null) throw new Refused(409, { code: this.refuses, message: "no", facts: {} })
        this.got.push(command)
        return { status: "accepted", seq: this.got.length }
      },
      later: (_ms, call) => {
        this.waits.push(call)
        return () => {}
      },
      keep: this.keep,
      now: () => Date.UTC(2026, 10, 20, 6, 9),
    })
  }

  async timePasses(): Promise<void> {
    this.waits.splice(0).forEach((call) => call())
    await settled()
  }
}

const settled = () => new Promise((done) => setTimeout(done))
const operations = (commands: readonly Command[]) => commands.map((command) => command["operation"])

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

test("a report that has not left can be taken back, one that has can't", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  await sender.send("start", { operation: "A" }, "sent")
  shop.up = false
  await sender.send("finish", { operation: "A" }, "kept")
  expect([sender.retract("sent"), sender.retract("kept"), sender.unsent.value]).toEqual([false, true, 0])
  shop.up = true
  await shop.timePasses()
  expect(shop.got.map(({ id }) => id)).toEqual(["sent"])
})

test("a refusal that comes late is shown, and the next report still goes out", async () => {
  const shop = new Shop()
  const sender = shop.sender()
  shop.up = false
  await sender.send("badge_in", { person: "w1" })
  shop.up = true
  shop.refuses = "unknown_person"
  await shop.timePasses()
  expect(sender.refusedLate.value).toMatchObject([{ command: { kind: "badge_in" }, refused: { refusal: { code: "unknown_person" } } }])
  expect(sender.unsent.value).toBe(0)
})

test("a PIN is never written to the device", async () => {
  const shop = new Shop()
  shop.up = false
  await shop.sender().send("badge_in", { person: "w1", pin: "4711" })
  expect([...shop.kept.values()].join()).not.toContain("4711")
})

// A screen's copy of the shop: snapshot and patches, whatever the connection does.
import { Feed, type Link, type StreamHandlers } from "../../web/model/feed"
import { Store } from "../../web/model/store"
import type { Patch, Snapshot } from "../../web/model/wire"

const NOW = "2026-11-20T06:00:00Z"
const today = (id: string, done: number) => ({ id, done, planned_by_now: 9, planned_today: 9 })
const patch = (cursor: number, rows: NonNullable<Patch["tables"]["today"]>): Patch => ({
  cursor, seq: cursor, entries: [], tables: { today: rows },
})

class Server {
  snapshot: Snapshot = { seq: 5, cursor: 5, now: NOW, tables: { today: { edm: today("edm", 1) } } }
  readonly opened: number[] = []
  handlers: StreamHandlers | null = null
  readonly timers: { ms: number; call: () => void; gone: boolean }[] = []
  down = false

  link(): Link {
    return {
      snapshot: () => (this.down ? Promise.reject(new Error("down")) : Promise.resolve(this.snapshot)),
      stream: (cursor, handlers) => {
        this.opened.push(cursor)
        this.handlers = handlers
        return () => {}
      },
      later: (ms, call) => {
        const timer = { ms, call, gone: false }
        this.timers.push(timer)
        return () => {
          timer.gone = true
        }
      },
      steady: () => 0,
      chance: () => 0.5,
    }
  }

  /** The newest timer that still counts runs out. */
  async runsOut(): Promise<void> {
    const timer = this.timers.filter(({ gone }) => !gone).at(-1)
    if (timer === undefined) throw new Error("nobody waits")
    timer.gone = true
    timer.call()
    await settled()
  }
}

const settled = () => new Promise((done) => setTimeout(done))
async function started(server: Server): Promise<Feed> {
  const feed = new Feed(new Store(), server.link())
  feed.start()
  await settled()
  return feed
}
const done = (feed: Feed): (number | undefined)[] => [...feed.store.tables.today.value.values()].map((row) => row.done)

test("patches are merged: new rows, changed rows, rows that are gone", async () => {
  const server = new Server()
  const feed = await started(server)
  server.handlers?.patch(patch(6, { edm: today("edm", 2), wire: today("wire", 7) }))
  expect(done(feed)).toEqual([2, 7])
  server.handlers?.patch(patch(7, { edm: null }))
  expect(done(feed)).toEqual([7])
})

test("a patch that comes twice changes nothing", async () => {
  const server = new Server()
  const feed = await started(server)
  server.handlers?.patch(patch(6, { edm: today("edm", 2) }))
  server.handlers?.patch(patch(5, { edm: today("edm", 1) }))
  expect([done(feed), feed.store.cursor]).toEqual([[2], 6])
})

test("a broken stream is said at once and opened again from where it broke", async () => {
  const server = new Server()
  const feed = await started(server)
  server.handlers?.patch(patch(6, {}))
  server.handlers?.broken()
  expect(feed.connected.value).toBe(false)
  await server.runsOut()
  expect(server.opened).toEqual([5, 6])
})

test("a stream that falls silent is as good as broken", async () => {
  const server = new Server()
  const feed = await started(server)
  await server.runsOut()
  expect(feed.connected.value).toBe(false)
  await server.runsOut()
  expect(server.opened).toEqual([5, 5])
})

test("when the gap is too wide all is fetched anew", async () => {
  const server = new Server()
  const feed = await started(server)
  server.snapshot = { ...server.snapshot, seq: 90, cursor: 90, tables: { today: { wire: today("wire", 3) } } }
  server.handlers?.resync()
  await settled()
  expect([done(feed), server.opened]).toEqual([[3], [5, 90]])
})

test("a server that began anew is noticed by its beats", async () => {
  const server = new Server()
  const feed = await started(server)
  server.snapshot = { ...server.snapshot, seq: 1, cursor: 1, tables: {} }
  server.handlers?.beat({ now: NOW, cursor: 1, seq: 1 })
  server.handlers?.beat({ now: NOW, cursor: 1, seq: 1 })
  await settled()
  expect([done(feed), feed.store.cursor]).toEqual([[], 1])
})

test("without a server the feed says so and tries again, each time later", async () => {
  const server = new Server()
  server.down = true
  const feed = await started(server)
  await server.runsOut()
  expect(feed.failure.value).toEqual(new Error("down"))
  expect(server.timers.map(({ ms }) => ms)).toEqual([500, 1000])
  server.down = false
  await server.runsOut()
  expect([feed.failure.value, done(feed)]).toEqual([null, [1]])
})

test("what was kept is shown at its true age until the server answers", async () => {
  const server = new Server()
  server.down = true
  const feed = await started(server)
  feed.restore({ ...server.snapshot, now: NOW }, 90_000)
  expect([done(feed), feed.connected.value, feed.clock.freshness()]).toEqual([[1], false, "stale"])
  expect(feed.clock.now()).toBe(Date.parse(NOW) + 90_000)
  server.down = false
  server.snapshot = { ...server.snapshot, cursor: 8, tables: { today: { edm: today("edm", 4) } } }
  await server.runsOut()
  expect([done(feed), feed.connected.value, feed.clock.freshness()]).toEqual([[4], true, "live"])
})

test("what was kept never replaces what the server said", async () => {
  const server = new Server()
  const feed = await started(server)
  feed.restore({ ...server.snapshot, tables: {} }, 0)
  expect(done(feed)).toEqual([1])
})

test("who wakes from a sleep asks the server at once, from where it was", async () => {
  const server = new Server()
  const feed = await started(server)
  server.handlers?.patch(patch(6, {}))
  feed.renew()
  expect([feed.connected.value, server.opened]).toEqual([false, [5, 6]])
  server.handlers?.beat({ now: NOW, cursor: 6, seq: 6 })
  expect(feed.connected.value).toBe(true)
})

test("a feed that was stopped does not begin anew by waking", async () => {
  const server = new Server()
  const feed = await started(server)
  feed.stop()
  feed.renew()
  expect(server.opened).toEqual([5])
})

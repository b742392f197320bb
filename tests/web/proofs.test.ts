// What a PIN opens on a tablet that has no server.
import type { Keep } from "../../web/net/ids"
import { Proofs, TRIES, WORTH_MS } from "../../web/terminal/proofs"

function tablet() {
  const kept = new Map<string, string>()
  const keep: Keep = { get: (key) => kept.get(key) ?? null, set: (key, value) => void kept.set(key, value) }
  const time = { now: Date.UTC(2026, 10, 20, 6) }
  const restarted = () => new Proofs(keep, crypto.subtle, () => time.now)
  return { time, restarted, written: () => [...kept.values()].join() }
}

test("who signed in here by PIN gets in by that PIN, over a restart too", async () => {
  const { restarted, written } = tablet()
  await restarted().seal("w1", "4711", "the proof")
  expect(written()).not.toMatch(/4711|the proof/)
  expect(await restarted().open("w1", "4711")).toEqual({ as: "open", proof: "the proof" })
  expect(await restarted().open("w2", "4711")).toEqual({ as: "nobody" })
})

test("wrong PINs are counted, over a restart too, until the right one would not open either", async () => {
  const { restarted, written } = tablet()
  await restarted().seal("w1", "4711", "the proof")
  for (let left = TRIES - 1; left > 0; left -= 1) expect(await restarted().open("w1", "0000")).toEqual({ as: "wrong", left })
  expect(await restarted().open("w1", "0000")).toEqual({ as: "nobody" })
  expect(await restarted().open("w1", "4711")).toEqual({ as: "nobody" })
  expect(written()).toBe("{}")
})

test("the right PIN gives the tries back", async () => {
  const { restarted } = tablet()
  await restarted().seal("w1", "4711", "the proof")
  for (let round = 0; round < 3; round += 1) {
    expect(await restarted().open("w1", "0000")).toEqual({ as: "wrong", left: TRIES - 1 })
    expect((await restarted().open("w1", "4711")).as).toBe("open")
  }
})

test("tries made at once all count", async () => {
  const { restarted } = tablet()
  const proofs = restarted()
  await proofs.seal("w1", "4711", "the proof")
  const found = await Promise.all(Array.from({ length: TRIES + 3 }, () => proofs.open("w1", "0000")))
  expect(found.filter(({ as }) => as === "wrong")).toHaveLength(TRIES - 1)
})

test("after a shift, or with a date set back, nobody gets in", async () => {
  for (const [by, as] of [[WORTH_MS, "open"], [WORTH_MS + 1, "nobody"], [-1, "nobody"]] as const) {
    const { restarted, time } = tablet()
    await restarted().seal("w1", "4711", "the proof")
    time.now += by
    expect((await restarted().open("w1", "4711")).as).toBe(as)
  }
})

test("where the browser has no such thing as a hash, nothing is kept and nobody gets in", async () => {
  const proofs = new Proofs({ get: () => null, set: () => expect.fail("kept") }, undefined, () => 0)
  await proofs.seal("w1", "4711", "the proof")
  expect(await proofs.open("w1", "4711")).toEqual({ as: "nobody" })
})

// The demo's mark: how fast its clock runs, and for a manager a slider to change that.
import { useState } from "preact/hooks"
import { number } from "../draw/format"
import { post, Refused } from "../net/http"
import type { Wall } from "./context"

/** Shop minutes a minute. */
const RATES = [1, 5, 10, 30, 60, 120, 300]
const nearest = (rate: number): number =>
  RATES.reduce((best, one, i) => (Math.abs(one - rate) < Math.abs((RATES[best] ?? 0) - rate) ? i : best), 0)

function Speed({ wall, rate }: { wall: Wall; rate: number }) {
  const [fault, setFault] = useState("")
  const set = (place: number) => {
    setFault("")
    post("/api/clock", { rate: RATES[place] ?? 1 }).catch((failure: unknown) => {
      const message = failure instanceof Refused ? failure.refusal.message : wall.t("demo.fault.unreachable")
      setFault(wall.t("demo.fault", { message }))
    })
  }
  return (
    <div class="demo-speed">
      <label for="rate">{wall.t("demo.what")}</label>
      <input
        id="rate" type="range" min={0} max={RATES.length - 1} step={1} value={nearest(rate)}
        onChange={(event) => set(Number(event.currentTarget.value))}
      />
      <div class="demo-steps">
        {RATES.map((one) => (
          <span key={one}>{wall.t("demo.rate", { rate: one })}</span>
        ))}
      </div>
      <div role="alert" class="act">{fault}</div>
    </div>
  )
}

export function Demo({ wall }: { wall: Wall }) {
  const [open, setOpen] = useState(false)
  const rate = wall.store.tables.clock.value.get("clock")?.rate ?? 1
  const mark = (
    <>
      <span>{wall.t("demo")}</span>
      <b>{wall.t("demo.rate", { rate: number(rate, rate < 1 ? 2 : 0) })}</b>
    </>
  )
  return (
    <div class="demo" data-rate={rate}>
      {wall.manager ? <button aria-expanded={open} onClick={() => setOpen(!open)}>{mark}</button> : <span>{mark}</span>}
      {open && wall.manager && <Speed wall={wall} rate={rate} />}
    </div>
  )
}

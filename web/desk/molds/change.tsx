// Dates, weight and name of a mold; hold, go on, cancel; the ways back to a former mold.
import { useSignal, type Signal } from "@preact/signals"
import type { MoldRow } from "../../model/wire"
import type { CommandKind } from "../../net/commands"
import { commanded, may, type Desk } from "../context"
import { address } from "../route"
import { Day, dayOf, endOf, Typed } from "./fields"
import { restOfWay } from "./model"
import { moldTexts } from "./texts"

/** A deed with its reason; what can't be taken back is asked once more. */
export function Deed({ desk, kind, reach, label, word, sure = false, done }: { desk: Desk; kind: CommandKind; reach: Record<string, string>; label: string; word: string; sure?: boolean; done?: () => void }) {
  const m = moldTexts(desk.language)
  const open = useSignal(false)
  const reason = useSignal("")
  const error = useSignal("")
  const busy = useSignal(false)
  const send = async () => {
    busy.value = true
    error.value = await commanded(desk, kind, { ...reach, reason: reason.value })
    busy.value = false
    if (error.value !== "") return
    open.value = false
    reason.value = ""
    done?.()
  }
  if (!open.value) return <button class="control" type="button" data-deed={kind} onClick={() => (open.value = true)}>{label}</button>
  return (
    <form
      class="deed"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <input name="reason" aria-label={m("reason")} placeholder={m("reason")} maxLength={500} value={reason.value} autoComplete="off" onInput={(event) => (reason.value = event.currentTarget.value)} />
      <button class={`control ${sure ? "control-act" : "control-on"}`} disabled={busy.value} data-sure={kind}>{m("sure", { what: word })}</button>
      <button class="control" type="button" onClick={() => (open.value = false)}>{m("back")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

function kept(desk: Desk, was: string | null, day: Signal<string>): string | null {
  return dayOf(desk, was) === day.value ? was : endOf(desk, day.value)
}

function Dates({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const m = moldTexts(desk.language)
  const name = useSignal(mold.name)
  const trial = useSignal(dayOf(desk, mold.t1_due))
  const due = useSignal(dayOf(desk, mold.due))
  const weight = useSignal(String(mold.weight))
  const said = useSignal<{ text: string; good: boolean } | null>(null)
  const busy = useSignal(false)
  const save = async () => {
    busy.value = true
    const told = { mold: mold.id, name: name.value, trial_due: kept(desk, mold.t1_due, trial), due: kept(desk, mold.due, due), weight: weight.value }
    const text = await commanded(desk, "change_mold", told)
    said.value = { text: text || m("saved"), good: text === "" }
    busy.value = false
  }
  return (
    <form
      class="change-part"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div class="fields four">
        <Typed label={m("mold.name")} name="name" value={name} />
        <Day label={m("trial_due")} name="trial" value={trial} />
        <Day label={m("due")} name="due" value={due} />
        <Typed label={m("weight")} name="weight" type="number" min="0" max="1000" step="any" value={weight} title={m("weight.what")} required />
      </div>
      <div class="form-foot">
        <button class="control control-on" disabled={busy.value} data-save>{m("change.save")}</button>
        {said.value && <span class={said.value.good ? "run strong" : "act strong"} role={said.value.good ? "status" : "alert"}>{said.value.text}</span>}
      </div>
    </form>
  )
}

export function ChangeTab({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const m = moldTexts(desk.language)
  const reach = { mold: mold.id }
  return (
    <div class="table-area change">
      {may(desk, "command change_mold") && <Dates desk={desk} mold={mold} />}
      <div class="change-rows">
        {mold.status === "held"
          ? may(desk, "command release_hold") && <p><Deed desk={desk} kind="release_hold" reach={reach} label={m("resume.mold")} word={m("resume.mold")} /></p>
          : may(desk, "command hold_work") && <p><Deed desk={desk} kind="hold_work" reach={reach} label={m("hold.mold")} word={m("hold.mold")} /> <span class="mu">{m("hold.what")}</span></p>}
        {may(desk, "command cancel_work") && mold.status !== "cancelled" && <p><Deed desk={desk} kind="cancel_work" reach={reach} label={m("cancel.mold")} word={m("cancel.mold")} sure /> <span class="mu">{m("cancel.what")}</span></p>}
        <p>
          {may(desk, "command copy_mold") && <a class="control" href={address("molds", restOfWay("copy", mold.id))} data-copy>{m("copy.this")}</a>}{" "}
          {may(desk, "command return_mold") && <a class="control" href={address("molds", restOfWay("returned", mold.id))} data-returned>{m("returned.this")}</a>}
        </p>
      </div>
    </div>
  )
}

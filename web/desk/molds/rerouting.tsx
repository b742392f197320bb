// Short forms in the row of an operation: a step more, two pieces, a supplier, back inside.
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import type { OperationRow, PartRow } from "../../model/wire"
import type { CommandKind } from "../../net/commands"
import { commanded, type Desk } from "../context"
import { Field, Typed } from "./fields"
import { moldTexts } from "./texts"

const MINUTES_A_DAY = 1440
const OUTSIDE = "outside"

function Short({ desk, kind, fields, close, children }: { desk: Desk; kind: CommandKind; fields: () => Record<string, unknown>; close: () => void; children: ComponentChildren }) {
  const m = moldTexts(desk.language)
  const error = useSignal("")
  const busy = useSignal(false)
  const send = async () => {
    busy.value = true
    error.value = await commanded(desk, kind, fields())
    busy.value = false
    if (error.value === "") close()
  }
  return (
    <form
      class="short-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {children}
      <button class="control control-on" disabled={busy.value} data-do={kind}>{m("op.do")}</button>
      <button class="control" type="button" onClick={close}>{m("back")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

export function InsertForm({ desk, part, after, close }: { desk: Desk; part: PartRow; after: string | null; close: () => void }) {
  const m = moldTexts(desk.language)
  const name = useSignal("")
  const kinds = [...desk.store.tables.kinds.value.values()].filter(({ machines }) => machines > 0)
  const kind = useSignal(kinds[0]?.id ?? OUTSIDE)
  const minutes = useSignal("60")
  const setup = useSignal("0")
  const rework = useSignal(false)
  const outside = kind.value === OUTSIDE
  const fields = () => ({
    part: part.id, after, name: name.value, rework: rework.value,
    work_kind: outside ? null : kind.value,
    mode: outside ? "outside" : "attended",
    minutes: outside ? String(Number(minutes.value) * MINUTES_A_DAY) : minutes.value,
    setup_minutes: outside ? "0" : setup.value,
  })
  const named = (one: { id: string; name: string; name_zh: string }) => (desk.language === "en" ? one.name : one.name_zh) || one.id
  return (
    <Short desk={desk} kind="add_step" fields={fields} close={close}>
      <Typed label={m("op.name")} name="step-name" value={name} required />
      <Field label={m("op.kind")}>
        <select name="step-kind" value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value)}>
          {kinds.map((one) => <option key={one.id} value={one.id}>{named(one)}</option>)}
          <option value={OUTSIDE}>{desk.words.department(OUTSIDE)}</option>
        </select>
      </Field>
      <Typed label={m(outside ? "op.days" : "op.minutes")} name="step-minutes" type="number" min={outside ? "0.1" : "1"} step="any" value={minutes} required />
      {!outside && <Typed label={m("op.setup_minutes")} name="step-setup" type="number" min="0" step="any" value={setup} />}
      {after !== null && <label class="take-check"><input type="checkbox" name="step-rework" checked={rework.value} onChange={() => (rework.value = !rework.value)} /> {m("op.rework")}</label>}
    </Short>
  )
}

export function SplitForm({ desk, row, close }: { desk: Desk; row: OperationRow; close: () => void }) {
  const m = moldTexts(desk.language)
  const first = useSignal(String(Math.max(1, Math.round(row.run_minutes / 2))))
  const inTurn = useSignal(false)
  return (
    <Short desk={desk} kind="split_operation" fields={() => ({ operation: row.id, first_minutes: first.value, in_turn: inTurn.value })} close={close}>
      <Typed label={m("op.first_minutes", { all: row.run_minutes })} name="first" type="number" min="0.1" max={String(row.run_minutes)} step="any" value={first} required />
      <div class="segments">
        <button type="button" class={inTurn.value ? "" : "on"} onClick={() => (inTurn.value = false)}>{m("op.side")}</button>
        <button type="button" class={inTurn.value ? "on" : ""} onClick={() => (inTurn.value = true)}>{m("op.in_turn")}</button>
      </div>
    </Short>
  )
}

export function OutsideForm({ desk, row, close }: { desk: Desk; row: OperationRow; close: () => void }) {
  const m = moldTexts(desk.language)
  const days = useSignal("3")
  const reason = useSignal("")
  return (
    <Short desk={desk} kind="plan_outside" fields={() => ({ operation: row.id, minutes: String(Number(days.value) * MINUTES_A_DAY), reason: reason.value })} close={close}>
      <Typed label={m("op.days")} name="days" type="number" min="0.1" max="365" step="any" value={days} required />
      <Typed label={m("reason")} name="outside-reason" value={reason} />
    </Short>
  )
}

export function TakeInside({ desk, row }: { desk: Desk; row: OperationRow }) {
  const m = moldTexts(desk.language)
  const error = useSignal("")
  const send = async () => {
    error.value = await commanded(desk, "plan_inside", { operation: row.id })
  }
  return (
    <>
      <button class="control" data-act="inside" onClick={() => void send()}>{m("op.inside")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </>
  )
}

// Who owes what to a mold by when, the soonest needed first. A gate is said to be there, or when it comes.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import readyIcon from "@tabler/icons/outline/circle-check.svg?raw"
import { Bars } from "../../draw/parts"
import { Icon } from "../../draw/icon"
import type { MoldRow } from "../../model/wire"
import { get } from "../../net/http"
import { commanded, failureText, may, type Desk } from "../context"
import { endOf } from "./fields"
import { moldTexts } from "./texts"

type Debt = "material" | "drawing" | "program" | "electrode" | "fixture" | "preparation" | "outside"
type Row = {
  what: Debt
  item: string
  part: string
  part_name: string
  operation: string | null
  department: string
  who: string
  needed: string | null
  expected: string | null
  late: boolean
}
type Owed = { rows: Row[]; count: number; late: number }

const GATES: ReadonlySet<Debt> = new Set(["drawing", "program", "electrode", "fixture"])

/** Whoever knows says so: the gate is open, or when it will be. */
function Tell({ desk, row, told }: { desk: Desk; row: Row; told: () => void }) {
  const m = moldTexts(desk.language)
  const error = useSignal("")
  const send = async (state: "ok" | "expected", expected: string | null) => {
    error.value = await commanded(desk, "change_gate", { operation: row.operation, gate: row.what, state, expected })
    if (error.value === "") told()
  }
  return (
    <span class="owed-tell">
      <input type="date" aria-label={m("owed.when")} onChange={(event) => void send("expected", endOf(desk, event.currentTarget.value))} />
      <button class="control" onClick={() => void send("ok", null)}>{m("owed.ready")}</button>
      {error.value && <span class="act" role="alert">{error.value}</span>}
    </span>
  )
}

export function OwedTab({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const m = moldTexts(desk.language)
  const { format, words } = desk
  const found = useSignal<Owed | null>(null)
  const error = useSignal("")
  const onlyLate = useSignal(false)
  const ask = () => {
    get<Owed>(`/api/molds/${encodeURIComponent(mold.id)}/owed`).then((answer) => (found.value = answer), (failure: unknown) => (error.value = failureText(desk, failure)))
  }
  // The row of the mold is another whenever something of it has changed.
  useEffect(ask, [mold])
  const now = desk.tick.value.now ?? 0
  const known = found.value
  if (known === null) return error.value ? <p class="act strong mold-note" role="alert">{error.value}</p> : <div class="mold-note"><Bars rows={6} label={desk.t("loading")} /></div>
  if (known.count === 0) return <p class="fine mold-note"><Icon svg={readyIcon} size={20} /> {m("owed.none")}</p>
  const rows = known.rows.filter((row) => !onlyLate.value || row.late)
  const when = (moment: string) => format.soon(moment, now)
  return (
    <div class="table-area owed" data-owed={known.count}>
      <div class="owed-tools">
        <div class="segments">
          <button class={onlyLate.value ? "" : "on"} onClick={() => (onlyLate.value = false)}>{m("owed.all", { count: known.count })}</button>
          <button class={onlyLate.value ? "on" : ""} onClick={() => (onlyLate.value = true)} data-only-late>{m("owed.only_late", { count: known.late })}</button>
        </div>
        {known.count > known.rows.length && <span class="mu">{m("owed.more", { count: known.rows.length })}</span>}
      </div>
      <table class="parts">
        <thead>
          <tr><th>{m("owed.needed")}</th><th>{m("owed.what")}</th><th>{m("owed.for")}</th><th>{m("owed.who")}</th><th>{m("owed.expected")}</th><th /></tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.what} ${row.part} ${row.operation ?? row.item}`} data-debt={row.what}>
              <td>{row.needed === null ? <span class="mu">–</span> : <b>{when(row.needed)}</b>}</td>
              <td><span class="mu">{m(`debt.${row.what}`)}</span> {row.item}</td>
              <td class="owed-for">{row.part_name} <span class="mu">{row.part}</span></td>
              <td>{[row.who, row.department && words.department(row.department)].filter(Boolean).join(" · ")}</td>
              <td>{row.late ? <b class="act">{row.expected === null ? m("owed.unknown") : `${when(row.expected)} · ${m("owed.late")}`}</b> : row.expected !== null && when(row.expected)}</td>
              <td>{GATES.has(row.what) && row.operation !== null && may(desk, "command change_gate") && <Tell desk={desk} row={row} told={ask} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

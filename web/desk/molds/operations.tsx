// The operations of a part, and what can be done with one of them while the shop works.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { number } from "../../draw/format"
import { gateShape, Shape } from "../../draw/shapes"
import type { Gate, MoldRow, OperationRow, PartRow, WaitsFor } from "../../model/wire"
import { get } from "../../net/http"
import { may, type Desk } from "../context"
import { chosen, wanted } from "../gantt/state"
import { go } from "../route"
import { Deed } from "./change"
import type { GateName } from "./model"
import { InsertForm, OutsideForm, SplitForm, TakeInside } from "./rerouting"
import { moldTexts } from "./texts"

type Details = { waits_for: WaitsFor[]; gates: Record<Exclude<GateName, "material">, Gate>; why: string }
type Form = "insert" | "split" | "outside" | null

const COLUMNS = 9
const MINUTES_A_DAY = 1440
const OPEN: ReadonlySet<OperationRow["work"]> = new Set(["waiting", "held"])

/** What an operation waits for: its gates, and the work and material before it. */
function State({ desk, row }: { desk: Desk; row: OperationRow }) {
  const m = moldTexts(desk.language)
  const found = useSignal<Details | null>(null)
  useEffect(() => {
    get<Details>(`/api/operations/${encodeURIComponent(row.id)}`).then((answer) => (found.value = answer), () => (found.value = null))
  }, [row])
  const { words, format } = desk
  const now = desk.tick.peek().now ?? 0
  const known = found.value
  if (known === null) return null
  const gates = (Object.entries(known.gates) as [Exclude<GateName, "material">, Gate][]).filter(([, gate]) => gate.state !== "none")
  const waits = known.waits_for.filter(({ what }) => !(what in known.gates))
  return (
    <span class="operation-state">
      {gates.map(([name, gate]) => (
        <span key={name} class={`gate gate-${gate.state}`}>
          <Shape name={gateShape(gate.state)} size={13} /> {words.gate(name)} {gate.at !== null && gate.state === "expected" ? format.soon(gate.at, now) : ""}
        </span>
      ))}
      {waits.length > 0 && <span class="mu">{m("op.waits")} {waits.slice(0, 3).map((one) => `${words.waits(one.what)} ${one.id}`.trim()).join(", ")}{waits.length > 3 ? " …" : ""}</span>}
    </span>
  )
}

function Acts({ desk, row, part }: { desk: Desk; row: OperationRow; part: PartRow }) {
  const m = moldTexts(desk.language)
  const form = useSignal<Form>(null)
  const open = OPEN.has(row.work)
  const reach = { operation: row.id }
  const close = () => (form.value = null)
  const show = () => {
    chosen.value = { operation: row.id, mold: row.mold }
    wanted.value = row.id
    go("plan")
  }
  return (
    <tr class="operation-open" data-acts={row.id}>
      <td colSpan={COLUMNS}>
        <div class="operation-acts">
          <State desk={desk} row={row} />
          {row.work === "running" || row.work === "paused" ? <span class="mu">{m("op.begun")}</span> : null}
          {form.value === null && (
            <span class="operation-buttons">
              {may(desk, "command add_step") && row.work !== "cancelled" && <button class="control" data-act="insert" onClick={() => (form.value = "insert")}>{m("op.insert")}</button>}
              {open && may(desk, "command split_operation") && <button class="control" data-act="split" onClick={() => (form.value = "split")}>{m("op.split")}</button>}
              {open && may(desk, "command plan_outside") && row.mode !== "outside" && <button class="control" data-act="outside" onClick={() => (form.value = "outside")}>{m("op.outside")}</button>}
              {open && may(desk, "command plan_inside") && row.mode === "outside" && <TakeInside desk={desk} row={row} />}
              {row.work === "waiting" && may(desk, "command hold_work") && <Deed desk={desk} kind="hold_work" reach={reach} label={m("hold")} word={m("hold")} />}
              {row.work === "held" && may(desk, "command release_hold") && <Deed desk={desk} kind="release_hold" reach={reach} label={m("resume")} word={m("resume")} />}
              {open && may(desk, "command cancel_work") && <Deed desk={desk} kind="cancel_work" reach={reach} label={m("cancel")} word={m("cancel")} sure />}
              {row.plan !== null && <button class="link" onClick={show}>{m("op.plan")}</button>}
            </span>
          )}
          {form.value === "insert" && <InsertForm desk={desk} part={part} after={row.id} close={close} />}
          {form.value === "split" && <SplitForm desk={desk} row={row} close={close} />}
          {form.value === "outside" && <OutsideForm desk={desk} row={row} close={close} />}
        </div>
      </td>
    </tr>
  )
}

/** Hold, go on, cancel a part with what is built into it; a step before all others. */
function PartActs({ desk, part, mold, rows }: { desk: Desk; part: PartRow; mold: MoldRow; rows: readonly OperationRow[] }) {
  const m = moldTexts(desk.language)
  const first = useSignal(false)
  const reach = { part: part.id }
  const waiting = rows.some(({ work }) => work === "waiting")
  const held = rows.some(({ work }) => work === "held")
  const begun = rows.some(({ work }) => work === "running" || work === "paused" || work === "done")
  if (mold.status === "cancelled") return null
  return (
    <tr class="part-acts" data-part-acts={part.id}>
      <td colSpan={COLUMNS}>
        <span class="operation-buttons">
          <span class="mu">{part.id}</span>
          {!begun && !first.value && may(desk, "command add_step") && <button class="control" data-act="first" onClick={() => (first.value = true)}>{m("op.first")}</button>}
          {first.value && <InsertForm desk={desk} part={part} after={null} close={() => (first.value = false)} />}
          {waiting && may(desk, "command hold_work") && <Deed desk={desk} kind="hold_work" reach={reach} label={m("hold")} word={m("hold")} />}
          {held && may(desk, "command release_hold") && <Deed desk={desk} kind="release_hold" reach={reach} label={m("resume")} word={m("resume")} />}
          {(waiting || held) && may(desk, "command cancel_work") && <Deed desk={desk} kind="cancel_work" reach={reach} label={m("cancel")} word={m("cancel")} sure />}
        </span>
      </td>
    </tr>
  )
}

export function OperationsOf({ desk, part, mold }: { desk: Desk; part: PartRow; mold: MoldRow }) {
  const m = moldTexts(desk.language)
  const opened = useSignal("")
  const rows = [...desk.store.tables.operations.value.values()].filter((row) => row.part === part.id).sort((a, b) => a.step.localeCompare(b.step, "en", { numeric: true }) || a.id.localeCompare(b.id))
  const now = desk.tick.peek().now ?? 0
  const { format, t } = desk
  const where = (row: OperationRow) => (row.mode === "outside" ? desk.words.department("outside") : row.machine ?? row.kind ?? "")
  const takes = (row: OperationRow) => [row.setup_minutes > 0 && m("op.setup", { minutes: format.minutesText(row.setup_minutes) }), row.run_minutes > 0 && m("op.run", { minutes: format.minutesText(row.run_minutes) })]
  return (
    <>
      <PartActs desk={desk} part={part} mold={mold} rows={rows} />
      {rows.map((row) => [
        <tr key={row.id} class={`operation-row ${opened.value === row.id ? "operation-chosen" : ""} operation-${row.work}`} data-operation={row.id} data-work={row.work}>
          <td colSpan={6}>
            <button class="plain operation-name" aria-expanded={opened.value === row.id} onClick={() => (opened.value = opened.value === row.id ? "" : row.id)}>
              <span class="operation-step mu">{row.step}</span> {row.name || row.id} <span class="mu">{where(row)}</span>
            </button>
          </td>
          <td>{desk.words.work(row.work)}</td>
          <td class="mu">
            {row.work === "done"
              ? row.finished === null ? "" : format.soon(row.finished, now)
              : row.work === "cancelled" ? ""
              : row.plan === null ? t("no_date") : `${format.soon(row.plan.setup, now)} → ${format.soon(row.plan.end, now)}`}
          </td>
          <td class="right mu">{opened.value === row.id ? "" : row.plan?.slack == null ? "" : m("days", { days: number(row.plan.slack / MINUTES_A_DAY, 1) })}</td>
        </tr>,
        opened.value === row.id && <tr key={`${row.id} takes`} class="operation-open"><td colSpan={COLUMNS}><span class="mu operation-takes">{[row.id, ...takes(row)].filter(Boolean).join(" · ")}</span></td></tr>,
        opened.value === row.id && <Acts key={`${row.id} acts`} desk={desk} row={row} part={part} />,
      ])}
    </>
  )
}

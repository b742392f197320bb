// Loads that are away: where, since when, due back when; one tap and the whole load is back.
import { useSignal } from "@preact/signals"
import { Shape } from "../../draw/shapes"
import { momentOf } from "../ask/parts"
import { may, type Desk } from "../context"
import { days, filters, fits, minutesBetween, type Load, type Outside } from "./model"
import { dayOf, EVENING, Fine, SupplierField, useSending } from "./parts"
import type { MaterialText } from "./texts"

type Given = { desk: Desk; t: MaterialText; look: () => void; known: Outside }

function Change({ desk, t, look, known, load, close }: Given & { load: Load; close: () => void }) {
  const supplier = useSignal(load.supplier)
  const back = useSignal(dayOf(desk, load.back))
  const { busy, error, send } = useSending(desk, look)
  const save = async () => {
    const when = back.value === dayOf(desk, load.back) || back.value === "" ? null : momentOf(desk, back.value, EVENING)
    if (await send("change_load", { operation: load.operations[0]?.operation, supplier: supplier.value, back: when })) close()
  }
  return (
    <form class="send-form" onSubmit={(event) => (event.preventDefault(), void save())}>
      <SupplierField label={t("outside.supplier")} value={supplier} names={[...known.suppliers, ...known.others]} id={`change-${load.batch}`} />
      <label class="material-field"><span>{t("outside.back")}</span><input type="date" value={back.value} onInput={(event) => (back.value = event.currentTarget.value)} /></label>
      <button class="control control-on" disabled={busy.value}>{t("save")}</button>
      <button type="button" class="control" onClick={close}>{t("cancel")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

function Card({ desk, t, look, known, load }: Given & { load: Load }) {
  const changing = useSignal(false)
  const some = useSignal<ReadonlySet<string>>(new Set())
  const { busy, error, send } = useSending(desk, look)
  const left = minutesBetween(desk.tick.value.now ?? 0, load.back)
  const whole = minutesBetween(load.sent, load.back)
  const share = whole <= 0 ? 1 : Math.min(1, Math.max(0, 1 - left / whole))
  const all = load.operations.map(({ operation }) => operation)
  const single = load.operations.length === 1 ? load.operations[0] : undefined
  const back = async () => {
    if (await send("bring_back", { operations: some.value.size === 0 ? all : [...some.value] })) some.value = new Set()
  }
  const toggle = (operation: string) => {
    const next = new Set(some.value)
    if (!next.delete(operation)) next.add(operation)
    some.value = next
  }
  return (
    <article class={`load ${load.overdue ? "load-over" : ""}`} data-load={load.batch || all[0]} data-supplier={load.supplier}>
      <header>
        <div>
          <h3>{load.supplier || t("nobody")}{single !== undefined && <span class="load-single one-line"><b>{single.mold}</b> {single.part_name} · {single.name}</span>}</h3>
          <p class="mu">{[load.batch === "" ? t("outside.untold") : t("outside.load", { batch: load.batch }), single === undefined ? t("outside.pieces", { count: all.length }) : "", [...new Set(load.operations.map(({ name }) => name))].join(", "), t("outside.sent", { date: desk.format.date(load.sent) })].filter(Boolean).join(" · ")}</p>
        </div>
        <p class="load-due">
          <b class={load.overdue ? "act" : ""}>{load.overdue && <Shape name="problem" size={15} hole="var(--act-tint)" />} {load.overdue ? t("outside.late", { days: days(left) }) : t("outside.left", { days: days(left) })}</b>
          <span class="mu">{t("outside.due", { date: desk.format.date(load.back) })}</span>
        </p>
      </header>
      <span class={`progress ${load.overdue ? "progress-late" : ""}`}><i style={{ width: `${100 * share}%` }} /></span>
      {single === undefined && <ul>
        {load.operations.map((one) => (
          <li key={one.operation} data-away={one.operation}><label>
            <input type="checkbox" aria-label={`${one.mold} ${one.part_name}`} checked={some.value.has(one.operation)} onChange={() => toggle(one.operation)} />
            <span class="one-line"><b>{one.mold}</b> {one.part_name} <span class="mu">{one.material}</span></span>
          </label></li>
        ))}
      </ul>}
      {may(desk, "command bring_back") && !changing.value && (
        <p class="material-acts">
          {may(desk, "command change_load") && <button class="control" data-do="change" onClick={() => (changing.value = true)}>{t("outside.change")}</button>}
          <button class="control control-strong" data-do="back" disabled={busy.value} onClick={() => void back()}>{some.value.size === 0 ? t("outside.is_back") : t("outside.some_back", { count: some.value.size })}</button>
          {error.value && <span class="act strong" role="alert">{error.value}</span>}
        </p>
      )}
      {changing.value && <Change desk={desk} t={t} look={look} known={known} load={load} close={() => (changing.value = false)} />}
    </article>
  )
}

export function Away({ desk, t, look, known }: Given) {
  const loads = known.away.filter(({ supplier, batch, operations }) =>
    operations.some((one) => fits(filters.value, { supplier, mold: one.mold }, batch, one.name, one.part, one.part_name, one.material)))
  return (
    <section class="outside-side">
      <h2>{t("outside.away")} <span class="mu">{loads.length}</span></h2>
      <div class="outside-rows">
        {loads.length === 0 && <Fine>{t("outside.away.none")}</Fine>}
        {loads.map((load) => <Card key={load.batch || load.operations[0]?.operation} desk={desk} t={t} look={look} known={known} load={load} />)}
      </div>
    </section>
  )
}

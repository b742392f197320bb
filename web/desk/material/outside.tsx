// Work at suppliers: what can be sent, chosen into one load, and the loads that are away.
import { useSignal, type Signal } from "@preact/signals"
import { momentOf } from "../ask/parts"
import { may, type Desk } from "../context"
import { Away } from "./away"
import { filters, fits, useAsked, type Outside, type ToSend } from "./model"
import { EVENING, Fine, PartCell, State, SupplierField, Tools, useSending } from "./parts"
import { materialTexts, type MaterialText } from "./texts"
import { days } from "./model"

type Given = { desk: Desk; t: MaterialText }

/** The shop's name of a kind of work. */
function kindName(desk: Desk, row: ToSend): string {
  const kind = desk.store.tables.kinds.value.get(row.kind)
  return kind === undefined ? row.name : desk.language === "en" ? kind.name : kind.name_zh || kind.name
}

/** By kind of work: what goes into one furnace stands together. */
function grouped(desk: Desk, rows: readonly ToSend[]): [string, ToSend[]][] {
  const groups = new Map<string, ToSend[]>()
  for (const row of rows) groups.set(kindName(desk, row), [...(groups.get(kindName(desk, row)) ?? []), row])
  return [...groups]
}

function Line({ desk, t, row, chosen }: Given & { row: ToSend; chosen: Signal<ReadonlySet<string>> }) {
  const on = chosen.value.has(row.operation)
  const toggle = () => {
    const next = new Set(chosen.value)
    if (!next.delete(row.operation)) next.add(row.operation)
    chosen.value = next
  }
  const able = row.ready && may(desk, "command send_outside")
  return (
    <li class={`send-row ${row.ready ? "" : "send-soon"} ${on ? "chosen" : ""}`} data-send={row.operation} data-ready={row.ready}>
      <label>
        <input type="checkbox" disabled={!able} checked={on} onChange={toggle} aria-label={`${row.mold} ${row.part_name}`} />
        <span class="send-part"><PartCell row={row} /></span>
        <span class="mu one-line send-what">{[row.name, row.material, t("outside.days", { days: days(row.minutes) })].filter(Boolean).join(" · ")}</span>
        <span class="right">
          {row.ready ? <b class="run">{t("outside.ready")}</b> : <span class="mu">{row.at === null ? "–" : t("outside.soon", { when: desk.format.soon(row.at, desk.tick.value.now ?? 0) })}</span>}
          <span class="mu one-line">{row.where?.name ?? ""}</span>
        </span>
      </label>
    </li>
  )
}

function SendForm({ desk, t, chosen, known, look }: Given & { chosen: Signal<ReadonlySet<string>>; known: Outside; look: () => void }) {
  const first = known.to_send.find(({ operation }) => chosen.value.has(operation))
  const supplier = useSignal(first?.supplier ?? "")
  const back = useSignal("")
  const { busy, error, send } = useSending(desk, look)
  const go = async () => {
    const when = back.value === "" ? null : momentOf(desk, back.value, EVENING)
    if (await send("send_outside", { operations: [...chosen.value], supplier: supplier.value, back: when })) chosen.value = new Set()
  }
  return (
    <form class="send-form" onSubmit={(event) => (event.preventDefault(), void go())}>
      <b>{t("outside.chosen", { count: chosen.value.size })}</b>
      <SupplierField label={t("outside.supplier")} value={supplier} names={[...known.suppliers, ...known.others]} id="send-suppliers" />
      <label class="material-field"><span>{t("outside.back")} <span class="mu">({t("outside.longest")})</span></span><input type="date" value={back.value} onInput={(event) => (back.value = event.currentTarget.value)} /></label>
      <button class="solid" disabled={busy.value} data-do="send">{t("outside.go")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

function Sending({ desk, t, known, look }: Given & { known: Outside; look: () => void }) {
  const chosen = useSignal<ReadonlySet<string>>(new Set())
  const rows = known.to_send.filter((row) => fits(filters.value, row, row.name, row.part, row.part_name, row.material))
  // What went meanwhile is no longer chosen.
  const waiting = new Set(known.to_send.filter(({ ready }) => ready).map(({ operation }) => operation))
  if ([...chosen.value].some((one) => !waiting.has(one))) chosen.value = new Set([...chosen.value].filter((one) => waiting.has(one)))
  return (
    <section class="outside-side">
      <h2>{t("outside.send")} <span class="mu">{rows.filter(({ ready }) => ready).length}</span></h2>
      <div class="outside-rows">
        {rows.length === 0 && <Fine>{t("outside.none")}</Fine>}
        {grouped(desk, rows).map(([kind, ones]) => {
          const ready = ones.filter((one) => one.ready).map(({ operation }) => operation)
          return (
            <div key={kind} class="send-group">
              <h3>{kind} {ready.length > 1 && may(desk, "command send_outside") && <button class="control" data-all={ones[0]?.kind} onClick={() => (chosen.value = new Set(ready))}>{t("outside.all")} {ready.length}</button>}</h3>
              <ul>{ones.map((row) => <Line key={row.operation} desk={desk} t={t} row={row} chosen={chosen} />)}</ul>
            </div>
          )
        })}
      </div>
      {chosen.value.size > 0 && <SendForm desk={desk} t={t} chosen={chosen} known={known} look={look} />}
    </section>
  )
}

export function OutsideScreen({ desk }: { desk: Desk }) {
  const t = materialTexts(desk.language)
  const asked = useAsked<Outside>(desk, "/api/material/outside")
  return (
    <State desk={desk} asked={asked}>
      {(known) => {
        const rows = [...known.to_send, ...known.away.flatMap(({ supplier, operations }) => operations.map(({ mold }) => ({ supplier, mold })))]
        return (
          <>
            <Tools desk={desk} rows={rows} page="outside" />
            <div class="outside">
              <Sending desk={desk} t={t} known={known} look={asked.look} />
              <Away desk={desk} t={t} known={known} look={asked.look} />
            </div>
          </>
        )
      }}
    </State>
  )
}

// How late each supplier is, as deliveries have taught, and the switch by which plans count on it.
import { useSignal } from "@preact/signals"
import { percent, signedDays } from "../../draw/format"
import { may, type Desk } from "../context"
import { filters, fits, useAsked, days, type SupplierRow, type Suppliers } from "./model"
import { Fine, State, Tools, useSending } from "./parts"
import { materialTexts, type MaterialText } from "./texts"

/** As the server counts: fewer deliveries teach nothing. */
const LEAST = 3
/** As the server counts: fewer minutes are no delay. */
const WORTH = 240
const MINUTES_A_DAY = 1_440
const WIDEST_DAYS = 14
const EARLIEST_DAYS = 4

const place = (minutes: number): string => {
  const found = (minutes / MINUTES_A_DAY + EARLIEST_DAYS) / (WIDEST_DAYS + EARLIEST_DAYS)
  return `${100 * Math.min(1, Math.max(0, found))}%`
}

function Spread({ row }: { row: SupplierRow }) {
  if (row.median === null || row.low === null || row.high === null) return null
  return (
    <span class={`spread supplier-spread ${row.median >= WORTH ? "supplier-late" : ""}`} aria-hidden="true">
      <i class="spread-one" style={{ left: place(0) }} />
      <i class="spread-box" style={{ left: place(row.low), width: `calc(${place(row.high)} - ${place(row.low)})` }} />
      <i class="spread-median" style={{ left: place(row.median) }} />
    </span>
  )
}

function Row({ t, row, learned }: { t: MaterialText; row: SupplierRow; learned: number | null }) {
  const late = (row.median ?? 0) >= WORTH
  return (
    <tr data-supplier={row.supplier} data-what={row.what}>
      <td class="strong">{row.supplier}</td>
      <td class="mu">{t(`suppliers.what.${row.what}`)}</td>
      <td class="right">{row.count}</td>
      <td class="right">{row.median === null ? "–" : <b class={late ? "act" : ""}>{signedDays(row.median)}</b>}</td>
      <td class="supplier-spread-cell"><Spread row={row} /></td>
      <td class="right">{row.in_time === null ? "–" : percent(row.in_time)}</td>
      <td class="right">{row.open}</td>
      <td class={`right ${row.overdue > 0 ? "act strong" : "mu"}`}>{row.overdue}</td>
      <td class="right">
        {learned !== null ? <b>{t("suppliers.plan", { days: days(learned) })}</b> : <span class="mu">{row.counts || row.count >= LEAST ? t("suppliers.punctual") : t("suppliers.few")}</span>}
      </td>
    </tr>
  )
}

function Switch({ desk, t, page, look }: { desk: Desk; t: MaterialText; page: Suppliers; look: () => void }) {
  const { busy, error, send } = useSending(desk, look)
  const on = page.learned.length > 0
  const able = page.rows.some(({ counts }) => counts)
  const turn = (wanted: boolean) => void send("learn_suppliers", { on: wanted })
  return (
    <p class="supplier-switch" data-learned={on}>
      <b class={on ? "run" : ""}>{t(on ? "suppliers.on" : "suppliers.off")}</b>
      {page.switched !== null && <span class="mu">{page.switched.actor} · {desk.format.soon(page.switched.at, desk.tick.value.now ?? 0)}</span>}
      {may(desk, "command learn_suppliers") && able && <button class="control" data-learn="on" disabled={busy.value} onClick={() => turn(true)}>{t(on ? "suppliers.renew" : "suppliers.turn_on")}</button>}
      {may(desk, "command learn_suppliers") && on && <button class="control" data-learn="off" disabled={busy.value} onClick={() => turn(false)}>{t("suppliers.turn_off")}</button>}
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </p>
  )
}

export function SuppliersScreen({ desk }: { desk: Desk }) {
  const t = materialTexts(desk.language)
  const asked = useAsked<Suppliers>(desk, "/api/material/suppliers")
  const by = useSignal<"late" | "open">("late")
  const columns = ["supplier", "what", "count", "late", "spread", "in_time", "open", "overdue", "plan"] as const
  const right = new Set<string>(["count", "late", "in_time", "open", "overdue", "plan"])
  return (
    <State desk={desk} asked={asked}>
      {(page) => {
        const fitting = page.rows.filter((row) => fits(filters.value, { supplier: row.supplier, mold: filters.value.mold }))
        const rank = (row: SupplierRow): number => (by.value === "late" ? (row.median ?? Number.NEGATIVE_INFINITY) : row.open)
        const rows = [...fitting].sort((a, b) => rank(b) - rank(a) || a.supplier.localeCompare(b.supplier))
        const learned = (row: SupplierRow) => page.learned.find((one) => one.supplier === row.supplier && one.what === row.what)?.minutes ?? null
        return (
          <>
            <Tools desk={desk} rows={page.rows.map(({ supplier }) => ({ supplier, mold: "" }))} page="suppliers">
              <span class="segments" role="group">
                {(["late", "open"] as const).map((one) => <button key={one} class={by.value === one ? "on" : ""} aria-pressed={by.value === one} onClick={() => (by.value = one)}>{t(one === "late" ? "col.late" : "col.open")}</button>)}
              </span>
            </Tools>
            <p class="mu supplier-what">{t("suppliers.what", { least: LEAST })}</p>
            <Switch desk={desk} t={t} page={page} look={asked.look} />
            {rows.length === 0 ? <Fine>{t(page.rows.length === 0 ? "suppliers.none" : "none.fit")}</Fine> : (
              <div class="material-list">
                <table class="material-table suppliers-table">
                  <thead><tr>{columns.map((one) => <th key={one} class={right.has(one) ? "right" : ""}>{t(`col.${one}`)}</th>)}</tr></thead>
                  <tbody>{rows.map((row) => <Row key={row.supplier + row.what} t={t} row={row} learned={learned(row)} />)}</tbody>
                </table>
              </div>
            )}
          </>
        )
      }}
    </State>
  )
}

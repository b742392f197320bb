// Purchases: what is to come, what was promised first and now, what came.
import { signal } from "@preact/signals"
import plusIcon from "@tabler/icons/outline/plus.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { Shape } from "../../draw/shapes"
import { may, type Desk } from "../context"
import { filters, fits, useAsked, unique, type Purchase } from "./model"
import { NewPurchase } from "./order"
import { Fine, PartCell, PurchaseActs, State, Tools } from "./parts"
import { materialTexts, type MaterialText } from "./texts"

const received = signal(false)
const ordering = signal(false)

function Promised({ desk, t, row }: { desk: Desk; t: MaterialText; row: Purchase }) {
  const moved = row.first_promised !== null && row.first_promised !== row.promised
  return (
    <>
      <span class={row.overdue || row.promised === null ? "act strong" : "strong"}>
        {row.promised === null ? t("undated") : desk.format.date(row.promised)} {row.overdue && <span class="overdue-chip"><Shape name="problem" size={12} /> {t("overdue")}</span>}
      </span>
      <span class="mu one-line">
        {[
          moved && row.first_promised !== null ? t("first", { date: desk.format.shortDate(row.first_promised) }) : "",
          row.received === null && row.expected !== null && row.expected !== row.promised ? t("expected", { date: desk.format.shortDate(row.expected) }) : "",
        ].filter(Boolean).join(" · ")}
      </span>
    </>
  )
}

function Row({ desk, t, row, look }: { desk: Desk; t: MaterialText; row: Purchase; look: () => void }) {
  return (
    <tr data-purchase={row.id} data-received={row.received !== null} class={row.overdue ? "short-late" : row.received !== null ? "purchase-here" : ""}>
      <td><span class="strong one-line">{row.item}</span><span class="mu one-line">{row.id}</span></td>
      <td><span class="one-line">{row.supplier || <span class="mu">{t("nobody")}</span>}</span></td>
      <td><PartCell row={row} /></td>
      <td class="right">{row.quantity === null ? "–" : number(row.quantity)}</td>
      <td class="mu">{row.ordered === null ? "–" : desk.format.date(row.ordered)}</td>
      <td><Promised desk={desk} t={t} row={row} /></td>
      <td class="right">
        {row.received === null ? <PurchaseActs desk={desk} purchase={row.id} promised={row.promised} look={look} /> : <span class="run strong purchase-came"><Shape name="ready" size={15} /> {desk.format.date(row.received)}</span>}
      </td>
    </tr>
  )
}

export function PurchasesScreen({ desk }: { desk: Desk }) {
  const t = materialTexts(desk.language)
  const asked = useAsked<Purchase[]>(desk, `/api/material/purchases?received=${received.value}`)
  const columns = ["item", "supplier", "part", "quantity", "ordered", "comes", "received"] as const
  return (
    <State desk={desk} asked={asked}>
      {(rows) => {
        const shown = rows.filter((row) => fits(filters.value, row, row.id, row.item, row.part, row.part_name))
        return (
          <>
            <Tools desk={desk} rows={rows} page="purchases" more={received.value ? "&received=true" : ""}>
              <label class="material-check"><input type="checkbox" checked={received.value} onChange={(event) => (received.value = event.currentTarget.checked)} /> {t("purchases.received")}</label>
              {may(desk, "command place_purchase") && <button class="solid" data-do="new" aria-expanded={ordering.value} onClick={() => (ordering.value = !ordering.value)}><Icon svg={plusIcon} size={16} />&nbsp;{t("purchases.new")}</button>}
            </Tools>
            {ordering.value && <NewPurchase desk={desk} suppliers={unique(rows.map(({ supplier }) => supplier))} look={asked.look} close={() => (ordering.value = false)} />}
            {shown.length === 0 ? <Fine>{t(rows.length === 0 ? "purchases.none" : "none.fit")}</Fine> : (
              <div class="material-list">
                <table class="material-table purchases-table">
                  <thead><tr>{columns.map((one) => <th key={one} class={one === "quantity" || one === "received" ? "right" : ""}>{t(`col.${one}`)}</th>)}</tr></thead>
                  <tbody>{shown.map((row) => <Row key={row.id} desk={desk} t={t} row={row} look={asked.look} />)}</tbody>
                </table>
              </div>
            )}
          </>
        )
      }}
    </State>
  )
}

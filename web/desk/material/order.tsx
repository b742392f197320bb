// A new purchase: for which part, what, from whom, promised when.
import { useSignal } from "@preact/signals"
import { dayFrom, momentOf } from "../ask/parts"
import type { Desk } from "../context"
import { EVENING, SupplierField, useSending } from "./parts"
import { materialTexts } from "./texts"

const USUAL_DAYS = 7

export function NewPurchase({ desk, suppliers, look, close }: { desk: Desk; suppliers: readonly string[]; look: () => void; close: () => void }) {
  const t = materialTexts(desk.language)
  const mold = useSignal("")
  const part = useSignal("")
  const item = useSignal("")
  const supplier = useSignal("")
  const quantity = useSignal("1")
  const promised = useSignal(dayFrom(desk, USUAL_DAYS))
  const purchase = useSignal("")
  const { busy, error, send } = useSending(desk, look)
  const byId = <T extends { id: string }>(rows: Iterable<T>): T[] => [...rows].sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
  const molds = byId(desk.store.tables.molds.value.values())
  const parts = byId(desk.store.tables.parts.value.values()).filter((row) => row.mold === mold.value)
  const choose = (id: string) => {
    part.value = id
    item.value = parts.find((row) => row.id === id)?.material ?? ""
  }
  const save = async () => {
    const fields = {
      part: part.value, item: item.value, supplier: supplier.value,
      quantity: quantity.value === "" ? null : quantity.value,
      promised: promised.value === "" ? null : momentOf(desk, promised.value, EVENING),
      purchase: purchase.value.trim() === "" ? null : purchase.value.trim(),
    }
    if (await send("place_purchase", fields)) close()
  }
  return (
    <form class="material-form" aria-label={t("order.title")} onSubmit={(event) => (event.preventDefault(), void save())}>
      <label class="material-field">
        <span>{t("order.mold")}</span>
        <select required value={mold.value} data-field="mold" onChange={(event) => { mold.value = event.currentTarget.value; part.value = "" }}>
          <option value="">{t("order.pick")}</option>
          {molds.map(({ id, name }) => <option key={id} value={id}>{id} {name}</option>)}
        </select>
      </label>
      <label class="material-field">
        <span>{t("order.part")}</span>
        <select required value={part.value} data-field="part" onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{t("order.pick")}</option>
          {parts.map(({ id, name }) => <option key={id} value={id}>{name || id}</option>)}
        </select>
      </label>
      <label class="material-field"><span>{t("order.item")}</span><input value={item.value} data-field="item" maxLength={120} onInput={(event) => (item.value = event.currentTarget.value)} /></label>
      <SupplierField label={t("order.supplier")} value={supplier} names={suppliers} id="order-suppliers" />
      <label class="material-field material-narrow"><span>{t("order.quantity")}</span><input type="number" min="0" step="any" value={quantity.value} onInput={(event) => (quantity.value = event.currentTarget.value)} /></label>
      <label class="material-field"><span>{t("order.promised")}</span><input type="date" value={promised.value} data-field="promised" onInput={(event) => (promised.value = event.currentTarget.value)} /></label>
      <label class="material-field"><span>{t("order.number")}</span><input value={purchase.value} placeholder={t("order.number.own")} data-field="number" maxLength={60} onInput={(event) => (purchase.value = event.currentTarget.value)} /></label>
      <button class="solid" disabled={busy.value || part.value === ""} data-do="order">{t("order.save")}</button>
      {error.value && <span class="act strong" role="alert">{error.value}</span>}
    </form>
  )
}

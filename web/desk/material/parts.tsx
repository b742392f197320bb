// What the lists of material share: tools above, states of an answer, dates that are changed in place.
import { useSignal, type Signal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import checkIcon from "@tabler/icons/outline/circle-check.svg?raw"
import excelIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import { dayFrom, momentOf } from "../ask/parts"
import { commanded, may, type Desk } from "../context"
import { address } from "../route"
import { filters, unique, type Asked, type Filters } from "./model"
import { materialTexts } from "./texts"

/** A day is over for receiving at this hour of the shop's zone. */
export const EVENING = 17

/** The rows, or what is there instead of them. */
export function State<T>({ desk, asked, children }: { desk: Desk; asked: Asked<T>; children: (answer: T) => ComponentChildren }) {
  const { answer, error } = asked
  return (
    <>
      {error.value !== "" && <p class="act strong" role="alert">{error.value}</p>}
      {answer.value === null ? error.value === "" && <Bars rows={9} label={desk.t("loading")} /> : children(answer.value)}
    </>
  )
}

export function Fine({ children }: { children: ComponentChildren }) {
  return <p class="fine"><Icon svg={checkIcon} size={22} /> {children}</p>
}

function Choice({ value, all, options, set }: { value: string; all: string; options: readonly string[]; set: (value: string) => void }) {
  return (
    <select aria-label={all} value={value} class={value === "" ? "" : "control-on"} onChange={(event) => set(event.currentTarget.value)}>
      <option value="">{all}</option>
      {options.map((one) => <option key={one} value={one}>{one}</option>)}
    </select>
  )
}

/** Filters of the lists, what else belongs there, and the way out to Excel. */
export function Tools({ desk, rows, page, more = "", children }: { desk: Desk; rows: readonly { supplier: string; mold: string }[]; page: string; more?: string; children?: ComponentChildren }) {
  const t = materialTexts(desk.language)
  const known = filters.value
  const set = (changes: Partial<Filters>) => (filters.value = { ...known, ...changes })
  const query = new URLSearchParams({ ...known, page, lang: desk.language })
  return (
    <div class="material-tools">
      <div class="search">
        <Icon svg={searchIcon} size={16} />
        <input type="search" aria-label={t("search")} placeholder={t("search")} value={known.words} onInput={(event) => set({ words: event.currentTarget.value })} />
      </div>
      <Choice value={known.supplier} all={t("all.suppliers")} options={unique(rows.map(({ supplier }) => supplier))} set={(supplier) => set({ supplier })} />
      <Choice value={known.mold} all={t("all.molds")} options={unique(rows.map(({ mold }) => mold))} set={(mold) => set({ mold })} />
      <span class="material-more">{children}</span>
      <a class="control" href={`/api/material/excel?${query}${more}`} download={`${page}.xlsx`}><Icon svg={excelIcon} size={16} /> {t("excel")}</a>
    </div>
  )
}

/** The mold and the part, as a way to the mold. */
export function PartCell({ row }: { row: { part: string; part_name: string; mold: string } }) {
  if (row.mold === "") return <span class="mu">–</span>
  return (
    <>
      <a class="strong material-mold" href={address("molds", row.mold)}>{row.mold}</a>
      <span class="mu one-line">{row.part_name}</span>
    </>
  )
}

/** Sends a command and asks for the list anew; what went wrong is told in `error`. */
export function useSending(desk: Desk, look: () => void) {
  const busy = useSignal(false)
  const error = useSignal("")
  const send = async (kind: Parameters<typeof commanded>[1], fields: Record<string, unknown>): Promise<boolean> => {
    busy.value = true
    error.value = await commanded(desk, kind, { ...fields, ...(desk.user.person ? { person: desk.user.person } : {}) })
    busy.value = false
    look()
    return error.value === ""
  }
  return { busy, error, send }
}

/** What can be done with a purchase that is not here: another date, or it has come. */
export function PurchaseActs({ desk, purchase, promised, look }: { desk: Desk; purchase: string; promised: string | null; look: () => void }) {
  const t = materialTexts(desk.language)
  const open = useSignal(false)
  const day = useSignal("")
  const { busy, error, send } = useSending(desk, look)
  if (!may(desk, "command promise_purchase")) return null
  const save = async () => {
    const when = day.value === "" ? null : momentOf(desk, day.value, EVENING)
    if (await send("promise_purchase", { purchase, promised: when })) open.value = false
  }
  const begin = () => {
    day.value = promised === null ? dayFrom(desk, 1) : dayOf(desk, promised)
    open.value = true
  }
  if (open.value) {
    return (
      <form class="material-acts" onSubmit={(event) => (event.preventDefault(), void save())}>
        <input type="date" aria-label={t("col.comes")} value={day.value} autoFocus onInput={(event) => (day.value = event.currentTarget.value)} />
        <button class="control control-on" disabled={busy.value}>{day.value === "" ? t("date.none") : t("save")}</button>
        <button type="button" class="control" onClick={() => (open.value = false)}>{t("cancel")}</button>
        {error.value && <span class="act" role="alert">{error.value}</span>}
      </form>
    )
  }
  return (
    <span class="material-acts">
      <button class="control" data-do="date" onClick={begin}>{t(promised === null ? "date.set" : "date.change")}</button>
      <button class="control" data-do="receive" disabled={busy.value} onClick={() => void send("receive_material", { purchase })}>{t("receive")}</button>
      {error.value && <span class="act" role="alert">{error.value}</span>}
    </span>
  )
}

/** The day of a moment in the shop's zone, as a date field has it. */
export function dayOf(desk: Desk, moment: string): string {
  const { year, month, day } = desk.format.read(moment)
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
}

export function SupplierField({ label, value, names, id }: { label: string; value: Signal<string>; names: readonly string[]; id: string }) {
  return (
    <label class="material-field">
      <span>{label}</span>
      <input list={id} value={value.value} maxLength={80} onInput={(event) => (value.value = event.currentTarget.value)} />
      <datalist id={id}>{names.map((name) => <option key={name} value={name} />)}</datalist>
    </label>
  )
}

// The tables of the shop, to be had as Excel: one, or several in one file, whole or of one mold.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import excelIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import { fileOf, get } from "../../net/http"
import { failureText, type Desk } from "../context"
import { excelAddress, type Filters, type Offered } from "./model"
import { saved } from "./saving"
import type { ExcelText } from "./texts"

const AGAIN_MS = 3_000

export function Sheets({ desk, t, taken }: { desk: Desk; t: ExcelText; taken: number }) {
  const offered = useSignal<readonly Offered[] | null>(null)
  const chosen = useSignal<readonly string[]>([])
  const filters = useSignal<Filters>({ mold: "", open: false })
  const writing = useSignal("")
  const error = useSignal("")
  useEffect(() => {
    let timer = 0
    const load = () => void get<Offered[]>(`/api/tables?lang=${desk.language}`).then(
      (rows) => (offered.value = rows),
      // A server that is busy is asked again.
      () => (timer = window.setTimeout(load, AGAIN_MS)),
    )
    load()
    return () => clearTimeout(timer)
  }, [taken, desk.store.shop?.plan_version])
  const write = async (sheets: readonly string[], name: string) => {
    writing.value = name
    error.value = ""
    try {
      saved(await fileOf("GET", excelAddress(sheets, filters.value, desk.language)), `${name}.xlsx`)
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
    writing.value = ""
  }
  const rows = offered.value ?? []
  const molds = [...desk.store.tables.molds.value.values()].sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
  const named = rows.filter(({ id }) => chosen.value.includes(id))
  const pick = (id: string, on: boolean) => (chosen.value = on ? [...chosen.value, id] : chosen.value.filter((one) => one !== id))
  return (
    <section class="excel-out">
      <h2>{t("out")}</h2>
      <div class="excel-filters">
        <select aria-label={t("mold")} value={filters.value.mold} class={filters.value.mold === "" ? "" : "control-on"} onChange={(event) => (filters.value = { ...filters.value, mold: event.currentTarget.value })}>
          <option value="">{t("mold.all")}</option>
          {molds.map(({ id, name }) => <option key={id} value={id}>{id} {name}</option>)}
        </select>
        <label class="excel-open">
          <input type="checkbox" checked={filters.value.open} onChange={(event) => (filters.value = { ...filters.value, open: event.currentTarget.checked })} /> {t("open")}
        </label>
      </div>
      {offered.value === null && error.value === "" && <Bars rows={8} label={desk.t("loading")} />}
      {rows.length > 0 && (
        <table class="excel-sheets">
          <thead><tr><th /><th>{t("table")}</th><th class="right">{t("rows")}</th><th /></tr></thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id} data-sheet={one.id}>
                <td><input type="checkbox" aria-label={t("choose", { name: one.name })} checked={chosen.value.includes(one.id)} onChange={(event) => pick(one.id, event.currentTarget.checked)} /></td>
                <td>
                  <b class="excel-name">{one.name}</b>
                </td>
                <td class="right">{number(one.rows)}</td>
                <td class="right">
                  <button class="control" aria-label={t("excel.of", { name: one.name })} disabled={writing.value !== ""} onClick={() => void write([one.id], one.name)}>
                    <Icon svg={excelIcon} size={16} /> {writing.value === one.name ? t("writing") : t("excel")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="excel-together">
        <button class="control" data-do="together" disabled={named.length === 0 || writing.value !== ""} onClick={() => void write(named.map(({ id }) => id), desk.store.shop?.name || "Sprue")}>
          <Icon svg={excelIcon} size={16} /> {named.length === 0 ? t("together") : t("together.count", { count: named.length })}
        </button>
      </p>
      {error.value !== "" && <p class="act strong" role="alert">{error.value}</p>}
      <p class="mu">{t("out.what")}</p>
    </section>
  )
}

// The tables of the open page as one Excel file, whatever page it is: one button in the head of the desk.
import { signal, useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import excelIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import { Icon } from "../../draw/icon"
import { fileOf } from "../../net/http"
import { failureText, type Desk } from "../context"
import type { Page } from "../route"
import { tablesIn, type TableOut } from "./reading"
import { ownTables } from "./rows"
import { saved } from "./saving"
import { excelTexts } from "./texts"

/** What pages give out in full while their table shows a part of it, by the name of the table. */
const given = new Map<string, () => TableOut>()

/** While the page is open, its Excel holds this table; mark the shorter one that is shown with `data-part`. */
export function useTableOut(key: string, table: () => TableOut): void {
  useEffect(() => {
    given.set(key, table)
    return () => void given.delete(key)
  })
}

const busy = signal(false)

export function PageOut({ desk, page }: { desk: Desk; page: Page }) {
  const t = excelTexts(desk.language)
  const said = useSignal("")
  useEffect(() => void (said.value = ""), [page])
  const out = async () => {
    const main = document.querySelector("main")
    const tables = [...ownTables(desk, page), ...[...given.values()].map((table) => table()), ...(main === null ? [] : tablesIn(main))]
    if (tables.length === 0) {
      said.value = t("page.none")
      return
    }
    busy.value = true
    said.value = ""
    try {
      const file = new File([JSON.stringify({ tables })], "page.json", { type: "application/json" })
      saved(await fileOf("POST", "/api/tables/shown", file), `${desk.t(`nav.${page}`)}.xlsx`)
    } catch (failure) {
      said.value = failureText(desk, failure)
    }
    busy.value = false
  }
  return (
    <span class="page-out">
      <button class="control" data-do="page-excel" title={t("page")} aria-label={t("page")} disabled={busy.value} onClick={() => void out()}>
        <Icon svg={excelIcon} size={17} />
      </button>
      {said.value !== "" && <span class="page-out-said" role="alert">{said.value}</span>}
    </span>
  )
}

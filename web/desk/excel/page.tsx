// Any table of the shop out as Excel, edited, and in again: seen first, then taken.
import { signal, useSignal } from "@preact/signals"
import readyIcon from "@tabler/icons/outline/circle-check.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { post, upload } from "../../net/http"
import { failureText, may, type Desk } from "../context"
import { address } from "../route"
import { BringIn } from "./bring"
import { rowsTaken, type Looked } from "./model"
import { Preview } from "./preview"
import { Sheets } from "./sheets"
import { TakenList } from "./taken"
import { excelTexts } from "./texts"

/** What was looked at last; it stays while other pages are open. */
const looked = signal<{ name: string; found: Looked } | null>(null)

export function ExcelPage({ desk }: { desk: Desk }) {
  const t = excelTexts(desk.language)
  const reading = useSignal("")
  const error = useSignal("")
  const busy = useSignal(false)
  const took = useSignal<{ name: string; rows: number } | null>(null)
  const taken = useSignal(0)
  const bring = async (file: File, name: string) => {
    if (reading.value !== "") return
    reading.value = name
    error.value = ""
    took.value = null
    try {
      looked.value = { name, found: await upload<Looked>(`/api/tables/edits?lang=${desk.language}`, file) }
    } catch (failure) {
      looked.value = null
      error.value = failureText(desk, failure)
    }
    reading.value = ""
  }
  const take = async () => {
    const known = looked.value
    if (known === null || known.found.edit_id === null) return
    busy.value = true
    error.value = ""
    try {
      await post(`/api/tables/edits/${known.found.edit_id}/take`)
      took.value = { name: known.name, rows: rowsTaken(known.found) }
      looked.value = null
      taken.value += 1
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
    busy.value = false
  }
  const known = looked.value
  const edits = may(desk, "POST /api/tables/edits")
  if (known !== null) {
    return (
      <main class="page excel-page">
        {error.value !== "" && <p class="act strong" role="alert">{error.value}</p>}
        <Preview desk={desk} t={t} found={known.found} name={known.name} busy={busy.value} take={() => void take()} away={() => ((looked.value = null), (error.value = ""))} />
      </main>
    )
  }
  return (
    <main class="page excel-page">
      <header class="excel-head">
        <h1>{t("title")}</h1>
        {may(desk, "POST /api/import") && <a class="control" href={address("import")}>{t("whole")}</a>}
      </header>
      {took.value !== null && <p class="run strong" role="status"><Icon svg={readyIcon} size={20} /> {t("took", { name: took.value.name, count: number(took.value.rows) })}</p>}
      {error.value !== "" && <p class="act strong" role="alert">{error.value}</p>}
      <div class="excel-columns">
        <Sheets desk={desk} t={t} taken={taken.value} />
        <div class="excel-in">
          {edits && (
            <section>
              <h2>{t("in")}</h2>
              <BringIn t={t} reading={reading.value} bring={(file, name) => void bring(file, name)} />
            </section>
          )}
          <TakenList desk={desk} t={t} taken={taken.value} />
        </div>
      </div>
    </main>
  )
}

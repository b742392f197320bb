// A workbook comes in: dropped, checked, its faults listed; taken as the shop only when it has none.
import { signal, useSignal } from "@preact/signals"
import fileIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import readyIcon from "@tabler/icons/outline/circle-check.svg?raw"
import { Icon } from "../draw/icon"
import { number } from "../draw/format"
import { post, upload } from "../net/http"
import { failureText, type Desk } from "./context"
import type { Fault } from "./excel/model"
import { go } from "./route"
import type { DeskKey } from "./texts"

type Looked = { ok: boolean; faults: Fault[]; counts: Record<string, number>; import_id: string | null }

/** What was looked at last; it stays while other pages are open. */
const looked = signal<{ name: string; found: Looked } | null>(null)
const COUNTS = ["molds", "parts", "operations", "machines", "people", "orders", "purchases"] as const

/** Browsers give the clipboard to secure pages only; elsewhere the old way still works. */
async function toClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined) {
    return navigator.clipboard.writeText(text).then(() => true, () => false)
  }
  const area = document.createElement("textarea")
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand("copy")
  area.remove()
  return done
}

export function Faults({ desk, faults, name }: { desk: Desk; faults: readonly Fault[]; name: string }) {
  const { t } = desk
  const copied = useSignal(false)
  const copy = async () => {
    const lines = faults.map(({ sheet, row, column, value, text }) => [sheet, row ?? "", column ?? "", value, text].join("\t"))
    copied.value = await toClipboard(lines.join("\n"))
  }
  return (
    <section class="faults">
      <p class="act strong">
        {t("import.faults", { count: faults.length, name })}
        <button class="control" onClick={() => void copy()}>{t(copied.value ? "import.copied" : "import.copy")}</button>
      </p>
      <div class="table-area">
        <table class="plain-table">
          <thead>
            <tr>{(["sheet", "row", "column", "value", "remedy"] as const).map((one) => <th key={one} class={one === "row" ? "right" : ""}>{t(`import.${one}`)}</th>)}</tr>
          </thead>
          <tbody>
            {faults.map((fault, i) => (
              <tr key={i} data-fault={fault.code}>
                <td>{fault.sheet}</td>
                <td class="right">{fault.row ?? ""}</td>
                <td>{fault.column ?? ""}</td>
                <td class="fault-value">{fault.value}</td>
                <td>{fault.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

export function ImportPage({ desk }: { desk: Desk }) {
  const { t } = desk
  const reading = useSignal("")
  const error = useSignal("")
  const over = useSignal(false)
  const taken = useSignal(false)
  const busy = useSignal(false)
  const look = async (file: File | undefined) => {
    if (file === undefined) return
    reading.value = file.name
    error.value = ""
    taken.value = false
    looked.value = null
    try {
      looked.value = { name: file.name, found: await upload<Looked>("/api/import", file) }
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
    reading.value = ""
  }
  const take = async (id: string) => {
    busy.value = true
    try {
      await post(`/api/import/${id}/take`)
      looked.value = null
      taken.value = true
      setTimeout(() => go("plan"), 1500)
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
    busy.value = false
  }
  const found = looked.value
  return (
    <main class="page import-page">
      <h1>{t("import.title")}</h1>
      <p class="mu">{t("import.what")}</p>
      <label
        class={`drop ${over.value ? "drop-over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault()
          over.value = true
        }}
        onDragLeave={() => (over.value = false)}
        onDrop={(event) => {
          event.preventDefault()
          over.value = false
          void look(event.dataTransfer?.files[0])
        }}
      >
        <Icon svg={fileIcon} size={44} />
        <b>{reading.value ? t("import.reading", { name: reading.value }) : t("import.drop")}</b>
        <span class="control">{t("import.choose")}</span>
        <input
          type="file" accept=".xlsx,.xls,.zip" aria-label={t("import.choose")}
          onChange={(event) => {
            void look(event.currentTarget.files?.[0])
            event.currentTarget.value = ""
          }}
        />
      </label>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {taken.value && <p class="run strong" role="status">{t("import.taken")}</p>}
      {found !== null && !found.found.ok && <Faults desk={desk} faults={found.found.faults} name={found.name} />}
      {found !== null && found.found.ok && (
        <section class="good">
          <p class="run strong"><Icon svg={readyIcon} size={20} /> {t("import.good", { name: found.name })}</p>
          <ul class="counts">
            {COUNTS.map((one) => <li key={one}><b>{number(found.found.counts[one] ?? 0)}</b> <span class="mu">{t(`count.${one}` as DeskKey)}</span></li>)}
          </ul>
          <p class="mu">{t("import.take.what")}</p>
          {found.found.import_id !== null && <button class="solid" disabled={busy.value} onClick={() => void take(found.found.import_id ?? "")}>{t("import.take")}</button>}
        </section>
      )}
    </main>
  )
}

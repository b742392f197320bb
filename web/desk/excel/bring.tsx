// Where an edited file is dropped, or cells from the clipboard.
import { useSignal } from "@preact/signals"
import { useLayoutEffect } from "preact/hooks"
import fileIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import pasteIcon from "@tabler/icons/outline/clipboard-plus.svg?raw"
import { Icon } from "../../draw/icon"
import { isTable } from "./model"
import type { ExcelText } from "./texts"

type Bring = (file: File, name: string) => void

/** The clipboard's file or cells; what is pasted into another field of the page stays there. */
function usePaste(t: ExcelText, bring: Bring, told: (text: string) => void): void {
  const paste = (event: ClipboardEvent) => {
    const target = event.target
    if (target instanceof HTMLElement && target.closest("input, select") !== null) return
    event.preventDefault()
    const file = event.clipboardData?.files[0]
    const text = event.clipboardData?.getData("text/plain") ?? ""
    // Excel puts a picture of the cells beside them.
    if (isTable(text)) bring(new File([text], "pasted.tsv", { type: "text/tab-separated-values" }), t("pasted"))
    else if (file !== undefined && /\.(xlsx|xlsm|xls|csv|zip|tsv)$/i.test(file.name)) bring(file, file.name)
    else told(t("pasted.none"))
  }
  useLayoutEffect(() => {
    addEventListener("paste", paste)
    return () => removeEventListener("paste", paste)
  }, [])
}

export function BringIn({ t, reading, bring }: { t: ExcelText; reading: string; bring: Bring }) {
  const over = useSignal(false)
  const said = useSignal("")
  const take = (file: File | undefined) => {
    said.value = ""
    if (file !== undefined) bring(file, file.name)
  }
  usePaste(t, (file, name) => {
    said.value = ""
    bring(file, name)
  }, (text) => (said.value = text))
  return (
    <div class="excel-bring">
      <label
        class={`drop excel-drop ${over.value ? "drop-over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault()
          over.value = true
        }}
        onDragLeave={() => (over.value = false)}
        onDrop={(event) => {
          event.preventDefault()
          over.value = false
          take(event.dataTransfer?.files[0])
        }}
      >
        <Icon svg={fileIcon} size={36} />
        <b>{reading === "" ? t("drop") : t("reading", { name: reading })}</b>
        <span class="mu">{t("drop.what")}</span>
        <input
          type="file" accept=".xlsx,.xlsm,.xls,.csv,.zip,.tsv" aria-label={t("choose.file")} disabled={reading !== ""}
          onChange={(event) => {
            take(event.currentTarget.files?.[0])
            event.currentTarget.value = ""
          }}
        />
      </label>
      <div class="excel-paste">
        <Icon svg={pasteIcon} size={20} />
        <textarea rows={1} aria-label={t("paste")} placeholder={t("paste")} value="" onInput={(event) => (event.currentTarget.value = "")} />
      </div>
      {said.value !== "" && <p class="act strong" role="alert">{said.value}</p>}
    </div>
  )
}

// A bill of materials comes in: dropped or pasted, looked at with what it would do, released.
import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import fileIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import { Icon } from "../../draw/icon"
import type { MoldRow } from "../../model/wire"
import { request } from "../../net/http"
import { uuid7 } from "../../net/ids"
import { failureText, type Desk } from "../context"
import { Faults, Preview, type Looked, type Pick } from "./bom_preview"
import { moldTexts } from "./texts"

/** A bill of a large mold takes its time. */
const PATIENCE_MS = 120_000

export function BomTab({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const m = moldTexts(desk.language)
  const file = useSignal<File | null>(null)
  const text = useSignal("")
  const picks = useSignal<readonly Pick[]>([])
  const looked = useSignal<Looked | null>(null)
  const reading = useSignal(false)
  const over = useSignal(false)
  const error = useSignal("")
  const released = useSignal<number | null>(null)
  const sending = useRef("")
  const path = (what: "bom" | "release") => `/api/molds/${encodeURIComponent(mold.id)}/${what}`
  const bill = () => {
    const form = new FormData()
    form.append("picks", JSON.stringify(picks.value))
    if (file.value !== null) form.append("file", file.value)
    else form.append("text", text.value)
    return form
  }
  const asked = async (work: () => Promise<void>) => {
    reading.value = true
    error.value = ""
    try {
      await work()
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
    reading.value = false
  }
  const look = () => asked(async () => {
    released.value = null
    looked.value = await request<Looked>("POST", path("bom"), bill(), PATIENCE_MS)
  })
  const chosen = (one: File | undefined) => {
    if (one === undefined) return
    file.value = one
    picks.value = []
    looked.value = null
    void look()
  }
  const pick = (one: Pick) => {
    picks.value = [...picks.value.filter(({ told }) => told !== one.told), one]
    void look()
  }
  const again = () => {
    file.value = looked.value = null
    picks.value = []
    text.value = ""
  }
  const release = () => asked(async () => {
    const form = bill()
    // A lost answer is asked for again under the same id: the bill counts once.
    sending.current = sending.current || uuid7()
    form.append("id", sending.current)
    const answer = await request<Looked>("POST", path("release"), form, PATIENCE_MS)
    sending.current = ""
    if (!answer.ok) {
      looked.value = answer
      return
    }
    released.value = (looked.value?.new?.length ?? 0) + (looked.value?.changed?.length ?? 0)
    again()
  })
  const found = looked.value
  const name = file.value?.name ?? m("bom.pasted")
  return (
    <div class="table-area bom">
      {found === null && (
        <>
          <p class="mu">{m("bom.what")}</p>
          <div class="bom-ways">
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
                chosen(event.dataTransfer?.files[0])
              }}
            >
              <Icon svg={fileIcon} size={36} />
              <b>{reading.value ? m("bom.reading", { name }) : m("bom.drop")}</b>
              <span class="control">{m("bom.choose")}</span>
              <input
                type="file" accept=".xlsx,.csv,.zip" aria-label={m("bom.choose")} data-bom-file
                onChange={(event) => {
                  chosen(event.currentTarget.files?.[0])
                  event.currentTarget.value = ""
                }}
              />
            </label>
            <form
              onSubmit={(event) => {
                event.preventDefault()
                file.value = null
                void look()
              }}
            >
              <textarea rows={7} required aria-label={m("bom.paste")} placeholder={m("bom.paste")} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
              <button class="control" disabled={reading.value}>{m("bom.look")}</button>
            </form>
          </div>
        </>
      )}
      {released.value !== null && <p class="run strong" role="status" data-released={released.value}>{m("bom.released", { count: released.value })}</p>}
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {found !== null && !found.ok && <Faults desk={desk} faults={found.faults} name={name} again={again} />}
      {found !== null && found.ok && <Preview desk={desk} found={found} name={name} picks={picks.value} pick={pick} busy={reading.value} release={() => void release()} again={again} />}
    </div>
  )
}

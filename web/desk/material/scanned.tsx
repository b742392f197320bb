// A label scanned at the desk: what it is, where it is, and the one right thing to do with it.
import { useSignal } from "@preact/signals"
import scanIcon from "@tabler/icons/outline/qrcode.svg?raw"
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../../draw/icon"
import { get } from "../../net/http"
import { failureText, may, type Desk } from "../context"
import type { Scanned } from "./model"
import { useSending } from "./parts"
import { materialTexts } from "./texts"
import { PartName, PlaceForm, There } from "./where"

export function ScanField({ desk }: { desk: Desk }) {
  const t = materialTexts(desk.language)
  const code = useSignal("")
  const last = useSignal("")
  const found = useSignal<Scanned | null>(null)
  const told = useSignal("")
  const failed = useSignal("")
  const ask = (wanted: string) => {
    get<Scanned>(`/api/material/scan?${new URLSearchParams({ code: wanted, lang: desk.language })}`).then(
      (answer) => {
        found.value = answer
        failed.value = ""
      },
      (failure: unknown) => {
        found.value = null
        failed.value = failureText(desk, failure)
      },
    )
  }
  const scan = () => {
    const wanted = code.value.trim()
    if (wanted === "") return
    last.value = wanted
    code.value = told.value = ""
    ask(wanted)
  }
  const close = () => {
    found.value = null
    failed.value = told.value = ""
  }
  const { busy, error, send } = useSending(desk, () => ask(last.value))
  const seen = found.value
  const done = async (what: string, kind: Parameters<typeof send>[0], fields: Record<string, unknown>) => {
    if (await send(kind, fields)) told.value = what
  }
  return (
    <>
      <form class="scan-field" onSubmit={(event) => (event.preventDefault(), scan())}>
        <Icon svg={scanIcon} size={18} />
        <input aria-label={t("scan")} placeholder={t("scan")} value={code.value} onInput={(event) => (code.value = event.currentTarget.value)} />
      </form>
      {(seen !== null || failed.value !== "") && (
        <section class="scanned" role="status" data-scanned={last.value}>
          {failed.value !== "" && <b class="act">{failed.value}</b>}
          {seen?.part && (
            <>
              <span class="send-part"><PartName part={seen.part} /></span>
              <There desk={desk} t={t} where={seen.part.where} />
            </>
          )}
          {seen !== null && (
            <span class="scanned-acts">
              {told.value && <b class="run">{told.value}</b>}
              {seen.purchases.filter(({ received }) => received === null).map((one) => (
                <button key={one.id} class="solid" data-do="receive" disabled={busy.value || !may(desk, "command receive_material")} onClick={() => void done(t("done.receive", { item: one.item }), "receive_material", { purchase: one.id })}>
                  {t("scanned.receive", { item: one.item })}
                </button>
              ))}
              {seen.action !== null && seen.operation !== null && (
                <button
                  class="solid" data-do={seen.action} disabled={busy.value || !may(desk, seen.action === "send" ? "command send_outside" : "command bring_back")}
                  onClick={() => void done(t(seen.action === "send" ? "done.send" : "done.back", { part: seen.part?.part_name ?? "" }), seen.action === "send" ? "send_outside" : "bring_back", { operations: [seen.operation?.operation] })}
                >
                  {t(seen.action === "send" ? "scanned.send" : "scanned.back")}
                </button>
              )}
              {seen.purchases.every(({ received }) => received !== null) && seen.action === null && told.value === "" && <span class="mu">{seen.why || t("scanned.nothing")}</span>}
              {seen.part !== null && <PlaceForm desk={desk} t={t} what={{ part: seen.part.part }} places={[]} look={() => ask(last.value)} />}
              {error.value && <b class="act" role="alert">{error.value}</b>}
            </span>
          )}
          <button class="plain" aria-label={t("scanned.close")} onClick={close}><Icon svg={closeIcon} size={18} /></button>
        </section>
      )}
    </>
  )
}

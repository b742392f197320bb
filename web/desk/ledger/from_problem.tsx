// One tap makes an item of the ledger from a problem; where there is one already, the way to it.
import { useSignal } from "@preact/signals"
import { uuid7 } from "../../net/ids"
import { commanded, type Desk } from "../context"
import { address, go } from "../route"
import { ledgerTexts } from "./texts"

export function ToLedger({ desk, problem }: { desk: Desk; problem: string }) {
  const t = ledgerTexts(desk.language)
  const busy = useSignal(false)
  const error = useSignal("")
  const known = [...desk.store.tables.ledger.value.values()].find((row) => row.problem === problem)
  if (known !== undefined) return <a class="link" href={address("ledger", known.id)} data-ledger={known.id}>{t("in_ledger", { number: known.number })}</a>
  const send = async () => {
    const item = uuid7()
    busy.value = true
    error.value = await commanded(desk, "ledger_from_problem", { item, problem, person: null })
    busy.value = false
    if (error.value === "") go("ledger", item)
  }
  return (
    <>
      <button class="control" disabled={busy.value} onClick={() => void send()}>{t("to_ledger")}</button>
      {error.value && <span class="act" role="alert">{error.value}</span>}
    </>
  )
}

// A tablet is given its machine: by the code of a link, or by a manager who picks the machine here.
import { useEffect, useState } from "preact/hooks"
import { machineName } from "../draw/parts"
import type { Language } from "../i18n/text"
import { wordsOf } from "../i18n/words"
import type { KindRow, MachineRow, Snapshot } from "../model/wire"
import { get, post, Refused } from "../net/http"
import { failureText, Field, Form } from "./form"
import type { EntryText } from "./texts"

async function enroll(t: EntryText, token: string, station: string): Promise<void> {
  try {
    await post("/api/enroll", { token, station })
  } catch (failure) {
    // The server's own word is kept where it has one for people.
    if (failure instanceof Refused && failure.refusal.message === "") throw new Refused(failure.status, { ...failure.refusal, message: t("enroll.refused") })
    throw failure
  }
  location.assign("/terminal/")
}

export function EnrollByCode({ t, token, station }: { t: EntryText; token: string; station: string }) {
  const [code, setCode] = useState(token)
  const [machine, setMachine] = useState(station)
  const fault = (): string => {
    if (code.trim() === "") return t("enroll.error.code")
    return machine.trim() === "" ? t("enroll.error.machine") : ""
  }
  return (
    <>
      <h1>{t("enroll.title")}</h1>
      <p class="mu what">{t("enroll.what")}</p>
      <Form t={t} go={t("enroll.go")} fault={fault} send={() => enroll(t, code.trim(), machine.trim())}>
        <Field id="token" label={t("enroll.code")} value={code} change={setCode} hint={t("enroll.code.what")} />
        <Field id="station" label={t("enroll.machine")} value={machine} change={setMachine} hint={t("enroll.machine.what")} />
      </Form>
      <p class="other"><a href="/login?next=/enroll/">{t("enroll.manager")}</a></p>
    </>
  )
}

type Machines = { machines: MachineRow[]; kinds: Map<string, KindRow> }

function loaded(snapshot: Snapshot): Machines {
  const machines = Object.values(snapshot.tables.machines ?? {})
  machines.sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
  return { machines, kinds: new Map(Object.entries(snapshot.tables.kinds ?? {})) }
}

export function EnrollByManager({ t, language }: { t: EntryText; language: Language }) {
  const [known, setKnown] = useState<Machines | null>(null)
  const [error, setError] = useState("")
  const [search, setSearch] = useState("")
  const [busy, setBusy] = useState(false)
  const words = wordsOf(language)
  useEffect(() => {
    get<Snapshot>("/api/snapshot?topic=wall").then((snapshot) => setKnown(loaded(snapshot)), (failure: unknown) => setError(failureText(t, failure)))
  }, [])
  const nameOf = (machine: MachineRow): string => {
    const kind = known?.kinds.get(machine.kind)
    return machineName(machine, kind === undefined ? "" : words.kind(kind))
  }
  const pick = async (machine: MachineRow) => {
    setBusy(true)
    try {
      const { token } = await post<{ token: string }>("/api/tokens", { role: "station", station: machine.id, label: nameOf(machine) })
      await enroll(t, token, machine.id)
    } catch (failure) {
      setError(failureText(t, failure))
      setBusy(false)
    }
  }
  const shown = (known?.machines ?? []).filter((machine) => `${machine.id} ${nameOf(machine)}`.toLowerCase().includes(search.toLowerCase()))
  return (
    <>
      <h1>{t("enroll.pick")}</h1>
      <p class="mu what">{t("enroll.what")}</p>
      <div role="alert">{error !== "" && <p class="error">{error}</p>}</div>
      {known !== null && known.machines.length === 0 && <p class="error">{t("enroll.no_machines")}</p>}
      {(known?.machines.length ?? 0) > 12 && <Field id="search" label={t("search")} value={search} change={setSearch} />}
      <div class="machines" aria-busy={busy}>
        {shown.map((machine) => (
          <button key={machine.id} type="button" data-machine={machine.id} disabled={busy} onClick={() => void pick(machine)}>
            <b class="one-line">{nameOf(machine)}</b>
            <span class="mu one-line">{machine.id}</span>
          </button>
        ))}
      </div>
    </>
  )
}

// Webhooks: which programs are told of what, and what they answered; the manager's.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { del, get, post, put } from "../../net/http"
import { failureText, type Desk } from "../context"
import { hookTexts } from "./texts"
import "./hooks.css"

export const KINDS = [
  "operation.started", "operation.finished", "report.undone", "problem.raised", "problem.escalated", "problem.answered", "problem.resolved",
  "machine.down", "machine.up", "material.received", "plan.published", "ledger.opened", "ledger.closed",
] as const
type Kind = (typeof KINDS)[number]
type Hook = { id: string; name: string; address: string; kinds: Kind[]; stopped: boolean; waiting: number; failed: number }
type Said = { status: number | null; answer: string }
type Delivery = Said & {
  id: string; kind: Kind; entry: number; tries: number; made_at: string; due_at: string | null
  state: "waiting" | "sending" | "sent" | "failed"
}

export function Webhooks({ desk }: { desk: Desk }) {
  const t = hookTexts(desk.language)
  const rows = useSignal<Hook[]>([])
  const error = useSignal("")
  const secret = useSignal("")
  const edited = useSignal("")
  const opened = useSignal("")
  const said = useSignal<Record<string, string>>({})
  const name = useSignal("")
  const address = useSignal("")
  const kinds = useSignal<Kind[]>([])
  const changed = async (change: () => Promise<unknown>): Promise<boolean> => {
    error.value = ""
    try {
      await change()
      rows.value = await get<Hook[]>("/api/webhooks")
      return true
    } catch (failure) {
      error.value = failureText(desk, failure)
      return false
    }
  }
  useEffect(() => void changed(() => Promise.resolve()), [])
  const fill = (row: Hook | null) => {
    edited.value = row?.id ?? ""
    name.value = row?.name ?? ""
    address.value = row?.address ?? ""
    kinds.value = row?.kinds ?? []
  }
  const save = async () => {
    const body = { name: name.value, address: address.value, kinds: kinds.value }
    secret.value = ""
    const done = await changed(async () => {
      if (edited.value) await put(`/api/webhooks/${edited.value}`, body)
      else secret.value = (await post<{ secret: string }>("/api/webhooks", body)).secret
    })
    if (done) fill(null)
  }
  const attempt = async (row: Hook) => {
    said.value = { ...said.value, [row.id]: "…" }
    const answer = await post<Said>(`/api/webhooks/${row.id}/test`).then((told) => saidText(desk, told), (failure: unknown) => failureText(desk, failure))
    said.value = { ...said.value, [row.id]: answer }
  }
  return (
    <section class="hooks">
      <h2>{t("hooks.title")}</h2>
      <p class="mu">{t("hooks.what")}</p>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {rows.value.length === 0 && <p class="fine">{t("hooks.none")}</p>}
      {rows.value.length > 0 && (
        <table class="plain-table">
          <thead><tr><th>{t("hooks.name")}</th><th>{t("hooks.address")}</th><th>{t("hooks.kinds")}</th><th>{t("hooks.state")}</th><th /></tr></thead>
          <tbody>
            {rows.value.flatMap((row) => [
              <tr key={row.id} data-hook={row.name}>
                <td><b>{row.name}</b></td>
                <td class="mu address-cell" title={row.address}>{row.address}</td>
                <td class="kinds-cell">{row.kinds.map((kind) => t(`kind.${kind}`)).join(" · ")}</td>
                <td class={row.stopped || row.failed > 0 ? "act strong" : "mu"}>{stateText(desk, row)}</td>
                <td class="right">
                  <button class="control" onClick={() => void attempt(row)}>{t("hooks.test")}</button>{" "}
                  <button class="control" aria-expanded={opened.value === row.id} onClick={() => (opened.value = opened.value === row.id ? "" : row.id)}>{t("hooks.last")}</button>{" "}
                  <button class="control" onClick={() => fill(row)}>{t("hooks.edit")}</button>{" "}
                  <button class="control" onClick={() => void changed(() => del(`/api/webhooks/${row.id}`))}>{t("hooks.remove")}</button>
                  {said.value[row.id] && <p class="said mu" role="status">{said.value[row.id]}</p>}
                </td>
              </tr>,
              opened.value === row.id && <tr key={`${row.id}-last`}><td colSpan={5}><Deliveries desk={desk} hook={row.id} /></td></tr>,
            ])}
          </tbody>
        </table>
      )}
      {secret.value && <p class="made" role="status">{t("hooks.secret")} <code>{secret.value}</code></p>}
      <form
        class="row-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <input name="hook-name" aria-label={t("hooks.name")} placeholder={t("hooks.name")} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
        <input name="hook-address" class="address" aria-label={t("hooks.address")} placeholder="https://…" value={address.value} onInput={(event) => (address.value = event.currentTarget.value)} />
        <fieldset class="hook-kinds">
          <legend class="mu">{t("hooks.kinds")}</legend>
          {KINDS.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox" name={`kind-${kind}`} checked={kinds.value.includes(kind)}
                onChange={(event) => (kinds.value = event.currentTarget.checked ? [...kinds.value, kind] : kinds.value.filter((one) => one !== kind))}
              />{" "}
              {t(`kind.${kind}`)}
            </label>
          ))}
        </fieldset>
        <button class="control" disabled={name.value.trim() === "" || address.value.trim() === "" || kinds.value.length === 0}>{t(edited.value ? "hooks.save" : "hooks.add")}</button>
        {edited.value && <button type="button" class="control" onClick={() => fill(null)}>{t("hooks.leave")}</button>}
      </form>
    </section>
  )
}

function stateText(desk: Desk, row: Hook): string {
  const t = hookTexts(desk.language)
  const open = [
    row.stopped ? t("hooks.stopped") : "",
    row.waiting > 0 ? t("hooks.waiting", { count: row.waiting }) : "",
    row.failed > 0 ? t("hooks.failed", { count: row.failed }) : "",
  ].filter(Boolean)
  return open.length > 0 ? open.join(" · ") : t("hooks.fine")
}

function saidText(desk: Desk, said: Said): string {
  const t = hookTexts(desk.language)
  if (said.status === null) return t("hooks.silent", { answer: said.answer })
  return said.status < 300 ? t("hooks.took", { status: said.status }) : t("hooks.said", { status: said.status, answer: said.answer })
}

function Deliveries({ desk, hook }: { desk: Desk; hook: string }) {
  const t = hookTexts(desk.language)
  const { format } = desk
  const rows = useSignal<Delivery[] | null>(null)
  useEffect(() => {
    get<Delivery[]>(`/api/webhooks/${hook}/deliveries`).then((answer) => (rows.value = answer), () => (rows.value = []))
  }, [hook])
  if (rows.value === null) return null
  if (rows.value.length === 0) return <p class="fine">{t("deliveries.none")}</p>
  return (
    <table class="plain-table inner">
      <thead><tr><th>{t("deliveries.at")}</th><th>{t("deliveries.kind")}</th><th>{t("deliveries.state")}</th><th>{t("deliveries.answer")}</th></tr></thead>
      <tbody>
        {rows.value.map((row) => (
          <tr key={row.id} data-delivery={row.state}>
            <td class="mu">{format.date(row.made_at)} {format.time(row.made_at)}</td>
            <td>{t(`kind.${row.kind}`)}</td>
            <td class={row.state === "failed" ? "act strong" : "mu"}>
              {[
                t(`delivery.${row.state}`),
                row.tries > 1 ? t("deliveries.tries", { count: row.tries }) : "",
                row.due_at !== null && row.tries > 0 ? t("deliveries.again", { time: format.time(row.due_at) }) : "",
              ].filter(Boolean).join(" · ")}
            </td>
            <td class="mu">{[row.status ?? "", row.answer].filter((one) => one !== "").join(" ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

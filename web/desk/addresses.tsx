// Addresses of messages, which only a manager sees without their secrets, and what became of the messages.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { del, get, post } from "../net/http"
import { failureText, type Desk } from "./context"
import { NameList } from "./names"

type Channel = { name: string; service: string; address: string; covers: string[]; reports: boolean }
type Message = {
  id: string; channel: string; title: string; problem: string; made_at: string; tries: number; error: string
  status: "waiting" | "sending" | "sent" | "failed" | "obsolete"
}

export function Addresses({ desk, names, told }: { desk: Desk; names: string[]; told: (names: string[]) => void }) {
  const { t, words } = desk
  const rows = useSignal<Channel[]>([])
  const error = useSignal("")
  const said = useSignal<Record<string, string>>({})
  const name = useSignal("")
  const address = useSignal("")
  const covers = useSignal<string[]>([])
  const reports = useSignal(false)
  const people = [...desk.store.tables.people.value.values()]
  const load = async () => {
    rows.value = await get<Channel[]>("/api/channels")
    told(rows.value.map((row) => row.name))
  }
  const changed = async (change: () => Promise<unknown>): Promise<boolean> => {
    error.value = ""
    try {
      await change()
      await load()
      return true
    } catch (failure) {
      error.value = failureText(desk, failure)
      return false
    }
  }
  useEffect(() => void changed(async () => undefined), [])
  const save = async () => {
    const body = { name: name.value, address: address.value, covers: covers.value, reports: reports.value }
    if (!(await changed(() => post("/api/channels", body)))) return
    name.value = address.value = ""
    covers.value = []
  }
  const edit = (row: Channel) => {
    name.value = row.name
    address.value = ""
    covers.value = row.covers
    reports.value = row.reports
  }
  const attempt = async (row: Channel) => {
    const answer = await post<{ error: string }>(`/api/channels/${encodeURIComponent(row.name)}/test`, {}).catch((failure: unknown) => ({ error: failureText(desk, failure) }))
    said.value = { ...said.value, [row.name]: answer.error || t("channels.sent") }
  }
  const word = (id: string): string => desk.store.tables.people.value.get(id)?.name ?? words.department(id)
  return (
    <section>
      <h2>{t("channels.title")}</h2>
      <p class="mu">{t("channels.what")}</p>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {rows.value.length === 0 && <p class="fine">{t("channels.none")}</p>}
      {rows.value.length > 0 && (
        <table class="plain-table">
          <thead><tr><th>{t("channels.name")}</th><th>{t("channels.address")}</th><th>{t("channels.covers")}</th><th>{t("channels.reports")}</th><th /></tr></thead>
          <tbody>
            {rows.value.map((row) => (
              <tr key={row.name} data-channel={row.name}>
                <td><button class="link" onClick={() => edit(row)}><b>{row.name}</b></button></td>
                <td class="mu">{row.address}</td>
                <td>{row.covers.map(word).join(" · ")}</td>
                <td>{row.reports ? "✓" : ""}</td>
                <td class="right">
                  <span class="mu" role="status">{said.value[row.name]}</span>{" "}
                  <button class="control" onClick={() => void attempt(row)}>{t("channels.test")}</button>{" "}
                  <button class="control" onClick={() => void changed(() => del(`/api/channels/${encodeURIComponent(row.name)}`))}>{t("channels.remove")}</button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <form
        class="row-form"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <input name="channel-name" aria-label={t("channels.name")} placeholder={t("channels.name")} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
        <input name="channel-address" class="address" type="password" autocomplete="off" aria-label={t("channels.address")} placeholder="wecombot://…" value={address.value} onInput={(event) => (address.value = event.currentTarget.value)} />
        <NameList desk={desk} label={t("channels.covers")} chosen={covers.value} names={[...names, ...people.map(({ id }) => id)]} set={(made) => (covers.value = made)} />
        <label><input type="checkbox" checked={reports.value} onChange={(event) => (reports.value = event.currentTarget.checked)} /> {t("channels.reports")}</label>
        <button class="control" disabled={name.value.trim() === ""}>{t("channels.add")}</button>
      </form>
    </section>
  )
}

export function Messages({ desk }: { desk: Desk }) {
  const { t, format } = desk
  const rows = useSignal<Message[] | null>(null)
  useEffect(() => {
    get<Message[]>("/api/messages").then((answer) => (rows.value = answer), () => (rows.value = []))
  }, [])
  if (rows.value === null) return null
  return (
    <section>
      <h2>{t("messages.title")}</h2>
      {rows.value.length === 0 ? (
        <p class="fine">{t("messages.none")}</p>
      ) : (
        <table class="plain-table">
          <thead><tr><th>{t("messages.at")}</th><th>{t("messages.channel")}</th><th>{t("messages.what")}</th><th>{t("messages.status")}</th></tr></thead>
          <tbody>
            {rows.value.map((row) => (
              <tr key={row.id}>
                <td class="mu">{format.date(row.made_at)} {format.time(row.made_at)}</td>
                <td>{row.channel}</td>
                <td>{row.title}</td>
                <td class={row.status === "failed" ? "act strong" : "mu"}>
                  {[t(`message.${row.status}`), row.tries > 1 ? t("messages.tries", { count: row.tries }) : "", row.error].filter(Boolean).join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

// Accounts, links of walls and terminals, PINs: the manager's page.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { del, get, post } from "../net/http"
import type { Settings } from "../model/rooms"
import { failureText, type Desk } from "./context"
import { Webhooks } from "./hooks/hooks"
import { Badges } from "./print/print"
import { ScopeBoxes, scopeWords, type Scope } from "./programs/scopes"
import { WallForm } from "./walls"

type User = { username: string; role: (typeof ROLES)[number]; person: string | null; last_login: string | null }
type Token = { id: string; role: (typeof KINDS)[number]; station: string | null; customer: string | null; label: string; scopes: Scope[]; wall: Settings | null; last_seen: string | null }
type Person = { id: string; name: string; department: string; pin: boolean }

const ROLES = ["leader", "planner", "buyer", "engineer", "manager", "worker"] as const
const KINDS = ["wall", "station", "customer", "floor"] as const

/** Loads a list, and again after each change; what went wrong is told beside it. */
function useList<T>(desk: Desk, path: string) {
  const rows = useSignal<T[]>([])
  const error = useSignal("")
  const told = (failure: unknown) => void (error.value = failureText(desk, failure))
  const load = () => get<T[]>(path).then((answer) => void (rows.value = answer), told)
  useEffect(() => void load(), [])
  const changed = async (change: () => Promise<unknown>): Promise<boolean> => {
    error.value = ""
    try {
      await change()
    } catch (failure) {
      told(failure)
      return false
    }
    await load()
    return true
  }
  return { rows, error, changed }
}

function Problem({ text }: { text: string }) {
  return text ? <p class="act strong" role="alert">{text}</p> : null
}

function Accounts({ desk }: { desk: Desk }) {
  const { t, format } = desk
  const { rows, error, changed } = useList<User>(desk, "/api/users")
  const name = useSignal("")
  const password = useSignal("")
  const role = useSignal<(typeof ROLES)[number]>("leader")
  const person = useSignal("")
  const people = [...desk.store.tables.people.value.values()].sort((a, b) => a.name.localeCompare(b.name))
  const add = async () => {
    if (await changed(() => post("/api/users", { username: name.value, password: password.value, role: role.value, person: person.value }))) name.value = password.value = person.value = ""
  }
  return (
    <section>
      <h2>{t("users.title")}</h2>
      <Problem text={error.value} />
      <table class="plain-table">
        <thead><tr><th>{t("users.name")}</th><th>{t("users.role")}</th><th>{t("users.person")}</th><th>{t("users.last")}</th><th /></tr></thead>
        <tbody>
          {rows.value.map((one) => (
            <tr key={one.username} data-user={one.username}>
              <td><b>{one.username}</b></td>
              <td>{t(`role.${one.role}`)}</td>
              <td>{one.person === null ? "" : (desk.store.tables.people.value.get(one.person)?.name ?? one.person)}</td>
              <td class="mu">{one.last_login === null ? t("users.never") : `${format.date(one.last_login)} ${format.time(one.last_login)}`}</td>
              <td class="right">
                {one.username !== desk.user.name && <button class="control" onClick={() => void changed(() => del(`/api/users/${encodeURIComponent(one.username)}`))}>{t("users.remove")}</button>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <form
        class="row-form"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <input name="new-name" aria-label={t("users.name")} placeholder={t("users.name")} autocomplete="off" value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
        <input name="new-password" type="password" aria-label={t("users.password")} placeholder={t("users.password")} autocomplete="new-password" value={password.value} onInput={(event) => (password.value = event.currentTarget.value)} />
        <select aria-label={t("users.role")} value={role.value} onChange={(event) => (role.value = event.currentTarget.value as (typeof ROLES)[number])}>
          {ROLES.map((one) => <option key={one} value={one}>{t(`role.${one}`)}</option>)}
        </select>
        <select aria-label={t("users.person")} value={person.value} onChange={(event) => (person.value = event.currentTarget.value)}>
          <option value="">{t("users.nobody")}</option>
          {people.map((one) => <option key={one.id} value={one.id}>{one.name} · {desk.words.department(one.department)}</option>)}
        </select>
        <button class="control" disabled={name.value.trim() === "" || password.value === ""}>{t("users.add")}</button>
      </form>
    </section>
  )
}

function Tokens({ desk }: { desk: Desk }) {
  const { t, format } = desk
  const { rows, error, changed } = useList<Token>(desk, "/api/tokens")
  const open = useSignal("")
  const kind = useSignal<(typeof KINDS)[number]>("wall")
  const station = useSignal("")
  const label = useSignal("")
  const made = useSignal<{ role: string; secret: string; station: string } | null>(null)
  const customer = useSignal("")
  const scopes = useSignal<Scope[]>([])
  const machines = [...desk.store.tables.machines.value.keys()]
  const customers = [...new Set([...desk.store.tables.molds.value.values()].map((mold) => mold.customer))].filter(Boolean).sort()
  const add = () => {
    const at = kind.value === "station" ? station.value || machines[0] || "" : ""
    void changed(async () => {
      const { token } = await post<{ token: string }>("/api/tokens", {
        role: kind.value, station: at || null, label: label.value,
        customer: kind.value === "customer" ? customer.value || customers[0] || "" : "",
        scopes: kind.value === "floor" ? scopes.value : [],
      })
      made.value = { role: kind.value, secret: token, station: at }
    })
  }
  const link = (): string => {
    const { role, secret, station: at } = made.value ?? { role: "", secret: "", station: "" }
    if (role === "wall" || role === "customer") return `${location.origin}/${role}/?token=${secret}`
    return role === "station" ? `${location.origin}/enroll/?token=${secret}&station=${encodeURIComponent(at)}` : secret
  }
  return (
    <section>
      <h2>{t("tokens.title")}</h2>
      <p class="mu">{t("tokens.what")}</p>
      <Problem text={error.value} />
      <form
        class="row-form"
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <select aria-label={t("tokens.kind")} value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value as (typeof KINDS)[number])}>
          {KINDS.map((one) => <option key={one} value={one}>{t(`tokens.${one}`)}</option>)}
        </select>
        {kind.value === "station" && (
          <select
            multiple size={4} aria-label={t("tokens.machine")} title={t("tokens.machine.what")}
            onChange={(event) => (station.value = [...event.currentTarget.selectedOptions].map(({ value }) => value).join(","))}
          >
            {machines.map((one) => <option key={one} value={one} selected={station.value.split(",").includes(one)}>{one}</option>)}
          </select>
        )}
        {kind.value === "customer" && (
          <select aria-label={t("tokens.customer")} value={customer.value || customers[0]} onChange={(event) => (customer.value = event.currentTarget.value)}>
            {customers.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        )}
        <input aria-label={t("tokens.label")} placeholder={t("tokens.label")} value={label.value} onInput={(event) => (label.value = event.currentTarget.value)} />
        {kind.value === "floor" && <ScopeBoxes desk={desk} chosen={scopes.value} set={(chosen) => (scopes.value = chosen)} />}
        <button class="control">{t("tokens.add")}</button>
      </form>
      {made.value !== null && (
        <p class="made" role="status">{t(made.value.role === "floor" ? "tokens.secret" : made.value.role === "customer" ? "tokens.sent" : "tokens.link")} <code>{link()}</code></p>
      )}
      <table class="plain-table">
        <thead><tr><th>{t("tokens.kind")}</th><th>{t("tokens.whose")}</th><th>{t("tokens.label")}</th><th>{t("tokens.seen")}</th><th /></tr></thead>
        <tbody>
          {rows.value.flatMap((one) => [
            <tr key={one.id} data-token={one.id}>
              <td>{t(`tokens.${one.role}`)}</td>
              <td>{one.station ?? one.customer ?? scopeWords(desk, one.scopes)}</td>
              <td>{one.label}</td>
              <td class="mu">{one.last_seen === null ? t("users.never") : `${format.date(one.last_seen)} ${format.time(one.last_seen)}`}</td>
              <td class="right">
                {one.role === "wall" && (
                  <button class="control" aria-expanded={open.value === one.id} onClick={() => (open.value = open.value === one.id ? "" : one.id)}>
                    {t("wall.settings")}
                  </button>
                )}{" "}
                <button class="control" onClick={() => void changed(() => del(`/api/tokens/${one.id}`))}>{t("tokens.remove")}</button>
              </td>
            </tr>,
            open.value === one.id && (
              <tr key={`${one.id}-wall`}>
                <td colSpan={5}>
                  <WallForm desk={desk} token={one.id} kept={one.wall} saved={() => void changed(() => Promise.resolve((open.value = "")))} />
                </td>
              </tr>
            ),
          ])}
        </tbody>
      </table>
    </section>
  )
}

function Pins({ desk }: { desk: Desk }) {
  const { t } = desk
  const { rows, error, changed } = useList<Person>(desk, "/api/people")
  const person = useSignal("")
  const pin = useSignal("")
  const saved = useSignal(false)
  const people = [...rows.value].sort((a, b) => a.name.localeCompare(b.name))
  const wish = person.value || people[0]?.id || ""
  const set = async () => {
    saved.value = await changed(() => post(`/api/people/${encodeURIComponent(wish)}/pin`, { pin: pin.value }))
    if (saved.value) pin.value = ""
  }
  return (
    <section>
      <h2>{t("pins.title")}</h2>
      <p class="mu">{t("pins.what")}</p>
      <Problem text={error.value} />
      <form
        class="row-form"
        onSubmit={(event) => {
          event.preventDefault()
          void set()
        }}
      >
        <select aria-label={t("pins.person")} value={wish} onChange={(event) => (person.value = event.currentTarget.value)}>
          {people.map((one) => <option key={one.id} value={one.id}>{one.name} · {desk.words.department(one.department)}{one.pin ? ` · ${t("pins.has")}` : ""}</option>)}
        </select>
        <input aria-label={t("pins.pin")} placeholder={t("pins.pin")} inputMode="numeric" autocomplete="off" value={pin.value} onInput={(event) => (pin.value = event.currentTarget.value)} />
        <button class="control">{t("pins.set")}</button>
        {saved.value && <span class="run" role="status">{t("pins.saved")}</span>}
      </form>
    </section>
  )
}

export function PeoplePage({ desk }: { desk: Desk }) {
  return (
    <main class="page people-page">
      <h1>{desk.t("nav.people")}</h1>
      <Accounts desk={desk} />
      <Tokens desk={desk} />
      <Webhooks desk={desk} />
      <Pins desk={desk} />
      <Badges desk={desk} />
    </main>
  )
}

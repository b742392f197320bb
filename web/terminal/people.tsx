// Signing in: names as tiles, a PIN pad where a PIN is set; who is signed in, and signing out.
import backspaceIcon from "@tabler/icons/outline/backspace.svg?raw"
import addIcon from "@tabler/icons/outline/user-plus.svg?raw"
import badgeIcon from "@tabler/icons/outline/id-badge-2.svg?raw"
import outIcon from "@tabler/icons/outline/door-exit.svg?raw"
import { useEffect, useState } from "preact/hooks"
import { Icon } from "../draw/icon"
import type { PersonRow, StationRow } from "../model/wire"
import { CameraButton } from "./camera"
import { Avatar } from "./head"
import { Panel } from "./panel"
import { greet, reportAs, signInByPin } from "./signing"
import type { Terminal } from "./terminal"
import { peopleFor } from "./views"

const A_PAGE = 12
const PIN_LEAST = 4
const PIN_MOST = 6

function PersonTile({ terminal, person }: { terminal: Terminal; person: PersonRow }) {
  return (
    <button class="tile person-tile" data-person={person.id} onClick={() => void greet(terminal, person.id)}>
      <Avatar name={person.name} size={56} />
      <span>
        <b class="one-line">{person.name}</b>
        <span class="mu one-line">{terminal.words.value.department(person.department)}</span>
      </span>
    </button>
  )
}

/** Names to sign in with, those who work this kind of machine first. */
export function PersonTiles({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  const [from, setFrom] = useState(0)
  const t = terminal.t.value
  const people = peopleFor(terminal.feed.store.tables.people.value.values(), row.kind, terminal.language.value)
    .filter(({ id }) => !row.people.includes(id))
  const pages = Math.ceil(people.length / A_PAGE)
  const next = pages > 1
  return (
    <div class="person-tiles">
      <div class="tiles">
        {people.slice(from, from + A_PAGE).map((person) => (
          <PersonTile key={person.id} terminal={terminal} person={person} />
        ))}
      </div>
      {people.length === 0 && row.people.length === 0 && <p class="mu">{t("sign_in.none")}</p>}
      {next && (
        <button class="plain" onClick={() => setFrom(from + A_PAGE >= people.length ? 0 : from + A_PAGE)}>
          {t("sign_in.more")} · {Math.floor(from / A_PAGE) + 1}/{pages}
        </button>
      )}
    </div>
  )
}

/** The place of the job while nobody is signed in. */
export function SignIn({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  const t = terminal.t.value
  const on = row.current[0]
  return (
    <section class="card sign-in">
      <h1>{t("sign_in")}</h1>
      <p class="mu sign-in-what">
        <Icon svg={badgeIcon} size={30} /> {t("sign_in.what")}
      </p>
      <CameraButton terminal={terminal} />
      <PersonTiles terminal={terminal} row={row} />
      {on !== undefined && (
        <p class="sign-in-on">
          <b>{on.mold}</b> {on.part_name} · {t(on.work === "paused" ? "paused" : "running")}
          {on.end !== null && ` · ${t("ends", { when: terminal.format.value.soon(on.end, terminal.now) })}`}
        </p>
      )}
    </section>
  )
}

export function AddPerson({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  return (
    <Panel terminal={terminal} title={terminal.t.value("sign_in")} what={terminal.t.value("sign_in.what")}>
      <PersonTiles terminal={terminal} row={row} />
    </Panel>
  )
}

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

export function PinPad({ terminal, person }: { terminal: Terminal; person: string }) {
  const [pin, setPin] = useState("")
  const [busy, setBusy] = useState(false)
  const t = terminal.t.value
  const type = (digit: string) => setPin((old) => (old.length < PIN_MOST ? old + digit : old))
  const enter = async () => {
    if (busy || pin.length < PIN_LEAST) return
    setBusy(true)
    const opened = await signInByPin(terminal, person, pin)
    setBusy(false)
    if (!opened) setPin("")
  }
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (/^\d$/.test(event.key)) type(event.key)
      if (event.key === "Backspace") setPin((old) => old.slice(0, -1))
      if (event.key === "Enter") void enter()
    }
    addEventListener("keydown", key)
    return () => removeEventListener("keydown", key)
  })
  return (
    <Panel terminal={terminal} title={t("pin", { name: terminal.personName(person) })}>
      <div class="pin">
        <div class="pin-dots" role="status" aria-label={`${pin.length}`}>
          {Array.from({ length: PIN_MOST }, (_, i) => (
            <i key={i} class={i < pin.length ? "in" : i < PIN_LEAST ? "" : "more"} />
          ))}
        </div>
        <div class="pin-keys">
          {KEYS.map((digit) => (
            <button key={digit} class="tile" data-key={digit} onClick={() => type(digit)}>{digit}</button>
          ))}
          <button class="tile" aria-label={t("pin.delete")} onClick={() => setPin((old) => old.slice(0, -1))}>
            <Icon svg={backspaceIcon} size={40} />
          </button>
          <button class="tile" data-key="0" onClick={() => type("0")}>0</button>
          <button class="tile pin-ok" data-do="pin" disabled={busy || pin.length < PIN_LEAST} onClick={() => void enter()}>{t("pin.ok")}</button>
        </div>
      </div>
    </Panel>
  )
}

/** Whose report comes next, where several have signed in and nobody has touched the tablet for a while. */
export function WhoReports({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  const t = terminal.t.value
  return (
    <main class="panel-screen" data-screen="who">
      <header class="panel-head"><h1>{t("who")}</h1><p class="one-line">{t("who.what")}</p></header>
      <div class="person-tiles">
        <div class="tiles">
          {row.people.map((id) => (
            <button key={id} class="tile person-tile" data-who={id} onClick={() => void reportAs(terminal, id)}>
              <Avatar name={terminal.personName(id)} size={56} />
              <b class="one-line">{terminal.personName(id)}</b>
            </button>
          ))}
        </div>
      </div>
      <button class="plain add" onClick={() => terminal.show({ name: "add" })}>
        <Icon svg={addIcon} size={32} /> {t("people.add")}
      </button>
    </main>
  )
}

export function People({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  const t = terminal.t.value
  const reporter = terminal.person.value
  return (
    <Panel terminal={terminal} title={t("people")}>
      <ul class="people">
        {row.people.map((id) => {
          const name = terminal.personName(id)
          return (
            <li key={id} data-person={id}>
              <Avatar name={name} size={72} />
              <b class="one-line">{name}</b>
              {id === reporter ? (
                <span class="mu reports">{t("people.active")}</span>
              ) : (
                <button class="plain" data-do="report-as" onClick={() => void reportAs(terminal, id)}>{t("people.other", { name })}</button>
              )}
              <button class="plain" data-do="sign-out" onClick={() => void terminal.signOut(id)}>
                <Icon svg={outIcon} size={30} /> {t("people.out")}
              </button>
            </li>
          )
        })}
      </ul>
      <button class="plain add" onClick={() => terminal.show({ name: "add" })}>
        <Icon svg={addIcon} size={32} /> {t("people.add")}
      </button>
    </Panel>
  )
}

// The first account, and signing in.
import { useState } from "preact/hooks"
import type { Language } from "../i18n/text"
import { post } from "../net/http"
import { Field, Form, Password } from "./form"
import type { EntryText } from "./texts"

/** The server asks for as many. */
const LEAST = 8

const goTo = (path: string) => location.assign(path)

/** Where a login leads: back to where it was asked for, on this server only; else to the role's first screen. */
export function landing(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? ""
  return /^\/(?![/\\])/.test(next) ? next : "/"
}

export function Languages({ language, speak }: { language: Language; speak: (language: Language) => void }) {
  return (
    <div class="languages" role="radiogroup" aria-label="Language · 语言">
      {(["zh-hans", "en"] as const).map((one) => (
        <button
          key={one} type="button" role="radio" aria-checked={one === language} lang={one === "en" ? "en" : "zh-Hans"}
          class={one === language ? "chosen" : ""} onClick={() => speak(one)}
        >
          {one === "en" ? "English" : "中文"}
        </button>
      ))}
    </div>
  )
}

export function Setup({ t, language }: { t: EntryText; language: Language }) {
  const [username, setName] = useState("")
  const [password, setPassword] = useState("")
  const [again, setAgain] = useState("")
  const fault = (): string => {
    if (username.trim() === "") return t("error.name")
    if (password.length < LEAST) return t("error.short", { count: password.length, least: LEAST })
    return password === again ? "" : t("error.differ")
  }
  const send = async () => {
    await post("/api/setup", { username: username.trim(), password, language })
    goTo("/desk/")
  }
  return (
    <>
      <h1>{t("setup.title")}</h1>
      <p class="mu what">{t("setup.what")}</p>
      <Form t={t} go={t("setup.go")} fault={fault} send={send}>
        <Field id="username" label={t("name")} value={username} change={setName} complete="username" autofocus />
        <Password t={t} id="password" label={t("password")} value={password} change={setPassword} complete="new-password" hint={t("password.rule", { least: LEAST })} />
        <Password t={t} id="again" label={t("password.again")} value={again} change={setAgain} complete="new-password" />
      </Form>
    </>
  )
}

export function Login({ t }: { t: EntryText }) {
  const [username, setName] = useState("")
  const [password, setPassword] = useState("")
  const fault = (): string => {
    if (username.trim() === "") return t("error.name")
    return password === "" ? t("error.password") : ""
  }
  const send = async () => {
    await post("/api/session", { username: username.trim(), password })
    goTo(landing(location.search))
  }
  return (
    <>
      <h1>{t("login.title")}</h1>
      <p class="mu what">{t("login.what")}</p>
      <Form t={t} go={t("login.go")} fault={fault} send={send}>
        <Field id="username" label={t("name")} value={username} change={setName} complete="username" autofocus />
        <Password t={t} id="password" label={t("password")} value={password} change={setPassword} complete="current-password" />
      </Form>
    </>
  )
}


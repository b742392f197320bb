// A form that says clearly what is missing, what the server said, and when there is no server.
import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import { Refused, Unreachable } from "../net/http"
import type { EntryText } from "./texts"

type FieldProps = {
  id: string
  label: string
  value: string
  change: (value: string) => void
  hint?: string
  complete?: string
  autofocus?: boolean
}

export function Field({ id, label, value, change, hint, complete, autofocus }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id} name={id} value={value} autocomplete={complete ?? "off"} autocapitalize="none" spellcheck={false} autofocus={autofocus ?? false}
        onInput={(event) => change(event.currentTarget.value)} {...(hint ? { "aria-describedby": `${id}-hint` } : {})}
      />
      {hint && <p class="mu hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  )
}

type PasswordProps = { t: EntryText; id: string; label: string; value: string; change: (value: string) => void; hint?: string; complete: string }

export function Password({ t, id, label, value, change, hint, complete }: PasswordProps) {
  const [shown, show] = useState(false)
  const typed = {
    id, name: id, value, autocomplete: complete,
    onInput: (event: { currentTarget: HTMLInputElement }) => change(event.currentTarget.value),
    ...(hint ? { "aria-describedby": `${id}-hint` } : {}),
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password">
        {shown ? <input type="text" {...typed} /> : <input type="password" {...typed} />}
        <button type="button" onClick={() => show(!shown)}>{t(shown ? "password.hide" : "password.show")}</button>
      </div>
      {hint && <p class="mu hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  )
}

/** What a failed request means to the one who sent it. */
export function failureText(t: EntryText, failure: unknown): string {
  if (failure instanceof Refused) return failure.refusal.code === "csrf" ? t("error.expired") : failure.refusal.message
  if (failure instanceof Unreachable) return t("error.unreachable")
  throw failure
}

type FormProps = {
  t: EntryText
  go: string
  /** The first thing that is wrong with what was typed; "" when it may be sent. */
  fault: () => string
  send: () => Promise<void>
  children: ComponentChildren
}

export function Form({ t, go, fault, send, children }: FormProps) {
  const [error, setError] = useState("")
  const [busy, setBusy] = useState(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    const wrong = fault()
    setError(wrong)
    if (wrong !== "" || busy) return
    setBusy(true)
    try {
      await send()
    } catch (failure) {
      setError(failureText(t, failure))
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {children}
      <div role="alert">{error !== "" && <p class="error">{error}</p>}</div>
      <button class="go" type="submit" disabled={busy}>{go}</button>
    </form>
  )
}

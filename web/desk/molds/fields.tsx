// Fields that the forms of molds share.
import type { ComponentChildren } from "preact"
import type { Signal } from "@preact/signals"
import { momentOf } from "../ask/parts"
import type { Desk } from "../context"

const LAST_HOUR = 17

/** The moment at which a day ends for a promise, in the shop's zone; null: no day. */
export const endOf = (desk: Desk, day: string): string | null => (day === "" ? null : momentOf(desk, day, LAST_HOUR))

/** The day of a moment in the shop's zone, as a date field has it. */
export function dayOf(desk: Desk, moment: string | number | null): string {
  if (moment === null) return ""
  const { year, month, day } = desk.format.read(moment)
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
}

export function Field({ label, children, wide = false }: { label: string; children: ComponentChildren; wide?: boolean }) {
  return <label class={`field ${wide ? "field-wide" : ""}`}><span>{label}</span>{children}</label>
}

type Typed = { label: string; value: Signal<string>; name: string; type?: "text" | "number"; required?: boolean; list?: readonly string[]; min?: string; max?: string; step?: string; title?: string; placeholder?: string; wide?: boolean }

export function Typed({ label, value, name, type = "text", required = false, list, wide = false, ...more }: Typed) {
  return (
    <Field label={label} wide={wide}>
      <input type={type} name={name} required={required} value={value.value} autoComplete="off" list={list ? `of-${name}` : undefined} {...more} onInput={(event) => (value.value = event.currentTarget.value)} />
      {list && <datalist id={`of-${name}`}>{list.map((one) => <option key={one} value={one} />)}</datalist>}
    </Field>
  )
}

export function Day({ label, value, name, required = false }: { label: string; value: Signal<string>; name: string; required?: boolean }) {
  return <Field label={label}><input type="date" name={name} required={required} value={value.value} onInput={(event) => (value.value = event.currentTarget.value)} /></Field>
}

export function Picks<T extends string>({ label, options, value, name }: { label: string; options: readonly (readonly [T, string])[]; value: Signal<T>; name: string }) {
  return (
    <fieldset class="pick">
      <legend>{label}</legend>
      {options.map(([id, text]) => (
        <label key={id} class={value.value === id ? "picked" : ""}>
          <input type="radio" name={name} value={id} checked={value.value === id} onChange={() => (value.value = id)} /> {text}
        </label>
      ))}
    </fieldset>
  )
}

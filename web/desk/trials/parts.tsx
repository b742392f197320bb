// What the sections of a trial share: a section, and a command whose refusal is told beside its button.
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import type { CommandKind } from "../../net/commands"
import { commanded, type Desk } from "../context"
import type { Trial } from "./model"

export type Given = { desk: Desk; trial: Trial; changed: () => void }

export function Section({ title, aside, name, children }: { title: string; aside?: ComponentChildren; name: string; children: ComponentChildren }) {
  return (
    <section class="trial-section" data-section={name}>
      <header><h2>{title}</h2>{aside}</header>
      {children}
    </section>
  )
}

export function useSending({ desk, trial, changed }: Given) {
  const busy = useSignal(false)
  const error = useSignal("")
  const send = async (kind: CommandKind, fields: Record<string, unknown>): Promise<boolean> => {
    busy.value = true
    error.value = await commanded(desk, kind, { trial: trial.operation, person: desk.user.person || null, ...fields })
    busy.value = false
    changed()
    return error.value === ""
  }
  return { busy, error, send }
}

export function Foot({ sending, label, children, disabled = false }: { sending: ReturnType<typeof useSending>; label: string; children?: ComponentChildren; disabled?: boolean }) {
  return (
    <div class="form-foot">
      <button class="control trial-act" disabled={disabled || sending.busy.value}>{label}</button>
      {children}
      {sending.error.value && <span class="act strong" role="alert">{sending.error.value}</span>}
    </div>
  )
}

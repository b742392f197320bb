// A screen with one purpose: a way back, a question, what answers it.
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import type { ComponentChildren } from "preact"
import { Icon } from "../draw/icon"
import type { Terminal } from "./terminal"

type Props = { terminal: Terminal; title: string; what?: string; tone?: "act"; children: ComponentChildren }

export function Panel({ terminal, title, what, tone, children }: Props) {
  return (
    <main class="panel-screen">
      <header class="panel-head">
        <button class="plain back" data-do="back" onClick={() => terminal.back()}>
          <Icon svg={closeIcon} size={30} /> {terminal.t.value("back")}
        </button>
        <h1 class={tone ?? ""}>{title}</h1>
        {what && <p class="one-line">{what}</p>}
      </header>
      {children}
    </main>
  )
}

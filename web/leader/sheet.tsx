// A sheet over the screen with a few large answers.
import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../draw/icon"
import type { LeaderText } from "./texts"

export function Tile({ name, text, tap }: { name: string; text: string; tap: () => void }) {
  return <button class="tile" data-tile={name} onClick={tap}>{text}</button>
}

export function Sheet({ title, close, t, children }: { title: string; close: () => void; t: LeaderText; children: ComponentChildren }) {
  const place = useRef<HTMLDialogElement>(null)
  useEffect(() => place.current?.showModal(), [])
  return (
    <dialog ref={place} class="sheet" aria-label={title} onCancel={close} onClose={close}>
      <header>
        <h2>{title}</h2>
        <button class="second" data-do="close" aria-label={t("close")} onClick={close}><Icon svg={closeIcon} size={32} /></button>
      </header>
      <div class="tiles">{children}</div>
    </dialog>
  )
}

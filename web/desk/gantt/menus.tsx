// The menus above the plan: what is shown, views under a name, pictures, keys.
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"
import filterIcon from "@tabler/icons/outline/filter.svg?raw"
import viewsIcon from "@tabler/icons/outline/bookmark.svg?raw"
import pictureIcon from "@tabler/icons/outline/download.svg?raw"
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../../draw/icon"
import { Shape } from "../../draw/shapes"
import type { Desk } from "../context"
import { SHOWS, USUAL, type Layout } from "./layout"
import { forgetView, keepView, savedViews, type Saved } from "./saved"
import { pngOf, printed, saved, svgOf } from "./sheet"
import type { Scene } from "./stage"
import { actual, coloring, filter, helping, linked, size, view } from "./state"
import { ganttTexts } from "./texts"
import { DAY, spanned } from "./view"

function Menu({ icon, label, on, children }: { icon: string; label: string; on?: boolean; children: (close: () => void) => ComponentChildren }) {
  const open = useSignal(false)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const outside = (event: Event) => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) open.value = false
    }
    document.addEventListener("pointerdown", outside)
    return () => document.removeEventListener("pointerdown", outside)
  }, [])
  return (
    <div class="menu-of" ref={root} onKeyDown={(event) => event.key === "Escape" && (open.value = false)}>
      <button class={`control ${on === true ? "control-on" : ""}`} aria-expanded={open.value} aria-label={label} onClick={() => (open.value = !open.value)}>
        <Icon svg={icon} size={16} /> <span class="control-word">{label}</span>
      </button>
      {open.value && <div class="menu-body">{children(() => (open.value = false))}</div>}
    </div>
  )
}

export function FilterMenu({ desk, layout }: { desk: Desk; layout: Layout }) {
  const t = ganttTexts(desk.language)
  const { show, kinds } = filter.value
  const known = [...desk.store.tables.kinds.value.values()].filter(({ machines }) => machines > 0)
  const all = desk.store.tables.machines.value.size
  const shown = kinds.length === 0 ? all : [...desk.store.tables.machines.value.values()].filter(({ kind }) => kinds.includes(kind)).length
  const toggle = (kind: string) => {
    filter.value = { ...filter.peek(), kinds: kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind] }
  }
  return (
    <Menu icon={filterIcon} label={t("filter", { shown, all })} on={show !== "all" || kinds.length > 0}>
      {() => (
        <div class="filter-menu" data-lanes={layout.lanes.length}>
          <b>{t("filter.title")}</b>
          {SHOWS.map((one) => (
            <label key={one}><input type="radio" name="show" checked={show === one} onChange={() => (filter.value = { ...filter.peek(), show: one })} /> {t(`show.${one}`)}</label>
          ))}
          <b>{t("filter.kinds")}</b>
          <div class="filter-kinds">
            {known.map(({ id }) => (
              <label key={id}><input type="checkbox" checked={kinds.includes(id)} onChange={() => toggle(id)} /> {id}</label>
            ))}
          </div>
          <button class="control" onClick={() => (filter.value = { ...USUAL, by: filter.peek().by })}>{t("filter.reset")}</button>
        </div>
      )}
    </Menu>
  )
}

export function ViewsMenu({ desk }: { desk: Desk }) {
  const t = ganttTexts(desk.language)
  const views = useSignal<Saved[]>(savedViews(localStorage, desk.user.name))
  const name = useSignal("")
  const now = (): Saved => ({
    ...filter.peek(), kinds: [...filter.peek().kinds], name: name.peek(), coloring: coloring.peek(), linked: linked.peek(), actual: actual.peek(),
    days: size.peek().width / view.peek().scale / DAY,
  })
  const take = (one: Saved) => {
    filter.value = { by: one.by, show: one.show, kinds: one.kinds }
    coloring.value = one.coloring
    linked.value = one.linked
    actual.value = one.actual
    view.value = { ...spanned(view.peek(), desk.tick.peek().now ?? 0, one.days, size.peek().width), top: 0 }
  }
  const keep = (event: Event) => {
    event.preventDefault()
    views.value = keepView(localStorage, desk.user.name, now())
    name.value = ""
  }
  return (
    <Menu icon={viewsIcon} label={t("views")}>
      {(close) => (
        <div class="views-menu">
          {views.value.length === 0 && <span class="mu">{t("views.none")}</span>}
          <ul>
            {views.value.map((one) => (
              <li key={one.name} data-view={one.name}>
                <button onClick={() => { take(one); close() }}>{one.name} <span class="mu">{t(`by.${one.by}`)}</span></button>
                <button class="plain" aria-label={t("views.forget", { name: one.name })} onClick={() => (views.value = forgetView(localStorage, desk.user.name, one.name))}><Icon svg={closeIcon} size={14} /></button>
              </li>
            ))}
          </ul>
          <form onSubmit={keep}>
            <input aria-label={t("views.name")} placeholder={t("views.name")} maxLength={60} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
            <button class="control" disabled={name.value.trim() === ""}>{t("views.keep")}</button>
          </form>
        </div>
      )}
    </Menu>
  )
}

export function PictureMenu({ desk, scene }: { desk: Desk; scene: () => Scene | null }) {
  const t = ganttTexts(desk.language)
  const sheet = () => {
    const known = scene()
    const shop = desk.store.shop
    const now = desk.tick.peek().now ?? 0
    const title = t("export.title", { shop: shop?.name ?? "", version: shop?.plan_version ?? "–", time: `${desk.format.date(now)} ${desk.format.time(now)}` })
    return known === null ? null : { desk, scene: known, title }
  }
  const name = (kind: string): string => `plan-v${desk.store.shop?.plan_version ?? 0}.${kind}`
  const svg = () => {
    const found = sheet()
    if (found !== null) saved(new Blob([svgOf(found)], { type: "image/svg+xml" }), name("svg"))
  }
  const png = async () => {
    const found = sheet()
    const blob = found === null ? null : await pngOf(found)
    if (blob !== null) saved(blob, name("png"))
  }
  const paper = () => {
    const found = sheet()
    if (found !== null) printed(found)
  }
  return (
    <Menu icon={pictureIcon} label={t("export")}>
      {(close) => (
        <div class="picture-menu">
          <button data-export="svg" onClick={() => { close(); svg() }}>{t("export.svg")}</button>
          <button data-export="png" onClick={() => { close(); void png() }}>{t("export.png")}</button>
          <button data-export="print" onClick={() => { close(); paper() }}>{t("export.print")}</button>
        </div>
      )}
    </Menu>
  )
}

const KEYS = [
  ["← → ↑ ↓", "key.arrows"], ["Alt ← →", "key.alt"], ["Shift ←→↑↓", "key.shift"], ["Ctrl ←→↑↓", "key.control"], ["PgUp PgDn", "key.page"], ["+ −", "key.zoom"],
  ["Home · N", "key.home"], ["Space", "key.space"], ["Ctrl A · S", "key.all"], ["Enter", "key.enter"], ["M", "key.move"], ["P", "key.pin"], ["L", "key.lock"],
  ["Del", "key.delete"], ["Ctrl Z · Y", "key.undo"], ["W", "key.wishes"], ["Esc", "key.escape"], ["?", "key.help"],
] as const

/** What bars and marks mean. */
function Legend({ desk }: { desk: Desk }) {
  const { t } = desk
  return (
    <div class="legend">
      <span><i class="sample done" /> {t("legend.done")}</span>
      <span><i class="sample running" /> {t("legend.running")}</span>
      <span><i class="sample planned" /> {t("legend.planned")}</span>
      <span><i class="sample setup" /> {t("setup")}</span>
      <span><i class="sample unattended" /> {t("legend.unattended")}</span>
      <span><i class="sample late" /> {t("legend.late")}</span>
      <span class="wait"><Shape name="waiting" size={13} /> <span class="mu">{t("legend.waits")}</span></span>
    </div>
  )
}

export function Help({ desk }: { desk: Desk }) {
  const t = ganttTexts(desk.language)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [helping.value])
  if (!helping.value) return null
  return (
    <div class="help" role="dialog" aria-label={t("keys")} onKeyDown={(event) => (event.key === "Escape" || event.key === "?") && (helping.value = false)}>
      <button class="plain close" ref={close} aria-label={desk.t("close")} onClick={() => (helping.value = false)}><Icon svg={closeIcon} size={18} /></button>
      <h2>{t("legend")}</h2>
      <Legend desk={desk} />
      <h2>{t("keys")}</h2>
      <dl>{KEYS.map(([key, text]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(text)}</dd></div>)}</dl>
      <h2>{t("mouse")}</h2>
      <ul>{(["mouse.drag", "mouse.wheel", "mouse.select", "touch"] as const).map((key) => <li key={key}>{t(key)}</li>)}</ul>
    </div>
  )
}

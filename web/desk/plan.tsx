// The plan: tools, canvas, load, and the chosen operation beside it.
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import linkIcon from "@tabler/icons/outline/route.svg?raw"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import clearIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../draw/icon"
import { Shape } from "../draw/shapes"
import type { Desk } from "./context"
import { found, type Hit, type Layout } from "./gantt/bars"
import { chosen, coloring, Gantt, linked, SPANS, useLayout, view, wanted, type Zoom } from "./gantt/gantt"
import { Histogram } from "./gantt/histogram"
import { Side } from "./gantt/side"
import { spanned } from "./gantt/view"
import { Print } from "./print/print"

const ZOOMS: readonly Zoom[] = ["shift", "week", "month"]
const HITS = 12

function Search({ desk, layout }: { desk: Desk; layout: Layout }) {
  const text = useSignal("")
  const open = useSignal(false)
  const at = useSignal(0)
  const hits = open.value ? found(text.value, desk.store.tables.molds.value.values(), layout.lanes, desk.store.tables.operations.value.values(), HITS) : []
  const take = (hit: Hit) => {
    open.value = false
    text.value = hit.id
    if (hit.what === "machine") wanted.value = hit.id
    else if (hit.what === "operation") {
      chosen.value = { operation: hit.id, mold: desk.store.tables.operations.value.get(hit.id)?.mold ?? null }
      wanted.value = hit.id
    } else {
      chosen.value = { operation: null, mold: hit.id }
      wanted.value = firstOf(layout, hit.id, desk.tick.peek().now ?? 0)
    }
  }
  const clear = () => {
    text.value = ""
    open.value = false
    chosen.value = { operation: null, mold: null }
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") at.value = Math.min(hits.length - 1, at.value + 1)
    else if (event.key === "ArrowUp") at.value = Math.max(0, at.value - 1)
    else if (event.key === "Enter") {
      const hit = hits[at.value]
      if (hit !== undefined) take(hit)
    } else if (event.key === "Escape") clear()
    else return
    event.preventDefault()
  }
  return (
    <div class="search">
      <Icon svg={searchIcon} size={16} />
      <input
        type="search" aria-label={desk.t("search")} placeholder={desk.t("search")} value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value
          at.value = 0
          open.value = true
        }}
        onKeyDown={key} onBlur={() => setTimeout(() => (open.value = false), 150)}
      />
      {text.value !== "" && <button class="plain" aria-label={desk.t("close")} onClick={clear}><Icon svg={clearIcon} size={15} /></button>}
      {open.value && text.value.trim() !== "" && (
        <ul class="hits" role="listbox">
          {hits.map((hit, i) => (
            <li key={hit.what + hit.id} role="option" aria-selected={i === at.value} class={i === at.value ? "chosen" : ""} onPointerDown={() => take(hit)}>
              <span class="one-line">{hit.label}</span>
            </li>
          ))}
          {hits.length === 0 && <li class="mu">{desk.t("search.none")}</li>}
        </ul>
      )}
    </div>
  )
}

/** The first bar of a mold that is ahead on a machine, else the first that is not over. */
function firstOf(layout: Layout, mold: string, now: number): string | null {
  let best: { id: string; start: number } | null = null
  for (const onlyAhead of [true, false]) {
    for (const { bar } of layout.places.values()) {
      if (bar.mold !== mold || bar.end < now || (onlyAhead && (bar.start < now || bar.row.machine === null))) continue
      if (best === null || bar.start < best.start) best = { id: bar.id, start: bar.start }
    }
    if (best !== null) return best.id
  }
  return null
}

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

export function PlanPage({ desk }: { desk: Desk }) {
  const layout = useLayout(desk)
  const zoom = useSignal<Zoom | null>("week")
  const area = useRef<HTMLDivElement>(null)
  const { t } = desk
  const width = () => area.current?.querySelector("canvas")?.getBoundingClientRect().width ?? 1000
  const set = (wish: Zoom) => {
    zoom.value = wish
    view.value = spanned(view.peek(), desk.tick.peek().now ?? 0, SPANS[wish], width())
  }
  useEffect(() => view.subscribe(({ scale }) => {
    const days = width() * (1 / scale) / 86_400_000
    zoom.value = ZOOMS.find((name) => Math.abs(SPANS[name] - days) < 0.01) ?? null
  }), [])
  const side = chosen.value.operation
  return (
    <main class="plan-page" ref={area}>
      <div class="tools">
        <Search desk={desk} layout={layout.value} />
        <span class="mu resources-count">{t("resources", { count: layout.value.lanes.length })}</span>
        <div class="segments" role="radiogroup">
          {ZOOMS.map((name) => (
            <button key={name} role="radio" aria-checked={zoom.value === name} class={zoom.value === name ? "on" : ""} onClick={() => set(name)}>{t(`zoom.${name}`)}</button>
          ))}
        </div>
        <button class="control" onClick={() => set(zoom.value ?? "week")}>{t("now")}</button>
        <button class={`control ${linked.value ? "control-on" : ""}`} aria-pressed={linked.value} onClick={() => (linked.value = !linked.value)}>
          <Icon svg={linkIcon} size={16} /> {t("links")}
        </button>
        <select class="control" aria-label={t("color.work")} value={coloring.value} onChange={(event) => (coloring.value = event.currentTarget.value as "work" | "mold" | "late")}>
          {(["work", "mold", "late"] as const).map((one) => <option key={one} value={one}>{t(`color.${one}`)}</option>)}
        </select>
        <Print desk={desk} papers={["dispatch", "gantt", "travelers.day", "machines"]} />
        <Legend desk={desk} />
      </div>
      <div class={`plan-body ${side === null ? "" : "plan-with-side"}`}>
        <div class="plan-main">
          <Gantt desk={desk} layout={layout} />
          <Histogram desk={desk} />
        </div>
        {side !== null && <Side desk={desk} id={side} key={side} />}
      </div>
    </main>
  )
}

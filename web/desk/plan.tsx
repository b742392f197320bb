// The plan: tools, canvas, load, and the chosen operation beside it.
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import actualIcon from "@tabler/icons/outline/activity.svg?raw"
import undoIcon from "@tabler/icons/outline/arrow-back-up.svg?raw"
import redoIcon from "@tabler/icons/outline/arrow-forward-up.svg?raw"
import keysIcon from "@tabler/icons/outline/keyboard.svg?raw"
import changesIcon from "@tabler/icons/outline/pencil.svg?raw"
import linkIcon from "@tabler/icons/outline/route.svg?raw"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import clearIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../draw/icon"
import type { Desk } from "./context"
import { DraftBar } from "./gantt/draftbar"
import { Gantt } from "./gantt/gantt"
import { Histogram } from "./gantt/histogram"
import { useLayout } from "./gantt/hooks"
import { redo, undo } from "./gantt/keys"
import { BYS, type By, type Layout } from "./gantt/layout"
import { FilterMenu, PictureMenu, ViewsMenu } from "./gantt/menus"
import { COLORINGS, type Coloring } from "./gantt/paint"
import { found, type Hit } from "./gantt/search"
import { Side } from "./gantt/side"
import type { Scene } from "./gantt/stage"
import { actual, chosen, coloring, filter, helping, history, linked, mayPlan, panel, selection, size, SPANS, view, wanted, type Zoom } from "./gantt/state"
import { ganttTexts } from "./gantt/texts"
import { DAY, spanned } from "./gantt/view"
import { Wishlist } from "./gantt/wishlist"
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
      selection.value = new Set()
      panel.value = "operation"
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

export function PlanPage({ desk }: { desk: Desk }) {
  const layout = useLayout(desk)
  const zoom = useSignal<Zoom | null>("week")
  const scene = useRef<Scene | null>(null)
  const { t } = desk
  const set = (wish: Zoom) => {
    view.value = spanned(view.peek(), desk.tick.peek().now ?? 0, SPANS[wish], size.peek().width)
  }
  useEffect(() => view.subscribe(({ scale }) => {
    const days = size.peek().width / scale / DAY
    zoom.value = ZOOMS.find((name) => Math.abs(SPANS[name] - days) < 0.01) ?? null
  }), [])
  const side = panel.value === "operation" ? chosen.value.operation : null
  const beside = side !== null || panel.value === "wishes"
  return (
    <main class="plan-page">
      <div class="tools">
        <Search desk={desk} layout={layout.value} />
        <FilterMenu desk={desk} layout={layout.value} />
        <Rows desk={desk} />
        <div class="segments" role="radiogroup">
          {ZOOMS.map((name) => (
            <button key={name} role="radio" aria-checked={zoom.value === name} class={zoom.value === name ? "on" : ""} onClick={() => set(name)}>{t(`zoom.${name}`)}</button>
          ))}
        </div>
        <button class="control" onClick={() => set(zoom.value ?? "week")}>{t("now")}</button>
        <Switches desk={desk} />
        <ViewsMenu desk={desk} />
        <PictureMenu desk={desk} scene={() => scene.current} />
        <Print desk={desk} papers={["dispatch", "gantt", "travelers.day", "machines"]} />
        {mayPlan(desk) && <Undo desk={desk} />}
        <button class="control" aria-label={ganttTexts(desk.language)("keys")} title={ganttTexts(desk.language)("keys")} onClick={() => (helping.value = !helping.value)}><Icon svg={keysIcon} size={16} /></button>
      </div>
      <div class={`plan-body ${beside ? "plan-with-side" : ""}`}>
        <div class="plan-main">
          <Gantt desk={desk} layout={layout} scene={scene} />
          <Histogram desk={desk} />
        </div>
        {side !== null && <Side desk={desk} id={side} key={side} />}
        {panel.value === "wishes" && <Wishlist desk={desk} layout={layout.value} />}
      </div>
      {mayPlan(desk) && <DraftBar desk={desk} />}
    </main>
  )
}

function Rows({ desk }: { desk: Desk }) {
  const t = ganttTexts(desk.language)
  return (
    <select class="control" aria-label={t("by")} value={filter.value.by} onChange={(event) => (filter.value = { ...filter.peek(), by: event.currentTarget.value as By })}>
      {BYS.map((by) => <option key={by} value={by}>{t(`by.${by}`)}</option>)}
    </select>
  )
}

function Switches({ desk }: { desk: Desk }) {
  const t = ganttTexts(desk.language)
  return (
    <>
      <button class={`control ${linked.value ? "control-on" : ""}`} aria-pressed={linked.value} aria-label={desk.t("links")} onClick={() => (linked.value = !linked.value)}>
        <Icon svg={linkIcon} size={16} /> <span class="control-word">{desk.t("links")}</span>
      </button>
      <button class={`control ${actual.value ? "control-on" : ""}`} aria-pressed={actual.value} aria-label={t("actual")} onClick={() => (actual.value = !actual.value)}>
        <Icon svg={actualIcon} size={16} /> <span class="control-word">{t("actual")}</span>
      </button>
      <select class="control" aria-label={t("color")} value={coloring.value} onChange={(event) => (coloring.value = event.currentTarget.value as Coloring)}>
        {COLORINGS.map((one) => <option key={one} value={one}>{desk.t(`color.${one}`)}</option>)}
      </select>
    </>
  )
}

function Undo({ desk }: { desk: Desk }) {
  const t = ganttTexts(desk.language)
  const { past, future } = history.value
  return (
    <>
      <button class="control" aria-label={t("undo")} title={t("undo")} disabled={past.length === 0} onClick={undo}><Icon svg={undoIcon} size={16} /></button>
      <button class="control" aria-label={t("redo")} title={t("redo")} disabled={future.length === 0} onClick={redo}><Icon svg={redoIcon} size={16} /></button>
      <button class={`control ${panel.value === "wishes" ? "control-on" : ""}`} aria-pressed={panel.value === "wishes"} aria-label={t("changes")} onClick={() => (panel.value = panel.value === "wishes" ? null : "wishes")}>
        <Icon svg={changesIcon} size={16} /> <span class="control-word">{t("changes")}</span>
      </button>
    </>
  )
}

// The plan: canvases with what stands around them, and what mouse, fingers and keys do on it.
import { useComputed, useSignal, useSignalEffect, type Signal } from "@preact/signals"
import { useEffect, useMemo, useRef } from "preact/hooks"
import type { Desk } from "../context"
import { HeldCard, HoverCard, Milestones, Mirror, Resources } from "./around"
import { useClosedDays, useFacts, useLinks, usePreview, usePublished, useSame } from "./hooks"
import { pressed } from "./keys"
import type { Layout } from "./layout"
import { chainOf, MOST_LINKS } from "./links"
import { Help } from "./menus"
import type { Box } from "./overlay"
import type { Look } from "./paint"
import { ofMold } from "./picking"
import { Pointing, type Hover } from "./pointing"
import { Stage, type Scene } from "./stage"
import { breaksNow, chosen, coloring, facts, held, linked, selection, size, SPANS, told, view, wanted, wishes } from "./state"
import { ganttTexts } from "./texts"
import { moved, ROW, spanned, xOf, zoomed } from "./view"

const RESOURCES = 196

/** `scene` is filled with what is drawn, for pictures of it. */
export function Gantt({ desk, layout, scene }: { desk: Desk; layout: Signal<Layout>; scene: { current: Scene | null } }) {
  const bars = useRef<HTMLCanvasElement>(null)
  const top = useRef<HTMLCanvasElement>(null)
  const axis = useRef<HTMLCanvasElement>(null)
  const stage = useSignal<Stage | null>(null)
  const hover = useSignal<Hover>(null)
  const box = useSignal<Box | null>(null)
  const style = useComputed(() => stage.value?.style() ?? null)
  useFacts(desk)
  usePreview(desk)
  const links = useLinks()
  const closed = useClosedDays(desk)
  const published = usePublished(desk)

  const lateness = useSame(() => {
    const found = new Map<string, "late" | "at_risk">()
    for (const mold of desk.store.tables.molds.value.values()) if (mold.light === "late" || mold.light === "at_risk") found.set(mold.id, mold.light)
    return found
  }, sameMap)
  const gated = useSame(() => {
    const found = new Set<string>()
    for (const { id, gates } of desk.store.tables.parts.value.values()) {
      if (Object.values(gates).some(({ state }) => state === "no" || state === "expected")) found.add(id)
    }
    return found
  }, (a, b) => a.size === b.size && [...a].every((one) => b.has(one)))
  const known = useComputed(() => {
    const now = facts.value
    return { pinned: (operation: string) => now?.of(operation).pinned === true, hours: (machine: string) => now?.hours(machine) ?? null }
  })
  const chain = useComputed(() => chainOf(links.value, layout.value.places, chosen.value.operation))
  const onChain = useComputed(() => new Set(chain.value.flat()))
  const drawnLinks = useComputed(() => (!linked.value ? [] : links.value.length > MOST_LINKS ? chain.value : links.value))
  const molds = useComputed(() => (chosen.value.mold === null ? [] : ofMold(layout.value, chosen.value.mold)))
  const breaking = useComputed(() => {
    void desk.store.tables.operations.value
    return breaksNow(desk, layout.value)
  })
  const dues = useComputed(() => {
    const mold = chosen.value.mold === null ? undefined : desk.store.tables.molds.value.get(chosen.value.mold)
    return [mold?.t1_due, mold?.due].filter((due) => due != null).map((due) => Date.parse(due))
  })

  const pointing = useMemo(() => new Pointing({ desk, layout, hover, box, canvas: () => top.current }), [])
  useEffect(() => {
    if (bars.current === null || top.current === null || axis.current === null) return
    const made = new Stage(bars.current, top.current, axis.current)
    stage.value = made
    const area = top.current.parentElement
    const measured = () => {
      const found = area?.getBoundingClientRect()
      if (found !== undefined && (found.width !== size.peek().width || found.height !== size.peek().height)) size.value = { width: found.width, height: found.height }
    }
    const watch = new ResizeObserver(measured)
    if (area !== null) watch.observe(area)
    measured()
    // Letters are drawn into tiles: again when the page's own font is there.
    void document.fonts.ready.then(() => (stage.value === made ? (stage.value = null, stage.value = made) : undefined))
    const element = top.current
    element.addEventListener("wheel", pointing.wheel, { passive: false })
    return () => {
      watch.disconnect()
      made.stop()
      element.removeEventListener("wheel", pointing.wheel)
      pointing.cancel()
    }
  }, [])

  useSignalEffect(() => {
    const { width } = size.value
    const now = desk.tick.peek().now
    if (width > 0 && now !== null && view.peek().scale === 0) view.value = spanned(view.peek(), now, SPANS.week, width)
  })
  useSignalEffect(() => {
    const id = wanted.value
    const { width } = size.value
    if (id === null || width === 0 || view.value.scale === 0) return
    wanted.value = null
    view.value = brought(layout.peek(), id)
  })
  useSignalEffect(() => {
    const paints = style.value
    const { width, height } = size.value
    if (paints === null || stage.value === null) return
    const look: Look = {
      layout: layout.value, format: desk.format, coloring: coloring.value, lateness: lateness.value, gated: gated.value, pinned: known.value.pinned, hours: known.value.hours,
      closed: closed.value, published: published.value, colors: paints.colors, hatch: paints.hatch,
    }
    const { puts, breaks } = breaking.value
    scene.current = {
      look,
      over: {
        view: view.value, width, height, now: desk.tick.value.now ?? 0, selection: selection.value, cursor: chosen.value.operation, hovered: hover.value?.bar.id ?? null,
        chosenMold: chosen.value.mold, ofMold: molds.value, links: drawnLinks.value, chain: onChain.value, dues: dues.value,
        wishes: wishes.value, puts, moves: told.value?.moved ?? [], held: held.value, breaks: held.value === null ? [] : breaks, box: box.value,
      },
    }
    stage.value.show(scene.current)
  })

  const mold = chosen.value.mold === null ? undefined : desk.store.tables.molds.value.get(chosen.value.mold)
  const key = (event: KeyboardEvent) => {
    if (pressed({ desk, layout, hover, box, canvas: () => top.current }, event)) event.preventDefault()
  }
  return (
    <div class="gantt" style={{ "--resources": `${RESOURCES}px` }}>
      <div class="corner mu"><span>{desk.t("resource")}</span><span>{desk.t("load72")}</span></div>
      <div class="axis" aria-hidden="true"><canvas ref={axis} /></div>
      {mold !== undefined && (
        <>
          <div class="lane-name mu">{desk.t("milestones", { mold: mold.id })}</div>
          <div class="lane"><Milestones desk={desk} mold={mold} /></div>
        </>
      )}
      <Resources desk={desk} layout={layout} />
      <div class="bars-area">
        <canvas ref={bars} class="bars" aria-hidden="true" />
        <canvas
          ref={top} class={`top ${held.value === null ? "" : "holding"}`} tabIndex={0} role="application" aria-label={ganttTexts(desk.language)("label")}
          data-bars={layout.value.count} data-lanes={layout.value.lanes.length} data-links={drawnLinks.value.length} data-selected={selection.value.size} data-facts={facts.value?.version ?? ""}
          onPointerDown={pointing.down} onPointerMove={pointing.move} onPointerUp={pointing.up} onPointerCancel={pointing.lost}
          onPointerLeave={() => (hover.value = null)} onKeyDown={key}
          onDblClick={(event) => (view.value = zoomed(view.peek(), pointing.local(event)[0], 2))}
        />
        <HoverCard desk={desk} hover={hover} />
        <HeldCard desk={desk} breaks={breaking.value.breaks} layout={layout.value} />
        <Mirror desk={desk} layout={layout.value} breaks={breaking.value.breaks} />
        <Help desk={desk} />
      </div>
    </div>
  )
}

/** The view in which a bar or a row is in sight. */
function brought(layout: Layout, id: string): typeof view.value {
  const seen = view.peek()
  const { width, height } = size.peek()
  const place = layout.places.get(id)
  const lane = place?.lane ?? layout.lanes.findIndex((one) => one.id === id)
  if (lane < 0) return seen
  const x = place === undefined ? 0 : xOf(seen, place.bar.start)
  const from = place === undefined || (x > width * 0.02 && x < width * 0.9) ? seen.from : place.bar.start - width * 0.3 / seen.scale
  const y = lane * ROW - seen.top
  return moved({ ...seen, from, top: y >= 0 && y <= height - ROW ? seen.top : lane * ROW - height / 2 }, 0, 0, layout.lanes.length, height)
}

function sameMap<V>(a: ReadonlyMap<string, V>, b: ReadonlyMap<string, V>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
}

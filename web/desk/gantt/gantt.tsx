// The canvas of the plan with its axis, resources and milestones; reading only: pan, zoom, hover, choose.
import { signal, useComputed, useSignal, useSignalEffect, type Signal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { Shape, toneOf } from "../../draw/shapes"
import { percent } from "../../draw/format"
import type { MoldRow } from "../../model/wire"
import { get } from "../../net/http"
import type { Desk } from "../context"
import { barAt, chainOf, layoutOf, MOST_LINKS, type Bar, type Layout } from "./bars"
import { colorsOf, paint, type Coloring, type Colors } from "./paint"
import { DAY, days, HOUR, hoursBetween, momentAt, moved, ROW, spanned, xOf, zoomed, type View } from "./view"

export type Chosen = { operation: string | null; mold: string | null }
export type Zoom = "shift" | "week" | "month"

export const SPANS: Record<Zoom, number> = { shift: 1, week: 7.5, month: 31 }
const RESOURCES = 196
/** Rows change many times a second while the shop works; bars are laid out anew at most so often. */
const REST_MS = 400
const PAST = 5 * DAY

/** State of the plan page that outlives a look at another page. */
export const view = signal<View>({ from: 0, scale: 0, top: 0 })
export const chosen = signal<Chosen>({ operation: null, mold: null })
export const coloring = signal<Coloring>("work")
export const linked = signal(true)
/** Operation or machine to bring into sight. */
export const wanted = signal<string | null>(null)

type Hover = { bar: Bar; x: number; y: number } | null

declare global {
  interface Window {
    /** For tests: what is drawn, and where. */
    __gantt?: { drawn: number; count: number; place: (operation: string) => { x: number; y: number } | null }
  }
}

/** Bars by lane, laid out anew when operations or machines have changed, with a rest between. */
export function useLayout(desk: Desk): Signal<Layout> {
  const layout = useSignal<Layout>(laidOut(desk))
  useEffect(() => {
    let timer: number | null = null
    let last = performance.now()
    const later = () => {
      if (timer !== null) return
      timer = window.setTimeout(() => {
        timer = null
        last = performance.now()
        layout.value = laidOut(desk)
      }, Math.max(0, REST_MS - (performance.now() - last)))
    }
    const stops = [desk.store.tables.operations.subscribe(later), desk.store.tables.machines.subscribe(later)]
    return () => {
      for (const stop of stops) stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [])
  return layout
}

function laidOut(desk: Desk): Layout {
  const { machines, kinds, operations } = desk.store.tables
  return layoutOf(machines.peek().values(), kinds.peek().keys(), operations.peek().values(), (desk.tick.peek().now ?? 0) - PAST)
}

/** Days of the next two weeks on which no machine is open. */
function closedDays(desk: Desk): [number, number][] {
  const open = new Map<string, boolean>()
  for (const kind of desk.store.tables.kinds.value.values()) {
    for (const { day, share } of kind.load_days) open.set(day, (open.get(day) ?? false) || share !== null)
  }
  const now = desk.tick.peek().now ?? 0
  const closed: [number, number][] = []
  for (const { at } of days({ from: now - DAY, scale: 1 / HOUR, top: 0 }, 16 * 24, desk.format)) {
    const { year, month, day } = desk.format.read(at)
    const name = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
    if (open.get(name) === false) closed.push([at, at + DAY])
  }
  return closed
}

function useLinks(): Signal<readonly (readonly [string, string])[]> {
  const links = useSignal<readonly (readonly [string, string])[]>([])
  useSignalEffect(() => {
    const { mold } = chosen.value
    links.value = []
    if (mold === null || !linked.value) return
    get<{ links: [string, string][] }>(`/api/molds/${encodeURIComponent(mold)}/links`).then(
      (answer) => {
        if (chosen.peek().mold === mold) links.value = answer.links
      },
      () => undefined,
    )
  })
  return links
}

function Axis({ desk, width }: { desk: Desk; width: number }) {
  const seen = view.value
  const now = desk.tick.value.now ?? 0
  const ticks = days(seen, width, desk.format)
  const wide = DAY * seen.scale
  const hours = hoursBetween(seen.scale)
  return (
    <div class="axis" aria-hidden="true">
      {ticks.map(({ at, weekday }) => {
        const x = xOf(seen, at)
        const left = Math.max(4, x + 5)
        if (x + wide < 30) return null
        const label = wide < 26 ? "" : wide < 64 ? String(desk.format.read(at).day) : wide < 90 ? desk.format.shortDate(at) : desk.format.date(at)
        return (
          <span key={at}>
            <b class={`axis-day ${weekday === 0 ? "mu" : ""}`} style={{ left: `${left}px` }}>{label}</b>
            {hours.map((hour) => {
              const place = x + hour * HOUR * seen.scale
              return place < 12 ? null : <i key={hour} class="mu" style={{ left: `${place}px` }}>{String(hour).padStart(2, "0")}</i>
            })}
          </span>
        )
      })}
      {xOf(seen, now) > 0 && <b class="axis-now" style={{ left: `${xOf(seen, now)}px` }}>{desk.format.time(now)}</b>}
    </div>
  )
}

/** Due as a hollow diamond, the plan's date as a dot, the slip as a thick line. */
function Milestones({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const seen = view.value
  const pairs = [
    { label: desk.t("t1.due"), due: mold.t1_due, projected: mold.t1_projected },
    { label: desk.t("delivery.due"), due: mold.due, projected: mold.delivery_projected },
  ]
  return (
    <svg class="lane-svg" aria-hidden="true">
      {pairs.map(({ label, due, projected }) => {
        if (due === null) return null
        const x = xOf(seen, Date.parse(due))
        const to = projected === null ? x : xOf(seen, Date.parse(projected))
        const late = to > x
        const tone = late ? "var(--act)" : "var(--run)"
        return (
          <g key={label}>
            {late && <line x1={x} y1="13" x2={to} y2="13" stroke={tone} stroke-width="4" />}
            {projected !== null && <circle cx={to} cy="13" r="5.5" fill={tone} />}
            <path d={`M${x} 6l7 7l-7 7l-7 -7z`} fill="var(--sf)" stroke="var(--tx)" stroke-width="2" />
            <text x={x - 11} y="17" text-anchor="end" font-weight="600">{label}</text>
            {projected !== null && <text x={to + 10} y="17" fill={tone} font-weight="600">{desk.format.date(Date.parse(projected))}</text>}
          </g>
        )
      })}
    </svg>
  )
}

function Resources({ desk, layout, height }: { desk: Desk; layout: Layout; height: number }) {
  const { top } = view.value
  const first = Math.max(0, Math.floor(top / ROW))
  const last = Math.min(layout.lanes.length, Math.ceil((top + height) / ROW))
  return (
    <div class="resources">
      {layout.lanes.slice(first, last).map((lane, i) => {
        const machine = lane.machine === null ? undefined : desk.store.tables.machines.value.get(lane.id)
        const load = desk.store.tables.kinds.value.get(lane.kind)?.load_72h ?? null
        return (
          <div key={lane.id} class={`resource ${lane.first ? "resource-first" : ""}`} style={{ top: `${(first + i) * ROW - top}px` }} data-lane={lane.id}>
            <span class={machine === undefined ? "mu" : toneOf(machine.light)}>{machine !== undefined && <Shape name={machine.light} size={13} label={desk.words.light(machine.light)} />}</span>
            <span class="one-line">{lane.id || desk.t("outside")}</span>
            <span class={load === null ? "mu" : load > 1.2 ? "act strong" : load > 1 ? "wait strong" : "mu"}>{load === null ? "" : percent(load)}</span>
          </div>
        )
      })}
    </div>
  )
}

function HoverCard({ desk, hover, width }: { desk: Desk; hover: Hover; width: number }) {
  if (hover === null) return null
  const { bar } = hover
  const { row } = bar
  const { format, t } = desk
  const now = desk.tick.peek().now ?? 0
  const mold = desk.store.tables.molds.value.get(bar.mold)
  const left = hover.x + 300 > width ? hover.x - 296 : hover.x + 16
  return (
    <div class="hover-card" style={{ left: `${Math.max(4, left)}px`, top: `${hover.y + 18}px` }} role="tooltip">
      <b>{row.name || row.step}</b>
      <span class="mu">{row.id}</span>
      <span>{bar.mold} {mold?.name ?? ""}</span>
      <span>{format.soon(bar.start, now)} → {format.soon(bar.end, now)} · {format.hoursText((bar.end - bar.start) / 60_000)}</span>
      <span class="mu">
        {desk.words.work(row.work)}
        {bar.unattended ? ` · ${t("legend.unattended")}` : ""}
        {bar.waits ? ` · ${t("legend.waits")}` : ""}
      </span>
    </div>
  )
}

export function Gantt({ desk, layout }: { desk: Desk; layout: Signal<Layout> }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSignal({ width: 0, height: 0 })
  const hover = useSignal<Hover>(null)
  const colors = useRef<Colors | null>(null)
  const links = useLinks()
  const closed = useComputed(() => closedDays(desk))
  const lateness = useComputed(() => {
    const found = new Map<string, "late" | "at_risk">()
    for (const mold of desk.store.tables.molds.value.values()) if (mold.light === "late" || mold.light === "at_risk") found.set(mold.id, mold.light)
    return found
  })

  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    const measured = () => {
      const box = element.parentElement?.getBoundingClientRect()
      if (box !== undefined) size.value = { width: box.width, height: box.height }
    }
    const watch = new ResizeObserver(measured)
    if (element.parentElement !== null) watch.observe(element.parentElement)
    measured()
    void document.fonts.ready.then(() => (view.value = { ...view.value }))
    return () => watch.disconnect()
  }, [])

  useSignalEffect(() => {
    const { width } = size.value
    const now = desk.tick.peek().now
    if (width > 0 && now !== null && view.peek().scale === 0) view.value = spanned(view.peek(), now, SPANS.week, width)
  })

  useSignalEffect(() => {
    const id = wanted.value
    const { width, height } = size.value
    if (id === null || width === 0) return
    wanted.value = null
    const place = layout.peek().places.get(id)
    const lane = place?.lane ?? layout.peek().lanes.findIndex((one) => one.id === id)
    if (lane < 0) return
    const seen = view.peek()
    const x = place === undefined ? 0 : xOf(seen, place.bar.start)
    const from = place === undefined || (x > width * 0.05 && x < width * 0.8) ? seen.from : place.bar.start - width * 0.3 / seen.scale
    view.value = moved({ ...seen, from, top: lane * ROW - height / 2 }, 0, 0, layout.peek().lanes.length, height)
  })

  const chain = useComputed(() => chainOf(links.value, layout.value.places, chosen.value.operation))
  const onChain = useComputed(() => new Set(chain.value.flat()))
  const drawnLinks = useComputed(() => (links.value.length > MOST_LINKS ? chain.value : links.value))
  const gated = useComputed(() => {
    const found = new Set<string>()
    for (const { id, gates } of desk.store.tables.parts.value.values()) {
      if (Object.values(gates).some(({ state }) => state === "no" || state === "expected")) found.add(id)
    }
    return found
  })
  const frame = useRef(0)
  useSignalEffect(() => {
    // Read all that is drawn, then draw once a frame.
    const scene = {
      layout: layout.value, view: view.value, ...size.value, now: desk.tick.value.now ?? 0, format: desk.format,
      coloring: coloring.value, lateness: lateness.value, gated: gated.value, chosenMold: chosen.value.mold, chosen: chosen.value.operation,
      hovered: hover.value?.bar.id ?? null, links: linked.value ? drawnLinks.value : [], chain: onChain.value, closed: closed.value, labels: true,
    }
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => {
      const element = canvas.current
      const context = element?.getContext("2d", { alpha: false })
      if (element === null || !context || scene.width === 0 || scene.view.scale === 0) return
      const ratio = devicePixelRatio || 1
      const wide = Math.round(scene.width * ratio)
      const high = Math.round(scene.height * ratio)
      if (element.width !== wide || element.height !== high) {
        element.width = wide
        element.height = high
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      colors.current ??= colorsOf(element)
      const drawn = paint(context, { ...scene, colors: colors.current })
      element.dataset["drawn"] = String(drawn)
      window.__gantt = {
        drawn, count: scene.layout.count,
        place: (operation) => {
          const place = scene.layout.places.get(operation)
          if (place === undefined) return null
          const box = element.getBoundingClientRect()
          const middle = (Math.max(place.bar.start, scene.view.from) + place.bar.end) / 2
          return { x: box.left + xOf(scene.view, middle), y: box.top + place.lane * ROW - scene.view.top + ROW / 2 }
        },
      }
    })
  })

  const pick = (x: number, y: number): Bar | null => {
    const lane = layout.peek().lanes[Math.floor((y + view.peek().top) / ROW)]
    if (lane === undefined) return null
    const slack = 2 / view.peek().scale
    const at = momentAt(view.peek(), x)
    return barAt(lane, at) ?? barAt(lane, at + slack) ?? barAt(lane, at - slack)
  }
  const local = (event: MouseEvent): [number, number] => {
    const box = canvas.current?.getBoundingClientRect()
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)]
  }
  const pan = (dx: number, dy: number) => {
    view.value = moved(view.peek(), dx, dy, layout.peek().lanes.length, size.peek().height)
  }
  const drag = useRef<{ x: number; y: number; far: boolean } | null>(null)

  const down = (event: PointerEvent) => {
    drag.current = { x: event.clientX, y: event.clientY, far: false }
    canvas.current?.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    const held = drag.current
    if (held === null) {
      const [x, y] = local(event)
      const bar = pick(x, y)
      hover.value = bar === null ? null : { bar, x, y }
      return
    }
    const dx = held.x - event.clientX
    const dy = held.y - event.clientY
    if (!held.far && Math.hypot(dx, dy) < 4) return
    drag.current = { x: event.clientX, y: event.clientY, far: true }
    hover.value = null
    pan(dx, dy)
  }
  const up = (event: PointerEvent) => {
    const held = drag.current
    drag.current = null
    if (held === null || held.far) return
    const bar = pick(...local(event))
    chosen.value = bar === null ? { operation: null, mold: null } : { operation: bar.id, mold: bar.mold }
  }
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const [x] = local(event)
    if (event.ctrlKey || event.metaKey) view.value = zoomed(view.peek(), x, Math.exp(-event.deltaY * 0.002))
    else if (event.shiftKey) pan(event.deltaY + event.deltaX, 0)
    else pan(event.deltaX, event.deltaY)
  }
  const step = (by: 1 | -1) => {
    const place = chosen.peek().operation === null ? undefined : layout.peek().places.get(chosen.peek().operation ?? "")
    const lane = layout.peek().lanes[place?.lane ?? Math.floor(view.peek().top / ROW)]
    const at = place === undefined ? -1 : lane?.bars.indexOf(place.bar) ?? -1
    const bar = lane?.bars[Math.max(0, at + by)]
    if (bar === undefined) return
    chosen.value = { operation: bar.id, mold: bar.mold }
    wanted.value = bar.id
  }
  const key = (event: KeyboardEvent) => {
    const middle = size.peek().width / 2
    const act: Record<string, () => void> = {
      ArrowLeft: () => (event.shiftKey ? step(-1) : pan(-80, 0)),
      ArrowRight: () => (event.shiftKey ? step(1) : pan(80, 0)),
      ArrowUp: () => pan(0, -ROW * 2),
      ArrowDown: () => pan(0, ROW * 2),
      PageUp: () => pan(0, -size.peek().height),
      PageDown: () => pan(0, size.peek().height),
      "+": () => (view.value = zoomed(view.peek(), middle, 1.4)),
      "=": () => (view.value = zoomed(view.peek(), middle, 1.4)),
      "-": () => (view.value = zoomed(view.peek(), middle, 1 / 1.4)),
      Escape: () => (chosen.value = { operation: null, mold: null }),
      Enter: () => step(1),
    }
    const todo = act[event.key]
    if (todo === undefined) return
    event.preventDefault()
    todo()
  }
  useEffect(() => {
    const element = canvas.current
    element?.addEventListener("wheel", wheel, { passive: false })
    return () => element?.removeEventListener("wheel", wheel)
  }, [])

  const mold = chosen.value.mold === null ? undefined : desk.store.tables.molds.value.get(chosen.value.mold)
  const bar = layout.value.places.get(chosen.value.operation ?? "")?.bar
  return (
    <div class="gantt" style={{ "--resources": `${RESOURCES}px` }}>
      <div class="corner mu"><span>{desk.t("resource")}</span><span>{desk.t("load72")}</span></div>
      <Axis desk={desk} width={size.value.width} />
      {mold !== undefined && (
        <>
          <div class="lane-name mu">{desk.t("milestones", { mold: mold.id })}</div>
          <div class="lane"><Milestones desk={desk} mold={mold} /></div>
        </>
      )}
      <Resources desk={desk} layout={layout.value} height={size.value.height} />
      <div class="bars-area">
        <canvas
          ref={canvas} tabIndex={0} role="application" aria-label={desk.t("gantt.label")}
          data-bars={layout.value.count} data-lanes={layout.value.lanes.length} data-links={linked.value ? drawnLinks.value.length : 0}
          onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={() => (drag.current = null)}
          onPointerLeave={() => (hover.value = null)} onKeyDown={key}
          onDblClick={(event) => (view.value = zoomed(view.peek(), local(event)[0], 2))}
        />
        <HoverCard desk={desk} hover={hover.value} width={size.value.width} />
        <p class="only-read" role="status">
          {bar !== undefined && desk.t("gantt.chosen", {
            operation: bar.id, name: bar.row.name, machine: bar.row.machine ?? desk.t("outside"),
            start: `${desk.format.date(bar.start)} ${desk.format.time(bar.start)}`, end: `${desk.format.date(bar.end)} ${desk.format.time(bar.end)}`,
          })}
        </p>
      </div>
    </div>
  )
}

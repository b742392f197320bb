// Molds on the left, the chosen one on the right: its stages, its part tree with gates, progress and float.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import downIcon from "@tabler/icons/outline/chevron-down.svg?raw"
import rightIcon from "@tabler/icons/outline/chevron-right.svg?raw"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import { probability } from "../draw/format"
import { Icon } from "../draw/icon"
import { number } from "../draw/format"
import { gateShape, Shape } from "../draw/shapes"
import type { Gate, MoldRow, OperationRow, PartRow, StageCell } from "../model/wire"
import { get } from "../net/http"
import type { Desk } from "./context"
import { DrawingsOf } from "./drawings"
import { chosen, wanted } from "./gantt/state"
import { Print } from "./print/print"
import { address, go } from "./route"

type GateName = "material" | "drawing" | "program" | "electrode" | "fixture"
const GATES: readonly GateName[] = ["material", "drawing", "program", "electrode", "fixture"]
const RANK: Record<MoldRow["light"], number> = { late: 0, at_risk: 1, no_date: 2, on_time: 3, done: 4 }

const tone = (light: MoldRow["light"]): string =>
  light === "late" ? "act" : light === "at_risk" ? "wait" : light === "no_date" ? "mu" : ""

const dueOf = (mold: MoldRow): string | null => (mold.milestone === "delivery" ? mold.due : mold.t1_due ?? mold.due)

function Late({ desk, mold, unit = "bare" }: { desk: Desk; mold: MoldRow; unit?: "bare" | "with unit" }) {
  const text = mold.light === "done" ? desk.t("done") : mold.late_minutes === null ? desk.t("no_date") : desk.format.lateness(mold.late_minutes, unit)
  return <b class={`late ${tone(mold.light)}`}>{text}</b>
}

function List({ desk, molds, open }: { desk: Desk; molds: readonly MoldRow[]; open: string }) {
  return (
    <ul class="mold-list">
      {molds.map((mold) => (
        <li key={mold.id}>
          <a href={address("molds", mold.id)} class={mold.id === open ? "chosen" : ""} data-mold={mold.id}>
            <b class="mold-id">{mold.id}</b>
            <span class="mold-middle">
              <span class="one-line">{mold.name}</span>
              <Progress done={mold.done} total={mold.total} late={false} />
            </span>
            <span class="mold-right">
              <span class="mu">{dueOf(mold) === null ? "" : desk.format.shortDate(dueOf(mold) ?? 0)}</span>
              <Late desk={desk} mold={mold} />
            </span>
          </a>
        </li>
      ))}
      {molds.length === 0 && <li class="mu empty-row">{desk.t("molds.none")}</li>}
    </ul>
  )
}

function Progress({ done, total, late }: { done: number; total: number; late: boolean }) {
  return <span class={`progress ${late ? "progress-late" : ""}`}><i style={{ width: `${total === 0 ? 0 : (100 * done) / total}%` }} /></span>
}

function Stages({ desk, stages }: { desk: Desk; stages: readonly StageCell[] }) {
  const shown = stages.filter(({ light }) => light !== "none")
  return (
    <ol class="stages" aria-label={desk.t("stages")}>
      {shown.map(({ stage, light, done, total }) => (
        <li key={stage} class={`stage-${light}`}>
          <b>{desk.words.stage(stage)}</b>
          <span class="stage-dot">
            {light === "done" ? <Shape name="ready" size={12} /> : light === "problem" ? <Shape name="problem" size={18} /> : light === "waiting" ? <Shape name="waiting" size={12} /> : light === "running" ? <Shape name="running" size={12} /> : null}
          </span>
          <span class="mu">{done}/{total}</span>
        </li>
      ))}
    </ol>
  )
}

function GateCell({ desk, gate, name }: { desk: Desk; gate: Gate; name: GateName }) {
  const now = desk.tick.peek().now ?? 0
  const label = `${desk.words.gate(name)}: ${desk.words.gateLight(gate.state)}`
  return (
    <td class={`gate gate-${gate.state}`} title={gate.at === null ? label : `${label} ${desk.format.date(gate.at)}`}>
      <Shape name={gateShape(gate.state)} size={14} label={label} />
      {gate.at !== null && gate.state === "expected" && <span>{desk.format.soon(gate.at, now)}</span>}
    </td>
  )
}

type Node = { part: PartRow; depth: number; children: number }

/** Parts whose whole branch is done: they start closed, so that what is left to do is seen. */
export function finished(parts: readonly PartRow[]): Set<string> {
  const children = new Map<string, PartRow[]>()
  for (const part of parts) if (part.parent !== null) children.set(part.parent, [...(children.get(part.parent) ?? []), part])
  const known = new Map<string, boolean>()
  const done = (part: PartRow, depth: number): boolean => {
    const kept = known.get(part.id)
    if (kept !== undefined) return kept
    const all = part.done === part.total && (depth > 20 || (children.get(part.id) ?? []).every((child) => done(child, depth + 1)))
    known.set(part.id, all)
    return all
  }
  return new Set(parts.filter((part) => children.has(part.id) && done(part, 0)).map(({ id }) => id))
}

/** Parts as a tree, parents first; what is closed hides what is below it. */
export function tree(parts: readonly PartRow[], shut: ReadonlySet<string>): Node[] {
  const byParent = new Map<string | null, PartRow[]>()
  const ids = new Set(parts.map(({ id }) => id))
  for (const part of parts) {
    const parent = part.parent !== null && ids.has(part.parent) ? part.parent : null
    byParent.set(parent, [...(byParent.get(parent) ?? []), part])
  }
  const nodes: Node[] = []
  const walk = (parent: string | null, depth: number): void => {
    const children = (byParent.get(parent) ?? []).sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
    for (const part of children) {
      nodes.push({ part, depth, children: byParent.get(part.id)?.length ?? 0 })
      if (!shut.has(part.id) && depth < 20) walk(part.id, depth + 1)
    }
  }
  walk(null, 0)
  return nodes
}

function Operations({ desk, part }: { desk: Desk; part: PartRow }) {
  const rows = [...desk.store.tables.operations.value.values()].filter((row) => row.part === part.id).sort((a, b) => a.step.localeCompare(b.step, "en", { numeric: true }))
  const now = desk.tick.peek().now ?? 0
  const show = (row: OperationRow) => {
    chosen.value = { operation: row.id, mold: row.mold }
    wanted.value = row.id
    go("plan")
  }
  return (
    <>
      {rows.map((row) => (
        <tr key={row.id} class="operation-row">
          <td colSpan={6}><span class="operation-step mu">{row.step}</span> {row.name} <span class="mu">{row.machine ?? row.kind ?? ""}</span></td>
          <td>{desk.words.work(row.work)}</td>
          <td>
            {row.work === "done"
              ? row.finished === null ? "" : desk.format.soon(row.finished, now)
              : row.plan === null ? desk.t("no_date") : <button class="link" onClick={() => show(row)}>{desk.format.soon(row.plan.setup, now)} → {desk.format.soon(row.plan.end, now)}</button>}
          </td>
          <td class="right mu">{row.plan?.slack == null ? "" : desk.format.minutesText(row.plan.slack)}</td>
        </tr>
      ))}
    </>
  )
}

function Parts({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const parts = [...desk.store.tables.parts.value.values()].filter((part) => part.mold === mold.id)
  const shut = useSignal<ReadonlySet<string>>(finished(parts))
  const opened = useSignal<ReadonlySet<string>>(new Set())
  const now = desk.tick.value.now ?? 0
  const { t, format, words } = desk
  const toggled = (set: ReadonlySet<string>, id: string): ReadonlySet<string> => {
    const next = new Set(set)
    if (!next.delete(id)) next.add(id)
    return next
  }
  const next = (part: PartRow): string => {
    if (part.next === null) return part.total > 0 && part.done === part.total ? t("is_done") : ""
    const when = part.next.work === "waiting" ? (part.next.start === null ? "" : format.soon(part.next.start, now)) : words.work(part.next.work)
    return [part.next.name, part.next.machine, when].filter(Boolean).join(" · ")
  }
  return (
    <div class="table-area">
      <table class="parts">
        <thead>
          <tr>
            <th>{t("part")}</th>
            {GATES.map((gate) => <th key={gate} class="gate">{words.gate(gate)}</th>)}
            <th class="operations-column">{t("operations")}</th>
            <th>{t("next")}</th>
            <th class="right">{t("float")}</th>
          </tr>
        </thead>
        <tbody>
          {tree(parts, shut.value).map(({ part, depth, children }) => {
            const isOpen = opened.value.has(part.id)
            const late = part.slack_minutes !== null && part.slack_minutes < 0
            return [
              <tr key={part.id} class={`${depth === 0 && children > 0 ? "part-top" : ""} ${part.problem ? "part-problem" : ""}`} data-part={part.id}>
                <td style={{ paddingLeft: `${12 + depth * 20}px` }}>
                  {children > 0 && (
                    <button class="plain twist" aria-label={t(shut.value.has(part.id) ? "expand" : "collapse", { part: part.id })} onClick={() => (shut.value = toggled(shut.value, part.id))}>
                      <Icon svg={shut.value.has(part.id) ? rightIcon : downIcon} size={15} />
                    </button>
                  )}
                  <button class="plain part-name" aria-expanded={isOpen} onClick={() => (opened.value = toggled(opened.value, part.id))}>
                    {children > 0 ? <b>{part.name || part.id}</b> : part.name || part.id} <span class="mu">{part.material || part.part_class}{part.quantity > 1 ? ` × ${part.quantity}` : ""}</span>
                  </button>
                </td>
                {GATES.map((gate) => <GateCell key={gate} desk={desk} gate={part.gates[gate]} name={gate} />)}
                <td class="operations-column"><Progress done={part.done} total={part.total} late={part.problem} /> <span class="mu">{part.done}/{part.total}</span></td>
                <td class={part.problem ? "act strong" : ""}>{next(part)}</td>
                <td class={`right ${late ? "act strong" : part.slack_minutes !== null && part.slack_minutes < 1440 ? "wait" : "mu"}`}>
                  {part.slack_minutes === null ? "" : format.hoursText(part.slack_minutes)}
                </td>
              </tr>,
              isOpen && <DrawingsOf key={`${part.id}/drawings`} desk={desk} part={part} />,
              isOpen && <Operations key={`${part.id}/`} desk={desk} part={part} />,
            ]
          })}
        </tbody>
      </table>
    </div>
  )
}

function Problems({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const open = [...desk.store.tables.problems.value.values()].filter((one) => one.mold === mold.id && one.status !== "resolved")
  if (open.length === 0) return null
  return (
    <div class="cards">
      {open.slice(0, 4).map((one) => (
        <a key={one.id} class="card" href={address("problems")}>
          <b class={one.status === "open" ? "act" : "wait"}>{desk.words.problem(one.kind)} · {desk.words.status(one.status)}</b>
          <span>{[one.machine, one.part_name].filter(Boolean).join(" · ")}</span>
          <span class="mu">{desk.words.department(one.department)} {one.called_name}</span>
        </a>
      ))}
    </div>
  )
}

type Order = { order: string | null; market: string; received: string | null; due: string | null; order_value?: number | null; currency?: string }

/** The order: what it is worth comes only to who may know. */
function OrderLine({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const order = useSignal<Order | null>(null)
  useEffect(() => {
    get<Order>(`/api/molds/${encodeURIComponent(mold.id)}/order`).then((answer) => (order.value = answer), () => (order.value = null))
  }, [mold.id])
  const found = order.value
  if (found === null || found.order === null) return null
  const { t, format } = desk
  const parts = [
    t("order.number", { order: found.order }),
    found.market,
    found.due !== null && t("order.due", { date: format.date(found.due) }),
    found.order_value != null && t("order.value", { value: number(found.order_value), currency: found.currency ?? "" }).trim(),
  ]
  return <p class="mu" data-order={found.order}>{parts.filter(Boolean).join(" · ")}</p>
}

function Mold({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const { t, format } = desk
  const due = dueOf(mold)
  const projected = mold.milestone === "delivery" ? mold.delivery_projected : mold.t1_projected
  const show = () => {
    chosen.value = { operation: null, mold: mold.id }
    const now = desk.tick.peek().now ?? 0
    const planned = [...desk.store.tables.operations.value.values()]
      .filter((row) => row.mold === mold.id && row.plan !== null && Date.parse(row.plan.end) >= now)
      .sort((a, b) => Date.parse(a.plan?.setup ?? "") - Date.parse(b.plan?.setup ?? ""))
    wanted.value = planned[0]?.id ?? null
    go("plan")
  }
  const facts = [mold.customer, mold.mold_class && t("class", { name: mold.mold_class }), t("operations.count", { count: mold.total }), t("weight", { weight: mold.weight })]
  return (
    <section class="mold" data-open={mold.id}>
      <header class="mold-head">
        <h1>{mold.id}</h1>
        <div>
          <b class="mold-name">{mold.name}</b>
          <p class="mu">{facts.filter(Boolean).join(" · ")}</p>
          <OrderLine desk={desk} mold={mold} />
        </div>
        <div class="mold-late">
          <Late desk={desk} mold={mold} unit="with unit" />
          <p class="mu">
            {mold.milestone !== null && t(`milestone.${mold.milestone}`)} {due !== null && `${t("due")} ${format.date(due)}`} {projected !== null && `· ${t("projected")} ${format.date(projected)}`}
          </p>
          {mold.chance !== null && (
            <p class="mu" data-chance={mold.chance}>
              {t("chance", { share: probability(mold.chance) })} {mold.reliable !== null && `· ${t("reliable", { date: format.date(mold.reliable) })}`}
            </p>
          )}
        </div>
        <Print desk={desk} papers={["travelers", "parts", "electrodes"]} mold={mold.id} />
        <button class="solid" onClick={show}>{t("show_in_plan")}</button>
      </header>
      <Stages desk={desk} stages={mold.stages} />
      <Problems desk={desk} mold={mold} />
      <Parts desk={desk} mold={mold} key={mold.id} />
    </section>
  )
}

export function MoldsPage({ desk, chosen: wish }: { desk: Desk; chosen: string }) {
  const text = useSignal("")
  const { t } = desk
  const all = [...desk.store.tables.molds.value.values()].sort(
    (a, b) => RANK[a.light] - RANK[b.light] || (b.late_minutes ?? -1e9) - (a.late_minutes ?? -1e9) || a.id.localeCompare(b.id),
  )
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean)
  const withPart = new Set(
    words.length === 0 ? [] : [...desk.store.tables.parts.value.values()].filter((part) => words.every((word) => `${part.id} ${part.name}`.toLowerCase().includes(word))).map(({ mold }) => mold),
  )
  const molds = all.filter((mold) => withPart.has(mold.id) || words.every((word) => `${mold.id} ${mold.name} ${mold.customer}`.toLowerCase().includes(word)))
  const count = (light: MoldRow["light"]) => all.filter((mold) => mold.light === light).length
  const open = desk.store.tables.molds.value.get(wish) ?? molds[0]
  return (
    <main class="molds-page">
      <aside class="mold-side">
        <div class="search">
          <Icon svg={searchIcon} size={16} />
          <input type="search" aria-label={t("molds.search")} placeholder={t("molds.search")} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        </div>
        <p class="mold-counts">
          <b>{t("molds.count", { count: all.length })}</b>
          <span><b class="act">{count("late")}</b> <span class="mu">{t("late")}</span></span>
          <span><b class="wait">{count("at_risk")}</b> <span class="mu">{t("at_risk")}</span></span>
          <span><b class="run">{count("on_time")}</b> <span class="mu">{t("on_time")}</span></span>
        </p>
        <List desk={desk} molds={molds} open={open?.id ?? ""} />
      </aside>
      {open !== undefined && <Mold desk={desk} mold={open} key={open.id} />}
    </main>
  )
}

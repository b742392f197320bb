// The chosen mold: what it is, how late, its stages, its order, its open problems.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { number, probability } from "../../draw/format"
import { Shape } from "../../draw/shapes"
import type { MoldRow, StageCell } from "../../model/wire"
import { get } from "../../net/http"
import type { Desk } from "../context"
import { chosen, wanted } from "../gantt/state"
import { Print } from "../print/print"
import { address, go } from "../route"
import { Late } from "./list"
import { dueOf } from "./model"
import { moldTexts } from "./texts"

export function Stages({ desk, stages }: { desk: Desk; stages: readonly StageCell[] }) {
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

export function Problems({ desk, mold }: { desk: Desk; mold: MoldRow }) {
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

/** The head of a mold's page. */
export function MoldHead({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const m = moldTexts(desk.language)
  const { t, format } = desk
  const parts = [...desk.store.tables.parts.value.values()].filter((part) => part.mold === mold.id)
  const typical = parts.filter(({ template }) => template).length
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
      <header class="mold-head">
        <h1>{mold.id}</h1>
        <div>
          <b class="mold-name">{mold.name}</b>
          {(mold.status === "held" || mold.status === "cancelled") && <b class="mold-standing" data-standing={mold.status}>{m(`standing.${mold.status}`)}</b>}
          <p class="mu">{facts.filter(Boolean).join(" · ")}</p>
          <OrderLine desk={desk} mold={mold} />
          {typical > 0 && <p class="mu" data-typical={typical}>{m("template.count", { count: typical, total: parts.length })}</p>}
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
  )
}

// One mold: its quote, hours by kind, what money went out for, and the operations that cost most.
import { useSignal } from "@preact/signals"
import backIcon from "@tabler/icons/outline/arrow-left.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import { commanded, type Desk } from "../context"
import { address } from "../route"
import { useFound } from "../trials/model"
import { overHours, overOutside, type MoldCostWhole, type OutsideCost } from "./model"
import { Against, Over } from "./parts"
import type { CostText } from "./texts"

type Told = { desk: Desk; t: CostText; cost: MoldCostWhole; mayTell: boolean; changed: () => void }

const amount = (text: string): number | null => (text.trim() === "" ? null : Number(text))
const shown = (value: number | null): string => (value === null ? "" : String(value))

function Quote({ desk, t, cost, mayTell, changed }: Told) {
  const hours = useSignal(shown(cost.quoted_hours))
  const outside = useSignal(shown(cost.quoted_outside))
  const said = useSignal("")
  const save = async () => {
    said.value = await commanded(desk, "quote_mold", { mold: cost.mold, hours: amount(hours.value), outside: amount(outside.value) })
    if (said.value === "") {
      said.value = t("saved")
      changed()
    }
  }
  return (
    <form class="costs-quote" data-form="quote" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <h2>{t("quote")}</h2>
      <label>{t("quote.hours")} <input type="number" name="hours" min="0.1" step="any" disabled={!mayTell} value={hours.value} onInput={(event) => (hours.value = event.currentTarget.value)} /></label>
      <label>{t("quote.outside", { currency: cost.currency })} <input type="number" name="outside" min="0.01" step="any" disabled={!mayTell} value={outside.value} onInput={(event) => (outside.value = event.currentTarget.value)} /></label>
      {mayTell && <button class="control">{t("save")}</button>}
      <span role="status" class={said.value === t("saved") ? "run strong" : "act strong"}>{said.value}</span>
    </form>
  )
}

function Sum({ title, quoted, used, expected, over, more = "" }: { title: string; quoted: number | null; used: number; expected: number; over: number | null; more?: string }) {
  return (
    <section class="costs-sum">
      <h2>{title}</h2>
      <p><b class="costs-big">{number(expected)}</b> <span class="mu">/ {quoted === null ? "–" : number(quoted)}</span> <Over by={over} /></p>
      <Against quoted={quoted} used={used} expected={expected} />
      {more && <p class="mu">{more}</p>}
    </section>
  )
}

function Cost({ desk, t, cost, row, mayTell, changed }: Told & { row: OutsideCost }) {
  const value = useSignal(shown(row.cost))
  const error = useSignal("")
  const save = async () => {
    if (value.value === shown(row.cost)) return
    const of = row.what === "purchase" ? { purchase: row.id, operation: null } : { purchase: null, operation: row.id }
    error.value = await commanded(desk, "set_cost", { cost: amount(value.value), ...of })
    if (error.value === "") changed()
  }
  if (!mayTell) return <>{row.cost === null ? "–" : number(row.cost, 2)}</>
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save() }}>
      <input
        type="number" min="0.01" step="any" class={row.cost === null ? "costs-missing" : ""} aria-label={t("cost.of", { name: `${row.name} ${row.part_name}` })} title={cost.currency}
        value={value.value} onInput={(event) => (value.value = event.currentTarget.value)} onBlur={() => void save()}
      />
      {error.value && <div class="act strong" role="alert">{error.value}</div>}
    </form>
  )
}

function Buys(given: Told) {
  const { desk, t, cost } = given
  if (cost.outside.length === 0) return <p class="mu">{t("buys.none")}</p>
  const state = ({ over, at }: OutsideCost): string =>
    at === null ? (over ? "✓" : t("state.undated")) : t(over ? "state.over" : "state.open", { when: desk.format.shortDate(at) })
  return (
    <table class="plain-table">
      <thead><tr><th>{t("buy")}</th><th>{t("supplier")}</th><th>{t("state")}</th><th class="right">{t("cost", { currency: cost.currency })}</th></tr></thead>
      <tbody>
        {cost.outside.map((row) => (
          <tr key={row.id} data-outlay={row.id}>
            <td><b>{row.name}</b> <span class="mu">{row.part_name} · {t(`buy.${row.what}`)}</span></td>
            <td class="mu">{row.supplier}</td>
            <td class={`costs-when ${row.over ? "run" : "mu"}`}>{state(row)}</td>
            <td class="right costs-input"><Cost {...given} row={row} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function MoldCosts({ desk, t, mold, mayTell }: { desk: Desk; t: CostText; mold: string; mayTell: boolean }) {
  const again = useSignal(0)
  const { found, error } = useFound<MoldCostWhole>(desk, `/api/costs/${encodeURIComponent(mold)}?lang=${desk.language}`, [again.value, desk.store.tables.molds.value.get(mold)?.done])
  const cost = found.value
  if (cost === null) {
    return <main class="page">{error.value ? <p class="act strong" role="alert">{error.value}</p> : <Bars rows={10} label={desk.t("loading")} />}</main>
  }
  const told = { desk, t, cost, mayTell, changed: () => (again.value += 1) }
  const most = Math.max(1, ...cost.kinds.map(({ estimated, worked, left }) => Math.max(estimated, worked + left)))
  return (
    <main class="page costs-page" data-mold-cost={mold}>
      <div class="costs-head">
        <div>
          <a class="link" href={address("costs")}><Icon svg={backIcon} size={16} /> {t("back")}</a>
          <h1>{cost.mold} <span class="mu">{cost.name}{cost.customer && ` · ${cost.customer}`}</span></h1>
        </div>
        <a class="control" href={address("molds", cost.mold)}>{t("show_mold")}</a>
      </div>
      <div class="costs-sums">
        <Sum title={t("hours")} quoted={cost.quoted_hours} used={cost.worked_hours} expected={cost.expected_hours} over={overHours(cost)} more={cost.assumed_hours > 0 ? t("assumed", { hours: number(cost.assumed_hours) }) : ""} />
        <Sum title={`${t("outside")} ${cost.currency}`} quoted={cost.quoted_outside} used={cost.spent} expected={cost.expected_outside} over={overOutside(cost)} more={cost.untold > 0 ? t("untold", { count: cost.untold }) : ""} />
        <Quote key={`${shown(cost.quoted_hours)} ${shown(cost.quoted_outside)}`} {...told} />
      </div>
      <div class="costs-halves">
        <section>
          <h2>{t("kinds")}</h2>
          <table class="plain-table">
            <thead><tr><th>{t("kind")}</th><th class="right">{t("estimated")}</th><th class="right">{t("worked")}</th><th class="right">{t("left")}</th><th /></tr></thead>
            <tbody>
              {cost.kinds.map((row) => (
                <tr key={row.kind ?? ""} data-kind={row.kind ?? ""}>
                  <td>{row.name || "–"}</td><td class="right mu">{number(row.estimated, 1)}</td><td class="right">{number(row.worked, 1)}</td><td class="right">{number(row.left, 1)}</td>
                  <td class="against-cell"><span style={{ display: "block", width: `${(100 * Math.max(row.estimated, row.worked + row.left)) / most}%` }}><Against quoted={row.estimated || null} used={row.worked} expected={row.worked + row.left} /></span></td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <section>
          <h2>{t("buys")}</h2>
          <Buys {...told} />
        </section>
      </div>
      <section>
        <h2>{t("work")}</h2>
        <table class="plain-table">
          <thead><tr><th>{t("operation")}</th><th>{t("kind")}</th><th class="right">{t("estimated")}</th><th class="right">{t("worked")}</th><th class="right">{t("left")}</th><th class="right">{t("difference")}</th><th>{t("entries")}</th></tr></thead>
          <tbody>
            {cost.work.map((row) => (
              <tr key={row.operation} data-work={row.operation}>
                <td><b>{row.part_name}</b> <span class="mu">{row.name} · {row.operation}</span></td><td class="mu">{row.kind_name}</td>
                <td class="right mu">{number(row.estimated, 1)}</td><td class="right">{number(row.worked, 1)}</td><td class="right">{number(row.left, 1)}</td>
                <td class="right"><Over by={row.worked + row.left - row.estimated} /></td>
                <td class="mu">{row.seqs.length > 0 ? row.seqs.slice(0, 6).join(", ") : row.assumed ? t("entry.none") : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {cost.more > 0 && <p class="mu">{t("more", { count: cost.more })}</p>}
      </section>
    </main>
  )
}

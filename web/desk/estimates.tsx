// What finished work tells of its estimates, by kind, part class and department, and the switch by which it is planned.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { number } from "../draw/format"
import { get } from "../net/http"
import { commanded, failureText, type Desk } from "./context"

/** Ratios of worked to estimated time: the median, the quarters around it, and what nine of ten are below. */
type Group = { name: string; count: number; low: number; median: number; high: number; most: number; estimated_hours: number; worked_hours: number }
type Factor = { kind: string; part_class: string; factor: number; count: number }
type Page = { kinds: Group[]; part_classes: Group[]; departments: Group[]; setups: Group[]; runs: Group[]; factors: Factor[]; learned: Factor[]; switched: { at: string; actor: string } | null }

/** The widest ratio that is drawn. */
const WIDEST = 3
const VIEWS = ["kinds", "part_classes", "departments", "setups", "runs"] as const
type View = (typeof VIEWS)[number]

const place = (ratio: number): string => `${(100 * Math.min(ratio, WIDEST)) / WIDEST}%`

function Spread({ group }: { group: Group }) {
  return (
    <span class="spread" aria-hidden="true">
      <i class="spread-one" style={{ left: place(1) }} />
      <i class="spread-box" style={{ left: place(group.low), width: `calc(${place(group.high)} - ${place(group.low)})` }} />
      <i class="spread-median" style={{ left: place(group.median) }} />
    </span>
  )
}

function nameOf(desk: Desk, view: View, name: string): string {
  if (name === "") return desk.t("estimates.unknown")
  if (view === "departments") return desk.words.department(name)
  if (view === "part_classes") return name
  const kind = desk.store.tables.kinds.value.get(name)
  return kind === undefined ? name : desk.language === "en" ? kind.name : kind.name_zh || kind.name
}

function Groups({ desk, view, page }: { desk: Desk; view: View; page: Page }) {
  const { t } = desk
  const factor = (name: string) => page.factors.find((one) => one.kind === name && one.part_class === "")
  return (
    <table class="plain-table" data-view={view}>
      <thead>
        <tr>
          <th>{t(`estimates.${view}`)}</th><th class="right">{t("figures.count")}</th><th class="right">{t("estimates.estimated")}</th><th class="right">{t("estimates.worked")}</th>
          <th class="right">{t("estimates.median")}</th><th class="wide">{t("estimates.spread")}</th><th class="right">{t("estimates.most")}</th>
          {view === "kinds" && <th class="right">{t("estimates.factor")}</th>}
        </tr>
      </thead>
      <tbody>
        {page[view].map((group) => (
          <tr key={group.name} data-group={group.name}>
            <td>{nameOf(desk, view, group.name)}</td>
            <td class="right">{number(group.count)}</td>
            <td class="right">{number(group.estimated_hours, 1)}</td>
            <td class="right">{number(group.worked_hours, 1)}</td>
            <td class="right"><b>{number(group.median, 2)}</b></td>
            <td class="wide"><Spread group={group} /></td>
            <td class="right">{number(group.most, 2)}</td>
            {view === "kinds" && <td class="right">× {number(factor(group.name)?.factor ?? 1, 2)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Setups and runs apart are known only of the work whose worker told when the setup was over. */
function untold(desk: Desk, view: View, page: Page) {
  return (view === "setups" || view === "runs") && page[view].length === 0 ? <p class="mu">{desk.t("estimates.untold")}</p> : null
}

/** Shown where work was finished; only planners may ask and switch. */
export function EstimatesSection({ desk }: { desk: Desk }) {
  const { t, format } = desk
  const page = useSignal<Page | null>(null)
  const view = useSignal<View>("kinds")
  const error = useSignal("")
  const busy = useSignal(false)
  const look = () => void get<Page>("/api/estimates").then((answer) => (page.value = answer), (failure: unknown) => (error.value = failureText(desk, failure)))
  useEffect(look, [])
  const on = desk.store.tables.shop.value.get("shop")?.learned ?? false
  const turn = async (wanted: boolean) => {
    busy.value = true
    error.value = await commanded(desk, "learn_estimates", { on: wanted })
    busy.value = false
    look()
  }
  const known = page.value
  if (known === null) return error.value === "" ? null : <p class="act" role="alert">{error.value}</p>
  return (
    <section class="estimates" data-learned={on}>
      <h2>{t("estimates")}</h2>
      <p class="mu">{t("estimates.what")}</p>
      <p class="estimates-switch">
        <b class={on ? "run" : ""}>{t(on ? "estimates.on" : "estimates.off")}</b>
        {known.switched !== null && <span class="mu">{known.switched.actor} · {format.soon(known.switched.at, desk.tick.value.now ?? 0)}</span>}
        {known.factors.length > 0 && <button class="control" disabled={busy.value} data-learn="on" onClick={() => void turn(true)}>{t(on ? "estimates.renew" : "estimates.turn_on")}</button>}
        {on && <button class="control" disabled={busy.value} data-learn="off" onClick={() => void turn(false)}>{t("estimates.turn_off")}</button>}
        {error.value && <span class="act strong" role="alert">{error.value}</span>}
      </p>
      {known.kinds.length === 0 ? <p class="fine">{t("estimates.none")}</p> : (
        <>
          <div class="chips" role="tablist">
            {VIEWS.map((one) => <button key={one} role="tab" class="control" aria-selected={view.value === one} onClick={() => (view.value = one)}>{t(`estimates.${one}`)}</button>)}
          </div>
          {untold(desk, view.value, known)}
          <Groups desk={desk} view={view.value} page={known} />
        </>
      )}
    </section>
  )
}

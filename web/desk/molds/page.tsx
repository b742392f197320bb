// Molds on the left; on the right the chosen one in its tabs, or a new one that is taken.
import { useSignal } from "@preact/signals"
import plusIcon from "@tabler/icons/outline/plus.svg?raw"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import { Icon } from "../../draw/icon"
import { gateShape, Shape } from "../../draw/shapes"
import type { MoldRow } from "../../model/wire"
import { may, type Desk } from "../context"
import { address } from "../route"
import { BomTab } from "./bom"
import { ChangeTab } from "./change"
import { MoldHead, Problems, Stages } from "./head"
import { List } from "./list"
import { RANK, restOf, restOfWay, TABS, wished, type Tab } from "./model"
import { OwedTab } from "./owed"
import { TakePage } from "./take"
import { moldTexts } from "./texts"
import { Parts } from "./tree"

/** Tabs are of use to who may do this. */
const NEEDS: Record<Tab, string> = {
  parts: "topic desk",
  owed: "GET /api/molds/{mold}/owed",
  bom: "POST /api/molds/{mold}/release",
  change: "command hold_work",
}

function Legend({ desk }: { desk: Desk }) {
  const m = moldTexts(desk.language)
  const shown = [["ok", "ready"], ["expected", "waiting"], ["no", "missing"], ["none", "none"]] as const
  return (
    <p class="gate-legend">
      {shown.map(([light, word]) => (
        <span key={light} class={`gate gate-${light}`}><Shape name={gateShape(light)} size={14} /> <span class="mu">{m(`legend.${word}`)}</span></span>
      ))}
    </p>
  )
}

function Tabs({ desk, mold, open }: { desk: Desk; mold: MoldRow; open: Tab }) {
  const m = moldTexts(desk.language)
  return (
    <div class="mold-tabs">
      {TABS.filter((tab) => may(desk, NEEDS[tab])).map((tab) => (
        <a key={tab} href={address("molds", restOf(mold.id, tab))} class={tab === open ? "here" : ""} data-tab={tab} aria-current={tab === open ? "page" : undefined}>{m(`tab.${tab}`)}</a>
      ))}
      {open === "parts" && <Legend desk={desk} />}
    </div>
  )
}

function Mold({ desk, mold, tab }: { desk: Desk; mold: MoldRow; tab: Tab }) {
  return (
    <section class="mold" data-open={mold.id}>
      <MoldHead desk={desk} mold={mold} />
      <Stages desk={desk} stages={mold.stages} />
      <Problems desk={desk} mold={mold} />
      <Tabs desk={desk} mold={mold} open={tab} />
      {tab === "parts" && <Parts desk={desk} mold={mold} />}
      {tab === "owed" && <OwedTab desk={desk} mold={mold} />}
      {tab === "bom" && <BomTab desk={desk} mold={mold} />}
      {tab === "change" && <ChangeTab desk={desk} mold={mold} />}
    </section>
  )
}

export function MoldsPage({ desk, chosen }: { desk: Desk; chosen: string }) {
  const text = useSignal("")
  const { t } = desk
  const m = moldTexts(desk.language)
  const wish = wished(chosen)
  const all = [...desk.store.tables.molds.value.values()].sort(
    (a, b) => RANK[a.light] - RANK[b.light] || (b.late_minutes ?? -1e9) - (a.late_minutes ?? -1e9) || a.id.localeCompare(b.id),
  )
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean)
  const withPart = new Set(
    words.length === 0 ? [] : [...desk.store.tables.parts.value.values()].filter((part) => words.every((word) => `${part.id} ${part.name}`.toLowerCase().includes(word))).map(({ mold }) => mold),
  )
  const molds = all.filter((mold) => withPart.has(mold.id) || words.every((word) => `${mold.id} ${mold.name} ${mold.customer}`.toLowerCase().includes(word)))
  const count = (light: MoldRow["light"]) => all.filter((mold) => mold.light === light).length
  const open = wish.way !== null ? undefined : desk.store.tables.molds.value.get(wish.mold) ?? molds[0]
  return (
    <main class="molds-page">
      <aside class="mold-side">
        <div class="mold-find">
          <div class="search">
            <Icon svg={searchIcon} size={16} />
            <input type="search" aria-label={t("molds.search")} placeholder={t("molds.search")} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
          </div>
          {may(desk, "GET /api/new-mold") && (
            <a class={`control ${wish.way !== null ? "control-on" : ""}`} href={address("molds", restOfWay(may(desk, "command take_mold") ? "new" : "returned"))} data-new-mold title={m("new")} aria-label={m("new")}>
              <Icon svg={plusIcon} size={16} />
            </a>
          )}
        </div>
        <p class="mold-counts">
          <b>{t("molds.count", { count: all.length })}</b>
          <span><b class="act">{count("late")}</b> <span class="mu">{t("late")}</span></span>
          <span><b class="wait">{count("at_risk")}</b> <span class="mu">{t("at_risk")}</span></span>
          <span><b class="run">{count("on_time")}</b> <span class="mu">{t("on_time")}</span></span>
        </p>
        <List desk={desk} molds={molds} open={open?.id ?? ""} />
      </aside>
      {wish.way !== null && <TakePage desk={desk} way={wish.way} of={wish.of} key={`${wish.way} ${wish.of}`} />}
      {wish.way === null && open !== undefined && <Mold desk={desk} mold={open} tab={wish.tab} key={open.id} />}
    </main>
  )
}

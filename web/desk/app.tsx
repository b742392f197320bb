// The frame of the desk: head with pages and the age of the data, and the page that is open.
import { useSignal } from "@preact/signals"
import lockIcon from "@tabler/icons/outline/lock.svg?raw"
import importIcon from "@tabler/icons/outline/table-import.svg?raw"
import brokenIcon from "@tabler/icons/outline/plug-connected-x.svg?raw"
import { Icon } from "../draw/icon"
import { Bars } from "../draw/parts"
import { del, post, Refused } from "../net/http"
import { AskPage } from "./ask/page"
import { BackupLine, BackupWarning } from "./backup"
import { may, type Desk } from "./context"
import { PageOut } from "./excel/out"
import { ExcelPage } from "./excel/page"
import { CostsPage } from "./costs/page"
import { ElectrodesPage } from "./electrodes/page"
import { FiguresPage } from "./figures"
import { ImportPage } from "./import"
import { LedgerPage } from "./ledger/page"
import { MaterialPage } from "./material/page"
import { MoldsPage } from "./molds/page"
import { Nav } from "./nav"
import { PeoplePage } from "./people"
import { CallsPage } from "./calls"
import { ChangesPage } from "./changes/page"
import { PlanPage } from "./plan"
import { ProblemsPage } from "./problems"
import { address, PAGES, route, type Page } from "./route"
import { TrialsPage } from "./trials/page"
import { VersionsPage } from "./versions"

/** Pages are of use to who may do this; others neither find them above nor by their address. */
const NEEDS: Record<Page, string> = {
  plan: "topic desk",
  molds: "topic desk",
  trials: "GET /api/trials",
  material: "GET /api/material/purchases",
  changes: "GET /api/changes",
  electrodes: "GET /api/electrodes",
  problems: "topic problems",
  ledger: "topic ledger",
  ask: "POST /api/questions/date",
  calls: "command change_problem_rules",
  versions: "POST /api/plans/draft",
  figures: "GET /api/figures",
  costs: "GET /api/costs",
  excel: "GET /api/tables",
  import: "POST /api/import",
  people: "GET /api/users",
}

const RATES = [1, 10, 30, 60, 120, 300, 600]

function Brand() {
  return (
    <a class="brand" href={address("plan")}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path d="M3 3h18v3.5l-6.5 6v9l-5 -2.5v-6.5l-6.5 -6z" fill="currentColor" />
      </svg>
      <b>Sprue</b>
    </a>
  )
}

/** How fast the demo's clock runs; only a manager sets it. */
function Rate({ desk }: { desk: Desk }) {
  const rate = desk.store.tables.clock.value.get("clock")?.rate ?? 1
  const nearest = RATES.reduce((best, one, i) => (Math.abs(one - rate) < Math.abs((RATES[best] ?? 1) - rate) ? i : best), 0)
  return (
    <label class="rate">
      {desk.t("demo.rate")}
      <input
        type="range" min="0" max={RATES.length - 1} step="1" value={nearest}
        onChange={(event) => {
          const slider = event.currentTarget
          post("/api/clock", { rate: RATES[Number(slider.value)] ?? 1 }).catch(() => (slider.value = String(nearest)))
        }}
      />
      <b>{desk.t("demo.times", { rate })}</b>
    </label>
  )
}

function Age({ desk }: { desk: Desk }) {
  const { age, freshness } = desk.tick.value
  const stale = freshness !== "live" || !desk.feed.connected.value
  return (
    <span class={`age ${stale ? "age-stale" : ""}`} role="status">
      <i /> {desk.t(stale ? "data.stale" : "data.age", { age: desk.format.age(age) })}
    </span>
  )
}

function otherLanguage(desk: Desk): void {
  document.cookie = `sprue_language=${desk.language === "en" ? "zh-hans" : "en"}; path=/; max-age=31536000; samesite=lax`
  const url = new URL(location.href)
  url.searchParams.delete("lang")
  history.replaceState(null, "", url)
  location.reload()
}

function Head({ desk }: { desk: Desk }) {
  const open = [...desk.store.tables.problems.value.values()].filter(({ status }) => status !== "resolved").length
  const questions = [...desk.store.tables.questions.value.values()].filter(({ decided }) => !decided).length
  const shop = desk.store.shop
  const menu = useSignal(false)
  const initials = desk.user.name.slice(0, 2).toUpperCase()
  return (
    <header class="head">
      <Brand />
      <Nav desk={desk} pages={PAGES.filter((page) => may(desk, NEEDS[page]))} counts={{ problems: open + questions }} />
      <div class="head-right">
        {desk.demo && may(desk, "POST /api/clock") && <Rate desk={desk} />}
        <BackupWarning desk={desk} />
        <Age desk={desk} />
        {may(desk, "POST /api/tables/shown") && <PageOut desk={desk} page={route.value.page} />}
        <span class="mu one-line">
          {shop?.plan_version == null || shop.plan_at === null
            ? desk.t("plan.none")
            : desk.t("plan.version", { version: shop.plan_version, time: desk.format.time(shop.plan_at) })}
        </span>
        <button class="plain" onClick={() => otherLanguage(desk)} lang={desk.language === "en" ? "zh-Hans" : "en"}>{desk.t("other_language")}</button>
        <span class="who">
          <button class="avatar" aria-expanded={menu.value} aria-label={`${initials} ${desk.user.name}`} onClick={() => (menu.value = !menu.value)}>{initials}</button>
          {menu.value && (
            <span class="menu">
              <b>{desk.user.name}</b>
              <BackupLine desk={desk} />
              {may(desk, "topic leader") && <a href="/leader/#handover">{desk.t("leader")}</a>}
              <button onClick={() => void del("/api/session").finally(() => location.assign("/login"))}>{desk.t("sign_out")}</button>
            </span>
          )}
        </span>
      </div>
    </header>
  )
}

function Message({ icon, title, what, go }: { icon: string; title: string; what: string; go?: { to: string; label: string } }) {
  return (
    <main class="message">
      <Icon svg={icon} size={64} />
      <h1>{title}</h1>
      <p class="mu">{what}</p>
      {go && <a class="solid" href={go.to}>{go.label}</a>}
    </main>
  )
}

function Content({ desk }: { desk: Desk }) {
  const { store, feed, t } = desk
  const failure = feed.failure.value
  const page = route.value.page
  if (failure instanceof Refused && (failure.status === 401 || failure.status === 403)) {
    if (failure.status === 401) location.assign("/login?next=/desk/")
    return <Message icon={lockIcon} title={t("no_entry")} what={t("no_entry.what")} />
  }
  if (!may(desk, NEEDS[page])) return <Message icon={lockIcon} title={t("no_entry")} what={t("no_entry.what")} />
  if (!store.loaded.value) {
    if (failure !== null) return <Message icon={brokenIcon} title={t("unreachable")} what={t("unreachable.what")} />
    return <main class="page"><Bars rows={12} label={t("loading")} /></main>
  }
  const empty = store.tables.machines.value.size === 0 && store.tables.molds.value.size === 0
  if (empty && (page === "plan" || page === "molds")) {
    return <Message icon={importIcon} title={t("empty.title")} what={t("empty.what")} go={{ to: address("import"), label: t("empty.go") }} />
  }
  switch (page) {
    case "plan": return <PlanPage desk={desk} />
    case "molds": return <MoldsPage desk={desk} chosen={route.value.rest} />
    case "trials": return <TrialsPage desk={desk} chosen={route.value.rest} />
    case "material": return <MaterialPage desk={desk} chosen={route.value.rest} />
    case "changes": return <ChangesPage desk={desk} chosen={route.value.rest} />
    case "electrodes": return <ElectrodesPage desk={desk} />
    case "problems": return <ProblemsPage desk={desk} />
    case "calls": return <CallsPage desk={desk} />
    case "ledger": return <LedgerPage desk={desk} chosen={route.value.rest} />
    case "ask": return <AskPage desk={desk} chosen={route.value.rest} />
    case "versions": return <VersionsPage desk={desk} />
    case "costs": return <CostsPage desk={desk} chosen={route.value.rest} />
    case "figures": return <FiguresPage desk={desk} chosen={route.value.rest} />
    case "excel": return <ExcelPage desk={desk} />
    case "import": return <ImportPage desk={desk} />
    case "people": return <PeoplePage desk={desk} />
  }
}

export function App({ desk }: { desk: () => Desk }) {
  const known = desk()
  const stale = known.tick.value.freshness === "stale"
  return (
    <div class={`desk ${stale ? "desk-stale" : ""}`}>
      <Head desk={known} />
      <Content desk={known} />
    </div>
  )
}

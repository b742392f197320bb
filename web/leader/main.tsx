// The team leader's phone: problems, people, machines, handover.
import "../draw/fonts"
import "./leader.css"
import { signal } from "@preact/signals"
import { render } from "preact"
import problemIcon from "@tabler/icons/outline/alert-octagon.svg?raw"
import peopleIcon from "@tabler/icons/outline/users.svg?raw"
import machineIcon from "@tabler/icons/outline/building-factory-2.svg?raw"
import handoverIcon from "@tabler/icons/outline/clipboard-list.svg?raw"
import undoIcon from "@tabler/icons/outline/arrow-back-up.svg?raw"
import { Format } from "../draw/format"
import { Icon } from "../draw/icon"
import { Bars } from "../draw/parts"
import { ticking } from "../draw/ticking"
import { tagOf } from "../i18n/text"
import { wordsOf } from "../i18n/words"
import { boot } from "../net/boot"
import { live, sender } from "../net/live"
import { renewing } from "../net/renew"
import { choose, teamOf, trouble, undoable, type Leader } from "./context"
import { Handover } from "./handover"
import { Machines } from "./machines"
import { People, takeBack } from "./people"
import { Problems } from "./problems"
import { leaderTexts } from "./texts"
import { machinesOf, moodOf, peopleOf, problemsOf, questionsOf, teamsOf, type Team } from "./views"

const TABS = { problems: problemIcon, people: peopleIcon, machines: machineIcon, handover: handoverIcon } as const
type Tab = keyof typeof TABS

const { language, user } = boot()
document.documentElement.lang = tagOf(language)
const feed = live("leader")
const base: Omit<Leader, "format"> = {
  feed, store: feed.store, tick: ticking(feed), t: leaderTexts(language), words: wordsOf(language), language,
  user: user ?? { name: "", role: "", person: "", may: [] }, sender: sender("leader", null, feed),
}
const tabOf = (hash: string): Tab => (Object.keys(TABS) as Tab[]).find((name) => `#${name}` === hash) ?? "problems"
const tab = signal<Tab>(tabOf(location.hash))
addEventListener("hashchange", () => (tab.value = tabOf(location.hash)))
renewing(feed, () => undoable.peek() === null && document.querySelector("dialog[open], textarea:focus") === null)

function Undo({ leader }: { leader: Leader }) {
  const last = undoable.value
  void leader.tick.value
  if (last === null) return null
  const seconds = Math.ceil((last.until - Date.now()) / 1000)
  if (seconds <= 0) return null
  return (
    <div class="undo" role="status" data-undo={last.person}>
      <span>{last.text}</span>
      <button data-do="undo" onClick={() => takeBack(leader, last.person, last.start, last.end)}><Icon svg={undoIcon} size={26} /> {leader.t("undo", { seconds })}</button>
    </div>
  )
}

function Head({ leader, team, known }: { leader: Leader; team: Team; known: readonly Team[] }) {
  const { t, format } = leader
  const { now, age, freshness, last } = leader.tick.value
  const stale = freshness === "stale"
  const unsent = leader.sender.unsent.value ?? 0
  return (
    <header class={stale ? "head head-stale" : "head"}>
      <select aria-label={t("team")} value={team.name} onChange={(event) => choose(event.currentTarget.value)}>
        {known.map(({ name }) => <option key={name} value={name}>{name === "" ? t("mine") : leader.words.department(name)}</option>)}
      </select>
      <p>
        <b>{now === null ? "--:--" : format.time(now)}</b>
        <span>{stale ? t("stale", { time: last === null ? "–" : format.time(last) }) : unsent > 0 ? t("waiting", { count: unsent }) : t("age", { age: format.age(age) })}</span>
      </p>
    </header>
  )
}

function App() {
  const format = new Format(language, feed.store.shop?.timezone ?? "UTC")
  const leader: Leader = { ...base, format }
  const { t, store } = leader
  if (!store.loaded.value) return <main class="leader"><Bars rows={8} label={t("loading")} /></main>
  const { kinds, machines, people, problems, questions } = store.tables
  const known = teamsOf(people.value.values(), kinds.value.values(), base.user.person)
  const team = teamOf(known)
  const own = machinesOf(machines.value.values(), kinds.value, team)
  const ids = new Set(own.map(({ id }) => id))
  const open = problemsOf(problems.value.values(), team, ids)
  const asked = questionsOf(questions.value.values(), ids)
  const count = open.filter((one) => moodOf(one, team) === "nobody").length + asked.length
  return (
    <main class="leader" data-page="leader" data-tab={tab.value}>
      <Head leader={leader} team={team} known={known} />
      {trouble.value !== "" && <p class="trouble" role="alert">{trouble.value}</p>}
      {tab.value === "problems" && <Problems leader={leader} team={team} problems={open} questions={asked} />}
      {tab.value === "people" && <People leader={leader} people={peopleOf(people.value.values(), team)} />}
      {tab.value === "machines" && <Machines leader={leader} machines={own} />}
      {tab.value === "handover" && <Handover leader={leader} department={[...team.departments].sort().join(",")} />}
      <Undo leader={leader} />
      <nav>
        {(Object.keys(TABS) as Tab[]).map((name) => (
          <a key={name} href={`#${name}`} class={tab.value === name ? "here" : ""} aria-current={tab.value === name ? "page" : undefined}>
            <Icon svg={TABS[name]} size={28} />
            {t(`nav.${name}`)}
            {name === "problems" && count > 0 && <b class="badge">{count}</b>}
          </a>
        ))}
      </nav>
    </main>
  )
}

render(<App />, document.getElementById("app") ?? document.body)

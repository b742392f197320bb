// The terminal: one purpose a screen, the head always there.
import { Drawing } from "./drawing"
import unknownIcon from "@tabler/icons/outline/device-tablet.svg?raw"
import brokenIcon from "@tabler/icons/outline/plug-connected-x.svg?raw"
import type { ComponentChildren } from "preact"
import { Icon } from "../draw/icon"
import { Bars } from "../draw/parts"
import type { StationRow } from "../model/wire"
import { Refused } from "../net/http"
import { Camera } from "./camera"
import { Checks } from "./checks"
import { Goods } from "./goods"
import { Head } from "./head"
import { Job } from "./job"
import { Machines } from "./machines"
import { AddPerson, People, PinPad, SignIn, WhoReports } from "./people"
import { CallList, DepartmentCalls, OpenProblems, ProblemList, ProblemTiles } from "./problem"
import type { Room } from "./room"
import { Side } from "./side"
import { AskedList, PauseReasons, WhyOther } from "./small"
import type { Terminal } from "./terminal"
import { TrialSheet } from "./trial"

export function Message({ icon, title, what, children }: { icon: string; title: string; what: string; children?: ComponentChildren }) {
  return (
    <main class="message">
      <Icon svg={icon} size={96} />
      <h1>{title}</h1>
      <p>{what}</p>
      {children}
    </main>
  )
}

export function NotEnrolled({ t }: { t: Terminal["t"]["value"] }) {
  return (
    <Message icon={unknownIcon} title={t("not_enrolled")} what={t("not_enrolled.what")}>
      <a class="link" href="/enroll/">{t("enroll")}</a>
    </Message>
  )
}

function NoticeBar({ terminal }: { terminal: Terminal }) {
  const notice = terminal.notice.value
  if (notice === null) return null
  return (
    <div class="notice-place" role="alert">
      <button class={`notice notice-${notice.tone}`} data-notice={notice.tone} onClick={() => terminal.hush()}>
        <b>{notice.title}</b>
        <span>{notice.text}</span>
      </button>
    </div>
  )
}

function JobScreen({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  return (
    <main class="job-screen">
      <div class="left">
        <DepartmentCalls terminal={terminal} />
        <OpenProblems terminal={terminal} />
        {terminal.person.value === null ? <SignIn terminal={terminal} row={row} /> : <Job terminal={terminal} row={row} />}
      </div>
      <Side terminal={terminal} row={row} />
    </main>
  )
}

function Screens({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  const screen = terminal.screen.value
  switch (screen.name) {
    case "job":
      return <JobScreen terminal={terminal} row={row} />
    case "who":
      return <WhoReports terminal={terminal} row={row} />
    case "people":
      return <People terminal={terminal} row={row} />
    case "add":
      return <AddPerson terminal={terminal} row={row} />
    case "pin":
      return <PinPad terminal={terminal} person={screen.person} />
    case "problem":
      return <ProblemTiles terminal={terminal} row={row} />
    case "open":
      return <ProblemList terminal={terminal} />
    case "calls":
      return <CallList terminal={terminal} />
    case "pause":
      return <PauseReasons terminal={terminal} />
    case "why":
      return <WhyOther terminal={terminal} row={row} operation={screen.operation} />
    case "checks":
      return <Checks key={screen.operation} terminal={terminal} row={row} operation={screen.operation} />
    case "drawing":
      return <Drawing key={screen.operation} terminal={terminal} row={row} operation={screen.operation} />
    case "trial":
      return <TrialSheet key={screen.operation} terminal={terminal} row={row} operation={screen.operation} />
    case "camera":
      return <Camera terminal={terminal} />
    case "asked":
      return <AskedList terminal={terminal} />
    default:
      return <Goods terminal={terminal} screen={screen} />
  }
}

function Content({ terminal }: { terminal: Terminal }) {
  const t = terminal.t.value
  const row = terminal.row.value
  const failure = terminal.feed.failure.value
  if (row !== undefined) return <Screens terminal={terminal} row={row} />
  if (failure instanceof Refused && (failure.status === 401 || failure.status === 403)) return <NotEnrolled t={t} />
  if (terminal.feed.store.loaded.value || (failure instanceof Refused && failure.status === 404)) {
    return <Message icon={unknownIcon} title={t("unknown_machine")} what={t("unknown_machine.what", { machine: terminal.id })} />
  }
  if (failure !== null) return <Message icon={brokenIcon} title={t("unreachable")} what={t("unreachable.what")} />
  return <main class="message"><Bars rows={5} label={t("loading")} /></main>
}

export function App({ room }: { room: Room }) {
  const terminal = room.active.value
  const stale = terminal.feed.store.loaded.value && terminal.tick.value.freshness === "stale"
  const several = room.terminals.length > 1
  return (
    <div class={["terminal", stale && "is-stale", several && "has-machines"].filter(Boolean).join(" ")} data-screen={terminal.screen.value.name} data-seq={terminal.feed.store.seq.value}>
      <Head terminal={terminal} row={terminal.row.value} />
      {several && <Machines room={room} />}
      <Content terminal={terminal} />
      <NoticeBar terminal={terminal} />
    </div>
  )
}

// The right side: the queue, what can be taken back, and PROBLEM.
import undoIcon from "@tabler/icons/outline/arrow-back-up.svg?raw"
import problemIcon from "@tabler/icons/outline/alert-triangle.svg?raw"
import readyIcon from "@tabler/icons/outline/circle-check.svg?raw"
import { number } from "../draw/format"
import { Icon } from "../draw/icon"
import { Shape } from "../draw/shapes"
import type { QueueItem, StationRow } from "../model/wire"
import { CameraButton } from "./camera"
import { shortWait } from "./job"
import type { Terminal } from "./terminal"
import { isOn, openQuestions, worstWait } from "./views"

function State({ terminal, item }: { terminal: Terminal; item: QueueItem }) {
  const t = terminal.t.value
  if (item.work === "running") return <span class="run">{t("running")}</span>
  if (item.work === "paused") return <span class="wait">{t("paused")}</span>
  const wait = item.ready ? null : worstWait(item.waits_for)
  return item.ready ? <span class="run">{t("ready")}</span> : <span class="wait">{wait === null ? "" : shortWait(terminal, wait)}</span>
}

function Mark({ item }: { item: QueueItem }) {
  if (item.work === "running" || item.work === "paused") {
    return <span class={item.work === "running" ? "run" : "wait"}><Shape name={item.work} size={26} /></span>
  }
  if (item.ready) return <span class="run"><Icon svg={readyIcon} size={32} /></span>
  const blocked = item.waits_for.some(({ what }) => what === "problem")
  return <span class={blocked ? "act" : "wait"}><Shape name={blocked ? "problem" : "waiting"} size={26} /></span>
}

function Row({ terminal, item }: { terminal: Terminal; item: QueueItem }) {
  const late = !item.ready && item.work === "waiting"
  return (
    <button
      class={late ? "queued not-ready" : "queued"} data-operation={item.operation} data-ready={item.ready}
      onClick={() => terminal.choose(item.operation)}
    >
      <Mark item={item} />
      <span class="queued-text">
        <span class="one-line"><b>{item.mold}</b> {item.part_name}</span>
        <span class="queued-state">
          <span class="one-line"><State terminal={terminal} item={item} /></span>
          <span class="mu">{number((item.setup_minutes + item.run_minutes) / 60, 1)} h</span>
        </span>
      </span>
    </button>
  )
}

function Queue({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  const t = terminal.t.value
  const shown = terminal.job.value?.operation
  const rest = [...row.current, ...row.queue].filter(({ operation }) => operation !== shown)
  const onTop = terminal.job.value !== null && !isOn(row, terminal.job.value) ? 1 : 0
  return (
    <section class="queue">
      <h2>
        {t("queue", { count: Math.max(0, row.queued - onTop) })}
        {rest.length > 0 && terminal.person.value !== null && <small class="mu">{t("queue.what")}</small>}
      </h2>
      <div class="queue-rows">
        {rest.map((item) => (
          <Row key={item.operation} terminal={terminal} item={item} />
        ))}
      </div>
    </section>
  )
}

export function UndoBar({ terminal }: { terminal: Terminal }) {
  const last = terminal.undoable.value
  // The tick beats once a second, so the seconds count down.
  void terminal.tick.value
  const seconds = last === null ? 0 : Math.ceil((last.until - performance.now()) / 1000)
  if (last === null || seconds <= 0) return null
  const t = terminal.t.value
  return (
    <div class="undo" data-undo={last.id}>
      <span class="one-line">{t(last.key, last.facts)}</span>
      <button onClick={() => void terminal.undo()}>
        <Icon svg={undoIcon} size={28} />
        {t("undo", { seconds })}
      </button>
    </div>
  )
}

function Asked({ terminal }: { terminal: Terminal }) {
  const count = openQuestions(terminal.feed.store.tables.questions.value.values()).length
  if (count === 0) return null
  return (
    <button class="asked" data-asked={count} onClick={() => terminal.show({ name: "asked" })}>
      <Shape name="no_data" size={26} />
      {terminal.t.value("asked", { count })}
    </button>
  )
}

export function Side({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  return (
    <aside class="side">
      <Queue terminal={terminal} row={row} />
      {terminal.person.value !== null && <CameraButton terminal={terminal} />}
      <Asked terminal={terminal} />
      <UndoBar terminal={terminal} />
      <button class="problem-button" data-do="problem" onClick={() => terminal.show({ name: "problem" })}>
        <Icon svg={problemIcon} size={60} />
        {terminal.t.value("problem")}
      </button>
    </aside>
  )
}

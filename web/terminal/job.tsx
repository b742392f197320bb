// The one job in front of the worker: what it is, why this one, what it needs, and one large button.
import checkIcon from "@tabler/icons/outline/check.svg?raw"
import drawingIcon from "@tabler/icons/outline/file-text.svg?raw"
import pauseIcon from "@tabler/icons/outline/player-pause.svg?raw"
import playIcon from "@tabler/icons/outline/player-play.svg?raw"
import { Icon } from "../draw/icon"
import { gateShape, Shape } from "../draw/shapes"
import type { QueueItem, StationRow, WaitsFor } from "../model/wire"
import type { Terminal } from "./terminal"
import { SheetChip } from "./trial"
import { gatesOf, isOn, placeInPlan, progress, recommended, setsUp, takesLong } from "./views"

/** 待电极 明天 08:30 / Waits for electrodes, tomorrow 08:30 */
export function waitText(terminal: Terminal, wait: WaitsFor): string {
  const what = terminal.words.value.waits(wait.what)
  const t = terminal.t.value
  return wait.at === null ? t("waits", { what }) : t("waits.at", { what, when: terminal.format.value.soon(wait.at, terminal.now) })
}

/** The same where an hourglass says already that it waits: electrodes, tomorrow 08:30 */
export function shortWait(terminal: Terminal, wait: WaitsFor): string {
  const what = terminal.words.value.waits(wait.what)
  if (wait.at === null) return terminal.t.value("waits.short", { what })
  return terminal.t.value("waits.short.at", { what, when: terminal.format.value.soon(wait.at, terminal.now) })
}

function Gates({ terminal, item, on }: { terminal: Terminal; item: QueueItem; on: boolean }) {
  const t = terminal.t.value
  const label = (name: ReturnType<typeof gatesOf>[number]["name"], gate: QueueItem["gates"]["material"]): string => {
    const word = terminal.words.value.gate(name)
    if (gate.state === "ok") return word
    if (gate.state === "no" || gate.at === null) return t("gate.no", { gate: word })
    return t("gate.expected", { gate: word, when: terminal.format.value.soon(gate.at, terminal.now) })
  }
  return (
    <div class="gates">
      {gatesOf(item).map(({ name, gate }) => (
        <span key={name} class={`chip chip-${gate.state}`} data-gate={name} data-state={gate.state}>
          {gate.state === "ok" ? <Icon svg={checkIcon} size={24} /> : <Shape name={gateShape(gate.state)} size={24} hole="var(--act-tint)" />}
          {label(name, gate)}
        </span>
      ))}
      {item.drawing !== null && (
        <button class="chip chip-drawing" data-do="drawing" onClick={() => terminal.show({ name: "drawing", operation: item.operation })}>
          <Icon svg={drawingIcon} size={30} /> {t("drawing")} {item.drawing.revision}
        </button>
      )}
      {on && <SheetChip terminal={terminal} item={item} />}
    </div>
  )
}

function reasons(terminal: Terminal, row: StationRow, item: QueueItem): string[] {
  const t = terminal.t.value
  const soon = (when: string) => terminal.format.value.soon(when, terminal.now)
  const plan = placeInPlan(row, item)
  const planned = item.start === null ? "" : t("why.planned", { when: soon(item.start) })
  const order = plan === null ? "" : plan.place === 1 ? t("why.first") : t("why.place", { place: plan.place })
  return [
    [order, planned].filter(Boolean).join(terminal.language.value === "en" ? ", " : "，"),
    item.ready && plan !== null && plan.notReady > 0 ? t("why.skipped", { count: plan.notReady }) : "",
    item.ready ? t("why.ready") : "",
    row.current.length === 0 ? t("why.free") : "",
    item.alone_from === null ? "" : t("why.alone", { when: soon(item.alone_from) }),
  ].filter(Boolean)
}

function Why({ terminal, row, item }: { terminal: Terminal; row: StationRow; item: QueueItem }) {
  const t = terminal.t.value
  const better = recommended(row)
  return (
    <aside class="why">
      <h3 class="mu">{t("why")}</h3>
      <ul>
        {reasons(terminal, row, item).map((reason) => (
          <li key={reason}>
            <Icon svg={checkIcon} size={26} /> {reason}
          </li>
        ))}
        {item.waits_for.slice(0, 3).map((wait) => (
          <li key={wait.what + wait.id} class="wait">
            <Shape name={wait.what === "problem" ? "problem" : "waiting"} size={24} hole="var(--s2)" /> {waitText(terminal, wait)}
          </li>
        ))}
      </ul>
      {better !== null && better.operation !== item.operation && (
        <button class="plain instead" onClick={() => terminal.choose(better.operation)}>
          <span class="mu">{t("why.instead")}</span>
          <b class="one-line">{better.mold} {better.part_name}</b>
        </button>
      )}
    </aside>
  )
}

const ROUND = 2 * Math.PI * 88

function Ring({ terminal, item }: { terminal: Terminal; item: QueueItem }) {
  const t = terminal.t.value
  const format = terminal.format.value
  const done = progress(item, terminal.now)
  const paused = item.work === "paused"
  const { number, unit } = format.minutes(Math.abs(done?.left ?? 0))
  return (
    <aside class={`ring ${paused ? "wait" : done?.over ? "act" : "run"}`}>
      <div class="ring-drawn">
        <svg viewBox="0 0 200 200" aria-hidden="true">
          <circle cx="100" cy="100" r="88" fill="none" stroke="var(--ln)" stroke-width="16" />
          <circle
            cx="100" cy="100" r="88" fill="none" stroke="currentColor" stroke-width="16" stroke-linecap="round"
            stroke-dasharray={`${(done?.share ?? 0) * ROUND} ${ROUND}`} transform="rotate(-90 100 100)"
          />
        </svg>
        <div class="ring-text">
          {paused ? (
            <Shape name="paused" size={64} />
          ) : done === null ? (
            <Shape name="running" size={64} />
          ) : (
            <>
              <span class="mu">{t(done.over ? "over" : "left")}</span>
              <b>{number}</b>
              <span class="mu">{unit}</span>
            </>
          )}
        </div>
      </div>
      <p class="mu">
        {[
          item.start === null ? "" : t("started", { when: format.soon(item.start, terminal.now) }),
          item.end === null ? t("no_end") : t("ends", { when: format.soon(item.end, terminal.now) }),
        ].filter(Boolean).join(" · ")}
      </p>
    </aside>
  )
}

function Facts({ terminal, row, item }: { terminal: Terminal; row: StationRow; item: QueueItem }) {
  const t = terminal.t.value
  const on = isOn(row, item)
  const next = recommended(row)?.operation === item.operation
  const heading = on ? t(item.work === "paused" ? "paused" : setsUp(item) ? "setting_up" : "running") : next ? t(item.ready ? "next" : "next.not_ready") : t("chosen")
  const { number, unit } = terminal.format.value.hours(item.setup_minutes + item.run_minutes)
  return (
    <div class="facts">
      <p class="mu">{heading}</p>
      <h1>{item.mold}</h1>
      <h2>{item.part_name}</h2>
      <p class="step">{t("step", { step: item.step, name: item.name })}</p>
      <p class="amount">
        <b>{number}</b> <span class="mu">{unit}</span>
        {item.setup_minutes > 0 && (
          <span class="mu amount-setup">{t("setup")} {terminal.format.value.minutesText(item.setup_minutes)}</span>
        )}
      </p>
    </div>
  )
}

/** What comes of starting now, or why it should not be started. */
function Outlook({ terminal, row, item }: { terminal: Terminal; row: StationRow; item: QueueItem }) {
  const t = terminal.t.value
  const soon = (when: string) => terminal.format.value.soon(when, terminal.now)
  if (isOn(row, item)) {
    if (takesLong(item, terminal.now) && terminal.now >= (terminal.quiet.value[item.operation] ?? 0)) {
      return (
        <div class="still" role="alert" data-still={item.operation}>
          <p>{t("still.what")}</p>
          <button class="plain" data-do="still" onClick={() => terminal.stillRunning(item)}>{t("still.yes")}</button>
        </div>
      )
    }
    const late = item.work === "running" && progress(item, terminal.now)?.over === true
    return late ? <p class="outlook warn">{t("over.what")}</p> : null
  }
  const running = row.current[0]
  if (!item.ready) return <p class="outlook warn">{t("start.anyway.what")}</p>
  if (terminal.down) return <p class="outlook warn">{t("start.down.what")}</p>
  if (running !== undefined) return <p class="outlook warn">{t("start.busy.what", { mold: running.mold })}</p>
  if (item.ends_if_now === null) return null
  const night = item.alone_from !== null
  return (
    <p class="outlook">
      <span class={night ? "night" : "run"}>
        <Shape name={night ? "unattended" : "running"} size={24} />
      </span>
      {item.alone_from !== null
        ? t("now.alone", { when: soon(item.ends_if_now), alone: soon(item.alone_from) })
        : t("now", { when: soon(item.ends_if_now) })}
    </p>
  )
}

function Buttons({ terminal, row, item }: { terminal: Terminal; row: StationRow; item: QueueItem }) {
  const t = terminal.t.value
  if (isOn(row, item)) {
    const paused = item.work === "paused"
    if (setsUp(item)) {
      return (
        <div class="buttons buttons-setup">
          <button class="main" data-do="end_setup" onClick={() => void terminal.endSetup(item)}>
            <Shape name={item.mode === "unattended" ? "unattended" : "running"} size={52} />
            {t("end_setup")}
          </button>
          <button class="second" data-do="finish" onClick={() => void terminal.finish(item)}>
            <Icon svg={checkIcon} size={36} />
            {t("finish")}
          </button>
          <button class="second" data-do="pause" onClick={() => terminal.show({ name: "pause" })}>
            <Icon svg={pauseIcon} size={36} />
            {t("pause")}
          </button>
        </div>
      )
    }
    return (
      <div class="buttons">
        <button class="main" data-do={paused ? "resume" : "finish"} onClick={() => void (paused ? terminal.resume(item) : terminal.finish(item))}>
          <Icon svg={paused ? playIcon : checkIcon} size={60} />
          {t(paused ? "resume" : "finish")}
        </button>
        {paused ? (
          <button class="second" data-do="finish" onClick={() => void terminal.finish(item)}>
            <Icon svg={checkIcon} size={36} />
            {t("finish")}
          </button>
        ) : (
          <button class="second" data-do="pause" onClick={() => terminal.show({ name: "pause" })}>
            <Icon svg={pauseIcon} size={36} />
            {t("pause")}
          </button>
        )}
      </div>
    )
  }
  const sure = item.ready && row.current.length === 0 && !terminal.down
  return (
    <div class="buttons">
      <button class={sure ? "main" : "main unsure"} data-do="start" onClick={() => terminal.begin(item)}>
        <svg class="play" viewBox="0 0 24 24" width="56" height="56" aria-hidden="true">
          <path d="M5 3.2v17.6a1 1 0 0 0 1.5 .87l15 -8.8a1 1 0 0 0 0 -1.74l-15 -8.8a1 1 0 0 0 -1.5 .87z" fill="currentColor" />
        </svg>
        {t(sure ? "start" : "start.anyway")}
      </button>
    </div>
  )
}

export function Job({ terminal, row }: { terminal: Terminal; row: StationRow }) {
  const item = terminal.job.value
  const t = terminal.t.value
  if (item === null) {
    return (
      <section class="card job">
        <div class="calm">
          <span class="run"><Shape name="ready" size={56} /></span>
          <h2>{t("queue.none")}</h2>
          <p class="mu">{t("queue.none.what")}</p>
        </div>
      </section>
    )
  }
  const on = isOn(row, item)
  return (
    <section class="card job" data-operation={item.operation} data-work={item.work}>
      <div class="job-top">
        {on ? <Ring terminal={terminal} item={item} /> : <Why terminal={terminal} row={row} item={item} />}
        <Facts terminal={terminal} row={row} item={item} />
      </div>
      <Gates terminal={terminal} item={item} on={on} />
      <Outlook terminal={terminal} row={row} item={item} />
      <Buttons terminal={terminal} row={row} item={item} />
    </section>
  )
}

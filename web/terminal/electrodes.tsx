// The electrodes of a burn: which are ready, where they lie, and a tap for one that was measured.
import checkIcon from "@tabler/icons/outline/check.svg?raw"
import rackIcon from "@tabler/icons/outline/bolt.svg?raw"
import { Icon } from "../draw/icon"
import { Shape } from "../draw/shapes"
import type { ElectrodeRow, QueueItem, StationRow } from "../model/wire"
import { Panel } from "./panel"
import type { Terminal } from "./terminal"

const isReady = ({ made, measured }: ElectrodeRow): boolean => made && measured

/** Opens the list; how many of the burn's electrodes are ready. */
export function ElectrodeChip({ terminal, item }: { terminal: Terminal; item: QueueItem }) {
  if (item.electrodes.length === 0) return null
  const ready = item.electrodes.filter(isReady).length
  return (
    <button class={`chip chip-drawing ${ready < item.electrodes.length ? "chip-electrodes" : ""}`} data-do="electrodes" onClick={() => terminal.show({ name: "electrodes", operation: item.operation })}>
      <Icon svg={rackIcon} size={30} /> {terminal.t.value("electrodes", { ready, all: item.electrodes.length })}
    </button>
  )
}

function Row({ terminal, one }: { terminal: Terminal; one: ElectrodeRow }) {
  const t = terminal.t.value
  const ready = isReady(one)
  const state = ready ? t("electrodes.ready") : one.made ? t("electrodes.measure") : t("electrodes.made")
  return (
    <li data-electrode={one.part} data-state={ready ? "ready" : one.made ? "unmeasured" : "making"}>
      <span class={ready ? "run" : "wait"}><Shape name={ready ? "ready" : "waiting"} size={40} /></span>
      <div class="electrode-what">
        <b>{one.name}</b>
        <span class={ready ? "run" : "wait"}>{state}{one.deviation === null ? "" : ` · ±${one.deviation} mm`}</span>
        {one.burns > 1 && <span class="mu">{t("electrodes.burns", { count: one.burns })}</span>}
      </div>
      <b class={one.place ? "electrode-place" : "electrode-place mu"}>{one.place ? t("electrodes.place", { place: one.place }) : t("electrodes.no_place")}</b>
      {one.made && !one.measured && (
        <button class="second" data-do="measured" onClick={() => void terminal.measured(one.part)}><Icon svg={checkIcon} size={36} /> {t("electrodes.measured")}</button>
      )}
    </li>
  )
}

export function Electrodes({ terminal, row, operation }: { terminal: Terminal; row: StationRow; operation: string }) {
  const item = [...row.current, ...row.queue].find((one) => one.operation === operation)
  if (item === undefined) return null
  return (
    <Panel terminal={terminal} title={terminal.t.value("electrodes.title")} what={`${item.mold} · ${item.part_name} · ${item.name}`}>
      <ul class="electrode-list">{item.electrodes.map((one) => <Row key={one.part} terminal={terminal} one={one} />)}</ul>
    </Panel>
  )
}

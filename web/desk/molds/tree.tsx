// The part tree of a mold: gates, progress, what comes next; a part opens to its drawings and operations.
import { useSignal } from "@preact/signals"
import downIcon from "@tabler/icons/outline/chevron-down.svg?raw"
import rightIcon from "@tabler/icons/outline/chevron-right.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { gateShape, Shape } from "../../draw/shapes"
import type { Gate, MoldRow, PartRow } from "../../model/wire"
import type { Desk } from "../context"
import { DrawingsOf } from "../drawings"
import { Progress } from "./list"
import { finished, GATES, tree, type GateName } from "./model"
import { OperationsOf } from "./operations"
import { moldTexts } from "./texts"

const MINUTES_A_DAY = 1440

function GateCell({ desk, gate, name }: { desk: Desk; gate: Gate; name: GateName }) {
  const now = desk.tick.peek().now ?? 0
  const label = `${desk.words.gate(name)}: ${desk.words.gateLight(gate.state)}`
  return (
    <td class={`gate gate-${gate.state}`} title={gate.at === null ? label : `${label} ${desk.format.date(gate.at)}`}>
      <Shape name={gateShape(gate.state)} size={14} label={label} />
      {gate.at !== null && gate.state === "expected" && <span>{desk.format.soon(gate.at, now)}</span>}
    </td>
  )
}

export function Parts({ desk, mold }: { desk: Desk; mold: MoldRow }) {
  const parts = [...desk.store.tables.parts.value.values()].filter((part) => part.mold === mold.id)
  const shut = useSignal<ReadonlySet<string>>(finished(parts))
  const opened = useSignal<ReadonlySet<string>>(new Set())
  const now = desk.tick.value.now ?? 0
  const { t, format, words } = desk
  const m = moldTexts(desk.language)
  const toggled = (set: ReadonlySet<string>, id: string): ReadonlySet<string> => {
    const next = new Set(set)
    if (!next.delete(id)) next.add(id)
    return next
  }
  const next = (part: PartRow): string => {
    if (part.next === null) return part.total > 0 && part.done === part.total ? t("is_done") : ""
    const when = part.next.work === "waiting" ? (part.next.start === null ? "" : format.soon(part.next.start, now)) : words.work(part.next.work)
    return [part.next.name, part.next.machine, when].filter(Boolean).join(" · ")
  }
  return (
    <div class="table-area">
      <table class="parts">
        <thead>
          <tr>
            <th>{t("part")}</th>
            {GATES.map((gate) => <th key={gate} class="gate">{words.gate(gate)}</th>)}
            <th class="operations-column">{t("operations")}</th>
            <th class="next-column">{t("next")}</th>
            <th class="right">{t("float")}</th>
          </tr>
        </thead>
        <tbody>
          {tree(parts, shut.value).map(({ part, depth, children }) => {
            const isOpen = opened.value.has(part.id)
            const late = part.slack_minutes !== null && part.slack_minutes < 0
            return [
              <tr key={part.id} class={`${depth === 0 && children > 0 ? "part-top" : ""} ${part.problem ? "part-problem" : ""}`} data-part={part.id}>
                <td class="name-column" style={{ paddingLeft: `${12 + depth * 20}px` }}>
                  {children > 0 && (
                    <button class="plain twist" aria-label={t(shut.value.has(part.id) ? "expand" : "collapse", { part: part.id })} onClick={() => (shut.value = toggled(shut.value, part.id))}>
                      <Icon svg={shut.value.has(part.id) ? rightIcon : downIcon} size={15} />
                    </button>
                  )}
                  <button class="plain part-name" aria-expanded={isOpen} onClick={() => (opened.value = toggled(opened.value, part.id))}>
                    {children > 0 ? <b>{part.name || part.id}</b> : part.name || part.id} <span class="mu">{part.material}{part.quantity > 1 ? ` × ${part.quantity}` : ""}</span>
                    {part.template && <span class="template-mark" title={m("template.what")}>{m("template")}</span>}
                  </button>
                </td>
                {GATES.map((gate) => <GateCell key={gate} desk={desk} gate={part.gates[gate]} name={gate} />)}
                <td class="operations-column"><Progress done={part.done} total={part.total} late={part.problem} /> <span class="mu">{part.done}/{part.total}</span></td>
                <td class={`next-column ${part.problem ? "act strong" : ""}`} title={next(part)}>{next(part)}</td>
                <td class={`right ${late ? "act strong" : part.slack_minutes !== null && part.slack_minutes < MINUTES_A_DAY ? "wait" : "mu"}`}>
                  {part.slack_minutes === null ? "" : m("days", { days: number(part.slack_minutes / MINUTES_A_DAY, 1) })}
                </td>
              </tr>,
              isOpen && <DrawingsOf key={`${part.id}/drawings`} desk={desk} part={part} />,
              isOpen && <OperationsOf key={`${part.id}/`} desk={desk} part={part} mold={mold} />,
            ]
          })}
        </tbody>
      </table>
    </div>
  )
}

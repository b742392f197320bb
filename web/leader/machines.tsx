// Own machines: what each does, how long yet, and whether its next job can begin.
import { Shape } from "../draw/shapes"
import type { MachineRow } from "../model/wire"
import type { Leader } from "./context"
import { whereOf } from "./problems"

function nextText(leader: Leader, { next }: MachineRow): { text: string; tone: string } {
  const { t, words } = leader
  if (next === null) return { text: t("next.none"), tone: "mu" }
  if (next.ready) return { text: t("next.ready", { mold: next.mold }), tone: "run" }
  const what = [...new Set(next.waits_for.map((one) => words.waits(one.what)))].join(leader.language === "en" ? ", " : "、")
  return { text: t("next.waits", { mold: next.mold, what }), tone: "wait" }
}

export function Machines({ leader, machines }: { leader: Leader; machines: readonly MachineRow[] }) {
  const { t, format, words } = leader
  const now = leader.tick.value.now ?? 0
  if (machines.length === 0) return <p class="calm mu">{t("machines.none")}</p>
  return (
    <ul class="machines">
      {machines.map((machine) => {
        const left = machine.ends === null ? null : (Date.parse(machine.ends) - now) / 60_000
        const { text, tone } = nextText(leader, machine)
        const job = [machine.mold, machine.operation_name].filter(Boolean).join(" ")
        return (
          <li key={machine.id} data-machine={machine.id} data-light={machine.light}>
            <span class={`light light-${machine.light}`}><Shape name={machine.light} size={26} label={words.light(machine.light)} /></span>
            <div>
              <p><b>{whereOf(leader, machine.id)}</b> <span class="mu">{words.light(machine.light)}</span></p>
              {job !== "" && <p class="one-line">{[job, machine.person_name].filter(Boolean).join(" · ")}</p>}
              <p class={tone}>{text}</p>
            </div>
            {left !== null && <b class={left < 0 ? "wait" : ""}>{t("left", { time: format.minutesText(Math.max(0, left)) })}</b>}
          </li>
        )
      })}
    </ul>
  )
}

// What is known of the chosen operation: when, why then, what it waits for, what happened.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../../draw/icon"
import { gateShape, Shape } from "../../draw/shapes"
import type { Gate, OperationRow, WaitsFor } from "../../model/wire"
import { get } from "../../net/http"
import { failureText, type Desk } from "../context"
import { Photos } from "../ledger/parts"
import { address } from "../route"
import { eventText } from "../texts"
import { chosen, panel, wanted } from "./state"

type GateName = "drawing" | "program" | "electrode" | "fixture"
type Event = { id: string; at: string; what: string; person: string; machine: string | null; text: string; photos: readonly string[] }
export type Details = OperationRow & {
  why: string
  /** The factor on its estimate, and how many finished operations taught it. */
  learned: { factor: number; count: number; part_class: string } | null
  waits_for: WaitsFor[]
  gates: Record<GateName, Gate>
  predecessors: string[]
  successors: string[]
  history: Event[]
}

const GATES: readonly GateName[] = ["drawing", "program", "electrode", "fixture"]

function Related({ desk, title, ids }: { desk: Desk; title: string; ids: readonly string[] }) {
  if (ids.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul class="related">
        {ids.slice(0, 8).map((id) => {
          const row = desk.store.tables.operations.value.get(id)
          return (
            <li key={id}>
              <button onClick={() => {
                chosen.value = { operation: id, mold: row?.mold ?? null }
                wanted.value = id
              }}>
                {id} <span class="mu">{row?.name ?? ""}{row ? ` · ${desk.words.work(row.work)}` : ""}</span>
              </button>
            </li>
          )
        })}
        {ids.length > 8 && <li class="mu">+{ids.length - 8}</li>}
      </ul>
    </>
  )
}

export function Side({ desk, id }: { desk: Desk; id: string }) {
  const details = useSignal<Details | null>(null)
  const error = useSignal("")
  const row = desk.store.tables.operations.value.get(id)
  useEffect(() => {
    // Again when its own row changes: what happened belongs to it.
    get<Details>(`/api/operations/${encodeURIComponent(id)}`).then(
      (answer) => {
        if (chosen.peek().operation === id) details.value = answer
        error.value = ""
      },
      (failure: unknown) => (error.value = failureText(desk, failure)),
    )
  }, [id, row])
  if (row === undefined) return null
  const { t, format, words } = desk
  const mold = desk.store.tables.molds.value.get(row.mold)
  const now = desk.tick.peek().now ?? 0
  const at = (moment: string | null | undefined): string => (moment ? `${format.date(moment)} ${format.time(moment)}` : t("none"))
  const known = details.value?.id === id ? details.value : null
  const facts: [string, string][] = [
    [t("machine"), row.machine ?? t("outside")],
    [t("part"), row.part],
    [t("setup"), at(row.started ?? row.plan?.setup)],
    [t("run"), at(row.plan?.run ?? row.started)],
    [t("end"), at(row.finished ?? row.plan?.end)],
    [t("slack"), row.plan?.slack == null ? t("none") : format.minutesText(row.plan.slack)],
  ]
  return (
    <aside class="side" data-operation={id}>
      <button class="plain close" aria-label={t("close")} onClick={() => {
        panel.value = null
        chosen.value = { operation: null, mold: null }
      }}><Icon svg={closeIcon} size={18} /></button>
      <p class="mu">{row.mold} {mold?.name ?? ""}</p>
      <h1>{row.name || row.step}</h1>
      <p class="mu">{row.id} · {words.work(row.work)}</p>
      {mold?.late_minutes != null && (
        <p class={`side-late ${mold.light === "late" ? "act" : mold.light === "at_risk" ? "wait" : "run"}`}>
          {mold.milestone === null ? "" : t(`milestone.${mold.milestone}`)} {format.lateness(mold.late_minutes, "with unit")}
        </p>
      )}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}><dt class="mu">{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      {error.value && <p class="act">{error.value}</p>}
      {known !== null && (
        <>
          <h3>{t("why")}</h3>
          <p class="why">{known.why || t("why.none")}</p>
          {known.learned !== null && <p class="mu learned">{t("learned.operation", { factor: known.learned.factor.toFixed(2), count: known.learned.count })}</p>}
          {known.waits_for.length > 0 && (
            <>
              <h3>{t("waits_for")}</h3>
              <ul class="waits">
                {known.waits_for.map((one) => (
                  <li key={`${one.what}${one.id}`} class="wait"><Shape name="waiting" size={14} /> {words.waits(one.what)} {one.id} {one.at ? format.soon(one.at, now) : ""}</li>
                ))}
              </ul>
            </>
          )}
          {GATES.some((gate) => known.gates[gate].state !== "none") && (
            <>
              <h3>{t("gates")}</h3>
              <ul class="gates">
                {GATES.filter((gate) => known.gates[gate].state !== "none").map((gate) => {
                  const { state, at: when } = known.gates[gate]
                  return (
                    <li key={gate} class={state === "no" ? "act" : state === "expected" ? "wait" : ""}>
                      <Shape name={gateShape(state)} size={14} /> {words.gate(gate)} {state === "ok" ? "" : words.gateLight(state)} {when ? format.soon(when, now) : ""}
                    </li>
                  )
                })}
              </ul>
            </>
          )}
          <Related desk={desk} title={t("before")} ids={known.predecessors} />
          <Related desk={desk} title={t("after")} ids={known.successors} />
          <h3>{t("history")}</h3>
          {known.history.length === 0 ? <p class="mu">{t("history.none")}</p> : (
            <ol class="history">
              {known.history.map((event) => (
                <li key={event.id}><span class="mu">{at(event.at)}</span> {eventText(t, event.what)} <span class="mu">{[event.person, event.machine, event.text].filter(Boolean).join(" · ")}</span>{event.photos.length > 0 && <span class="photos"><Photos desk={desk} names={event.photos} /></span>}</li>
              ))}
            </ol>
          )}
        </>
      )}
      <p class="side-links"><a href={address("molds", row.mold)}>{t("show_mold")}</a></p>
    </aside>
  )
}

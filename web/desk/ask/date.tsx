// When is this mold's first trial, reliably: dates with their probability, and every hour on the way.
import { useSignal } from "@preact/signals"
import { number } from "../../draw/format"
import { useAsked } from "./asking"
import { MoldPick, Panel, State, when, type Screen } from "./parts"

type Chance = { milestone: "T1" | "delivery"; due: string | null; planned: string | null; dates: Record<"50%" | "80%" | "90%", string | null>; on_time: number | null }
type LinkKind = "work" | "running" | "outside" | "closed" | "machine" | "people" | "gate" | "material" | "not_before" | "pin" | "batch" | "group" | "order"
type Link = { kind: LinkKind; operation: string; name: string; mold: string; machine: string | null; from: string; hours: number; text: string }
type Answer = {
  base: number; at: string; mold: string; milestone: "T1" | "delivery"; dates: Chance[]; chain: Link[]
  history: { scenarios: number; finished: number; learned: boolean }
}

const SHARES = ["50%", "80%", "90%"] as const
/** Kinds of links that wait for something that can be done about. */
const WAITS: readonly LinkKind[] = ["machine", "people", "gate", "material"]

function Dates({ desk, t, chance }: Screen & { chance: Chance }) {
  const reliable = chance.dates["90%"]
  const late = reliable !== null && chance.due !== null && reliable > chance.due
  return (
    <Panel title={t("reliable", { milestone: t(chance.milestone) })}>
      <p class={`ask-big ${late ? "act" : ""}`} data-reliable={chance.milestone}>{reliable === null ? t("never") : desk.format.date(reliable)}</p>
      <ul class="ask-facts">
        <li><span class="mu">{t("due")}</span><b>{chance.due === null ? t("no_due") : desk.format.date(chance.due)}</b></li>
        <li><span class="mu">{t("planned")}</span><b>{when(desk, chance.planned)}</b></li>
        {SHARES.map((share) => <li key={share}><span class="mu">{t("share", { share: share.replace("%", " %") })}</span><b>{chance.dates[share] === null ? t("never") : desk.format.date(chance.dates[share] ?? 0)}</b></li>)}
      </ul>
      {chance.on_time !== null && (
        <p class="ask-share"><span class="progress"><i class={chance.on_time < 0.5 ? "ask-low" : ""} style={{ width: `${100 * chance.on_time}%` }} /></span><b>{t("on_time", { share: Math.round(100 * chance.on_time) })}</b></p>
      )}
    </Panel>
  )
}

function Where({ t, chain }: { t: Screen["t"]; chain: readonly Link[] }) {
  const hours = new Map<LinkKind, number>()
  for (const link of chain) hours.set(link.kind, (hours.get(link.kind) ?? 0) + link.hours)
  const whole = Math.max(1, ...hours.values())
  return (
    <ul class="ask-where">
      {[...hours].sort((a, b) => b[1] - a[1]).map(([kind, spent]) => (
        <li key={kind}><span>{t(`link.${kind}`)}</span><span class="progress"><i class={WAITS.includes(kind) ? "ask-wait" : ""} style={{ width: `${(100 * spent) / whole}%` }} /></span><b class="right">{number(spent, 0)} h</b></li>
      ))}
    </ul>
  )
}

export function DateScreen({ desk, t }: Screen) {
  const mold = useSignal("")
  const asked = useAsked<Answer>(desk)
  const ask = (one: string) => {
    mold.value = one
    void asked.ask("/api/questions/date", { mold: one })
  }
  const answer = asked.answer.value
  return (
    <>
      <div class="ask-form"><MoldPick desk={desk} t={t} value={mold.value} pick={ask} /><State desk={desk} t={t} asked={asked} /></div>
      {answer !== null && (
        <>
          <div class="ask-columns">
            {answer.dates.map((chance) => <Dates key={chance.milestone} desk={desk} t={t} chance={chance} />)}
            <Panel title={t("chain.by")}><Where t={t} chain={answer.chain} /></Panel>
          </div>
          <p class="mu">{t(answer.history.learned ? "history.own" : "history.usual", { scenarios: answer.history.scenarios, finished: number(answer.history.finished, 0) })}</p>
          <Panel title={t("chain", { milestone: t(answer.milestone) })}>
            <table class="plain-table" data-chain={answer.chain.length}>
              <thead><tr><th>{t("from")}</th><th class="right">{t("hours")}</th><th>{t("why")}</th><th>{t("operation")}</th><th>{t("machine")}</th></tr></thead>
              <tbody>
                {answer.chain.map((link, i) => (
                  <tr key={i}>
                    <td class="mu">{when(desk, link.from)}</td>
                    <td class="right">{number(link.hours, 1)}</td>
                    <td class={WAITS.includes(link.kind) ? "wait strong" : link.kind === "closed" ? "mu" : ""}>{link.text}</td>
                    <td>{link.operation} <span class="mu">{link.name}</span></td>
                    <td class="mu">{link.machine ?? desk.t("outside")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Panel>
        </>
      )}
    </>
  )
}

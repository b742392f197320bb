// If I raise this mold, who slips, and by how much: as far as its weight allows, and before all others.
import { useSignal } from "@preact/signals"
import { number } from "../../draw/format"
import { answered, useAsked } from "./asking"
import { daysBetween, MoldPick, Panel, Segments, Slips, State, type Move, type Screen } from "./parts"

type Way = { own: (Move & { promised: boolean })[]; slips: Move[]; gains: Move[]; moved_soon: number; tardiness_hours: number }
type Answer = { base: number; at: string; mold: string; weight: number; weighed: Way; first: Way }

const WEIGHTS = [2, 5, 20] as const
const LEAST_DAYS = 0.05

function Own({ desk, t, move }: Screen & { move: Way["own"][number] }) {
  if (move.from === null || move.to === null) return <li><span class="mu">{t(move.milestone)}</span><b>{t("never")}</b></li>
  const days = daysBetween(move.to, move.from)
  const said = Math.abs(days) < LEAST_DAYS ? t("same") : days > 0 ? t("gain", { days: number(days, 1) }) : t("later", { days: number(-days, 1) })
  return (
    <li data-own={move.milestone}>
      <span class="mu">{t(move.milestone)} {desk.format.date(move.from)} →</span>
      <b class={`ask-mid ${move.promised && (move.late ?? 0) > 0 ? "act" : ""}`}>{desk.format.date(move.to)}</b>
      <span class={days >= LEAST_DAYS ? "run strong" : "mu"}>{said}</span>
    </li>
  )
}

function WayPanel({ desk, t, title, way, name }: Screen & { title: string; way: Way; name: string }) {
  const tardiness = `${way.tardiness_hours > 0 ? "+" : ""}${number(way.tardiness_hours, 1)}`
  return (
    <Panel title={title}>
      <ul class="ask-facts" data-way={name}>{way.own.map((move) => <Own key={move.milestone} desk={desk} t={t} move={move} />)}</ul>
      <Slips desk={desk} t={t} slips={way.slips} />
      <p class="mu">{[t("tardiness", { hours: tardiness }), t("moved_soon", { count: way.moved_soon }), ...(way.gains.length > 0 ? [t("gains.count", { count: way.gains.length })] : [])].join(" · ")}</p>
    </Panel>
  )
}

export function RaiseScreen({ desk, t }: Screen) {
  const mold = useSignal("")
  const weight = useSignal<(typeof WEIGHTS)[number]>(5)
  const kept = useSignal("")
  const asked = useAsked<Answer>(desk)
  const ask = () => {
    kept.value = ""
    if (mold.value !== "") void asked.ask("/api/questions/raise", { mold: mold.value, weight: weight.value })
  }
  const keep = async (answer: Answer) => {
    const name = t("rush.name", { mold: answer.mold, weight: answer.weight })
    kept.value = await answered("/api/scenarios", { name, picks: [{ change: "rush", name: answer.mold, weight: answer.weight }] }).then(() => t("kept"), () => desk.t("try_again"))
  }
  const answer = asked.answer.value
  return (
    <>
      <div class="ask-form">
        <MoldPick desk={desk} t={t} value={mold.value} pick={(one) => { mold.value = one; ask() }} />
        <Segments label={t("weight")} values={WEIGHTS} value={weight.value} pick={(one) => { weight.value = one; ask() }} text={(one) => t("times", { weight: one })} />
        <State desk={desk} t={t} asked={asked} />
      </div>
      {answer !== null && (
        <>
          <div class="ask-columns">
            <WayPanel desk={desk} t={t} title={t("weighed")} way={answer.weighed} name="weighed" />
            <WayPanel desk={desk} t={t} title={t("first")} way={answer.first} name="first" />
          </div>
          <p class="ask-form"><button class="control" onClick={() => void keep(answer)}>{t("keep")}</button>{kept.value && <span role="status">{kept.value}</span>}</p>
        </>
      )}
    </>
  )
}

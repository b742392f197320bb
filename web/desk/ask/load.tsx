// Which group is overloaded, and when: weeks by group, and who needs it.
import { useEffect } from "preact/hooks"
import { number } from "../../draw/format"
import { useAsked } from "./asking"
import { State, type Screen } from "./parts"

type Week = { start: string; needed: number; open: number; planned: number; short: number }
type Load = { kind: string; name: string; machines: number; short: number; from: string | null; until: string | null; weeks: Week[]; molds: { mold: string; hours: number }[] }
type Answer = { base: number; at: string; kinds: Load[] }

const NAMED = 3
const LEAST = 1
/** A week is full from this share of its open hours on that is planned. */
const FULL = 0.9

const shareOf = (week: Week): number => (week.open > 0 ? week.planned / week.open : week.planned > 0 ? 1 : 0)
const fullWeeks = (load: Load): Week[] => load.weeks.filter((week) => shareOf(week) >= FULL)
/** Who lacks most, then who is full for longest, then who was told first. */
const order = (a: Load, b: Load): number => b.short - a.short || fullWeeks(b).length - fullWeeks(a).length

function Cell({ week }: { week: Week }) {
  const share = shareOf(week)
  const short = week.short >= LEAST
  return (
    <td class={`ask-week ${short ? "ask-short" : share >= FULL ? "ask-full" : ""}`} style={short ? {} : { "--share": `${Math.round(Math.min(1, share) * 100)}%` }} title={`${number(week.needed, 0)} / ${number(week.open, 0)} h`}>
      {short ? `−${number(week.short, 0)} h` : share >= 0.005 ? Math.round(100 * share) : "·"}
    </td>
  )
}

export function LoadScreen({ desk, t }: Screen) {
  const asked = useAsked<Answer>(desk)
  useEffect(() => void asked.ask("/api/questions/load"), [])
  const kinds = [...(asked.answer.value?.kinds ?? [])].sort(order)
  const over = kinds.filter(({ short }) => short > 0)
  const full = kinds.filter((load) => load.short === 0 && fullWeeks(load).length > 0)
  return (
    <>
      <div class="ask-form">
        <button class="control" disabled={asked.busy.value} onClick={() => void asked.ask("/api/questions/load")}>{t("again")}</button>
        <State desk={desk} t={t} asked={asked} />
      </div>
      {kinds.length > 0 && (
        <>
          <div data-overloaded={over.length}>
            {over.length === 0 && <p class="fine run strong">{t("load.none")}</p>}
            {full.length > 0 && <p class="ask-full-line wait strong">{t("load.full", { names: full.slice(0, NAMED).map((load) => `${load.name} (${fullWeeks(load).length})`).join(", ") })}</p>}
            {over.slice(0, NAMED).map((load) => (
              <p key={load.kind} class="ask-over act strong">
                {t("load.short", { name: load.name, hours: number(load.short, 0), from: desk.format.date(load.from ?? 0), until: desk.format.date(load.until ?? 0) })}
              </p>
            ))}
          </div>
          <div class="table-area">
            <table class="plain-table ask-load">
              <thead>
                <tr>
                  <th>{t("load.group")}</th><th class="right">{t("load.places")}</th><th class="right">{t("load.most")}</th>
                  {kinds[0]?.weeks.map((week) => <th key={week.start} class="ask-week">{desk.format.shortDate(week.start)}</th>)}
                  <th>{t("load.molds")}</th>
                </tr>
              </thead>
              <tbody>
                {kinds.map((load) => (
                  <tr key={load.kind} data-kind={load.kind}>
                    <td class="one-line"><b>{load.name}</b></td>
                    <td class="right mu">{load.machines}</td>
                    <td class={`right ${load.short > 0 ? "act strong" : "mu"}`}>{load.short > 0 ? number(load.short, 0) : "–"}</td>
                    {load.weeks.map((week) => <Cell key={week.start} week={week} />)}
                    <td class="mu ask-molds">{load.short > 0 ? load.molds.slice(0, NAMED).map(({ mold, hours }) => `${mold} ${number(hours, 0)} h`).join(" · ") : ""}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p class="mu">{t("load.what")}</p>
        </>
      )}
    </>
  )
}

// Which group is overloaded, and when: weeks by group, and who needs it.
import machineIcon from "@tabler/icons/outline/settings.svg?raw"
import peopleIcon from "@tabler/icons/outline/users.svg?raw"
import { useEffect } from "preact/hooks"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { useAsked } from "./asking"
import { State, type Screen } from "./parts"

type Week = { start: string; needed: number; open: number; planned: number; short: number }
type Load = { group: string; name: string; people: boolean; count: number; short: number; from: string | null; until: string | null; weeks: Week[]; molds: { mold: string; hours: number }[] }
type Answer = { base: number; at: string; groups: Load[] }

const NAMED = 3
const LEAST = 1
/** A week is full from this share of its open hours on that is planned. */
const FULL = 0.9

const shareOf = (week: Week): number => (week.open > 0 ? week.planned / week.open : week.planned > 0 ? 1 : 0)
const fullWeeks = (load: Load): Week[] => load.weeks.filter((week) => shareOf(week) >= FULL)
/** Who lacks most, then who is full for longest, then who was told first. */
const order = (a: Load, b: Load): number => b.short - a.short || fullWeeks(b).length - fullWeeks(a).length

const idOf = (load: Load): string => `${load.people ? "people" : "machines"} ${load.group}`
const nameOf = (load: Load, t: Screen["t"]): string => (load.people ? t("load.crew", { names: load.name }) : load.name)

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
  const groups = [...(asked.answer.value?.groups ?? [])].sort(order)
  const over = groups.filter(({ short }) => short > 0)
  const full = groups.filter((load) => load.short === 0 && fullWeeks(load).length > 0)
  return (
    <>
      <div class="ask-form">
        <button class="control" disabled={asked.busy.value} onClick={() => void asked.ask("/api/questions/load")}>{t("again")}</button>
        <State desk={desk} t={t} asked={asked} />
      </div>
      {groups.length > 0 && (
        <>
          <div data-overloaded={over.length}>
            {over.length === 0 && <p class="fine run strong">{t("load.none")}</p>}
            {full.length > 0 && <p class="ask-full-line wait strong">{t("load.full", { names: full.slice(0, NAMED).map((load) => `${nameOf(load, t)} (${fullWeeks(load).length})`).join(", ") })}</p>}
            {over.slice(0, NAMED).map((load) => (
              <p key={idOf(load)} class="ask-over act strong">
                {t("load.short", { name: nameOf(load, t), hours: number(load.short, 0), from: desk.format.date(load.from ?? 0), until: desk.format.date(load.until ?? 0) })}
              </p>
            ))}
          </div>
          <div class="table-area">
            <table class="plain-table ask-load">
              <thead>
                <tr>
                  <th>{t("load.group")}</th><th class="right">{t("load.places")}</th><th class="right">{t("load.most")}</th>
                  {groups[0]?.weeks.map((week) => <th key={week.start} class="ask-week">{desk.format.shortDate(week.start)}</th>)}
                  {over.length > 0 && <th>{t("load.molds")}</th>}
                </tr>
              </thead>
              <tbody>
                {groups.map((load) => (
                  <tr key={idOf(load)} data-group={idOf(load)}>
                    <td class="ask-group"><Icon svg={load.people ? peopleIcon : machineIcon} size={16} label={t(load.people ? "load.people" : "load.machines")} /> <b title={load.name}>{load.name}</b></td>
                    <td class="right mu">{load.count}</td>
                    <td class={`right ${load.short > 0 ? "act strong" : "mu"}`}>{load.short > 0 ? number(load.short, 0) : "–"}</td>
                    {load.weeks.map((week) => <Cell key={week.start} week={week} />)}
                    {over.length > 0 && <td class="mu ask-molds">{load.short > 0 ? load.molds.slice(0, NAMED).map(({ mold, hours }) => `${mold} ${number(hours, 0)} h`).join(" · ") : ""}</td>}
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

// Material that is not here, by what it holds up: needed when, promised when, how many days short.
import { signedDays } from "../../draw/format"
import { Shape } from "../../draw/shapes"
import type { Desk } from "../context"
import { filters, fits, useAsked, type Shortage } from "./model"
import { Fine, PartCell, PurchaseActs, State, Tools } from "./parts"
import { materialTexts, type MaterialText } from "./texts"

const MS_A_DAY = 86_400_000
/** The line of each row shows from yesterday so many days. */
const SHOWN_DAYS = 35
const BEFORE_DAYS = 1

/** Red is what makes a mold late or has no date; amber what work waits for while its mold has days to spare. */
const grade = (row: Shortage): "late" | "waits" | "comes" =>
  row.undated || (row.slips_minutes ?? 0) > 0 ? "late" : (row.short_minutes ?? 0) > 0 ? "waits" : "comes"

type Scale = { x: (moment: string) => number; now: number; weeks: { at: number; when: number }[] }

function scaleOf(desk: Desk, now: number): Scale {
  const from = now - BEFORE_DAYS * MS_A_DAY
  const place = (ms: number): number => Math.min(100, Math.max(0, (100 * (ms - from)) / (SHOWN_DAYS * MS_A_DAY)))
  const days = Array.from({ length: SHOWN_DAYS }, (_, n) => now + n * MS_A_DAY)
  const mondays = days.filter((day) => desk.format.read(day).weekday === 1)
  return { x: (moment) => place(Date.parse(moment)), now: place(now), weeks: mondays.map((when) => ({ at: place(when), when })) }
}

/** When it is needed and when it comes, and between both what is missing or to spare. */
function Line({ row, scale }: { row: Shortage; scale: Scale }) {
  const need = row.need === null ? null : scale.x(row.need)
  const comes = row.expected === null ? null : Math.max(scale.now, scale.x(row.expected))
  const to = comes ?? 100
  return (
    <span class={`short-line short-line-${grade(row)}`} aria-hidden="true">
      {scale.weeks.map(({ at }) => <u key={at} style={{ left: `${at}%` }} />)}
      <s style={{ left: `${scale.now}%` }} />
      {need !== null && <i class={row.expected === null ? "short-open" : ""} style={{ left: `${Math.min(need, to)}%`, width: `${Math.abs(to - need)}%` }} />}
      {need !== null && <b style={{ left: `${need}%` }} />}
      {comes !== null && <em style={{ left: `${comes}%` }} />}
    </span>
  )
}

function Row({ desk, t, row, scale, look }: { desk: Desk; t: MaterialText; row: Shortage; scale: Scale; look: () => void }) {
  const { format } = desk
  const short = row.short_minutes
  const grown = grade(row)
  return (
    <tr data-shortage={row.id} data-grade={grown} class={grown === "late" ? "short-late" : ""}>
      <td><span class="strong one-line">{row.item}</span><span class="mu one-line">{[row.supplier || t("nobody"), row.purchase].filter(Boolean).join(" · ")}</span></td>
      <td><PartCell row={row} /></td>
      <td>
        <span class="strong">{row.need === null ? <span class="mu">{t(row.operation === null ? "need.unused" : "need.none")}</span> : format.date(row.need)}</span>
        <span class="mu one-line">{row.operation_name}</span>
      </td>
      <td class="short-line-cell"><Line row={row} scale={scale} /></td>
      <td>
        <span class={row.undated || row.overdue ? "act strong" : "strong"}>
          {row.promised === null ? t("undated") : format.date(row.promised)}
        </span>
        <span class="mu one-line">
          {row.overdue ? <span class="act">{t("overdue")}</span> : row.expected !== null && row.expected !== row.promised ? t("expected", { date: format.shortDate(row.expected) }) : ""}
        </span>
      </td>
      <td class="right">{short === null ? "–" : grown === "comes" ? <span class="mu">{signedDays(short)}</span> : <b class={`short-days ${grown === "late" ? "act" : "wait"}`}><Shape name={grown === "late" ? "problem" : "waiting"} size={14} hole="var(--act-tint)" /> {signedDays(short)}</b>}</td>
      <td class="right">{row.slips_minutes === null ? "–" : row.slips_minutes > 0 ? <b class="act">{signedDays(row.slips_minutes)}</b> : <span class="mu">0</span>}</td>
      <td class="right">{row.purchase !== null && <PurchaseActs desk={desk} purchase={row.purchase} promised={row.promised} look={look} />}</td>
    </tr>
  )
}

/** Big numbers above: what needs a call now. */
function Counts({ t, rows }: { t: MaterialText; rows: readonly Shortage[] }) {
  const counts = {
    undated: rows.filter(({ undated }) => undated).length,
    late: rows.filter(({ slips_minutes }) => (slips_minutes ?? 0) > 0).length,
    waits: rows.filter((row) => grade(row) === "waits").length,
    overdue: rows.filter(({ overdue }) => overdue).length,
    all: rows.length,
  }
  return (
    <ul class="material-counts">
      {(Object.keys(counts) as (keyof typeof counts)[]).map((name) => (
        <li key={name} data-count={name}><b class={counts[name] === 0 || name === "all" ? "" : name === "waits" ? "wait" : "act"}>{counts[name]}</b> <span class="mu">{t(`shortages.counts.${name}`)}</span></li>
      ))}
    </ul>
  )
}

export function ShortagesScreen({ desk }: { desk: Desk }) {
  const t = materialTexts(desk.language)
  const asked = useAsked<Shortage[]>(desk, "/api/material/shortages")
  const scale = scaleOf(desk, Math.floor((desk.tick.value.now ?? 0) / 60_000) * 60_000)
  return (
    <State desk={desk} asked={asked}>
      {(rows) => {
        const shown = rows.filter((row) => fits(filters.value, row, row.item, row.part, row.part_name, row.id))
        return (
          <>
            <Tools desk={desk} rows={rows} page="shortages"><Counts t={t} rows={rows} /></Tools>
            {shown.length === 0 ? <Fine>{t(rows.length === 0 ? "shortages.none" : "none.fit")}</Fine> : (
              <div class="material-list">
                <table class="material-table shortages-table">
                  <thead>
                    <tr>
                      <th>{t("col.item")}</th><th>{t("col.part")}</th><th>{t("col.need")}</th>
                      <th class="short-line-cell"><span class="short-axis">{scale.weeks.map(({ at, when }) => <i key={at} style={{ left: `${at}%` }}>{desk.format.shortDate(when)}</i>)}</span></th>
                      <th>{t("col.comes")}</th><th class="right">{t("col.short")}</th><th class="right">{t("col.slips")}</th><th />
                    </tr>
                  </thead>
                  <tbody>{shown.map((row) => <Row key={row.id} desk={desk} t={t} row={row} scale={scale} look={asked.look} />)}</tbody>
                </table>
              </div>
            )}
          </>
        )
      }}
    </State>
  )
}

// All items by what is wanted of them, and how each department keeps up.
import { signal, useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import readyIcon from "@tabler/icons/outline/circle-check.svg?raw"
import excelIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import plusIcon from "@tabler/icons/outline/plus.svg?raw"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import type { LedgerRow } from "../../model/wire"
import { get } from "../../net/http"
import type { Desk } from "../context"
import { address, go } from "../route"
import { filtered, isOverdue, LEVELS, NO_FILTERS, queryOf, STAGES, type DepartmentFigures, type Filters, type Show } from "./model"
import { Days, LevelMark, StageDots } from "./parts"
import { ledgerTexts } from "./texts"

const SHOWN: readonly Show[] = ["open", "overdue", "closed", "all"]

/** They stay while other pages are open. */
const filters = signal<Filters>(NO_FILTERS)

function Choice({ value, all, options, set }: { value: string; all: string; options: readonly [string, string][]; set: (value: string) => void }) {
  return (
    <select aria-label={all} value={value} class={value === "" ? "" : "control-on"} onChange={(event) => set(event.currentTarget.value)}>
      <option value="">{all}</option>
      {options.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
    </select>
  )
}

function Tools({ desk, rows }: { desk: Desk; rows: readonly LedgerRow[] }) {
  const t = ledgerTexts(desk.language)
  const now = desk.tick.value.now ?? 0
  const known = filters.value
  const set = (changes: Partial<Filters>) => (filters.value = { ...known, ...changes })
  const open = rows.filter(({ stage }) => stage !== "closed")
  const counts: Record<Show, number | null> = { open: open.length, overdue: open.filter((row) => isOverdue(row, now)).length, closed: null, all: null }
  const departments = [...new Set(rows.map(({ department }) => department))].sort()
  const molds = [...new Set(rows.flatMap(({ mold }) => (mold === null ? [] : [mold])))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
  return (
    <div class="ledger-tools">
      <div class="segments" role="group">
        {SHOWN.map((show) => (
          <button key={show} class={known.show === show ? "on" : ""} aria-pressed={known.show === show} onClick={() => set({ show })}>
            {t(`show.${show}`)} {counts[show] !== null && <b class={show === "overdue" && (counts[show] ?? 0) > 0 && known.show !== show ? "act" : ""}>{counts[show]}</b>}
          </button>
        ))}
      </div>
      <Choice value={known.department} all={t("all.departments")} options={departments.map((one) => [one, desk.words.department(one)])} set={(department) => set({ department })} />
      <Choice value={known.stage} all={t("all.stages")} options={STAGES.map((one) => [one, t(`stage.${one}`)])} set={(stage) => set({ stage })} />
      <Choice value={known.level} all={t("all.levels")} options={LEVELS.map((one) => [one, t(`level.${one}`)])} set={(level) => set({ level })} />
      <Choice value={known.mold} all={t("all.molds")} options={molds.map((one) => [one, one])} set={(mold) => set({ mold })} />
      <div class="search">
        <Icon svg={searchIcon} size={16} />
        <input type="search" aria-label={t("search")} placeholder={t("search")} value={known.words} onInput={(event) => set({ words: event.currentTarget.value })} />
      </div>
    </div>
  )
}

function Line({ desk, row }: { desk: Desk; row: LedgerRow }) {
  const t = ledgerTexts(desk.language)
  const now = desk.tick.value.now ?? 0
  const over = isOverdue(row, now)
  const marks = [row.recurrences > 0 && t("again"), row.extensions > 0 && t("extended", { count: row.extensions })].filter(Boolean)
  return (
    <tr class={over ? "ledger-over" : ""} data-item={row.id} onClick={() => go("ledger", row.id)}>
      <td class="ledger-number">
        <a href={address("ledger", row.id)}><b>{row.number}</b></a>
        <LevelMark desk={desk} level={row.level} />
      </td>
      <td class="ledger-what">
        <span class="one-line">{row.description}</span>
        <span class="mu">{[desk.words.problem(row.kind), t(`source.${row.source}`), ...marks].join(" · ")}</span>
      </td>
      <td>
        <span class="strong">{row.mold ?? row.machine ?? "–"}</span>
        <span class="mu one-line">{[row.part_name, row.mold === null ? "" : row.machine].filter(Boolean).join(" · ")}</span>
      </td>
      <td>
        <span>{row.owner_name || <span class="mu">{t("nobody")}</span>}</span>
        <span class="mu">{desk.words.department(row.department)}</span>
      </td>
      <td><StageDots desk={desk} stage={row.stage} /></td>
      <td class="right">
        <Days desk={desk} row={row} />
        <span class={over && row.climbed > 0 ? "act" : "mu"}>
          {row.closed_at !== null ? t("closed.on", { date: desk.format.shortDate(row.closed_at) }) : over && row.climbed > 0 ? t("climbed", { level: row.climbed, name: row.called_name }) : desk.format.date(row.deadline)}
        </span>
      </td>
    </tr>
  )
}

function Figures({ desk, rows }: { desk: Desk; rows: readonly LedgerRow[] }) {
  const t = ledgerTexts(desk.language)
  const found = useSignal<readonly DepartmentFigures[] | null>(null)
  const state = rows.map(({ id, steps }) => `${id}${steps}`).join()
  useEffect(() => {
    get<DepartmentFigures[]>("/api/ledger/figures").then((answer) => (found.value = answer), () => undefined)
  }, [state])
  const most = Math.max(1, ...(found.value ?? []).map(({ open }) => open))
  return (
    <aside class="ledger-figures">
      <h2>{t("figures")}</h2>
      {found.value === null && <Bars rows={4} label={desk.t("loading")} />}
      {found.value?.length === 0 && <p class="mu">{t("figures.none")}</p>}
      {(found.value?.length ?? 0) > 0 && (
        <table>
          <thead>
            <tr><th>{t("department")}</th><th class="right">{t("figures.open")}</th><th class="right">{t("figures.overdue")}</th><th class="right">{t("figures.on_time")}</th><th class="right">{t("figures.again")}</th><th class="right">{t("figures.age")}</th></tr>
          </thead>
          <tbody>
            {found.value?.map((one) => (
              <tr key={one.department} data-department={one.department}>
                <td>
                  <button class="plain" onClick={() => (filters.value = { ...filters.value, department: filters.value.department === one.department ? "" : one.department })}>{desk.words.department(one.department)}</button>
                  <span class="share" aria-hidden="true"><i style={{ width: `${(100 * (one.open - one.overdue)) / most}%` }} /><i class="share-over" style={{ width: `${(100 * one.overdue) / most}%` }} /></span>
                </td>
                <td class="right strong">{one.open}</td>
                <td class={`right ${one.overdue > 0 ? "act strong" : "mu"}`}>{one.overdue}</td>
                <td class="right mu">{one.closed === 0 ? "–" : `${one.on_time}/${one.closed}`}</td>
                <td class={`right ${one.recurrences > 0 ? "strong" : "mu"}`}>{one.recurrences}</td>
                <td class="right mu">{one.mean_age_days === null ? "–" : number(one.mean_age_days, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </aside>
  )
}

export function List({ desk }: { desk: Desk }) {
  const t = ledgerTexts(desk.language)
  const older = useSignal<readonly LedgerRow[]>([])
  const live = desk.store.tables.ledger.value
  const wantsClosed = filters.value.show === "closed" || filters.value.show === "all"
  useEffect(() => {
    // Closed ones of all years: the live table holds only those of the last weeks.
    if (wantsClosed) get<LedgerRow[]>("/api/ledger?closed=true").then((rows) => (older.value = rows), () => undefined)
  }, [wantsClosed])
  const rows = [...live.values(), ...older.value.filter(({ id }) => !live.has(id))]
  const shown = filtered(rows, filters.value, desk.tick.value.now ?? 0)
  const columns = ["number", "what", "where", "owner", "stage", "deadline"] as const
  return (
    <main class="ledger-page">
      <header class="ledger-head">
        <h1>{t("title")}</h1>
        <a class="control" href={`/api/ledger/excel?${queryOf(filters.value)}&lang=${desk.language}`} download="ledger.xlsx"><Icon svg={excelIcon} size={16} /> {t("excel")}</a>
        <a class="solid" href={address("ledger", "new")}><Icon svg={plusIcon} size={16} />&nbsp;{t("new")}</a>
      </header>
      <Tools desk={desk} rows={rows} />
      <div class="ledger-body">
        <div class="ledger-list">
          {shown.length === 0 ? (
            <p class="fine"><Icon svg={readyIcon} size={22} /> {t(rows.length === 0 || (filters.value.show === "open" && queryOf(filters.value) === queryOf(NO_FILTERS)) ? "none" : "none.fit")}</p>
          ) : (
            <table class="ledger-table">
              <thead><tr>{columns.map((one) => <th key={one} class={one === "deadline" ? "right" : ""}>{t(`col.${one}`)}</th>)}</tr></thead>
              <tbody>{shown.map((row) => <Line key={row.id} desk={desk} row={row} />)}</tbody>
            </table>
          )}
        </div>
        <Figures desk={desk} rows={[...live.values()]} />
      </div>
    </main>
  )
}

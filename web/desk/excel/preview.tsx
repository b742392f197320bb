// What edited tables would change, row by row, what can't be, and the faults that keep everything out.
import { useSignal } from "@preact/signals"
import conflictIcon from "@tabler/icons/outline/git-merge.svg?raw"
import newIcon from "@tabler/icons/outline/plus.svg?raw"
import refusedIcon from "@tabler/icons/outline/ban.svg?raw"
import changedIcon from "@tabler/icons/outline/pencil.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import type { Desk } from "../context"
import { Faults } from "../import"
import { rowsLeft, rowsTaken, shortOf, STATES, type Cell, type EditedSheet, type Looked, type Row, type State } from "./model"
import type { ExcelText } from "./texts"

const ICONS: Record<State, string> = { conflict: conflictIcon, refused: refusedIcon, changed: changedIcon, new: newIcon }
const TONES: Record<State, string> = { conflict: "wait", refused: "act", changed: "sel", new: "run" }
/** Cells of a new row that are shown. */
const SHORT = 6

function Value({ t, text, mine }: { t: ExcelText; text: string; mine?: boolean }) {
  if (text === "") return <span class="mu excel-empty">{t("empty")}</span>
  return mine ? <b>{text}</b> : <span>{text}</span>
}

function Changed({ t, cell }: { t: ExcelText; cell: Cell }) {
  return (
    <li class={cell.conflict ? "excel-clash" : ""} data-cell={cell.column}>
      <span class="mu">{cell.column}</span>
      {cell.conflict ? (
        <span title={t("conflict.what")}>
          {t("conflict.was", { was: cell.was || t("empty"), now: cell.old || t("empty") })} · <b class="wait">{t("conflict.yours", { mine: cell.new || t("empty") })}</b>
        </span>
      ) : (
        <span><s><Value t={t} text={cell.old} /></s> → <Value t={t} text={cell.new} mine /></span>
      )}
    </li>
  )
}

function Cells({ t, row }: { t: ExcelText; row: Row }) {
  if (row.state !== "new") return <ul class="excel-cells">{row.cells.map((cell) => <Changed key={cell.column} t={t} cell={cell} />)}</ul>
  const { shown, more } = shortOf(row.cells, SHORT)
  return (
    <ul class="excel-cells">
      {shown.map((cell) => <li key={cell.column} data-cell={cell.column}><span class="mu">{cell.column}</span><b>{cell.new}</b></li>)}
      {more > 0 && <li class="mu">{t("cells.more", { count: more })}</li>}
    </ul>
  )
}

function Line({ t, row }: { t: ExcelText; row: Row }) {
  return (
    <tr data-row={row.id} data-state={row.state}>
      <td class={`excel-state ${TONES[row.state]}`}><Icon svg={ICONS[row.state]} size={17} /> {t(`state.${row.state}`)}</td>
      <td><b>{row.id}</b><span class="mu excel-line">{t("line", { row: row.row })}</span></td>
      <td>
        <Cells t={t} row={row} />
        {row.reason !== "" && <p class="act strong excel-reason">{row.reason}</p>}
      </td>
    </tr>
  )
}

function SheetPart({ t, sheet }: { t: ExcelText; sheet: EditedSheet }) {
  const only = useSignal<State | "">("")
  const states = STATES.filter((state) => sheet[state] > 0)
  const rows = sheet.rows.filter(({ state }) => only.value === "" || state === only.value)
  return (
    <section class="excel-sheet" data-sheet={sheet.sheet}>
      <header>
        <h2 class="excel-name">{sheet.name}</h2>
        {states.length > 1 && (
          <div class="segments" role="group">
            <button class={only.value === "" ? "on" : ""} aria-pressed={only.value === ""} onClick={() => (only.value = "")}>{t("all")}</button>
            {states.map((state) => (
              <button key={state} class={only.value === state ? "on" : ""} aria-pressed={only.value === state} onClick={() => (only.value = state)}>{t(`state.${state}`)} <b>{number(sheet[state])}</b></button>
            ))}
          </div>
        )}
        <span class="mu">{[sheet.same > 0 && t("same", { count: number(sheet.same) }), sheet.absent > 0 && t("absent", { count: number(sheet.absent) })].filter(Boolean).join(" · ")}</span>
      </header>
      {sheet.ignored.length > 0 && <p class="mu">{t("ignored", { names: sheet.ignored.join(", ") })}</p>}
      {sheet.rows.length > 0 && (
        <table class="plain-table excel-rows">
          <thead><tr><th aria-label={t("state")} /><th>{t("row")}</th><th>{t("change")}</th></tr></thead>
          <tbody>{rows.map((row) => <Line key={`${row.key} ${row.row}`} t={t} row={row} />)}</tbody>
        </table>
      )}
      {sheet.more > 0 && <p class="mu">{t("more", { count: number(sheet.more) })}</p>}
      {sheet.conflict > 0 && <p class="wait">{t("conflict.what")}</p>}
    </section>
  )
}

type Props = { desk: Desk; t: ExcelText; found: Looked; name: string; busy: boolean; take: () => void; away: () => void }

export function Preview({ desk, t, found, name, busy, take, away }: Props) {
  const takes = rowsTaken(found)
  const rest = rowsLeft(found)
  const changes = found.sheets.some(({ rows }) => rows.length > 0)
  return (
    <div class="excel-preview" data-preview={found.faults.length > 0 ? "faults" : takes > 0 ? "takes" : "nothing"}>
      <header class="excel-head">
        <div>
          <h1>{name}</h1>
          {found.exported !== null && <p class="mu">{t("exported", { time: `${desk.format.date(found.exported)} ${desk.format.time(found.exported)}` })}</p>}
        </div>
        {found.faults.length === 0 && rest > 0 && <b class="wait">{t("takes.rest", { count: number(rest) })}</b>}
        <button class="control" data-do="away" onClick={away}>{t("away")}</button>
        {found.edit_id !== null && (
          <button class="solid" data-do="take" disabled={busy} onClick={take}>{busy ? t("taking") : takes === 1 ? t("take.one") : t("take", { count: number(takes) })}</button>
        )}
      </header>
      {found.left.length > 0 && <p class="mu">{t("left", { names: found.left.join(", ") })}</p>}
      {found.faults.length > 0 && (
        <>
          <p class="strong">{t("fault.what")}</p>
          <Faults desk={desk} faults={found.faults} name={name} />
        </>
      )}
      {found.faults.length === 0 && !changes && <p class="fine">{t("nothing")}</p>}
      {found.faults.length === 0 && found.sheets.map((sheet) => <SheetPart key={sheet.sheet} t={t} sheet={sheet} />)}
    </div>
  )
}

// One figure opened: its formula, its groups, and the rows and entries of the journal that it comes from.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import excelIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import { get } from "../../net/http"
import { failureText, type Desk } from "../context"
import { eventText } from "../texts"
import { groupName, queryOf, shown, type By, type Figure, type Row, type Rows, type Wish } from "./model"
import type { MeasureText } from "./texts"

function Groups({ desk, t, figure, by, chosen, choose }: { desk: Desk; t: MeasureText; figure: Figure; by: By; chosen: string | undefined; choose: (group: string | undefined) => void }) {
  const most = Math.max(1e-9, ...figure.groups.map(({ value }) => value ?? 0))
  return (
    <table class="measure-groups">
      <tbody>
        {figure.groups.map((one) => (
          <tr key={one.group} class={chosen === one.group ? "chosen" : ""} data-group={one.group} onClick={() => choose(chosen === one.group ? undefined : one.group)}>
            <td><button>{groupName(desk, t, by, one.group)}</button></td>
            <td class="measure-bar" aria-hidden="true"><span class="hours-bar"><i class="hours-run" style={{ width: `${(100 * (one.value ?? 0)) / most}%` }} /></span></td>
            <td class="right"><b class={one.value === null ? "measure-unknown" : ""}>{shown(t, figure, one.value)}</b></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Line({ desk, t, row }: { desk: Desk; t: MeasureText; row: Row }) {
  const { format } = desk
  const when = (at: string): string => `${format.shortDate(at)} ${format.time(at)}`
  return (
    <tr data-row={row.id}>
      <td>
        <b>{row.name || row.id}</b> {row.name !== "" && <span class="mu">{row.id}</span>}
        <span class="measure-when mu">{when(row.at)}{row.until !== null && ` – ${when(row.until)}`}{row.machine !== "" && ` · ${groupName(desk, t, "machine", row.machine)}`}</span>
        {row.entries.map((entry) => (
          <span key={entry.seq} class="measure-entry" data-entry={entry.seq}>{t("entry", { what: eventText(desk.t, entry.kind), time: when(entry.at), seq: entry.seq })}</span>
        ))}
        {row.entries.length === 0 && row.what !== "machine" && <span class="measure-entry mu">{t("brought")}</span>}
      </td>
      <td class="right">{number(row.part, row.part % 1 === 0 ? 0 : 2)}</td>
      <td class="right mu">{row.whole === 0 ? "" : number(row.whole, row.whole % 1 === 0 ? 0 : 2)}</td>
    </tr>
  )
}

export function Detail({ desk, t, figure, wish, close }: { desk: Desk; t: MeasureText; figure: Figure; wish: Wish; close: () => void }) {
  const found = useSignal<Rows | null>(null)
  const group = useSignal<string | undefined>(undefined)
  const error = useSignal("")
  const by = wish.by !== "" && figure.by.includes(wish.by) ? wish.by : ""
  const query = queryOf({ ...wish, by: group.value === undefined ? "" : by }, group.value)
  const path = `/api/figures/rows/${figure.name}`
  useEffect(() => {
    let here = true
    get<Rows>(`${path}?${query}`).then(
      (answer) => here && ((found.value = answer), (error.value = "")),
      (failure: unknown) => here && (error.value = failureText(desk, failure)),
    )
    return () => void (here = false)
  }, [query])
  useEffect(() => void (group.value = undefined), [by])
  const rows = found.value
  return (
    <aside class="measure-detail" data-detail={figure.name}>
      <div class="measure-head">
        <h2>{figure.title}</h2>
        <button class="close" aria-label="×" onClick={close}><Icon svg={closeIcon} size={18} /></button>
      </div>
      <p class="measure-value"><b class={figure.value === null ? "measure-unknown" : ""}>{shown(t, figure, figure.value)}</b> <span class="mu">{t("before", { value: shown(t, figure, figure.before) })}</span></p>
      <p>{figure.formula}</p>
      {by !== "" && figure.groups.length > 0 && (
        <>
          <h3>{t(`by.${by}`)}</h3>
          <Groups desk={desk} t={t} figure={figure} by={by} chosen={group.value} choose={(next) => (group.value = next)} />
        </>
      )}
      <div class="measure-head">
        <h3>{t("rows")} {rows !== null && rows.rows.length < rows.total && <span class="mu">{t("rows.some", { shown: number(rows.rows.length), total: number(rows.total) })}</span>}</h3>
        <a class="control" href={`${path}/excel?${query}&lang=${desk.language}`} download={`${figure.name}.xlsx`}><Icon svg={excelIcon} size={16} /> {t("excel")}</a>
      </div>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {rows === null && !error.value && <Bars rows={6} label={t("loading")} />}
      {rows !== null && rows.total === 0 && <p class="mu">{t("rows.none")}</p>}
      {rows !== null && rows.total > 0 && (
        <table class="measure-rows">
          <thead><tr><th /><th class="right">{t("row.part")}</th><th class="right">{t("row.whole")}</th></tr></thead>
          <tbody>{rows.rows.map((row, place) => <Line key={`${row.id} ${place}`} desk={desk} t={t} row={row} />)}</tbody>
        </table>
      )}
    </aside>
  )
}

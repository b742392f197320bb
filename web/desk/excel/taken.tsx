// What came into the shop from tables so far: when, by whom, from which file, and every cell on request.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { number } from "../../draw/format"
import { get } from "../../net/http"
import type { Desk } from "../context"
import type { Taken, TakenRow, TakenWhole } from "./model"
import type { ExcelText } from "./texts"

function Cells({ t, row }: { t: ExcelText; row: TakenRow }) {
  return (
    <li data-took={row.id}>
      <b>{row.id}</b> <span class="mu">{row.sheet}</span>
      {row.cells.length === 0 && <span class="run"> {t("taken.new")}</span>}
      {row.cells.map((cell) => (
        <span key={cell.column} class="excel-was"><span class="mu">{cell.column}</span> <s>{cell.old || t("empty")}</s> → <b>{cell.new || t("empty")}</b></span>
      ))}
    </li>
  )
}

function Whole({ desk, t, seq }: { desk: Desk; t: ExcelText; seq: number }) {
  const found = useSignal<TakenWhole | null>(null)
  useEffect(() => {
    get<TakenWhole>(`/api/tables/taken/${seq}?lang=${desk.language}`).then((answer) => (found.value = answer), () => undefined)
  }, [seq])
  if (found.value === null) return <span class="mu">{desk.t("loading")}</span>
  return (
    <ul class="excel-whole">
      {found.value.rows.map((row) => <Cells key={`${row.sheet} ${row.id}`} t={t} row={row} />)}
      {found.value.more > 0 && <li class="mu">{t("more", { count: number(found.value.more) })}</li>}
    </ul>
  )
}

export function TakenList({ desk, t, taken }: { desk: Desk; t: ExcelText; taken: number }) {
  const rows = useSignal<readonly Taken[] | null>(null)
  const open = useSignal(0)
  useEffect(() => {
    get<Taken[]>(`/api/tables/taken?lang=${desk.language}`).then((answer) => (rows.value = answer), () => (rows.value ??= []))
  }, [taken])
  if (rows.value === null) return null
  return (
    <section class="excel-taken">
      <h2>{t("taken")}</h2>
      {rows.value.length === 0 ? (
        <p class="fine">{t("taken.none")}</p>
      ) : (
        <table class="plain-table">
          <thead><tr><th>{t("taken.when")}</th><th>{t("taken.who")}</th><th>{t("taken.file")}</th><th>{t("taken.rows")}</th></tr></thead>
          <tbody>
            {rows.value.flatMap((one) => [
              <tr key={one.seq} data-taken={one.seq}>
                <td class="mu one-line"><time dateTime={one.at}>{desk.format.date(one.at)} {desk.format.time(one.at)}</time></td>
                <td>{one.who}</td>
                <td>
                  <button class="link" aria-expanded={open.value === one.seq} aria-label={t("taken.show", { name: one.name })} onClick={() => (open.value = open.value === one.seq ? 0 : one.seq)}>
                    {one.name === "pasted.tsv" ? t("pasted") : one.name}
                  </button>
                </td>
                <td>{one.sheets.map(({ name, rows: count }) => `${name} ${number(count)}`).join(" · ")}</td>
              </tr>,
              open.value === one.seq && <tr key={`${one.seq} cells`}><td colSpan={4}><Whole desk={desk} t={t} seq={one.seq} /></td></tr>,
            ])}
          </tbody>
        </table>
      )}
    </section>
  )
}

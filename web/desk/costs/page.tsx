// What molds cost beside what they were quoted with: all of them, or one to its entries.
import { signal, useSignal } from "@preact/signals"
import excelIcon from "@tabler/icons/outline/file-spreadsheet.svg?raw"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import { may, type Desk } from "../context"
import { address } from "../route"
import { useFound } from "../trials/model"
import { MoldCosts } from "./mold"
import { overHours, overOutside, SHOWS, WANTED, worst, type CostPage, type MoldCost } from "./model"
import { Against, Over } from "./parts"
import { costTexts, type CostText } from "./texts"
import "./costs.css"

const show = signal<(typeof SHOWS)[number]>("all")
const HOUR = 3_600_000

function Row({ t, row }: { t: CostText; row: MoldCost }) {
  return (
    <tr data-cost={row.mold}>
      <td><a class="strong" href={address("costs", row.mold)}>{row.mold}</a> <span class="mu">{row.name}</span></td>
      <td class="mu one-line">{row.customer}</td>
      <td class="right">{row.quoted_hours === null ? <span class="mu">{t("no_quote")}</span> : number(row.quoted_hours)}</td>
      <td class="right">{number(row.worked_hours)}</td>
      <td class="right">{number(row.expected_hours)}</td>
      <td class="against-cell"><Against quoted={row.quoted_hours} used={row.worked_hours} expected={row.expected_hours} /></td>
      <td class="right"><Over by={overHours(row)} /></td>
      <td class="right costs-second">{row.quoted_outside === null ? <span class="mu">{t("no_quote")}</span> : number(row.quoted_outside)}</td>
      <td class="right">{number(row.spent)}</td>
      <td class="right">{number(row.expected_outside)}{row.untold > 0 && <div class="wait costs-untold">{t("untold", { count: row.untold })}</div>}</td>
      <td class="against-cell"><Against quoted={row.quoted_outside} used={row.spent} expected={row.expected_outside} /></td>
      <td class="right"><Over by={overOutside(row)} /></td>
    </tr>
  )
}

function All({ desk, t }: { desk: Desk; t: CostText }) {
  const words = useSignal("")
  // Hours grow by themselves: asked for anew each hour of the shop, and when a purchase comes or goes.
  const hour = Math.floor((desk.tick.value.now ?? 0) / HOUR)
  const { found, error } = useFound<CostPage>(desk, "/api/costs", [hour, desk.store.tables.molds.value.size])
  const page = found.value
  if (page === null) {
    return <main class="page">{error.value ? <p class="act strong" role="alert">{error.value}</p> : <Bars rows={10} label={desk.t("loading")} />}</main>
  }
  const wanted = words.value.trim().toLowerCase()
  const fits = ({ mold, name, customer }: MoldCost) => `${mold} ${name} ${customer}`.toLowerCase().includes(wanted)
  const rows = page.rows.filter((row) => WANTED[show.value](row) && fits(row)).sort((a, b) => worst(b) - worst(a) || a.mold.localeCompare(b.mold))
  return (
    <main class="page costs-page">
      <div class="costs-head">
        <div><h1>{t("title")}</h1><p class="mu">{t("what", { currency: page.currency })}</p></div>
        <label class="search"><Icon svg={searchIcon} size={16} /><input type="search" placeholder={t("search")} aria-label={t("search")} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} /></label>
        <div class="segments" role="radiogroup" aria-label={t("title")}>
          {SHOWS.map((one) => <button key={one} type="button" role="radio" data-show={one} aria-checked={show.value === one} class={show.value === one ? "on" : ""} onClick={() => (show.value = one)}>{t(`show.${one}`)} {page.rows.filter(WANTED[one]).length}</button>)}
        </div>
        <a class="control" href={`/api/costs/excel?lang=${desk.language}`} download="costs.xlsx"><Icon svg={excelIcon} size={16} /> {t("excel")}</a>
      </div>
      {rows.length === 0 ? <p class="mu">{t("none")}</p> : (
        <div class="table-area">
          <table class="plain-table costs-table">
            <thead>
              <tr><th rowSpan={2}>{t("mold")}</th><th rowSpan={2}>{t("customer")}</th><th colSpan={5} class="costs-group">{t("hours")}</th><th colSpan={5} class="costs-group costs-second">{t("outside")}</th></tr>
              <tr>
                <th class="right">{t("quoted")}</th><th class="right">{t("used")}</th><th class="right">{t("expected")}</th><th /><th class="right">{t("difference")}</th>
                <th class="right costs-second">{t("quoted")}</th><th class="right">{t("used")}</th><th class="right">{t("expected")}</th><th /><th class="right">{t("difference")}</th>
              </tr>
            </thead>
            <tbody>{rows.map((row) => <Row key={row.mold} t={t} row={row} />)}</tbody>
          </table>
        </div>
      )}
    </main>
  )
}

export function CostsPage({ desk, chosen }: { desk: Desk; chosen: string }) {
  const t = costTexts(desk.language)
  return chosen === "" ? <All desk={desk} t={t} /> : <MoldCosts key={chosen} desk={desk} t={t} mold={chosen} mayTell={may(desk, "command quote_mold")} />
}

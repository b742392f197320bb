// Kits (齐套): what each assembly needs, what of it is here, and when the last of it comes.
import { signal } from "@preact/signals"
import { Shape } from "../../draw/shapes"
import { percent } from "../../draw/format"
import type { Desk } from "../context"
import { address } from "../route"
import { days, filters, fits, minutesBetween, useAsked, type Kit, type Piece } from "./model"
import { Fine, State } from "./parts"
import { materialTexts, type MaterialText } from "./texts"
import { Icon } from "../../draw/icon"
import searchIcon from "@tabler/icons/outline/search.svg?raw"

/** The last thing to come; null: one of them has no date. */
function wholeOn(kit: Kit): string | null {
  const dates = kit.missing.map(({ expected }) => expected)
  return dates.some((date) => date === null) ? null : (dates as string[]).reduce((last, date) => (date > last ? date : last), "")
}

const undated = (kit: Kit): number => kit.missing.filter(({ expected }) => expected === null).length
const waits = (kit: Kit): number => {
  const whole = wholeOn(kit)
  return kit.need === null || whole === null || whole === "" ? 0 : minutesBetween(kit.need, whole)
}
/** What is shown as 0.0 days is none. */
const LEAST = 0.05 * 1440
const burns = signal(false)

function Bar({ kit }: { kit: Kit }) {
  return <span class={`progress kit-bar ${undated(kit) > 0 || waits(kit) > LEAST ? "progress-late" : ""}`}><i style={{ width: percent(kit.total === 0 ? 1 : kit.here / kit.total) }} /></span>
}

function Entry({ desk, t, kit, chosen }: { desk: Desk; t: MaterialText; kit: Kit; chosen: boolean }) {
  return (
    <a href={address("material", `kits/${kit.operation}`)} class={chosen ? "kit-entry chosen" : "kit-entry"} data-kit={kit.operation} aria-current={chosen ? "true" : undefined}>
      <b class="mold-id">{kit.mold}</b>
      <span class="mold-middle">
        <span class="one-line">{kit.part_name} · {kit.operation_name}</span>
        <Bar kit={kit} />
      </span>
      <span class="mold-right">
        <span class="mu">{kit.need === null ? "–" : desk.format.shortDate(kit.need)}</span>
        {kit.lacking === 0 ? <span class="run strong"><Shape name="ready" size={15} label={t("kits.whole")} /></span> : <b class={undated(kit) > 0 ? "act" : ""}>{kit.here}/{kit.total}</b>}
      </span>
    </a>
  )
}

function Missing({ desk, t, kit, piece }: { desk: Desk; t: MaterialText; kit: Kit; piece: Piece }) {
  const late = piece.expected !== null && kit.need !== null && minutesBetween(kit.need, piece.expected) > LEAST
  const spare = piece.expected !== null && kit.need !== null ? minutesBetween(piece.expected, kit.need) : null
  return (
    <tr data-missing={piece.id} class={piece.expected === null || late ? "short-late" : ""}>
      <td><span class="strong one-line">{piece.part_name}</span><span class="mu one-line">{piece.part}</span></td>
      <td><span class={`kit-what kit-${piece.what}`}><Shape name={piece.what === "work" ? "running" : "waiting"} size={14} /> {t(`kits.${piece.what}`)}</span></td>
      <td><span class="one-line">{piece.what === "material" ? piece.item : ""}</span><span class="mu one-line">{piece.supplier}</span></td>
      <td class="right">
        <span class={piece.expected === null ? "act strong" : "strong"}>{piece.expected === null ? t("undated") : desk.format.date(piece.expected)}</span>
        <span class={late ? "act" : "mu"}>{late ? t("kits.wait", { days: days(spare ?? 0) }) : spare === null ? "" : spare > LEAST ? t("kits.spare", { days: days(spare) }) : t("kits.holds")}</span>
      </td>
    </tr>
  )
}

function Detail({ desk, t, kit }: { desk: Desk; t: MaterialText; kit: Kit }) {
  const whole = wholeOn(kit)
  const without = undated(kit)
  const more = kit.lacking - kit.missing.length
  const order = [...kit.missing].sort((a, b) => (b.expected ?? "9").localeCompare(a.expected ?? "9"))
  return (
    <section class="kit-detail" data-detail={kit.operation}>
      <header class="kit-head">
        <div>
          <h1><a href={address("molds", kit.mold)}>{kit.mold}</a> <span class="mu">{kit.mold_name}</span></h1>
          <p><b>{kit.part_name}</b> · {kit.operation_name} · {kit.need === null ? t("kits.unplanned") : t("kits.start", { date: desk.format.date(kit.need) })}</p>
        </div>
        <p class="kit-sum">
          <b>{t("kits.of", { here: kit.here, total: kit.total })}</b>
          <span class={without > 0 ? "act strong" : "mu"}>{without > 0 ? t("kits.never", { count: without }) : whole ? t("kits.last", { date: desk.format.date(whole) }) : t("kits.whole")}</span>
        </p>
      </header>
      <div class="kit-dots" aria-hidden="true">{Array.from({ length: Math.min(kit.total, 200) }, (_, n) => <i key={n} class={n < kit.here ? "here" : n < kit.total - without ? "" : "never"} />)}</div>
      {kit.missing.length === 0 ? <Fine>{t("kits.ready")}</Fine> : (
        <div class="material-list">
          <table class="material-table kit-table">
            <thead><tr><th>{t("kits.missing", { count: kit.lacking })}</th><th /><th>{t("kits.what")}</th><th class="right">{t("kits.comes")}</th></tr></thead>
            <tbody>{order.map((piece) => <Missing key={piece.what + piece.id} desk={desk} t={t} kit={kit} piece={piece} />)}</tbody>
          </table>
          {more > 0 && <p class="mu kit-more">{t("kits.more", { count: more })}</p>}
        </div>
      )}
    </section>
  )
}

export function KitsScreen({ desk, chosen }: { desk: Desk; chosen: string }) {
  const t = materialTexts(desk.language)
  const asked = useAsked<Kit[]>(desk, "/api/material/kits")
  const words = filters.value.words
  return (
    <State desk={desk} asked={asked}>
      {(kits) => {
        const shown = kits.filter((kit) => kit.burns === burns.value && fits({ supplier: "", mold: "", words }, { supplier: "", mold: kit.mold }, kit.mold_name, kit.part_name, kit.operation_name))
        const front = kits.find(({ operation }) => operation === chosen) ?? shown[0]
        if (kits.length === 0) return <Fine>{t("kits.none")}</Fine>
        return (
          <div class="kits">
            <aside class="kit-side">
              <div class="search">
                <Icon svg={searchIcon} size={16} />
                <input type="search" aria-label={t("search")} placeholder={t("search")} value={words} onInput={(event) => (filters.value = { ...filters.value, words: event.currentTarget.value })} />
              </div>
              <div class="segments" role="group">
                {[false, true].map((one) => (
                  <button key={String(one)} class={burns.value === one ? "on" : ""} aria-pressed={burns.value === one} onClick={() => (burns.value = one)}>
                    {t(one ? "kits.burns" : "kits.assemblies")} {kits.filter((kit) => kit.burns === one).length}
                  </button>
                ))}
              </div>
              <nav class="mold-list">{shown.map((kit) => <Entry key={kit.operation} desk={desk} t={t} kit={kit} chosen={kit === front} />)}</nav>
              {shown.length === 0 && <p class="mu empty-row">{t("none.fit")}</p>}
            </aside>
            {front !== undefined && <Detail desk={desk} t={t} kit={front} />}
          </div>
        )
      }}
    </State>
  )
}

// What a bill of materials would do to its mold: classes with the template's places, parts, hours; or its faults.
import { number } from "../../draw/format"
import type { Desk } from "../context"
import { moldTexts } from "./texts"

export type Pick = { told: string; part_class: string; how: "all" | "as_many" | "none" }
type Fault = { sheet: string; row: number | null; column: string | null; value: string; text: string; code: string }
type Part = { id: string; name: string; part_class: string; material: string; quantity: number; operations: number; hours: number }
type NewPart = Part & { typical: boolean; replaces: string | null }
type ClassRow = { told: string; part_class: string; how: Pick["how"]; coming: number; replaced: number; template: number }
type Kind = { id: string; en: string; zh: string }
export type Looked = {
  ok: boolean
  faults: Fault[]
  classes?: ClassRow[]
  new?: NewPart[]
  changed?: (Part & { what: string[] })[]
  replaced?: (Part & { by: string | null; kept: number })[]
  kept?: { operation: string; name: string }[]
  unrouted?: string[]
  counts?: { operations: number; changed: number; cancelled: number; purchases: number }
  hours?: { added: number; cancelled: number }
  kinds?: Kind[]
}

const HOWS: readonly Pick["how"][] = ["all", "as_many", "none"]
const SHOWN = 300

export function Faults({ desk, faults, name, again }: { desk: Desk; faults: readonly Fault[]; name: string; again: () => void }) {
  const m = moldTexts(desk.language)
  return (
    <section class="faults">
      <p class="act strong">{m("bom.faults", { count: faults.length, name })} <button class="control" onClick={again}>{m("bom.other")}</button></p>
      <table class="plain-table">
        <thead><tr><th>{m("col.sheet")}</th><th class="right">{m("col.row")}</th><th>{m("col.column")}</th><th>{m("col.value")}</th><th>{m("col.remedy")}</th></tr></thead>
        <tbody>
          {faults.slice(0, SHOWN).map((fault, i) => (
            <tr key={i} data-fault={fault.code}><td>{fault.sheet}</td><td class="right">{fault.row ?? ""}</td><td>{fault.column ?? ""}</td><td class="fault-value">{fault.value}</td><td>{fault.text}</td></tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Classes({ desk, found, picks, pick, busy }: { desk: Desk; found: Looked; picks: readonly Pick[]; pick: (one: Pick) => void; busy: boolean }) {
  const m = moldTexts(desk.language)
  const kinds = found.kinds ?? []
  const named = ({ en, zh }: Kind) => (desk.language === "en" ? en : zh)
  const of = (row: ClassRow): Pick => picks.find(({ told }) => told === row.told) ?? { told: row.told, part_class: row.part_class, how: row.how }
  const told = (row: ClassRow) => {
    const kind = kinds.find(({ id }) => id === row.told)
    return (kind && named(kind)) || row.told || m("optional")
  }
  const rows = found.classes ?? []
  if (rows.length === 0) return null
  return (
    <table class="plain-table bom-classes">
      <thead><tr><th>{m("bom.told")}</th><th class="right">{m("bom.coming")}</th><th>{m("bom.class")}</th><th>{m("bom.places")}</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.told} data-class={row.told}>
            <td class={row.part_class === "" ? "wait strong" : ""}>{told(row)}</td>
            <td class="right">{row.coming}</td>
            <td>
              <select disabled={busy} aria-label={m("bom.class")} value={row.part_class} onChange={(event) => pick({ ...of(row), part_class: event.currentTarget.value })}>
                <option value="">{m("bom.class.none")}</option>
                {kinds.map((kind) => <option key={kind.id} value={kind.id}>{named(kind)}</option>)}
              </select>
            </td>
            <td>
              {row.template === 0 ? <span class="mu">{m("optional")}</span> : (
                <span class="bom-how">
                  <span class="segments">
                    {HOWS.map((how) => <button key={how} type="button" disabled={busy} class={row.how === how ? "on" : ""} onClick={() => pick({ ...of(row), how })}>{m(`how.${how}`)}</button>)}
                  </span>
                  <span class="mu">{m("bom.of", { count: row.template })}</span>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Preview({ desk, found, name, picks, pick, busy, release, again }: { desk: Desk; found: Looked; name: string; picks: readonly Pick[]; pick: (one: Pick) => void; busy: boolean; release: () => void; again: () => void }) {
  const m = moldTexts(desk.language)
  const fresh = found.new ?? []
  const changed = found.changed ?? []
  const counts: (readonly [string, string])[] = [
    [number(fresh.length), m("bom.new")], [number(changed.length), m("bom.changed")], [number(found.replaced?.length ?? 0), m("bom.replaced")], [number(found.kept?.length ?? 0), m("bom.kept")],
    [`+${number(found.hours?.added ?? 0)}`, m("bom.added")], [`−${number(found.hours?.cancelled ?? 0)}`, m("bom.cancelled")],
  ]
  return (
    <section class="bom-preview" data-preview={fresh.length}>
      <p class="bom-name"><b>{name}</b> <button class="control" onClick={again}>{m("bom.other")}</button></p>
      <div class="bom-head">
        <ul class="counts">{counts.map(([count, word]) => <li key={word}><b>{count}</b> <span class="mu">{word}</span></li>)}</ul>
        <button class="solid" disabled={busy} onClick={release} data-release>{fresh.length > 0 ? m("bom.release", { count: fresh.length }) : m("bom.release.change")}</button>
      </div>
      {(found.unrouted?.length ?? 0) > 0 && <p class="wait strong">{m("bom.unrouted", { count: found.unrouted?.length ?? 0 })}</p>}
      <Classes desk={desk} found={found} picks={picks} pick={pick} busy={busy} />
      {(fresh.length > 0 || changed.length > 0) && (
        <table class="plain-table bom-parts">
          <thead><tr><th>{m("bom.part")}</th><th>{m("mold.name")}</th><th>{m("bom.instead")}</th><th class="right">{m("bom.operations")}</th><th class="right">{m("bom.hours")}</th></tr></thead>
          <tbody>
            {changed.slice(0, SHOWN).map((part) => (
              <tr key={part.id}><td>{part.id}</td><td>{part.name} <span class="mu">{part.material}</span></td><td class="mu">{m("bom.changes")}: {part.what.join(", ")}</td><td class="right">{part.operations}</td><td class="right">{number(part.hours, 1)}</td></tr>
            ))}
            {fresh.slice(0, SHOWN).map((part) => (
              <tr key={part.id}><td>{part.id}</td><td>{part.name} <span class="mu">{part.material}{part.quantity > 1 ? ` × ${part.quantity}` : ""}</span></td><td class="mu">{part.replaces ?? ""}</td><td class={`right ${part.operations === 0 ? "wait strong" : ""}`}>{part.operations}</td><td class="right">{number(part.hours, 1)}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      {fresh.length > SHOWN && <p class="mu">{m("bom.more", { count: fresh.length - SHOWN })}</p>}
    </section>
  )
}

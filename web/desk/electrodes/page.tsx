// The next burns with their electrodes: made, measured, where they are; one that is late for its burn is red.
import { signal, useSignal } from "@preact/signals"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import { Shape } from "../../draw/shapes"
import type { ElectrodeRow, Moment } from "../../model/wire"
import { may, type Desk } from "../context"
import { address } from "../route"
import { useFound, type WorkState } from "../trials/model"
import { Acts } from "./acts"
import { electrodeTexts, type ElectrodeText } from "./texts"
import "./electrodes.css"

export type Electrode = ElectrodeRow & {
  part_class: string
  material: string
  operations: string[]
  left: number
  doing: string
  ends: Moment | null
  bad: boolean
  others: string[]
}
export type Burn = {
  burn: string; name: string; part: string; part_name: string; mold: string; work: WorkState
  start: Moment | null; machine: string | null; gate: string; ready: boolean; electrodes: Electrode[]
}

const SHOWS = ["all", "missing", "measure"] as const
const show = signal<(typeof SHOWS)[number]>("all")
const toMeasure = ({ made, measured }: Electrode): boolean => made && !measured
const isMissing = ({ made, measured }: Electrode): boolean => !made || !measured
const WANTED: Record<(typeof SHOWS)[number], (burn: Burn) => boolean> = {
  all: () => true,
  missing: ({ electrodes }) => electrodes.some(isMissing),
  measure: ({ electrodes }) => electrodes.some(toMeasure),
}

function State({ desk, t, one, burn }: { desk: Desk; t: ElectrodeText; one: Electrode; burn: Burn }) {
  if (one.made && one.measured) return <span class="run"><Shape name="ready" size={14} /> {t("state.ready")}{one.deviation === null ? "" : ` · ±${one.deviation}`}</span>
  if (one.made) return <b class={one.bad ? "act" : "wait"}><Shape name={one.bad ? "problem" : "waiting"} size={14} /> {t(one.bad ? "state.bad" : "state.unmeasured")}</b>
  const late = one.ends !== null && burn.start !== null && one.ends > burn.start && burn.work === "waiting"
  return (
    <span class={late || one.ends === null ? "act" : "mu"}>
      <Shape name={one.doing ? "running" : "waiting"} size={14} /> {one.doing || t("state.making")} · {t("state.left", { count: one.left })}
      {one.ends !== null && ` · ${t("ends", { when: `${desk.format.shortDate(one.ends)} ${desk.format.time(one.ends)}` })}`}{late && ` · ${t("late")}`}
    </span>
  )
}

function BurnRows({ desk, t, burn, nameOf, changed }: { desk: Desk; t: ElectrodeText; burn: Burn; nameOf: (burn: string) => string; changed: () => void }) {
  const missing = burn.electrodes.filter(isMissing).length
  const when = burn.work === "running" || burn.work === "paused" ? t("running") : burn.start === null ? t("no_date") : `${desk.format.shortDate(burn.start)} ${desk.format.time(burn.start)}`
  return (
    <section class="burn" data-burn={burn.burn} data-ready={missing === 0}>
      <header>
        <span class={missing === 0 ? "run" : "wait"}><Shape name={missing === 0 ? "ready" : "waiting"} size={16} /></span>
        <b>{burn.mold}</b> <span>{burn.part_name}</span> <span class="mu">{burn.name}</span>
        <span class="burn-when"><span class="mu">{burn.machine ?? ""}</span> <b>{when}</b></span>
        <span class={`burn-count ${missing === 0 ? "mu" : "wait strong"}`}>{burn.electrodes.length - missing} / {burn.electrodes.length}</span>
      </header>
      <ul>
        {burn.electrodes.map((one) => (
          <li key={one.part} class="electrode" data-electrode={one.part} data-state={!one.made ? "making" : one.measured ? "ready" : "unmeasured"}>
            <span class="one-line"><a class="strong" href={address("molds", burn.mold)}>{one.name}</a> <span class="mu">{one.part}</span>{one.others.length > 0 && <span class="mu"> · {t("others", { burns: one.others.map(nameOf).join(", ") })}</span>}</span>
            <State desk={desk} t={t} one={one} burn={burn} />
            <Acts desk={desk} t={t} one={one} mayTell={may(desk, "command measure_electrode")} changed={changed} />
          </li>
        ))}
      </ul>
    </section>
  )
}

export function ElectrodesPage({ desk }: { desk: Desk }) {
  const t = electrodeTexts(desk.language)
  const words = useSignal("")
  const again = useSignal(0)
  const known = useSignal<readonly Burn[]>([])
  const operations = desk.store.tables.operations.value
  // Asked for anew when one of the shown burns or of their electrodes stands otherwise.
  const stand = known.value.flatMap(({ burn, electrodes }) => [burn, ...electrodes.flatMap((one) => one.operations)]).map((id) => {
    const row = operations.get(id)
    return row === undefined ? "" : `${row.work}${row.ready}${row.machine ?? ""}`
  }).join()
  const { found, error } = useFound<Burn[]>(desk, "/api/electrodes", [stand, again.value])
  const burns = found.value
  if (burns === null) {
    return <main class="page">{error.value ? <p class="act strong" role="alert">{error.value}</p> : <Bars rows={10} label={desk.t("loading")} />}</main>
  }
  if (known.value !== burns) queueMicrotask(() => (known.value = burns))
  const wanted = words.value.trim().toLowerCase()
  const text = ({ mold, part_name, name, electrodes }: Burn) => [mold, part_name, name, ...electrodes.flatMap((one) => [one.part, one.name, one.place])].join(" ").toLowerCase()
  const shown = burns.filter((burn) => WANTED[show.value](burn) && text(burn).includes(wanted))
  const names = new Map(burns.map(({ burn, mold, part_name, name }) => [burn, `${mold} ${part_name} ${name}`]))
  const nameOf = (burn: string): string => names.get(burn) ?? operations.get(burn)?.name ?? burn
  return (
    <main class="page electrodes-page">
      <div class="electrodes-head">
        <div><h1>{t("title")}</h1><p class="mu">{t("what")}</p></div>
        <label class="search"><Icon svg={searchIcon} size={16} /><input type="search" placeholder={t("search")} aria-label={t("search")} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} /></label>
        <div class="segments" role="radiogroup" aria-label={t("title")}>
          {SHOWS.map((one) => <button key={one} type="button" role="radio" data-show={one} aria-checked={show.value === one} class={show.value === one ? "on" : ""} onClick={() => (show.value = one)}>{t(`show.${one}`)} {burns.filter(WANTED[one]).length}</button>)}
        </div>
      </div>
      {shown.length === 0 ? <p class="fine"><Shape name="ready" size={16} /> {t("none")}</p> : shown.map((burn) => <BurnRows key={burn.burn} desk={desk} t={t} burn={burn} nameOf={nameOf} changed={() => (again.value += 1)} />)}
    </main>
  )
}

// Figures of thirty days, each against the thirty before; what nobody recorded is hatched.
import downIcon from "@tabler/icons/outline/arrow-down.svg?raw"
import upIcon from "@tabler/icons/outline/arrow-up.svg?raw"
import { number } from "../draw/format"
import { Icon } from "../draw/icon"
import type { FigureRow } from "../model/wire"
import type { TileProps, Wall } from "./context"
import { changeOf } from "./lists"

export const FIGURES = ["on_time", "adherence", "utilization", "first_pass", "response", "unattended"] as const
export type FigureName = (typeof FIGURES)[number]

/** 86 and %, 7 and min. */
export function figureParts(wall: Wall, name: FigureName, value: number): { text: string; unit: string } {
  if (name !== "response") return { text: number(value * 100), unit: "%" }
  const { number: text, unit } = wall.format.minutes(value)
  return { text, unit }
}

function Change({ row }: { row: FigureRow }) {
  const change = changeOf(row)
  if (change === null) return <span class="figure-change mu">{row.before === null ? "" : "="}</span>
  return (
    <span class={`figure-change ${change.better ? "run" : "wait"}`}>
      <Icon svg={change.by > 0 ? upIcon : downIcon} size={26} /> {Math.abs(change.by)}
    </span>
  )
}

function Figure({ wall, name }: { wall: Wall; name: FigureName }) {
  const row = wall.store.tables.figures.value.get(name)
  const value = row?.value ?? null
  const parts = value === null ? null : figureParts(wall, name, value)
  return (
    <li data-figure={name} data-known={value !== null}>
      <span class="one-line">{wall.t(`figure.${name}`)}</span>
      {parts === null ? (
        <p class="figure-unknown">{wall.t("unknown")}</p>
      ) : (
        <p>
          <b>{parts.text}</b> <span class="mu">{parts.unit}</span>
        </p>
      )}
      {row !== undefined && value !== null && <Change row={row} />}
    </li>
  )
}

/** What the figures are compared with, or since when there are any. */
export function spanText(wall: Wall): string {
  const rows = [...wall.store.tables.figures.value.values()]
  if (rows.some(({ before, id }) => before !== null && id !== "on_time")) return wall.t("figures.against")
  const since = rows.map((row) => row.since).sort().at(-1)
  return since === undefined ? "" : wall.t("figures.since", { date: wall.format.shortDate(since) })
}

export function Figures({ wall }: TileProps) {
  return (
    <section class="panel figures">
      <h2>
        {wall.t("figures")}
        <small class="mu end">{spanText(wall)}</small>
      </h2>
      <ul>
        {FIGURES.map((name) => (
          <Figure key={name} wall={wall} name={name} />
        ))}
      </ul>
    </section>
  )
}

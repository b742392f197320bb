// Machines as tiles by kind: state by shape and ground, the mold on it, how far it is, whether the next is ready.
import { Shape, toneOf } from "../draw/shapes"
import type { MachineRow } from "../model/wire"
import { seen, type TileProps, type Wall } from "./context"
import { broken, flow, groups, lightCounts, nextIsMissing, places, shareDone, shortMold, spread, type Block, type Places, type TileSize } from "./views"

const WIDTH = 1182
/** A higher tile has larger letters. */
const LARGE = 80
/** Room that a 24 px label takes a character: Chinese ones are square. */
const labelWidth = (text: string): number => [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? 24 : 12.5), 0)

function Tile({ machine, now, size }: { machine: MachineRow; now: number; size: TileSize }) {
  const { light } = machine
  const share = light === "running" || light === "unattended" ? shareDone(machine, now) : null
  const mold = machine.mold === null || light === "idle" ? "" : shortMold(machine.mold)
  const hole = light === "down" ? "var(--act)" : "var(--s2)"
  return (
    <div class={`tile tile-${light}${size.height > LARGE ? " tile-large" : ""}`} style={{ width: `${size.width}px`, height: `${size.height}px` }} data-machine={machine.id} data-light={light}>
      <span class="tile-number">{machine.number}</span>
      <span class={`tile-shape ${toneOf(light)}`}>
        <Shape name={light} size={size.height > LARGE ? 34 : size.height > 60 ? 25 : 22} hole={hole} label={light} />
      </span>
      <b class={mold.length > 4 ? "tile-mold long" : "tile-mold"}>{mold}</b>
      {share !== null && <i class="tile-bar" style={{ width: `${Math.round(share * 100)}%` }} />}
      {nextIsMissing(machine, now) && <i class="tile-corner" />}
    </div>
  )
}

function PlaceTile({ place, size }: { place: Places; size: TileSize }) {
  return (
    <div class="tile tile-places" style={{ width: `${Math.max(size.width, 80)}px`, height: `${size.height}px` }} data-places={place.id}>
      <span>
        <b>{place.busy}</b>
        <span class="mu">/{place.total}</span>
      </span>
    </div>
  )
}

function Counts({ wall }: { wall: Wall }) {
  return (
    <span class="light-counts">
      {lightCounts(seen.machines(wall), wall.view.places).map(([light, count]) => (
        <span key={light}>
          <span class={toneOf(light)}>
            <Shape name={light} size={22} hole="var(--sf)" />
          </span>
          <b>{count}</b> {wall.t(`light.${light}`)}
        </span>
      ))}
    </span>
  )
}

export function Machines({ wall, height }: TileProps) {
  const rows = seen.machines(wall)
  const one = wall.view.places
  const kinds = wall.store.tables.kinds.value
  const now = wall.tick.value.now ?? 0
  const label = (id: string): string => {
    const kind = kinds.get(id)
    return id === "seats" ? wall.t("seats") : id.includes("+") ? "" : kind === undefined ? id : wall.words.kind(kind)
  }
  const machineGroups = broken(groups(rows, one), 12)
  const placeGroups = one ? [] : places(rows)
  const blocks: Block[] = [
    ...machineGroups.map((group) => ({ id: group.id, tiles: group.machines.length, labelWidth: labelWidth(label(group.id)) })),
    ...placeGroups.map((place) => ({ id: place.id, tiles: 1, labelWidth: Math.max(80, labelWidth(label(place.id))) })),
    { id: "legend", tiles: 1, labelWidth: 40 + labelWidth(wall.t("next_not_ready")) },
  ]
  const { size, rows: lines, left } = flow(blocks, WIDTH, height - 2)
  const tiles = new Map(machineGroups.map((group) => [group.id, group.machines]))
  const counted = new Map(placeGroups.map((place) => [place.id, place]))
  const total = machineGroups.reduce((sum, group) => sum + group.machines.length, 0)

  const block = (id: string) => {
    const place = counted.get(id)
    if (id === "legend") {
      return (
        <div class="corner-legend" key={id}>
          <i class="tile tile-running"><i class="tile-corner" /></i> {wall.t("next_not_ready")}
        </div>
      )
    }
    return (
      <div class="group" key={id}>
        <span class="group-name mu" style={{ height: `${size.label}px` }}>{label(id)}</span>
        <div class="group-tiles" style={{ gap: `${size.gap}px` }}>
          {place === undefined
            ? tiles.get(id)?.map((machine) => <Tile key={machine.id} machine={machine} now={now} size={size} />)
            : <PlaceTile place={place} size={size} />}
        </div>
      </div>
    )
  }

  return (
    <section class="panel machines">
      <h2>
        {wall.t("machines", { count: total })}
        <Counts wall={wall} />
      </h2>
      {total === 0 && <p class="mu">{wall.t("machines.none")}</p>}
      <div class="lines" style={{ gap: `${spread(lines.length, size, height - 2)}px` }}>
        {lines.map((line) => (
          <div class="line" key={line[0]} style={{ gap: `${size.between}px` }}>
            {line.map(block)}
          </div>
        ))}
      </div>
      {left.length > 0 && (
        <p class="left-over mu">
          {left.filter((id) => id !== "legend").map((id) => `${label(id)} ${tiles.get(id)?.length ?? counted.get(id)?.total ?? ""}`).join(" · ")}
        </p>
      )}
    </section>
  )
}

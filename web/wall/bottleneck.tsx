// The kinds of machines with the most work ahead.
import { number, percent } from "../draw/format"
import { Glow } from "../draw/glow"
import { Calm } from "./calm"
import type { KindRow } from "../model/wire"
import { seen, type TileProps, type Wall } from "./context"
import { bottlenecks, loadTone } from "./views"

/** Where 100 % stands on the bar, so that an overload has room beyond it. */
const FULL = 0.72

export function LoadBar({ share, height }: { share: number; height: number }) {
  const inside = Math.min(share, 1) * FULL
  const beyond = Math.min(Math.max(share - 1, 0) * FULL, 1 - FULL)
  return (
    <div class="load-bar" style={{ height: `${height}px` }}>
      <i class="inside" style={{ width: `${inside * 100}%` }} />
      <i class={`beyond ${loadTone(share)}`} style={{ left: `${FULL * 100}%`, width: `${beyond * 100}%` }} />
      <i class="full" style={{ left: `${FULL * 100}%` }} />
    </div>
  )
}

function Row({ wall, kind, first }: { wall: Wall; kind: KindRow; first: boolean }) {
  const share = kind.load_72h ?? 0
  return (
    <li class={first ? "load first" : "load"} data-kind={kind.id}>
      <p>
        <b class="one-line">{wall.words.kind(kind)}</b>
        <span class="mu">{wall.t("queue", { hours: number(kind.queue_hours) })}</span>
        <b class={`end ${loadTone(share)}`}><Glow value={percent(share)} /></b>
      </p>
      <LoadBar share={share} height={first ? 26 : 18} />
    </li>
  )
}

export function Bottleneck({ wall, height }: TileProps) {
  const kinds = bottlenecks(seen.kinds(wall), Math.max(1, Math.floor((height - 20) / 100)))
  return (
    <section class="panel bottleneck">
      <h2>
        {wall.t("bottleneck")}
        <small class="end mu">{wall.t("load72")}</small>
      </h2>
      {kinds.length === 0 ? (
        <Calm text={wall.t("load.none")} />
      ) : (
        <ul>
          {kinds.map((kind, i) => (
            <Row key={kind.id} wall={wall} kind={kind} first={i === 0} />
          ))}
        </ul>
      )}
    </section>
  )
}

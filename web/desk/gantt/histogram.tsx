// Load by day of one kind of machine under the plan: what is over capacity is red.
import { signal } from "@preact/signals"
import { percent } from "../../draw/format"
import type { KindRow } from "../../model/wire"
import type { Desk } from "../context"
import { view } from "./state"
import { DAY, midnight, xOf } from "./view"

const picked = signal<string | null>(null)
const SHOWN = 4
const HIGH = 112
/** The line of full capacity, px above the ground. */
const FULL = 62

const tone = (share: number | null): string => (share === null ? "mu" : share > 1.2 ? "act" : share > 1 ? "wait" : "")

export function Histogram({ desk }: { desk: Desk }) {
  const kinds = [...desk.store.tables.kinds.value.values()]
    .filter((kind) => kind.load_72h !== null && kind.machines > 0)
    .sort((a, b) => (b.load_72h ?? 0) - (a.load_72h ?? 0))
  const kind = kinds.find(({ id }) => id === picked.value) ?? kinds[0]
  const shown = kinds.slice(0, SHOWN)
  if (kind === undefined) return null
  if (!shown.includes(kind)) shown[SHOWN - 1] = kind
  return (
    <div class="histogram">
      <div class="histogram-kinds" role="radiogroup">
        {shown.map((one) => (
          <button key={one.id} role="radio" aria-checked={one === kind} class={one === kind ? "chosen" : ""} onClick={() => (picked.value = one.id)}>
            <span class="one-line">{desk.words.kind(one)}</span>
            <b class={tone(one.load_72h)}>{one.load_72h === null ? "" : percent(one.load_72h)}</b>
          </button>
        ))}
      </div>
      <Columns desk={desk} kind={kind} />
    </div>
  )
}

function Columns({ desk, kind }: { desk: Desk; kind: KindRow }) {
  const seen = view.value
  const now = desk.tick.value.now ?? 0
  const today = midnight(now, desk.format)
  const wide = DAY * seen.scale
  return (
    <svg class="columns" height={HIGH + 24} role="img" aria-label={`${desk.words.kind(kind)}: ${kind.load_days.map(({ day, share }) => `${day} ${share === null ? "–" : percent(share)}`).join(", ")}`}>
      {kind.load_days.map(({ day, share }, i) => {
        const x = xOf(seen, today + i * DAY)
        if (x + wide < 0 || x > 4000 || share === null) return null
        const full = Math.min(1, share) * FULL
        const over = Math.min(HIGH - FULL - 14, Math.max(0, share - 1) * FULL)
        const label = wide > 34
        return (
          <g key={day} data-day={day}>
            <rect x={x + 1} y={HIGH - full} width={Math.max(1, wide - 2)} height={full} fill="var(--pl)" opacity={share > 0.85 ? 1 : 0.72} />
            {over > 0 && <rect x={x + 1} y={HIGH - full - over} width={Math.max(1, wide - 2)} height={over} fill="var(--act)" />}
            {label && (
              <text
                x={x + wide / 2} y={share > 1 ? HIGH - full - over - 5 : full > 20 ? HIGH - full + 15 : HIGH - full - 5} text-anchor="middle"
                fill={share > 1 ? "var(--act)" : full > 20 ? "#fff" : "var(--mu)"} font-weight={share > 1 ? 600 : 400}
              >
                {Math.round(share * 100)}
              </text>
            )}
          </g>
        )
      })}
      <line x1="0" x2="100%" y1={HIGH - FULL} y2={HIGH - FULL} stroke="var(--tx)" stroke-width="1.2" />
      <line x1="0" x2="100%" y1={HIGH} y2={HIGH} stroke="var(--ln)" />
    </svg>
  )
}

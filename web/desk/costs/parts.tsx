// What stands beside a quote: a bar and what is over.
import { number } from "../../draw/format"

/** How much of the quote is used and expected; what is over it stands beyond the line. */
export function Against({ quoted, used, expected }: { quoted: number | null; used: number; expected: number }) {
  const most = Math.max(quoted ?? 0, expected, 1)
  const share = (value: number): string => `${(100 * value) / most}%`
  return (
    <span class={`against ${quoted !== null && expected > quoted ? "against-over" : ""}`} aria-hidden="true">
      <i class="against-expected" style={{ width: share(expected) }} />
      <i class="against-used" style={{ width: share(used) }} />
      {quoted !== null && <i class="against-quoted" style={{ left: share(quoted) }} />}
    </span>
  )
}

export function Over({ by }: { by: number | null }) {
  if (by === null) return <span class="mu">–</span>
  return <b class={by > 0.5 ? "act" : "run"}>{by > 0 ? "+" : by < 0 ? "−" : ""}{number(Math.abs(by))}</b>
}

// What a search of the plan finds.
import type { MoldRow, OperationRow } from "../../model/wire"
import type { Lane } from "./layout"

export type Hit = { what: "mold" | "machine" | "operation"; id: string; label: string }

/** What a search finds, molds first; every word must be in it. */
export function found(text: string, molds: Iterable<MoldRow>, lanes: readonly Lane[], operations: Iterable<OperationRow>, most: number): Hit[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const fits = (...parts: string[]): boolean => {
    const whole = parts.join(" ").toLowerCase()
    return words.every((word) => whole.includes(word))
  }
  const hits: Hit[] = []
  for (const mold of molds) if (fits(mold.id, mold.name)) hits.push({ what: "mold", id: mold.id, label: `${mold.id} ${mold.name}` })
  for (const lane of lanes) {
    if (lane.machine !== null && fits(lane.id, lane.machine.name)) hits.push({ what: "machine", id: lane.id, label: lane.id })
  }
  for (const row of operations) {
    if (hits.length >= most) break
    if (row.plan !== null && fits(row.id, row.name, row.part)) hits.push({ what: "operation", id: row.id, label: `${row.id} ${row.name}` })
  }
  return hits.slice(0, most)
}

// A tile with nothing to list: all is well, or nobody knows.
import { Shape } from "../draw/shapes"
import type { Wall } from "./context"

export function Calm({ text, more }: { text: string; more?: string | null }) {
  return (
    <div class="calm">
      <span class="run">
        <Shape name="ready" size={40} />
      </span>
      <b>{text}</b>
      {more && <span class="mu">{more}</span>}
    </div>
  )
}

/** The shop's data do not speak of it: hatched, never a zero. */
export function Unknown({ wall, what }: { wall: Wall; what: string }) {
  return (
    <div class="unknown" data-unknown>
      <p>
        <Shape name="no_data" size={40} />
        <b>{wall.t("unknown")}</b>
        <span>{what}</span>
      </p>
    </div>
  )
}

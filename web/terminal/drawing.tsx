// The drawing of the part, large; pages side by side by tap, enlarged by tap or two fingers.
import beforeIcon from "@tabler/icons/outline/chevron-left.svg?raw"
import afterIcon from "@tabler/icons/outline/chevron-right.svg?raw"
import largerIcon from "@tabler/icons/outline/zoom-in.svg?raw"
import smallerIcon from "@tabler/icons/outline/zoom-out.svg?raw"
import { useState } from "preact/hooks"
import { Icon } from "../draw/icon"
import type { DrawingRow, StationRow } from "../model/wire"
import { Panel } from "./panel"
import type { Terminal } from "./terminal"

/** Times the width of the screen. */
const SIZES = [1, 1.6, 2.5, 4] as const
/** Pages of so many jobs are fetched before they are wanted, so that they are there without a network. */
const AHEAD = 6

export const pageAddress = ({ name }: DrawingRow, page: number): string => `/api/drawings/${name}/pages/${page}`

/** Fetches the pages of the jobs that come first; the worker of the page keeps them. */
export function fetchAhead(row: StationRow, seen: Set<string>): void {
  for (const { drawing } of [...row.current, ...row.queue].slice(0, AHEAD)) {
    for (let page = 1; page <= (drawing?.pages ?? 0); page += 1) {
      const address = drawing === null ? "" : pageAddress(drawing, page)
      if (seen.has(address)) continue
      seen.add(address)
      void fetch(address, { credentials: "same-origin", priority: "low" } as RequestInit).catch(() => seen.delete(address))
    }
  }
}

export function Drawing({ terminal, row, operation }: { terminal: Terminal; row: StationRow; operation: string }) {
  const [page, setPage] = useState(1)
  const [size, setSize] = useState(0)
  const [failed, setFailed] = useState(false)
  const t = terminal.t.value
  const item = [...row.current, ...row.queue].find((one) => one.operation === operation)
  const drawing = item?.drawing ?? null
  if (item === undefined || drawing === null) return null
  const turn = (by: number) => {
    setFailed(false)
    setPage(Math.min(drawing.pages, Math.max(1, page + by)))
  }
  const since = terminal.format.value.date(drawing.at)
  return (
    <Panel terminal={terminal} title={`${item.mold} ${item.part_name}`} what={[drawing.revision, t("drawing.since", { date: since, who: drawing.by })].filter(Boolean).join(" · ")}>
      <div class="drawing" data-page={page}>
        {failed
          ? <p class="warn drawing-failed" role="alert">{t("drawing.failed")}</p>
          : <img src={pageAddress(drawing, page)} alt={t("drawing.page", { page, pages: drawing.pages })} style={{ width: `${100 * (SIZES[size] ?? 1)}%` }} onError={() => setFailed(true)} />}
      </div>
      <div class="buttons drawing-buttons">
        <button class="second" data-do="smaller" aria-label={t("drawing.smaller")} disabled={size === 0} onClick={() => setSize(size - 1)}><Icon svg={smallerIcon} size={40} /></button>
        <button class="second" data-do="larger" aria-label={t("drawing.larger")} disabled={size === SIZES.length - 1} onClick={() => setSize(size + 1)}><Icon svg={largerIcon} size={40} /></button>
        {drawing.pages > 1 && (
          <>
            <button class="second" data-do="page-before" aria-label={t("drawing.before")} disabled={page === 1} onClick={() => turn(-1)}><Icon svg={beforeIcon} size={40} /></button>
            <b>{page}/{drawing.pages}</b>
            <button class="second" data-do="page-after" aria-label={t("drawing.after")} disabled={page === drawing.pages} onClick={() => turn(1)}><Icon svg={afterIcon} size={40} /></button>
          </>
        )}
      </div>
    </Panel>
  )
}

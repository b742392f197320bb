// Drawings of a part: the valid one, those before, and a place to attach the next.
import { useSignal } from "@preact/signals"
import fileIcon from "@tabler/icons/outline/file-text.svg?raw"
import { Icon } from "../draw/icon"
import type { PartRow } from "../model/wire"
import { del, upload } from "../net/http"
import { failureText, may, type Desk } from "./context"

const COLUMNS = 9

export function DrawingsOf({ desk, part }: { desk: Desk; part: PartRow }) {
  const { t, format } = desk
  const revision = useSignal("")
  const error = useSignal("")
  const busy = useSignal(false)
  const path = `/api/parts/${encodeURIComponent(part.id)}/drawings`
  const attach = may(desk, "POST /api/parts/{part}/drawings")
  if (part.drawings.length === 0 && !attach) return null
  const act = async (work: () => Promise<unknown>) => {
    busy.value = true
    error.value = ""
    try {
      await work()
      revision.value = ""
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
    busy.value = false
  }
  return (
    <tr class="drawings" data-drawings={part.id}>
      <td colSpan={COLUMNS}>
        {part.drawings.toReversed().map((one, place) => (
          <span key={one.name} class={place === 0 ? "drawing-valid" : "drawing-old mu"} data-drawing={one.name}>
            <a href={`/api/drawings/${one.name}`} target="_blank" rel="noreferrer"><Icon svg={fileIcon} size={16} /> {one.revision || t("drawing")}</a>
            {" "}<span class="mu">{t(place === 0 ? "drawing.valid" : "drawing.old", { date: format.date(one.at), who: one.by })}</span>
            {attach && <button class="control" disabled={busy.value} onClick={() => void act(() => del(`${path}/${one.name}`))}>{t("drawing.withdraw")}</button>}
          </span>
        ))}
        {attach && (
          <span class="drawing-add">
            <input aria-label={t("drawing.revision")} placeholder={t("drawing.revision")} value={revision.value} onInput={(event) => (revision.value = event.currentTarget.value)} />
            <label class="control">
              {t(busy.value ? "loading" : "drawing.attach")}
              <input
                type="file" accept="application/pdf,image/png,image/jpeg" disabled={busy.value}
                onChange={(event) => {
                  const file = event.currentTarget.files?.[0]
                  event.currentTarget.value = ""
                  if (file !== undefined) void act(() => upload(path, file, { revision: revision.value }))
                }}
              />
            </label>
          </span>
        )}
        {error.value && <b class="act" role="alert">{error.value}</b>}
      </td>
    </tr>
  )
}

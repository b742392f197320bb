// Engineering changes: the list, one with all that it touches, and a new one.
import { signal, useSignal } from "@preact/signals"
import { Bars } from "../../draw/parts"
import { may, type Desk } from "../context"
import { address } from "../route"
import { useFound } from "../trials/model"
import { standTone, type Head } from "./model"
import { NewChange } from "./new_change"
import { ChangeRecord } from "./record"
import { changeTexts } from "./texts"
import "./changes.css"

const NEW = "new"
const show = signal<"open" | "all">("open")

function List({ desk, changes, chosen }: { desk: Desk; changes: Head[]; chosen: string }) {
  const t = changeTexts(desk.language)
  const open = changes.filter(({ stand }) => stand === "open" || stand === "stopped")
  const shown = show.value === "open" ? open : changes
  return (
    <aside class="mold-side change-side">
      <div class="change-tools">
        <div class="segments" role="radiogroup" aria-label={t("title")}>
          {(["open", "all"] as const).map((one) => <button key={one} type="button" role="radio" aria-checked={show.value === one} class={show.value === one ? "on" : ""} onClick={() => (show.value = one)}>{t(`show.${one}`)} {one === "open" ? open.length : changes.length}</button>)}
        </div>
        {may(desk, "command open_change") && <a class="solid" data-do="new" href={address("changes", NEW)}>{t("new")}</a>}
      </div>
      <nav class="mold-list change-list" aria-label={t("title")}>
        {shown.map((change) => (
          <a key={change.id} href={address("changes", change.id)} class={change.id === chosen ? "chosen" : ""} data-change-row={change.number}>
            <span class="change-line"><b>{change.number}</b> <span class="mu">{change.mold}</span> <b class={`change-stand ${standTone(change.stand)}`}>{t(`stand.${change.stand}`)}</b></span>
            <span class="one-line">{change.title}</span>
            <span class="mu">{t(`source.${change.source}`)} · {desk.format.shortDate(change.opened_at)} · {change.opened_by}</span>
          </a>
        ))}
        {shown.length === 0 && <p class="empty-row mu">{t("none")}</p>}
      </nav>
    </aside>
  )
}

export function ChangesPage({ desk, chosen }: { desk: Desk; chosen: string }) {
  const again = useSignal(0)
  const { found, error } = useFound<Head[]>(desk, "/api/changes", [desk.store.tables.changes.value, again.value])
  const changes = found.value
  if (changes === null) {
    return <main class="page">{error.value ? <p class="act strong" role="alert">{error.value}</p> : <Bars rows={10} label={desk.t("loading")} />}</main>
  }
  const name = chosen || (changes[0]?.id ?? "")
  return (
    <main class="molds-page changes-page">
      <List desk={desk} changes={changes} chosen={name} />
      {name === NEW ? <NewChange desk={desk} /> : name === "" ? <p class="empty-row mu">{changeTexts(desk.language)("none")}</p> : <ChangeRecord key={name} desk={desk} id={name} changed={() => (again.value += 1)} />}
    </main>
  )
}

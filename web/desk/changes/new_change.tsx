// A new change: of which mold, which of its parts, what, and from whom.
import { useSignal } from "@preact/signals"
import { uuid7 } from "../../net/ids"
import { commanded, type Desk } from "../context"
import { address, go } from "../route"
import { SOURCES, type Source } from "./model"
import { changeTexts } from "./texts"

const LONGEST = 200

export function NewChange({ desk }: { desk: Desk }) {
  const t = changeTexts(desk.language)
  const mold = useSignal("")
  const parts = useSignal<ReadonlySet<string>>(new Set())
  const title = useSignal("")
  const source = useSignal<Source>("customer")
  const find = useSignal("")
  const busy = useSignal(false)
  const error = useSignal("")
  const molds = [...desk.store.tables.molds.value.values()].filter(({ light }) => light !== "done").sort((a, b) => a.id.localeCompare(b.id))
  const words = find.value.trim().toLowerCase()
  const own = [...desk.store.tables.parts.value.values()]
    .filter((part) => part.mold === mold.value && !part.part_class.startsWith("electrode"))
    .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
  const shown = own.filter(({ id, name }) => parts.value.has(id) || `${id} ${name}`.toLowerCase().includes(words))
  const toggle = (part: string) => {
    const next = new Set(parts.value)
    if (!next.delete(part)) next.add(part)
    parts.value = next
  }
  const save = async () => {
    const change = uuid7()
    busy.value = true
    error.value = await commanded(desk, "open_change", { change, mold: mold.value, parts: [...parts.value], title: title.value, source: source.value, person: desk.user.person || null })
    busy.value = false
    if (error.value === "") go("changes", change)
  }
  return (
    <form class="change-main" data-form="new-change" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <h1>{t("new")}</h1>
      <div class="fields">
        <label class="field"><span>{t("mold")}</span>
          <select required name="mold" value={mold.value} onChange={(event) => { mold.value = event.currentTarget.value; parts.value = new Set() }}>
            <option value="" disabled>{t("mold.choose")}</option>
            {molds.map(({ id, name }) => <option key={id} value={id}>{id} {name}</option>)}
          </select>
        </label>
      </div>
      <label class="field"><span>{t("what")}</span><input required name="title" maxLength={LONGEST} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} /></label>
      <fieldset class="pick">
        <legend>{t("source")}</legend>
        {SOURCES.map((one) => <label key={one} class={source.value === one ? "picked" : ""}><input type="radio" name="source" checked={source.value === one} onChange={() => (source.value = one)} /> {t(`source.${one}`)}</label>)}
      </fieldset>
      {mold.value !== "" && (
        <fieldset class="change-parts">
          <legend>{t("parts")} · {t("parts.count", { count: parts.value.size })}</legend>
          <input type="search" placeholder={t("parts.find")} aria-label={t("parts.find")} value={find.value} onInput={(event) => (find.value = event.currentTarget.value)} />
          <div class="change-part-list">
            {shown.map(({ id, name }) => (
              <label key={id} class={parts.value.has(id) ? "picked" : ""} data-part={id}><input type="checkbox" checked={parts.value.has(id)} onChange={() => toggle(id)} /> <b>{name || id}</b> <span class="mu">{id}</span></label>
            ))}
          </div>
        </fieldset>
      )}
      <div class="form-foot">
        <button class="solid" disabled={busy.value || parts.value.size === 0}>{t("open")}</button>
        <a class="link" href={address("changes")}>{t("back")}</a>
        {error.value && <span class="act strong" role="alert">{error.value}</span>}
      </div>
    </form>
  )
}

// A new item: what was found, where, who answers for it; beside it the same elsewhere, as it is written.
import { signal, useSignal, type Signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import backIcon from "@tabler/icons/outline/arrow-left.svg?raw"
import { Icon } from "../../draw/icon"
import { get } from "../../net/http"
import { uuid7 } from "../../net/ids"
import { commanded, type Desk } from "../context"
import { address, go } from "../route"
import { SameElsewhere } from "./elsewhere"
import { DAYS, KINDS, LEVELS, SOURCES, type Elsewhere } from "./model"
import { AddPhoto, DepartmentChoice, Helpers, PersonChoice, Photos } from "./parts"
import { ledgerTexts } from "./texts"

const NOTHING: Elsewhere = { alike: [], operations: [] }
const WRITING_MS = 350

/** Half a form stays while other pages are open. */
const fresh = () => ({
  source: "inspection", kind: "quality", level: "general", description: "", mold: "", part: "", operation: "", machine: "",
  department: "", owner: "", found_by: "", effect_days: "", recurs: "",
})
type Form = ReturnType<typeof fresh>
const form = signal<Form>(fresh())
const helpers = signal<readonly string[]>([])
const photos = signal<readonly string[]>([])

function field(name: keyof Form): Signal<string> {
  return {
    get value() { return form.value[name] },
    set value(text: string) { form.value = { ...form.value, [name]: text } },
  } as Signal<string>
}

function Choice({ label, value, options, none }: { label: string; value: Signal<string>; options: readonly (readonly [string, string])[]; none: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value.value} onChange={(event) => (value.value = event.currentTarget.value)}>
        <option value="">{none}</option>
        {options.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
      </select>
    </label>
  )
}

function Pick({ label, options, value, name }: { label: string; options: readonly (readonly [string, string])[]; value: Signal<string>; name: string }) {
  return (
    <fieldset class="pick">
      <legend>{label}</legend>
      {options.map(([id, text]) => (
        <label key={id} class={value.value === id ? "picked" : ""}>
          <input type="radio" name={name} checked={value.value === id} onChange={() => (value.value = id)} /> {text}
        </label>
      ))}
    </fieldset>
  )
}

/** Where it is: the mold narrows its parts, the part its operations. */
function Place({ desk }: { desk: Desk }) {
  const t = ledgerTexts(desk.language)
  const { molds, parts, operations, machines } = desk.store.tables
  const known = form.value
  const byId = <T extends { id: string }>(rows: Iterable<T>) => [...rows].sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }))
  const ofMold = byId(parts.value.values()).filter(({ mold }) => mold === known.mold)
  const ofPart = [...operations.value.values()].filter(({ part }) => part === known.part).sort((a, b) => a.step.localeCompare(b.step, "en", { numeric: true }))
  const mold = { get value() { return known.mold }, set value(id: string) { form.value = { ...form.value, mold: id, part: "", operation: "" } } } as Signal<string>
  const part = { get value() { return known.part }, set value(id: string) { form.value = { ...form.value, part: id, operation: "" } } } as Signal<string>
  return (
    <div class="fields four">
      <Choice label={t("mold")} value={mold} none={t("any")} options={byId(molds.value.values()).map(({ id, name }) => [id, `${id} ${name}`])} />
      <Choice label={t("part")} value={part} none={t("any")} options={ofMold.map(({ id, name }) => [id, name || id])} />
      <Choice label={t("operation")} value={field("operation")} none={t("any")} options={ofPart.map(({ id, name, step }) => [id, `${step} ${name}`])} />
      <Choice label={t("machine")} value={field("machine")} none={t("any")} options={byId(machines.value.values()).map(({ id }) => [id, id])} />
    </div>
  )
}

function useElsewhere(): Elsewhere {
  const found = useSignal<Elsewhere>(NOTHING)
  const { description, kind, part, operation, machine } = form.value
  useEffect(() => {
    if (description.trim() === "" && part === "") {
      found.value = NOTHING
      return
    }
    const query = new URLSearchParams({ text: description, kind, part, operation, machine })
    const timer = setTimeout(() => void get<Elsewhere>(`/api/ledger/alike?${query}`).then((answer) => (found.value = answer), () => undefined), WRITING_MS)
    return () => clearTimeout(timer)
  }, [description, kind, part, operation, machine])
  return found.value
}

export function NewItem({ desk }: { desk: Desk }) {
  const t = ledgerTexts(desk.language)
  const busy = useSignal(false)
  const error = useSignal("")
  const elsewhere = useElsewhere()
  const known = form.value
  const deadline = known.source === "trial" && known.mold ? t("deadline.trial") : t("deadline.default", { days: DAYS[known.level as keyof typeof DAYS] })
  const save = async () => {
    const item = uuid7()
    const or = (text: string): string | null => (text.trim() === "" ? null : text)
    busy.value = true
    error.value = await commanded(desk, "ledger_open", {
      item, source: known.source, problem_kind: known.kind, level: known.level, description: known.description,
      mold: or(known.mold), part: or(known.part), operation: or(known.operation), machine: or(known.machine),
      department: known.department, owner: or(known.owner), helpers: helpers.value, found_by: or(known.found_by),
      effect_days: or(known.effect_days), photos: photos.value.map((name) => ({ name })), recurs: or(known.recurs),
      person: or(desk.user.person),
    })
    busy.value = false
    if (error.value !== "") return
    form.value = fresh()
    helpers.value = photos.value = []
    go("ledger", item)
  }
  return (
    <main class="ledger-record">
      <form
        class="ledger-main"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <a class="link back" href={address("ledger")}><Icon svg={backIcon} size={16} /> {t("back")}</a>
        <h1>{t("open.title")}</h1>
        <Pick label={t("source")} name="source" value={field("source")} options={SOURCES.map((one) => [one, t(`source.${one}`)])} />
        <Pick label={t("kind")} name="kind" value={field("kind")} options={KINDS.map((one) => [one, desk.words.problem(one)])} />
        <label class="field">
          <span>{t("description")}</span>
          <textarea rows={3} required maxLength={2000} value={known.description} onInput={(event) => (field("description").value = event.currentTarget.value)} />
        </label>
        <Place desk={desk} />
        <div class="photos">
          <Photos desk={desk} names={photos.value} />
          <AddPhoto desk={desk} added={(name) => void (photos.value = [...new Set([...photos.value, name])])} />
        </div>
        <Pick label={t("level")} name="level" value={field("level")} options={LEVELS.map((one) => [one, t("level.days", { level: t(`level.${one}`), days: DAYS[one] })])} />
        <div class="fields four">
          <DepartmentChoice desk={desk} value={field("department")} />
          <PersonChoice desk={desk} value={field("owner")} label={t("owner")} none={t("owner.none")} />
          <PersonChoice desk={desk} value={field("found_by")} label={t("found_by")} none={t("any")} />
          <label class="field"><span>{t("effect_days")}</span><input type="number" min="0" step="0.1" value={known.effect_days} onInput={(event) => (field("effect_days").value = event.currentTarget.value)} /></label>
        </div>
        <Helpers desk={desk} chosen={helpers} />
        <div class="form-foot">
          <button class="solid" disabled={busy.value}>{t("open.save")}</button>
          <span class="mu">{t("deadline")}: {deadline}</span>
          {error.value && <span class="act strong" role="alert">{error.value}</span>}
        </div>
      </form>
      <aside class="ledger-side">
        <SameElsewhere desk={desk} found={elsewhere} again={{ taken: known.recurs, take: (id) => (field("recurs").value = id) }} />
      </aside>
    </main>
  )
}

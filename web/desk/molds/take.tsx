// A mold is taken: by its class before its parts are known, as a former one once more, or back for repair.
import { useSignal, type Signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { get } from "../../net/http"
import { commanded, failureText, may, type Desk } from "../context"
import { address, go } from "../route"
import { Day, dayOf, endOf, Field, Picks, Typed } from "./fields"
import { restOfWay, WAYS, type Way } from "./model"
import { moldTexts, type MoldText } from "./texts"

type Step = { id: string; en: string; zh: string; hours: number; usual: boolean }
type Known = {
  mold: string
  orders: { id: string; customer: string; market: string; due: string | null }[]
  customers: string[]
  markets: string[]
  currencies: string[]
  steps: Step[]
}
type Class = "S" | "M" | "L" | "XL"

const CLASSES: readonly Class[] = ["S", "M", "L", "XL"]
const COMMAND = { new: "take_mold", copy: "copy_mold", returned: "return_mold" } as const
const NEW_ORDER = "+"
/** A repair is promised in days, and weighs more than a build. */
const REPAIR_DAYS = ["1", "2", "3", "5"] as const
const REPAIR_WEIGHT = "5"
const MS_A_DAY = 86_400_000

/** The next free name of a job beside a mold: M2614-R1. */
export function repairOf(mold: string, taken: ReadonlySet<string>): string {
  let number = 1
  while (taken.has(`${mold}-R${number}`)) number += 1
  return `${mold}-R${number}`
}

function Order({ desk, known, form, m }: { desk: Desk; known: Known; form: Form; m: MoldText }) {
  const fresh = form.order.value === NEW_ORDER
  return (
    <>
      <Field label={m("order")}>
        <select name="order" value={form.order.value} onChange={(event) => (form.order.value = event.currentTarget.value)}>
          <option value={NEW_ORDER}>{m("order.new")}</option>
          <option value="">{m("order.none")}</option>
          {known.orders.map(({ id, customer }) => <option key={id} value={id}>{id} {customer}</option>)}
        </select>
      </Field>
      {fresh && <Typed label={m("customer")} name="customer" value={form.customer} list={known.customers} required />}
      {fresh && <Typed label={m("order.id")} name="order-id" value={form.orderId} placeholder={`O-${form.mold.value}`} />}
      {fresh && <Typed label={m("market")} name="market" value={form.market} list={known.markets} />}
      {fresh && may(desk, "field price") && <Typed label={m("value")} name="value" type="number" min="0" step="any" value={form.worth} />}
      {fresh && may(desk, "field price") && <Typed label={m("currency")} name="currency" value={form.currency} list={known.currencies} />}
    </>
  )
}

type Form = Record<"mold" | "name" | "order" | "orderId" | "customer" | "market" | "worth" | "currency" | "trial" | "due" | "weight" | "source" | "hours", Signal<string>>

function Steps({ desk, steps, picked, m }: { desk: Desk; steps: readonly Step[]; picked: Signal<readonly string[]>; m: MoldText }) {
  const toggle = (id: string) => {
    const next = picked.value.includes(id) ? picked.value.filter((one) => one !== id) : [...picked.value, id]
    picked.value = steps.map((step) => step.id).filter((one) => next.includes(one))
  }
  return (
    <fieldset class="pick">
      <legend>{m("steps")}</legend>
      {steps.map((step) => (
        <label key={step.id} class={picked.value.includes(step.id) ? "picked" : ""}>
          <input type="checkbox" name={`step-${step.id}`} checked={picked.value.includes(step.id)} onChange={() => toggle(step.id)} />
          {desk.language === "en" ? step.en : step.zh}
        </label>
      ))}
    </fieldset>
  )
}

export function TakePage({ desk, way, of }: { desk: Desk; way: Way; of: string }) {
  const m = moldTexts(desk.language)
  const known = useSignal<Known | null>(null)
  const error = useSignal("")
  const busy = useSignal(false)
  const picked = useSignal<readonly string[]>([])
  const size = useSignal<Class>("M")
  const diecast = useSignal(false)
  const actual = useSignal(true)
  const gates = useSignal<"unknown" | "closed">("unknown")
  const molds = desk.store.tables.molds.value
  const form: Form = {
    mold: useSignal(""), name: useSignal(""), order: useSignal(NEW_ORDER), orderId: useSignal(""), customer: useSignal(""), market: useSignal(""),
    worth: useSignal(""), currency: useSignal(""), trial: useSignal(""), due: useSignal(""), weight: useSignal(way === "returned" ? REPAIR_WEIGHT : "1"),
    source: useSignal(of), hours: useSignal(""),
  }
  const sourced = (id: string) => {
    form.source.value = id
    const mold = molds.get(id)
    if (way === "returned") form.mold.value = repairOf(id || (known.peek()?.mold ?? "R"), new Set(molds.keys()))
    if (mold === undefined) return
    form.name.value = mold.name
    form.customer.value = mold.customer
    const found = CLASSES.find((one) => one === mold.mold_class)
    if (found !== undefined) size.value = found
  }
  useEffect(() => {
    get<Known>("/api/new-mold").then((answer) => {
      known.value = answer
      picked.value = answer.steps.filter(({ usual }) => usual).map(({ id }) => id)
      form.currency.value = answer.currencies[0] ?? ""
      form.mold.value = answer.mold
      sourced(of)
    }, (failure: unknown) => (error.value = failureText(desk, failure)))
  }, [])
  const found = known.value
  const save = async () => {
    const or = (text: string): string | null => (text.trim() === "" ? null : text.trim())
    const fresh = form.order.value === NEW_ORDER
    const told = {
      mold: form.mold.value.trim(), name: form.name.value, trial_due: endOf(desk, form.trial.value), due: endOf(desk, form.due.value), weight: form.weight.value,
      order: fresh ? or(form.orderId.value) : or(form.order.value),
      ...(fresh ? { customer: form.customer.value, market: form.market.value, value: or(form.worth.value), currency: form.worth.value === "" ? "" : form.currency.value } : {}),
    }
    const more = {
      new: { mold_class: size.value, diecast: diecast.value },
      copy: { source: form.source.value, actual: actual.value, gates: gates.value },
      returned: { source: or(form.source.value), mold_class: size.value, steps: picked.value, hours: or(form.hours.value) },
    }[way]
    busy.value = true
    error.value = await commanded(desk, COMMAND[way], { new: told, ...more })
    busy.value = false
    if (error.value === "") go("molds", told.mold)
  }
  const sources = [...molds.values()].filter(({ total }) => total > 0).sort((a, b) => b.id.localeCompare(a.id, "en", { numeric: true }))
  return (
    <section class="take" data-take={way}>
      <h1>{m("take.title")}</h1>
      <nav class="take-ways">
        {WAYS.filter((one) => may(desk, `command ${COMMAND[one]}`)).map((one) => (
          <a key={one} href={address("molds", restOfWay(one))} class={one === way ? "here" : ""} data-way={one}>{m(`way.${one}`)}</a>
        ))}
      </nav>
      {found !== null && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          {way !== "new" && (
            <div class="fields four">
              <Field label={m(way === "copy" ? "source" : "source.returned")} wide>
                <select name="source" required={way === "copy"} value={form.source.value} onChange={(event) => sourced(event.currentTarget.value)}>
                  <option value="" disabled={way === "copy"}>{m(way === "copy" ? "source.pick" : "source.foreign")}</option>
                  {sources.map(({ id, name, customer }) => <option key={id} value={id}>{[id, name, customer].filter(Boolean).join(" · ")}</option>)}
                </select>
              </Field>
            </div>
          )}
          {way !== "copy" && (way === "new" || form.source.value === "") && <Picks label={m("class")} name="class" value={size} options={CLASSES.map((one) => [one, `${one} · ${m(`class.${one}`)}`])} />}
          {way === "returned" && <Steps desk={desk} steps={found.steps} picked={picked} m={m} />}
          <div class="fields four">
            <Typed label={m("mold.id")} name="mold" value={form.mold} required />
            <Typed label={m("mold.name")} name="name" value={form.name} />
            <Order desk={desk} known={found} form={form} m={m} />
          </div>
          <div class="fields four">
            {way !== "returned" && <Day label={m("trial_due")} name="trial" value={form.trial} />}
            <Day label={m(way === "returned" ? "promised" : "due")} name="due" value={form.due} />
            {way === "returned" && (
              <div class="field">
                <span>&nbsp;</span>
                <span class="take-days">
                  {REPAIR_DAYS.map((days) => (
                    <button key={days} type="button" class="chip" onClick={() => (form.due.value = dayOf(desk, (desk.tick.value.now ?? Date.now()) + Number(days) * MS_A_DAY))}>{m("in.days", { days })}</button>
                  ))}
                </span>
              </div>
            )}
            <Typed label={m("weight")} name="weight" type="number" min="0" max="1000" step="any" value={form.weight} title={m("weight.what")} required />
            {way === "returned" && <Typed label={m("hours")} name="hours" type="number" min="0.5" max="10000" step="any" value={form.hours} placeholder={m("hours.usual")} />}
          </div>
          {way === "new" && <label class="take-check"><input type="checkbox" name="diecast" checked={diecast.value} onChange={() => (diecast.value = !diecast.value)} /> {m("diecast")}</label>}
          {way === "copy" && <label class="take-check"><input type="checkbox" name="actual" checked={actual.value} onChange={() => (actual.value = !actual.value)} /> {m("actual")}</label>}
          {way === "copy" && <Picks label={m("gates")} name="gates" value={gates} options={[["unknown", m("gates.unknown")], ["closed", m("gates.closed")]]} />}
          <div class="form-foot">
            <button class="solid" disabled={busy.value || (way === "returned" && picked.value.length === 0)}>{m(way === "returned" ? "take.repair" : "take.save")}</button>
            <span class="mu">{m(way === "returned" ? "take.next.returned" : "take.next")}</span>
            {error.value && <span class="act strong" role="alert">{error.value}</span>}
          </div>
        </form>
      )}
      {found === null && error.value && <p class="act strong" role="alert">{error.value}</p>}
    </section>
  )
}

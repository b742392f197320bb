// What would be otherwise in a scenario: picked, never typed as code.
import { useSignal } from "@preact/signals"
import { dayFrom, momentOf, MoldPick, type Screen } from "./parts"

export type Kind = "rush" | "machine_out" | "absence" | "overtime" | "further_machine" | "outside"
type Time = { start: string; end: string }
export type Pick = { change: Kind; name: string; weight?: number; times?: Time[]; count?: number; days?: number }
export type Picked = { pick: Pick; text: string }

const KINDS: readonly Kind[] = ["rush", "machine_out", "overtime", "absence", "further_machine", "outside"]
const WEIGHTS = [2, 5, 20] as const
const MS_A_DAY = 86_400_000
const EVENING = 20

type Option = { id: string; name: string }

function Choice({ label, options, value, pick }: { label: string; options: readonly Option[]; value: string; pick: (id: string) => void }) {
  return (
    <label class="ask-field">
      <span>{label}</span>
      <select value={value} data-pick="name" onChange={(event) => pick(event.currentTarget.value)}>
        <option value="" disabled>–</option>
        {options.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </select>
    </label>
  )
}

function Count({ label, value, set, most }: { label: string; value: number; set: (count: number) => void; most: number }) {
  return <label class="ask-field"><span>{label}</span><input type="number" class="minutes" min={1} max={most} required value={value} onInput={(event) => set(Math.max(1, Math.min(most, Number(event.currentTarget.value) || 1)))} /></label>
}

export function PickForm({ desk, t, add }: Screen & { add: (picked: Picked) => void }) {
  const kind = useSignal<Kind>("rush")
  const name = useSignal("")
  const mold = useSignal("")
  const weight = useSignal<(typeof WEIGHTS)[number]>(5)
  const day = useSignal(dayFrom(desk))
  const days = useSignal(3)
  const hour = useSignal(EVENING)
  const hours = useSignal(3)
  const { machines, people, kinds, parts } = desk.store.tables
  const named = (row: { id: string; name: string }): Option => ({ id: row.id, name: row.name && row.name !== row.id ? `${row.id} ${row.name}` : row.id })
  const options = (): Option[] => {
    switch (kind.value) {
      case "rush": return []
      case "machine_out": case "further_machine": return [...machines.value.values()].map(named)
      case "absence": return [...people.value.values()].map(({ id, name: called }) => ({ id, name: called }))
      case "overtime": return [...kinds.value.values()].filter((one) => one.machines > 0).map((one) => ({ id: one.id, name: (desk.language === "en" ? one.name : one.name_zh) || one.name || one.id }))
      case "outside": return [...parts.value.values()].filter((part) => part.mold === mold.value).map(named)
    }
  }
  const chosen = options()
  const called = chosen.find(({ id }) => id === name.value)?.name ?? name.value
  const from = desk.format.date(momentOf(desk, day.value, 0))
  const first = Date.parse(momentOf(desk, day.value, 0))
  const made = (): Picked | null => {
    const what = t(`pick.${kind.value}`)
    if (kind.value === "rush") return mold.value === "" ? null : { pick: { change: "rush", name: mold.value, weight: weight.value }, text: `${what} ${mold.value}, ${t("pick.weight", { weight: weight.value })}` }
    if (name.value === "") return null
    switch (kind.value) {
      case "machine_out": case "absence": {
        const start = Math.max(first, desk.tick.value.now ?? first)
        const times = [{ start: new Date(start).toISOString(), end: new Date(first + days.value * MS_A_DAY).toISOString() }]
        return { pick: { change: kind.value, name: name.value, times }, text: `${what} ${called}, ${from}, ${t("pick.until", { count: days.value })}` }
      }
      case "overtime": {
        const times = Array.from({ length: days.value }, (_, i) => {
          const start = first + i * MS_A_DAY + hour.value * 3_600_000
          return { start: new Date(start).toISOString(), end: new Date(start + hours.value * 3_600_000).toISOString() }
        })
        return { pick: { change: "overtime", name: name.value, times }, text: `${what} ${called}, ${t("pick.evenings", { hours: hours.value, days: days.value, from })}` }
      }
      case "further_machine": return { pick: { change: "further_machine", name: name.value, count: 1 }, text: t("pick.like", { name: called }) }
      case "outside": return { pick: { change: "outside", name: name.value, days: days.value }, text: `${what} ${called}, ${t("pick.days", { days: days.value })}` }
    }
  }
  const spans = kind.value === "machine_out" || kind.value === "absence" || kind.value === "overtime"
  const ready = made()
  return (
    <form class="ask-form" data-pick-form onSubmit={(event) => {
      event.preventDefault()
      if (ready !== null) add(ready)
    }}>
      <label class="ask-field">
        <span>{t("scene.add")}</span>
        <select value={kind.value} data-pick="change" onChange={(event) => {
          kind.value = event.currentTarget.value as Kind
          name.value = ""
        }}>
          {KINDS.map((one) => <option key={one} value={one}>{t(`pick.${one}`)}</option>)}
        </select>
      </label>
      {(kind.value === "rush" || kind.value === "outside") && <MoldPick desk={desk} t={t} value={mold.value} pick={(one) => (mold.value = one)} />}
      {kind.value === "rush" && (
        <label class="ask-field"><span>{t("weight")}</span>
          <select value={weight.value} onChange={(event) => (weight.value = Number(event.currentTarget.value) as (typeof WEIGHTS)[number])}>
            {WEIGHTS.map((one) => <option key={one} value={one}>{t("times", { weight: one })}</option>)}
          </select>
        </label>
      )}
      {kind.value !== "rush" && <Choice label={kind.value === "outside" ? t("field.part") : kind.value === "overtime" ? t("load.group") : t(`pick.${kind.value}`)} options={chosen} value={name.value} pick={(one) => (name.value = one)} />}
      {spans && <label class="ask-field"><span>{t("field.start")}</span><input type="date" required value={day.value} onInput={(event) => (day.value = event.currentTarget.value)} /></label>}
      {kind.value === "overtime" && <Count label={t("field.hour")} value={hour.value} set={(count) => (hour.value = count)} most={23} />}
      {kind.value === "overtime" && <Count label={t("field.hours")} value={hours.value} set={(count) => (hours.value = count)} most={12} />}
      {(spans || kind.value === "outside") && <Count label={t("field.days")} value={days.value} set={(count) => (days.value = count)} most={60} />}
      <button class="control" disabled={ready === null} data-add>{t("scene.add")}</button>
    </form>
  )
}

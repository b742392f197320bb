// Small parts of the ledger's screens: marks, choices of people, pictures.
import { useSignal, type Signal } from "@preact/signals"
import { useRef } from "preact/hooks"
import cameraIcon from "@tabler/icons/outline/photo-plus.svg?raw"
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../../draw/icon"
import { signedDays, number } from "../../draw/format"
import { Shape } from "../../draw/shapes"
import type { LedgerLevel, LedgerRow, LedgerStage, PersonRow } from "../../model/wire"
import { upload } from "../../net/http"
import { scaled } from "../../net/pictures"
import { failureText, may, type Desk } from "../context"
import { DEPARTMENTS, isOverdue, lateness, LEVELS, STAGES } from "./model"
import { ledgerTexts } from "./texts"

export const isKeeper = (desk: Desk): boolean => may(desk, "command ledger_close")

/** The level by as many bars: one, two, three; general is quiet. */
export function LevelMark({ desk, level }: { desk: Desk; level: LedgerLevel }) {
  const t = ledgerTexts(desk.language)
  return <span class={`level level-${level}`}><i aria-hidden="true">{LEVELS.map((one, n) => <u key={one} class={n <= LEVELS.indexOf(level) ? "on" : ""} />)}</i>{t(`level.${level}`)}</span>
}

/** Seven dots: how far an item is. */
export function StageDots({ desk, stage }: { desk: Desk; stage: LedgerStage }) {
  const t = ledgerTexts(desk.language)
  const place = STAGES.indexOf(stage)
  return (
    <span class={`stage-word stage-word-${stage}`}>
      {t(`stage.${stage}`)}
      <i aria-hidden="true">{STAGES.map((one, n) => <u key={one} class={n < place || stage === "closed" ? "past" : n === place ? "here" : ""} />)}</i>
    </span>
  )
}

/** Days past the deadline, or left until it. */
export function Days({ desk, row, large = false }: { desk: Desk; row: LedgerRow; large?: boolean }) {
  const now = desk.tick.value.now ?? 0
  const minutes = lateness(row, now)
  const unit = large ? (desk.language === "en" ? " d" : " 天") : ""
  if (row.stage === "closed") return <b class={minutes > 0 ? "act" : "mu"}>{minutes > 0 ? `${signedDays(minutes)}${unit}` : <Shape name="ready" size={large ? 22 : 15} />}</b>
  if (isOverdue(row, now)) return <b class="act days-over"><Shape name="problem" size={large ? 20 : 14} /> {signedDays(minutes)}{unit}</b>
  const left = number(-minutes / 1440, 1)
  const soon = minutes > -1440
  return <b class={soon ? "wait" : "mu-number"}>{desk.language === "en" ? `${left}${unit} left` : `余 ${left}${unit}`}</b>
}

const peopleOf = (desk: Desk): PersonRow[] =>
  [...desk.store.tables.people.value.values()].sort((a, b) => a.department.localeCompare(b.department) || a.name.localeCompare(b.name))

/** People by department. */
function Options({ desk, without }: { desk: Desk; without: readonly (string | null)[] }) {
  const people = peopleOf(desk).filter(({ id }) => !without.includes(id))
  const departments = [...new Set(people.map(({ department }) => department))]
  return (
    <>
      {departments.map((department) => (
        <optgroup key={department} label={desk.words.department(department) || "–"}>
          {people.filter((person) => person.department === department).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </optgroup>
      ))}
    </>
  )
}

export function PersonChoice({ desk, value, label, none, without = [], required = false }: { desk: Desk; value: Signal<string>; label: string; none: string; without?: readonly (string | null)[]; required?: boolean }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value.value} required={required} onChange={(event) => (value.value = event.currentTarget.value)}>
        <option value="">{none}</option>
        <Options desk={desk} without={without} />
      </select>
    </label>
  )
}

/** People who help, each a chip that goes away with its cross. */
export function Helpers({ desk, chosen }: { desk: Desk; chosen: Signal<readonly string[]> }) {
  const t = ledgerTexts(desk.language)
  const names = desk.store.tables.people.value
  return (
    <div class="field">
      <span>{t("helpers")}</span>
      <span class="chips">
        {chosen.value.map((id) => (
          <button key={id} type="button" class="chip" aria-label={t("remove", { name: names.get(id)?.name ?? id })} onClick={() => (chosen.value = chosen.value.filter((one) => one !== id))}>
            {names.get(id)?.name ?? id} <Icon svg={closeIcon} size={13} />
          </button>
        ))}
        <select
          aria-label={t("add.helper")} value=""
          onChange={(event) => {
            if (event.currentTarget.value) chosen.value = [...chosen.value, event.currentTarget.value]
            event.currentTarget.value = ""
          }}
        >
          <option value="">{t("add.helper")}</option>
          <Options desk={desk} without={chosen.value} />
        </select>
      </span>
    </div>
  )
}

export function departmentsOf(desk: Desk): string[] {
  const people = peopleOf(desk).map(({ department }) => department).filter(Boolean)
  const known = new Set(people.map((name) => name.toLowerCase().replaceAll(" ", "_")))
  return [...new Set(people), ...DEPARTMENTS.filter((name) => !known.has(name))]
}

export function DepartmentChoice({ desk, value }: { desk: Desk; value: Signal<string> }) {
  const t = ledgerTexts(desk.language)
  const all = departmentsOf(desk)
  const shown = value.value === "" || all.includes(value.value) ? all : [value.value, ...all]
  return (
    <label class="field">
      <span>{t("department")}</span>
      <select value={value.value} required onChange={(event) => (value.value = event.currentTarget.value)}>
        <option value="">{t("speaker.none")}</option>
        {shown.map((name) => <option key={name} value={name}>{desk.words.department(name)}</option>)}
      </select>
    </label>
  )
}



/** Takes pictures in and tells their names; what is no picture is refused by the server in words. */
export function AddPhoto({ desk, added }: { desk: Desk; added: (name: string) => void | Promise<void> }) {
  const t = ledgerTexts(desk.language)
  const busy = useSignal(false)
  const error = useSignal("")
  const take = async (files: readonly File[]) => {
    busy.value = true
    error.value = ""
    for (const file of files) {
      try {
        const { name } = await upload<{ name: string }>("/api/photos", await scaled(file).catch(() => file))
        await added(name)
      } catch (failure) {
        error.value = failureText(desk, failure)
      }
    }
    busy.value = false
  }
  return (
    <>
      <label class="add-photo">
        <Icon svg={cameraIcon} size={22} />
        <span>{t(busy.value ? "photo.adding" : "act.photo")}</span>
        <input
          type="file" accept="image/jpeg,image/png,image/webp" multiple disabled={busy.value}
          onChange={(event) => {
            void take([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ""
          }}
        />
      </label>
      {error.value && <span class="act" role="alert">{error.value}</span>}
    </>
  )
}

/** Pictures; one is shown large by a click and leaves with Escape. */
export function Photos({ desk, names }: { desk: Desk; names: readonly string[] }) {
  const t = ledgerTexts(desk.language)
  const large = useSignal("")
  const dialog = useRef<HTMLDialogElement>(null)
  const show = (name: string) => {
    large.value = name
    dialog.current?.showModal()
  }
  return (
    <>
      {names.map((name, place) => (
        <button key={name} type="button" class="photo" aria-label={t("photo.large", { number: place + 1 })} onClick={() => show(name)}>
          <img src={`/api/photos/${name}`} alt="" loading="lazy" />
        </button>
      ))}
      <dialog ref={dialog} class="photo-large" onClick={() => dialog.current?.close()}>
        {large.value && <img src={`/api/photos/${large.value}`} alt={t("photo.large", { number: names.indexOf(large.value) + 1 })} />}
        <button type="button" class="plain" aria-label={desk.t("close")}><Icon svg={closeIcon} size={28} /></button>
      </dialog>
    </>
  )
}

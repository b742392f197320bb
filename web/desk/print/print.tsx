// What can be printed at a place of the desk: a button, and a form that leads to the PDF.
import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import type { ComponentChildren } from "preact"
import printerIcon from "@tabler/icons/outline/printer.svg?raw"
import { Icon } from "../../draw/icon"
import type { Format, When } from "../../draw/format"
import { get } from "../../net/http"
import { failureText, type Desk } from "../context"
import { FIELDS, pdfAddress, type Choice, type What } from "./address"
import { printTexts } from "./texts"
import "./print.css"

const SPANS = ["1", "7", "14", "28"] as const
const SIZES = ["100x60", "60x40", "50x30"] as const
const LANGUAGES = ["en", "zh-hans"] as const

/** 2026-11-20 in the shop's zone. */
function dayOf(format: Format, when: When): string {
  const { year, month, day } = format.read(when)
  return [String(year), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-")
}

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return <label class="print-line"><span class="mu">{name}</span>{children}</label>
}

/** Everything, a department, a kind or a machine. */
function Where({ desk, choice, set }: { desk: Desk; choice: Choice; set: (more: Partial<Choice>) => void }) {
  const t = printTexts(desk.language)
  const { kinds, machines } = desk.store.tables
  const used = new Set([...machines.value.values()].map(({ kind }) => kind))
  const found = [...kinds.value.values()].filter(({ id }) => used.has(id))
  const departments = [...new Set(found.map(({ department }) => department).filter(Boolean))]
  const kindName = (kind: (typeof found)[number]) => (desk.language === "en" ? kind.name : kind.name_zh || kind.name) || kind.id
  return (
    <Line name={t("where")}>
      <select name="where" value={choice.where} onChange={(event) => set({ where: event.currentTarget.value })}>
        <option value="">{t("where.all")}</option>
        <optgroup label={t("where.departments")}>
          {departments.map((one) => <option key={one} value={`department:${one}`}>{desk.words.department(one)}</option>)}
        </optgroup>
        <optgroup label={t("where.kinds")}>
          {found.map((one) => <option key={one.id} value={`kind:${one.id}`}>{kindName(one)}</option>)}
        </optgroup>
        <optgroup label={t("where.machines")}>
          {[...machines.value.keys()].map((one) => <option key={one} value={`machine:${one}`}>{one}</option>)}
        </optgroup>
      </select>
    </Line>
  )
}

type Person = { id: string; name: string; department: string }

/** Everybody, a department or a person. */
function Who({ desk, choice, set }: { desk: Desk; choice: Choice; set: (more: Partial<Choice>) => void }) {
  const t = printTexts(desk.language)
  const people = useSignal<readonly Person[]>([])
  const error = useSignal("")
  useEffect(() => {
    get<Person[]>("/api/people").then((rows) => (people.value = rows), (failure: unknown) => (error.value = failureText(desk, failure)))
  }, [])
  const departments = [...new Set(people.value.map(({ department }) => department).filter(Boolean))]
  return (
    <Line name={t("who")}>
      <select name="who" value={choice.who} onChange={(event) => set({ who: event.currentTarget.value })}>
        <option value="">{t("who.all")}</option>
        <optgroup label={t("where.departments")}>
          {departments.map((one) => <option key={one} value={`department:${one}`}>{desk.words.department(one)}</option>)}
        </optgroup>
        <optgroup label={t("who.people")}>
          {[...people.value].sort((a, b) => a.name.localeCompare(b.name)).map((one) => <option key={one.id} value={`person:${one.id}`}>{one.name} · {desk.words.department(one.department)}</option>)}
        </optgroup>
      </select>
      {error.value !== "" && <span class="act" role="alert">{error.value}</span>}
    </Line>
  )
}

export function PrintForm({ desk, papers, mold = "" }: { desk: Desk; papers: readonly [What, ...What[]]; mold?: string }) {
  const t = printTexts(desk.language)
  const choice = useSignal<Choice>({
    what: papers[0], mold, where: "", who: "", span: "7", size: "60x40", sheet: false,
    day: dayOf(desk.format, desk.tick.peek().now ?? Date.now()), language: desk.language,
  })
  const chosen = choice.value
  const set = (more: Partial<Choice>) => void (choice.value = { ...choice.value, ...more })
  const has = (field: "where" | "who" | "day" | "span" | "label") => FIELDS[chosen.what].includes(field)
  return (
    <div class="print-form">
      {papers.length > 1 && (
        <Line name={t("what")}>
          <select name="what" value={chosen.what} onChange={(event) => set({ what: event.currentTarget.value as What })}>
            {papers.map((one) => <option key={one} value={one}>{t(one)}</option>)}
          </select>
        </Line>
      )}
      {has("where") && <Where desk={desk} choice={chosen} set={set} />}
      {has("who") && <Who desk={desk} choice={chosen} set={set} />}
      {has("day") && (
        <Line name={t("day")}>
          <input name="day" type="date" required value={chosen.day} onInput={(event) => event.currentTarget.value !== "" && set({ day: event.currentTarget.value })} />
        </Line>
      )}
      {has("span") && (
        <Line name={t("span")}>
          <select name="span" value={chosen.span} onChange={(event) => set({ span: event.currentTarget.value })}>
            {SPANS.map((one) => <option key={one} value={one}>{t(`span.${one}`)}</option>)}
          </select>
        </Line>
      )}
      {has("label") && (
        <>
          <Line name={t("size")}>
            <select name="size" value={chosen.size} onChange={(event) => set({ size: event.currentTarget.value })}>
              {SIZES.map((one) => <option key={one} value={one}>{t(`size.${one}`)}</option>)}
            </select>
          </Line>
          <Line name={t("on")}>
            <select name="on" value={chosen.sheet ? "sheet" : "labels"} onChange={(event) => set({ sheet: event.currentTarget.value === "sheet" })}>
              <option value="labels">{t("on.labels")}</option>
              <option value="sheet">{t("on.sheet")}</option>
            </select>
          </Line>
        </>
      )}
      <Line name={t("language")}>
        <select name="language" value={chosen.language} onChange={(event) => set({ language: event.currentTarget.value })}>
          {LANGUAGES.map((one) => <option key={one} value={one}>{t(`language.${one}`)}</option>)}
        </select>
      </Line>
      <a class="control print-open" data-do="pdf" href={pdfAddress(chosen)} target="_blank" rel="noopener"><Icon svg={printerIcon} size={16} /> {t("open")}</a>
    </div>
  )
}

/** A button that opens the form below it; Escape and a click elsewhere close it. */
export function Print({ desk, papers, mold = "" }: { desk: Desk; papers: readonly [What, ...What[]]; mold?: string }) {
  const t = printTexts(desk.language)
  const open = useSignal(false)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const away = (event: Event) => {
      const inside = event.target instanceof Node && place.current?.contains(event.target)
      if (!(event instanceof KeyboardEvent ? event.key === "Escape" : !inside)) return
      // What goes takes the focus with it: one goes on from the button.
      if (inside && open.peek()) place.current?.querySelector("button")?.focus()
      open.value = false
    }
    addEventListener("pointerdown", away)
    addEventListener("keydown", away)
    return () => {
      removeEventListener("pointerdown", away)
      removeEventListener("keydown", away)
    }
  }, [])
  return (
    <div class="print" ref={place}>
      <button class={`control ${open.value ? "control-on" : ""}`} data-do="print" aria-label={t("print")} aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        <Icon svg={printerIcon} size={16} /> <span class="print-word">{t("print")}</span>
      </button>
      {open.value && <div class="print-menu"><PrintForm desk={desk} papers={papers} mold={mold} /></div>}
    </div>
  )
}

/** Badges on the page of people: the manager's alone. */
export function Badges({ desk }: { desk: Desk }) {
  const t = printTexts(desk.language)
  return (
    <section>
      <h2>{t("badges")}</h2>
      <p class="mu">{t("badges.what")}</p>
      <PrintForm desk={desk} papers={["badges"]} />
    </section>
  )
}

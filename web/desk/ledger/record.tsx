// One record: its stages as a line, the next step, what was written, pictures, history, and the same elsewhere.
import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect } from "preact/hooks"
import backIcon from "@tabler/icons/outline/arrow-left.svg?raw"
import againIcon from "@tabler/icons/outline/repeat.svg?raw"
import { number } from "../../draw/format"
import { Icon } from "../../draw/icon"
import { Bars } from "../../draw/parts"
import { Shape } from "../../draw/shapes"
import { get } from "../../net/http"
import { commanded, failureText, type Desk } from "../context"
import { address } from "../route"
import { SameElsewhere } from "./elsewhere"
import { isOverdue, reached, STAGES, type LedgerRecord, type Step } from "./model"
import { AddPhoto, Days, LevelMark, Photos } from "./parts"
import { NextStep, OtherActs, type Act } from "./steps"
import { ledgerTexts, type LedgerKey } from "./texts"

function Line({ desk, item }: { desk: Desk; item: LedgerRecord }) {
  const t = ledgerTexts(desk.language)
  const when = reached(item.history)
  const here = STAGES.indexOf(item.stage)
  const over = isOverdue(item, desk.tick.value.now ?? 0)
  return (
    <ol class="stages ledger-line">
      {STAGES.map((stage, place) => {
        const step = when.get(stage)
        const past = place < here || item.stage === "closed"
        const state = past ? (step === undefined ? "skipped" : "done") : place === here ? (over ? "problem" : "here") : "todo"
        return (
          <li key={stage} class={`stage-${state} ${place <= here ? "stage-reached" : ""}`} aria-current={place === here ? "step" : undefined}>
            <b>{t(`stage.${stage}`)}</b>
            <span class="stage-dot">{past && step !== undefined ? <Shape name="ready" size={12} /> : state === "problem" ? <Shape name="problem" size={22} /> : null}</span>
            <span class="mu">{step === undefined ? "" : desk.format.shortDate(step.at)}</span>
            <span class="mu one-line">{step?.name ?? ""}</span>
          </li>
        )
      })}
    </ol>
  )
}

function Told({ title, empty, children }: { title: string; empty: string; children: ComponentChildren }) {
  return (
    <section class="told">
      <h3>{title}</h3>
      {children === "" || children === null ? <p class="mu">{empty}</p> : <div class="told-text">{children}</div>}
    </section>
  )
}

function Texts({ desk, item }: { desk: Desk; item: LedgerRecord }) {
  const t = ledgerTexts(desk.language)
  const heavy = item.level !== "general" && item.stage !== "closed"
  const needed = t(heavy ? "not_yet.heavy" : "not_yet")
  return (
    <div class="tolds">
      <Told title={t("containment")} empty={t("not_yet")}>{item.containment_action}</Told>
      <Told title={t("cause")} empty={needed}>{item.root_cause}</Told>
      <Told title={t("measure")} empty={t("not_yet")}>{item.corrective_action}</Told>
      <Told title={t("norms")} empty={needed}>
        {item.norms.length === 0 ? null : item.norms.map(({ at, norm, what }) => <p key={at}><b>{t(`norm.${norm}`)}</b> {what} <span class="mu">{desk.format.shortDate(at)}</span></p>)}
      </Told>
      <Told title={t("evidence")} empty={t("not_yet")}>{item.evidence}</Told>
      <Told title={t("verifications")} empty={t("not_yet")}>
        {item.verifications.length === 0 ? null : item.verifications.map(({ at, name, passed, note }) => (
          <p key={at} class="verification">
            <span class={passed ? "run" : "act"}><Shape name={passed ? "ready" : "problem"} size={14} /></span>
            <b class={passed ? "run" : "act"}>{t(passed ? "verified.passed" : "verified.failed")}</b> {note} <span class="mu">{name}, {desk.format.shortDate(at)}</span>
          </p>
        ))}
      </Told>
    </div>
  )
}

function Happened({ desk, step, before }: { desk: Desk; step: Step; before: Step | undefined }) {
  const t = ledgerTexts(desk.language)
  const failed = step.what === "LedgerItemVerified" && step.stage === "correcting"
  const key = (failed ? "did.LedgerItemVerified.failed" : `did.${step.what}`) as LedgerKey
  const day = desk.format.date(step.at)
  return (
    <li>
      <span class="mu">{before !== undefined && desk.format.date(before.at) === day ? "" : day}</span>
      <span class="mu">{desk.format.time(step.at)}</span>
      <span><b class={failed || step.what === "LedgerItemClimbed" ? "act" : ""}>{t(key)}</b> <span class="mu">{step.name}</span>{step.text && <span class="happened-text">{step.text}</span>}</span>
    </li>
  )
}

function Facts({ desk, item }: { desk: Desk; item: LedgerRecord }) {
  const t = ledgerTexts(desk.language)
  const { format, words } = desk
  const found = item.found_at === null ? "" : format.date(item.found_at)
  return (
    <dl class="ledger-facts">
      <div><dt>{t("department")}</dt><dd>{words.department(item.department)}</dd></div>
      <div><dt>{t("owner")}</dt><dd>{item.owner_name ? <b>{item.owner_name}</b> : <span class="mu">{t("nobody")}</span>}</dd></div>
      {item.helpers.length > 0 && <div><dt>{t("helpers")}</dt><dd>{item.helpers.map(({ name, id }) => name || id).join(", ")}</dd></div>}
      <div><dt>{t("found")}</dt><dd>{item.found_by_name ? t("found.by", { name: item.found_by_name, when: found }) : found}</dd></div>
      {item.opened_by_name && item.opened_by_name !== item.found_by_name && <div><dt>{t("opened.by")}</dt><dd>{item.opened_by_name}</dd></div>}
      {item.effect_days !== null && <div><dt>{t("effect")}</dt><dd class="strong">{t("effect.days", { days: `+${number(item.effect_days, 1)}` })}</dd></div>}
      {item.climbed > 0 && <div><dt>{t("called")}</dt><dd class="act strong">{t("climbed", { level: item.climbed, name: item.called_name || "–" })}</dd></div>}
      {item.recurs !== null && <div><dt>{t("recurs")}</dt><dd><a class="link" href={address("ledger", item.recurs)}>{item.recurs_number}</a></dd></div>}
      {item.recurrences > 0 && <div><dt>{t("recurrences")}</dt><dd class="strong">{item.recurrences}</dd></div>}
      {item.extended.map(({ at, before, after, name, reason }) => (
        <div key={at}><dt>{t("extensions")}</dt><dd>{t("extension", { before: format.shortDate(before), after: format.shortDate(after), name })}<br /><span class="mu">{reason}</span></dd></div>
      ))}
    </dl>
  )
}

function Head({ desk, item }: { desk: Desk; item: LedgerRecord }) {
  const t = ledgerTexts(desk.language)
  const where = [item.part_name, item.operation_name, item.machine].filter(Boolean).join(" · ")
  return (
    <header class="record-head">
      <div class="record-title">
        <p class="record-marks">
          <b class="record-number">{item.number}</b>
          <LevelMark desk={desk} level={item.level} />
          <span class="mu">{desk.words.problem(item.kind)} · {t(`source.${item.source}`)}</span>
          {item.recurrences > 0 && <span class="again"><Icon svg={againIcon} size={14} /> {t("again")}</span>}
        </p>
        <h1>{item.description}</h1>
        <p class="mu">{item.mold !== null && <a class="link" href={address("molds", item.mold)}>{item.mold}</a>}{item.mold !== null && where ? " · " : ""}{where}</p>
      </div>
      <div class="record-deadline">
        <Days desk={desk} row={item} large />
        <span class="mu">{item.closed_at === null ? `${t("deadline")} ${desk.format.date(item.deadline)} ${desk.format.time(item.deadline)}` : t("closed.on", { date: desk.format.date(item.closed_at) })}</span>
      </div>
    </header>
  )
}

function Record({ desk, item, changed }: { desk: Desk; item: LedgerRecord; changed: () => void }) {
  const t = ledgerTexts(desk.language)
  const act = useSignal<Act | null>(null)
  const error = useSignal("")
  const addPhoto = async (name: string) => {
    error.value = await commanded(desk, "ledger_photos", { item: item.id, photos: [{ name }], person: desk.user.person || null })
    changed()
  }
  return (
    <main class="ledger-record" data-record={item.id} data-stage={item.stage}>
      <div class="ledger-main">
        <a class="link back" href={address("ledger")}><Icon svg={backIcon} size={16} /> {t("back")}</a>
        <Head desk={desk} item={item} />
        <Line desk={desk} item={item} />
        <section class="next-step">
          {item.stage !== "closed" && <h2>{t("next")}</h2>}
          <NextStep key={`${item.stage}${item.corrective_action === ""}`} desk={desk} item={item} changed={changed} />
          <OtherActs desk={desk} item={item} changed={changed} open={act} />
        </section>
        <Texts desk={desk} item={item} />
        <section>
          <h3>{t("pictures")}</h3>
          <div class="photos"><Photos desk={desk} names={item.pictures} /><AddPhoto desk={desk} added={addPhoto} /></div>
          {error.value && <p class="act" role="alert">{error.value}</p>}
        </section>
        <section>
          <h3>{t("history")}</h3>
          <ol class="happened">{item.history.map((step, place) => <Happened key={place} desk={desk} step={step} before={item.history[place - 1]} />)}</ol>
        </section>
      </div>
      <aside class="ledger-side">
        <Facts desk={desk} item={item} />
        <SameElsewhere desk={desk} found={item} />
      </aside>
    </main>
  )
}

export function RecordPage({ desk, id }: { desk: Desk; id: string }) {
  const t = ledgerTexts(desk.language)
  const found = useSignal<LedgerRecord | null>(null)
  const error = useSignal("")
  const again = useSignal(0)
  const row = desk.store.tables.ledger.value.get(id)
  useEffect(() => {
    // Whatever happens to the item changes its row; the record is then asked for anew.
    let gone = false
    get<LedgerRecord>(`/api/ledger/${encodeURIComponent(id)}`).then(
      (answer) => { if (!gone) found.value = answer },
      (failure: unknown) => { if (!gone) error.value = failureText(desk, failure) },
    )
    return () => { gone = true }
  }, [id, row, again.value])
  if (found.value !== null) return <Record desk={desk} item={found.value} changed={() => (again.value += 1)} />
  if (error.value) return <main class="page"><a class="link back" href={address("ledger")}>{t("back")}</a><p class="act strong" role="alert">{error.value}</p></main>
  return <main class="page"><Bars rows={10} label={desk.t("loading")} /></main>
}

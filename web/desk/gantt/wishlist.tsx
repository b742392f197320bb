// The planner's changes in shop words: what they are, what they break, who slips, and drafts that were kept.
import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import closeIcon from "@tabler/icons/outline/x.svg?raw"
import { Icon } from "../../draw/icon"
import { failureText, type Desk } from "../context"
import { breaksNow, chosen, kept as keptCount, liveOf, panel, silent, told, wanted, wish, wishes } from "./state"
import { drafts, forget, type Draft, type Slip } from "./drafts"
import type { Layout } from "./layout"
import { breakText, slipDays, wishText } from "./said"
import { ganttTexts } from "./texts"
import { wishesOf, without } from "./wishes"

const MOST = 12

export function Wishlist({ desk, layout }: { desk: Desk; layout: Layout }) {
  const t = ganttTexts(desk.language)
  const live = liveOf(desk)
  const list = [...wishes.value.values()]
  const answer = told.value
  const local = breaksNow(desk, layout).breaks
  const open = (id: string) => {
    chosen.value = { operation: id, mold: desk.store.tables.operations.peek().get(id)?.mold ?? null }
    wanted.value = id
  }
  return (
    <aside class="side wishes">
      <button class="plain close" aria-label={desk.t("close")} onClick={() => (panel.value = null)}><Icon svg={closeIcon} size={18} /></button>
      <h1>{t("wishes")}</h1>
      {list.length === 0 && <p class="mu">{t("wishes.none")}</p>}
      <ol class="wish-list">
        {list.map((one) => {
          const row = desk.store.tables.operations.value.get(one.operation)
          const planned = answer?.breaks.filter(({ operation }) => operation === one.operation) ?? []
          const here = planned.length > 0 ? planned.map(({ text }) => ({ text, hard: false })) : local.filter(({ operation }) => operation === one.operation).map((found) => ({ text: breakText(desk, found), hard: found.hard }))
          return (
            <li key={one.operation} data-wish={one.operation}>
              <button class="wish-name" onClick={() => open(one.operation)}><b>{one.operation}</b> {row?.name}</button>
              <button class="plain" aria-label={t("wishes.take_back", { operation: one.operation })} onClick={() => wish(without(wishes.peek(), [one.operation]))}><Icon svg={closeIcon} size={15} /></button>
              <span>{wishText(desk, one, live(one.operation))}</span>
              {here.map(({ text, hard }) => <span key={text} class={hard ? "act" : "wait"}>{text}</span>)}
            </li>
          )
        })}
      </ol>
      {silent.value !== "" && <p class="act" role="status">{silent.value}</p>}
      {answer !== null && list.length > 0 && (
        <>
          <h3>{t("slips")}</h3>
          {answer.slips.length === 0 ? <p class="mu">{t("slips.none")}</p> : <Slips desk={desk} slips={answer.slips} />}
          {answer.gains.length > 0 && <><h3>{t("gains")}</h3><Slips desk={desk} slips={answer.gains} /></>}
          <h3>{t("breaks")}</h3>
          {answer.breaks.length === 0 ? <p class="mu">{t("breaks.none")}</p> : (
            <ul class="break-list">{answer.breaks.slice(0, MOST).map((one) => <li key={one.operation + one.rule}><b>{one.operation}</b> {one.text}</li>)}</ul>
          )}
        </>
      )}
      <Kept desk={desk} />
    </aside>
  )
}

function Slips({ desk, slips }: { desk: Desk; slips: readonly Slip[] }) {
  const t = ganttTexts(desk.language)
  return (
    <ul class="slip-list">
      {slips.slice(0, MOST).map((slip) => (
        <li key={slip.mold + slip.milestone} data-slip={slip.mold}>
          <b>{slip.mold}</b> <span>{desk.t(`milestone.${slip.milestone}`)}</span>
          <span>{slip.to === null ? "" : desk.format.date(slip.to)}</span>
          <span class={slip.late === null || slip.late > 0 ? "act strong" : ""}>{slipDays(desk, slip)}</span>
          {slip.late !== null && slip.late > 0 && <span class="act">{t("slip.late", { days: desk.format.lateness(slip.late * 60, "with unit") })}</span>}
        </li>
      ))}
      {slips.length > MOST && <li class="mu">+{slips.length - MOST}</li>}
    </ul>
  )
}

/** Drafts on the server; opening one makes its changes the wishes. */
function Kept({ desk }: { desk: Desk }) {
  const t = ganttTexts(desk.language)
  const kept = useSignal<Draft[] | null>(null)
  const error = useSignal("")
  const load = () => drafts().then(({ drafts: found }) => (kept.value = found), (failure: unknown) => (error.value = failureText(desk, failure)))
  useEffect(() => {
    void load()
  }, [keptCount.value])
  return (
    <>
      <h3>{t("drafts")}</h3>
      {error.value !== "" && <p class="act">{error.value}</p>}
      {kept.value?.length === 0 && <p class="mu">{t("drafts.none")}</p>}
      <ul class="draft-list">
        {kept.value?.map((draft) => (
          <li key={draft.id} data-draft={draft.name}>
            <b class="one-line">{draft.name}</b>
            <span class="mu">{t("drafts.of", { version: draft.base, name: draft.made_by, count: draft.changes.length })}</span>
            <button class="control" onClick={() => wish(wishesOf(draft.changes))}>{t("drafts.open")}</button>
            <button class="plain" aria-label={t("drafts.forget", { name: draft.name })} onClick={() => forget(draft.id).then(load, (failure: unknown) => (error.value = failureText(desk, failure)))}><Icon svg={closeIcon} size={15} /></button>
          </li>
        ))}
      </ul>
    </>
  )
}

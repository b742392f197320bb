// Below the plan while there are changes: what they do, undo and redo, keep, publish.
import { useSignal } from "@preact/signals"
import keepIcon from "@tabler/icons/outline/device-floppy.svg?raw"
import publishIcon from "@tabler/icons/outline/send.svg?raw"
import { Icon } from "../../draw/icon"
import { failureText, type Desk } from "../context"
import { forget, keep, publish } from "./drafts"
import { slipDays } from "./said"
import { history, kept, panel, silent, told, wish, wishes } from "./state"
import { ganttTexts } from "./texts"
import { changesOf, NOTHING } from "./wishes"

/** Publishes the wishes as a draft of this name; a draft that could not be published is not left behind. */
async function published(base: number, message: string): Promise<void> {
  const draft = await keep(base, changesOf(wishes.peek()), message)
  try {
    await publish(draft.id, message)
  } catch (failure) {
    await forget(draft.id).catch(() => undefined)
    throw failure
  }
}

type Asking = "keep" | "publish" | null

export function DraftBar({ desk }: { desk: Desk }) {
  const t = ganttTexts(desk.language)
  const asking = useSignal<Asking>(null)
  const text = useSignal("")
  const said = useSignal("")
  const busy = useSignal(false)
  const version = desk.store.tables.shop.value.get("shop")?.plan_version ?? null
  const count = wishes.value.size
  if (version === null || (count === 0 && said.value === "")) return null
  const done = async (event: Event) => {
    event.preventDefault()
    const name = text.value.trim()
    if (name === "" || busy.value) return
    busy.value = true
    try {
      if (asking.value === "publish") {
        await published(version, name)
        history.value = NOTHING
        panel.value = null
        said.value = t("published")
        setTimeout(() => (said.value = ""), 6_000)
      } else {
        await keep(version, changesOf(wishes.peek()), name)
        kept.value += 1
        said.value = t("keep.done", { name })
      }
      asking.value = null
      text.value = ""
    } catch (failure) {
      said.value = failureText(desk, failure)
    }
    busy.value = false
  }
  const ask = (what: Asking) => {
    asking.value = what
    said.value = ""
  }
  return (
    <section class="draft-bar" aria-label={t("wishes")}>
      <div class="draft-facts">
        <span>{t("draft.on", { version, name: desk.user.name })}</span>
        <b data-changes={count}>{t(count === 1 ? "changes.one" : "changes.count", { count })}</b>
      </div>
      <Effect desk={desk} />
      <div class="draft-acts">
        {said.value !== "" && <span class="draft-said" role="status">{said.value}</span>}
        {count > 0 && asking.value === null && (
          <>
            <button class="on-dark" onClick={() => wish(new Map())}>{t("discard")}</button>
            <button class="on-dark" aria-pressed={panel.value === "wishes"} onClick={() => (panel.value = panel.value === "wishes" ? null : "wishes")}>{t("changes")}</button>
            <button class="on-dark" onClick={() => ask("keep")}><Icon svg={keepIcon} size={16} /> {t("keep")}</button>
            <button class="on-dark solid-dark" onClick={() => ask("publish")}><Icon svg={publishIcon} size={16} /> {t("publish")}</button>
          </>
        )}
        {asking.value !== null && (
          <form class="draft-form" onSubmit={(event) => void done(event)} onKeyDown={(event) => event.key === "Escape" && ask(null)}>
            <input
              aria-label={t(asking.value === "keep" ? "keep.name" : "publish.message")} placeholder={t(asking.value === "keep" ? "keep.name" : "publish.message")}
              maxLength={200} value={text.value} ref={(element) => element?.focus()} onInput={(event) => (text.value = event.currentTarget.value)}
            />
            <button type="button" class="on-dark" onClick={() => ask(null)}>{t("cancel")}</button>
            <button class="on-dark solid-dark" disabled={busy.value || text.value.trim() === ""}>{t(asking.value)}</button>
          </form>
        )}
      </div>
    </section>
  )
}

/** What the planner says of the changes: who slips most, what gains, what moves along, what it can't keep. */
function Effect({ desk }: { desk: Desk }) {
  const t = ganttTexts(desk.language)
  const answer = told.value
  if (wishes.value.size === 0) return null
  if (answer === null) return <div class="draft-facts"><span>{silent.value || t("draft.asking")}</span></div>
  const worst = answer.slips[0]
  const own = wishes.value
  const facts: [string, string, string][] = [
    [t("draft.slips"), answer.slips.length === 0 ? t("draft.none") : String(answer.slips.length), answer.slips.length > 0 ? "bad" : ""],
    ...(worst === undefined ? [] : [[t("draft.worst"), `${worst.mold} ${slipDays(desk, worst)}`, worst.late === null || worst.late > 0 ? "bad" : ""] as [string, string, string]]),
    [t("draft.gains"), answer.gains.length === 0 ? t("draft.none") : String(answer.gains.length), answer.gains.length > 0 ? "good-dark" : ""],
    [t("draft.moved"), String(answer.moved.filter(({ operation }) => !own.has(operation)).length), ""],
    [t("draft.breaks"), answer.breaks.length === 0 ? t("draft.none") : String(answer.breaks.length), answer.breaks.length > 0 ? "warn-dark" : ""],
  ]
  return <>{facts.map(([name, value, tone]) => <div key={name} class="draft-facts"><span>{name}</span><b class={tone}>{value}</b></div>)}</>
}

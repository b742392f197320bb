// The decisions of an open change, what they would do to the plan, and the change taken or withdrawn.
import { useSignal } from "@preact/signals"
import { number } from "../../draw/format"
import { answered } from "../ask/asking"
import { Slips, type Move } from "../ask/parts"
import { askTexts } from "../ask/texts"
import { commanded, failureText, may, type Desk } from "../context"
import { momentAt } from "../trials/model"
import { isWhole, OUTSIDE, undecided, type Change, type Draft } from "./model"
import { PartRow, PurchaseRow } from "./touched"
import { changeTexts } from "./texts"

type Preview = { base: number; at: string; moved: number; added: number; dropped: number; slips: Move[]; gains: Move[] }
const LONGEST = 500

export function Decide({ desk, change, changed }: { desk: Desk; change: Change; changed: () => void }) {
  const t = changeTexts(desk.language)
  const drafts = useSignal<Readonly<Record<string, Draft>>>({})
  const note = useSignal("")
  const preview = useSignal<Preview | null>(null)
  const busy = useSignal<"" | "preview" | "send">("")
  const error = useSignal("")
  const begun = new Map(change.parts.map(({ part, begun: has }) => [part, has]))
  const draftOf = (id: string): Draft => drafts.value[id] ?? undecided(begun.get(id) ?? false)
  const set = (id: string) => (one: Partial<Draft>) => {
    drafts.value = { ...drafts.value, [id]: { ...draftOf(id), ...one } }
    preview.value = null
  }
  const things = [...change.parts.map(({ part }) => ["part", part] as const), ...change.purchases.map(({ purchase }) => ["purchase", purchase] as const)]
  const missing = things.filter(([, id]) => !isWhole(draftOf(id))).length
  const day = (text: string): string | null => (text === "" ? null : momentAt(desk, text, "08:00"))
  const decisions = () => things.map(([thing, id]) => {
    const { handling, work, minutes, redrawn, drawing, material, promised } = draftOf(id)
    return {
      thing, id, handling, redrawn, material, drawing: redrawn ? day(drawing) : null, promised: day(promised),
      work: handling === "rework" && work !== OUTSIDE ? work : null, minutes: handling === "rework" ? Number(minutes) : 0,
    }
  })
  const look = async () => {
    busy.value = "preview"
    error.value = ""
    try {
      preview.value = await answered<Preview>(`/api/changes/${encodeURIComponent(change.id)}/preview`, { decisions: decisions() })
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
    busy.value = ""
  }
  const send = async (kind: "take_change" | "withdraw_change", fields: Record<string, unknown>) => {
    busy.value = "send"
    error.value = await commanded(desk, kind, { change: change.id, note: note.value, person: desk.user.person || null, ...fields })
    busy.value = ""
    changed()
  }
  const mayTake = may(desk, "command take_change")
  const found = preview.value
  return (
    <section class="change-section">
      <h2>{t("touched")}</h2>
      <p class="mu">{t("touched.what")}</p>
      <ul class="touched-list">
        {change.parts.map((one) => <PartRow key={one.part} desk={desk} t={t} one={one} draft={draftOf(one.part)} set={set(one.part)} />)}
        {change.purchases.map((one) => <PurchaseRow key={one.purchase} desk={desk} t={t} one={one} draft={draftOf(one.purchase)} set={set(one.purchase)} />)}
      </ul>
      {mayTake && (
        <>
          <div class="form-foot">
            <button type="button" class="control" data-do="preview" disabled={missing > 0 || busy.value !== ""} onClick={() => void look()}>{t("preview")}</button>
            {busy.value === "preview" && <span class="mu" role="status">{askTexts(desk.language)("working")}</span>}
            {missing > 0 && <span class="wait">{t("missing", { count: missing })}</span>}
          </div>
          {found !== null && (
            <div class="change-preview" data-preview={found.slips.length}>
              <p class="mu">{t("preview.figures", { added: number(found.added), moved: number(found.moved) })}</p>
              <Slips desk={desk} t={askTexts(desk.language)} slips={found.slips} />
              {found.gains.length > 0 && <p class="run">{t("gains", { molds: [...new Set(found.gains.map(({ mold }) => mold))].join(", ") })}</p>}
            </div>
          )}
          <form class="change-take" onSubmit={(event) => { event.preventDefault(); void send("take_change", { decisions: decisions() }) }}>
            <label class="field"><span>{t("note")}</span><input maxLength={LONGEST} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} /></label>
            <div class="form-foot">
              <button class="solid" disabled={missing > 0 || busy.value !== ""}>{t("take")}</button>
              <button type="button" class="control" data-do="withdraw" disabled={busy.value !== ""} onClick={() => void send("withdraw_change", {})}>{t("withdraw")}</button>
              {error.value && <span class="act strong" role="alert">{error.value}</span>}
            </div>
          </form>
        </>
      )}
    </section>
  )
}

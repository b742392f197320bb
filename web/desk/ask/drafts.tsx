// Drafts made by hand in the plan: looked at, compared with the live plan, renamed, published with a reason, or forgotten.
import { useSignal, useSignalEffect } from "@preact/signals"
import { number } from "../../draw/format"
import { del, get, post, put } from "../../net/http"
import { failureText } from "../context"
import { Panel, Slips, when, type Move, type Screen } from "./parts"

type Draft = {
  id: string; name: string; made_at: string; made_by: string; base: number; changes: { operation: string }[]
  breaks: { operation: string; text: string }[]; slips: Move[]; moved_count: number
  before: { late_molds: number }; after: { late_molds: number }
}
type Listed = { live: number; drafts: Draft[] }
type Moved = { operation: string; machine_before: string | null; machine: string | null; start_before: string; start: string }
type Compared = { moved: Moved[] }

const SHOWN = 40

function Comparison({ desk, t, draft }: Screen & { draft: Draft }) {
  const found = useSignal<Compared | null>(null)
  useSignalEffect(() => {
    void get<Compared>(`/api/drafts/${draft.id}/compare`).then((answer) => (found.value = answer), () => (found.value = { moved: [] }))
  })
  return (
    <Panel title={draft.name}>
      {draft.breaks.map((one) => <p key={one.operation} class="act"><b>{one.operation}</b> {one.text}</p>)}
      <Slips desk={desk} t={t} slips={draft.slips} />
      {found.value !== null && found.value.moved.length > 0 && (
        <table class="plain-table" data-compared={found.value.moved.length}>
          <thead><tr><th>{t("operation")}</th><th>{t("before")}</th><th>{t("after")}</th></tr></thead>
          <tbody>
            {found.value.moved.slice(0, SHOWN).map((one) => (
              <tr key={one.operation}>
                <td>{one.operation} <span class="mu">{desk.store.tables.operations.value.get(one.operation)?.name ?? ""}</span></td>
                <td class="mu">{one.machine_before ?? desk.t("outside")} · {when(desk, one.start_before)}</td>
                <td>{one.machine ?? desk.t("outside")} · {when(desk, one.start)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.value !== null && found.value.moved.length > SHOWN && <p class="mu">{t("more", { count: found.value.moved.length - SHOWN })}</p>}
    </Panel>
  )
}

function Row({ desk, t, draft, live, change, open, opened }: Screen & { draft: Draft; live: number; change: () => void; open: () => void; opened: boolean }) {
  const writes = useSignal<"" | "name" | "message">("")
  const text = useSignal("")
  const error = useSignal("")
  const path = `/api/drafts/${draft.id}`
  const done = (work: Promise<unknown>) => void work.then(() => {
    writes.value = ""
    error.value = ""
    change()
  }, (failure: unknown) => {
    error.value = failureText(desk, failure)
    change()
  })
  const old = draft.base !== live
  const ask = (what: "name" | "message") => {
    writes.value = writes.value === what ? "" : what
    text.value = what === "name" ? draft.name : ""
  }
  return (
    <>
      <tr data-draft-name={draft.name} class={opened ? "chosen" : ""}>
        <td><b>{draft.name}</b>{old && <span class="wait"> {t("drafts.old", { base: draft.base, live })}</span>}</td>
        <td class="mu">{draft.made_by}</td>
        <td class="right">{draft.changes.length}</td>
        <td class={`right ${draft.breaks.length > 0 ? "act strong" : "mu"}`}>{draft.breaks.length}</td>
        <td class={`right ${draft.slips.length > 0 ? "wait strong" : "mu"}`}>{draft.slips.length}</td>
        <td class="right">{number(draft.moved_count)}</td>
        <td class="right">{draft.before.late_molds} → <b>{draft.after.late_molds}</b></td>
        <td class="ask-acts">
          <button class="control" data-compare onClick={open}>{t("drafts.compare")}</button>
          <button class="control" onClick={() => ask("name")}>{t("drafts.rename")}</button>
          {old ? <button class="control" data-rebase onClick={() => done(post(`${path}/rebase`))}>{t("drafts.rebase", { version: live })}</button>
            : <button class="control" data-publish onClick={() => ask("message")}>{t("drafts.publish")}</button>}
          <button class="control" data-forget onClick={() => done(del(path))}>{t("scene.forget")}</button>
        </td>
      </tr>
      {(writes.value !== "" || error.value !== "") && (
        <tr>
          <td colSpan={8}>
            {writes.value !== "" && (
              <form class="publish" onSubmit={(event) => {
                event.preventDefault()
                done(writes.value === "name" ? put(path, { name: text.value }) : post(`${path}/publish`, { message: text.value }))
              }}>
                <input required maxLength={200} aria-label={t(writes.value === "name" ? "name" : "scene.message")} placeholder={t(writes.value === "name" ? "name" : "scene.message")} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
                <button class="solid">{t(writes.value === "name" ? "drafts.rename" : "drafts.publish")}</button>
              </form>
            )}
            {error.value && <span class="act strong" role="alert">{error.value}</span>}
          </td>
        </tr>
      )}
    </>
  )
}

export function DraftsScreen({ desk, t }: Screen) {
  const listed = useSignal<Listed | null>(null)
  const error = useSignal("")
  const shown = useSignal("")
  const load = () => void get<Listed>("/api/drafts").then((found) => (listed.value = found), (failure: unknown) => (error.value = failureText(desk, failure)))
  useSignalEffect(() => {
    desk.store.tables.shop.value.get("shop")?.plan_version
    load()
  })
  const found = listed.value
  const chosen = found?.drafts.find(({ id }) => id === shown.value)
  return (
    <>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      {found !== null && found.drafts.length === 0 && <p class="fine">{t("drafts.none")}</p>}
      {found !== null && found.drafts.length > 0 && (
        <table class="plain-table" data-drafts={found.drafts.length}>
          <thead>
            <tr>
              <th>{t("name")}</th><th>{t("drafts.made")}</th><th class="right">{t("drafts.changes")}</th><th class="right">{t("drafts.breaks")}</th>
              <th class="right">{t("drafts.slips")}</th><th class="right">{t("drafts.moved")}</th><th class="right">{t("drafts.late")}</th><th />
            </tr>
          </thead>
          <tbody>{found.drafts.map((draft) => <Row key={draft.id} desk={desk} t={t} draft={draft} live={found.live} change={load} opened={draft.id === shown.value} open={() => (shown.value = shown.value === draft.id ? "" : draft.id)} />)}</tbody>
        </table>
      )}
      {chosen !== undefined && <Comparison key={`${chosen.id} ${chosen.base}`} desk={desk} t={t} draft={chosen} />}
    </>
  )
}

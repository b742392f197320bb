// Published plans, a fresh one on request, what it would change, and publishing it with a message.
import { useSignal, useSignalEffect } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { number } from "../draw/format"
import { get, post } from "../net/http"
import { commanded, failureText, type Desk } from "./context"

type Version = {
  version: number; planned_at: string; message: string; actor: string
  weighted_tardiness_hours: number; lower_bound_hours: number; late_molds: number; planned: number; blocked: number; unplannable: number
}
type Moved = { operation: string; machine_before: string | null; machine: string | null; start_before: string; start: string; end_before: string; end: string }
type Difference = { moved: Moved[]; added: string[]; gone: string[]; late_before: number; late_after: number; tardiness_before: number; tardiness_after: number }
/** What is shown of a difference: counts, figures, and the first of the moved operations. */
type Shown = { moved: number; added: number; gone: number; rows: Moved[] } & Pick<Difference, "late_before" | "late_after" | "tardiness_before" | "tardiness_after">
type Draft = { id: string; proposed: boolean; first_moved: Moved[] } & Omit<Shown, "rows">
type DraftState = { state: "none" | "waiting" | "working" | "ready" | "failed"; draft: Draft | null }

const POLL_MS = 1000
// The planner process may propose a plan by itself.
const IDLE_POLL_MS = 10_000
const SHOWN = 200

function Change({ label, before, after, less }: { label: string; before: string; after: string; less: boolean | null }) {
  return (
    <span class="change">
      <span class="mu">{label}</span>
      <b>{before} → <span class={less === null ? "" : less ? "run" : "act"}>{after}</span></b>
    </span>
  )
}

function Differences({ desk, found }: { desk: Desk; found: Shown }) {
  const { t, format } = desk
  const same = found.moved + found.added + found.gone === 0
  const better = (a: number, b: number): boolean | null => (a === b ? null : b < a)
  const at = (moment: string) => `${format.date(moment)} ${format.time(moment)}`
  return (
    <div class="differences">
      <p class="changes">
        <Change label={t("versions.late")} before={String(found.late_before)} after={String(found.late_after)} less={better(found.late_before, found.late_after)} />
        <Change label={t("versions.tardiness")} before={number(found.tardiness_before)} after={number(found.tardiness_after)} less={better(found.tardiness_before, found.tardiness_after)} />
        <span class="change">
          <span class="mu">{t("versions.moved")}</span>
          <b>{same ? t("versions.same") : t("versions.moved.count", { count: number(found.moved), added: number(found.added), gone: number(found.gone) })}</b>
        </span>
      </p>
      {found.rows.length > 0 && (
        <div class="table-area">
          <table class="plain-table">
            <thead><tr><th>{t("operations")}</th><th>{t("versions.before")}</th><th>{t("versions.after")}</th></tr></thead>
            <tbody>
              {found.rows.map((one) => (
                <tr key={one.operation}>
                  <td>{one.operation} <span class="mu">{desk.store.tables.operations.value.get(one.operation)?.name ?? ""}</span></td>
                  <td class="mu">{one.machine_before ?? t("outside")} · {at(one.start_before)}</td>
                  <td>{one.machine ?? t("outside")} · {at(one.start)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

function Fresh({ desk, next, published }: { desk: Desk; next: number; published: () => void }) {
  const { t } = desk
  const state = useSignal<DraftState>({ state: "none", draft: null })
  const error = useSignal("")
  const message = useSignal("")
  const look = () => get<DraftState>("/api/plans/draft").then((answer) => (state.value = answer), (failure: unknown) => {
    error.value = failureText(desk, failure)
    state.value = { ...state.value }
  })
  useEffect(() => void look(), [])
  useSignalEffect(() => {
    const asked = state.value.state === "waiting" || state.value.state === "working"
    const timer = setTimeout(() => void look(), asked ? POLL_MS : IDLE_POLL_MS)
    return () => clearTimeout(timer)
  })
  const ask = async () => {
    error.value = ""
    try {
      await post("/api/plans/draft")
      state.value = { state: "waiting", draft: null }
    } catch (failure) {
      error.value = failureText(desk, failure)
    }
  }
  const publish = async (draft: Draft) => {
    error.value = await commanded(desk, "publish_plan", { draft: draft.id, message: message.value })
    if (error.value !== "") return
    state.value = { state: "none", draft: null }
    message.value = ""
    published()
  }
  const { state: now, draft } = state.value
  const busy = now === "waiting" || now === "working"
  return (
    <section class="fresh" data-draft={now}>
      <div class="fresh-head">
        <button class={draft !== null && now === "ready" ? "control" : "solid"} disabled={busy} onClick={() => void ask()}>{t("versions.fresh")}</button>
        {busy && <span role="status" class="mu">{t("versions.working")}</span>}
        {now === "failed" && <span role="alert" class="act">{t("versions.failed")}</span>}
        {error.value && <span role="alert" class="act">{error.value}</span>}
      </div>
      {now === "ready" && draft !== null && (
        <>
          <h2>{t(draft.proposed ? "versions.proposed" : "versions.ready")}</h2>
          <Differences desk={desk} found={{ ...draft, rows: draft.first_moved }} />
          <form
            class="publish"
            onSubmit={(event) => {
              event.preventDefault()
              void publish(draft)
            }}
          >
            <input aria-label={t("versions.message")} placeholder={t("versions.message")} maxLength={200} value={message.value} onInput={(event) => (message.value = event.currentTarget.value)} />
            <button class="solid">{t("versions.publish", { version: next })}</button>
          </form>
        </>
      )}
    </section>
  )
}

export function VersionsPage({ desk }: { desk: Desk }) {
  const { t, format } = desk
  const versions = useSignal<Version[] | null>(null)
  const error = useSignal("")
  const pair = useSignal<number[]>([])
  const compared = useSignal<Difference | null>(null)
  const load = () => get<Version[]>("/api/plans").then((answer) => (versions.value = answer), (failure: unknown) => (error.value = failureText(desk, failure)))
  useSignalEffect(() => {
    // Again with every version that is published, by whomever.
    desk.store.tables.shop.value.get("shop")?.plan_version
    void load()
  })
  useSignalEffect(() => {
    const [a, b] = [...pair.value].sort((x, y) => x - y)
    compared.value = null
    if (a === undefined || b === undefined) return
    get<Difference>(`/api/plans/compare?a=${a}&b=${b}`).then((answer) => (compared.value = answer), (failure: unknown) => (error.value = failureText(desk, failure)))
  })
  const pick = (version: number) => {
    const held = pair.value
    pair.value = held.includes(version) ? held.filter((one) => one !== version) : [...held, version].slice(-2)
  }
  const known = versions.value ?? []
  const [a, b] = [...pair.value].sort((x, y) => x - y)
  return (
    <main class="page versions-page">
      <h1>{t("versions.title")}</h1>
      {error.value && <p class="act strong" role="alert">{error.value}</p>}
      <Fresh desk={desk} next={(known[0]?.version ?? 0) + 1} published={() => void load()} />
      {versions.value !== null && known.length === 0 && <p class="mu">{t("versions.none")}</p>}
      {known.length > 0 && (
        <table class="plain-table versions">
          <thead>
            <tr>
              <th aria-label={t("versions.compare")} />
              <th>{t("versions.version")}</th><th>{t("versions.made")}</th><th>{t("versions.by")}</th><th>{t("versions.message")}</th>
              <th class="right">{t("versions.late")}</th><th class="right">{t("versions.tardiness")}</th><th class="right">{t("versions.bound")}</th>
              <th class="right">{t("versions.planned")}</th><th class="right">{t("versions.blocked")}</th>
            </tr>
          </thead>
          <tbody>
            {known.map((one) => (
              <tr key={one.version} data-version={one.version} class={pair.value.includes(one.version) ? "chosen" : ""}>
                <td><input type="checkbox" aria-label={`${t("versions.compare")} v${one.version}`} checked={pair.value.includes(one.version)} onChange={() => pick(one.version)} /></td>
                <td><b>v{one.version}</b></td>
                <td>{format.date(one.planned_at)} {format.time(one.planned_at)}</td>
                <td>{one.actor}</td>
                <td>{one.message}</td>
                <td class={`right ${one.late_molds > 0 ? "act strong" : ""}`}>{one.late_molds}</td>
                <td class="right">{number(one.weighted_tardiness_hours)}</td>
                <td class="right mu">{number(one.lower_bound_hours)}</td>
                <td class="right">{number(one.planned)}</td>
                <td class="right">{number(one.blocked + one.unplannable)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {known.length > 1 && pair.value.length < 2 && <p class="mu">{t("versions.pick")}</p>}
      {compared.value !== null && a !== undefined && b !== undefined && (
        <section class="compared">
          <h2>{t("versions.compare.two", { a: b, b: a })}</h2>
          <Differences
            desk={desk}
            found={{
              ...compared.value, moved: compared.value.moved.length, added: compared.value.added.length, gone: compared.value.gone.length,
              rows: compared.value.moved.slice(0, SHOWN),
            }}
          />
        </section>
      )}
    </main>
  )
}

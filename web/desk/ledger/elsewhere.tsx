// The same elsewhere: records that are like this one and why, and open work it may hit next.
import type { Desk } from "../context"
import { chosen, wanted } from "../gantt/state"
import { address, go } from "../route"
import type { Alike, Elsewhere, LikeOperation } from "./model"
import { ledgerTexts } from "./texts"

type Take = { taken: string; take: (id: string) => void }

function One({ desk, one, again }: { desk: Desk; one: Alike; again: Take | undefined }) {
  const t = ledgerTexts(desk.language)
  return (
    <li class={again?.taken === one.id ? "alike alike-taken" : "alike"} data-alike={one.id}>
      <a href={address("ledger", one.id)}><b>{one.number}</b> <span class="mu">{[one.mold ?? one.machine, t(`stage.${one.stage}`), one.closed_at === null ? "" : desk.format.shortDate(one.closed_at)].filter(Boolean).join(" · ")}</span></a>
      <p>{one.description}</p>
      <p class="alike-why">{one.why.map((why) => <span key={why} class="why-chip">{t(`alike.why.${why}`)}</span>)}</p>
      {again !== undefined && (
        <button type="button" class="control" aria-pressed={again.taken === one.id} onClick={() => again.take(again.taken === one.id ? "" : one.id)}>
          {t(again.taken === one.id ? "alike.used" : "alike.use")}
        </button>
      )}
    </li>
  )
}

function Work({ desk, one }: { desk: Desk; one: LikeOperation }) {
  const t = ledgerTexts(desk.language)
  const show = () => {
    chosen.value = { operation: one.operation, mold: one.mold }
    wanted.value = one.operation
    go("plan")
  }
  return (
    <li>
      <button type="button" class="like-work" onClick={show}>
        <b>{one.mold}</b> <span class="one-line">{one.part_name} · {one.name}</span>
        <span class="mu">{one.start === null ? t("unplanned") : desk.format.soon(one.start, desk.tick.peek().now ?? 0)}</span>
      </button>
    </li>
  )
}

export function SameElsewhere({ desk, found, again }: { desk: Desk; found: Elsewhere; again?: Take }) {
  const t = ledgerTexts(desk.language)
  return (
    <>
      <section>
        <h2>{t("alike")}</h2>
        {found.alike.length === 0 ? <p class="mu">{t("alike.none")}</p> : <ul>{found.alike.slice(0, 5).map((one) => <One key={one.id} desk={desk} one={one} again={again} />)}</ul>}
      </section>
      {found.operations.length > 0 && (
        <section>
          <h2>{t("alike.operations")}</h2>
          <p class="mu">{t("alike.operations.what")}</p>
          <ul>{found.operations.slice(0, 8).map((one) => <Work key={one.operation} desk={desk} one={one} />)}</ul>
        </section>
      )}
    </>
  )
}

// The molds of the list: who is tried next comes first; each with its trials as dots.
import { signal, useSignal } from "@preact/signals"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import { Icon } from "../../draw/icon"
import { Shape, type ShapeName } from "../../draw/shapes"
import type { Desk } from "../context"
import { address } from "../route"
import { isOpen, shownOf, type MoldTrials, type TrialLine } from "./model"
import { trialTexts, type TrialText } from "./texts"

const SHOWS = ["all", "soon", "word"] as const
const show = signal<(typeof SHOWS)[number]>("all")

const WANTED: Record<(typeof SHOWS)[number], (mold: MoldTrials) => boolean> = {
  all: () => true,
  soon: ({ trials }) => trials.some((trial) => isOpen(trial) && trial.booked === null),
  word: ({ trials }) => trials.some(({ work, approved_at, verdict }) => work === "done" && approved_at === null && verdict !== "failed") && !trials.some(({ approved_at }) => approved_at !== null),
}

/** Shape and tone of a trial: what came of it, or where it stands. */
export function markOf({ work, verdict, approved_at }: TrialLine): { shape: ShapeName; tone: string } {
  if (approved_at !== null) return { shape: "ready", tone: "run" }
  if (work === "running") return { shape: "running", tone: "run" }
  if (work === "paused") return { shape: "paused", tone: "wait" }
  if (work !== "done") return { shape: "waiting", tone: "mu" }
  return verdict === "passed" || verdict === null ? { shape: "ready", tone: "mu" } : { shape: "problem", tone: verdict === "failed" ? "act" : "wait" }
}

export function whenOf(desk: Desk, t: TrialText, trial: TrialLine): string {
  const at = (isOpen(trial) ? trial.booked : null) ?? trial.start
  return at === null ? t("no_date") : `${desk.format.shortDate(at)} ${desk.format.time(at)}`
}

function Row({ desk, mold, chosen }: { desk: Desk; mold: MoldTrials; chosen: string }) {
  const t = trialTexts(desk.language)
  const shown = shownOf(mold)
  if (shown === undefined) return null
  const here = mold.trials.some(({ operation }) => operation === chosen)
  const open = mold.trials.reduce((sum, trial) => sum + trial.open, 0)
  return (
    <a href={address("trials", shown.operation)} class={here ? "chosen" : ""} data-trials={mold.mold} aria-current={here ? "true" : undefined}>
      <b class="mold-id">{mold.mold}</b>
      <span class="mold-middle">
        <span class="one-line mu">{mold.name}</span>
        <span class="trial-dots">
          {mold.trials.map((trial) => {
            const { shape, tone } = markOf(trial)
            return <span key={trial.operation} class={tone}><Shape name={shape} size={12} /> {t("T", { number: trial.number })}</span>
          })}
        </span>
      </span>
      <span class="mold-right">
        <span>{whenOf(desk, t, shown)}</span>
        <span class={open > 0 ? "wait strong" : "mu"}>
          {open > 0 ? t("issues.open", { open, count: mold.trials.reduce((sum, { issues }) => sum + issues, 0) }) : mold.approved ? t("approved") : isOpen(shown) && shown.booked !== null ? t("booked", { when: "" }).trim() : t(`state.${shown.work}`)}
        </span>
      </span>
    </a>
  )
}

export function TrialList({ desk, molds, chosen }: { desk: Desk; molds: MoldTrials[]; chosen: string }) {
  const t = trialTexts(desk.language)
  const words = useSignal("")
  const wanted = words.value.trim().toLowerCase()
  const fit = molds.filter((mold) => WANTED[show.value](mold) && `${mold.mold} ${mold.name}`.toLowerCase().includes(wanted))
  return (
    <aside class="mold-side">
      <label class="search">
        <Icon svg={searchIcon} size={16} />
        <input type="search" placeholder={t("search")} aria-label={t("search")} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
      </label>
      <div class="trial-shows segments" role="radiogroup" aria-label={t("title")}>
        {SHOWS.map((one) => (
          <button key={one} type="button" role="radio" aria-checked={show.value === one} class={show.value === one ? "on" : ""} onClick={() => (show.value = one)}>
            {t(`show.${one}`)} {molds.filter(WANTED[one]).length}
          </button>
        ))}
      </div>
      <nav class="mold-list trial-list" aria-label={t("title")}>
        {fit.map((mold) => <Row key={mold.mold} desk={desk} mold={mold} chosen={chosen} />)}
        {fit.length === 0 && <p class="empty-row mu">{t(molds.length === 0 ? "none" : "none.fit")}</p>}
      </nav>
    </aside>
  )
}

// A customer's page: how far his molds are, nothing else of the shop. Asked for again every minute.
import "../draw/fonts"
import "./customer.css"
import { signal } from "@preact/signals"
import { render } from "preact"
import { Format, percent } from "../draw/format"
import { tagOf } from "../i18n/text"
import { wordsOf } from "../i18n/words"
import type { StageName } from "../model/wire"
import { boot } from "../net/boot"
import { get, Refused } from "../net/http"
import { customerTexts } from "./texts"

type Far = "none" | "ahead" | "running" | "done"
type Mold = {
  id: string; name: string; order: string | null; stages: { stage: StageName; far: Far }[]; done: number; total: number; finished: boolean
  t1_due: string | null; t1_expected: string | null; due: string | null; expected: string | null
}
type Progress = { customer: string; shop: string; timezone: string; at: string; molds: Mold[] }

const AGAIN_MS = 60_000
const { language, token } = boot()
const t = customerTexts(language)
const words = wordsOf(language)
const found = signal<Progress | null>(null)
const failed = signal<"" | "refused" | "unreachable">("")

async function load(): Promise<void> {
  try {
    found.value = await get<Progress>(`/api/progress?token=${encodeURIComponent(token ?? "")}`)
    failed.value = ""
  } catch (failure) {
    failed.value = failure instanceof Refused ? "refused" : "unreachable"
    if (failed.value === "refused") found.value = null
  }
}

function When({ format, name, due, expected, at }: { format: Format; name: string; due: string | null; expected: string | null; at: string }) {
  if (due === null && expected === null) return null
  const past = expected !== null && expected <= at
  return (
    <div class="when">
      <b>{name}</b>
      <span><small>{t("promised")}</small>{due === null ? "–" : format.date(due)}</span>
      <span><small>{t(past ? "reached" : "expected")}</small>{expected === null ? t("unknown") : format.date(expected)}</span>
    </div>
  )
}

function Card({ format, mold, at }: { format: Format; mold: Mold; at: string }) {
  const share = mold.total === 0 ? 0 : mold.done / mold.total
  return (
    <article data-mold={mold.id}>
      <header>
        <h2>{mold.name} {mold.name !== mold.id && <small>{mold.id}</small>}</h2>
        {mold.order !== null && <p class="mu">{t("order", { order: mold.order })}</p>}
      </header>
      <div class="bar" role="img" aria-label={t("share", { share: percent(share) })}><i style={{ width: percent(share) }} /></div>
      <p class="share">{mold.finished ? <b class="run">{t("finished")}</b> : t("share", { share: percent(share) })}</p>
      <ol>
        {mold.stages.filter(({ far }) => far !== "none").map(({ stage, far }) => (
          <li key={stage} class={`far-${far}`} title={far === "none" ? "" : t(`far.${far}`)}>
            <i aria-hidden="true" />
            <span>{words.stage(stage)}</span>
            <small>{far !== "none" && t(`far.${far}`)}</small>
          </li>
        ))}
      </ol>
      <When format={format} name={t("t1")} due={mold.t1_due} expected={mold.t1_expected} at={at} />
      <When format={format} name={t("delivery")} due={mold.due} expected={mold.expected} at={at} />
    </article>
  )
}

function otherLanguage(): void {
  const url = new URL(location.href)
  url.searchParams.set("lang", language === "en" ? "zh-hans" : "en")
  location.replace(url)
}

function Page() {
  const seen = found.value
  const format = new Format(language, seen?.timezone ?? "UTC")
  return (
    <main data-page="customer">
      <header class="top">
        <div>
          <p class="mu">{seen?.shop}</p>
          <h1>{t("title")}</h1>
          {seen !== null && <p class="mu">{t("of", { customer: seen.customer })} · {t("at", { date: format.date(seen.at), time: format.time(seen.at) })}</p>}
        </div>
        <button lang={language === "en" ? "zh-Hans" : "en"} onClick={otherLanguage}>{t("other_language")}</button>
      </header>
      {failed.value === "refused" && <p class="told" role="alert">{t("refused")}</p>}
      {failed.value === "unreachable" && <p class="told" role="status">{t("unreachable", { time: seen === null ? "–" : format.time(seen.at) })}</p>}
      {seen === null && failed.value === "" && <p class="mu" role="status">{t("loading")}</p>}
      {seen?.molds.length === 0 && <p class="told">{t("none")}</p>}
      <div class="molds">{seen?.molds.map((mold) => <Card key={mold.id} format={format} mold={mold} at={seen.at} />)}</div>
    </main>
  )
}

document.documentElement.lang = tagOf(language)
render(<Page />, document.getElementById("app") ?? document.body)
void load()
setInterval(() => void load(), AGAIN_MS)

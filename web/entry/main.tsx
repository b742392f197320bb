// The doors: the first account, signing in, giving a tablet its machine.
import "../draw/fonts"
import "./entry.css"
import { signal } from "@preact/signals"
import { render } from "preact"
import { remember } from "../i18n/remember"
import { tagOf, type Language } from "../i18n/text"
import { boot } from "../net/boot"
import { Languages, Login, Setup } from "./accounts"
import { EnrollByCode, EnrollByManager } from "./enroll"
import { entryTexts } from "./texts"

const start = boot()
const language = signal<Language>(start.language)

function speak(chosen: Language): void {
  language.value = chosen
  document.documentElement.lang = tagOf(chosen)
  remember(chosen)
}

function Brand() {
  return (
    <div class="brand">
      <svg viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
        <path d="M24 4v14M24 18L9 27M24 18l15 9M24 18v16" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />
        <circle cx="9" cy="30" r="6" fill="currentColor" />
        <circle cx="39" cy="30" r="6" fill="currentColor" />
        <circle cx="24" cy="38" r="6" fill="var(--run)" />
      </svg>
      <b>Sprue</b>
    </div>
  )
}

function Content() {
  const t = entryTexts(language.value)
  const query = new URLSearchParams(location.search)
  if (start.page === "setup") return <Setup t={t} language={language.value} />
  if (start.page !== "enroll") return <Login t={t} />
  if (start.user?.role === "manager") return <EnrollByManager t={t} language={language.value} />
  return <EnrollByCode t={t} token={start.token ?? query.get("token") ?? ""} station={start.station ?? query.get("station") ?? ""} />
}

function Entry() {
  const t = entryTexts(language.value)
  return (
    <div class="entry" data-page={start.page}>
      <aside class="dark">
        <Brand />
        <p class="claim">{t("claim")}</p>
        <p class="mu">{t("claim.what")}</p>
        {start.demo && <p class="demo">{t("demo")}</p>}
        <p class="mu version">{start.version}</p>
      </aside>
      <main>
        <Languages language={language.value} speak={speak} />
        <Content />
      </main>
    </div>
  )
}

document.documentElement.lang = tagOf(start.language)
render(<Entry />, document.getElementById("app") ?? document.body)

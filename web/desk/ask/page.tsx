// The planner's questions: one screen each, scenarios, and drafts by hand.
import type { Desk } from "../context"
import { address } from "../route"
import { DateScreen } from "./date"
import { DraftsScreen } from "./drafts"
import { LoadScreen } from "./load"
import { OrderScreen } from "./order"
import { RaiseScreen } from "./raise"
import { ScenariosScreen } from "./scenarios"
import { askTexts } from "./texts"

const SCREENS = { date: DateScreen, load: LoadScreen, raise: RaiseScreen, order: OrderScreen, scenarios: ScenariosScreen, drafts: DraftsScreen }
type Name = keyof typeof SCREENS
const NAMES = Object.keys(SCREENS) as Name[]

export function AskPage({ desk, chosen }: { desk: Desk; chosen: string }) {
  const t = askTexts(desk.language)
  const name = NAMES.find((one) => one === chosen) ?? "date"
  const Screen = SCREENS[name]
  return (
    <main class="page ask-page" data-screen={name}>
      <nav class="ask-tabs" aria-label={desk.t("nav.ask")}>
        {NAMES.map((one) => <a key={one} href={address("ask", one)} class={one === name ? "here" : ""} aria-current={one === name ? "page" : undefined}>{t(`ask.${one}`)}</a>)}
      </nav>
      <h1>{t(`title.${name}`)}</h1>
      <Screen key={name} desk={desk} t={t} />
    </main>
  )
}

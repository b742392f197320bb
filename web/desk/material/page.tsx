// The buyers' page: shortages, kits, purchases, outside work, suppliers, and where things are.
import type { Desk } from "../context"
import { may } from "../context"
import { address } from "../route"
import { KitsScreen } from "./kits"
import { OutsideScreen } from "./outside"
import { PurchasesScreen } from "./purchases"
import { ScanField } from "./scanned"
import { ShortagesScreen } from "./shortages"
import { SuppliersScreen } from "./suppliers"
import { materialTexts } from "./texts"
import { WhereScreen } from "./where"

const SCREENS = {
  shortages: ShortagesScreen, kits: KitsScreen, purchases: PurchasesScreen, outside: OutsideScreen, suppliers: SuppliersScreen, where: WhereScreen,
}
type Name = keyof typeof SCREENS
const NAMES = Object.keys(SCREENS) as Name[]

export function MaterialPage({ desk, chosen }: { desk: Desk; chosen: string }) {
  const t = materialTexts(desk.language)
  const [wanted = "", ...rest] = chosen.split("/")
  const name = NAMES.find((one) => one === wanted) ?? "shortages"
  const Screen = SCREENS[name]
  return (
    <main class="material-page" data-screen={name}>
      <nav class="material-tabs" aria-label={desk.t("nav.material")}>
        {NAMES.map((one) => <a key={one} href={address("material", one)} class={one === name ? "here" : ""} data-tab={one} aria-current={one === name ? "page" : undefined}>{t(`tab.${one}`)}</a>)}
        {may(desk, "GET /api/material/scan") && <ScanField desk={desk} />}
      </nav>
      <Screen key={name} desk={desk} chosen={rest.join("/")} />
    </main>
  )
}

// What the token of a program is for, ticked when it is made and told in the list.
import type { Desk } from "../context"
import { programTexts } from "./texts"
import "./programs.css"

export const SCOPES = ["read", "report", "plan", "master_data", "figures", "paper", "prices"] as const
export type Scope = (typeof SCOPES)[number]

export function ScopeBoxes({ desk, chosen, set }: { desk: Desk; chosen: Scope[]; set: (scopes: Scope[]) => void }) {
  const t = programTexts(desk.language)
  return (
    <fieldset class="scopes">
      <legend class="mu">{t("scopes")}</legend>
      {SCOPES.map((one) => (
        <label key={one}>
          <input
            type="checkbox" name={`scope-${one}`} checked={chosen.includes(one)}
            onChange={(event) => set(event.currentTarget.checked ? [...chosen, one] : chosen.filter((other) => other !== one))}
          />{" "}
          {t(`scope.${one}`)}
        </label>
      ))}
      {chosen.length === 0 && <span class="mu">{t("scopes.none")}</span>}
    </fieldset>
  )
}

/** "read · figures" */
export function scopeWords(desk: Desk, scopes: Scope[]): string {
  const t = programTexts(desk.language)
  return scopes.map((one) => t(`scope.${one}`)).join(" · ")
}

// How old the newest backup is: quiet while nights bring one, loud when they do not.
import { signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { get } from "../net/http"
import { may, type Desk } from "./context"

type State = { place: string | null; at: string | null; hours: number | null; count: number; old: boolean; trouble: string }

const AGAIN_MS = 300_000
const state = signal<State | null>(null)

/** Asked for now and then by who may know it; what can't be asked just now stays as it was. */
export function useBackup(desk: Desk): State | null {
  useEffect(() => {
    if (!may(desk, "GET /api/backup")) return
    const look = () => void get<State>("/api/backup").then((found) => (state.value = found), () => undefined)
    look()
    const again = setInterval(look, AGAIN_MS)
    return () => clearInterval(again)
  }, [])
  return state.value
}

function ageText(desk: Desk, { hours }: State): string {
  if (hours === null) return desk.t("backup.never")
  return hours < 48 ? desk.t("backup.hours", { hours: Math.max(0, Math.round(hours)) }) : desk.t("backup.days", { days: Math.round(hours / 24) })
}

/** In the head: only where nights go by without a backup. */
export function BackupWarning({ desk }: { desk: Desk }) {
  const found = useBackup(desk)
  if (found === null || found.place === null || !(found.old || found.trouble !== "")) return null
  return <span class="age age-stale" role="alert" title={found.trouble} data-backup="old"><i /> {ageText(desk, found)}</span>
}

/** In the menu: always. */
export function BackupLine({ desk }: { desk: Desk }) {
  const found = state.value
  if (found === null || !may(desk, "GET /api/backup")) return null
  if (found.place === null) return <span class="mu" data-backup="none">{desk.t("backup.none")}</span>
  return <span class={found.old ? "act" : "mu"} data-backup={found.old ? "old" : "good"} title={found.place}>{ageText(desk, found)}{found.trouble !== "" && `: ${found.trouble}`}</span>
}

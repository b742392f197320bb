// Before a job with checks is finished: one question a screen, a tile or a number each.
import backspaceIcon from "@tabler/icons/outline/backspace.svg?raw"
import cameraIcon from "@tabler/icons/outline/camera.svg?raw"
import skipIcon from "@tabler/icons/outline/camera-off.svg?raw"
import checkIcon from "@tabler/icons/outline/check.svg?raw"
import wrongIcon from "@tabler/icons/outline/x.svg?raw"
import { useState } from "preact/hooks"
import { Icon } from "../draw/icon"
import type { CheckRow, StationRow } from "../model/wire"
import { keepPicture } from "../net/pictures"
import { Panel } from "./panel"
import type { Checked, Terminal } from "./terminal"
import { within } from "./views"

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0", "-"]
const LONGEST = 9

function Looked({ terminal, found }: { terminal: Terminal; found: (ok: boolean) => void }) {
  const t = terminal.t.value
  return (
    <div class="nine two">
      <button class="tile problem-tile good" data-check="ok" onClick={() => found(true)}>
        <Icon svg={checkIcon} size={72} /> <b>{t("checks.ok")}</b>
      </button>
      <button class="tile problem-tile bad" data-check="wrong" onClick={() => found(false)}>
        <Icon svg={wrongIcon} size={72} /> <b>{t("checks.wrong")}</b>
      </button>
    </div>
  )
}

function Measured({ terminal, found }: { terminal: Terminal; found: (value: number) => void }) {
  const [typed, setTyped] = useState("")
  const t = terminal.t.value
  const value = typed === "" ? Number.NaN : Number(typed)
  return (
    <div class="pin measured-pad">
      <output class="measured" aria-live="polite">{typed || "–"}</output>
      <div class="pin-keys">
        {KEYS.map((key) => (
          <button key={key} class="tile" data-key={key} onClick={() => setTyped((old) => (old.length < LONGEST ? old + key : old))}>{key}</button>
        ))}
        <button class="tile" aria-label={t("pin.delete")} onClick={() => setTyped((old) => old.slice(0, -1))}>
          <Icon svg={backspaceIcon} size={40} />
        </button>
        <button class="tile pin-ok" data-check="value" disabled={Number.isNaN(value)} onClick={() => found(value)}>{t("checks.next")}</button>
      </div>
    </div>
  )
}

/** A picture is taken, kept on the tablet, and goes with the report; where there is no camera, a tap says so. */
function Pictured({ terminal, found }: { terminal: Terminal; found: (ok: boolean, photo: string) => void }) {
  const [failed, setFailed] = useState(false)
  const t = terminal.t.value
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    try {
      found(true, await keepPicture(file))
    } catch {
      setFailed(true)
    }
  }
  return (
    <div class="nine two">
      <label class="tile problem-tile good" data-check="photo">
        <Icon svg={cameraIcon} size={72} /> <b>{t("checks.photo")}</b>
        <input type="file" accept="image/*" capture="environment" onChange={(event) => void take(event.currentTarget.files?.[0])} />
      </label>
      <button class="tile problem-tile" data-check="no-photo" onClick={() => found(true, "")}>
        <Icon svg={skipIcon} size={72} /> <b>{t(failed ? "checks.photo.failed" : "checks.photo.none")}</b>
      </button>
    </div>
  )
}

const limitsOf = ({ low, high }: CheckRow): string => (low === null || high === null ? "" : `${low} … ${high}`)

export function Checks({ terminal, row, operation }: { terminal: Terminal; row: StationRow; operation: string }) {
  const [checked, setChecked] = useState<readonly Checked[]>([])
  const item = row.current.find((on) => on.operation === operation)
  const check = item?.checks[checked.length]
  if (item === undefined || check === undefined) return null
  const found = (ok: boolean, value: number | null, photo = "") => {
    const all = [...checked, { name: check.name, ok, value, photo }]
    setChecked(all)
    if (all.length === item.checks.length) void terminal.finishChecked(item, all)
  }
  const place = item.checks.length > 1 ? `${checked.length + 1}/${item.checks.length}` : ""
  return (
    <Panel
      terminal={terminal} title={[check.name, limitsOf(check)].filter(Boolean).join("  ")}
      what={[place, `${item.mold} ${item.part_name}`].filter(Boolean).join(" · ")}
    >
      {check.photo
        ? <Pictured key={checked.length} terminal={terminal} found={(ok, photo) => found(ok, null, photo)} />
        : check.low === null
        ? <Looked key={checked.length} terminal={terminal} found={(ok) => found(ok, null)} />
        : <Measured key={checked.length} terminal={terminal} found={(value) => found(within(check, value), value)} />}
    </Panel>
  )
}

// The head: who reports, which machine, what is not sent yet, language, time.
import badgeIcon from "@tabler/icons/outline/id-badge-2.svg?raw"
import onlineIcon from "@tabler/icons/outline/wifi.svg?raw"
import offlineIcon from "@tabler/icons/outline/wifi-off.svg?raw"
import { Icon } from "../draw/icon"
import { machineName } from "../draw/parts"
import { Shape } from "../draw/shapes"
import type { StationRow } from "../model/wire"
import type { Terminal } from "./terminal"
import { initials } from "./views"

export function Avatar({ name, size }: { name: string; size: number }) {
  return (
    <b class="avatar" style={{ width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.46}px` }} aria-hidden="true">
      {initials(name)}
    </b>
  )
}

export function stationName(terminal: Terminal, row: StationRow): string {
  const known = terminal.feed.store.tables.kinds.value.get(row.kind)
  const kind = terminal.words.value.kind(known ?? { id: row.kind, name: "", name_zh: "" })
  return kind === row.kind ? row.name : machineName(row, kind)
}

function Person({ terminal }: { terminal: Terminal }) {
  const id = terminal.person.value
  const t = terminal.t.value
  if (id === null) {
    return (
      <div class="nobody" role="status">
        <Icon svg={badgeIcon} size={34} />
        <b>{t("nobody")}</b>
      </div>
    )
  }
  const person = terminal.feed.store.tables.people.value.get(id)
  const others = (terminal.row.value?.people.length ?? 1) - 1
  const since = person?.machine === terminal.id && person.since !== null ? t("since", { time: terminal.format.value.time(person.since) }) : ""
  return (
    <button class="who" data-person={id} onClick={() => terminal.show({ name: "people" })}>
      <Avatar name={terminal.personName(id)} size={60} />
      <span>
        <b class="one-line">
          {terminal.personName(id)}
          {others > 0 && <small> +{others}</small>}
        </b>
        <span class="mu one-line">{[terminal.words.value.department(person?.department ?? ""), since].filter(Boolean).join(" · ")}</span>
      </span>
    </button>
  )
}

function Network({ terminal }: { terminal: Terminal }) {
  const t = terminal.t.value
  const count = terminal.sender.unsent.value
  const online = terminal.feed.connected.value
  const label = count === null ? t("unsent.reading") : online
    ? count > 0 ? t("unsent.sending", { count }) : t("unsent.none")
    : count > 0 ? t("unsent.offline", { count }) : t("unsent.offline.none")
  return (
    <button
      class={online && count === 0 ? "network" : "network away"} data-unsent={count ?? ""} data-online={online}
      onClick={() => terminal.sender.flush()}
    >
      <Icon svg={online ? onlineIcon : offlineIcon} size={28} />
      {count !== null && count > 0 && <b class="unsent-count" aria-hidden="true">{count}</b>}
      <span aria-live="polite">{label}</span>
    </button>
  )
}

/** Which plan the queue is of, so that everybody can say whether he looks at the same one. */
function planText(terminal: Terminal): string {
  const version = terminal.feed.store.shop?.plan_version
  return version == null ? "" : terminal.t.value("plan", { version })
}

export function Head({ terminal, row }: { terminal: Terminal; row: StationRow | undefined }) {
  const { now } = terminal.tick.value
  const t = terminal.t.value
  const other = terminal.language.value === "en" ? "zh-hans" : "en"
  const nobody = terminal.person.value === null && terminal.feed.store.loaded.value
  return (
    <header class={nobody ? "head head-nobody" : "head"}>
      <Person terminal={terminal} />
      {row !== undefined && (
        <div class="machine" data-machine={row.id}>
          <b class="one-line">{stationName(terminal, row)}</b>
          {terminal.down ? (
            <b class="down one-line"><Shape name="down" size={22} /> {t("down")}</b>
          ) : (
            <span class="mu one-line">{[row.id, planText(terminal)].filter(Boolean).join(" · ")}</span>
          )}
        </div>
      )}
      <Network terminal={terminal} />
      <button class="language" lang={other === "en" ? "en" : "zh-Hans"} aria-label={t("language.what")} onClick={() => terminal.speak(other)}>
        {t("language")}
      </button>
      <time class="head-clock">{now === null ? "--:--" : terminal.format.value.time(now)}</time>
    </header>
  )
}

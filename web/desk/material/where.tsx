// Where is it now: a mold, part or electrode by its name; where it lies, since when, what comes next.
import { signal, useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import placeIcon from "@tabler/icons/outline/map-pin.svg?raw"
import machineIcon from "@tabler/icons/outline/settings-2.svg?raw"
import supplierIcon from "@tabler/icons/outline/truck.svg?raw"
import searchIcon from "@tabler/icons/outline/search.svg?raw"
import lastIcon from "@tabler/icons/outline/history.svg?raw"
import unknownIcon from "@tabler/icons/outline/help.svg?raw"
import { Icon } from "../../draw/icon"
import { may, type Desk } from "../context"
import { address } from "../route"
import { useAsked, type Found, type MoldThere, type PartThere, type Where } from "./model"
import { State, useSending } from "./parts"
import { materialTexts, type MaterialText } from "./texts"

const words = signal("")
const WRITING_MS = 250
const ICONS: Record<Where["at"], string> = { place: placeIcon, machine: machineIcon, supplier: supplierIcon, last: lastIcon }

type Given = { desk: Desk; t: MaterialText }

export function There({ desk, t, where }: Given & { where: Where | null }) {
  if (where === null) return <span class="there there-unknown"><Icon svg={unknownIcon} size={22} /> <span><b>{t("where.unknown")}</b></span></span>
  const when = desk.format.soon(where.since, desk.tick.value.now ?? 0)
  return (
    <span class={`there there-${where.at}`} data-there={where.name}>
      <Icon svg={ICONS[where.at]} size={22} />
      <span>
        <b>{where.name || t("nobody")}</b>
        <span class="mu">{where.at === "last" ? t("where.until", { when }) : [t(`where.${where.at}`), where.by === "" ? t("where.since", { when }) : t("where.by", { when, who: where.by })].join(" · ")}</span>
      </span>
    </span>
  )
}

/** Somebody tells where it lies; known places are offered. */
export function PlaceForm({ desk, t, what, places, look }: Given & { what: { part: string } | { mold: string }; places: readonly string[]; look: () => void }) {
  const place = useSignal("")
  const { busy, error, send } = useSending(desk, look)
  if (!may(desk, "command place_part")) return null
  const save = async () => {
    if (await send("place_part", { ...what, place: place.value })) place.value = ""
  }
  const id = `places-${"part" in what ? what.part : what.mold}`
  return (
    <form class="place-form" onSubmit={(event) => (event.preventDefault(), void save())}>
      <input list={id} placeholder={t("where.place.new")} aria-label={t("where.place.new")} maxLength={60} value={place.value} onInput={(event) => (place.value = event.currentTarget.value)} />
      <datalist id={id}>{places.map((one) => <option key={one} value={one} />)}</datalist>
      {place.value.trim() !== "" && <button class="control control-on" disabled={busy.value}>{t("save")}</button>}
      {error.value && <span class="act" role="alert">{error.value}</span>}
    </form>
  )
}

function Next({ desk, t, part }: Given & { part: PartThere }) {
  const { next } = part
  return (
    <span class="there-next">
      <span class="mu">{t("where.next")}</span>
      {next === null ? <span>{t("where.next.none")}</span> : <span class="one-line">{[next.name, next.machine, next.start === null ? "" : desk.format.soon(next.start, desk.tick.value.now ?? 0)].filter(Boolean).join(" · ")}</span>}
    </span>
  )
}

function Mold({ desk, t, mold, places, look }: Given & { mold: MoldThere; places: readonly string[]; look: () => void }) {
  return (
    <li class="where-row where-mold" data-mold={mold.mold}>
      <span class="send-part"><a class="strong material-mold" href={address("molds", mold.mold)}>{mold.mold}</a><span class="mu one-line">{mold.name} · {t("where.whole")}</span></span>
      <There desk={desk} t={t} where={mold.where} />
      <span class="there-next">
        <span class="mu">{t("where.parts", { count: mold.parts })}</span>
        <span class="one-line">{mold.spread.map(({ place, count }) => `${place} ${count}`).join(" · ")}</span>
      </span>
      <PlaceForm desk={desk} t={t} what={{ mold: mold.mold }} places={places} look={look} />
    </li>
  )
}

export function WhereScreen({ desk }: { desk: Desk }) {
  const t = materialTexts(desk.language)
  const asking = useSignal(words.value)
  useEffect(() => {
    const timer = setTimeout(() => (asking.value = words.value.trim()), WRITING_MS)
    return () => clearTimeout(timer)
  }, [words.value])
  const asked = useAsked<Found>(desk, `/api/material/where?${new URLSearchParams({ words: asking.value })}`)
  return (
    <>
      <div class="where-ask">
        <div class="search"><Icon svg={searchIcon} size={22} /><input type="search" autoFocus aria-label={t("where.ask")} placeholder={t("where.ask")} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} /></div>
        <p class="mu">{t("where.what")}</p>
      </div>
      <State desk={desk} asked={asked}>
        {({ molds, parts, places }) => (
          <ul class="where-rows">
            {asking.value !== "" && molds.length + parts.length === 0 && <li class="fine">{t("where.none")}</li>}
            {molds.map((mold) => <Mold key={mold.mold} desk={desk} t={t} mold={mold} places={places} look={asked.look} />)}
            {parts.map((part) => (
              <li key={part.part} class="where-row" data-part={part.part}>
                <span class="send-part"><PartName part={part} /></span>
                <There desk={desk} t={t} where={part.where} />
                <Next desk={desk} t={t} part={part} />
                <PlaceForm desk={desk} t={t} what={{ part: part.part }} places={places} look={asked.look} />
              </li>
            ))}
          </ul>
        )}
      </State>
    </>
  )
}

export function PartName({ part }: { part: PartThere }) {
  return (
    <>
      <span class="strong one-line">{part.part_name}</span>
      <span class="mu one-line"><a href={address("molds", part.mold)}>{part.mold}</a> · {part.part}</span>
    </>
  )
}

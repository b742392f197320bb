// Screens of goods: a load that leaves, a load that is back, a place at which things are laid, a part's deliveries.
import outIcon from "@tabler/icons/outline/truck-delivery.svg?raw"
import backIcon from "@tabler/icons/outline/truck-return.svg?raw"
import placeIcon from "@tabler/icons/outline/map-pin.svg?raw"
import boxIcon from "@tabler/icons/outline/package.svg?raw"
import removeIcon from "@tabler/icons/outline/x.svg?raw"
import scanIcon from "@tabler/icons/outline/qrcode.svg?raw"
import checkIcon from "@tabler/icons/outline/check.svg?raw"
import type { ComponentChildren } from "preact"
import { Icon } from "../draw/icon"
import { bringBack, leaveOut, receive, send, type GoodsScreen, type Piece } from "./handing"
import { Panel } from "./panel"
import type { Terminal } from "./terminal"

type Of<Name extends GoodsScreen["name"]> = { terminal: Terminal; screen: Extract<GoodsScreen, { name: Name }> }

function Line({ piece, icon, children }: { piece: Piece; icon: string; children?: ComponentChildren }) {
  return (
    <li class="goods-line" data-piece={piece.code}>
      <Icon svg={icon} size={34} />
      <span class="goods-name"><b class="one-line">{piece.title}</b>{piece.text && piece.text !== piece.title && <span class="mu one-line">{piece.text}</span>}</span>
      {children}
    </li>
  )
}

function ScanNext({ text }: { text: string }) {
  return <p class="goods-next"><Icon svg={scanIcon} size={40} /> <span>{text}</span></p>
}

function Out({ terminal, screen }: Of<"out">) {
  const t = terminal.t.value
  return (
    <Panel terminal={terminal} title={t("goods.out")} what={screen.supplier && t("goods.to", { supplier: screen.supplier })}>
      <div class="goods">
        <ul class="goods-list">
          {screen.pieces.map((piece) => (
            <Line key={piece.code} piece={piece} icon={boxIcon}>
              <button class="goods-remove" aria-label={t("goods.remove", { what: piece.title })} onClick={() => leaveOut(terminal, screen, piece.code)}><Icon svg={removeIcon} size={30} /></button>
            </Line>
          ))}
        </ul>
        <ScanNext text={t("goods.out.next")} />
        <button class="main" data-do="send" onClick={() => void send(terminal, screen.pieces)}><Icon svg={outIcon} size={56} /> {t("goods.send", { count: screen.pieces.length })}</button>
      </div>
    </Panel>
  )
}

function Back({ terminal, screen }: Of<"back">) {
  const t = terminal.t.value
  const { piece, load } = screen
  return (
    <Panel terminal={terminal} title={t("goods.back")} what={screen.supplier && t("goods.from", { supplier: screen.supplier })}>
      <div class="goods">
        <ul class="goods-list">{load.map((one) => <Line key={one.code} piece={one} icon={one.code === piece?.code ? checkIcon : boxIcon} />)}</ul>
        <div class="goods-two">
          <button class="main" data-do="all-back" onClick={() => void bringBack(terminal, load)}><Icon svg={backIcon} size={56} /> {t("goods.back.all", { count: load.length })}</button>
          {piece !== null && <button class="second" data-do="one-back" onClick={() => void bringBack(terminal, [piece])}>{t("goods.back.one", { what: piece.title })}</button>}
        </div>
      </div>
    </Panel>
  )
}

function Place({ terminal, screen }: Of<"place">) {
  const t = terminal.t.value
  return (
    <Panel terminal={terminal} title={t("goods.place", { place: screen.place })}>
      <div class="goods">
        {screen.laid.length === 0 ? <p class="goods-big"><Icon svg={placeIcon} size={96} /> <b>{screen.place}</b></p> : (
          <ul class="goods-list">{screen.laid.map((piece) => <Line key={piece.code} piece={piece} icon={checkIcon} />)}</ul>
        )}
        <ScanNext text={t("goods.place.next")} />
        <button class="main" data-do="laid" onClick={() => terminal.back()}><Icon svg={checkIcon} size={56} /> {t("goods.place.done")}</button>
      </div>
    </Panel>
  )
}

function Deliveries({ terminal, screen }: Of<"deliveries">) {
  const t = terminal.t.value
  return (
    <Panel terminal={terminal} title={t("goods.deliveries")} what={screen.title}>
      <div class="goods goods-tiles">
        {screen.deliveries.map((one) => (
          <button key={one.id} class="main goods-tile" data-delivery={one.id} onClick={() => void receive(terminal, one)}>
            <Icon svg={boxIcon} size={48} /> <span class="goods-name"><b class="one-line">{one.item}</b><span class="one-line">{[one.supplier, one.id].filter(Boolean).join(" · ")}</span></span>
          </button>
        ))}
      </div>
    </Panel>
  )
}

export function Goods({ terminal, screen }: { terminal: Terminal; screen: GoodsScreen }) {
  switch (screen.name) {
    case "out":
      return <Out terminal={terminal} screen={screen} />
    case "back":
      return <Back terminal={terminal} screen={screen} />
    case "place":
      return <Place terminal={terminal} screen={screen} />
    case "deliveries":
      return <Deliveries terminal={terminal} screen={screen} />
  }
}

// The tiles by name.
import type { FunctionComponent } from "preact"
import { Bottleneck } from "./bottleneck"
import type { TileProps } from "./context"
import { Figures } from "./figures"
import { Load } from "./load"
import { Machines } from "./machines"
import { Dates, Messages } from "./messages"
import { Molds } from "./molds"
import { Problems } from "./problems"
import type { TileName } from "../model/rooms"
import { Missing, Supplies } from "./supplies"
import { Today } from "./today"
import { Tonight } from "./tonight"
import { Trials } from "./trials"

export const tiles: Record<TileName, FunctionComponent<TileProps>> = {
  molds: Molds,
  problems: Problems,
  machines: Machines,
  bottleneck: Bottleneck,
  tonight: Tonight,
  supplies: Supplies,
  today: Today,
  figures: Figures,
  trials: Trials,
  missing: Missing,
  load: Load,
  messages: Messages,
  dates: Dates,
}

// The rectification ledger: the list, one record, or a new one, by the address.
import type { Desk } from "../context"
import { List } from "./list"
import { NewItem } from "./new_item"
import { RecordPage } from "./record"

export function LedgerPage({ desk, chosen }: { desk: Desk; chosen: string }) {
  if (chosen === "") return <List desk={desk} />
  if (chosen === "new") return <NewItem desk={desk} />
  return <RecordPage desk={desk} id={chosen} key={chosen} />
}

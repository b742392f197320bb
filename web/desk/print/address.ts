// The address of a PDF from what was chosen: no DOM, no signals.
export type What = "travelers" | "travelers.day" | "parts" | "electrodes" | "machines" | "dispatch" | "gantt" | "badges"
export type Field = "where" | "who" | "day" | "span" | "label"
export type Choice = { what: What; mold: string; where: string; who: string; day: string; span: string; size: string; sheet: boolean; language: string }

export const FIELDS: Record<What, readonly Field[]> = {
  "travelers": [],
  "travelers.day": ["day"],
  "parts": ["label"],
  "electrodes": ["label"],
  "machines": ["where", "label"],
  "dispatch": ["where", "day"],
  "gantt": ["where", "day", "span"],
  "badges": ["who", "label"],
}
const PATHS: Record<What, string> = {
  "travelers": "travelers", "travelers.day": "travelers", "parts": "labels", "electrodes": "labels",
  "machines": "machine-labels", "dispatch": "dispatch", "gantt": "gantt", "badges": "badges",
}

/** A place or person is chosen as "department:EDM", "kind:edm_sinker", "machine:edm-1", "person:li"; "": all. */
export function pdfAddress(choice: Choice): string {
  const query = new URLSearchParams()
  const fields = FIELDS[choice.what]
  for (const [field, chosen] of [["where", choice.where], ["who", choice.who]] as const) {
    const at = chosen.indexOf(":")
    if (fields.includes(field) && at > 0) query.set(chosen.slice(0, at), chosen.slice(at + 1))
  }
  if (choice.mold !== "") query.set("mold", choice.mold)
  if (choice.what === "electrodes") query.set("of", "electrodes")
  if (fields.includes("day")) query.set("day", choice.day)
  if (fields.includes("span")) query.set("days", choice.span)
  if (fields.includes("label")) {
    query.set("size", choice.size)
    if (choice.sheet) query.set("sheet", "true")
  }
  query.set("lang", choice.language)
  return `/api/paper/${PATHS[choice.what]}?${query.toString()}`
}

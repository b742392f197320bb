// What a scanned label is without asking the server, and what the lists of material let through.
import { fits, NO_FILTERS } from "../../web/desk/material/filters"
import { labelOf } from "../../web/terminal/handing"

test.each([
  ["purchase:PO-118", { kind: "purchase", name: "PO-118" }],
  [" PLACE: A-03 ", { kind: "place", name: "A-03" }],
  ["load:7", { kind: "load", name: "7" }],
])("%s says itself what it is", (code, label) => {
  expect(labelOf(code)).toEqual(label)
})

test.each(["B0001", "load:", "M2614-P1-10", "https://sprue.local/t/place:A-03"])("%s is something else", (code) => {
  expect(labelOf(code)).toBeNull()
})

const ROW = { supplier: "Huaxin", mold: "M2614" }

test("a row fits where supplier and mold are chosen ones and every word is in one of its texts", () => {
  expect(fits(NO_FILTERS, ROW)).toBe(true)
  expect(fits({ ...NO_FILTERS, words: "s136 m2614" }, ROW, "S136 plate")).toBe(true)
  expect(fits({ ...NO_FILTERS, words: "s136 m2615" }, ROW, "S136 plate")).toBe(false)
  expect(fits({ ...NO_FILTERS, supplier: "Baoyuan" }, ROW)).toBe(false)
  expect(fits({ ...NO_FILTERS, mold: "M2615" }, ROW)).toBe(false)
})

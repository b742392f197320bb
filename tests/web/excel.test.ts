// Addresses of workbooks, and what of a page's tables is a number, a text, or nothing.
import { excelAddress, isTable, shortOf } from "../../web/desk/excel/model"
import { numberOf } from "../../web/desk/excel/reading"

test("an address holds the sheets and the filters that are set", () => {
  expect(excelAddress(["orders", "molds"], { mold: "", open: false }, "en")).toBe("/api/tables/excel?sheet=orders&sheet=molds&lang=en")
  expect(excelAddress(["parts"], { mold: "M 1/ä", open: true }, "zh-hans")).toBe("/api/tables/excel?sheet=parts&mold=M+1%2F%C3%A4&open=true&lang=zh-hans")
})

test("cells from the clipboard are known from a word", () => {
  expect(isTable("operation\trun_minutes")).toBe(true)
  expect(isTable("operation\nmill\n")).toBe(true)
  expect(isTable("mill\n")).toBe(false)
  expect(isTable("")).toBe(false)
})

test("numbers as the screens write them", () => {
  expect(numberOf("1,204.5")).toBe(1204.5)
  expect(numberOf("−0.6")).toBe(-0.6)
  expect(numberOf("+3.0")).toBe(3)
  expect(numberOf("2026")).toBe(2026)
  for (const text of ["", "–", "37%", "1:30", "M2614", "12 · 40", "1,20"]) expect(numberOf(text)).toBeNull()
})

test("a new row shows its first filled cells and tells how many more there are", () => {
  const cell = (column: string, filled: string) => ({ column, old: "", new: filled, was: "", conflict: false })
  const { shown, more } = shortOf([cell("a", "1"), cell("b", ""), cell("c", "2"), cell("d", "3")], 2)
  expect(shown.map(({ column }) => column)).toEqual(["a", "c"])
  expect(more).toBe(1)
})

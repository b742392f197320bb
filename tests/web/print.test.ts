// The address of a PDF holds what was chosen, and nothing that its paper does not ask for.
import { pdfAddress, type Choice } from "../../web/desk/print/address"

const choice: Choice = {
  what: "travelers", mold: "", where: "kind:edm_sinker", who: "person:li", day: "2026-11-23", span: "14",
  size: "50x30", sheet: true, language: "zh-hans",
}
const asked = (more: Partial<Choice>) => pdfAddress({ ...choice, ...more })

test("travelers and labels of a mold", () => {
  expect(asked({ mold: "M 1/ä" })).toBe("/api/paper/travelers?mold=M+1%2F%C3%A4&lang=zh-hans")
  expect(asked({ what: "parts", mold: "M1", sheet: false })).toBe("/api/paper/labels?mold=M1&size=50x30&lang=zh-hans")
  expect(asked({ what: "electrodes", mold: "M1" })).toBe("/api/paper/labels?mold=M1&of=electrodes&size=50x30&sheet=true&lang=zh-hans")
})

test("what begins on a day", () => {
  expect(asked({ what: "travelers.day" })).toBe("/api/paper/travelers?day=2026-11-23&lang=zh-hans")
})

test("papers of machines, all of them where none is chosen", () => {
  expect(asked({ what: "dispatch" })).toBe("/api/paper/dispatch?kind=edm_sinker&day=2026-11-23&lang=zh-hans")
  expect(asked({ what: "dispatch", where: "" })).toBe("/api/paper/dispatch?day=2026-11-23&lang=zh-hans")
  expect(asked({ what: "gantt", where: "machine:a:b" })).toBe("/api/paper/gantt?machine=a%3Ab&day=2026-11-23&days=14&lang=zh-hans")
  expect(asked({ what: "machines" })).toBe("/api/paper/machine-labels?kind=edm_sinker&size=50x30&sheet=true&lang=zh-hans")
})

test("badges of people", () => {
  expect(asked({ what: "badges" })).toBe("/api/paper/badges?person=li&size=50x30&sheet=true&lang=zh-hans")
})

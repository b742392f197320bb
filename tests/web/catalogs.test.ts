// Every text of every screen is there in both languages, with the same facts in it.
import type { Facts } from "../../web/i18n/text"
import { filled } from "../../web/i18n/text"

type Catalog = { en: Record<string, string>; zh: Record<string, string> }
const modules = import.meta.glob("../../web/**/{texts,words}.ts", { eager: true }) as Record<string, Record<string, unknown>>

const isCatalog = (value: unknown): value is Catalog =>
  typeof value === "object" && value !== null && "en" in value && "zh" in value
const catalogs = Object.entries(modules)
  .filter(([path]) => !path.includes("node_modules"))
  .map(([path, module]) => [path, Object.values(module).find(isCatalog)] as const)

const named = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").sort()

test("every file of texts holds a catalog", () => {
  expect(catalogs.length).toBeGreaterThanOrEqual(4)
  expect(catalogs.filter(([, catalog]) => catalog === undefined)).toEqual([])
})

describe.each(catalogs)("%s", (_path, catalog) => {
  const { en, zh } = catalog as Catalog
  test("has the same texts in both languages", () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
  })
  test("has no empty text", () => {
    const empty = Object.entries({ ...en, ...zh }).filter(([, text]) => text.trim() === "")
    expect(empty).toEqual([])
  })
  test("asks for the same facts in both languages", () => {
    const differ = Object.keys(en).filter((key) => named(en[key] ?? "").join() !== named(zh[key] ?? "").join())
    expect(differ).toEqual([])
  })
  test("leaves no fact open when all are given", () => {
    for (const text of Object.values({ ...en, ...zh })) {
      const facts: Facts = Object.fromEntries(named(text).map((name) => [name, 1]))
      expect(filled(text, facts)).not.toMatch(/[{}]/)
    }
  })
})

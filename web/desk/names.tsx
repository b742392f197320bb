// A list of departments, roles or the like: chips that can be taken away, and a choice of what may be added.
import type { Desk } from "./context"

export function NameList({ desk, label, chosen, names, set }: { desk: Desk; label: string; chosen: string[]; names: string[]; set: (names: string[]) => void }) {
  const { t, words } = desk
  const word = (id: string): string => desk.store.tables.people.value.get(id)?.name ?? words.department(id)
  const rest = names.filter((name) => !chosen.includes(name)).sort((a, b) => word(a).localeCompare(word(b)))
  return (
    <span class="names">
      {chosen.map((name) => (
        <button key={name} class="chip" aria-label={t("calls.take", { name: word(name) })} title={name} onClick={() => set(chosen.filter((one) => one !== name))}>
          {word(name)} ×
        </button>
      ))}
      {rest.length > 0 && (
        <select
          class="add" aria-label={`${label} · ${t("calls.add")}`} value=""
          onChange={(event) => {
            const name = event.currentTarget.value
            event.currentTarget.value = ""
            if (name !== "") set([...chosen, name])
          }}
        >
          <option value="">+</option>
          {rest.map((name) => <option key={name} value={name}>{word(name)}</option>)}
        </select>
      )}
    </span>
  )
}

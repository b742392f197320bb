// Small components that several screens share.
import type { ComponentChildren } from "preact"
import type { Feed } from "../model/feed"

/** Grey bars in the place of rows that are not here yet. */
export function Bars({ rows, label }: { rows: number; label: string }) {
  return (
    <div class="bars" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} style={{ width: `${90 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

/** Level as number-free dots: `level` of four filled. */
export function LevelDots({ level, size }: { level: number; size: number }) {
  return (
    <span class="level-dots" style={{ display: "inline-flex", gap: `${size / 3}px` }} aria-hidden="true">
      {[1, 2, 3, 4].map((n) => (
        <svg key={n} width={size} height={size} viewBox="0 0 12 12">
          {n <= level ? (
            <circle cx="6" cy="6" r="6" fill="currentColor" />
          ) : (
            <circle cx="6" cy="6" r="5" fill="none" stroke="var(--ed)" stroke-width="1.8" />
          )}
        </svg>
      ))}
    </span>
  )
}

/** `children` once the first snapshot is in; until then the place they take. */
export function Loaded({ feed, waiting, children }: { feed: Feed; waiting: ComponentChildren; children: () => ComponentChildren }) {
  return <>{feed.store.loaded.value ? children() : waiting}</>
}

/** A machine's short name for wall and terminal: 火花机 4 / EDM 4, its own name where the kind says nothing. */
export function machineName(machine: { name: string; number: string }, kindName: string): string {
  return kindName && machine.number ? `${kindName} ${machine.number}` : machine.name
}

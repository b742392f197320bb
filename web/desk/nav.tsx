// The pages in the head: as many as there is room for, the others in a menu behind them.
import { useSignal } from "@preact/signals"
import downIcon from "@tabler/icons/outline/chevron-down.svg?raw"
import { useLayoutEffect, useRef } from "preact/hooks"
import { Icon } from "../draw/icon"
import type { Desk } from "./context"
import { address, route, type Page } from "./route"

type Shown = { desk: Desk; page: Page; count: number }

function Link({ desk, page, count, away = false }: Shown & { away?: boolean }) {
  const here = route.value.page === page
  return (
    <a
      href={address(page)} class={here ? "here" : ""} data-page={page} aria-current={here ? "page" : undefined}
      style={away ? { visibility: "hidden" } : undefined}
    >
      {desk.t(`nav.${page}`)}
      {count > 0 && <span class="badge">{count}</span>}
    </a>
  )
}

/** Those that do not fit have wrapped into a second line, which is out of sight. */
function wrapped(links: HTMLElement): Page[] {
  const all = [...links.querySelectorAll<HTMLAnchorElement>("a")]
  const top = all[0]?.offsetTop ?? 0
  return all.filter((link) => link.offsetTop > top).map((link) => link.dataset.page as Page)
}

/** `counts`: what waits on a page, beside its name. */
export function Nav({ desk, pages, counts }: { desk: Desk; pages: Page[]; counts: Partial<Record<Page, number>> }) {
  const links = useRef<HTMLDivElement>(null)
  const away = useSignal<Page[]>([])
  const open = useSignal(false)
  useLayoutEffect(() => {
    const box = links.current
    if (box === null) return
    const look = () => {
      const now = wrapped(box)
      if (now.join() !== away.peek().join()) away.value = now
    }
    const watch = new ResizeObserver(look)
    watch.observe(box)
    look()
    // A word in another weight or a new count changes the room that the others have.
    void document.fonts.ready.then(look)
    return () => watch.disconnect()
  }, [pages.join()])
  const chosen = away.value.find((page) => page === route.value.page)
  const waiting = away.value.reduce((sum, page) => sum + (counts[page] ?? 0), 0)
  const close = () => (open.value = false)
  return (
    <nav>
      <div class="links" ref={links}>
        {pages.map((page) => <Link key={page} desk={desk} page={page} count={counts[page] ?? 0} away={away.value.includes(page)} />)}
      </div>
      {away.value.length > 0 && (
        <span
          class="more"
          onKeyDown={(event) => { if (event.key === "Escape") close() }}
          onFocusOut={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) close() }}
        >
          <button class={chosen === undefined ? "" : "here"} data-do="more" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
            {desk.t(chosen === undefined ? "nav.more" : `nav.${chosen}`)}
            {waiting > 0 && <span class="badge">{waiting}</span>}
            <Icon svg={downIcon} size={16} />
          </button>
          {open.value && (
            <span class="menu">
              {away.value.map((page) => (
                <a key={page} href={address(page)} class={page === chosen ? "here" : ""} data-more={page} aria-current={page === chosen ? "page" : undefined} onClick={close}>
                  {desk.t(`nav.${page}`)}
                  {(counts[page] ?? 0) > 0 && <span class="badge">{counts[page]}</span>}
                </a>
              ))}
            </span>
          )}
        </span>
      )}
    </nav>
  )
}

// A value that glows for 600 ms when it changes (not when it first appears).
import { useEffect, useRef } from "preact/hooks"

export function Glow({ value }: { value: string | number }) {
  const element = useRef<HTMLSpanElement>(null)
  const shown = useRef(value)
  useEffect(() => {
    if (shown.current === value) return
    shown.current = value
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return
    element.current?.animate([{ textShadow: "0 0 18px currentColor" }, { textShadow: "0 0 0 transparent" }], 600)
  }, [value])
  return <span ref={element}>{value}</span>
}

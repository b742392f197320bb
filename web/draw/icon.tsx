// A Tabler icon, inlined so that it takes the colour of the text around it.

/** `svg` is the raw text of one file: import x from "@tabler/icons/outline/x.svg?raw". */
export function Icon({ svg, size, label }: { svg: string; size: number; label?: string }) {
  return (
    <span
      class="icon"
      style={{ width: `${size}px`, height: `${size}px` }}
      aria-hidden={label === undefined}
      {...(label === undefined ? {} : { role: "img", "aria-label": label })}
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  )
}

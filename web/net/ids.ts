// Ids made by the screen that saw a fact first, so that the same fact sent twice is one fact.

/** UUIDv7 (RFC 9562): 48 bits of `now` in ms, then random bits. */
export function uuid7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let rest = Math.floor(now)
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}

/** A place for small values; localStorage, or nothing where the browser forbids it. */
export type Keep = { get: (key: string) => string | null; set: (key: string, value: string) => void }

export const browserKeep: Keep = {
  get: (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  },
  set: (key, value) => {
    try {
      localStorage.setItem(key, value)
    } catch {
      // Private windows have no storage: the value then lives as long as the page.
    }
  },
}

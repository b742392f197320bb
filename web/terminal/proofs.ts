// What a PIN opens while the server is away: the proof of a sign-in on this tablet, sealed by that PIN.
// Neither PIN nor hash of it is kept: a slow, salted hash is the key, and only the right one opens the seal.
import type { Keep } from "../net/ids"

/** As long as the server believes a proof. */
export const WORTH_MS = 12 * 3_600_000
/** After so many wrong PINs the proof is destroyed; then only the server can say. */
export const TRIES = 5
/** Half a second of a tablet: ten thousand PINs take hours. */
const ROUNDS = 600_000
const PLACE = "sprue.proofs"

/** `at`: this tablet's date when the server said that the PIN was right, ms. */
type Sealed = { at: number; wrong: number; salt: string; iv: string; sealed: string }

export type Opened = { as: "open"; proof: string } | { as: "wrong"; left: number } | { as: "nobody" }

const NOBODY: Opened = { as: "nobody" }
const textOf = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

export class Proofs {
  readonly #keep: Keep
  /** Undefined on plain http, where browsers give a page no such thing: then nothing is kept. */
  readonly #subtle: SubtleCrypto | undefined
  readonly #now: () => number

  constructor(keep: Keep, subtle: SubtleCrypto | undefined, now: () => number) {
    this.#keep = keep
    this.#subtle = subtle
    this.#now = now
  }

  /** The server has said that this is the person's PIN. */
  async seal(person: string, pin: string, proof: string): Promise<void> {
    if (this.#subtle === undefined) return
    const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))]
    const at = this.#now()
    const key = await this.#key(this.#subtle, pin, salt)
    const sealed = await this.#subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(proof))
    this.#write({ ...this.#read(), [person]: { at, wrong: 0, salt: textOf(salt), iv: textOf(iv), sealed: textOf(new Uint8Array(sealed)) } })
  }

  /** Whether the PIN is that of somebody who signed in here during the last shift. A wrong one counts before it is tried. */
  async open(person: string, pin: string): Promise<Opened> {
    const { [person]: kept, ...others } = this.#read()
    if (kept === undefined || this.#subtle === undefined) return NOBODY
    const counted = { ...kept, wrong: kept.wrong + 1 }
    this.#write({ ...others, [person]: counted })
    const key = await this.#key(this.#subtle, pin, bytesOf(kept.salt))
    try {
      const opened = await this.#subtle.decrypt({ name: "AES-GCM", iv: bytesOf(kept.iv) }, key, bytesOf(kept.sealed))
      this.#write({ ...this.#read(), [person]: { ...kept, wrong: 0 } })
      return { as: "open", proof: new TextDecoder().decode(opened) }
    } catch {
      // With no try left it is thrown away here.
      this.#write(this.#read())
      return counted.wrong < TRIES ? { as: "wrong", left: TRIES - counted.wrong } : NOBODY
    }
  }

  async #key(subtle: SubtleCrypto, pin: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
    const secret = await subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"])
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }
    return subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
  }

  /** What still counts: a shift old at most, and with tries left. */
  #read(): Record<string, Sealed> {
    try {
      const kept = JSON.parse(this.#keep.get(PLACE) ?? "{}") as Record<string, Sealed>
      const counts = ({ at, wrong }: Sealed): boolean => this.#now() - at >= 0 && this.#now() - at <= WORTH_MS && wrong < TRIES
      return Object.fromEntries(Object.entries(kept).filter(([, one]) => counts(one)))
    } catch {
      return {}
    }
  }

  #write(kept: Record<string, Sealed>): void {
    this.#keep.set(PLACE, JSON.stringify(kept))
  }
}

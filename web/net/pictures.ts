// Pictures before they are sent: scaled down, and kept on the tablet until the report that they belong to has left.
import { uuid7 } from "./ids"
import { Refused, upload } from "./http"

const LARGEST_SIDE = 1600

/** The picture as a JPEG of at most 1600 pixels: less to send, and nothing of where it was taken. */
export async function scaled(file: File): Promise<File> {
  const picture = await createImageBitmap(file)
  const factor = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement("canvas")
  canvas.width = Math.max(1, Math.round(picture.width * factor))
  canvas.height = Math.max(1, Math.round(picture.height * factor))
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.86))
  return blob === null ? file : new File([blob], "picture.jpg", { type: "image/jpeg" })
}

/** A picture that is only on this device has such a name; the server gives it its own. */
const LOCAL = "local:"
const DATABASE = "sprue-pictures"
const STORE = "pictures"

async function opened(): Promise<IDBDatabase> {
  const asked = indexedDB.open(DATABASE, 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE)
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error ?? new Error("the device's database failed"))
  })
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await opened()
  try {
    const transaction = db.transaction(STORE, mode, { durability: "strict" })
    const asked = work(transaction.objectStore(STORE))
    return await new Promise<T>((done, failed) => {
      transaction.oncomplete = () => done(asked.result)
      transaction.onabort = transaction.onerror = () => failed(transaction.error ?? new Error("the device's database failed"))
    })
  } finally {
    db.close()
  }
}

/** Keep a picture on the device's disk; the name by which a report speaks of it. */
export async function keepPicture(file: File): Promise<string> {
  const name = LOCAL + uuid7()
  const picture = await scaled(file).catch(() => file)
  await within("readwrite", (store) => store.put(picture, name))
  return name
}

/** Names of kept pictures anywhere in a command. */
export function picturesIn(value: unknown): string[] {
  if (typeof value === "string") return value.startsWith(LOCAL) ? [value] : []
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(picturesIn) : []
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? value
  if (Array.isArray(value)) return value.map((one) => renamed(one, names))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, names)]))
}

async function sent(picture: File): Promise<string> {
  try {
    return (await upload<{ name: string }>("/api/photos", picture)).name
  } catch (failure) {
    // What the server takes for no picture must not hold the report up.
    if (failure instanceof Refused) return ""
    throw failure
  }
}

/** The same command, with its pictures at the server. One that is gone from the device has no name any more: the report counts without it. */
export async function withPicturesSent<T>(command: T): Promise<T> {
  const names = new Map<string, string>()
  for (const local of picturesIn(command)) {
    const picture = await within<File | undefined>("readonly", (store) => store.get(local) as IDBRequest<File | undefined>)
    names.set(local, picture === undefined ? "" : await sent(picture))
  }
  return names.size === 0 ? command : (renamed(command, names) as T)
}

/** Pictures of a command that has its answer are not needed here any more. */
export async function dropPictures(command: unknown): Promise<void> {
  for (const local of picturesIn(command)) await within("readwrite", (store) => store.delete(local))
}

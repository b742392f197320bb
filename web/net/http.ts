// Requests to the server: JSON in and out, the CSRF header, and refusals as errors with a code.
import type { Refusal } from "../model/wire"

/** The server understood and said no; trying the same again does not help. */
export class Refused extends Error {
  readonly status: number
  readonly refusal: Refusal

  constructor(status: number, refusal: Refusal) {
    super(refusal.message)
    this.status = status
    this.refusal = refusal
  }
}

/** No answer, or one of a server in trouble; trying again helps. */
export class Unreachable extends Error {
  /** 0: no answer at all. */
  readonly status: number

  constructor(message: string, status = 0) {
    super(message)
    this.status = status
  }
}

const PATIENCE_MS = 10_000

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))
  return found === undefined ? "" : decodeURIComponent(found.slice(name.length + 1))
}

async function refusalOf(response: Response): Promise<Refusal> {
  try {
    const body = (await response.json()) as Partial<Refusal>
    return { code: body.code ?? String(response.status), message: body.message ?? response.statusText, facts: body.facts ?? {} }
  } catch {
    return { code: String(response.status), message: response.statusText, facts: {} }
  }
}

export type Method = "GET" | "POST" | "PUT" | "DELETE"

/** The answer; throws Refused for 4xx, Unreachable for everything that a later try may mend. */
async function answered(method: Method, path: string, body: unknown, patience: number): Promise<Response> {
  const form = body instanceof FormData
  const headers: Record<string, string> = { Accept: "application/json" }
  if (method !== "GET") headers["X-CSRFToken"] = cookie("csrftoken")
  if (body !== undefined && !form) headers["Content-Type"] = "application/json"
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    })
  } catch (failure) {
    throw new Unreachable(String(failure))
  }
  if (response.status >= 500 || response.status === 429) throw new Unreachable(`${response.status} ${response.statusText}`, response.status)
  if (!response.ok) throw new Refused(response.status, await refusalOf(response))
  return response
}

/** The JSON answer; throws Refused for 4xx, Unreachable for everything that a later try may mend. */
export async function request<T>(method: Method, path: string, body?: unknown, patience = PATIENCE_MS): Promise<T> {
  const response = await answered(method, path, body, patience)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

export const get = <T>(path: string): Promise<T> => request<T>("GET", path)
export const post = <T>(path: string, body?: unknown): Promise<T> => request<T>("POST", path, body)
export const put = <T>(path: string, body: unknown): Promise<T> => request<T>("PUT", path, body)
export const del = <T>(path: string): Promise<T> => request<T>("DELETE", path)

/** Large files take their time, in and out. */
const FILE_PATIENCE_MS = 120_000

/** A file that the server makes, of another one where `file` is given. */
export async function fileOf(method: Method, path: string, file?: File): Promise<Blob> {
  const form = new FormData()
  if (file !== undefined) form.append("file", file)
  const response = await answered(method, path, file === undefined ? undefined : form, FILE_PATIENCE_MS)
  return response.blob()
}

/** POST of a file under the form field "file"; imports of a whole shop take their time. */
export function upload<T>(path: string, file: File, fields: Readonly<Record<string, string>> = {}): Promise<T> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append("file", file)
  return request<T>("POST", path, form, FILE_PATIENCE_MS)
}

// A question to the planner: one request, asked again while it is not answered yet.
import { useSignal, type Signal } from "@preact/signals"
import { get, post } from "../../net/http"
import { failureText, type Desk } from "../context"

type Step<T> = { question: string; state: string; answer?: T }
export type Headed = { base: number; at: string }

const LONGEST_MS = 120_000

/** The answer; throws what the request throws, and gives up after two minutes. */
export async function answered<T>(path: string, body: unknown = {}): Promise<T> {
  const until = Date.now() + LONGEST_MS
  let step = await post<Step<T>>(path, body)
  while (step.answer === undefined) {
    if (Date.now() > until) throw new Error("no answer")
    step = await get<Step<T>>(`/api/questions/${step.question}`)
  }
  return step.answer
}

export type Asked<T> = {
  answer: Signal<T | null>
  busy: Signal<boolean>
  error: Signal<string>
  seconds: Signal<number>
  ask: (path: string, body?: unknown) => Promise<T | null>
}

/** A question of a screen and its answer; only the newest one counts. */
export function useAsked<T>(desk: Desk): Asked<T> {
  const answer = useSignal<T | null>(null)
  const busy = useSignal(false)
  const error = useSignal("")
  const seconds = useSignal(0)
  const newest = useSignal(0)
  const ask = async (path: string, body?: unknown): Promise<T | null> => {
    const mine = ++newest.value
    const begin = performance.now()
    busy.value = true
    error.value = ""
    try {
      const found = await answered<T>(path, body)
      if (mine === newest.value) {
        answer.value = found
        seconds.value = (performance.now() - begin) / 1000
      }
      return found
    } catch (failure) {
      if (mine === newest.value) {
        error.value = failureText(desk, failure)
        answer.value = null
      }
      return null
    } finally {
      if (mine === newest.value) busy.value = false
    }
  }
  return { answer, busy, error, seconds, ask }
}

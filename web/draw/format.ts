// Numbers and times as the screens write them. Moments are shown in the shop's zone, never the computer's.
import type { Language } from "../i18n/text"

/** A moment of the wire, or ms since 1970. */
export type When = string | number

const MINUTE = 60_000
const MINUTES_A_DAY = 1_440
const WEEKDAYS_ZH = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"]
const WEEKDAYS_EN = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

export type Quantity = { number: string; unit: string }

/** A wall-clock reading in the shop's zone. */
export type Reading = { year: number; month: number; day: number; weekday: number; hour: number; minute: number }

const ms = (when: When): number => (typeof when === "number" ? when : Date.parse(when))
const two = (n: number): string => String(n).padStart(2, "0")

/** A number with a true minus and thousands: −1,204.5 */
export function number(value: number, digits = 0): string {
  const text = Math.abs(value).toFixed(digits)
  const [whole = "0", fraction] = text.split(".")
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",")
  const zero = Number(text) === 0
  return `${value < 0 && !zero ? "−" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`
}

/** A share as a whole percentage: 1.31 → 131%. */
export const percent = (share: number): string => `${number(share * 100)}%`

/** A probability that was counted in a hundred scenarios: all of them are not yet certainty. */
export const probability = (share: number): string => (share > 0.99 ? "≥99%" : share < 0.01 ? "≤1%" : percent(share))

/** Minutes up to 99, then h:mm. */
export function counted(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes))
  return whole <= 99 ? String(whole) : `${Math.floor(whole / 60)}:${two(whole % 60)}`
}

/** Days of `minutes`, one decimal, always a sign: +3.0, −0.6. */
export function signedDays(minutes: number): string {
  const days = number(Math.abs(minutes) / MINUTES_A_DAY, 1)
  return `${minutes < 0 && Number(days) !== 0 ? "−" : "+"}${days}`
}

export class Format {
  readonly language: Language
  readonly zone: string
  #parts: Intl.DateTimeFormat

  constructor(language: Language, zone: string) {
    this.language = language
    this.zone = zone
    this.#parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23",
      year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
    })
  }

  get #zh(): boolean {
    return this.language !== "en"
  }

  read(when: When): Reading {
    const part: Record<string, number> = {}
    for (const { type, value } of this.#parts.formatToParts(ms(when))) part[type] = Number(value)
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = part
    return { year, month, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() }
  }

  /** 14:32 */
  time(when: When): string {
    const { hour, minute } = this.read(when)
    return `${two(hour)}:${two(minute)}`
  }

  /** 11-20 周五 / Fri 20 Nov */
  date(when: When): string {
    const { weekday } = this.read(when)
    return this.#zh ? `${this.shortDate(when)} ${WEEKDAYS_ZH[weekday]}` : `${WEEKDAYS_EN[weekday]} ${this.shortDate(when)}`
  }

  /** 11-20 / 20 Nov */
  shortDate(when: When): string {
    const { month, day } = this.read(when)
    return this.#zh ? `${two(month)}-${two(day)}` : `${day} ${MONTHS_EN[month - 1]}`
  }

  /** 周五 / Fri */
  weekday(when: When): string {
    const { weekday } = this.read(when)
    return (this.#zh ? WEEKDAYS_ZH : WEEKDAYS_EN)[weekday] ?? ""
  }

  /** Whole days from the shop's day of `from` to that of `to`. */
  daysBetween(from: When, to: When): number {
    return Math.round((this.#midnight(to) - this.#midnight(from)) / (MINUTES_A_DAY * MINUTE))
  }

  /** As short as clear: the time today, 明天 08:30 / tomorrow 08:30, else the weekday within six days, else the date. */
  soon(when: When, now: When): string {
    const days = this.daysBetween(now, when)
    if (days === 0) return this.time(when)
    if (days === 1) return `${this.#zh ? "明天" : "tomorrow"} ${this.time(when)}`
    if (days > 1 && days < 7) return `${this.weekday(when)} ${this.time(when)}`
    return this.shortDate(when)
  }

  /** Minutes up to 99, then h:mm, with the unit apart: 23 分, 2:05 时 / 23 min, 2:05 h. */
  minutes(minutes: number): Quantity {
    const short = Math.floor(minutes) <= 99
    const unit = this.#zh ? (short ? "分" : "时") : short ? "min" : "h"
    return { number: counted(minutes), unit }
  }

  /** The same in one string. */
  minutesText(minutes: number): string {
    const { number: n, unit } = this.minutes(minutes)
    return `${n} ${unit}`
  }

  /** 6.5 小时 / 6.5 h from minutes. */
  hours(minutes: number): Quantity {
    return { number: number(minutes / 60, 1), unit: this.#zh ? "小时" : "h" }
  }

  hoursText(minutes: number): string {
    const { number: n, unit } = this.hours(minutes)
    return `${n} ${unit}`
  }

  /** Late: +3.0 (天 / d where `unit` is wanted); left: 余 0.6 / 0.6 left. */
  lateness(minutes: number, unit: "with unit" | "bare" = "bare"): string {
    if (minutes > 0) return `${signedDays(minutes)}${unit === "bare" ? "" : this.#zh ? " 天" : " d"}`
    const left = number(Math.abs(minutes) / MINUTES_A_DAY, 1)
    return this.#zh ? `余 ${left}` : `${left} left`
  }

  /** The age of something seen `msAgo` ago: 2 秒前 / 2 s, from two minutes on in minutes. */
  age(msAgo: number): string {
    const seconds = Math.max(0, Math.floor(msAgo / 1000))
    if (seconds < 120) return this.#zh ? `${seconds} 秒` : `${seconds} s`
    return this.#zh ? `${Math.floor(seconds / 60)} 分钟` : `${Math.floor(seconds / 60)} min`
  }

  #midnight(when: When): number {
    const { year, month, day } = this.read(when)
    return Date.UTC(year, month - 1, day)
  }
}

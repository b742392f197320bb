// What a customer reads about his molds.
import { texts, type Language } from "../i18n/text"

const en = {
  "title": "Your molds",
  "of": "for {customer}",
  "at": "as of {date} {time}",
  "order": "Order {order}",
  "share": "{share} of the work is done",
  "finished": "finished",
  "t1": "First trial",
  "delivery": "Delivery",
  "promised": "promised",
  "expected": "expected",
  "reached": "reached",
  "unknown": "not known yet",
  "none": "There is no mold of yours in work just now.",
  "refused": "This link is not valid any more. Ask your contact for a new one.",
  "unreachable": "No connection just now; what you see is of {time}. It is tried again by itself.",
  "loading": "Loading",
  "far.ahead": "not begun",
  "far.running": "in work",
  "far.done": "done",
  "other_language": "中文",
} as const

export type CustomerKey = keyof typeof en

const zh: Record<CustomerKey, string> = {
  "title": "您的模具",
  "of": "{customer}",
  "at": "截至 {date} {time}",
  "order": "订单 {order}",
  "share": "已完成 {share}",
  "finished": "已完工",
  "t1": "首次试模",
  "delivery": "交付",
  "promised": "承诺",
  "expected": "预计",
  "reached": "实际",
  "unknown": "待定",
  "none": "目前没有您的在制模具。",
  "refused": "链接已失效，请向您的联系人索取新的。",
  "unreachable": "暂时连不上，当前显示 {time} 的数据，正在自动重试。",
  "loading": "载入中",
  "far.ahead": "未开始",
  "far.running": "进行中",
  "far.done": "完成",
  "other_language": "English",
}

export const catalog = { en, zh }
export type CustomerText = (key: CustomerKey, facts?: Record<string, string | number>) => string
export const customerTexts = (language: Language): CustomerText => texts(catalog, language)

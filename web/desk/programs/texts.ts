import { texts, type Language } from "../../i18n/text"

const en = {
  "scopes": "May",
  "scopes.none": "Nothing ticked: it reads and reports as programs do, without prices.",
  "scope.read": "read",
  "scope.report": "report work",
  "scope.plan": "plan",
  "scope.master_data": "master data",
  "scope.figures": "figures",
  "scope.paper": "print",
  "scope.prices": "see prices",
} as const

const zh: Record<keyof typeof en, string> = {
  "scopes": "权限",
  "scopes.none": "不勾选：按程序的一般权限读取和报工，看不到价格。",
  "scope.read": "读取",
  "scope.report": "报工",
  "scope.plan": "排程",
  "scope.master_data": "基础数据",
  "scope.figures": "报表数据",
  "scope.paper": "打印",
  "scope.prices": "查看价格",
}

export const programs = { en, zh }
export const programTexts = (language: Language) => texts(programs, language)

// The words of a trial sheet, for the terminal and the desk: what is read from the press, what is wrong with a piece.
import { texts, type Language } from "../text"

export const PARAMETERS = [
  "melt_temperature", "mold_temperature", "injection_pressure", "holding_pressure", "injection_time",
  "holding_time", "cooling_time", "cycle_time", "clamping_force", "shot_weight",
] as const
export type Parameter = (typeof PARAMETERS)[number]

export const DEFECTS = [
  "short_shot", "flash", "sink_mark", "weld_line", "burn_mark", "drag_mark",
  "ejector_mark", "warpage", "dimension", "sticking", "gate_mark", "other",
] as const
export type DefectName = (typeof DEFECTS)[number]

export const WATER_TESTS = ["not_tested", "tight", "leaks"] as const
export type WaterTest = (typeof WATER_TESTS)[number]

export const VERDICTS = ["passed", "issues", "failed"] as const
export type Verdict = (typeof VERDICTS)[number]

export type Sheet = {
  readings: { parameter: Parameter; value: number }[]
  defects: { cavity: number; defect: DefectName }[]
  water_test: WaterTest
  photos: string[]
  note: string
}

export const UNITS: Record<Parameter, string> = {
  melt_temperature: "°C", mold_temperature: "°C", injection_pressure: "MPa", holding_pressure: "MPa", injection_time: "s",
  holding_time: "s", cooling_time: "s", cycle_time: "s", clamping_force: "t", shot_weight: "g",
}

const en = {
  "melt_temperature": "Melt temperature",
  "mold_temperature": "Mold temperature",
  "injection_pressure": "Injection pressure",
  "holding_pressure": "Holding pressure",
  "injection_time": "Injection time",
  "holding_time": "Holding time",
  "cooling_time": "Cooling time",
  "cycle_time": "Cycle time",
  "clamping_force": "Clamping force",
  "shot_weight": "Shot weight",
  "short_shot": "Short shot",
  "flash": "Flash",
  "sink_mark": "Sink mark",
  "weld_line": "Weld line",
  "burn_mark": "Burn mark",
  "drag_mark": "Drag mark",
  "ejector_mark": "Ejector mark",
  "warpage": "Warpage",
  "dimension": "Dimension",
  "sticking": "Sticking",
  "gate_mark": "Gate mark",
  "other": "Other",
  "not_tested": "Not tested",
  "tight": "Tight",
  "leaks": "Leaks",
  "passed": "Passed",
  "issues": "Issues",
  "failed": "Failed",
} as const
type Key = keyof typeof en

const zh: Record<Key, string> = {
  "melt_temperature": "料温",
  "mold_temperature": "模温",
  "injection_pressure": "射压",
  "holding_pressure": "保压",
  "injection_time": "射胶时间",
  "holding_time": "保压时间",
  "cooling_time": "冷却时间",
  "cycle_time": "周期",
  "clamping_force": "锁模力",
  "shot_weight": "单模重量",
  "short_shot": "缺胶",
  "flash": "披锋",
  "sink_mark": "缩水",
  "weld_line": "夹水纹",
  "burn_mark": "烧焦",
  "drag_mark": "拉伤",
  "ejector_mark": "顶白",
  "warpage": "变形",
  "dimension": "尺寸超差",
  "sticking": "粘模",
  "gate_mark": "水口纹",
  "other": "其他",
  "not_tested": "未试水",
  "tight": "不漏水",
  "leaks": "漏水",
  "passed": "合格",
  "issues": "有问题",
  "failed": "不合格",
}

export const words = { en, zh }
export const trialWords = (language: Language) => texts(words, language)

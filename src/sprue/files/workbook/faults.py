"""Everything that can be wrong with a workbook, where it is and what would be right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FaultCode(StrEnum):
    """Kinds of faults."""

    # the file
    FILE_MISSING = "file_missing"
    FILE_EMPTY = "file_empty"
    NOT_A_WORKBOOK = "not_a_workbook"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    NO_KNOWN_SHEET = "no_known_sheet"
    # sheets and columns
    NO_HEADING = "no_heading"
    NO_PARTS = "no_parts"
    MISSING_SHEET = "missing_sheet"
    UNKNOWN_SHEET = "unknown_sheet"
    DOUBLE_SHEET = "double_sheet"
    TOO_MANY_ROWS = "too_many_rows"
    MISSING_COLUMN = "missing_column"
    DOUBLE_COLUMN = "double_column"
    # single cells
    MISSING_VALUE = "missing_value"
    FORMULA_ERROR = "formula_error"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    NOT_A_NUMBER = "not_a_number"
    WRONG_UNIT = "wrong_unit"
    NEGATIVE = "negative"
    NOT_POSITIVE = "not_positive"
    NOT_WHOLE = "not_whole"
    NUMBER_TOO_LARGE = "number_too_large"
    NOT_A_MOMENT = "not_a_moment"
    MOMENT_OUT_OF_RANGE = "moment_out_of_range"
    NOT_YES_NO = "not_yes_no"
    UNKNOWN_CHOICE = "unknown_choice"
    TEXT_TOO_LONG = "text_too_long"
    BAD_DAY = "bad_day"
    REVERSED_DAYS = "reversed_days"
    BAD_SHIFT = "bad_shift"
    BAD_GATE = "bad_gate"
    UNKNOWN_TIMEZONE = "unknown_timezone"
    UNSUPPORTED_VERSION = "unsupported_version"
    # between cells and rows
    DOUBLE_ID = "double_id"
    UNKNOWN_REFERENCE = "unknown_reference"
    CIRCLE = "circle"
    REVERSED_PERIOD = "reversed_period"
    NO_PLACE = "no_place"
    MACHINE_NEEDED = "machine_needed"
    WRONG_MACHINE = "wrong_machine"
    MACHINE_TAKEN = "machine_taken"
    START_NEEDED = "start_needed"
    STARTED_LATER = "started_later"


TEXTS: dict[FaultCode, tuple[str, str]] = {
    FaultCode.FILE_MISSING: ("there is no such file or folder", "文件或文件夹不存在"),
    FaultCode.FILE_EMPTY: (
        "the file is empty (0 bytes); save the workbook again",
        "文件为空（0 字节），请重新保存工作簿",
    ),
    FaultCode.NOT_A_WORKBOOK: (
        "this is no Excel workbook, and no folder or zip of CSV files; save it as .xlsx",
        "不是 Excel 工作簿，也不是 CSV 文件夹或压缩包，请另存为 .xlsx",
    ),
    FaultCode.ENCRYPTED: (
        "the workbook is protected by a password; save it without one",
        "工作簿已加密，请取消密码后重新保存",
    ),
    FaultCode.TOO_LARGE: (
        "unpacks to {size} MB, at most {limit} MB are read; delete unused sheets, pictures and formats",
        "解压后 {size} MB，最多读取 {limit} MB，请删除无用的工作表、图片和格式",
    ),
    FaultCode.BAD_ENCODING: (
        "is neither UTF-8 nor GB18030 text; save it as CSV UTF-8",
        "不是 UTF-8 或 GB18030 文本，请另存为 CSV UTF-8",
    ),
    FaultCode.NO_KNOWN_SHEET: (
        "no sheet has a name of the format, such as operations; see the page on the workbook",
        "没有可识别的工作表名称（如 工序），请参阅工作簿格式说明",
    ),
    FaultCode.NO_HEADING: (
        "the first row must hold column names, such as operation and run_minutes; copy the heading too",
        "第一行必须是列名（如 工序、加工分钟），请连同表头一起复制",
    ),
    FaultCode.NO_PARTS: (
        "no table of parts is found; its first row must name the columns, such as part, name, quantity",
        "未找到零件表，首行必须是列名，如 零件、名称、数量",
    ),
    FaultCode.MISSING_SHEET: ("this sheet is missing; add it", "缺少此工作表，请添加"),
    FaultCode.UNKNOWN_SHEET: (
        "is no sheet of the format; did you mean {near}?",
        "不是有效的工作表名称，是否应为 {near}？",
    ),
    FaultCode.DOUBLE_SHEET: (
        "is there twice, also as {other}; keep one",
        "与 {other} 重复，请保留一个",
    ),
    FaultCode.TOO_MANY_ROWS: ("has more than {limit} rows; split the shop", "超过 {limit} 行，请拆分"),
    FaultCode.MISSING_COLUMN: ("this column is missing; add it", "缺少此列，请添加"),
    FaultCode.DOUBLE_COLUMN: ("this column is there twice; keep one", "此列重复，请保留一个"),
    FaultCode.MISSING_VALUE: ("must not be empty", "不能为空"),
    FaultCode.FORMULA_ERROR: (
        "is the error of a formula; mend the formula or type the value",
        "公式出错，请修正公式或直接填写数值",
    ),
    FaultCode.FORMULA_WITHOUT_VALUE: (
        "the file has the formula but not its value; save it once in Excel, or type the value",
        "文件中只有公式没有结果，请用 Excel 打开并保存一次，或直接填写数值",
    ),
    FaultCode.NOT_A_NUMBER: ("must be a number, such as 90 or 0.5", "必须是数字，如 90 或 0.5"),
    FaultCode.WRONG_UNIT: (
        "must be a bare number of minutes, such as {minutes}",
        "必须是以分钟计的纯数字，如 {minutes}",
    ),
    FaultCode.NEGATIVE: ("must be 0 or more", "必须大于或等于 0"),
    FaultCode.NOT_POSITIVE: ("must be more than 0", "必须大于 0"),
    FaultCode.NOT_WHOLE: ("must be a whole number, 1 or more", "必须是大于或等于 1 的整数"),
    FaultCode.NUMBER_TOO_LARGE: ("must be at most {limit}", "不能超过 {limit}"),
    FaultCode.NOT_A_MOMENT: (
        "must be a date or a date-time, such as 2026-03-09 14:30",
        "必须是日期或日期时间，如 2026-03-09 14:30",
    ),
    FaultCode.MOMENT_OUT_OF_RANGE: (
        "must lie between {first} and {last}",
        "必须在 {first} 与 {last} 之间",
    ),
    FaultCode.NOT_YES_NO: ("must be yes or no", "必须是 是 或 否"),
    FaultCode.UNKNOWN_CHOICE: ("must be one of {choices}", "必须是以下之一：{choices_zh}"),
    FaultCode.TEXT_TOO_LONG: ("must have at most {limit} characters", "最多 {limit} 个字符"),
    FaultCode.BAD_DAY: (
        "must be mon … sun, a date, or two dates such as 2026-02-10..2026-02-24",
        "必须是 周一 … 周日、日期，或 2026-02-10..2026-02-24 形式的日期范围",
    ),
    FaultCode.REVERSED_DAYS: ("the second date must not be before the first", "结束日期不能早于开始日期"),
    FaultCode.BAD_SHIFT: (
        "must be shifts such as 08:00-12:00 13:00-17:30, or - for closed",
        "必须是班次，如 08:00-12:00 13:00-17:30，休息填 -",
    ),
    FaultCode.BAD_GATE: (
        "must be ok, no, or the date expected; empty where nothing is needed",
        "必须是 齐、缺 或预计日期；不需要时留空",
    ),
    FaultCode.UNKNOWN_TIMEZONE: (
        "must be a time zone such as Asia/Shanghai",
        "必须是时区名称，如 Asia/Shanghai",
    ),
    FaultCode.UNSUPPORTED_VERSION: (
        "must be 1; other versions of the format are not known",
        "必须是 1，不支持其他格式版本",
    ),
    FaultCode.DOUBLE_ID: (
        "is there already in row {other}; ids are unique",
        "与第 {other} 行重复，编号必须唯一",
    ),
    FaultCode.UNKNOWN_REFERENCE: (
        "is not in sheet {sheet}{hint}",
        "不在工作表 {sheet} 中{hint_zh}",
    ),
    FaultCode.CIRCLE: (
        "waits for itself: {members}; break the circle",
        "形成循环：{members}，请断开循环",
    ),
    FaultCode.REVERSED_PERIOD: ("must be after {start}", "必须晚于 {start}"),
    FaultCode.NO_PLACE: (
        "must name a kind, or machines; only outside work has neither",
        "必须填写设备类型或设备清单，只有外协可都不填",
    ),
    FaultCode.MACHINE_NEEDED: (
        "must name the machine, as the operation is {why}",
        "必须填写设备，因为该工序{why_zh}",
    ),
    FaultCode.WRONG_MACHINE: (
        "is none of the machines that may do this operation{hint}",
        "不是可加工此工序的设备{hint_zh}",
    ),
    FaultCode.MACHINE_TAKEN: (
        "is running {other} already; it takes {batch} at a time",
        "正在加工 {other}，最多同时 {batch} 件",
    ),
    FaultCode.START_NEEDED: (
        "running work needs started, or remaining_minutes",
        "加工中的工序需要填写开工或剩余分钟",
    ),
    FaultCode.STARTED_LATER: ("must not be after now ({now})", "不能晚于当前时间（{now}）"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `sheet` and `column` as in the file ("" and None: all of it); `row` as Excel counts."""

    sheet: str
    row: int | None
    column: str | None
    value: str | None
    code: FaultCode
    facts: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """What would be right, in `language` (en, or zh-hans)."""
        english, chinese = TEXTS[self.code]
        return (english if language == "en" else chinese).format_map(dict(self.facts))

    def line(self, language: str = "en") -> str:
        """Place, value and remedy in one line."""
        row = "" if self.row is None else (f"row {self.row}" if language == "en" else f"第 {self.row} 行")
        value = "" if self.value is None else repr(self.value)
        place = " ".join(part for part in (self.sheet, row, self.column or "", value) if part)
        return f"{place}: {self.text(language)}" if place else self.text(language)

    def __str__(self) -> str:
        return self.line()

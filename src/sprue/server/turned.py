"""Why the door says no: a closed set of codes, each with a status and a text that says what to do."""

from enum import StrEnum

from sprue.shop.errors import UserMistake


class Door(StrEnum):
    """Reasons to be turned away before the floor is asked."""

    NOT_SIGNED_IN = "not_signed_in_here"
    FORBIDDEN = "forbidden"
    CSRF = "csrf"
    WRONG_LOGIN = "wrong_login"
    TOO_MANY_TRIES = "too_many_tries"
    SET_UP_ALREADY = "set_up_already"
    WEAK_PASSWORD = "weak_password"  # noqa: S105  # a code
    PASSWORD_SHORT = "password_short"  # noqa: S105  # a code
    PASSWORD_COMMON = "password_common"  # noqa: S105  # a code
    PASSWORD_NUMERIC = "password_numeric"  # noqa: S105  # a code
    PASSWORD_SIMILAR = "password_similar"  # noqa: S105  # a code
    NAME_TAKEN = "name_taken"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105  # a code
    WRONG_STATION = "wrong_station"
    STATION_NEEDED = "station_needed"
    UNKNOWN_MACHINE = "unknown_machine"
    UNKNOWN_CUSTOMER = "unknown_customer"
    UNKNOWN_USER = "unknown_user"
    LAST_MANAGER = "last_manager"
    WRONG_TOPIC = "wrong_topic"
    FILE_TOO_LARGE = "file_too_large"
    NO_PHOTO = "no_photo"
    NO_DRAWING = "no_drawing"
    DRAWING_TOO_LARGE = "drawing_too_large"
    PHOTO_TOO_LARGE = "photo_too_large"
    LENGTH_NEEDED = "length_needed"
    STORE_FAILED = "store_failed"
    UNKNOWN_PERSON = "unknown_person"
    BAD_REQUEST = "bad_request"
    NOT_FOUND = "not_found"
    DEFECT = "defect"
    UNKNOWN_HOST = "unknown_host"
    BAD_PIN = "bad_pin"
    BAD_ADDRESS = "bad_address"
    CHANNEL_NAME = "channel_name"
    HOOK_ADDRESS = "hook_address"
    HOOK_TO_SELF = "hook_to_self"
    NOTHING_TO_PRINT = "nothing_to_print"
    NO_BADGE = "no_badge"
    NO_PRESS = "no_press"
    PRESS_BUSY = "press_busy"
    WORKBOOKS_BUSY = "workbooks_busy"
    NO_TABLE = "no_table"
    NO_QUOTE = "no_quote"


STATUS: dict[Door, int] = {
    Door.NOT_SIGNED_IN: 401,
    Door.WRONG_LOGIN: 401,
    Door.FORBIDDEN: 403,
    Door.CSRF: 403,
    Door.UNKNOWN_TOKEN: 403,
    Door.WRONG_STATION: 403,
    Door.TOO_MANY_TRIES: 403,
    Door.NOT_FOUND: 404,
    Door.UNKNOWN_USER: 404,
    Door.UNKNOWN_PERSON: 404,
    Door.LENGTH_NEEDED: 411,
    Door.FILE_TOO_LARGE: 413,
    Door.PHOTO_TOO_LARGE: 413,
    Door.NO_PHOTO: 422,
    Door.NO_DRAWING: 422,
    Door.DRAWING_TOO_LARGE: 413,
    Door.DEFECT: 500,
    Door.UNKNOWN_HOST: 400,
    Door.STORE_FAILED: 503,
    Door.BAD_REQUEST: 422,
    Door.NOTHING_TO_PRINT: 404,
    Door.NO_BADGE: 404,
    Door.NO_PRESS: 503,
    Door.PRESS_BUSY: 503,
    Door.WORKBOOKS_BUSY: 503,
    Door.NO_TABLE: 422,
    Door.NO_QUOTE: 422,
}

TEXTS: dict[Door, tuple[str, str]] = {
    Door.NOT_SIGNED_IN: ("Sign in first", "请先登录"),
    Door.FORBIDDEN: (
        "You may not do this here; ask the planner or the manager",
        "您没有此权限，请联系计划员或经理",
    ),
    Door.CSRF: ("This page is too old; load it again", "页面已过期，请刷新"),
    Door.WRONG_LOGIN: ("User name or password is wrong; try again", "用户名或密码错误，请重试"),
    Door.TOO_MANY_TRIES: (
        "Too many wrong tries; wait a few minutes",
        "错误次数过多，请等几分钟再试",
    ),
    Door.SET_UP_ALREADY: ("This shop is set up already; sign in", "系统已初始化，请登录"),
    Door.WEAK_PASSWORD: ("Choose a better password", "请换一个更安全的密码"),
    Door.PASSWORD_SHORT: (
        "The password is too short; take 8 characters or more",
        "密码太短，至少 8 个字符",
    ),
    Door.PASSWORD_COMMON: (
        "Too many people use this password; choose another",
        "该密码过于常见，请换一个",
    ),
    Door.PASSWORD_NUMERIC: ("The password has digits only; add letters", "密码不能只有数字，请加入字母"),
    Door.PASSWORD_SIMILAR: (
        "The password is too much like the user name; choose another",
        "密码与用户名过于相似，请换一个",
    ),
    Door.NAME_TAKEN: ("This name is taken; choose another", "该用户名已被使用，请换一个"),
    Door.UNKNOWN_ROLE: ("There is no such role", "没有这个角色"),
    Door.UNKNOWN_TOKEN: (
        "This code is unknown or was taken back; ask the manager for a new one",
        "编码无效或已撤销，请向经理索取新的",
    ),
    Door.WRONG_STATION: ("This code is for another machine", "该编码属于另一台设备"),
    Door.STATION_NEEDED: ("A terminal's code needs its machine", "终端编码需要指定设备"),
    Door.UNKNOWN_MACHINE: ("There is no such machine", "没有这台设备"),
    Door.UNKNOWN_CUSTOMER: (
        "No order is of this customer; choose one of those in the list",
        "没有该客户的订单，请从列表中选择",
    ),
    Door.UNKNOWN_USER: ("There is no such user", "没有这个用户"),
    Door.LAST_MANAGER: (
        "The last manager stays; make another one first",
        "至少保留一名经理，请先新增一名",
    ),
    Door.WRONG_TOPIC: (
        "There is no such topic; use wall, desk, leader, problems, ledger or station:MACHINE",
        "没有此主题，可用 wall、desk、leader、problems、ledger 或 station:设备",
    ),
    Door.FILE_TOO_LARGE: (
        "This is too large: a workbook may have 30 MB, a picture 6 MB, any other request 2 MB",
        "内容过大：工作簿最大 30 MB，图片最大 6 MB，其他请求最大 2 MB",
    ),
    Door.NO_DRAWING: (
        "This is no drawing that can be shown; take PDF, PNG or JPEG",
        "无法显示的图纸，请使用 PDF、PNG 或 JPEG",
    ),
    Door.DRAWING_TOO_LARGE: (
        "The drawing is too large; 20 MB, 30 pages and 80 million pixels at most",
        "图纸过大，最大 20 MB、30 页、8000 万像素",
    ),
    Door.NO_PHOTO: ("This is no picture; take JPEG, PNG or WebP", "不是图片，请使用 JPEG、PNG 或 WebP"),
    Door.PHOTO_TOO_LARGE: (
        "The picture is too large; 6 MB and 50 million pixels at most",
        "图片过大，最大 6 MB、5000 万像素",
    ),
    Door.LENGTH_NEEDED: (
        "Send the request with its length (Content-Length), not in chunks",
        "请求必须带长度（Content-Length），不能分块发送",
    ),
    Door.STORE_FAILED: (
        "The database can't write just now, nothing was changed; try again, and see that its disk has space",
        "数据库暂时无法写入，未做任何更改；请重试，并检查磁盘空间",
    ),
    Door.UNKNOWN_PERSON: ("There is no such person", "没有这个人员"),
    Door.BAD_REQUEST: ("The request can't be read", "请求格式有误"),
    Door.NOT_FOUND: ("There is no such thing", "找不到"),
    Door.UNKNOWN_HOST: (
        "The server doesn't know that it is reached under this name; start it with --name and the name",
        "服务器不认识此访问名称，请用 --name 加上该名称后重新启动",
    ),
    Door.DEFECT: ("Something is broken here; the log of the server says what", "程序出错，详情见服务器日志"),
    Door.BAD_ADDRESS: (
        "This address can't be used; write it as mailto://…, wecombot://…, dingtalk://…, feishu://… or json://…",
        "地址无法使用，请写成 mailto://…、wecombot://…、dingtalk://…、feishu://… 或 json://…",
    ),
    Door.HOOK_ADDRESS: (
        "This address can't be used; write it as https://… or http://…, without a password in it",
        "地址无法使用，请写成 https://… 或 http://…，不要在地址里写密码",
    ),
    Door.HOOK_TO_SELF: (
        "This address leads to the server itself; start it with SPRUE_HOOKS_TO_SELF=1 if that is meant",
        "该地址指向服务器本机；确需如此时，请以 SPRUE_HOOKS_TO_SELF=1 启动服务器",
    ),
    Door.CHANNEL_NAME: ("Give the channel a name", "请填写渠道名称"),
    Door.NOTHING_TO_PRINT: (
        "There is nothing to print here; choose another mold, part, department or day",
        "此处没有可打印的内容，请换一个模具、零件、部门或日期",
    ),
    Door.NO_BADGE: (
        "Nobody of them has a badge code; fill the column badge of the workbook",
        "所选人员没有工牌编码，请在工作簿的“工牌”列中填写",
    ),
    Door.NO_PRESS: ("This server can't print", "此服务器无法打印"),
    Door.PRESS_BUSY: (
        "Others are printing just now; try again in half a minute",
        "其他人正在打印，请半分钟后再试",
    ),
    Door.WORKBOOKS_BUSY: (
        "Others are reading or writing workbooks just now; try again in half a minute",
        "其他人正在导入或导出表格，请半分钟后再试",
    ),
    Door.NO_TABLE: (
        "This is no table that Excel can hold; 200 columns and 100,000 rows at most",
        "无法生成 Excel 表格，最多 200 列、100000 行",
    ),
    Door.NO_QUOTE: (
        "This is no quote: it takes an Excel workbook with a column 'kind' and a column 'hours'",
        "不是报价单：需要含“设备类别”和“工时”两列的 Excel 工作簿",
    ),
    Door.BAD_PIN: ("A PIN is four to eight digits", "PIN 码为 4 到 8 位数字"),
}


class TurnedAway(UserMistake):
    """A request that goes no further; `detail` is added to the text."""

    def __init__(self, code: Door, detail: str = "") -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS.get(self.code, 409)

    def message(self, language: str) -> str:
        """One sentence in `language` (en, or zh-hans)."""
        english, chinese = TEXTS[self.code]
        if language == "en":
            return f"{english}: {self.detail}" if self.detail else f"{english}."
        return f"{chinese}：{self.detail}" if self.detail else f"{chinese}。"

    def __str__(self) -> str:
        return self.message("en")

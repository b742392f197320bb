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
    NAME_TAKEN = "name_taken"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105  # a code
    WRONG_STATION = "wrong_station"
    STATION_NEEDED = "station_needed"
    UNKNOWN_MACHINE = "unknown_machine"
    UNKNOWN_USER = "unknown_user"
    LAST_MANAGER = "last_manager"
    WRONG_TOPIC = "wrong_topic"
    FILE_TOO_LARGE = "file_too_large"
    BAD_REQUEST = "bad_request"
    NOT_FOUND = "not_found"
    BAD_PIN = "bad_pin"


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
    Door.FILE_TOO_LARGE: 413,
    Door.BAD_REQUEST: 422,
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
    Door.NAME_TAKEN: ("This name is taken; choose another", "该用户名已被使用，请换一个"),
    Door.UNKNOWN_ROLE: ("There is no such role", "没有这个角色"),
    Door.UNKNOWN_TOKEN: (
        "This code is unknown or was taken back; ask the manager for a new one",
        "编码无效或已撤销，请向经理索取新的",
    ),
    Door.WRONG_STATION: ("This code is for another machine", "该编码属于另一台设备"),
    Door.STATION_NEEDED: ("A terminal's code needs its machine", "终端编码需要指定设备"),
    Door.UNKNOWN_MACHINE: ("There is no such machine", "没有这台设备"),
    Door.UNKNOWN_USER: ("There is no such user", "没有这个用户"),
    Door.LAST_MANAGER: (
        "The last manager stays; make another one first",
        "至少保留一名经理，请先新增一名",
    ),
    Door.WRONG_TOPIC: (
        "There is no such topic; use wall, desk, problems or station:MACHINE",
        "没有此主题，可用 wall、desk、problems 或 station:设备",
    ),
    Door.FILE_TOO_LARGE: ("The file is too large; at most 30 MB", "文件过大，最大 30 MB"),
    Door.BAD_REQUEST: ("The request can't be read", "请求格式有误"),
    Door.NOT_FOUND: ("There is no such thing", "找不到"),
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

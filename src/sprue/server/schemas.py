"""Shapes of the interface that have no table of their own; the tables are those of web/model/wire.ts."""

from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import BaseModel, ConfigDict, field_validator
from pydantic import Field as PydanticField

from sprue.server.permissions import COMMANDS
from sprue.server.scopes import Scope


class RefusalOut(Schema):
    """Why a request was refused: a code for programs, a sentence that says what to do for people."""

    code: str
    message: str
    facts: dict[str, str | int | float] = Field(default_factory=dict)


class PlanMoved(RefusalOut):
    """A draft was not published: what the live plan does differently by now, where that is why."""

    difference: dict[str, Any] | None = None


class Command(BaseModel):
    """A command; further fields by kind, as the page on the interface lists them.

    A plain pydantic model: a Schema reads by attribute and would lose the further fields.
    """

    model_config = ConfigDict(extra="allow")

    id: str = PydanticField(json_schema_extra={"format": "uuid"})
    kind: str = PydanticField(json_schema_extra={"enum": [*COMMANDS]})
    happened_at: str | None = PydanticField(None, description="ISO 8601 with zone, shop time; null: now")
    station: str | None = None
    device: str = ""
    device_seq: int | None = None


class In(Schema):
    """What comes in: text that every database can keep."""

    @field_validator("*")
    @classmethod
    def _without_nul(cls, value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("must not hold the character NUL")
        return value


class Credentials(In):
    username: str = Field(max_length=150)
    password: str = Field(max_length=1000)


class FirstAccountIn(Credentials):
    language: str = "en"


class UserIn(Credentials):
    role: str
    person: str = ""


class PasswordIn(In):
    password: str = Field(max_length=1000)


class PinIn(In):
    """An empty PIN takes it away."""

    pin: str = Field(max_length=20)


class TokenIn(In):
    role: str
    station: str | None = None
    label: str = Field("", max_length=200)
    customer: str = Field("", max_length=200)
    #: Of a program; [] for what programs may without.
    scopes: list[Scope] = Field(default_factory=list, max_length=len(Scope))


class TokenOut(Schema):
    """The secret is shown this once."""

    id: str
    token: str


class WallIn(Schema):
    """What a wall shows. `pages` and `kinds`: [] for all of the room."""

    room: Literal["hall", "machining", "edm", "fitting", "office"] = "hall"
    pages: list[Annotated[str, Field(pattern=r"^[a-z0-9]{1,20}$")]] = Field(
        default_factory=list, max_length=12
    )
    kinds: list[Annotated[str, Field(pattern=r"^[^\x00]{1,100}$")]] = Field(
        default_factory=list, max_length=100
    )
    seconds: int = Field(20, ge=5, le=600)
    sound: bool = False


class EnrollIn(In):
    token: str = Field(max_length=200)
    station: str = Field("", max_length=200)


class ChannelIn(In):
    """A named address of messages. An empty address keeps the one that is known under the name."""

    name: str = Field(max_length=100)
    address: str = Field("", max_length=2000)
    covers: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=100)
    reports: bool = False

    @field_validator("covers")
    @classmethod
    def _clean(cls, value: list[str]) -> list[str]:
        if any("\x00" in cover for cover in value):
            raise ValueError("must not hold the character NUL")
        return value


class Tried(Schema):
    """`error` is empty when the receiver took the message."""

    error: str


class RateIn(In):
    """How many times as fast as real time the shop's clock runs."""

    rate: float = Field(ge=0, le=3600, allow_inf_nan=False)


class AlikeIn(In):
    """What a form of the ledger holds so far."""

    text: str = Field("", max_length=2000)
    kind: str = Field("", max_length=40)
    part: str = Field("", max_length=200)
    operation: str = Field("", max_length=200)
    machine: str = Field("", max_length=200)


class DrawingOut(Schema):
    """A kept drawing."""

    name: str
    pages: int


class PhotoOut(Schema):
    """Under this name a picture is kept."""

    name: str


class Draft(Schema):
    job: str


#: An answer that no shape describes yet.
Table = dict[str, Any]

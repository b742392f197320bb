"""The tables of a page of the desk, as it shows them, as an Excel workbook: one way out for all of them."""

import json
import re
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from sprue.files.workbook import sinks
from sprue.server.floor.excel.book import one_at_a_time, written
from sprue.server.floor.memory import memory
from sprue.server.floor.present import present
from sprue.server.turned import Door, TurnedAway

MOST_TABLES = 40
MOST_COLUMNS = 200
MOST_ROWS = 100_000
#: What Excel does not take in the name of a sheet, and how long one may be.
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
#: Dates up to it are text: Excel counts from 1900, and not rightly in that year.
_FIRST_YEAR = 1900
_LONGEST_CELL = 32_000
_NO_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Moment(BaseModel):
    """A moment; it stands in the workbook in the shop's time."""

    model_config = ConfigDict(extra="forbid")
    at: AwareDatetime


Value = Annotated[float, Field(allow_inf_nan=False)] | str | Moment | None


class Table(BaseModel):
    """A table as it is shown: its name, its column names, and its rows."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(max_length=200)
    columns: list[str] = Field(min_length=1, max_length=MOST_COLUMNS)
    rows: list[list[Value]] = Field(max_length=MOST_ROWS)


class Shown(BaseModel):
    """The tables of a page."""

    model_config = ConfigDict(extra="forbid")
    tables: list[Table] = Field(min_length=1, max_length=MOST_TABLES)


def workbook(data: bytes) -> bytes:
    """The bytes of an .xlsx of what a page sent as JSON; TurnedAway when it is no table."""
    try:
        shown = Shown.model_validate(json.loads(data))
    except (ValidationError, ValueError, RecursionError) as error:
        raise TurnedAway(Door.NO_TABLE) from error
    with memory.lock:
        present.refresh()
        zone = memory.state.shop.settings.zone

    def cell(value: Value) -> sinks.Value:
        if isinstance(value, Moment):
            local = value.at.astimezone(zone).replace(tzinfo=None)
            return local if local.year > _FIRST_YEAR else local.isoformat(" ")
        if isinstance(value, str):
            return _text(value)
        if isinstance(value, float):
            return int(value) if value.is_integer() else value
        return value

    names: set[str] = set()
    with one_at_a_time():
        pages = []
        for table in shown.tables:
            width = len(table.columns)
            rows = [[cell(value) for value in row[:width]] for row in table.rows]
            pages.append(sinks.Sheet(_title(table.name, names), tuple(map(_text, table.columns)), rows))
        return written(pages)


def _text(text: str) -> str:
    return _NO_CELL.sub("", text)[:_LONGEST_CELL]


def _title(name: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet, and that no other one has."""
    plain = _NO_NAME.sub(" ", name).strip(" '") or "Sprue"
    for number in range(1, MOST_TABLES + 2):
        end = f" {number}" if number > 1 else ""
        title = plain[: _LONGEST_NAME - len(end)].strip(" '") + end
        if title.casefold() not in taken:
            break
    taken.add(title.casefold())
    return title

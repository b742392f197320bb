"""A journal as a text file: one JSON object a line, for shops whose history came from a file."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from sprue.shop.codec import from_json, to_json
from sprue.shop.errors import UserMistake
from sprue.shop.events import Entry, Event


def write_journal(events: Iterable[Event], path: Path) -> int:
    """Write events as entries 1, 2, 3, …; their number. The file is complete or it isn't there."""
    part = path.with_suffix(path.suffix + ".part")
    count = 0
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for count, event in enumerate(events, start=1):
            entry = Entry(count, event.happened_at, event)
            file.write(json.dumps(to_json(entry), ensure_ascii=False, separators=(",", ":")) + "\n")
    part.replace(path)
    return count


def read_journal(path: Path) -> Iterator[Entry]:
    """The entries of a journal file; UserMistake with the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UserMistake(
            f"no journal at {path}: call `sprue import-log LOG.csv --data DIR` first"
        ) from error
    for number, line in enumerate(lines, start=1):
        try:
            yield from_json(json.loads(line), Entry)
        except (ValueError, KeyError, TypeError) as error:
            raise UserMistake(f"{path} line {number} is no journal entry: {error}") from error

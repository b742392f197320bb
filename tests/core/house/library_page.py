"""The page of the library as cells.

`python -m tests.core.house.library_page` writes its outputs and its picture anew. Do that after the planner
has changed: the figures of the page are those of a seed and a number of tries.
"""

import ast
import contextlib
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "library.md"
PICTURE = ROOT / "docs" / "pictures" / "gantt.svg"
#: What the last cell of the page writes.
DRAWN = "gantt.svg"
_CELL = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<said>.*?)```\n)?", re.S)


@dataclass(frozen=True)
class Cell:
    code: str
    said: str


def cells(page: str) -> list[Cell]:
    return [Cell(found["code"], found["said"] or "") for found in _CELL.finditer(page)]


def outputs(codes: list[str], folder: Path) -> Iterator[str]:
    """What each cell says, run in order in `folder`: what it prints, and its last expression."""
    names: dict[str, Any] = {"__name__": "page"}
    with contextlib.chdir(folder):
        for code in codes:
            with contextlib.redirect_stdout(io.StringIO()) as said:
                _run(code, names)
            yield said.getvalue()


def _run(code: str, names: dict[str, Any]) -> None:
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, PAGE.name, "exec"), names)
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), PAGE.name, "eval"), names)
        if value is not None:
            sys.stdout.write(f"{value!r}\n")


def rewrite() -> None:
    page = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        said = outputs([cell.code for cell in cells(page)], Path(folder))
        fresh = _CELL.sub(lambda found: _cell_text(found["code"], next(said)), page)
        PICTURE.write_bytes((Path(folder) / DRAWN).read_bytes())
    PAGE.write_text(fresh, "utf-8", newline="\n")


def _cell_text(code: str, said: str) -> str:
    shown = f"\n```text\n{said}```\n" if said else ""
    return f"```python\n{code}```\n{shown}"


if __name__ == "__main__":
    rewrite()

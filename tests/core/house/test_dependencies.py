"""What the program imports, its users install: nothing of it is a tool of tests alone."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
#: Extras that only those who work on the program have.
OURS = {"test", "dev"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirement: str) -> str:
    return plain(re.split(r"[\s\[(<>=!~;]", requirement)[0])


def declared() -> set[str]:
    """Distributions that a user can ask for, and what they bring with them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"]]
    lists += [names for extra, names in project["optional-dependencies"].items() if extra not in OURS]
    found: set[str] = set()
    open_ = [named(one) for names in lists for one in names]
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            with suppress(PackageNotFoundError):  # another system's, or an extra that is not installed
                open_ += [named(one) for one in requires(name) or () if "extra ==" not in one]
    return found


def imported() -> Iterator[tuple[str, str]]:
    """Top-level names that the program imports, with the file."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
                names = [node.module]
            else:
                continue
            yield from ((name.partition(".")[0], path.name) for name in names)


def test_every_import_is_a_dependency_that_is_declared() -> None:
    known, of = declared(), packages_distributions()
    strange = {
        (name, file)
        for name, file in imported()
        if name not in sys.stdlib_module_names
        and name != "sprue"
        and not known & {plain(one) for one in of.get(name, [name])}
    }
    assert strange == set()

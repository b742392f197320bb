"""The public instances of a folder, by set, and what is best known of them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sprue.shop.errors import UserMistake

#: Bounds on the makespan, with the columns set (the folder), instance, lower_bound, upper_bound.
BEST_KNOWN = "best_known.csv"


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """Instances of a folder whose whole name fits `pattern`, and whose number in it lies in `numbers`."""

    folder: str
    pattern: str = r".+"
    numbers: tuple[int, int] | None = None

    def holds(self, name: str) -> bool:
        """Whether an instance of this name is one of the set."""
        found = re.fullmatch(self.pattern, name)
        if found is None or self.numbers is None:
            return found is not None
        return self.numbers[0] <= int(found[1]) <= self.numbers[1]


SETS = {
    "ta21-50": BenchmarkSet("jsp_ta", r"ta(\d+)", (21, 50)),
    "ta51-80": BenchmarkSet("jsp_ta", r"ta(\d+)", (51, 80)),
    "dmu41-80": BenchmarkSet("jsp_dmu", r"dmu(\d+)", (41, 80)),
    "brandimarte": BenchmarkSet("fjsp_brandimarte"),
    "hurink_vdata": BenchmarkSet("fjsp_hurink_vdata"),
    "dauzere_paulli": BenchmarkSet("fjsp_dauzere_paulli"),
    "behnke": BenchmarkSet("fjsp_behnke_geiger"),
    "tai_100_100": BenchmarkSet("jsp_tai", r"tai_100_100_\d+"),
    "tai_1000_100": BenchmarkSet("jsp_tai", r"tai_1000_100_\d+"),
    "tai_100_1000": BenchmarkSet("jsp_tai", r"tai_100_1000_\d+"),
    "tai_1000_1000": BenchmarkSet("jsp_tai", r"tai_1000_1000_\d+"),
    "rnd_fjsp_10k": BenchmarkSet("generated", r"rnd_fjsp_10k"),
    "dafjs_yfjs": BenchmarkSet("fajsp_birgin"),
    "sdst": BenchmarkSet("fjsp_sdst_fattahi"),
}


#: The fixed sample by set, for one run of one version with all peers in at most 90 minutes. Taken by a rule,
#: not by results: a set in its natural order is cut into as many equal parts as it has names here, each part
#: gives its middle one.
SAMPLE = {
    "ta21-50": ("ta25", "ta35", "ta45"),
    "ta51-80": ("ta65",),
    "dmu41-80": ("dmu45", "dmu55", "dmu65", "dmu75"),
    "brandimarte": ("mk09",),
    "hurink_vdata": ("la02", "la35"),
    "dauzere_paulli": ("dpp03a", "dpp07a", "dpp11a", "dpp15a"),
    "behnke": ("behnke7", "behnke23", "behnke37", "behnke53"),
    "tai_100_100": ("tai_100_100_2",),
    "tai_1000_100": ("tai_1000_100_2",),
    "tai_100_1000": ("tai_100_1000_2",),
    "tai_1000_1000": ("tai_1000_1000_1",),
    "rnd_fjsp_10k": ("rnd_fjsp_10k",),
    "dafjs_yfjs": ("DAFJS25",),
    "sdst": ("Fattahi_setup_11",),
}


@dataclass(frozen=True, slots=True)
class Case:
    """An instance of a set, with the best known bounds on its makespan, None where none is known."""

    set: str
    name: str
    path: Path
    best_lower: int | None
    best_upper: int | None


def cases(folder: Path, set_name: str) -> Iterator[Case]:
    """The instances of a set that are there, ta9 before ta10."""
    chosen = SETS[set_name]
    known = _best_known(folder, chosen.folder)
    paths = [path for path in (folder / chosen.folder).glob("*") if chosen.holds(path.stem)]
    for path in sorted(paths, key=lambda p: natural(p.stem)):
        lower, upper = known.get(path.stem, (None, None))
        yield Case(set_name, path.stem, path, lower, upper)


def sampled(folder: Path) -> Iterator[Case]:
    """The instances of the fixed sample that are there."""
    for name, chosen in SAMPLE.items():
        yield from (case for case in cases(folder, name) if case.name in chosen)


def counted(folder: Path) -> dict[str, int]:
    """How many instances of each set are there; that there are none at all is told with what to do."""
    counts = {name: sum(1 for _ in cases(folder, name)) for name in SETS}
    if not any(counts.values()):
        raise UserMistake(f"no instances in {folder}: {layout(folder)}")
    return counts


def layout(folder: Path) -> str:
    """How instances are laid out, in words for people."""
    folders = ", ".join(dict.fromkeys(chosen.folder for chosen in SETS.values()))
    return (
        f"put them into folders by the name of their set, such as {folder / 'jsp_ta' / 'ta21.txt'}, "
        f"and bounds that are known into {folder / BEST_KNOWN}, or name another folder with --instances; "
        f"the folders are {folders}"
    )


def single(paths: tuple[Path, ...]) -> list[Case]:
    """Files of no set, called by their paths."""
    return [Case("", str(path), path, None, None) for path in dict.fromkeys(paths)]


def natural(name: str) -> tuple[str | int, ...]:
    """A key by which numbers in names are ordered as numbers."""
    return tuple(int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name))


def _best_known(root: Path, folder: str) -> dict[str, tuple[int | None, int | None]]:
    """Lower and upper bound by instance."""
    path = root / BEST_KNOWN
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["instance"]: (_number(row["lower_bound"]), _number(row["upper_bound"]))
            for row in csv.DictReader(file)
            if row["set"] == folder
        }


def _number(text: str) -> int | None:
    return int(text) if text else None

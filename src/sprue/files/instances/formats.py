"""Which of the public formats a file has."""

from enum import StrEnum
from pathlib import Path

from sprue.files.instances.table import Table, open_table


class Format(StrEnum):
    """Public formats, described in `reading`."""

    JSP = "jsp"
    FJSP = "fjsp"
    FAJSP = "fajsp"
    FJSP_SDST = "fjsp-sdst"

    @property
    def first_machine(self) -> int:
        """The number of the first machine in the file."""
        return 1 if self in (Format.FJSP, Format.FJSP_SDST) else 0


#: How folders of public collections begin.
_FOLDERS = {"jsp": Format.JSP, "fajsp": Format.FAJSP}


def format_of(path: Path) -> Format:
    """The format by folder and suffix, else by content. UserMistake when the file can't be read."""
    return by_folder(path) or by_content(open_table(path))


def by_folder(path: Path) -> Format | None:
    """The format that the folder's name tells, such as `jsp_ta`; None when it tells none."""
    return _FOLDERS.get(path.absolute().parent.name.lower().split("_")[0])


def by_content(table: Table) -> Format:
    """A flexible instance has its suffix, or a third word in its first line; setup times follow its jobs."""
    flexible = table.path.suffix.lower() == ".fjs"
    if not flexible and len(table.head) < 3:
        return Format.JSP
    if not flexible and table.rows and len(table.row(0)) == 2:
        # A pair: an operation and who waits for it. A job of a flexible shop has at least four numbers.
        return Format.FAJSP
    jobs = table.head[0]
    return Format.FJSP_SDST if jobs.isdecimal() and table.rows > int(jobs) else Format.FJSP

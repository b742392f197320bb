"""Files out of a shop and into it: paper, workbooks, drawings, pictures."""

from collections.abc import Mapping
from typing import Any, Literal

from sprue.client.connection import Connection, Query, part_of, query_of
from sprue.wire.plans import WorkbookLook

Paper = Literal["travelers", "labels", "machine-labels", "dispatch", "gantt"]


class Files(Connection):
    """What is read comes as bytes; what is brought is tried once."""

    def paper(self, what: Paper, **query: Query) -> bytes:
        """A PDF: travelers, labels (mold, part, day), machine-labels, dispatch, gantt (machine, day)."""
        return self.door.file(f"/api/paper/{what}", params=query_of(query))

    def bulletin_excel(self, month: str = "") -> bytes:
        """The bulletin as an Excel workbook."""
        return self.door.file("/api/bulletin/excel", params={"month": month})

    def bulletin_pdf(self, month: str = "") -> bytes:
        """The bulletin on A4."""
        return self.door.file("/api/bulletin/pdf", params={"month": month})

    def figure_excel(self, name: str, **wanted: Query) -> bytes:
        """All rows of a figure as an Excel workbook."""
        return self.door.file(f"/api/figures/rows/{part_of(name)}/excel", params=query_of(wanted))

    def ledger_excel(self, **wanted: Query) -> bytes:
        """Items of the ledger as an Excel workbook."""
        return self.door.file("/api/ledger/excel", params=query_of(wanted))

    def drawing(self, name: str) -> bytes:
        """A drawing as it was attached."""
        return self.door.file(f"/api/drawings/{part_of(name)}")

    def drawing_page(self, name: str, number: int) -> bytes:
        """One page of it as PNG, from 1."""
        return self.door.file(f"/api/drawings/{part_of(name)}/pages/{number}")

    def photo(self, name: str) -> bytes:
        """A picture."""
        return self.door.file(f"/api/photos/{part_of(name)}")

    def add_photo(self, data: bytes) -> str:
        """Keep a picture (JPEG, PNG, WebP); its name goes into a command."""
        return str(self._upload("/api/photos", data, "photo")["name"])

    def attach_drawing(self, part: str, data: bytes, revision: str = "") -> str:
        """The file (PDF, PNG, JPEG) is the valid drawing of the part from now on; its name."""
        path = f"/api/parts/{part_of(part)}/drawings"
        return str(self._upload(path, data, "drawing", {"revision": revision})["name"])

    def withdraw_drawing(self, part: str, name: str) -> None:
        """The drawing does not belong to the part; the one before is valid again."""
        self.door.json("DELETE", f"/api/parts/{part_of(part)}/drawings/{part_of(name)}", again=False)

    def look_at_workbook(self, data: bytes, name: str, *, dry: bool = False) -> WorkbookLook:
        """Read a workbook (name ends in .xlsx or .zip): its faults, or counts and the id to take it by."""
        path = "/api/import?dry=true" if dry else "/api/import"
        found: WorkbookLook = self._upload(path, data, name)
        return found

    def take_workbook(self, import_id: str) -> None:
        """The workbook becomes the shop."""
        self.post(f"/import/{part_of(import_id)}/take")

    def _upload(self, path: str, data: bytes, name: str, form: Mapping[str, str] | None = None) -> Any:
        return self.door.json("POST", path, again=False, files={"file": (name, data)}, data=form)

"""Drawings of parts: taken in page by page, valid until the next one, seen where the part is worked."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sprue.server import drawings
from sprue.server.floor import actions
from sprue.server.floor.memory import Memory
from sprue.server.floor.present import Present
from sprue.server.floor.who import SERVER
from tests.core.floor.shops import small_shop
from tests.server.askers import Asker, Askers, code_of


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Any) -> Path:
    settings.SPRUE_DATA = tmp_path
    return tmp_path


def pdf(pages: int = 2) -> bytes:
    """Sheets of A3."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(1191, 842)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def png(width: int = 40, height: int = 30) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), "white").save(made, "PNG")
    return made.getvalue()


def attach(asker: Asker, data: bytes, part: str = "core", revision: str = "A") -> Any:
    headers = {"Authorization": f"Bearer {asker.bearer}"} if asker.bearer else {"X-CSRFToken": "c" * 32}
    body = {"file": SimpleUploadedFile("drawing.pdf", data), "revision": revision}
    return asker.client.post(f"/api/parts/{part}/drawings", body, headers=headers)


def of_core(topic: str = "desk") -> list[dict[str, Any]]:
    """Drawings of the core as screens have them."""
    parts: Any = Present(Memory()).snapshot(topic, "en")["tables"]["parts"]
    return list(parts["core"]["drawings"])


def test_a_pdf_is_there_page_by_page_for_who_works_the_part(askers: Askers) -> None:
    made = json.loads(attach(askers["engineer"], pdf(), revision="B").content)
    assert made["pages"] == 2
    [row] = of_core()
    assert (row["name"], row["pages"], row["revision"], row["by"]) == (made["name"], 2, "B", "engineer")
    page = askers["station"].client.get(f"/api/drawings/{made['name']}/pages/2")
    picture = Image.open(BytesIO(b"".join(page.streaming_content)))  # type: ignore[attr-defined]  # a file is streamed
    assert max(picture.size) == drawings.SIDE
    assert page["Cache-Control"].endswith("immutable")
    assert askers["planner"].ask("GET", f"/api/drawings/{made['name']}").status_code == 200
    assert code_of(askers["station"].client.get(f"/api/drawings/{made['name']}/pages/3")) == "not_found"


def test_the_terminal_shows_the_newest_and_after_withdrawal_the_one_before(askers: Askers) -> None:
    old = json.loads(attach(askers["planner"], png(), revision="A").content)["name"]
    new = json.loads(attach(askers["planner"], pdf(1), revision="B").content)["name"]
    screen = Present(Memory())

    def shown() -> str:
        stations: Any = screen.snapshot("station:cnc-1", "en")["tables"]["stations"]
        [job] = [one for one in stations["cnc-1"]["queue"] if one["part"] == "core"]
        return str(job["drawing"]["name"])

    assert shown() == new
    assert askers["planner"].ask("DELETE", f"/api/parts/core/drawings/{new}").status_code == 204
    assert shown() == old
    assert code_of(askers["planner"].ask("DELETE", f"/api/parts/core/drawings/{new}")) == "unknown_drawing"


def test_drawings_outlive_another_import(askers: Askers) -> None:
    attach(askers["planner"], png())
    actions.import_shop(small_shop(), SERVER)
    assert len(of_core()) == 1
    assert Memory().catch_up().drawings == Present(Memory())._memory.catch_up().drawings


def test_the_same_file_twice_is_one_drawing_with_its_newest_revision(askers: Askers) -> None:
    attach(askers["planner"], png(), revision="A")
    attach(askers["planner"], png(), revision="B")
    assert [row["revision"] for row in of_core()] == ["B"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bad_request"),
        (b"no drawing at all", "no_drawing"),
        (b"%PDF-1.7 torn", "no_drawing"),
        (b"\x89PNG\r\n\x1a\n torn", "no_drawing"),
        (pdf(drawings.MOST_PAGES + 1), "drawing_too_large"),
    ],
)
def test_what_can_not_be_shown_is_refused_in_words(
    askers: Askers, data_folder: Path, data: bytes, code: str
) -> None:
    answer = attach(askers["planner"], data)
    assert code_of(answer) in (code, "no_drawing")
    assert json.loads(answer.content)["message"]
    assert not [path for path in data_folder.rglob("*") if path.suffix in (".pdf", ".png")]


def test_a_drawing_of_an_unknown_part_is_refused(askers: Askers) -> None:
    assert code_of(attach(askers["planner"], png(), part="nobody")) == "unknown_part"


def test_a_large_picture_is_drawn_smaller_and_kept_as_it_was(askers: Askers) -> None:
    name = json.loads(attach(askers["planner"], png(6000, 3000)).content)["name"]
    assert Image.open(drawings.page_of(name, 1)).size == (drawings.SIDE, drawings.SIDE // 2)
    assert drawings.path_of(name).read_bytes() == png(6000, 3000)

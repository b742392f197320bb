"""The ledger over the interface: one record from finding to closing, pictures, lists, Excel, the clock."""

import base64
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from sprue.server import photos
from sprue.server.accounts.models import User
from sprue.server.floor import actions
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.who import SERVER, Role, Who
from sprue.server.permissions import may
from sprue.server.turned import TurnedAway
from sprue.shop.ids import PersonId
from tests.core.floor import shops
from tests.server.askers import Asker, Askers, code_of

PNG = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10) + b"\xff\xc0\x00\x11\x08\x01\x40\x02\x80\x03" + bytes(20)
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(8) + (639).to_bytes(3, "little") + (319).to_bytes(3, "little")


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    """Pictures of a test go to a folder of its own."""
    settings.SPRUE_DATA = tmp_path
    return tmp_path


def send(asker: Asker, kind: str, **fields: Any) -> Any:
    return asker.ask("POST", "/api/commands", {"id": str(uuid4()), "kind": kind, **fields})


def opened(asker: Asker, item: str = "i1", **changes: Any) -> None:
    """An item about the core, answered for by Li."""
    fields = {
        "item": item,
        "source": "inspection",
        "problem_kind": "quality",
        "description": "Core 0.05 mm too deep",
        "department": "CNC",
        "owner": "li",
        "operation": "mill",
        "person": "zhao",
    }
    answer = send(asker, "ledger_open", **{**fields, **changes})
    assert answer.status_code == 200, answer.content


def add(asker: Asker, data: bytes, name: str = "p.png") -> Any:
    headers = {"X-CSRFToken": "c" * 32, "Accept-Language": "en"}
    return asker.client.post("/api/photos", {"file": SimpleUploadedFile(name, data)}, headers=headers)


def test_a_record_from_finding_to_closing(askers: Askers) -> None:
    planner = askers["planner"]
    name = json.loads(add(planner, PNG).content)["name"]
    opened(planner, photos=[{"name": name}])
    steps: list[tuple[str, dict[str, Any]]] = [
        ("ledger_accept", {"person": "li"}),
        ("ledger_contain", {"person": "li", "action": "Stop the next core"}),
        ("ledger_correct", {"person": "li", "corrective_action": "Probe first", "root_cause": "Tool length"}),
        ("ledger_norm", {"person": "li", "norm": "checklist", "what": "Probe tools over 100 mm"}),
        ("ledger_done", {"person": "li", "evidence": "3 cores within 0.01"}),
        ("ledger_verify", {"person": "wang", "passed": True, "note": "looked at 3"}),
        ("ledger_close", {"person": "zhao"}),
    ]
    for kind, fields in steps:
        answer = send(planner, kind, item="i1", **fields)
        assert answer.status_code == 200, (kind, answer.content)
    found = planner.read("/api/ledger/i1")
    assert (found["number"], found["stage"], found["mold"]) == ("2026-001", "closed", "M1")
    assert [step["what"] for step in found["history"]] == [
        "LedgerItemOpened",
        "LedgerItemAccepted",
        "LedgerItemContained",
        "LedgerItemCorrecting",
        "LedgerNormChanged",
        "LedgerItemDone",
        "LedgerItemVerified",
        "LedgerItemClosed",
    ]
    assert [step["name"] for step in found["history"][-2:]] == ["Wang Fang", "Zhao Lei"]
    assert found["pictures"] == [name]
    assert found["norms"][0]["what"] == "Probe tools over 100 mm"


def test_a_problem_becomes_an_item_with_one_command(askers: Askers) -> None:
    planner = askers["planner"]
    send(planner, "raise_problem", problem="p", problem_kind="machine", machine="cnc-1", note="hot")
    assert send(planner, "ledger_from_problem", item="i1", problem="p").status_code == 200
    row = planner.read("/api/snapshot?topic=desk")["tables"]["ledger"]["i1"]
    assert (row["problem"], row["department"], row["description"]) == ("p", "maintenance", "hot")


def test_a_login_of_a_person_speaks_for_this_person_alone(askers: Askers) -> None:
    planner = askers["planner"]
    opened(planner)
    User.objects.filter(username="planner").update(person="li")
    for kind, fields in [
        ("ledger_accept", {}),
        ("ledger_correct", {"corrective_action": "x"}),
        ("ledger_done", {"evidence": "x", "person": "wang"}),
    ]:
        assert send(planner, kind, item="i1", **fields).status_code == 200
    refused = send(planner, "ledger_verify", item="i1", passed=True, person="wang")
    assert code_of(refused) == "ledger_owner_verifies"
    moved = send(
        planner, "ledger_deadline", item="i1", deadline="2027-01-01T00:00:00Z", reason="x", person="zhao"
    )
    assert code_of(moved) == "ledger_owner_deadline"
    assert send(askers["manager"], "ledger_verify", item="i1", passed=True, person="wang").status_code == 200


def test_a_worker_reads_and_reports_but_does_not_close(askers: Askers) -> None:
    opened(askers["planner"])
    worker = Who("li", Role.WORKER, person=PersonId("li"))
    body = {"id": str(uuid4()), "kind": "ledger_accept", "item": "i1"}
    assert actions.submit(body, worker)["status"] == "accepted"
    assert not may(Role.WORKER, "command ledger_close")


@pytest.mark.parametrize(("data", "kind"), [(PNG, "png"), (JPEG, "jpg"), (WEBP, "webp")])
def test_a_picture_is_kept_once_under_its_hash(
    askers: Askers, data_folder: Path, data: bytes, kind: str
) -> None:
    first, second = (json.loads(add(askers["planner"], data).content)["name"] for _ in range(2))
    assert first == second
    assert first.endswith(f".{kind}")
    assert [p.name for p in data_folder.rglob("*") if p.is_file()] == [first]
    answer: Any = askers["manager"].client.get(f"/api/photos/{first}")
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Type"] == photos.TYPES[kind]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert askers["anonymous"].ask("GET", f"/api/photos/{first}").status_code == 401
    wall = askers["anonymous"].ask("GET", f"/api/photos/{first}?token={askers.secrets['wall']}")
    assert wall.status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + bytes(40),
        JPEG[:14],
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(30),
    ],
)
def test_what_is_no_picture_is_not_kept(askers: Askers, data_folder: Path, data: bytes) -> None:
    assert code_of(add(askers["planner"], data)) in ("no_photo", "bad_request")
    assert not (data_folder / "photos").exists()


def test_a_picture_that_is_too_large_is_not_kept(askers: Askers) -> None:
    assert code_of(add(askers["planner"], PNG + bytes(photos.LARGEST_PHOTO))) == "photo_too_large"
    swelling = PNG[:16] + (20_000).to_bytes(4, "big") * 2 + PNG[24:]
    assert code_of(add(askers["planner"], swelling)) == "photo_too_large"


@pytest.mark.parametrize("name", ["../secret.key", "..%2f..%2fsecret.key", "a" * 64, "a" * 64 + ".svg"])
def test_nothing_else_is_served_as_a_picture(askers: Askers, name: str) -> None:
    assert askers["planner"].ask("GET", f"/api/photos/{name}").status_code == 404
    with pytest.raises(TurnedAway):
        photos.path_of(name)


def test_a_picture_that_nobody_sent_is_not_named(askers: Askers) -> None:
    opened(askers["planner"])
    missing = [{"name": "b" * 64 + ".jpg"}]
    assert code_of(send(askers["planner"], "ledger_photos", item="i1", photos=missing)) == "unknown_photo"
    crooked = [{"name": "../../x.jpg"}]
    assert code_of(send(askers["planner"], "ledger_photos", item="i1", photos=crooked)) == "bad_request"


def test_lists_take_every_filter(askers: Askers) -> None:
    planner = askers["planner"]
    opened(planner)
    opened(
        planner,
        "i2",
        department="EDM",
        owner=None,
        level="major",
        description="电极火花位过大",
        operation="erode",
    )
    opened(planner, "i3", operation=None, machine="edm-1", description="Edm fluid")
    send(planner, "ledger_accept", item="i3", person="li")
    cases = {
        "": ["i3", "i2", "i1"],
        "stage=accepted": ["i3"],
        "closed=true": [],
        "closed=false&level=major": ["i2"],
        "department=edm": ["i2"],
        "mold=M1": ["i2", "i1"],
        "overdue=true": [],
        "words=火花位": ["i2"],
        "words=core+2026": ["i2", "i1"],
        "words=EDM-1": ["i3"],
    }
    found = {query: [row["id"] for row in planner.read(f"/api/ledger?{query}")] for query in cases}
    assert found == cases
    assert planner.ask("GET", "/api/ledger?level=heavy").status_code == 422


def test_what_is_written_down_shows_the_same_elsewhere(askers: Askers) -> None:
    planner = askers["planner"]
    opened(planner)
    found = planner.read("/api/ledger/alike?text=core+too+deep&kind=quality&operation=mill")
    assert [(one["id"], one["why"]) for one in found["alike"]] == [
        ("i1", ["words", "kind", "part_name", "machine_kind"])
    ]
    assert planner.read("/api/ledger/alike?text=nothing&kind=nonsense")["alike"] == []


@pytest.mark.parametrize(
    ("language", "names", "stage"),
    [("en", ["Ledger", "Departments"], "open"), ("zh-hans", ["整改台账", "部门统计"], "待接收")],
)
def test_excel_holds_texts_not_formulas(askers: Askers, language: str, names: list[str], stage: str) -> None:
    planner = askers["planner"]
    opened(planner, description='=HYPERLINK("http://x","y")', effect_days="1.5")
    answer = planner.ask("GET", f"/api/ledger/excel?lang={language}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == names
    header, row = book.get_sheet_by_name(names[0]).to_python()
    assert '=HYPERLINK("http://x","y")' in row
    assert stage in row
    assert 1.5 in row
    assert len(header) == len(row) == 31
    assert b"<f>" not in answer.content
    assert book.get_sheet_by_name(names[1]).to_python()[1][:3] == ["CNC", 1, 0]


def test_figures_come_by_department(askers: Askers) -> None:
    opened(askers["planner"])
    (row,) = askers["planner"].read("/api/ledger/figures")
    assert (row["department"], row["open"], row["overdue"], row["closed"]) == ("CNC", 1, 0, 0)


def test_the_clock_lets_overdue_items_climb_once(askers: Askers) -> None:
    planner = askers["planner"]
    opened(planner)
    assert actions.climb_ledger(SERVER) == 0
    actions.set_clock(1.0, SERVER, at=shops.NOW + timedelta(days=3, minutes=1))
    assert (actions.climb_ledger(SERVER), actions.climb_ledger(SERVER)) == (1, 0)
    found = planner.read("/api/ledger/i1")
    assert (found["climbed"], found["called_name"]) == (1, "Zhao Lei")


def test_the_ledger_outlives_an_import_and_a_restart(askers: Askers) -> None:
    planner = askers["planner"]
    opened(planner)
    actions.import_shop(replace(shops.small_shop(), operations={}), SERVER)
    opened(planner, "i2", operation=None)
    assert [row["number"] for row in planner.read("/api/ledger")] == ["2026-002", "2026-001"]
    fresh = Memory()
    assert fresh.catch_up().ledger == memory.state.ledger
    assert set(fresh.state.ledger) == {"i1", "i2"}
    assert planner.read("/api/ledger/i1")["operations"] == []

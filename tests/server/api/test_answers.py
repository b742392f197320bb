"""What the interface answers: refusals that say what to do, bounds, imports, health."""

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from sprue.server import api as api_module
from sprue.server.floor.models import Entry
from tests.server.askers import CSRF, Askers, code_of

WORKBOOK = {
    "settings": "key,value\nversion,1\nname,Fresh\ntimezone,Asia/Shanghai\n",
    "calendars": "calendar,day,shifts\n"
    + "".join(f"always,{day},00:00-24:00\n" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    "kinds": "kind,name,department\nlathe,Lathe,turning\n",
    "machines": "machine,kind,calendar\nlathe-1,lathe,always\n",
    "molds": "mold,due\nM9,2027-01-31\n",
    "parts": "part,mold\nM9-1,M9\n",
    "operations": "operation,part,step,kind,setup_minutes,run_minutes\nM9-1-10,M9-1,10,lathe,10,60\n",
}


def zipped(sheets: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in sheets.items():
            archive.writestr(f"{name}.csv", text)
    return made.getvalue()


def upload(askers: Askers, content: bytes, *, query: str = "", name: str = "shop.zip") -> Any:
    file = SimpleUploadedFile(name, content)
    return askers["manager"].client.post(
        f"/api/import{query}", {"file": file}, headers={"X-CSRFToken": CSRF, "Accept-Language": "en"}
    )


def command(**fields: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "machine_down", "machine": "cnc-1", **fields}


def test_the_same_command_twice_counts_once(askers: Askers) -> None:
    body = command()
    first, second = (askers["planner"].ask("POST", "/api/commands", body).json() for _ in range(2))
    assert (first["status"], second["status"], first["seq"]) == ("accepted", "duplicate", second["seq"])
    other = askers["planner"].ask("POST", "/api/commands", body | {"machine": "cnc-2"})
    assert (other.status_code, code_of(other)) == (409, "id_reused")


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "There is no such machine: lathe-9"), ("zh-hans", "没有这台设备：lathe-9")],
)
def test_a_refusal_speaks_the_readers_language(askers: Askers, language: str, message: str) -> None:
    answer = askers["planner"].ask(
        "POST", "/api/commands", command(machine="lathe-9"), **{"Accept-Language": language}
    )
    assert answer.status_code == 409
    refusal = answer.json()
    assert (refusal["code"], refusal["message"]) == ("unknown_machine", message)
    assert "lathe-9" in refusal["facts"].values()


@pytest.mark.parametrize(
    "body",
    [{}, {"id": "x", "kind": "machine_down"}, {"id": str(uuid4()), "kind": "dance"}, [], "text", None],
    ids=str,
)
def test_what_is_no_command_is_a_bad_request(askers: Askers, body: Any) -> None:
    answer = askers["planner"].ask("POST", "/api/commands", body)
    assert (answer.status_code, code_of(answer)) == (422, "bad_request")


def test_what_is_no_json_is_a_bad_request(askers: Askers) -> None:
    bearer = {"Authorization": f"Bearer {askers.secrets['floor']}"}
    answer = Client(headers=bearer).post("/api/commands", b"{,", content_type="application/json")
    assert answer.status_code == 400
    assert set(json.loads(answer.content)) == {"code", "message", "facts"}


@pytest.mark.parametrize("text", [r"a\u0000b", r"a\ud800b"], ids=["NUL", "half a character"])
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/session", '{"username": "%s", "password": "x"}'),
        ("/api/session", '{"username": "x", "password": "%s"}'),
        ("/api/setup", '{"username": "%s", "password": "x"}'),
        ("/api/tokens", '{"role": "wall", "label": "%s"}'),
        ("/api/users", '{"username": "%s", "password": "an unusual word", "role": "planner"}'),
        ("/api/commands", '{"id": "%s", "kind": "machine_down", "machine": "cnc-1"}'),
        ("/api/commands", '{"id": "' + str(uuid4()) + '", "kind": "machine_down", "machine": "%s"}'),
    ],
)
def test_text_that_no_database_keeps_is_a_bad_request(
    askers: Askers, path: str, body: str, text: str
) -> None:
    headers = {"X-CSRFToken": CSRF, "Accept-Language": "en"}
    answer = askers["manager"].client.post(
        path, body.replace("%s", text), content_type="application/json", headers=headers
    )
    assert answer.status_code == 422, answer.content


@pytest.mark.parametrize(
    "path", ["/api/operations/a%00b", "/api/users/a%00b/password", "/api/molds/%00/links"]
)
def test_addresses_with_absurd_characters_lead_nowhere(askers: Askers, path: str) -> None:
    method, body = ("POST", {"password": "an unusual word"}) if "users" in path else ("GET", None)
    assert askers["manager"].ask(method, path, body).status_code == 404


def test_unknown_things_are_not_found(askers: Askers) -> None:
    paths = ("/api/operations/none", "/api/molds/none/links", "/api/plans/99", "/api/plans/compare?a=1&b=9")
    answers = [askers["planner"].ask("GET", path) for path in paths]
    assert [(answer.status_code, code_of(answer)) for answer in answers] == [(404, "not_found")] * 4


def test_a_program_needs_no_token_of_our_pages(askers: Askers) -> None:
    bearer = {"Authorization": f"Bearer {askers.secrets['floor']}"}
    answer = Client(enforce_csrf_checks=True, headers=bearer).post(
        "/api/commands", command(), content_type="application/json"
    )
    assert answer.status_code == 200


def test_a_workbook_is_looked_at_and_then_taken(askers: Askers) -> None:
    looked = upload(askers, zipped(WORKBOOK)).json()
    assert (looked["ok"], looked["faults"]) == (True, [])
    assert (looked["counts"]["molds"], looked["counts"]["operations"]) == (1, 1)
    manager = askers["manager"]
    assert set(manager.read("/api/snapshot?topic=wall")["tables"]["molds"]) == {"M1"}
    taken = manager.ask("POST", f"/api/import/{looked['import_id']}/take")
    assert taken.json()["status"] == "accepted"
    assert set(manager.read("/api/snapshot?topic=wall")["tables"]["molds"]) == {"M9"}
    again = manager.ask("POST", f"/api/import/{looked['import_id']}/take")
    assert (again.status_code, code_of(again)) == (409, "unknown_import")


def test_a_dry_look_leaves_nothing_to_take(askers: Askers) -> None:
    assert upload(askers, zipped(WORKBOOK), query="?dry=1").json()["import_id"] is None


def test_a_faulty_workbook_names_its_cells(askers: Askers) -> None:
    faulty = WORKBOOK | {"parts": "part,mold\nM9-1,M8\n"}
    looked = upload(askers, zipped(faulty)).json()
    assert (looked["ok"], looked["import_id"]) == (False, None)
    fault = looked["faults"][0]
    assert (fault["sheet"], fault["row"], fault["column"], fault["value"]) == ("parts", 2, "mold", "M8")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 broken", b"\xff" * 1000])
def test_what_is_no_workbook_is_a_fault_not_a_crash(askers: Askers, content: bytes) -> None:
    answer = upload(askers, content, name="shop.xlsx")
    assert answer.status_code in (200, 409, 422)
    if answer.status_code == 200:
        assert (answer.json()["ok"], bool(answer.json()["faults"])) == (False, True)


def test_a_file_that_is_too_large_is_refused(askers: Askers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_module, "LARGEST_FILE", 100)
    answer = upload(askers, b"x" * 101)
    assert (answer.status_code, code_of(answer)) == (413, "file_too_large")


def test_a_body_that_is_too_large_is_refused(askers: Askers, settings: Any) -> None:
    answer = askers["planner"].ask("POST", "/api/commands", command(note="x" * 3 * 2**20))
    assert (answer.status_code, code_of(answer)) == (413, "file_too_large")


def test_a_full_disk_acknowledges_nothing(askers: Askers) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite can be told how large it may grow")
    before = Entry.objects.count()
    report = command(kind="raise_problem", problem="p1", problem_kind="tooling", note="x" * 1900)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 8}")
        answers = [
            askers["floor"].ask("POST", "/api/commands", report | {"id": str(uuid4()), "problem": f"p{n}"})
            for n in range(30)
        ]
        cursor.execute(f"PRAGMA max_page_count = {2**30}")
    accepted = sum(answer.status_code == 200 for answer in answers)
    assert {(a.status_code, code_of(a)) for a in answers} == {(200, ""), (503, "store_failed")}
    assert Entry.objects.count() == before + accepted
    # With space again the floor goes on.
    assert askers["floor"].ask("POST", "/api/commands", report | {"problem": "later"}).status_code == 200


def test_the_demos_clock_stands_still_for_a_real_shop(askers: Askers) -> None:
    assert code_of(askers["manager"].ask("POST", "/api/clock", {"rate": 60})) == "only_demo"


def test_the_demos_clock_runs_as_fast_as_it_is_told(askers: Askers, settings: Any) -> None:
    settings.SPRUE_DEMO = True
    assert askers["manager"].ask("POST", "/api/clock", {"rate": 60}).json()["status"] == "accepted"
    assert askers["manager"].read("/api/snapshot?topic=wall")["tables"]["clock"]["clock"]["rate"] == 60


def test_health_is_open_and_tells_nothing_of_the_shop(askers: Askers) -> None:
    health = askers["anonymous"].read("/api/health")
    assert (health["ok"], health["version"]) == (True, 1)
    assert set(health) == {"ok", "seq", "version", "planner", "answers", "clock", "messenger"}


def test_nobodys_pin_or_badge_leaves_the_server(askers: Askers) -> None:
    everything = [
        askers["manager"].ask("GET", path).content.decode()
        for path in ("/api/people", "/api/snapshot?topic=desk", "/api/snapshot?topic=station:cnc-1")
    ]
    assert not any("B-LI" in text or "hash" in text for text in everything)

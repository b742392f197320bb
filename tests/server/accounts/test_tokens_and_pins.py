"""Walls, terminals and programs have tokens; people at terminals have PINs."""

from uuid import uuid4

import pytest

from sprue.server.accounts import pins, tokens
from sprue.server.accounts.access import DEVICE_COOKIE
from sprue.server.accounts.models import Pin, Token
from sprue.server.accounts.throttle import FREE_TRIES
from tests.server.askers import Asker, Askers, code_of


def badge_in(asker: Asker, pin: str | None) -> str:
    body = {"id": str(uuid4()), "kind": "badge_in", "person": "li", "pin": pin, "machine": "cnc-1"}
    return code_of(asker.ask("POST", "/api/commands", body)) or "in"


def test_a_token_is_shown_once_and_kept_as_a_digest(askers: Askers) -> None:
    made = askers["manager"].ask("POST", "/api/tokens", {"role": "floor", "label": "scanner 2"}).json()
    kept = Token.objects.get(id=made["id"])
    assert made["token"] not in {str(value) for value in vars(kept).values()}
    listed = askers["manager"].ask("GET", "/api/tokens").content.decode()
    assert made["id"] in listed
    assert made["token"] not in listed
    assert kept.digest not in listed


def test_a_token_that_was_taken_back_opens_nothing(askers: Askers) -> None:
    made = askers["manager"].ask("POST", "/api/tokens", {"role": "wall"}).json()
    hall = Asker("hall", bearer=made["token"])
    assert hall.ask("GET", "/api/snapshot?topic=wall").status_code == 200
    assert askers["manager"].ask("DELETE", f"/api/tokens/{made['id']}").status_code == 204
    assert hall.ask("GET", "/api/snapshot?topic=wall").status_code == 401


def test_a_terminals_token_needs_a_machine_of_the_shop(askers: Askers) -> None:
    manager = askers["manager"]
    assert code_of(manager.ask("POST", "/api/tokens", {"role": "station"})) == "station_needed"
    unknown = manager.ask("POST", "/api/tokens", {"role": "station", "station": "lathe-9"})
    assert code_of(unknown) == "unknown_machine"


def test_no_token_makes_a_manager(askers: Askers) -> None:
    assert code_of(askers["manager"].ask("POST", "/api/tokens", {"role": "manager"})) == "unknown_role"


def test_a_browser_becomes_a_terminal(askers: Askers) -> None:
    tablet = Asker("tablet")
    answer = tablet.ask("POST", "/api/enroll", {"token": askers.secrets["station"], "station": "cnc-1"})
    assert answer.status_code == 200
    cookie = tablet.client.cookies[DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert tablet.ask("GET", "/api/snapshot?topic=station:cnc-1").status_code == 200


def test_one_tablet_can_serve_the_machines_that_one_worker_minds_and_no_others(askers: Askers) -> None:
    body = {"role": "station", "station": "cnc-1,edm-1"}
    secret = askers["manager"].ask("POST", "/api/tokens", body).json()["token"]
    tablet = Asker("tablet")
    assert tablet.ask("POST", "/api/enroll", {"token": secret, "station": "cnc-1,edm-1"}).status_code == 200
    rows = tablet.read("/api/snapshot?topic=station:cnc-1,edm-1")["tables"]
    assert (set(rows["stations"]), set(rows["machines"])) == ({"cnc-1", "edm-1"}, {"cnc-1", "edm-1"})
    assert tablet.ask("GET", "/api/snapshot?topic=station:edm-1").status_code == 200
    for other in ("cnc-2", "cnc-1,cnc-2"):
        assert tablet.ask("GET", f"/api/snapshot?topic=station:{other}").status_code == 403
    unknown = askers["manager"].ask("POST", "/api/tokens", {"role": "station", "station": "cnc-1,lathe-9"})
    assert code_of(unknown) == "unknown_machine"


def test_a_link_makes_a_browser_a_terminal(askers: Askers) -> None:
    tablet = Asker("tablet")
    answer = tablet.client.get(f"/enroll/?token={askers.secrets['station']}")
    assert answer.headers["Location"] == "/terminal/?station=cnc-1"
    assert tablet.ask("GET", "/api/snapshot?topic=station:cnc-1").status_code == 200


@pytest.mark.parametrize(
    ("holder", "station", "code"),
    [("station", "cnc-2", "wrong_station"), ("wall", "", "unknown_token"), ("floor", "", "unknown_token")],
)
def test_no_other_token_makes_a_terminal(askers: Askers, holder: str, station: str, code: str) -> None:
    body = {"token": askers.secrets[holder], "station": station}
    assert code_of(Asker("tablet").ask("POST", "/api/enroll", body)) == code


def test_a_terminal_reports_for_its_own_machine_only(askers: Askers) -> None:
    from sprue.server.floor.models import Entry

    badge_in(askers["station"], None)
    body = {
        "id": str(uuid4()),
        "kind": "raise_problem",
        "problem": "p1",
        "problem_kind": "tooling",
        "note": "",
    }
    answer = askers["station"].ask("POST", "/api/commands", body | {"station": "cnc-2", "machine": "cnc-2"})
    assert answer.json()["status"] == "accepted"
    assert "cnc-1" in Entry.objects.latest("seq").body


def test_a_name_needs_its_pin(askers: Askers) -> None:
    askers["manager"].ask("POST", "/api/people/li/pin", {"pin": "4711"})
    assert Pin.objects.get().hash != "4711"
    assert [p["id"] for p in askers["station"].read("/api/people") if p["pin"]] == ["li"]
    assert badge_in(askers["station"], None) == "wrong_pin"
    assert badge_in(askers["station"], "0000") == "wrong_pin"
    assert badge_in(askers["station"], "4711") == "in"


def test_who_guesses_a_pin_waits(askers: Askers) -> None:
    pins.set("li", "4711")
    assert [badge_in(askers["station"], f"000{n}") for n in range(FREE_TRIES)] == ["wrong_pin"] * FREE_TRIES
    assert badge_in(askers["station"], "4711") == "too_many_tries"


def test_a_pin_is_taken_away_or_refused(askers: Askers) -> None:
    manager = askers["manager"]
    manager.ask("POST", "/api/people/li/pin", {"pin": "4711"})
    assert manager.ask("POST", "/api/people/li/pin", {"pin": ""}).status_code == 204
    assert badge_in(askers["station"], None) == "in"
    assert code_of(manager.ask("POST", "/api/people/li/pin", {"pin": "12"})) == "bad_pin"
    assert code_of(manager.ask("POST", "/api/people/nobody/pin", {"pin": "1234"})) == "unknown_person"


def test_the_last_manager_stays(askers: Askers) -> None:
    manager = askers["manager"]
    assert code_of(manager.ask("DELETE", "/api/users/manager")) == "last_manager"
    assert manager.ask("DELETE", "/api/users/planner").status_code == 204
    assert askers["planner"].ask("GET", "/api/plans").status_code == 401


def test_a_name_is_taken_once(askers: Askers) -> None:
    body = {"username": "planner", "password": "an unusual word", "role": "planner"}
    assert code_of(askers["manager"].ask("POST", "/api/users", body)) == "name_taken"


def test_an_unknown_secret_is_nobody(askers: Askers) -> None:
    assert [tokens.known(secret) for secret in ("", "x", "x" * 5000, "\x00")] == [None] * 4

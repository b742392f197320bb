"""What a terminal may send in the place of a PIN that was given while the server was there."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from sprue.server.accounts import proofs
from tests.core.floor.shops import NOW
from tests.server.askers import Asker, Askers

HERE = ("cnc-1",)


def badge_in(asker: Asker, **fields: Any) -> dict[str, Any]:
    body = {"id": str(uuid4()), "kind": "badge_in", "person": "li", "machine": "cnc-1", **fields}
    found: dict[str, Any] = asker.ask("POST", "/api/commands", body).json()
    return found


@pytest.fixture
def with_pin(askers: Askers) -> Askers:
    askers["manager"].ask("POST", "/api/people/li/pin", {"pin": "4711"})
    return askers


def test_the_right_pin_brings_a_proof_that_signs_in_later_without_it(with_pin: Askers) -> None:
    station = with_pin["station"]
    proof = badge_in(station, pin="4711")["proof"]
    later = (NOW + timedelta(hours=11)).isoformat()
    assert "4711" not in proof
    assert badge_in(station, proof=proof, happened_at=later)["status"] == "accepted"


def test_a_proof_signs_in_once_where_the_first_answer_was_lost(with_pin: Askers) -> None:
    station, command = with_pin["station"], str(uuid4())
    proof = badge_in(station, id=command, pin="4711")["proof"]
    again = badge_in(station, id=command, proof=proof)
    assert again["status"] == "duplicate"
    assert "proof" not in again, "who shows a proof gets no longer one"


def test_a_badge_a_name_without_pin_and_a_trusted_program_get_no_proof(with_pin: Askers) -> None:
    assert "proof" not in badge_in(with_pin["station"], person="wang", pin="1234")
    assert "proof" not in badge_in(with_pin["floor"], pin="4711")
    assert badge_in(with_pin["station"], person=None, badge="4711").get("proof") is None


def test_a_made_up_proof_opens_nothing_and_the_pin_is_asked(with_pin: Askers) -> None:
    station = with_pin["station"]
    for proof in ("", "x", "a:b:c", badge_in(station, pin="4711")["proof"][:-1]):
        assert badge_in(station, proof=proof)["code"] == "wrong_pin"
    assert badge_in(station, proof="x", pin="4711")["status"] == "accepted"


@pytest.mark.parametrize(
    ("person", "stations", "hours", "holds"),
    [
        ("li", HERE, 0, True),
        ("li", HERE, 12, True),
        ("li", HERE, 13, False),
        ("li", HERE, -1, False),
        ("wang", HERE, 0, False),
        ("li", ("edm-1",), 0, False),
        ("li", ("cnc-1", "edm-1"), 0, False),
    ],
)
def test_a_proof_is_of_one_person_one_terminal_and_one_shift(
    with_pin: Askers, person: str, stations: tuple[str, ...], hours: int, holds: bool
) -> None:
    with_pin["manager"].ask("POST", "/api/people/wang/pin", {"pin": "4711"})
    given = datetime(2026, 11, 20, 6, tzinfo=UTC)
    proof = proofs.issue("li", HERE, given)
    assert proof is not None
    assert proofs.holds(proof, person, stations, given + timedelta(hours=hours)) is holds


def test_a_new_pin_makes_the_old_proof_worthless(with_pin: Askers) -> None:
    station = with_pin["station"]
    proof = badge_in(station, pin="4711")["proof"]
    with_pin["manager"].ask("POST", "/api/people/li/pin", {"pin": "4712"})
    assert badge_in(station, proof=proof)["code"] == "wrong_pin"

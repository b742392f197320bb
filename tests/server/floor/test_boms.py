"""A bill of materials at the server's door: looked at, released, and sent again after a lost answer."""

from uuid import uuid4

import pytest

from sprue.floor.refusal import Code, Refusal
from sprue.server.floor import boms, queries
from sprue.server.floor.boms import Sent
from sprue.server.floor.parse import BadRequest
from sprue.server.floor.who import Role, Who
from tests.server.floor.senders import send

pytestmark = pytest.mark.usefixtures("small_shop")

ENGINEER = Who("lin", Role.ENGINEER, language="zh-hans")
BILL = "件号,零件名称,数量\n901,Zwischenplatte,2\n902,Slider 1,1\n"


def taken() -> None:
    send("take_mold", new={"mold": "M2650", "customer": "Nordlicht"}, mold_class="S")


def parts() -> dict[str, dict[str, object]]:
    tables = queries.snapshot("desk", "en")["tables"]
    return {name: row for name, row in tables["parts"].items() if row["mold"] == "M2650"}


def test_a_look_tells_what_would_be_and_changes_nothing() -> None:
    taken()
    before = parts()
    found = boms.look(Sent("M2650", text=BILL), ENGINEER)
    assert found["ok"]
    assert [(row["id"], row["operations"] > 0) for row in found["new"]] == [
        ("M2650-901", False),
        ("M2650-902", True),
    ]
    assert found["unrouted"] == ["M2650-901"]
    assert {row["part_class"] for row in found["replaced"]} == {"slider"}
    assert parts() == before


def test_a_pick_gives_a_part_its_class() -> None:
    taken()
    picks = '[{"told": "Zwischenplatte", "part_class": "mold_base_plate_other", "how": "none"}]'
    found = boms.look(Sent("M2650", text=BILL, picks=picks), ENGINEER)
    assert found["unrouted"] == []
    assert found["hours"]["added"] > 0


def test_a_release_counts_once_however_often_its_answer_is_lost() -> None:
    taken()
    known = str(uuid4())
    first = boms.release(Sent("M2650", text=BILL), known, ENGINEER)
    assert first["ok"]
    assert boms.release(Sent("M2650", text=BILL), known, ENGINEER)["ok"]
    assert parts()["M2650-902"]["template"] is False
    with pytest.raises(Refusal) as caught:
        boms.release(Sent("M2650", text=BILL), str(uuid4()), ENGINEER)
    assert caught.value.code is Code.NOTHING_NEW


def test_faults_are_told_by_row_in_the_asker_s_language() -> None:
    taken()
    found = boms.look(Sent("M2650", text="件号,数量\n901,viele\n"), ENGINEER)
    (fault,) = found["faults"]
    assert (found["ok"], fault["row"], fault["column"], fault["value"]) == (False, 2, "数量", "viele")
    assert boms.release(Sent("M2650", text="件号,数量\n901,viele\n"), str(uuid4()), ENGINEER)["ok"] is False


def test_a_mold_that_nobody_knows_has_no_bill() -> None:
    with pytest.raises(Refusal) as caught:
        boms.look(Sent("M9", text=BILL), ENGINEER)
    assert caught.value.code is Code.UNKNOWN_MOLD


@pytest.mark.parametrize("picks", ["[", '[{"told": 5}]', '{"told": "x"}'])
def test_wrong_picks_are_told(picks: str) -> None:
    taken()
    with pytest.raises(BadRequest):
        boms.look(Sent("M2650", text=BILL, picks=picks), ENGINEER)

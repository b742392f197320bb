"""The typed client against a server as it is served; the page on programs is run cell by cell."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from sprue.client import Broken, PlanWithLearned, Put, Refused, Sprue, SprueError
from sprue.floor.commands import BadgeIn, RaiseProblem, Resolve
from sprue.shop.ids import MachineId, PersonId, ProblemId
from sprue.shop.problems import ProblemKind
from tests.core.house.library_page import cells, outputs
from tests.e2e.conftest import ROOT
from tests.e2e.server import Shop

ALL = ["read", "report", "plan", "master_data", "figures", "paper"]


def token(shop: Shop, *scopes: str) -> str:
    """A program's."""
    made = shop.manager.call("POST", "/api/tokens", {"role": "floor", "label": "erp", "scopes": [*scopes]})
    return str(made["token"])


@pytest.fixture
def erp(shop: Shop) -> Iterator[Sprue]:
    """A program that may all."""
    with Sprue(shop.base, token(shop, *ALL)) as client:
        yield client


def test_the_page_says_what_happens(shop: Shop, tmp_path: Path) -> None:
    page = cells((ROOT / "docs" / "api.md").read_text("utf-8"))
    given = f"url, token = {shop.base!r}, {token(shop, *ALL)!r}"
    said = [*outputs([given, *(cell.code for cell in page)], tmp_path)]
    assert said[1:] == [cell.said for cell in page]


def test_all_that_is_read_is_there(erp: Sprue) -> None:
    assert erp.session()["scopes"] == ALL
    plan = erp.plan(erp.plans()[0]["version"])
    assert plan["rows"]
    operation = erp.operation("M2621-S2-10")
    assert operation["id"] == "M2621-S2-10"
    assert erp.order("M2614")["customer"] == "Nordlicht"
    assert "order_value" not in erp.order("M2614")
    assert {person["id"] for person in erp.people()} == {"w1", "w2", "w3", "l1"}
    assert erp.shifts()["departments"]
    assert erp.problem_rules()["departments"]
    assert erp.ledger() == []
    assert erp.links("M2621")
    assert erp.figures()["machines"] is not None
    assert erp.figure_rows("response")["total"] >= 0
    assert erp.chances() == []
    assert erp.estimates()["kinds"] is not None
    assert erp.bulletin()["prices"] is False
    assert erp.bulletin_excel()[:2] == erp.figure_excel("response")[:2] == b"PK"
    assert erp.overload()["groups"]
    assert erp.scenarios()["drafts"] == []
    assert erp.backup()["place"] is None
    assert erp.handover("edm")["department"]
    moved = erp.preview(erp.drafts()["live"], [Put("M2621-S2-10", pin=True)])
    assert moved["breaks"] == []


class Cut(httpx.SyncByteStream):
    """A body that breaks off after its first patch."""

    def __init__(self, whole: httpx.SyncByteStream | httpx.AsyncByteStream) -> None:
        assert isinstance(whole, httpx.SyncByteStream)
        self._whole = whole

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._whole:
            yield chunk
            if b"event: patch" in chunk:
                raise httpx.ReadError("the network is gone")

    def close(self) -> None:
        self._whole.close()


def test_whoever_follows_misses_nothing_where_the_connection_breaks(shop: Shop, erp: Sprue) -> None:
    streams: list[str] = []

    class Weak(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = super().handle_request(request)
            if request.url.path == "/api/stream":
                streams.append(request.url.params["after"])
                return httpx.Response(answer.status_code, headers=answer.headers, stream=Cut(answer.stream))
            return answer

    with Sprue(shop.base, token(shop, "read"), transport=Weak()) as follower:
        live = follower.live("desk")
        changes = iter(live)
        assert next(changes).anew
        for number in (1, 2, 3):
            problem = ProblemId(str(uuid4()))
            raised = RaiseProblem(problem, ProblemKind.OTHER, MachineId(f"edm_sinker-{50 + number}"))
            sent = erp.send(raised)
            while live.seq < sent.seq:
                assert not next(changes).anew
            assert problem in live.tables["problems"]
            erp.send(Resolve(problem))
    assert len(streams) >= 3
    assert streams == sorted(streams)


def test_what_is_not_in_the_scopes_is_refused_and_so_is_an_unknown_token(shop: Shop) -> None:
    with Sprue(shop.base, token(shop, "read")) as reader:
        with pytest.raises(Refused) as refused:
            reader.send(PlanWithLearned(on=True))
        assert (refused.value.status, refused.value.code) == (403, "forbidden")
        with pytest.raises(Refused, match="forbidden"):
            reader.bulletin()
    with Sprue(shop.base, "wrong", language="zh-hans") as stranger:
        with pytest.raises(Refused) as refused:
            stranger.plans()
        assert refused.value.status == 401
        assert "登录" in refused.value.message
        with pytest.raises(Refused, match="not_signed_in"):
            next(iter(stranger.live("desk")))


def test_a_problem_and_its_end(erp: Sprue, shop: Shop) -> None:
    erp.send(BadgeIn(PersonId("w2"), machine=MachineId("edm_sinker-59")))
    problem, machine = ProblemId(str(uuid4())), MachineId("edm_sinker-59")
    erp.send(RaiseProblem(problem, ProblemKind.MACHINE, machine, note="spindle"))
    row = erp.snapshot("problems")["tables"]["problems"][problem]
    assert (row["machine"], row["note"]) == (machine, "spindle")
    erp.send(Resolve(problem))
    assert erp.counter_moves(problem)["state"] in ("none", "waiting", "working", "ready")


def test_an_answer_that_got_lost_is_asked_for_again_under_the_same_id(shop: Shop) -> None:
    lost: list[bytes] = []

    class Lossy(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = super().handle_request(request)
            if request.url.path == "/api/commands" and not lost:
                lost.append(answer.read())
                raise httpx.ReadError("the network is gone", request=request)
            return answer

    problem = ProblemId(str(uuid4()))
    with Sprue(shop.base, token(shop, "report"), transport=Lossy()) as client:
        said = client.send(RaiseProblem(problem, ProblemKind.TOOLING, MachineId("edm_sinker-58")))
        assert said.status == "duplicate"
        client.send(Resolve(problem))
    assert lost


def test_what_is_no_sprue_is_told(shop: Shop) -> None:
    def other(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404 if request.url.path == "/api/plans" else 200, text="<h1>It works!</h1>")

    with Sprue(shop.base, "x", transport=httpx.MockTransport(other)) as client:
        for ask in (client.plans, client.people):
            with pytest.raises(Broken):
                ask()


def test_a_fresh_plan_is_waited_for_and_a_failed_one_told() -> None:
    ready = {"id": str(uuid4()), "proposed": False, "summary": {}, "moved": 3}
    steps = [{"state": "working", "draft": None}, {"state": "ready", "draft": ready}, {"state": "failed"}]

    def planner(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"job": "1"} if request.method == "POST" else steps.pop(0))

    with Sprue("http://planner", "x", transport=httpx.MockTransport(planner)) as client:
        assert client.fresh_draft()["moved"] == 3
        with pytest.raises(SprueError, match="no plan"):
            client.fresh_draft()

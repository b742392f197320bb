"""Webhooks: each event once to each that asked for it, signed, also when receivers are away."""

import json
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sprue.connect import posting, signing
from sprue.connect.posting import Forbidden, Said
from sprue.server.floor.models import Entry as Row
from sprue.server.hooks import listing
from sprue.server.hooks.kinds import NAMES
from sprue.server.hooks.making import make
from sprue.server.hooks.models import Delivery, Hook, State, ToldUntil
from sprue.server.hooks.sending import GIVE_UP, LOST, RESTS, Sender
from sprue.server.turned import TurnedAway
from sprue.server.workers.teller import Teller
from tests.server.floor.senders import open_shop, send
from tests.server.hooks.receivers import Receiver
from tests.server.outbox.receivers import serving

pytestmark = pytest.mark.usefixtures("journal")


# -- the signature -----------------------------------------------------------------


def test_the_example_of_the_specification_has_its_signature() -> None:
    # The example that the libraries of Standard Webhooks are tested with.
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    made = signing.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_random_bytes_as_base64() -> None:
    assert signing.secret_of(bytes(24)) == "whsec_" + "A" * 32
    with pytest.raises(ValueError, match="whsec_"):
        signing.signature("whsec_not base64", "msg_1", 1, b"")


# -- where it may go -----------------------------------------------------------------

OWN = (
    "http://127.0.0.1/x",
    "http://localhost:8000/x",
    "https://[::1]/x",
    "http://0.0.0.0/x",
    "http://169.254.169.254/latest/meta-data",
    "http://[::ffff:127.0.0.1]/x",
    "http://127.1/x",
)
NONE = (
    "",
    "erp.example/x",
    "ftp://erp.example/x",
    "file:///etc/passwd",
    "http://",
    "http://a b/",
    "https://user:secret@erp.example/",
    "http://erp.example:99999/",
    "http://erp.example/\r\nX: y",
)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x",
        "http://localhost:8000/x",
        "https://[::1]/x",
        "http://0.0.0.0/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]/x",
        "http://127.1/x",
    ],
)
def test_an_address_of_the_machine_itself_is_turned_down(address: str) -> None:
    with pytest.raises(Forbidden):
        posting.check(address, to_self=False)
    assert posting.post(address, b"{}", {}, to_self=False).status is None
    with pytest.raises(TurnedAway) as turned:
        listing.make("self", address, ["plan.published"], by="test")
    assert turned.value.code == "hook_to_self"
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "erp.example/x",
        "ftp://erp.example/x",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "https://user:secret@erp.example/",
        "http://erp.example:99999/",
        "http://erp.example/\r\nX: y",
    ],
)
def test_what_is_no_address_is_turned_down(address: str) -> None:
    with pytest.raises(TurnedAway) as turned:
        listing.make("erp", address, ["plan.published"], by="test")
    assert turned.value.code == "hook_address"


def test_a_name_that_leads_to_the_machine_itself_only_when_it_is_sent_is_found_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, asked = socket.getaddrinfo, []

    def rebound(host: str, *more: Any, **named: Any) -> Any:
        asked.append(host)
        return real("203.0.113.9" if len(asked) == 1 else "127.0.0.1", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    receiver = Receiver()
    with serving(receiver):
        said = posting.post(f"http://erp.example:{receiver.port}/", b"{}", {}, to_self=False)
    assert said.status is None
    assert "this machine itself" in said.text
    assert len(asked) == 2
    assert not receiver.came


# -- the outbox ------------------------------------------------------------------------


@dataclass
class Told:
    """A sender whose receivers and whose clock are made by hand."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    sent: list[tuple[str, str]] = field(default_factory=list)
    say: dict[str, Said] = field(default_factory=dict)

    def __post_init__(self) -> None:
        make(self.now)
        self.sender = Sender(self.post, lambda: self.now)

    def post(self, address: str, body: bytes, head: dict[str, str]) -> Said:
        said = self.say.get(address, Said(200, "ok"))
        if said.good:
            self.sent.append((address, head["webhook-id"]))
        return said

    def work(self) -> None:
        """Make and send all that is due."""
        while make(self.now):
            pass
        while self.sender.send_one():
            pass


ERP, MES = "http://203.0.113.9/erp", "http://203.0.113.10/mes"


@pytest.fixture
def told() -> Told:
    open_shop()
    return Told()


def trouble(name: str = "p1") -> None:
    send("raise_problem", problem=name, problem_kind="machine", machine="cnc-1", person="li")


def hook(address: str, *kinds: str) -> UUID:
    return UUID(listing.make(address.rsplit("/", 1)[1], address, [*kinds], by="test")["id"])


def test_each_is_told_once_of_what_it_asked_for(told: Told) -> None:
    erp, mes = hook(ERP, "problem.raised", "machine.down"), hook(MES, "problem.raised")
    trouble()
    send("start", operation="mill", machine="cnc-1", person="li")
    told.work()
    told.work()
    assert sorted(address for address, _ in told.sent) == [MES, ERP, ERP]
    assert len({message for _, message in told.sent}) == 3
    kinds = {(row.hook_id, row.kind) for row in Delivery.objects.all()}
    assert kinds == {(erp, "problem.raised"), (erp, "machine.down"), (mes, "problem.raised")}
    # A worker that reads the same entries again makes nothing anew.
    ToldUntil.objects.update(seq=0)
    told.work()
    assert len([one for one in told.sent if one[0] == MES]) == 1


def test_what_is_told_has_ids_and_no_prices(told: Told) -> None:
    hook(ERP, *NAMES)
    trouble()
    told.work()
    row = Delivery.objects.get(kind="problem.raised")
    entry = Row.objects.get(kind="ProblemRaised")
    body = json.loads(row.body)
    assert set(body) == {"type", "timestamp", "data"}
    assert body["type"] == "problem.raised"
    assert (body["data"]["problem"], body["data"]["machine"], body["data"]["entry"]) == (
        "p1",
        "cnc-1",
        entry.seq,
    )
    assert "value" not in row.body


def test_a_receiver_that_is_away_holds_up_nobody_and_gets_all_when_it_is_back(told: Told) -> None:
    hook(ERP, "problem.raised")
    hook(MES, "problem.raised")
    told.say[ERP] = Said(None, "ConnectionRefusedError")
    trouble("p1")
    trouble("p2")
    told.work()
    assert [address for address, _ in told.sent] == [MES, MES]
    waiting = [*Delivery.objects.filter(state=State.WAITING)]
    assert len(waiting) == 2
    assert sum(row.tries for row in waiting) == 1
    assert {row.due_at for row in waiting} == {told.now + timedelta(seconds=RESTS[0])}
    for rest in (*RESTS, RESTS[-1]):
        told.now += timedelta(seconds=rest)
        told.work()
    del told.say[ERP]
    told.now += timedelta(seconds=RESTS[-1])
    told.work()
    assert len([one for one in told.sent if one[0] == ERP]) == 2
    assert {*Delivery.objects.values_list("state", flat=True)} == {"sent"}


def test_it_is_given_up_after_three_days_and_the_list_tells_why(told: Told) -> None:
    erp = hook(ERP, "problem.raised")
    told.say[ERP] = Said(500, "full")
    trouble()
    told.work()
    told.now += GIVE_UP
    told.work()
    (row,) = listing.deliveries(erp)
    assert (row["state"], row["status"], row["answer"], row["tries"]) == ("failed", 500, "full", 2)
    assert listing.listed()[0]["failed"] == 1


def test_a_receiver_that_is_gone_for_good_is_asked_no_more_until_it_is_changed(told: Told) -> None:
    erp = hook(ERP, "problem.raised")
    told.say[ERP] = Said(410, "")
    trouble("p1")
    trouble("p2")
    told.work()
    trouble("p3")
    told.work()
    assert listing.listed()[0]["stopped"]
    assert [row["state"] for row in listing.deliveries(erp)] == ["failed", "failed"]
    del told.say[ERP]
    listing.change(erp, "erp", ERP, ["problem.raised"])
    trouble("p4")
    told.work()
    assert len(told.sent) == 1


def test_what_a_killed_sender_had_goes_again_under_the_same_id(told: Told) -> None:
    hook(ERP, "problem.raised")
    trouble()
    make(told.now)
    row = told.sender._claimed()
    assert row is not None
    told.work()
    assert told.sent == []
    told.now += LOST + timedelta(seconds=1)
    assert told.sender.find_lost() == 1
    told.work()
    assert told.sent == [(ERP, f"msg_{row.id.hex}")]


def test_one_that_is_removed_is_told_nothing_more(told: Told) -> None:
    erp = hook(ERP, "problem.raised")
    told.say[ERP] = Said(503, "")
    trouble()
    told.work()
    listing.remove(erp)
    assert not Delivery.objects.exists()
    trouble("p2")
    told.work()
    assert not Delivery.objects.exists()


# -- a real receiver ---------------------------------------------------------------------


def test_a_receiver_can_tell_that_it_is_from_us(settings: Any) -> None:
    settings.SPRUE_HOOKS_TO_SELF = True
    open_shop()
    make(datetime.now(UTC))
    receiver = Receiver()
    receiver.answers = [503, 307]
    with serving(receiver):
        made = listing.make("erp", receiver.address, ["problem.raised", "plan.published"], by="test")
        receiver.secret = made["secret"]
        assert listing.tried(UUID(made["id"])) == {"status": 503, "answer": "busy"}
        # Redirects lead where nobody looked: they are not followed.
        assert listing.tried(UUID(made["id"])) == {"status": 307, "answer": "busy"}
        assert listing.tried(UUID(made["id"])) == {"status": 204, "answer": ""}
        trouble()
        teller = Teller(Sender())
        while teller.step():
            pass
    assert [(one.body["type"], one.signed) for one in receiver.came] == [
        ("test", True),
        ("problem.raised", True),
    ]
    assert receiver.came[1].id == f"msg_{Delivery.objects.get().id.hex}"

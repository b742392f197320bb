"""Messages: who is told of what, once each, also when the receiver is away or the sender is killed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sprue.connect.message import Message, Told, What
from sprue.connect.texts import worded
from sprue.server.floor import actions
from sprue.server.floor.memory import Memory
from sprue.server.floor.models import Entry as Row
from sprue.server.floor.who import SERVER
from sprue.server.outbox import channels, posting
from sprue.server.outbox.making import make
from sprue.server.outbox.models import Channel, NotificationOut, ReadUntil, Status
from sprue.server.outbox.posting import Post
from sprue.server.turned import TurnedAway
from sprue.server.workers.clock import Clock
from sprue.server.workers.messenger import Messenger
from sprue.shop.problems import Because, ProblemKind
from tests.core.floor.shops import NOW
from tests.server.floor.senders import open_shop, send
from tests.server.outbox.receivers import Hook, MailServer, serving

pytestmark = pytest.mark.usefixtures("journal")


def channel(name: str, *covers: str, address: str = "json://127.0.0.1:9/x", reports: bool = False) -> None:
    channels.put(name, address, [*covers], reports=reports, by="test")


@dataclass
class Desk:
    """A messenger whose sending and whose clock are made by hand."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    sent: list[tuple[str, Message]] = field(default_factory=list)
    away: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.memory = Memory()
        make(self.memory, self.now)
        self.post = Post(self.memory, self.send, lambda: self.now)

    def send(self, address: str, message: Message, language: str) -> str:
        if any(name in address for name in self.away):
            return "nobody there"
        self.sent.append((address, message))
        return ""

    def work(self) -> None:
        """Make and send all there is."""
        while make(self.memory, self.now):
            pass
        while self.post.post_one():
            pass

    def told(self) -> list[tuple[str, str]]:
        """Channel and step of what was sent."""
        found = {row.id: row for row in NotificationOut.objects.all()}
        return [(found[message.id].channel, found[message.id].what) for _, message in self.sent]


def raise_machine(problem: str = "p") -> None:
    send(
        "raise_problem",
        problem=problem,
        problem_kind="machine",
        machine="cnc-1",
        operation="mill",
        person="li",
    )


def at(minutes: float) -> None:
    actions.set_clock(1.0, SERVER, at=NOW + timedelta(minutes=minutes))


def test_every_step_is_told_to_whom_it_concerns_and_once() -> None:
    open_shop()
    channel("maintenance group", "Maintenance")
    channel("li", "li", reports=True)
    channel("design group", "design")
    channel("bosses", "workshop manager", "zhao", reports=True)
    desk = Desk()
    raise_machine()
    at(6)
    Clock(Memory()).step()
    send("acknowledge", problem="p", person="zhao")
    send("answer_problem", problem="p", person="zhao", text="spindle bearing")
    send("transfer_problem", problem="p", person="zhao", department="design", reason="its drawing")
    send("resolve", problem="p", person="zhao", note="new drawing")
    desk.work()
    assert sorted(desk.told()) == [
        ("bosses", "answered"),
        ("bosses", "escalated"),
        ("bosses", "raised"),
        ("bosses", "resolved"),
        ("design group", "transferred"),
        ("li", "answered"),
        ("li", "resolved"),
        ("maintenance group", "raised"),
    ]
    desk.work()
    assert len(desk.sent) == 8
    assert {row.status for row in NotificationOut.objects.all()} == {Status.SENT}


def test_the_text_tells_what_where_who_and_how_long() -> None:
    open_shop()
    channel("bosses", "zhao")
    desk = Desk()
    raise_machine()
    at(6)
    Clock(Memory()).step()
    desk.work()
    titles = [message.title for _, message in desk.sent]
    assert titles == [
        "Machine breakdown · DMG 1 M1 · called",
        "Machine breakdown · DMG 1 M1 · level 3",
    ]
    assert desk.sent[1][1].text.splitlines() == [
        "Machine: DMG 1",
        "Mold: M1",
        "Part: Core",
        "Operation: mill",
        "From: Li Wei",
        "Called: Zhao Lei",
        "Open for: 5 min",
        "Because: the mold is critical",
    ]


@pytest.mark.parametrize("what", [*What])
@pytest.mark.parametrize("kind", [*ProblemKind])
def test_every_step_of_every_kind_has_words_in_both_languages(what: What, kind: ProblemKind) -> None:
    told = Told(what, kind, machine="EDM 4", mold="M2614", because=Because.CRITICAL, level=3, said="x")
    english, chinese = worded(told, "en"), worded(told, "zh-hans")
    assert english[0].isascii() or "·" in english[0]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese[0])
    assert english != chinese


def test_a_person_without_a_channel_is_reached_through_the_department() -> None:
    open_shop()
    channel("hall", "maintenance")
    desk = Desk()
    send("raise_problem", problem="p", problem_kind="other", machine="cnc-1", person="li")
    desk.work()
    assert desk.told() == [("hall", "raised")]  # the team leader called is of maintenance


def test_a_kind_s_own_channels_are_told_of_every_step() -> None:
    from sprue.server.floor import queries

    open_shop()
    channel("robot", reports=True)
    rules = queries.problem_rules()["rules"]
    for rule in rules["kinds"]:
        rule["channels"] = ["robot"] if rule["kind"] == "quality" else []
    send("change_problem_rules", rules=rules)
    desk = Desk()
    send("raise_problem", problem="q", problem_kind="quality", machine="cnc-1")
    raise_machine()
    send("resolve", problem="q", person="zhao")
    desk.work()
    assert desk.told() == [("robot", "raised"), ("robot", "resolved")]


def test_in_silent_hours_first_calls_wait_and_are_dropped_when_somebody_has_it() -> None:
    from sprue.server.floor import queries

    open_shop()
    channel("everybody", "zhao", "maintenance", "team_leader")
    rules = queries.problem_rules()["rules"]
    send("change_problem_rules", rules={**rules, "silence": {"start": 600, "end": 720}})  # 10:00 to 12:00
    desk = Desk()
    for name in ("late", "taken"):
        send("raise_problem", problem=name, problem_kind="other", machine="cnc-1", person="li")
    raise_machine("urgent")
    desk.work()
    assert [message.problem for _, message in desk.sent] == ["urgent"]
    send("acknowledge", problem="taken", person="zhao")
    at(121)
    desk.work()
    assert [message.problem for _, message in desk.sent] == ["urgent", "late"]
    assert NotificationOut.objects.get(problem="taken").status == Status.OBSOLETE


def test_a_receiver_that_is_away_is_tried_again_ever_later_and_holds_up_no_other() -> None:
    open_shop()
    channel("dead", "maintenance", address="json://dead.example/x")
    channel("alive", "maintenance", address="json://alive.example/x")
    desk = Desk(away={"dead"})
    raise_machine()
    desk.work()
    assert desk.told() == [("alive", "raised")]
    waits = []
    for _ in range(8):
        row = NotificationOut.objects.get(channel="dead")
        waits.append((row.due_at - desk.now).total_seconds())
        desk.now = row.due_at
        desk.work()
    assert waits == [5, 15, 30, 60, 120, 300, 600, 600]
    desk.away.clear()
    desk.now = NotificationOut.objects.get(channel="dead").due_at
    desk.work()
    assert desk.told() == [("alive", "raised"), ("dead", "raised")]


def test_after_hours_of_failures_a_message_is_given_up_and_shown() -> None:
    open_shop()
    channel("dead", "maintenance")
    desk = Desk(away={"127.0.0.1"})
    raise_machine()
    desk.work()
    desk.now += posting.GIVE_UP
    desk.work()
    (shown,) = channels.messages()
    assert (shown["status"], shown["error"], shown["tries"]) == ("failed", "nobody there", 2)


def test_a_message_that_cannot_be_taken_holds_up_no_other() -> None:
    open_shop()
    channel("hall", "maintenance")
    desk = Desk()
    raise_machine("poison")
    desk.work()
    desk.sent.clear()
    NotificationOut.objects.update(status=Status.WAITING, tries=9)
    raise_machine("next")
    poisoned = NotificationOut.objects.get().title

    def send_most(address: str, message: Message, language: str) -> str:
        return "too long" if message.problem == "poison" else desk.send(address, message, language)

    desk.post = Post(desk.memory, send_most, lambda: desk.now)
    desk.work()
    assert [message.problem for _, message in desk.sent] == ["next"]
    assert poisoned


def test_two_messengers_share_the_work_and_double_nothing() -> None:
    open_shop()
    channel("hall", "maintenance")
    first, second = Desk(), Desk()
    for number in range(6):
        raise_machine(f"p{number}")
    make(first.memory, first.now)
    make(second.memory, second.now)
    while first.post.post_one() | second.post.post_one():
        pass
    problems = [message.problem for _, message in first.sent + second.sent]
    assert sorted(problems) == [f"p{number}" for number in range(6)]


def test_a_killed_making_leaves_nothing_out_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    open_shop()
    channel("hall", "maintenance")
    desk = Desk()
    raise_machine()

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(NotificationOut.objects, "bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            make(desk.memory, desk.now)
    assert NotificationOut.objects.count() == 0
    desk.work()
    ReadUntil.objects.update(seq=0)  # an older copy of the place: read again
    desk.work()
    assert desk.told() == [("hall", "raised")]


def claimed_by_the_dead(desk: Desk) -> NotificationOut:
    """A message whose sender was killed on the way."""
    make(desk.memory, desk.now)
    row = NotificationOut.objects.get()
    row.status, row.claim, row.tries = Status.SENDING, UUID(int=1), 1
    row.claimed_at = row.first_tried = desk.now
    row.save()
    return row


def test_what_a_killed_sender_had_is_sent_again_under_the_same_id() -> None:
    open_shop()
    channel("hook", "maintenance")
    desk = Desk()
    raise_machine()
    row = claimed_by_the_dead(desk)
    assert desk.post.find_lost() == 0  # it may still be at work
    desk.now += posting.LOST + timedelta(seconds=1)
    assert desk.post.find_lost() == 1
    desk.work()
    ((_, message),) = desk.sent
    assert (message.id, message.repeated) == (row.id, False)


def test_a_receiver_that_cannot_tell_gets_at_most_one_repeat_and_is_told() -> None:
    open_shop()
    channel("robot", "maintenance", address="wecombot://aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
    desk = Desk()
    raise_machine()
    claimed_by_the_dead(desk)
    desk.now += posting.LOST + timedelta(seconds=1)
    desk.post.find_lost()
    desk.work()
    ((_, message),) = desk.sent
    assert message.repeated
    NotificationOut.objects.update(status=Status.SENDING, claimed_at=desk.now)
    desk.now += posting.LOST + timedelta(seconds=1)
    desk.post.find_lost()
    (shown,) = channels.messages()
    assert shown["status"] == "failed"
    assert "not known" in shown["error"]


def test_old_messages_are_dropped() -> None:
    open_shop()
    channel("hall", "maintenance")
    desk = Desk()
    raise_machine()
    desk.work()
    desk.now += posting.KEPT + timedelta(days=1)
    desk.post.forget_old()
    assert NotificationOut.objects.count() == 0


def test_real_receivers_get_each_step_once_by_its_id() -> None:
    """A webhook that is down for a while and one answer lost on the way, and a mail server."""
    open_shop()
    hook, mail = Hook(), MailServer()
    with serving(hook), serving(mail):
        channel("hook", "maintenance", address=hook.address, reports=True)
        channel("letters", "zhao", address=mail.address("zhao@shop.example"), reports=True)
        source = Memory()
        make(source, datetime.now(UTC))
        now = datetime.now(UTC)
        moments = iter(range(10**6))
        post = Post(source, clock=lambda: now + timedelta(seconds=30 * next(moments)))
        worker = Messenger(source, post)
        hook.failures, hook.drops = 2, 1
        raise_machine()
        at(6)
        Clock(Memory()).step()
        send("answer_problem", problem="p", person="zhao", text="主轴更换")
        send("resolve", problem="p", person="zhao", note="done")
        for _ in range(200):
            worker.step()
    steps = {str(row.event_id) for row in Row.objects.filter(kind__startswith="Problem")}
    statuses = [*NotificationOut.objects.values_list("status", flat=True)]
    assert statuses == ["sent"] * 7
    by_id = {body["id"]: body for body in hook.came}
    assert len(hook.came) == len(by_id) + 1  # the one whose answer was lost came twice, with one id
    assert {body["step"] for body in by_id.values()} <= steps
    assert {h["X-Sprue-Id"] for h in hook.headers} == {*by_id}
    letters = [letter.id for letter in mail.came]
    assert len(letters) == len({*letters}) == 4
    assert {letter.to for letter in mail.came} == {("zhao@shop.example",)}
    assert any("主轴更换" in letter.text for letter in mail.came)


def test_addresses_are_checked_and_never_shown_again() -> None:
    channel("mail", "cam", address="mailto://robot:s3cretword@shop.example?to=a@shop.example")
    (shown,) = channels.listed()
    assert "s3cretword" not in str(shown)
    channel("hook", address="json://me:s3cretword@127.0.0.1:9/t0ken?+X-Key=k3y")
    assert not any(part in str(channels.listed()) for part in ("s3cretword", "t0ken", "k3y"))
    channels.remove("hook")
    assert (shown["service"], shown["covers"]) == ("mailto", ["cam"])
    channels.put("mail", "", ["Tool crib"], reports=True, by="test")  # the address stays
    kept = Channel.objects.get()
    assert ("s3cretword" in kept.address, kept.covers) == (True, ["Tool crib"])
    for bad in ("nonsense", "syslog://", "dbus://", "ftp://x", "json://"):
        with pytest.raises(TurnedAway):
            channels.put("bad", bad, [], reports=False, by="test")
    with pytest.raises(TurnedAway):
        channels.put("new", "", [], reports=False, by="test")
    channels.remove("mail")
    with pytest.raises(TurnedAway):
        channels.remove("mail")

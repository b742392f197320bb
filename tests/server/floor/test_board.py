"""Rows kept true by changes are the rows made anew: for every command, every table."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from sprue.floor import change_commands as cc
from sprue.floor import commands as co
from sprue.floor import electrode_commands as ec
from sprue.floor import ledger_commands as lc
from sprue.floor import material_commands as mc
from sprue.floor import mold_commands as mo
from sprue.floor import trial_commands as tc
from sprue.floor.live import LivePlan, live_from_published
from sprue.floor.refusal import Refusal
from sprue.server.board import Board
from sprue.shop import changes as ch
from sprue.shop.bom import Bom
from sprue.shop.calendar import CalendarException
from sprue.shop.events import CellEdited, ShopAmended
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import (
    ChangeId,
    LedgerItemId,
    MoldId,
    OperationId,
    OrderId,
    PartId,
    ProblemId,
    PurchaseId,
)
from sprue.shop.learned import LearnedFactor
from sprue.shop.ledger import Source
from sprue.shop.orders import MoldClass, Part
from sprue.shop.problems import DEFAULT_RULES, Duty, ProblemKind, ProblemRules, Silence
from sprue.shop.routing import Mode, Status
from sprue.shop.supply import Supplied, SupplierDelay
from sprue.shop.trials import CavityDefect, Defect, TrialSheet, Verdict
from sprue.wire.rows import Changes, Tables
from tests.core.floor.shops import (
    B1,
    BENCH,
    E1,
    EDM,
    LI,
    M1,
    M2,
    MOLD,
    NEW_MOLD,
    NOW,
    P1,
    PRESS,
    WANG,
    ZHAO,
    Hall,
    op,
    small_plan,
    small_shop,
)
from tests.core.floor.shops import MILL as MILLING

MILL = OperationId("mill")
ERODE = OperationId("erode")
DRY_RUN = OperationId("dry-run")
ECN = ChangeId("ecn-1")
AFTER_APPROVAL = (("after_approval", "yes"),)

QUICK = tuple(replace(rule, acknowledge_minutes=1) for rule in DEFAULT_RULES)
#: One after the other through a day of the shop: every kind of command, most of them twice.
DAY: list[co.Command] = [
    co.PublishPlan(small_plan()),
    co.BadgeIn(person=LI, machine=M1),
    co.BadgeIn(badge="B-WANG", machine=B1),
    co.Start(MILL, M1, LI),
    co.Start(OperationId("trial"), P1, WANG),
    co.RaiseProblem(ProblemId("p1"), ProblemKind.MACHINE, M1, person=LI),
    # The mold is critical: the second level is skipped.
    co.Escalate(ProblemId("p1"), 3),
    co.Acknowledge(ProblemId("p1"), ZHAO),
    co.Answer(ProblemId("p1"), ZHAO, "on the way"),
    co.PictureProblem(ProblemId("p1"), "a" * 64 + ".jpg", ZHAO),
    co.Expect(ProblemId("p1"), NOW + timedelta(hours=30), ZHAO),
    co.ChangeAttendance(WANG, co.Attendance.SICK, co.Span.SHIFT, ZHAO),
    co.ChangeAttendance(LI, co.Attendance.OVERTIME, co.Span.TWO_HOURS),
    co.NoteShift("CNC", "spindle runs hot", ZHAO),
    co.Pause(MILL, LI, "waits"),
    co.Resolve(ProblemId("p1"), ZHAO, "belt", rework_minutes=30),
    co.Resume(MILL, LI),
    co.Finish(MILL, LI),
    co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK),
    co.Start(ERODE, E1, LI),
    co.RaiseProblem(ProblemId("p2"), ProblemKind.ELECTRODE, E1),
    co.Transfer(ProblemId("p2"), "cam", "not the electrode"),
    co.ChangeProblemRules(ProblemRules(QUICK, Silence(1320, 360))),
    co.ChangeDutyList((Duty("cam", LI, (0, 1), 1200, 480),)),
    co.Escalate(ProblemId("p2"), 2),
    co.Resolve(ProblemId("p2")),
    co.Finish(ERODE, LI),
    co.Start(OperationId("coat")),
    co.PromisePurchase(PurchaseId("steel"), NOW + timedelta(days=2)),
    co.ReceiveMaterial(PurchaseId("steel")),
    co.ReceiveMaterial(PurchaseId("pins")),
    co.BadgeIn(person=LI, machine=M2),
    co.TakeDown(M2, NOW + timedelta(days=1)),
    co.PutUp(M2),
    co.InsertOperation(replace(op("extra", "core", 40, MILLING), not_before=NOW + timedelta(hours=9))),
    co.BadgeOut(WANG),
    co.ChangeGate(OperationId("plate-1"), GateKind.DRAWING, GateState.OK),
    co.Start(OperationId("plate-1"), M2, LI),
    co.PublishPlan(small_plan(NOW + timedelta(hours=3))),
    co.Finish(OperationId("coat")),
    co.LearnEstimates((LearnedFactor(MILLING, "", 1.2, 40),)),
    co.TakeCounterMove(
        ShopAmended(
            (replace(small_shop().operations[OperationId("assemble")], after=(OperationId("later"),)),),
            (replace(small_shop().molds[MOLD], weight=Decimal(9)),),
            (CalendarException(M1, NOW + timedelta(days=2), NOW + timedelta(days=2, hours=3), open=True),),
            ProblemId("p1"),
        ),
        small_plan(NOW + timedelta(hours=4)),
    ),
    co.AmendShop(NEW_MOLD),
    co.AmendShop(ShopAmended(operations=(replace(NEW_MOLD.operations[1], status=Status.HELD),))),
    co.AmendShop(ShopAmended(operations=(replace(NEW_MOLD.operations[1], status=Status.WAITING),))),
    co.AmendShop(ShopAmended(operations=(replace(NEW_MOLD.operations[0], status=Status.CANCELLED),))),
    co.EditTables(
        ShopAmended(operations=(NEW_MOLD.operations[2],), orders=NEW_MOLD.orders),
        ShopAmended(
            operations=(replace(NEW_MOLD.operations[2], run_minutes=Decimal(45)),),
            orders=(replace(NEW_MOLD.orders[0], customer="Bumper & Co"),),
            exceptions=(CalendarException(LI, NOW, NOW + timedelta(hours=1), open=False, reason="leave"),),
        ),
    ),
    co.EditTables(
        ShopAmended(exceptions=(CalendarException(LI, NOW, NOW + timedelta(hours=1), False, "leave"),)),
        ShopAmended(exceptions=(CalendarException(LI, NOW, NOW + timedelta(hours=2), False, "leave"),)),
        "week 49.xlsx",
        (
            CellEdited("exceptions", LI, "to", "09:00", "10:00"),
            CellEdited("operations", "mill", "x", "1", "2"),
        ),
    ),
    co.Start(OperationId("n-2"), M2, LI),
    mo.TakeMold(mo.NewMold(MoldId("M3"), "Bezel", customer="Nordlicht"), MoldClass.S, person=ZHAO),
    mo.CopyMold(mo.NewMold(MoldId("M4"), order=OrderId("O1")), MOLD, gates=mo.GatesAgain.CLOSED),
    mo.ReleaseParts(
        MoldId("M3"), Bom({PartId("M3-401"): {"name": "Slider 1", "material": "718H"}}), person=ZHAO
    ),
    mo.ReturnMold(mo.NewMold(MoldId("M1-R1"), customer="ACME"), source=MOLD),
    mo.QuoteMold(MoldId("M4"), Decimal(900), Decimal("42000.5")),
    mo.SetCost(Decimal(1200), purchase=PurchaseId("n-steel")),
    mo.ChangeMold(MoldId("M4"), "Bezel", due=NOW + timedelta(days=40), weight=Decimal(3)),
    mo.HoldWork(mold=MoldId("M4"), reason="credit"),
    mo.ReleaseHold(mold=MoldId("M4")),
    mo.HoldWork(part=PartId("M4-core")),
    mo.SplitOperation(OperationId("M4-mill"), Decimal(50)),
    mo.ReleaseHold(part=PartId("M4-core")),
    mo.AddStep(
        PartId("M4-core"), "Weld", Decimal(60), after=OperationId("M4-mill"), work_kind=MILLING, rework=True
    ),
    mo.PlanOutside(OperationId("M4-erode"), Decimal(2880)),
    mo.PlanInside(OperationId("M4-erode")),
    mo.CancelWork(operation=OperationId("M4-coat"), reason="not needed"),
    mo.CancelWork(mold=MoldId("M4")),
    mc.PlacePurchase(PartId("core"), "insert", "Huaxin", promised=NOW + timedelta(days=4)),
    co.PromisePurchase(PurchaseId("PO-core"), NOW + timedelta(days=6)),
    mc.PlacePart("place:A-03", PartId("core"), person=LI),
    mc.PlacePart("Rack 1", mold=MOLD),
    mc.LearnSuppliers((SupplierDelay("Huaxin", Supplied.PURCHASE, 2880, 5),)),
    co.AmendShop(ShopAmended(operations=(op("harden", "n-base", 5, None, 2880, mode=Mode.OUTSIDE),))),
    mc.ScanGoods(("purchase:n-steel",), mc.Handed.RECEIVED, person=LI),
    mc.ScanGoods(("harden",), mc.Handed.OUT, person=LI),
    mc.ScanGoods(("n-base",), mc.Handed.PLACED, "B-07", LI),
    mc.ChangeLoad(OperationId("harden"), back=NOW + timedelta(days=9)),
    mc.ScanGoods(("load:1",), mc.Handed.BACK, person=LI),
    lc.LedgerFromProblem(LedgerItemId("i1"), ProblemId("p1"), ZHAO),
    lc.OpenLedgerItem(
        LedgerItemId("i2"), Source.TRIAL, ProblemKind.QUALITY, "Flash at the gate", "Trial", mold=MOLD
    ),
    lc.AcceptLedgerItem(LedgerItemId("i1"), ZHAO),
    lc.MoveLedgerDeadline(LedgerItemId("i1"), NOW + timedelta(days=30), "waits for the belt", LI),
    lc.CorrectLedgerItem(LedgerItemId("i1"), "Change belts each year", "Belt was old", ZHAO),
    lc.FinishLedgerItem(LedgerItemId("i1"), "Belt changed", ZHAO),
    lc.VerifyLedgerItem(LedgerItemId("i1"), passed=True, person=LI),
    lc.CloseLedgerItem(LedgerItemId("i1")),
    co.InsertOperation(replace(op("texture", "plate", 90, None), mode=Mode.OUTSIDE, notes=AFTER_APPROVAL)),
    co.InsertOperation(op("dry-run", "pins", 10, PRESS)),
    tc.BookTrial(DRY_RUN, P1, NOW + timedelta(days=3), "ABS", NOW + timedelta(days=2), ZHAO),
    co.ReceiveMaterial(PurchaseId("dry-run-MAT")),
    co.BadgeIn(person=WANG, machine=P1),
    co.Start(DRY_RUN, P1, WANG),
    tc.RecordTrial(DRY_RUN, Verdict.FAILED),
    tc.RecordTrial(DRY_RUN, Verdict.ISSUES, TrialSheet(defects=(CavityDefect(1, Defect.FLASH),)), WANG),
    co.Finish(DRY_RUN, WANG),
    tc.TakeTrialIssues(
        DRY_RUN, (tc.NewIssue("Flash", PartId("plate"), "Fitting", 45, BENCH, WANG, in_ledger=True),)
    ),
    tc.ApproveTrial(DRY_RUN, "by mail", ZHAO),
    co.AmendShop(
        ShopAmended(
            parts=(Part(PartId("e01"), MOLD, "E-01", "electrode_copper", PartId("core")),),
            operations=(
                op("e01-mill", "e01", 10, BENCH),
                op("burn", "pins", 20, EDM, after=(OperationId("e01-mill"),)),
            ),
        )
    ),
    mc.PlacePart("R2-14", PartId("e01"), person=WANG),
    co.BadgeIn(person=WANG, machine=B1),
    co.Start(OperationId("e01-mill"), B1, WANG),
    co.Finish(OperationId("e01-mill"), WANG),
    ec.MeasureElectrode(PartId("e01"), ok=False, deviation=Decimal("0.04"), note="Edge", minutes=20),
    co.Start(OperationId("e01-M1"), B1, WANG),
    co.Finish(OperationId("e01-M1"), WANG),
    ec.MeasureElectrode(PartId("e01"), ok=True, deviation=Decimal("0.008"), person=LI),
    cc.OpenChange(ECN, MOLD, (PartId("plate"), PartId("core")), "Rib 0.3 thicker", person=ZHAO),
    cc.TakeChange(
        ECN,
        (
            ch.Decision(ch.Thing.PART, "plate", ch.Handling.STOP, redrawn=True),
            ch.Decision(ch.Thing.PART, "core", ch.Handling.SCRAP, material=True),
        ),
    ),
    cc.ReleaseChange(ECN, "Drawing is here"),
    cc.OpenChange(ChangeId("ecn-2"), MOLD, (PartId("pins"),), "Two pins more"),
    cc.WithdrawChange(ChangeId("ecn-2"), "Customer took it back"),
]


class Screen:
    """A board kept by changes, a client that has only a snapshot and patches, and the hall behind both."""

    def __init__(self) -> None:
        self.hall = Hall()
        self.board = Board()
        self.plan = LivePlan()
        state = self.hall.store.state
        self.board.rebuild(state, self.plan, NOW, [])
        for machine in (M1, M2, E1, B1, P1):
            self.board.add_station(state, machine, NOW)
        self.client = copied(self.board.tables)

    def do(self, command: co.Command, minutes: float = 7) -> None:
        """One command, and what it does to the screen."""
        hall = self.hall
        hall.later(minutes=minutes)
        before = hall.store.state.seq
        hall.do(command)
        state = hall.store.state
        if state.plan is not None and state.plan.version != self.plan.version:
            self.plan = live_from_published(state.plan)
        news = [(e, hall.store.changed[e.seq]) for e in hall.store.entries if e.seq > before]
        merge(self.client, self.board.update(state, self.plan, hall.clock.moment, news))

    def anew(self) -> Tables:
        """All rows made from nothing but the state."""
        fresh = Board()
        state, now = self.hall.store.state, self.hall.clock.moment
        fresh.rebuild(state, self.plan, now, [])
        for machine in (M1, M2, E1, B1, P1):
            fresh.add_station(state, machine, now)
        return fresh.tables


def copied(tables: Tables) -> Tables:
    """As it comes out of the wire."""
    found: Tables = json.loads(json.dumps(tables))
    return found


def merge(tables: Tables, changes: Changes) -> None:
    """What a screen does with a patch."""
    for table, rows in json.loads(json.dumps(changes)).items():
        for name, row in rows.items():
            if row is None:
                tables[table].pop(name, None)
            else:
                tables[table][name] = row


#: These come by the strip, not from the state.
_TOLD = "messages"


@pytest.mark.parametrize("ticks", ["each", "last"])
def test_snapshot_and_patches_are_the_snapshot_made_anew(ticks: str) -> None:
    screen = Screen()
    for place, command in enumerate(DAY):
        screen.do(command)
        if ticks == "each" or place == len(DAY) - 1:
            state, now = screen.hall.store.state, screen.hall.clock.moment
            merge(screen.client, screen.board.tick(state, now, whole=True))
            expected = screen.anew()
            for table, rows in expected.items():
                if table != _TOLD:
                    assert screen.client[table] == copied({table: rows})[table], f"{table} after {command}"


def test_tables_that_no_clock_moves_are_true_at_once() -> None:
    screen = Screen()
    # Nothing falls due while the clock stands.
    for command in [command for command in DAY if not isinstance(command, co.Escalate)]:
        screen.do(command, minutes=0)
        expected = screen.anew()
        for table in (
            "operations",
            "parts",
            "molds",
            "machines",
            "people",
            "problems",
            "calls",
            "missing",
            "trials",
            "questions",
            "stations",
            "ledger",
        ):
            assert screen.client[table] == copied({table: expected[table]})[table], f"{table} after {command}"


def test_an_undone_problem_leaves_the_screen() -> None:
    screen = Screen()
    screen.do(co.RaiseProblem(ProblemId("p"), ProblemKind.MACHINE, M1))
    assert list(screen.client["problems"]) == ["p"]
    screen.do(co.Undo(screen.hall.last))
    assert screen.client["problems"] == {}
    assert screen.client["machines"][M1]["light"] == "idle"  # type: ignore[typeddict-item]  # a machine's row


def test_a_setup_that_is_over_is_on_every_screen_at_once() -> None:
    screen = Screen()
    for command in (
        co.BadgeIn(person=LI, machine=M1),
        co.Start(MILL, M1, LI),
        co.Finish(MILL, LI),
        co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK),
        co.BadgeIn(person=LI, machine=E1),
        co.Start(ERODE, E1, LI),
    ):
        screen.do(command, minutes=0)
    [before] = screen.client["stations"][E1]["current"]  # type: ignore[typeddict-item]  # a terminal
    assert (before["setup_told"], before["set_up"]) == (True, None)
    screen.do(co.EndSetup(ERODE, LI), minutes=5)
    [after] = screen.client["stations"][E1]["current"]  # type: ignore[typeddict-item]  # a terminal
    assert after["set_up"] is not None
    assert str(after["end"]) < str(before["end"])
    assert screen.client["machines"][E1]["light"] == "running"  # type: ignore[typeddict-item]  # a machine
    expected = screen.anew()
    for table in ("operations", "machines", "stations"):
        assert screen.client[table] == copied({table: expected[table]})[table]


def test_the_strip_tells_what_happened() -> None:
    screen = Screen()
    for command in DAY:
        screen.do(command)
    codes = [row["code"] for row in screen.client["messages"].values()]  # type: ignore[typeddict-item]  # messages
    assert codes == [
        "plan_published",
        "problem_raised",
        "machine_down",
        "problem_escalated",
        "problem_resolved",
        "machine_up",
        "problem_raised",
        "problem_escalated",
        "problem_resolved",
        "material_received",
        "material_received",
        "machine_down",
        "machine_up",
        "plan_changed",
        "plan_changed",
        "material_received",
        "material_received",
    ]


def test_work_becomes_ready_when_its_day_comes() -> None:
    screen = Screen()
    assert screen.client["operations"]["later"]["ready"] is False  # type: ignore[typeddict-item]  # an operation
    state, now = screen.hall.store.state, NOW + timedelta(hours=3)
    merge(screen.client, screen.board.tick(state, now, whole=False))
    assert screen.client["operations"]["later"]["ready"] is True  # type: ignore[typeddict-item]  # an operation


def test_a_question_that_is_refused_leaves_no_trace() -> None:
    screen = Screen()
    with pytest.raises(Refusal):
        screen.hall.do(co.DecideQuestion(UUID(int=7), accepted=True))
    assert screen.client["questions"] == {}


def test_a_large_mend_is_followed_a_piece_at_a_time() -> None:
    screen = Screen()
    screen.do(DAY[0], minutes=0)
    state = screen.hall.store.state
    rows = {
        o: row._replace(setup_minute=row.setup_minute + 60, end_minute=row.end_minute + 60)
        for o, row in screen.plan.rows.items()
    }
    screen.plan = replace(screen.plan, rows=rows)
    pieces = 0
    while not pieces or screen.board.unfinished:
        merge(screen.client, screen.board.update(state, screen.plan, NOW, [], most=2))
        shown, true = screen.client["molds"]["M1"], copied(screen.anew())["molds"]["M1"]
        dates = ("t1_projected", "delivery_projected", "late_minutes", "light")
        assert [shown.get(d) for d in dates] == [true.get(d) for d in dates], "dates follow at once"
        pieces += 1
    assert pieces == 3
    expected = copied(screen.anew())
    for table in ("operations", "parts", "machines", "stations"):
        assert screen.client[table] == expected[table], table


def test_a_closed_item_leaves_the_screen_when_the_same_again_would_no_longer_count() -> None:
    screen = Screen()
    for command in DAY:
        screen.do(command)
    of_trial = "dry-run-issue-3"
    assert set(screen.client["ledger"]) == {"i1", "i2", of_trial}
    hall = screen.hall
    for days, shown in ((59, {"i1", "i2", of_trial}), (2, {"i2", of_trial})):
        hall.later(days=days)
        merge(screen.client, screen.board.tick(hall.store.state, hall.clock.moment, whole=False))
        assert set(screen.client["ledger"]) == shown
        assert screen.client["ledger"] == copied({"ledger": screen.anew()["ledger"]})["ledger"]

"""`sprue why` and `sprue what-if`, as a user calls them."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sprue.cli.asking import what_if, why
from sprue.cli.planning import plan
from sprue.cli.wishes import FORMS, scenario_of
from sprue.files import workbook
from sprue.planning.changes import (
    Absence,
    Change,
    FurtherMachine,
    FurtherPerson,
    GateMoved,
    GoesBefore,
    Hold,
    MachineOut,
    MaterialMoved,
    OtherMachine,
    Overtime,
    PurchaseMoved,
    Rush,
    SentOutside,
)
from sprue.shop.errors import UserMistake
from sprue.shop.gates import GateKind
from sprue.shop.ids import KindId, MachineId, OperationId, PartId, PersonId, PurchaseId
from tests.core.planning.shops import MOLD, NOW
from tests.core.planning.test_what_if import two_molds


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The workbook of a shop in which one of two molds is late, and its plan."""
    folder = tmp_path_factory.mktemp("asked")
    book, made = folder / "shop.xlsx", folder / "plan.json"
    workbook.write_shop(two_molds(), book)
    result = CliRunner().invoke(plan, [str(book), "--out", str(made), "--iterations", "4"])
    assert result.exit_code == 0, result.output
    return book, made


def call(command: click.Command, *arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments])


def late_mold(made: Path) -> str:
    rows = json.loads(made.read_text("utf-8"))["operations"]
    return {"a": "M", "b": "N"}[max(rows, key=lambda row: str(row["end"]))["operation"]]


def test_why_tells_the_chain_and_what_would_help(planned: tuple[Path, Path]) -> None:
    book, made = planned
    mold = late_mold(made)
    result = call(why, book, "--mold", mold, "--plan", made, "--language", "en")
    assert result.exit_code == 0, result.output
    title, heads, *lines = result.output.splitlines()
    assert title.startswith(f"{mold} T1: promised 2026-11-23 12:00, ends 2026-11-23 17:00, 5.0 h late")
    assert heads.split() == ["hours", "from", "operation", "machine", "why"]
    assert sum(float(line.split()[0]) for line in lines[:3]) == float(lines[3].split()[0]) == 9.0
    assert any("goes before" in line and line.startswith("5.0") for line in lines)


def test_why_speaks_the_language_of_the_shop(planned: tuple[Path, Path]) -> None:
    book, made = planned
    result = call(why, book, "--mold", late_mold(made), "--plan", made)
    assert "延迟 5.0 小时" in result.output
    assert "可采取的措施" in result.output


def test_without_a_plan_one_is_made(planned: tuple[Path, Path]) -> None:
    book, made = planned
    result = call(why, book, "--mold", "X")
    assert isinstance(result.exception, UserMistake)
    assert f"X is no mold of the shop; late are {late_mold(made)}" in str(result.exception)


def test_what_if_tells_the_live_plan_no_change_and_each_scenario(planned: tuple[Path, Path]) -> None:
    book, made = planned
    mold = late_mold(made)
    other = {"M": "N", "N": "M"}[mold]
    options = ("--plan", made, "--language", "en", "--scenario", f"calm: hold {other}")
    result = call(what_if, book, *options, "--scenario", f"rush {mold} weight=9")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert [line.split("  ")[0] for line in lines[1:5]] == [
        "live plan",
        "no change",
        "calm",
        f"rush {mold} weight=9",
    ]
    assert [line.split()[-5] for line in lines[1:4]] == ["5.0", "5.0", "0.0"]
    assert f"calm: {other} on hold" in lines
    assert f"{mold} T1 -5.0 h" in result.output
    assert "without date" in result.output
    chinese = call(what_if, book, "--plan", made, "--scenario", f"hold {other}").output
    assert "现行计划" in chinese
    assert f"{other} 暂停" in chinese


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "no --scenario is given; changes are such as"),
        (("--scenario", "hold Q"), "scenario hold Q: Q is no mold"),
        (("--scenario", "fly M"), "begins with none of rush, before"),
        (("--scenario", "out A from=soon to=later"), "must be such as 'out MACHINE from=DATE to=DATE'"),
        (("--scenario", "hold M more=1"), "must be such as 'hold MOLD'"),
        (("--scenario", "x: hold M", "--scenario", "x: hold N"), "two scenarios have one name"),
    ],
)
def test_mistakes_say_what_to_do(planned: tuple[Path, Path], options: tuple[str, ...], words: str) -> None:
    book, made = planned
    result = call(what_if, book, "--plan", made, *options)
    assert isinstance(result.exception, UserMistake)
    assert words in str(result.exception)


EIGHT, TEN = NOW, NOW + timedelta(hours=2)
SPAN = "from=2026-11-23T08:00 to=2026-11-23T10:00"
A, P = MachineId("A"), PersonId("p")
WRITTEN: dict[str, Change] = {
    "rush M weight=5 t1=2026-11-23T08:00 due=2026-11-23T10:00": Rush(MOLD, Decimal(5), EIGHT, TEN),
    "before a b": GoesBefore(OperationId("a"), OperationId("b")),
    f"out A {SPAN}": MachineOut(A, EIGHT, TEN),
    f"absent p {SPAN}": Absence(P, EIGHT, TEN),
    f"overtime kind=mill machine=A,B person=p {SPAN}": Overtime(
        ((EIGHT, TEN),), KindId("mill"), (A, MachineId("B")), (P,)
    ),
    "machine A count=2": FurtherMachine(A, 2),
    "person p": FurtherPerson(P),
    "move a A": OtherMachine(OperationId("a"), A),
    "outside o1 days=2.5": SentOutside(OperationId("o1"), Decimal("2.5")),
    "gate a drawing at=now": GateMoved(OperationId("a"), GateKind.DRAWING, None),
    "purchase u at=2026-11-23T08:00": PurchaseMoved(PurchaseId("u"), EIGHT),
    "material a at=2026-11-23T08:00": MaterialMoved(PartId("a"), EIGHT),
    "hold M": Hold(MOLD),
}


def test_every_change_can_be_written() -> None:
    text = "; ".join(WRITTEN)
    assert scenario_of(f"all of them: {text}", two_molds()) == ("all of them", list(WRITTEN.values()))
    assert [words.split()[0] for words in WRITTEN] == list(FORMS)
    assert scenario_of("hold M", two_molds()) == ("hold M", [Hold(MOLD)])

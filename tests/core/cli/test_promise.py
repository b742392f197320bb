"""`sprue promise`, as a user calls it, and the same from the library."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sprue
from sprue.cli.promising import promise
from sprue.planning.plan import Plan
from sprue.shop.errors import UserMistake
from sprue.shop.shop import Shop
from tests.core.planning.grounds import busy, busy_plan

FEW = ("--scenarios", "4")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook and a plan of it."""
    path = tmp_path_factory.mktemp("promise")
    sprue.write_shop(busy(), path / "shop.xlsx")
    sprue.write(busy_plan(), busy(), path / "plan.json")
    return path


def call(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(promise, [str(folder / "shop.xlsx"), *FEW, *arguments])


def with_plan(folder: Path, *arguments: str) -> Result:
    return call(folder, "--plan", str(folder / "plan.json"), *arguments)


def test_both_ways_and_the_chance_of_a_date_are_told(folder: Path) -> None:
    answer = with_plan(folder, "--class", "S", "--priority", "3", "--t1", "2027-06-01")
    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith("New mold of class S: ")
    assert "Nobody slips: it takes what is free" in answer.output
    assert "As early as priority 3 allows" in answer.output
    assert answer.output.count("T1 by 2027-06-01 23:59: 100 %") == 2
    assert len(re.findall(r"T1 planned 2026-\d\d-\d\d \d\d:\d\d; 50 % 2026-", answer.output)) == 2


def test_it_answers_in_the_language_that_is_asked(folder: Path) -> None:
    answer = with_plan(folder, "--class", "S", "--language", "zh-hans", "--t1", "2026-04-15 08:00")
    assert answer.output.startswith("新模具，S 级")
    assert answer.output.count("T1 在 2026-04-15 08:00 前完成的概率：0 %") == 2


def test_without_a_plan_the_shop_is_planned_first(folder: Path) -> None:
    answer = call(folder, "--class", "S", "--seconds", "0")
    assert answer.exit_code == 0, answer.output
    assert "no other mold slips" in answer.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--class", "S", "--t1", "soon"), "--t1 soon: must be such as '2026-06-01'"),
        (("--class", "S", "--plan", "missing.json"), "missing.json"),
    ],
)
def test_a_mistake_is_told_in_words(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    answer = call(folder, *arguments)
    assert isinstance(answer.exception, Exception)
    assert words in str(answer.exception)


def test_a_class_that_does_not_exist_is_refused(folder: Path) -> None:
    answer = with_plan(folder, "--class", "Q")
    assert answer.exit_code == 2
    assert "'Q' is not one of 'S', 'M', 'L', 'XL'" in answer.output


def library_promise(shop: Shop, made: Plan, **more: object) -> object:
    return sprue.promise(shop, made, **{"mold_class": "S", "scenarios": 4, "iterations": 4} | more)  # type: ignore[arg-type]  # by name


def test_the_library_promises_the_same_on_one_thread_as_on_two() -> None:
    fields = {"mold_class": "S", "scenarios": 4, "iterations": 4}
    one = sprue.promise(busy(), busy_plan(), workers=1, **fields)  # type: ignore[arg-type]  # by name
    two = sprue.promise(busy(), busy_plan(), workers=2, **fields)  # type: ignore[arg-type]  # by name
    assert (one.beside, one.first) == (two.beside, two.first)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mold_class": "Q"}, "classes of molds are S, M, L, XL, not Q"),
        ({"priority": 0}, "priority must be above 0"),
        ({"scenarios": 0}, "1 scenario or more"),
    ],
)
def test_the_library_says_what_is_wrong(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(UserMistake, match=words):
        library_promise(busy(), busy_plan(), **wrong)


def test_the_library_tells_how_surely_molds_of_the_shop_are_on_time() -> None:
    found = sprue.on_time(busy_plan(), busy(), scenarios=4)
    assert {chance.on_time for chance in found} & {0.25, 0.5, 0.75, 1.0}
    mold = next(chance for chance in found if chance.planned is not None).mold
    assert [one for one in found if one.mold == mold] == list(
        sprue.on_time(busy_plan(), busy(), scenarios=4, molds=[mold])
    )
    now = busy().settings.now
    assert now is not None
    assert all(c.by(now + timedelta(days=2000)) == 1.0 for c in found if c.planned is not None)
    with pytest.raises(UserMistake, match="X is no mold of the shop"):
        sprue.on_time(busy_plan(), busy(), molds=["X"])
    with pytest.raises(UserMistake, match="1 scenario or more"):
        sprue.on_time(busy_plan(), busy(), scenarios=0)

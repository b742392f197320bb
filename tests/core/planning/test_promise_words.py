"""A promise is told in the shop's language, wholly."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from sprue.planning.chances import milestone_chances
from sprue.planning.difference import MilestoneMove
from sprue.planning.history import History
from sprue.planning.promise import Promised, Wish, promise
from sprue.planning.promise_words import WORDS, told, told_on_time
from sprue.shop.ids import MoldId
from sprue.shop.orders import MoldClass
from sprue.shop.routing import Milestone
from tests.core.planning.grounds import PLANNED_AT, busy, busy_plan

CHINESE = re.compile("[\u4e00-\u9fff]")
SAME = ("T1", "joint")


@cache
def promised() -> Promised:
    return promise(busy(), busy_plan(), Wish(MoldClass.S), now=PLANNED_AT, scenarios=4, iterations=4)


@pytest.mark.parametrize("word", WORDS)
def test_every_text_is_there_in_both_languages_with_the_same_facts(word: str) -> None:
    english, chinese = WORDS[word]
    assert set(re.findall(r"\{\d\}", english)) == set(re.findall(r"\{\d\}", chinese))
    assert not CHINESE.search(english)
    assert word in SAME or CHINESE.search(chinese)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_promise_is_told_wholly(language: str) -> None:
    lines = told(promised(), language=language, t1=PLANNED_AT + timedelta(days=900))
    text = "\n".join(lines)
    assert "{" not in text
    assert text.count("100 %") >= 2
    for way in (promised().beside, promised().first):
        assert way.t1.planned is not None
        assert f"{way.t1.planned:%Y-%m-%d %H:%M}" in text
    assert bool(CHINESE.search(text)) is (language == "zh-hans")


def test_the_first_lines_say_what_the_mold_needs_and_where_that_is_known_from() -> None:
    lines = told(promised(), language="en")
    assert lines[0].startswith(f"New mold of class S: {len(promised().template.operations)} operations")
    assert (
        lines[1] == f"hours by kind as on {promised().template.learned_from} molds of the class in this shop"
    )
    assert lines[2].startswith("it needs: ")
    assert lines[3].startswith("sent out, as the shop has no place for it: Gantry CNC")
    finished = f"{promised().history.finished:,}"
    assert lines[-1] == f"4 scenarios with actual against estimated time of {finished} finished operations"


def test_slips_tell_days_lateness_and_lost_dates() -> None:
    moves = (
        MilestoneMove(MoldId("A"), Milestone.T1, 0, 100, None),
        MilestoneMove(MoldId("B"), Milestone.DELIVERY, 1440, 0, 2880),
        MilestoneMove(MoldId("C"), Milestone.T1, 9999, 0, 1440),
    )
    one = replace(promised(), first=replace(promised().first, slips=moves))
    assert "  later: A T1 without a date, B delivery by 2.0 d (then 1.0 d late), C T1 by 1.0 d" in told(
        one, language="en"
    )


def test_many_slips_are_counted() -> None:
    move = MilestoneMove(MoldId("C"), Milestone.T1, 9999, 0, 1440)
    one = replace(promised(), first=replace(promised().first, slips=(move,) * 7))
    assert any(line.endswith("C T1 by 1.0 d and 2 more") for line in told(one, language="en"))


def test_a_shop_without_history_is_told_so() -> None:
    none = promised().history.all_inside[:0]
    one = replace(promised(), history=History({}, {}, none, none))
    assert told(one, language="en")[-1].startswith("4 scenarios with usual errors of estimates")


def test_molds_of_the_shop_are_told_the_least_sure_first() -> None:
    found = milestone_chances(busy(), busy_plan(), now=PLANNED_AT, scenarios=4)
    lines = told_on_time(found, busy(), language="en")
    sure = [int(line.split("; ")[-1].split(" ")[0]) for line in lines]
    assert sure == sorted(sure)
    assert len(lines) == sum(chance.due is not None for chance in found)
    assert all(CHINESE.search(line) for line in told_on_time(found, busy(), language="zh-hans"))

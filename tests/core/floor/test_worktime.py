"""Working time of who is called: counted to the second, over lunch, nights, weekends and duties."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprue.floor.worktime import WorkTime, on_duty
from sprue.shop.clock import PlanClock
from sprue.shop.ids import PersonId
from sprue.shop.problems import Duty
from sprue.shop.work import stretches_of
from tests.core.floor.nights import DUTY, night_shop
from tests.core.floor.shops import NOW

SHOP = night_shop()
CAM, OWL = PersonId("cam"), PersonId("owl")
TIME = WorkTime(SHOP, ())
WITH_DUTY = WorkTime(SHOP, (DUTY,))


def worked(person: PersonId, start: datetime, end: datetime) -> timedelta:
    """The plain twin: working time from start to end, by the calendar alone."""
    clock = PlanClock(NOW - timedelta(days=40), SHOP.settings.zone)
    stretches = stretches_of(SHOP, SHOP.people[person], clock, 120 * 1440)
    total = timedelta()
    for a, b in stretches:
        total += max(timedelta(), min(clock.at(b), end) - max(clock.at(a), start))
    return total


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([CAM, OWL]), st.integers(-20 * 86400, 20 * 86400), st.integers(1, 3000))
def test_a_limit_is_over_when_so_much_was_worked(person: PersonId, second: int, minutes: int) -> None:
    start = NOW + timedelta(seconds=second)
    end = TIME.after(person, start, minutes)
    assert worked(person, start, end) == timedelta(minutes=minutes)
    assert worked(person, start, end - timedelta(seconds=1)) < timedelta(minutes=minutes)


def test_nobody_and_nothing_count_the_clock() -> None:
    late = NOW + timedelta(hours=14)
    assert TIME.after(None, late, 10) == late + timedelta(minutes=10)
    assert TIME.after(PersonId("ghost"), late, 10) == late + timedelta(minutes=10)
    assert TIME.after(CAM, late, 0) == late


@pytest.mark.parametrize(
    ("hours", "works", "duty"), [(0, True, True), (2.5, False, False), (11, False, True), (21, False, True)]
)
def test_a_duty_is_working_time(hours: float, *, works: bool, duty: bool) -> None:
    at = NOW + timedelta(hours=hours)
    assert (TIME.works(CAM, at), WITH_DUTY.works(CAM, at)) == (works, duty)


def test_the_next_working_moment() -> None:
    evening = NOW + timedelta(hours=11)
    assert TIME.next_working(CAM, evening) == NOW + timedelta(hours=22)
    assert WITH_DUTY.next_working(CAM, evening) == evening


def test_a_duty_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    monday_only = (Duty("cam", CAM, (0,), 20 * 60, 8 * 60),)
    moments = [NOW + timedelta(hours=h) for h in (-3, 9.9, 10, 15, 21.9, 22, 34)]
    found = [on_duty(monday_only, "cam", at, SHOP) is not None for at in moments]
    assert found == [False, False, True, True, True, False, False]
    assert on_duty(monday_only, "design", moments[2], SHOP) is None

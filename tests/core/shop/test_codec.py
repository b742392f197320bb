"""Every fact of the journal comes back from JSON as it was written."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sprue.shop.calendar import DayRule, Shift
from sprue.shop.codec import from_json, to_json
from sprue.shop.events import Event, Fact
from sprue.shop.gates import CLOSED, NOT_NEEDED, OK, Gate, GateState
from sprue.shop.ledger import Photo
from sprue.shop.problems import Duty, KindRule, LevelRule, Silence
from sprue.shop.resources import Machine
from sprue.shop.shop import Shop
from tests.strategies import shops

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
GATES = MOMENTS.map(lambda moment: Gate(GateState.EXPECTED, moment)) | st.sampled_from(
    [OK, CLOSED, NOT_NEEDED]
)
st.register_type_strategy(datetime, MOMENTS)
st.register_type_strategy(Decimal, st.decimals(0, 10**6, places=3).map(Decimal.normalize))
st.register_type_strategy(float, st.floats(-1e9, 1e9))
st.register_type_strategy(Gate, GATES)
st.register_type_strategy(Shop, shops())
LIMITS = st.integers(1, 10080)
MINUTES = st.integers(0, 1439)
SHIFTS = st.builds(lambda start, minutes: Shift(start, start + minutes), MINUTES, st.integers(1, 1440))
DATES = st.dates(date(2020, 1, 1), date(2030, 1, 1))
st.register_type_strategy(
    DayRule,
    st.builds(DayRule, st.tuples(SHIFTS), weekday=st.integers(0, 6))
    | st.builds(DayRule, st.tuples(SHIFTS), first=DATES, last=DATES),
)
NAMES = st.lists(st.text(), min_size=1).map(tuple)
st.register_type_strategy(
    Machine,
    st.builds(Machine, kinds=NAMES, speed=st.just(Decimal("1.25")), batch=st.integers(1, 9)),
)
LEVELS = st.builds(LevelRule, LIMITS)
st.register_type_strategy(LevelRule, LEVELS)
st.register_type_strategy(
    KindRule, st.builds(KindRule, acknowledge_minutes=LIMITS, answer_minutes=LIMITS, levels=st.tuples(LEVELS))
)
st.register_type_strategy(Silence, st.builds(Silence, MINUTES, MINUTES))
st.register_type_strategy(
    Duty,
    st.builds(Duty, start=MINUTES, end=MINUTES, weekdays=st.lists(st.integers(0, 6), min_size=1).map(tuple)),
)
st.register_type_strategy(Photo, st.from_regex(r"[0-9a-f]{64}\.(jpg|png|webp)", fullmatch=True).map(Photo))


@pytest.mark.parametrize("kind", get_args(Fact), ids=lambda kind: str(kind.__name__))
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_fact_comes_back_as_it_was_written(kind: type, data: st.DataObject) -> None:
    event = Event(UUID(int=7), datetime(2026, 3, 2, 8, tzinfo=UTC), data.draw(st.from_type(kind)))
    text = json.dumps(to_json(event))
    assert from_json(json.loads(text), Event) == event

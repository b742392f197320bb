"""Links and changes in words: complete in both languages, and as people say them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import get_args

import pytest

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
from sprue.planning.plan import Bind
from sprue.planning.why.chain import Chain, Link, LinkKind
from sprue.planning.why.tables import chain_table
from sprue.planning.why.texts import LINKS, change_text, link_text
from sprue.shop.gates import GateKind
from sprue.shop.ids import KindId, MachineId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.routing import Milestone
from tests.core.planning.shops import MOLD, NOW, op, person, shop_of

A, MILLING, P = MachineId("A"), OperationId("a"), PersonId("p")
HOURS = (NOW, NOW + timedelta(hours=2))
SHOP = shop_of(replace(op("a", 60), name="Milling"), op("b", 30), people=[person("p")])
SAID: list[tuple[Change, str, str]] = [
    (
        Rush(MOLD, Decimal(5), *HOURS),
        "rush M: weight 5, T1 2026-11-23 08:00, delivery 2026-11-23 10:00",
        "加急 M：权重 5，T1承诺 2026-11-23 08:00，交期 2026-11-23 10:00",
    ),
    (GoesBefore(MILLING, OperationId("b")), "a Milling goes before b", "a Milling 先于 b"),
    (
        MachineOut(A, *HOURS),
        "A is out 2026-11-23 08:00 – 2026-11-23 10:00",
        "A 停机 2026-11-23 08:00 – 2026-11-23 10:00",
    ),
    (
        Absence(P, *HOURS),
        "p is absent 2026-11-23 08:00 – 2026-11-23 10:00",
        "p 缺勤 2026-11-23 08:00 – 2026-11-23 10:00",
    ),
    (
        Overtime((HOURS,), KindId("mill"), (A,), (P,)),
        "overtime of mill, A, p: 2.0 h, 1 time from 2026-11-23 08:00 on",
        "加班 mill、A、p：2.0 小时，自 2026-11-23 08:00 起 1 次",
    ),
    (FurtherMachine(A, 2), "2 more like A", "增加 2 台同 A 的设备"),
    (FurtherPerson(P), "1 more able to do what p does", "增加 1 名与 p 技能相同的人员"),
    (OtherMachine(MILLING, A), "a Milling on A", "a Milling 改用 A"),
    (
        SentOutside(MILLING, Decimal("2.5")),
        "a Milling outside within 2.5 days",
        "a Milling 外协 2.5 天内完成",
    ),
    (
        GateMoved(MILLING, GateKind.DRAWING, None),
        "drawing of a Milling there now",
        "a Milling 的图纸 现在 到位",
    ),
    (
        PurchaseMoved(PurchaseId("u"), NOW),
        "purchase u comes 2026-11-23 08:00",
        "采购 u 2026-11-23 08:00 到货",
    ),
    (
        MaterialMoved(PartId("a"), NOW),
        "material of a there 2026-11-23 08:00",
        "a 的材料 2026-11-23 08:00 到料",
    ),
    (Hold(MOLD), "M on hold", "M 暂停"),
]


@pytest.mark.parametrize(("change", "english", "chinese"), SAID, ids=lambda v: type(v).__name__)
def test_a_change_is_told_in_both_languages(change: Change, english: str, chinese: str) -> None:
    assert (change_text(change, SHOP, "en"), change_text(change, SHOP, "zh-hans")) == (english, chinese)


def test_every_change_and_every_link_has_its_words() -> None:
    assert {type(change) for change, *_ in SAID} == set(get_args(Change))
    assert set(LINKS) == set(LinkKind)
    dates = {Bind.GATE, Bind.MATERIAL, Bind.NOT_BEFORE}  # what a release may be set by
    assert {bind.value for bind in dates} <= {kind.value for kind in LinkKind}


@pytest.mark.parametrize("kind", LinkKind)
def test_a_link_is_told_in_both_languages(kind: LinkKind) -> None:
    link = Link(kind, MILLING, A, "b", ((0, 60),), 30)
    english, chinese = (link_text(link, SHOP, language) for language in ("en", "zh-hans"))
    assert english.isascii()
    assert english.endswith(", 0.5 h of it setup")
    assert not chinese.isascii()
    assert chinese.endswith("，其中装夹 0.5 小时")


def test_waits_behind_operations_of_one_mold_are_one_line_and_hours_add_up() -> None:
    waits = [Link(LinkKind.MACHINE, MILLING, A, "b", ((60 * i, 60 * i + 60),)) for i in range(3)]
    chain = Chain(MOLD, Milestone.T1, 0, 240, (*waits, Link(LinkKind.WORK, MILLING, A, "", ((180, 240),))))
    from sprue.shop.clock import PlanClock

    clock = PlanClock(NOW, SHOP.settings.zone)
    assert chain_table(chain, SHOP, clock, "en") == [
        "M T1: promised 2026-11-23 08:00, ends 2026-11-23 12:00, 4.0 h late",
        "hours  from         operation  machine  why",
        "3.0    11-23 08:00  a Milling  A        machine taken by 3 operations of M",
        "1.0    11-23 11:00  a Milling  A        work",
        "4.0                                     from now to the end",
    ]
    assert chain_table(chain, SHOP, clock, "zh-hans")[2].endswith("设备被 M 的 3 道工序占用")

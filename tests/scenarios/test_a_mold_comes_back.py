"""A mold comes back on Monday morning and is promised for Wednesday: one entry, planned at once."""

from datetime import timedelta
from decimal import Decimal

import pytest

from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.planning.solve import plan
from sprue.planning.templates.taken import repair_steps, usual_repair
from sprue.sample import make_shop
from sprue.shop.ids import MoldId, OrderId
from sprue.shop.orders import MoldClass
from sprue.shop.routing import Milestone, Operation
from tests.core.floor.shops import MOLD, NOW, Hall

JOB = MoldId("M1-R1")


def job(**more: object) -> mc.NewMold:
    known: dict[str, object] = {
        "name": "Door panel, rib broken",
        "customer": "ACME",
        "due": NOW + timedelta(days=2),
        "weight": Decimal(5),
    }
    return mc.NewMold(JOB, **{**known, **more})  # type: ignore[arg-type]  # its fields, by name


def work(floor: Hall) -> list[Operation]:
    shop = floor.store.state.shop
    return [o for o in shop.operations.values() if shop.parts[o.part].mold == JOB]


def test_the_usual_repair_of_a_known_mold() -> None:
    floor = Hall()
    before = floor.store.state.shop.molds[MOLD]
    floor.do(mc.ReturnMold(job(), source=MOLD))
    shop = floor.store.state.shop
    assert dict(shop.molds[JOB].notes) == {"repair_of": MOLD}
    assert shop.molds[MOLD] == before, "the mold itself was delivered and stays so"
    assert shop.orders[OrderId("O-M1-R1")].customer == "ACME"
    assert len(work(floor)) == len(usual_repair())
    assert [o.milestone for o in work(floor)][-1] is Milestone.DELIVERY


def test_the_steps_that_are_picked_and_no_others_in_the_hours_that_are_told() -> None:
    floor = Hall(make_shop(30, 1, 1.0))
    steps = ("receive_inspect", "welding", "edm_sinking", "reassembly")
    floor.do(mc.ReturnMold(job(), mold_class=MoldClass.L, steps=steps, hours=Decimal(12)))
    made = work(floor)
    assert [o.step for o in made] == [repair_steps()[name].step for name in steps]
    inside = [
        o for o in made if o.kind in {k for m in floor.store.state.shop.machines.values() for k in m.kinds}
    ]
    minutes = sum((o.setup_minutes + o.run_minutes for o in inside), Decimal(0))
    assert abs(minutes - 720) <= len(inside), "12 hours, rounded by operation"


def test_it_is_in_the_plan_and_its_delivery_has_a_date() -> None:
    floor = Hall(make_shop(30, 1, 1.0))
    floor.do(mc.ReturnMold(job(weight=Decimal(50)), mold_class=MoldClass.S))
    made = plan(floor.store.state.shop_at(NOW), now=NOW, iterations=0).operations
    assert {o.id for o in work(floor)} <= set(made)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (mc.ReturnMold(job(), source=MoldId("M9")), Code.UNKNOWN_MOLD),
        (mc.ReturnMold(job(), steps=("gold_plating",)), Code.UNKNOWN_STEP),
        (mc.ReturnMold(mc.NewMold(MOLD), source=MOLD), Code.MOLD_KNOWN),
    ],
)
def test_what_can_t_be_is_told(wish: mc.ReturnMold, code: Code) -> None:
    with pytest.raises(Refusal) as caught:
        Hall().do(wish)
    assert caught.value.code is code

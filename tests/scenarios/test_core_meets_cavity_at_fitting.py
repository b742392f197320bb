"""A core is fitted to its cavity: neither is fitted before the other is as far."""

from sprue.planning.repair import mend
from sprue.shop.ids import OperationId
from tests.core.floor.shops import NOW
from tests.scenarios.bills import core_steel
from tests.scenarios.taken import Taken, first_plan


def fitted_after(taken: Taken, core: str, cavity: str) -> list[OperationId]:
    """Operations of the cavity that the fitting of the core waits for; in the plan they end before it."""
    fitting = next(o for o in taken.of(core) if o.kind == "fitting_bench")
    met = [before for before in fitting.after if before.startswith(f"{cavity}-")]
    planned = mend(taken.state.shop_at(NOW), first_plan(), now=NOW).operations
    assert all(planned[before].end <= planned[fitting.id].setup_start for before in met)
    return met


def test_in_the_template() -> None:
    assert fitted_after(Taken(), "M2650-CO01", "M2650-CA01")
    assert fitted_after(Taken(), "M2650-CO02", "M2650-CA02")


def test_after_both_were_told_by_a_bill() -> None:
    taken = Taken()
    taken.release(core_steel())
    assert fitted_after(taken, "M2650-201", "M2650-101")
    assert fitted_after(taken, "M2650-202", "M2650-102")


def test_after_only_the_core_was_told() -> None:
    taken = Taken()
    taken.release([row for row in core_steel() if not str(row[1]).startswith("Cavity")])
    assert fitted_after(taken, "M2650-201", "M2650-CA01")

"""Texture and nitriding come only after a trial is approved: a mold that is textured can't be cut back."""

from dataclasses import replace

from sprue.floor import commands as co
from sprue.floor import trial_commands as tc
from sprue.floor.refusal import Code
from sprue.shop.routing import Mode
from sprue.shop.trials import Verdict
from tests.core.floor.shops import BENCH, Hall, op
from tests.core.floor.test_trials import TRIAL, trial_shop, tried
from tests.scenarios.planned import asked, begins, ends, planned

TEXTURE = replace(
    op("texture", "core", 40, None, 3 * 1440), mode=Mode.OUTSIDE, notes=(("after_approval", "yes"),)
)
FREE = op("deburr", "core", 35, BENCH, 30)


def test_texture_is_planned_behind_the_trial_and_other_work_is_not() -> None:
    made = planned(Hall(trial_shop(TEXTURE, FREE)))
    assert begins(made, "texture") >= ends(made, TRIAL)
    assert begins(made, "deburr") < ends(made, TRIAL)


def test_a_trial_that_is_over_is_not_enough_and_texture_has_no_date_until_the_customer_has_answered() -> None:
    hall = Hall(trial_shop(TEXTURE))
    tried(hall, Verdict.ISSUES)
    assert TEXTURE.id not in planned(hall).operations
    assert asked(hall, co.Start(TEXTURE.id)) == Code.NOT_APPROVED
    hall.do(tc.ApproveTrial(TRIAL))
    assert TEXTURE.id in planned(hall).operations
    assert hall.do(co.Start(TEXTURE.id)).reason == ""

import re

import pytest

from sprue.planning.explain import text
from sprue.planning.plan import Bind, Hindrance, Reason, Unplaced
from sprue.shop.ids import OperationId
from sprue.shop.shop import Shop

CHINESE = re.compile("[\u4e00-\u9fff]")
SAID: list[Reason | Unplaced] = [
    *(Reason(bind, reference) for bind in Bind for reference in ("", "x")),
    *(Unplaced(OperationId("a"), hindrance, "x") for hindrance in Hindrance),
]


@pytest.mark.parametrize("said", SAID, ids=str)
def test_every_reason_is_said_in_both_languages(said: Reason | Unplaced) -> None:
    english, chinese = text(said, Shop(), "en"), text(said, Shop(), "zh-hans")
    assert english
    assert not CHINESE.search(english)
    assert CHINESE.search(chinese)
    assert "{" not in english + chinese

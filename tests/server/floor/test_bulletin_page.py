"""The bulletin over the interface: numbers as they are shown, prices for some, Excel, months to choose."""

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from sprue.figures.bulletin import MONEY, SHARES
from sprue.figures.span import Month
from sprue.server.floor import actions, bulletin, paper
from sprue.server.floor.bulletin_book import MEASURES, workbook
from sprue.server.floor.figures import known
from sprue.server.floor.present import present
from tests.core.figures.test_bulletin import OLD, Told, shop_with
from tests.core.files.paper.sheets import sheets_of
from tests.core.floor.shops import NOW
from tests.server.floor.senders import PLANNER

pytestmark = pytest.mark.usefixtures("journal")
OCTOBER = Month(2026, 10)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a Monday in November 2026."""
    monkeypatch.setattr(present, "now", lambda: NOW + timedelta(hours=4))
    known._reading = None


def two_shops() -> None:
    """What was delivered in the years before, then the shop at work."""
    year_ago = Told("a", received=date(2025, 11, 1), delivered=date(2025, 11, 20))
    old = Told("b", received=date(2026, 9, 1), delivered=date(2026, 10, 7), value=3000)
    actions.import_shop(shop_with(OLD, year_ago, old), PLANNER)
    actions.import_shop(shop_with(Told("c", received=date(2026, 11, 3), market="domestic")), PLANNER)


def test_the_last_whole_month_is_told_without_being_asked_for() -> None:
    two_shops()
    found = bulletin.page(None, prices=True)
    assert (found["month"], found["over"], found["known_since"]) == ("2026-10", True, "2025-11-01")
    month = found["total"]["month"]
    assert (month["delivered"]["value"], month["delivered_value"]["value"]) == (1, 3000)
    assert month["delivered"]["before"] is None, "October a year before is not known whole"
    assert found["months"][0] == "2026-11"
    assert found["months"][-1] == "2025-10"
    assert [line["name"] for line in found["groups"]["market"]] == ["export"]


def test_the_running_month_beside_the_year_before() -> None:
    two_shops()
    month = bulletin.page(Month(2026, 11), prices=True)["total"]["month"]
    received = month["received"]
    assert (received["value"], received["before"], received["change"]) == (1, 1, 0)
    assert (month["open"]["value"], month["open"]["more"]) == (1, 1)


def test_who_may_not_see_prices_gets_none() -> None:
    two_shops()
    found = bulletin.page(OCTOBER, prices=False)
    hidden = {measure.value for measure in MONEY}
    for line in (found["total"], *(line for lines in found["groups"].values() for line in lines)):
        assert not hidden & (line["month"].keys() | line["year"].keys())
    assert not hidden & set(found["measures"])
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(workbook(OCTOBER, "en", prices=False)))
    told = {row[1] for row in sheets.get_sheet_by_name("All").to_python()}
    assert told == {"Measure"} | {words[0] for one, words in MEASURES.items() if one not in MONEY}


def test_excel_says_the_same_in_both_languages() -> None:
    two_shops()
    for language, all_name, market in (("en", "All", "Market"), ("zh-hans", "合计", "市场")):
        book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(OCTOBER, language, prices=True)))
        rows = {row[1]: row for row in book.get_sheet_by_name(all_name).to_python()}
        place = int(language != "en")
        for measure, words in MEASURES.items():
            told = rows[words[place]]
            shown = bulletin.page(OCTOBER, prices=True)["total"]["month"][measure.value]
            assert told[2] == (shown["value"] if shown["value"] is not None else "")
        assert book.get_sheet_by_name(market).to_python()[1][0] == "export"


def test_an_empty_shop_has_a_bulletin_of_unknowns() -> None:
    found = bulletin.page(None, prices=True)
    assert found["known_since"] is None
    assert {one["value"] for one in found["total"]["month"].values()} == {None}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Monthly bulletin", "2026-10", "Delivered, molds", "Year before", "Market", "export")),
        ("zh-hans", ("月报", "2026-10", "交付，套", "上年同期", "市场", "export")),
    ],
)
def test_paper_says_the_same_in_both_languages(language: str, said: tuple[str, ...]) -> None:
    two_shops()
    sheets = sheets_of(paper.monthly(language, OCTOBER, prices=True), codes=False)
    words = "".join(sheet.letters for sheet in sheets)
    assert {sheet.size for sheet in sheets} == {(297, 210)}
    for one in said:
        assert one.replace(" ", "") in words, one
    place = int(language != "en")
    shown = bulletin.page(OCTOBER, prices=True)["total"]["month"]
    for measure, names in MEASURES.items():
        value = shown[measure.value]["value"]
        unit = "CNY" if measure in MONEY else ""
        if value is not None:
            told = f"{value:,.1f}%" if measure in SHARES else f"{value:,.0f}"
            assert f"{names[place]}{unit}{told}".replace(" ", "") in words, measure


def test_paper_for_who_may_not_see_prices_has_none() -> None:
    two_shops()
    words = " ".join(
        one.letters for one in sheets_of(paper.monthly("en", OCTOBER, prices=False), codes=False)
    )
    assert "3,000" not in words
    assert "received,value" not in words
    assert "Delivered,molds" in words

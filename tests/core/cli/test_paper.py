"""`sprue paper`, as a user calls it: each paper from the workbook alone, with times where there is a plan."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sprue.cli.papers import PAPERS, paper
from sprue.cli.planning import plan
from sprue.files import workbook
from sprue.sample.making import make_shop
from sprue.shop.errors import UserMistake
from sprue.shop.shop import Shop
from tests.core.files.paper.sheets import sheets_of


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(paper, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop(10, seed=2, language="zh-hans")


@pytest.fixture(scope="module")
def book(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a small sample shop."""
    path = tmp_path_factory.mktemp("paper") / "shop.xlsx"
    workbook.write_shop(shop, path)
    return path


@pytest.mark.parametrize("what", PAPERS)
def test_every_paper_lies_beside_the_workbook(what: str, book: Path, shop: Shop) -> None:
    mold = next(iter(shop.parts.values())).mold
    chosen = ("--mold", mold) if what in ("travelers", "labels") else ()
    result = call(what, book, *chosen)
    assert result.exit_code == 0, result.output
    made = book.with_name(f"{what}.pdf")
    assert f"paper: {made}" in result.output
    assert sheets_of(made.read_bytes(), codes=False)


def test_with_a_plan_the_day_has_its_work(book: Path, tmp_path: Path) -> None:
    made = tmp_path / "plan.json"
    assert CliRunner().invoke(plan, [str(book), "--out", str(made), "--iterations", "0"]).exit_code == 0
    rows = [row for row in json.loads(made.read_text("utf-8"))["operations"] if row["machine"]]
    first = min(rows, key=lambda row: str(row["setup_start"]))
    out = tmp_path / "day.pdf"
    options = ("--plan", made, "--out", out, "--machine", first["machine"], "--language", "en")
    result = call("dispatch", book, *options, "--day", first["setup_start"][:10])
    assert result.exit_code == 0, result.output
    assert first["operation"] in sheets_of(out.read_bytes(), codes=False)[0].words


def test_what_is_wrong_is_said_in_one_line(book: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (("travelers", book), "nothing to print"),
        (("travelers", book, "--mold", "M0"), "no mold M0"),
        (("gantt", book, "--kind", "x"), "no kind x"),
        (("gantt", book, "--out", tmp_path / "x.svg"), "must end in .pdf"),
    ):
        result = call(*arguments)
        assert isinstance(result.exception, UserMistake)
        assert said in str(result.exception)

"""`sprue gantt`, as a user calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sprue.cli.picturing import gantt
from sprue.cli.planning import plan
from sprue.cli.solving import solve
from sprue.files import workbook
from sprue.sample import make_shop
from sprue.shop.errors import UserMistake
from tests.core.files.gantt.pictures import bars, heaps, rows, texts
from tests.core.files.test_instances import FJSP, JSP, saved


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(gantt, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The workbook of a small sample shop and its plan."""
    folder = tmp_path_factory.mktemp("planned")
    book, made = folder / "shop.xlsx", folder / "plan.json"
    workbook.write_shop(make_shop(10, seed=2), book)
    result = CliRunner().invoke(plan, [str(book), "--out", str(made), "--iterations", "0"])
    assert result.exit_code == 0, result.output
    return book, made


def test_a_plan_becomes_a_picture_beside_it(planned: tuple[Path, Path]) -> None:
    book, made = planned
    result = call(made, "--shop", book)
    assert result.exit_code == 0, result.output
    picture = made.with_suffix(".svg")
    assert f"picture: {picture}" in result.output
    written = {o["operation"]: o["machine"] for o in json.loads(made.read_text("utf-8"))["operations"]}
    found = bars(picture.read_text("utf-8"))
    assert len(found) > 50
    assert {name: bar.row for name, bar in found.items()} == {name: written[name] for name in found}


def test_time_rows_and_language_are_asked_for(planned: tuple[Path, Path], tmp_path: Path) -> None:
    book, made = planned
    out = tmp_path / "one.svg"
    call(made, "--shop", book, "--out", out)
    mold = next(iter(bars(out.read_text("utf-8")).values())).lines[1].split()[0]
    options = ("--by", "part", "--mold", mold, "--from", "2026-04-14", "--to", "2026-04-20 12:00")
    result = call(made, "--shop", book, "--out", out, "--language", "zh-hans", *options)
    assert result.exit_code == 0, result.output
    picture = out.read_text("utf-8")
    assert "04-14 周二 00:00 至 04-20 周一 12:00" in " ".join(texts(picture))
    assert bars(picture)
    assert all(bar.lines[1].startswith(mold) for bar in bars(picture).values())


def test_the_picture_of_a_kind_holds_its_machines_only(planned: tuple[Path, Path], tmp_path: Path) -> None:
    book, made = planned
    out = tmp_path / "kind.svg"
    assert call(made, "--shop", book, "--out", out, "--kind", "fitting_bench").exit_code == 0
    assert rows(out.read_text("utf-8"))
    assert all(row.startswith("fitting_bench") for row in rows(out.read_text("utf-8")))


@pytest.mark.parametrize(("text", "form", "first"), [(JSP, "jsp", "0"), (FJSP, "fjsp", "1")])
def test_a_schedule_of_an_instance_becomes_a_picture(
    tmp_path: Path, text: str, form: str, first: str
) -> None:
    source, made = saved(tmp_path, text), tmp_path / "plan.json"
    CliRunner().invoke(solve, [str(source), "--format", form, "--iterations", "50", "--out", str(made)])
    result = call(made, "--instance", source, "--format", form)
    assert result.exit_code == 0, result.output
    picture = made.with_suffix(".svg").read_text("utf-8")
    operations = json.loads(made.read_text("utf-8"))["operations"]
    assert len(bars(picture)) + sum(heaps(picture)) == len(operations)
    assert rows(picture)[0] == first
    assert call(made, "--instance", source, "--format", form, "--by", "mold").exit_code == 0
    assert rows(made.with_suffix(".svg").read_text("utf-8")) == ["0", "1"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name what was planned: --shop SHOP.xlsx or --instance FILE"),
        (("--shop", "BOOK", "--instance", "BOOK"), "name what was planned"),
        (("--shop", "BOOK", "--out", "plan.png"), "must end in .svg"),
        (("--shop", "BOOK", "--from", "tomorrow"), "--from tomorrow: must be such as"),
        (("--shop", "BOOK", "--to", "2020-01-01"), "must end later than"),
        (("--shop", "BOOK", "--mold", "M1"), "M1 is no mold of the shop"),
        (("--instance", "INSTANCE"), "is a plan of `sprue plan`"),
        (("--instance", "INSTANCE", "--kind", "mill"), "neither kinds nor parts"),
        (("--instance", "INSTANCE", "--from", "08:00"), "--from 08:00: must be a whole number"),
    ],
)
def test_a_mistake_is_told_in_words(
    planned: tuple[Path, Path], tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    book, made = planned
    given = {"BOOK": str(book), "INSTANCE": str(saved(tmp_path, JSP))}
    result = call(made, *(given.get(argument, argument) for argument in arguments))
    assert isinstance(result.exception, UserMistake)
    assert words in str(result.exception)

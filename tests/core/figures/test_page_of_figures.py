"""The page on figures lists the registry as it is."""

from pathlib import Path

from sprue.figures.registry import FIGURES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "figures.md"


def test_the_page_has_every_figure_with_its_formula() -> None:
    table = PAGE.read_text("utf-8").split("<!-- table -->")[1].split("<!-- end -->")[0]
    rows = [line for line in table.strip().splitlines() if not line.startswith(("| figure", "| ---"))]
    assert rows == [
        f"| {f.title.en} {f.title.zh} | {f.formula.en} | {f.unit.value} | {', '.join(sorted(f.by)) or '–'} |"
        for f in FIGURES.values()
    ]

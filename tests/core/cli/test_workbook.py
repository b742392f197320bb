from pathlib import Path

from click.testing import CliRunner, Result

from sprue.cli.workbook import fault_table, import_, init
from sprue.files.workbook import Fault, FaultCode
from tests.core.files.workbook.books import SMALL, changed, excel


def run_import(path: Path, *options: str) -> Result:
    return CliRunner().invoke(import_, [str(path), "--dry", *options])


def test_checking_a_good_workbook_counts_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "shop.xlsx").write_bytes(excel(SMALL))

    result = run_import(tmp_path / "shop.xlsx")

    assert result.exit_code == 0
    assert "1 mold, 2 parts, 4 operations (4 open), 2 machines, 1 people" in result.output
    assert "nothing was imported" in result.output


def test_faults_are_a_table_and_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "shop.xlsx").write_bytes(excel(changed("operations", 2, "setup_minutes", -5)))

    result = run_import(tmp_path / "shop.xlsx")

    assert result.exit_code == 1
    assert result.output.splitlines()[:2] == [
        "sheet       row  column         value  what to do",
        "operations  2    setup_minutes  -5     must be 0 or more",
    ]


def test_rows_left_out_are_told(tmp_path: Path) -> None:
    (tmp_path / "shop.xlsx").write_bytes(excel(changed("operations", 2, "setup_minutes", -5)))

    result = run_import(tmp_path / "shop.xlsx", "--skip-bad-rows")

    assert result.exit_code == 0
    assert "2 rows left out" in result.output
    assert "2 operations (2 open)" in result.output


def test_columns_of_the_table_stand_under_each_other_in_chinese() -> None:
    fault = Fault("工序", 2, "装夹分钟", "-5", FaultCode.NEGATIVE)

    assert fault_table([fault], "zh-hans") == [
        "工作表  行  列        值  如何修正",
        "工序    2   装夹分钟  -5  必须大于或等于 0",
    ]


def test_a_sample_shop_can_be_checked(tmp_path: Path) -> None:
    made = CliRunner().invoke(init, [str(tmp_path / "shop.xlsx"), "--seed", "3"])

    assert made.exit_code == 0
    assert run_import(tmp_path / "shop.xlsx").exit_code == 0


def test_an_odd_suffix_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(init, [str(tmp_path / "shop.pdf")])

    assert "must end in .xlsx or .zip" in str(result.exception)

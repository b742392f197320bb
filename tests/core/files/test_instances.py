"""Public instances as files: each format, each fault, and the answer that is written."""

import json
import zipfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprue.files.instances import Format, format_of, read_instance, table, write_answer
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.schedule import Schedule
from sprue.shop.errors import UserMistake

SHARED = Path(__file__).resolve().parents[4] / "shared" / "benchmarks"

JSP = "2 2\n0 3 1 2\n1 4 0 1\n"
FJSP = "2 2 1.5\n2 2 1 3 2 5 1 2 2\n1 1 1 4\n"
FAJSP = "# joined from two\n3 2 2\n0 2\n1 2\n1 0 5\n2 0 3 1 4\n1 1 2\n"
SDST = "2 2 1\n1 1 1 3\n1 1 2 4\n\n1 2\n3 4\n\n5 6\n7 8\n"


def saved(folder: Path, text: str | bytes, name: str = "instance.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def options(instance: Instance) -> list[list[tuple[int, int]]]:
    """Machine and minutes of each option, by operation."""
    pairs = list(zip(instance.option_machine.tolist(), instance.option_minutes.tolist(), strict=True))
    bounds = instance.option_start.tolist()
    return [pairs[a:b] for a, b in pairwise(bounds)]


def waits(instance: Instance) -> list[list[int]]:
    bounds = instance.before_start.tolist()
    return [instance.before[a:b].tolist() for a, b in pairwise(bounds)]


def test_a_classic_job_shop(tmp_path: Path) -> None:
    instance = read_instance(saved(tmp_path, JSP))
    assert (instance.name, instance.machines) == ("instance", 2)
    assert options(instance) == [[(0, 3)], [(1, 2)], [(1, 4)], [(0, 1)]]
    assert waits(instance) == [[], [0], [], [2]]
    assert (instance.job.tolist(), instance.index.tolist()) == ([0, 0, 1, 1], [0, 1, 0, 1])
    assert instance.fixed


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_jobs_may_differ_in_length_and_end_with_minus_one_twice(tmp_path: Path, end: str) -> None:
    text = "2 2 \n0 3 1 2 0 7 -1 -1\n1 4 -1 -1\n".replace("\n", end)
    instance = read_instance(saved(tmp_path, text))
    assert options(instance) == [[(0, 3)], [(1, 2)], [(0, 7)], [(1, 4)]]
    assert instance.index.tolist() == [0, 1, 2, 0]


def test_a_flexible_shop_numbers_machines_from_one(tmp_path: Path) -> None:
    instance = read_instance(saved(tmp_path, FJSP, "a.fjs"))
    assert options(instance) == [[(0, 3), (1, 5)], [(1, 2)], [(0, 4)]]
    assert waits(instance) == [[], [0], []]


def test_an_assembly_graph(tmp_path: Path) -> None:
    instance = read_instance(saved(tmp_path, FAJSP))
    assert options(instance) == [[(0, 5)], [(0, 3), (1, 4)], [(1, 2)]]
    assert waits(instance) == [[], [], [0, 1]]
    assert (instance.job.tolist(), instance.index.tolist()) == ([0, 0, 0], [0, 1, 2])


def test_jobs_of_a_graph_are_what_hangs_together(tmp_path: Path) -> None:
    """Precedence from a later line to an earlier one: places in the job follow the precedence then."""
    instance = read_instance(saved(tmp_path, "4 2 1\n2 0\n3 1\n" + "1 0 5\n" * 4), Format.FAJSP)
    assert instance.job.tolist() == [0, 1, 0, 1]
    assert instance.index.tolist() == [1, 1, 0, 0]


def test_setup_times_are_read_by_machine(tmp_path: Path) -> None:
    instance = read_instance(saved(tmp_path, SDST, "a.fjs"))
    assert instance.setup is not None
    assert instance.setup.tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        (JSP, "a.txt", Format.JSP),
        (FJSP, "a.txt", Format.FJSP),
        (FJSP, "a.fjs", Format.FJSP),
        (FAJSP, "a.txt", Format.FAJSP),
        (SDST, "a.fjs", Format.FJSP_SDST),
    ],
)
def test_the_format_is_guessed(tmp_path: Path, text: str, name: str, form: Format) -> None:
    assert format_of(saved(tmp_path, text, name)) is form


def test_a_zip_of_one_file_is_as_good(tmp_path: Path) -> None:
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside", JSP)
    instance = read_instance(path)
    assert (instance.name, instance.size) == ("packed", 4)


@pytest.mark.parametrize(
    ("text", "form", "words"),
    [
        ("", "jsp", "is empty"),
        (" \n\n", "jsp", "is empty"),
        (b"MZ\0\0\1", "jsp", "is no text"),
        ("2\n0 1\n", "jsp", "line 1: '2': the first line must be: jobs machines"),
        ("two 2\n0 1\n", "jsp", "line 1"),
        ("0 2\n", "jsp", "line 1: no jobs"),
        ("1 2000000\n0 1\n", "jsp", "line 1: 2,000,000 machines"),
        ("1 1\n0 x1\n", "jsp", "line 2: 'x1' is no whole number"),
        ("1 1\n0 1.5\n", "jsp", "line 2: '1.5' is no whole number"),
        ("1 1\n0 1-2\n", "jsp", "line 2: '1-2' is no whole number"),
        ("1 1\n0 11111111111111111111\n", "jsp", "line 2"),
        ("1 1\n\n0 1 0\n", "jsp", "line 3: an odd count of numbers"),
        ("2 1\n0 1\n", "jsp", "line 2: the file ends after 1 of 2 jobs"),
        ("1 1\n0 1\n0 1\n", "jsp", "line 3: more than the 1 jobs"),
        ("1 2\n0 1 2 1\n", "jsp", "line 2: machine 2 is not one of 0 to 1"),
        ("1 2\n0 1 -1 1\n", "jsp", "line 2: machine -1"),
        ("1 1\n0 -5\n", "jsp", "line 2: -5 minutes"),
        ("1 1\n0 2000000000\n", "jsp", "line 2: 2000000000 minutes"),
        ("1 1\n0 1000000000 0 1000000000\n", "jsp", "all operations together"),
        ("1 1\n-1 -1\n", "jsp", "holds no operations"),
        ("1 1 1\n2 1 1 5\n", "fjsp", "line 2: the numbers do not add up"),
        ("1 1 1\n1 2 1 5\n", "fjsp", "line 2: the numbers do not add up"),
        ("1 1 1\n1 0\n", "fjsp", "line 2: the numbers do not add up"),
        ("1 1 1\n1 1 0 5\n", "fjsp", "line 2: machine 0 is not one of 1 to 1"),
        ("1 2 1\n1 2 1 5 1 6\n", "fjsp", "line 2: an operation names machine 1 twice"),
        ("1 1 1\n1 1 1 5\n", "fjsp-sdst", "line 2: the file ends after 1 of 2"),
        ("1 1 1\n1 1 1 5\n1 2\n", "fjsp-sdst", "line 3: 2 setup times"),
        ("1 1 1\n1 1 1 5\n-2\n", "fjsp-sdst", "line 3: setup of -2 minutes"),
        ("2 1 1\n0 1 1\n1 0 1\n1 0 1\n", "fajsp", "line 2: a precedence has two numbers"),
        ("2 1 1\n0 2\n1 0 1\n1 0 1\n", "fajsp", "line 2: operations are numbered from 0 to 1"),
        ("2 1 1\n0 1\n1 0 1\n2 0 1\n", "fajsp", "line 4: write the number of options"),
        ("3 3 1\n0 1\n1 2\n2 1\n" + "1 0 1\n" * 3, "fajsp", "waits in a circle for itself"),
        ("1 1 1\n0 0\n1 0 1\n", "fajsp", "line 2: operation 0 waits in a circle"),
    ],
)
def test_a_faulty_file_is_told_with_its_line(
    tmp_path: Path, text: str | bytes, form: str, words: str
) -> None:
    path = saved(tmp_path, text)
    with pytest.raises(UserMistake) as caught:
        read_instance(path, Format(form))
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


@given(
    st.sampled_from([JSP, FJSP, FAJSP, SDST]),
    st.sampled_from(Format),
    st.integers(0, 60),
    st.integers(0, 4),
    st.text("0123 \n-.#x", max_size=4),
)
def test_a_spoiled_file_is_an_instance_or_a_mistake(
    tmp_path_factory: pytest.TempPathFactory, text: str, form: Format, at: int, cut: int, put: str
) -> None:
    path = saved(tmp_path_factory.getbasetemp(), text[:at] + put + text[at + cut :])
    try:
        assert read_instance(path, form).size > 0
    except UserMistake as mistake:
        assert str(path) in str(mistake)  # noqa: PT017  # both are right


def test_a_guessed_format_is_told_with_the_fault(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="read as jsp"):
        read_instance(saved(tmp_path, "1 1\n0\n"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="can't be read"):
        read_instance(tmp_path / "none.txt")


def test_a_broken_zip_and_one_of_many_files(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="no sound zip"):
        read_instance(saved(tmp_path, b"PK\x03\x04 and no more", "a.zip"))
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one", JSP)
        archive.writestr("two", JSP)
    with pytest.raises(UserMistake, match="holds 2 files"):
        read_instance(path)


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_BYTES", 1_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"1 " * 100_000)
    assert path.stat().st_size < 1_000
    with pytest.raises(UserMistake, match="at most"):
        read_instance(path)
    with pytest.raises(UserMistake, match="at most"):
        read_instance(saved(tmp_path, JSP * 100))


def test_the_answer_numbers_machines_as_the_file_does(tmp_path: Path) -> None:
    instance = read_instance(saved(tmp_path, FJSP, "a.fjs"))
    schedule = Schedule(
        np.array([0, 5, 0]), np.array([5, 2, 4], dtype=np.int32), np.array([1, 1, 0], dtype=np.int32)
    )
    write_answer(tmp_path / "plan.json", instance, schedule, bound=5, form=Format.FJSP)
    assert json.loads((tmp_path / "plan.json").read_text("utf-8")) == {
        "instance": "a",
        "makespan": 7,
        "bound": 5,
        "operations": [
            {"job": 0, "index": 0, "machine": 2, "start": 0, "end": 5},
            {"job": 0, "index": 1, "machine": 2, "start": 5, "end": 7},
            {"job": 1, "index": 0, "machine": 1, "start": 0, "end": 4},
        ],
    }
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


@pytest.mark.skipif(not SHARED.exists(), reason="the public instances are not beside the project")
@pytest.mark.parametrize(
    ("name", "form", "size", "machines"),
    [
        ("jsp_ft/ft06.txt", Format.JSP, 36, 6),
        ("jsp_bel/bel11.txt", Format.JSP, None, 66),
        ("jsp_dct/dct-long-100-10000-1.zip", Format.JSP, 10_000, 100),
        ("jsp_tai/tai_100_1000_1.zip", Format.JSP, 100_000, 1_000),
        ("fjsp_brandimarte/mk01.fjs", Format.FJSP, 55, 6),
        ("generated/rnd_fjsp_10k.fjs", Format.FJSP, 9_978, 60),
        ("fajsp_birgin/YFJS01.txt", Format.FAJSP, 40, 7),
        ("fajsp_birgin/DAFJS01.txt", Format.FAJSP, 26, 5),
        ("fjsp_sdst_fattahi/Fattahi_setup_19.fjs", Format.FJSP_SDST, 44, 8),
    ],
)
def test_real_files(name: str, form: Format, size: int | None, machines: int) -> None:
    path = SHARED / name
    assert format_of(path) is form
    instance = read_instance(path)
    assert instance.machines == machines
    assert size is None or instance.size == size

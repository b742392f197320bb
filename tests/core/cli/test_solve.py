"""`sprue solve`, as a user calls it."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sprue.cli.progress import Ticker, stoppable
from sprue.cli.solving import figures, progress_line, solve
from sprue.files.instances import Format
from sprue.shop.errors import UserMistake
from tests.core.files.test_instances import FAJSP, FJSP, JSP, SDST, saved


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(solve, [str(a) for a in arguments])


@pytest.mark.parametrize(
    ("text", "form", "makespan"),
    [(JSP, Format.JSP, 6), (FJSP, Format.FJSP, 7), (FAJSP, Format.FAJSP, 7), (SDST, Format.FJSP_SDST, 4)],
)
def test_the_shortest_schedule_is_written(tmp_path: Path, text: str, form: Format, makespan: int) -> None:
    pytest.importorskip("sprue.planning.graph.solve")
    out = tmp_path / "plan.json"
    result = call(saved(tmp_path, text), "--format", form.value, "--out", out, "--iterations", "2000")
    assert result.exit_code == 0, result.output
    made = json.loads(out.read_text("utf-8"))
    assert (made["instance"], made["makespan"]) == ("instance", makespan)
    assert made["bound"] <= makespan == max(o["end"] for o in made["operations"])
    assert f"makespan {makespan}, at least {made['bound']}" in result.output


def test_the_same_seed_and_moves_give_the_same_schedule(tmp_path: Path) -> None:
    pytest.importorskip("sprue.planning.graph.solve")
    source = saved(tmp_path, JSP)
    plans = []
    for workers in ("1", "2"):
        out = tmp_path / f"{workers}.json"
        call(source, "--iterations", "500", "--seed", "3", "--workers", workers, "--out", out)
        plans.append(out.read_text("utf-8"))
    assert plans[0] == plans[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--out", "plan.xlsx"), "must end in .json"), (("--format", "fjsp"), "line 2")],
)
def test_a_mistake_is_told_in_words(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    result = call(saved(tmp_path, JSP), *arguments)
    assert isinstance(result.exception, UserMistake)
    assert words in str(result.exception)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C as at a terminal: a process begun in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_the_first_ctrl_c_asks_to_stop_and_the_second_ends() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable("the schedule") as stop:
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_the_gap_is_told_in_percent_of_the_bound() -> None:
    assert figures(1030, 1000) == "makespan 1,030, at least 1,000, gap 3.00 %"
    assert figures(0, 0) == "makespan 0, at least 0, no gap"


def test_progress_is_one_line_on_a_terminal_and_rare_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    progress = pytest.importorskip("sprue.planning.graph.solve").Progress
    for live in (True, False):
        ticker = Ticker(progress_line, live=live)
        for seconds in (1.0, 1.1, 2.0, 12.0):
            ticker.show(progress(value=11, bound=10, iterations=1000, seconds=seconds))
        ticker.end()
        told = capsys.readouterr().err
        assert told.count("gap 10.00 %") == (3 if live else 2)
        assert told.count("\n") == (1 if live else 2)

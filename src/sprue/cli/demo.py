"""`sprue demo`: a sample shop at work on an accelerated clock."""

import locale
from pathlib import Path

import click

from sprue.demo import opening
from sprue.demo.opening import Wish
from sprue.demo.show import show
from sprue.sample.crew import LEAST_PEOPLE
from sprue.sample.making import LANGUAGES
from sprue.server import supervise
from sprue.server.supervise import Site


def _own_language() -> str:
    return "zh-hans" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


@click.command()
@click.option("--fresh", is_flag=True, help="Begin again; an earlier demo in the folder is taken away.")
@click.option(
    "--rate", default=60.0, show_default=True, type=click.FloatRange(0.1, 1000), help="Clock speed."
)
@click.option("--people", default=100, show_default=True, type=click.IntRange(LEAST_PEOPLE, 500))
@click.option("--seed", default=7, show_default=True, help="Another seed, another shop.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SPRUE_DATA",
    default=Path("sprue-data"),
    show_default=True,
    help="Folder of the demo's database.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Of all names; default: the computer's.")
@click.option("--no-workforce", is_flag=True, help="Nobody works the shop but you.")
def demo(  # noqa: PLR0913  # click passes options by name
    *,
    fresh: bool,
    rate: float,
    people: int,
    seed: int,
    port: int,
    data: Path,
    language: str | None,
    no_workforce: bool,
) -> None:
    """A sample shop at work: wall, terminals and desk to try, nothing to set up.

    The shop's people work by themselves. The next start goes on where this one ended.
    """
    site = Site(data, port=port, demo=True)
    supervise.check_port(site)
    if fresh:
        opening.clear(data)
    click.echo("Opening the demo shop …" if (data / opening.CARD).exists() else "Making the demo shop …")
    opened = opening.open_demo(site, Wish(people, seed, rate, language or _own_language()))
    show(opened, rate, works=not no_workforce, say=_say)
    click.echo("Ended.")


def _say(text: str) -> None:
    click.echo(f"\n{text}")

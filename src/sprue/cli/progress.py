"""How a search tells how far it is, and how Ctrl-C ends it with the best so far."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Generic, Protocol, TypeVar

import click

#: Seconds between two lines of progress where they can't be written over each other.
QUIET = 10.0


class Timed(Protocol):
    """State of a search that knows its seconds."""

    @property
    def seconds(self) -> float:
        """Since it began."""


State = TypeVar("State", bound=Timed)


@contextmanager
def stoppable(what: str) -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed; pressed once more it ends the program as ever, and `what` is lost."""
    pressed = Event()

    def press(*_: object) -> None:
        pressed.set()
        signal.signal(signal.SIGINT, before)
        click.echo(f"\nending; Ctrl-C again gives {what} up", err=True)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass(slots=True)
class Ticker(Generic[State]):
    """One line of progress on stderr, written over itself when `live`, else a line every QUIET seconds."""

    line: Callable[[State], str]
    live: bool
    last: float = float("-inf")
    width: int = 0

    def show(self, now: State) -> None:
        """Tell the state of the search, when it is time."""
        if now.seconds - self.last < (0.2 if self.live else QUIET):
            return
        self.last = now.seconds
        text = self.line(now)
        click.echo(f"\r{text:<{self.width}}" if self.live else text, nl=not self.live, err=True)
        self.width = len(text)

    def end(self) -> None:
        """Leave the line."""
        if self.live and self.width:
            click.echo(err=True)

    def wipe(self) -> None:
        """Take the line away, for words that stay; the next state is shown at once."""
        if self.live and self.width:
            click.echo(f"\r{'':<{self.width}}\r", nl=False, err=True)
        self.last, self.width = float("-inf"), 0

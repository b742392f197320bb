"""A bell inside one process: who writes rings it, who watches waits for it."""

from threading import Condition


class WakeBell:
    """`wait` returns at once when it was rung since the watcher last looked."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._rung = 0

    def ring(self) -> None:
        """Wake all watchers."""
        with self._condition:
            self._rung += 1
            self._condition.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until it was rung more than `seen` times, at most `seconds`; how often it was rung."""
        with self._condition:
            self._condition.wait_for(lambda: self._rung > seen, seconds)
            return self._rung


#: Rung after each entry that this process made durable.
bell = WakeBell()

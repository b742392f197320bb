"""A demo of its own for pictures and benches, started and read as a user starts and reads it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

#: The first start on a machine compiles the planner.
PATIENCE = 600.0


def browser_path() -> str:
    """The system's Chromium."""
    for name in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(name).exists():
            return name
    sys.exit("this needs Chromium; on Debian: apt-get install chromium fonts-wqy-microhei")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Demo:
    """`sprue demo --fresh` in `folder`; ready when its first plan is published."""

    def __init__(self, folder: str, *options: str) -> None:
        self.base = f"http://127.0.0.1:{(port := free_port())}"
        self.folder = Path(folder)
        command = [sys.executable, "-u", "-c", "from sprue.cli import main; main()", "demo", "--fresh"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("SPRUE_", "DJANGO_"))}
        self.process = subprocess.Popen(
            [*command, "--data", folder, "--port", str(port), *options],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
        )
        self.said = ""
        self._ready = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        if not self._ready.wait(PATIENCE) or self.process.poll() is not None:
            self.stop()
            sys.exit("the demo was not ready; its words are above")

    def __enter__(self) -> "Demo":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _listen(self) -> None:
        """Reads to the end: a pipe that nobody empties would stop the demo."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            print(line, end="", flush=True)
            self.said += line
            if re.search(r"Plan \d+ is published", line):
                self._ready.set()
        self._ready.set()

    def address(self, part: str) -> str:
        """The printed address that holds `part`."""
        found = re.search(rf"https?://\S*{part}\S*", self.said)
        assert found, f"the demo printed no address with {part}"
        return found.group(0)

    def account(self) -> tuple[str, str]:
        """The printed user name and password of the manager."""
        found = re.search(r"Account\s+(\w+) / (\S+)", self.said)
        assert found, "the demo printed no account"
        return found.group(1), found.group(2)

    @property
    def tokens(self) -> dict[str, str]:
        """The demo's tokens by name, of its own card."""
        card: dict[str, Any] = json.loads((self.folder / "demo.json").read_text("utf-8"))
        return dict(card["tokens"])

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)

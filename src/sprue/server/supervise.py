"""Starts the processes of a server and keeps them running: web, planner, and what else is asked for."""

import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sprue.floor.policy import Improving
from sprue.server import certs
from sprue.shop.errors import UserMistake

log = logging.getLogger("sprue.supervise")

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
#: All processes have ended so many seconds after they were told, or are killed.
END_SECONDS = 2.5
_FIRST_REST = 0.5
_LONGEST_REST = 15.0
#: A process that ran so long begins its rests anew.
_STEADY_SECONDS = 60.0
#: Whether a process is stale is asked so often.
_STALE_SECONDS = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Site:
    """Where a server keeps its data and how it is reached."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    #: Plain http also beyond this computer: behind a proxy that does HTTPS.
    plain: bool = False
    certificate: Path | None = None
    key: Path | None = None
    #: Further names under which the server is reached.
    names: tuple[str, ...] = ()
    #: What the planner process does by itself about a better plan.
    improve: Improving = Improving.PROPOSE
    #: The second place to which a backup goes every night; None: none does.
    backup: Path | None = None

    @property
    def https(self) -> bool:
        """Plain http is for this computer alone."""
        return not self.plain and self.host not in LOCAL

    @property
    def url(self) -> str:
        """The address for a browser on this computer, or the first other one."""
        name = "127.0.0.1" if self.host in LOCAL else certs.own_names()[0]
        if self.host in ("0.0.0.0", "::"):  # noqa: S104  # compared, not bound
            name = socket.gethostname()
        return f"{'https' if self.https else 'http'}://{name}:{self.port}"


def names_of(site: Site) -> list[str]:
    """Names and addresses under which a site is reached; "*": any, a proxy or the firm's network knows."""
    if site.certificate is not None:
        return [*certs.names_in(site.certificate), *site.names]
    if site.plain:
        return [*site.names] or ["*"]
    if not site.https:
        return [*sorted(LOCAL), *site.names]
    bound = [site.host] if site.host not in ("0.0.0.0", "::") else []  # noqa: S104  # compared, not bound
    return [*certs.own_names(), *bound, *site.names]


def environment(site: Site) -> dict[str, str]:
    """What the processes of a site need to know."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sprue.server.settings",
        "SPRUE_DATA": str(site.data.absolute()),
        "SPRUE_DEMO": "1" if site.demo else "0",
        "SPRUE_HTTPS": "1" if site.https else "0",
        "SPRUE_IMPROVE": site.improve.value,
        "SPRUE_BACKUP": str(site.backup.absolute()) if site.backup is not None else "",
        "SPRUE_HOSTS": ",".join(names_of(site)),
        "SPRUE_URL": os.environ.get("SPRUE_URL") or site.url,
        "PYTHONUNBUFFERED": "1",
    }


def prepare(site: Site) -> None:
    """Folder, key, database: ready for use in this process. UserMistake when the folder can't be written."""
    try:
        site.data.mkdir(parents=True, exist_ok=True)
        _keep_secret(site.data / "secret.key")
    except OSError as error:
        raise UserMistake(f"{site.data}: {error.strerror}; choose another folder with --data") from error
    os.environ.update(environment(site))
    import django  # noqa: PLC0415  # its settings read the environment set above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    call_command("clearsessions")


def _keep_secret(path: Path) -> None:
    if path.exists() and path.stat().st_size:
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))


def check_port(site: Site) -> None:
    """UserMistake when somebody listens there already."""
    family = socket.AF_INET6 if ":" in site.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((site.host, site.port))
        except OSError as error:
            raise UserMistake(
                f"port {site.port} on {site.host} can't be used ({error.strerror}); "
                f"end the program that has it, or choose another with --port"
            ) from error


def web_command(site: Site) -> list[str]:
    """The web process."""
    command = module_command("uvicorn", "sprue.server.asgi:application")
    command += ["--host", site.host, "--port", str(site.port), "--http", "httptools"]
    command += ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "1"]
    command += ["--timeout-keep-alive", "30", "--no-server-header"]
    if site.https:
        certificate, key = site.certificate, site.key
        if certificate is None or key is None:
            certificate, key = certs.prepare(site.data, names_of(site), datetime.now(UTC))
        command += ["--ssl-certfile", str(certificate), "--ssl-keyfile", str(key)]
    return command


def renew_certificate(site: Site) -> bool:
    """Make the server's certificate anew when it is about to end; whether it was."""
    if not site.https or site.certificate is not None:
        return False
    certificate, _ = certs.server_files(site.data)
    before = certificate.read_bytes()
    certs.prepare(site.data, names_of(site), datetime.now(UTC))
    return certificate.read_bytes() != before


def worker_command(name: str) -> list[str]:
    """A worker process: planner, answers, clock or messenger."""
    return module_command("sprue.server.workers.process", name)


def module_command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module as a process which never outlives the supervisor."""
    return [sys.executable, "-m", "sprue.server.child", module, *arguments]


@dataclass(slots=True)
class Child:
    """A process that is started again when it ends by itself."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    rest: float = _FIRST_REST
    due: float = 0.0
    #: Says, asked now and then, that the process must begin anew: its certificate was renewed.
    stale: Callable[[], bool] | None = None
    looked: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Runs children until `stop`; none outlives it."""

    environment: Mapping[str, str]
    children: list[Child] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def add(self, name: str, command: Sequence[str], *, stale: Callable[[], bool] | None = None) -> None:
        """Start a further process."""
        child = Child(name, command, stale=stale, looked=time.monotonic())
        self.children.append(child)
        self._start(child)

    def run(self) -> None:
        """Watch the children until `stop` is called or a signal comes; then end them."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stop.set())
        try:
            while not self._stop.wait(0.2):
                self.look()
        finally:
            self.end()

    def stop(self) -> None:
        """Ask `run` to end."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was told to end."""
        return self._stop.is_set()

    def look(self) -> None:
        """Start again what has ended by itself, a little later each time."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                log.warning("%s ended with %s; starting it again", child.name, child.process.returncode)
                child.process = None
                child.rest = _FIRST_REST if now - child.started > _STEADY_SECONDS else child.rest
                child.due = now + child.rest
                child.rest = min(_LONGEST_REST, child.rest * 2)
            if child.stale is not None and now - child.looked > _STALE_SECONDS:
                child.looked = now
                if child.process is not None and child.stale():
                    child.process.terminate()
            if child.process is None and now >= child.due:
                self._start(child)

    def end(self) -> None:
        """End all children, politely first."""
        running = [c.process for c in self.children if c.process is not None and c.process.poll() is None]
        for process in running:
            with suppress(OSError):
                process.terminate()
        limit = time.monotonic() + END_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, limit - time.monotonic()))
        for process in running:
            if process.poll() is None:
                process.kill()
                process.wait()

    def _start(self, child: Child) -> None:
        # A group of its own: Ctrl-C reaches this process only, which then ends the children in order.
        child.process = subprocess.Popen(  # noqa: S603  # our own programs, named above
            child.command,
            stdin=subprocess.PIPE,  # never written to: it ends when this process does
            env=dict(self.environment),
            start_new_session=os.name != "nt",
        )
        child.started = time.monotonic()


def answers(url: str) -> bool:
    """Whether the web process answers by now. For addresses of this computer over plain http."""
    try:
        with urllib.request.urlopen(f"{url}/api/health", timeout=5) as answer:  # noqa: S310  # http of ours
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False

"""A real server with a small shop, in a temporary folder on a free port; everything goes over HTTP."""

import contextlib
import csv
import http.cookiejar
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

NAME, PASSWORD = "manager", "a long enough password"
ZONE = ZoneInfo("Asia/Shanghai")
SOURCE = Path(__file__).resolve().parents[2] / "src"
#: Starting takes this long at most, seconds: the first start of a machine compiles the kernels.
PATIENCE = 300.0

Row = Sequence[object]

OPERATION_COLUMNS: Row = (
    *("operation", "part", "step", "name", "kind", "machines", "setup_minutes", "run_minutes", "electrode"),
    "milestone",
)


def small_shop(now: datetime, stations: int = 60) -> dict[str, list[Row]]:
    """Sheets of a shop: EDM machines 1 … `stations`, each with jobs of its own, two ready and one not."""
    tomorrow, later = now + timedelta(days=1), now + timedelta(days=20)
    machines: list[Row] = [(f"edm_sinker-{n}", "edm_sinker", "always", "yes") for n in range(1, stations + 1)]
    parts: list[Row] = [
        ("M2621-S2", "M2621", "滑块 S2"),
        ("M2630-P1", "M2630", "模板 P1"),
        ("M2630-P2", "M2630", "镶件 P2"),
    ]
    operations: list[Row] = [
        ("M2621-S2-10", "M2621-S2", 10, "精铣", "cnc_finish", "", 30, 4000, "", ""),
        ("M2630-P1-10", "M2630-P1", 10, "试模", "fitting_bench", "", 0, 60, "", "T1"),
        (
            "M2630-P2-10",
            "M2630-P2",
            10,
            "配模",
            "fitting_bench",
            "",
            0,
            60,
            "",
            "",
            "depth 3.20..3.25; surface; photo: parting line",
        ),
        ("M2621-T1", "M2621-S2", 90, "试模", "fitting_bench", "", 0, 240, "", "T1"),
    ]
    for n in range(1, stations + 1):
        part = f"M2614-{n:02}"
        on = f"edm_sinker-{n}"
        parts += [(f"{part}{letter}", "M2614", f"前模仁 {n:02}{letter}") for letter in "ABC"]
        operations += [
            (f"{part}A-10", f"{part}A", 10, "电火花", "edm_sinker", on, 20, 60, "ok", ""),
            (f"{part}B-10", f"{part}B", 10, "电火花", "edm_sinker", on, 20, 90, "ok", ""),
            (
                f"{part}C-10",
                f"{part}C",
                10,
                "电火花",
                "edm_sinker",
                on,
                20,
                120,
                f"{tomorrow:%Y-%m-%d %H:%M}",
                "",
            ),
        ]
    return {
        "settings": [
            ("key", "value"),
            ("version", "1"),
            ("name", "宁波小模"),
            ("timezone", ZONE.key),
            ("language", "zh-hans"),
        ],
        "calendars": [
            ("calendar", "day", "shifts"),
            *[("always", day, "00:00-24:00") for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")],
        ],
        "kinds": [
            ("kind", "name", "name_zh", "department", "attention"),
            ("edm_sinker", "Sinker EDM", "电火花", "edm", 0),
            ("cnc_finish", "Finish milling", "精铣", "cnc", 1),
            ("fitting_bench", "Fitting bench", "钳工台", "fitting", 1),
        ],
        "machines": [
            ("machine", "kind", "calendar", "unattended"),
            *machines,
            ("cnc_finish-1", "cnc_finish", "always", ""),
            ("fitting_bench-1", "fitting_bench", "always", ""),
        ],
        "people": [
            ("person", "name", "department", "role", "kinds", "calendar", "leader", "badge"),
            ("w1", "王建国", "edm", "operator", "edm_sinker, cnc_finish", "always", "l1", "B0001"),
            ("w2", "Anna Berg", "edm", "operator", "edm_sinker", "always", "l1", "B0002"),
            ("w3", "李伟", "fitting", "operator", "fitting_bench", "always", "l1", "B0003"),
            ("l1", "张涛", "electrode", "leader", "edm_sinker", "always", "", "B0009"),
        ],
        "orders": [
            ("order", "customer", "value", "currency"),
            ("O-1", "Nordlicht", 987654, "CNY"),
            ("O-2", "Falkenberg", 876543, "CNY"),
        ],
        "molds": [
            ("mold", "order", "name", "trial_due", "due", "weight"),
            ("M2614", "O-1", "中控面板", f"{later:%Y-%m-%d}", f"{later:%Y-%m-%d}", 1),
            ("M2630", "O-2", "齿轮箱盖", f"{later:%Y-%m-%d}", f"{later:%Y-%m-%d}", 1),
            ("M2621", "O-1", "后视镜壳", f"{tomorrow:%Y-%m-%d}", f"{later:%Y-%m-%d}", 2),
        ],
        "parts": [("part", "mold", "name"), *parts],
        "operations": [
            (
                "operation",
                "part",
                "step",
                "name",
                "kind",
                "machines",
                "setup_minutes",
                "run_minutes",
                "electrode",
                "milestone",
                "checks",
            ),
            *operations,
        ],
    }


def zipped(sheets: Mapping[str, list[Row]]) -> bytes:
    """The sheets as a zip of CSV files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, rows in sheets.items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            archive.writestr(f"{name}.csv", text.getvalue())
    return made.getvalue()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Client:
    """A browser without a screen: cookies, the CSRF header, JSON."""

    base: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    bearer: str = ""

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON answer; urllib's HTTPError for a refusal."""
        data = json.dumps(body).encode() if body is not None else None
        return self._send(method, path, data, "application/json")

    def visit(self, path: str) -> None:
        """Open a page, for its cookies."""
        with self._opener.open(self.base + path, timeout=60):
            pass

    def upload(self, path: str, name: str, content: bytes) -> Any:
        """POST of one file under the form field "file"."""
        mark = uuid.uuid4().hex
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._send("POST", path, body, f"multipart/form-data; boundary={mark}")

    def command(self, kind: str, **fields: Any) -> Any:
        """One command, new id."""
        head = {"id": str(uuid.uuid4()), "kind": kind, "happened_at": None}
        base = head | {"station": None, "device": "", "device_seq": None}
        return self.call("POST", "/api/commands", base | fields)

    def publish_fresh_plan(self, message: str) -> None:
        """Have a plan drafted and make it the shop's."""
        self.call("POST", "/api/plans/draft", {})
        end = time.monotonic() + PATIENCE
        while (found := self.call("GET", "/api/plans/draft"))["state"] != "ready":
            if found["state"] == "failed" or time.monotonic() > end:
                raise RuntimeError(f"no draft: {found}")
            time.sleep(0.2)
        self.command("publish_plan", draft=found["draft"]["id"], message=message)

    def rows(self, topic: str, table: str) -> dict[str, Any]:
        """A table of a topic's snapshot."""
        tables: dict[str, dict[str, Any]] = self.call("GET", f"/api/snapshot?topic={topic}")["tables"]
        return tables.get(table, {})

    @property
    def _opener(self) -> urllib.request.OpenerDirector:
        return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def _send(self, method: str, path: str, data: bytes | None, kind: str) -> Any:
        headers = {"Accept": "application/json", "Content-Type": kind, "Referer": self.base}
        headers["X-CSRFToken"] = next((c.value or "" for c in self.cookies if c.name == "csrftoken"), "")
        if self.bearer:
            headers["Authorization"] = f"Bearer {self.bearer}"
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=60) as response:
                text = response.read()
        except urllib.error.HTTPError as refused:
            refused.add_note(refused.read().decode(errors="replace"))
            raise
        return json.loads(text) if text else None


@dataclass
class Server:
    """`sprue serve` on a folder of its own; it can be stopped and started again on the same data."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # Nothing of this shell may reach the server: another data folder, another database.
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("SPRUE_", "DJANGO_"))}
        # Receivers of webhooks are on this machine.
        environment["SPRUE_HOOKS_TO_SELF"] = "1"
        environment["PYTHONPATH"] = os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")])
        command = [sys.executable, "-c", "from sprue.cli import main; main()", "serve"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(self.folder), "--port", str(self.port)],
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
        self._wait(lambda: bool(Client(self.base).call("GET", "/api/health")), "answer")

    def stop(self) -> None:
        """End it the way a service manager does; its children with it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def wait_for_plan(self, client: Client, version: int = 1) -> None:
        """Until the planner has published."""

        def published() -> bool:
            shop = client.rows("desk", "shop").get("shop", {})
            return (shop.get("plan_version") or 0) >= version

        self._wait(published, "publish a plan")

    def _wait(self, done: Any, what: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"the server ended before it could {what}:\n{self.log()}")
            with contextlib.suppress(OSError, urllib.error.URLError):
                if done():
                    return
            time.sleep(0.2)
        raise RuntimeError(f"the server did not {what} within {PATIENCE:.0f} s:\n{self.log()}")

    def log(self) -> str:
        """The last lines of what it said."""
        return "\n".join((self.folder / "server.log").read_text(errors="replace").splitlines()[-40:])


@dataclass
class Shop:
    """A served shop: its server, a manager who is signed in, and the token of its wall."""

    server: Server
    manager: Client
    wall_token: str

    @property
    def base(self) -> str:
        return self.server.base

    def station_token(self, machine: str) -> str:
        """A token with which a tablet becomes the terminal of `machine`."""
        body = {"role": "station", "station": machine, "label": machine}
        made = self.manager.call("POST", "/api/tokens", body)
        return str(made["token"])

    def operations(self) -> dict[str, Any]:
        return self.manager.rows("desk", "operations")


def first_account(server: Server) -> Client:
    """A manager who is signed in; the first account is made where there is none."""
    client = Client(server.base)
    client.visit("/setup")
    account = {"username": NAME, "password": PASSWORD}
    client.call("POST", "/api/setup", account | {"language": "en"})
    client.call("POST", "/api/session", account)
    return client


def bring_in(client: Client, sheets: Mapping[str, list[Row]]) -> None:
    """Import the workbook and make it the shop."""
    looked = client.upload("/api/import", "shop.zip", zipped(sheets))
    if not looked["ok"]:
        raise RuntimeError(f"the shop is faulty: {looked['faults']}")
    client.call("POST", f"/api/import/{looked['import_id']}/take", {})


@contextlib.contextmanager
def served(folder: Path, sheets: Mapping[str, list[Row]] | None = None) -> Iterator[Shop]:
    """A shop that is served, planned and has a manager; all gone afterwards."""
    server = Server(folder)
    try:
        server.start()
        manager = first_account(server)
        bring_in(manager, sheets if sheets is not None else small_shop(datetime.now(ZONE)))
        server.wait_for_plan(manager)
        token = str(manager.call("POST", "/api/tokens", {"role": "wall", "label": "hall"})["token"])
        yield Shop(server, manager, token)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

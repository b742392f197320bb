"""Receivers on this computer: a webhook and a mail server, each with a list of what came."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Hook(ThreadingHTTPServer):
    """Takes webhooks; `failures` of them are answered with 503, `drops` are taken and not answered."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _HookHandler)
        self.came: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.failures = 0
        self.drops = 0
        self.pause = 0.0

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_address[1]}/hook"


class _HookHandler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.failures:
            self.server.failures -= 1
            self.send_error(503)
            return
        self.server.came.append(body)
        self.server.headers.append(dict(self.headers))
        time.sleep(self.server.pause)
        if self.server.drops:
            self.server.drops -= 1
            self.connection.close()
            return
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base class has it
        """Quiet."""


class Letter(NamedTuple):
    id: str
    to: tuple[str, ...]
    subject: str
    text: str


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a letter needs."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailHandler)
        self.came: list[Letter] = []

    def address(self, to: str) -> str:
        return f"mailto://127.0.0.1:{self.server_address[1]}?from=sprue@shop.example&to={to}&mode=insecure"


class _MailHandler(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 shop.example")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "RCPT":
                to.append(line.partition("<")[2].partition(">")[0])
            if command == "DATA":
                self.say("354 go on")
                self.server.came.append(self.letter(to))
            if command == "QUIT":
                self.say("221 bye")
                return
            self.say("250 ok")

    def letter(self, to: list[str]) -> Letter:
        lines: list[str] = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        found = message_from_string("\n".join(lines))
        body = found.get_payload(decode=True)
        assert isinstance(body, bytes)
        subject = str(make_header(decode_header(found["Subject"])))
        return Letter(found["Message-ID"], tuple(to), subject, body.decode())

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    """The server at work in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

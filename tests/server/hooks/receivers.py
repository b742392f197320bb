"""A receiver of webhooks on this computer, which checks signatures as Standard Webhooks says."""

import base64
import hashlib
import hmac
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Came(NamedTuple):
    id: str
    body: dict[str, Any]
    #: Whether the signature is that of the secret.
    signed: bool


class Receiver(ThreadingHTTPServer):
    """Takes webhooks; the next ones are answered with `answers`, all others with 204."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.secret = ""
        self.came: list[Came] = []
        self.answers: list[int] = []
        self.pause = 0.0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/sprue?key=1"


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver does it, from the text of the specification alone."""
    key = base64.b64decode(secret.split("_", 1)[1]) if secret else b""
    signed = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body))
    good = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    known = [one.split(",", 1) for one in headers["webhook-signature"].split()]
    fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return fresh and any(version == "v1" and hmac.compare_digest(one, good) for version, one in known)


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        heads = {name.lower(): value for name, value in self.headers.items()}
        time.sleep(self.server.pause)
        status = self.server.answers.pop(0) if self.server.answers else 204
        if status < 300:
            signed = verified(self.server.secret, heads, body)
            self.server.came.append(Came(heads["webhook-id"], json.loads(body), signed))
        self.send_response(status)
        if status in (301, 307):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0" if status == 204 else "4")
        self.end_headers()
        if status != 204:
            self.wfile.write(b"busy")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base class has it
        """Quiet."""

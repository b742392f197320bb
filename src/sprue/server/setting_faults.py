"""What is wrong with how a shop is set up: keys that others can read, a database that may lose reports."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography import x509
from django.db import connection

from sprue.server import certs

#: SQLite's `PRAGMA synchronous`: 2 is FULL.
_FULL = 2


def setting_faults(data: Path, now: datetime) -> tuple[str, ...]:
    """One sentence a fault, each saying what to do; none: all is well."""
    return (*_open_keys(data), *_database(), *_certificate(data, now))


def _open_keys(data: Path) -> Iterator[str]:
    if os.name == "nt":  # the folder's own access list decides there
        return
    for path in (data / "secret.key", *sorted((data / "certificates").glob("*.key"))):
        if path.exists() and path.stat().st_mode & 0o077:
            yield f"{path} can be read by others: chmod 600 {path}"


def _database() -> Iterator[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] == "off":
                yield "PostgreSQL acknowledges before it writes: set synchronous_commit = on"
            return
        cursor.execute("PRAGMA synchronous")
        if cursor.fetchone()[0] < _FULL:
            yield "SQLite may lose acknowledged reports in a power cut: synchronous must be FULL"
        cursor.execute("PRAGMA integrity_check")
        found = [row[0] for row in cursor.fetchall()]
        if found != ["ok"]:
            yield f"the database is damaged ({found[0]}): restore the last backup"


def _certificate(data: Path, now: datetime) -> Iterator[str]:
    path, _ = certs.server_files(data)
    if not path.exists():
        return
    end = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    if end < now:
        yield f"the server's certificate ended on {end:%Y-%m-%d}: start the server anew, it makes another"

"""A shop's own root certificate and what it vouches for."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from sprue.server import certs
from sprue.shop.errors import UserMistake

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NAMES = ["sprue.lan", "192.168.1.20"]


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_the_root_vouches_for_every_name(tmp_path: Path) -> None:
    certificate, _ = certs.prepare(tmp_path, NAMES, NOW)
    server, root = read(certificate), read(certs.root_file(tmp_path))
    server.verify_directly_issued_by(root)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["sprue.lan"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("192.168.1.20")]
    assert not server.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert server.not_valid_after_utc - NOW == timedelta(days=certs.SERVER_DAYS)


def test_keys_are_for_the_owner_alone(tmp_path: Path) -> None:
    certs.prepare(tmp_path, NAMES, NOW)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "certificates").glob("*.key")}
    assert modes == {"root.key": 0o600, "server.key": 0o600}


def test_a_good_certificate_is_kept(tmp_path: Path) -> None:
    certificate, key = certs.prepare(tmp_path, NAMES, NOW)
    before = certificate.read_bytes(), key.read_bytes()
    certs.prepare(tmp_path, NAMES[:1], NOW + timedelta(days=300))
    assert (certificate.read_bytes(), key.read_bytes()) == before


@pytest.mark.parametrize(
    ("names", "days"),
    [(NAMES, certs.SERVER_DAYS - 10), ([*NAMES, "10.0.0.7"], 1)],
    ids=["it is about to end", "the server has a new address"],
)
def test_a_new_certificate_from_the_same_root(tmp_path: Path, names: list[str], days: int) -> None:
    certificate, _ = certs.prepare(tmp_path, NAMES, NOW)
    before, root = certificate.read_bytes(), certs.root_file(tmp_path).read_bytes()
    certs.prepare(tmp_path, names, NOW + timedelta(days=days))
    assert certificate.read_bytes() != before
    assert certs.root_file(tmp_path).read_bytes() == root
    assert certs.names_in(certificate) == sorted(names)


def test_a_new_root_makes_a_new_certificate_that_does_not_outlive_it(tmp_path: Path) -> None:
    certificate, _ = certs.prepare(tmp_path, NAMES, NOW + timedelta(days=certs.ROOT_DAYS - 100))
    (tmp_path / "certificates" / "root.key").unlink()
    certs.prepare(tmp_path, NAMES, NOW + timedelta(days=certs.ROOT_DAYS - 99))
    read(certificate).verify_directly_issued_by(read(certs.root_file(tmp_path)))
    late = NOW + timedelta(days=2 * certs.ROOT_DAYS - 200)
    certs.prepare(tmp_path, NAMES, late)
    assert read(certificate).not_valid_after_utc <= read(certs.root_file(tmp_path)).not_valid_after_utc


def test_what_is_no_certificate_is_a_clear_mistake(tmp_path: Path) -> None:
    path = tmp_path / "mine.crt"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"mine\.crt.*PEM"):
        certs.names_in(path)

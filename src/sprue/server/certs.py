"""HTTPS without anybody's help: a root certificate of this shop, and from it the server's own."""

import ipaddress
import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sprue.shop.errors import UserMistake

ROOT_DAYS = 3650
#: Browsers distrust server certificates that last longer.
SERVER_DAYS = 397
RENEW_BEFORE = timedelta(days=30)
_FOLDER = "certificates"


def root_file(data: Path) -> Path:
    """The root certificate that tablets install."""
    return data / _FOLDER / "root.crt"


def server_files(data: Path) -> tuple[Path, Path]:
    """The server's certificate (with the root behind it) and its key."""
    return data / _FOLDER / "server.crt", data / _FOLDER / "server.key"


def prepare(data: Path, names: Iterable[str], now: datetime) -> tuple[Path, Path]:
    """Make what is missing, about to end or for other names; the server's certificate and key."""
    folder = data / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = server_files(data)
    wanted = sorted(set(names))
    root, root_key = _root(data, now)
    if not _still_good(certificate, key, wanted, now) or not _is_from(root, certificate):
        made, made_key = _issue(root, root_key, wanted, now)
        _write(key, _pem(made_key), private=True)
        _write(certificate, _public(made) + _public(root))
    return certificate, key


def own_names() -> list[str]:
    """Names and addresses under which this computer is reached in its network."""
    host = socket.gethostname()
    found = {"localhost", "127.0.0.1"}
    with suppress(UnicodeError):  # names in other scripts travel in their ASCII form
        ascii_host = host.encode("idna").decode("ascii").lower()
        found |= {ascii_host, f"{ascii_host}.local"}
    with suppress(OSError, UnicodeError):
        found.update(str(entry[4][0]).split("%")[0] for entry in socket.getaddrinfo(host, None))
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Sends nothing; the system only tells which of its addresses would be used.
        probe.connect(("192.0.2.1", 9))
        found.add(probe.getsockname()[0])
    return sorted(found)


def _root(data: Path, now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    path, key_path = root_file(data), data / _FOLDER / "root.key"
    if path.exists() and key_path.exists():
        root = x509.load_pem_x509_certificate(path.read_bytes())
        if root.not_valid_after_utc - RENEW_BEFORE > now:
            return root, _load_key(key_path)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Sprue root of {socket.gethostname()}"[:64])])
    root = (
        _blank(name, name, key.public_key(), (now, now + timedelta(days=ROOT_DAYS)))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(key_path, _pem(key), private=True)
    _write(path, _public(root))
    return root, key


def _issue(
    root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, names: list[str], now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    # No certificate outlives the one that vouches for it.
    end = min(now + timedelta(days=SERVER_DAYS), root.not_valid_after_utc)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    made = (
        _blank(subject, root.subject, key.public_key(), (now, end))
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )
    return made, key


def _blank(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    span: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    begin, end = span
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        # Tablets' clocks are often a little behind.
        .not_valid_before(begin - timedelta(days=1))
        .not_valid_after(end)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _still_good(certificate: Path, key: Path, names: list[str], now: datetime) -> bool:
    if not (certificate.exists() and key.exists()):
        return False
    known = x509.load_pem_x509_certificate(certificate.read_bytes())
    if known.not_valid_after_utc - RENEW_BEFORE < now.astimezone(UTC):
        return False
    extension = known.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    held = {str(entry.value) for entry in extension.value}
    return set(names) <= held


def _is_from(root: x509.Certificate, certificate: Path) -> bool:
    try:
        x509.load_pem_x509_certificate(certificate.read_bytes()).verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def names_in(certificate: Path) -> list[str]:
    """Names for which a certificate stands; a wildcard as ".domain". UserMistake when it can't be read."""
    try:
        known = x509.load_pem_x509_certificate(certificate.read_bytes())
        extension = known.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (ValueError, x509.ExtensionNotFound) as error:
        raise UserMistake(f"{certificate}: {error}; give a PEM certificate with its names (SAN)") from error
    return [str(entry.value).removeprefix("*") for entry in extension.value]


def _load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write(path: Path, content: bytes, *, private: bool = False) -> None:
    mode = 0o600 if private else 0o644
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)

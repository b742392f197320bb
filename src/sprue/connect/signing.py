"""Signatures of Standard Webhooks 1.0 (symmetric, `v1`): https://www.standardwebhooks.com/."""

import base64
import binascii
import hashlib
import hmac

#: How a secret begins.
MARK = "whsec_"
#: Bytes of a new secret; the specification asks for 24 to 64.
SECRET_BYTES = 32


def secret_of(key: bytes) -> str:
    """Random bytes as a secret that people copy."""
    return MARK + base64.b64encode(key).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`. ValueError: the secret is none."""
    try:
        key = base64.b64decode(secret.removeprefix(MARK), validate=True)
    except binascii.Error as error:
        raise ValueError("a secret is whsec_ and base64") from error
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What goes with the body; `timestamp` in seconds since 1970, of this try."""
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }

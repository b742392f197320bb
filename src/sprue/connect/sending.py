"""Sends one message to one address through Apprise, with an id that is always the same.

The id is the `Message-ID` of an e-mail, and `id` with the header `X-Sprue-Id` of a webhook; other
services have no place for it.
"""

import logging
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from apprise import LogCapture
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.email import NotifyEmail

from sprue.connect.addresses import opened
from sprue.connect.message import Message
from sprue.connect.texts import repeated

_ERROR_LENGTH = 300
#: A mail server that is silent for so long is away.
_SECONDS = 10.0


def send(address: str, message: Message, language: str) -> str:
    """Send; "" when the receiver took it, else what went wrong."""
    receiver = opened(address)
    if receiver is None:
        return "the address can't be read"
    with LogCapture(level=logging.WARNING) as said:
        try:
            taken = _hand_over(receiver, message, language)
        except Exception as error:  # noqa: BLE001  # a hundred services, each with errors of its own
            return f"{type(error).__name__}: {error}"[:_ERROR_LENGTH]
        return "" if taken else (said.getvalue().strip() or "the receiver refused it")[:_ERROR_LENGTH]


def _hand_over(receiver: Any, message: Message, language: str) -> bool:
    if isinstance(receiver, NotifyEmail):
        return _mail(receiver, message)
    text = message.text
    if isinstance(receiver, NotifyJSON):
        receiver.headers["X-Sprue-Id"] = str(message.id)
        receiver.payload_extras.update(
            id=str(message.id), step=message.step, problem=message.problem, level=message.level
        )
    elif message.repeated:
        text = repeated(text, language)
    return bool(receiver.notify(title=message.title, body=text))


def _mail(receiver: NotifyEmail, message: Message) -> bool:
    """The letter is written here, for its Message-ID; who gets it and by which server is in the address."""
    letter = EmailMessage()
    letter["Message-ID"] = f"<{message.id}@sprue.invalid>"
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter["Subject"] = message.title
    letter["From"] = formataddr(receiver.from_addr)
    targets = [email for _, email in receiver.targets]
    letter["To"] = ", ".join(targets)
    letter.set_content(message.text, cte="base64")
    everybody = [*targets, *receiver.cc, *receiver.bcc]
    with _server(receiver) as server:
        refused = server.sendmail(receiver.from_addr[1], everybody, letter.as_bytes())
    return len(refused) < len(everybody)


def _server(receiver: NotifyEmail) -> smtplib.SMTP:
    """A connection to the mail server, secured and signed in as the address says."""
    context = ssl.create_default_context()
    if not receiver.verify_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if receiver.secure_mode == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            receiver.smtp_host, receiver.port, timeout=_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(receiver.smtp_host, receiver.port, timeout=_SECONDS)
    if receiver.secure_mode == "starttls":
        server.starttls(context=context)
    if receiver.user and receiver.password:
        server.login(receiver.user, receiver.password)
    return server

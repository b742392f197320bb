"""Users: the first account, making, changing and listing them, signing in."""

import logging
from typing import Any

from django.contrib.auth import authenticate, login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from sprue.server.accounts import throttle
from sprue.server.accounts.models import FirstAccount, User
from sprue.server.floor.who import OF_USERS, Role
from sprue.server.turned import Door, TurnedAway

log = logging.getLogger("sprue.accounts")

#: What Django's validators find, in our words.
_WEAK = {
    "password_too_short": Door.PASSWORD_SHORT,
    "password_too_common": Door.PASSWORD_COMMON,
    "password_entirely_numeric": Door.PASSWORD_NUMERIC,
    "password_too_similar": Door.PASSWORD_SIMILAR,
}


def is_set_up() -> bool:
    """Whether there is an account."""
    return User.objects.exists()


def set_up(username: str, password: str, language: str) -> User:
    """Make the first account, a manager. TurnedAway when there is one, or the password is weak."""
    if is_set_up():
        raise TurnedAway(Door.SET_UP_ALREADY)
    try:
        with transaction.atomic():
            FirstAccount.objects.create(id=1)
            return make(username, password, Role.MANAGER, language=language)
    except IntegrityError as error:
        raise TurnedAway(Door.SET_UP_ALREADY) from error


def make(username: str, password: str, role: Role, *, person: str = "", language: str = "") -> User:
    """A new user. TurnedAway: name taken, weak password, unknown role."""
    name = username.strip()
    if role not in OF_USERS:
        raise TurnedAway(Door.UNKNOWN_ROLE)
    if not name or len(name) > 150:
        raise TurnedAway(Door.BAD_REQUEST, "username")
    user = User(username=name, role=role.value, person=person, language=language)
    _check(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise TurnedAway(Door.NAME_TAKEN) from error
    log.info("new user: %r, %s", name, role.value)
    return user


def change_password(username: str, password: str) -> None:
    """Give a user a new password; open sessions end."""
    user = _named(username)
    _check(password, user)
    user.set_password(password)
    user.save()
    throttle.passed(f"login:{username.lower()}")
    log.info("new password: %r", username)


def remove(username: str) -> None:
    """Take a user away; the last manager stays."""
    user = _named(username)
    others = User.objects.filter(role=Role.MANAGER.value).exclude(pk=user.pk)
    if user.role == Role.MANAGER.value and not others.exists():
        raise TurnedAway(Door.LAST_MANAGER)
    user.delete()
    log.info("user removed: %r", username)


def sign_in(request: HttpRequest, username: str, password: str) -> User:
    """Open a session. TurnedAway when name or password is wrong, or after too many tries."""
    key = f"login:{username.strip().lower()}"
    throttle.check(key)
    user = authenticate(request, username=username.strip(), password=password)
    if not isinstance(user, User):
        throttle.failed(key)
        log.warning("login refused: %r", username[:150])
        raise TurnedAway(Door.WRONG_LOGIN)
    throttle.passed(key)
    login(request, user)
    log.info("login: %r", user.username)
    return user


def listed() -> list[dict[str, Any]]:
    """All users by name."""
    return [
        {
            "username": user.username,
            "role": user.role,
            "person": user.person or None,
            "last_login": user.last_login.isoformat() if user.last_login is not None else None,
        }
        for user in User.objects.order_by("username")
    ]


def _named(username: str) -> User:
    user = User.objects.filter(username=username).first() if "\x00" not in username else None
    if user is None:
        raise TurnedAway(Door.UNKNOWN_USER)
    return user


def _check(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        codes = [fault.code or "" for fault in error.error_list]
        raise TurnedAway(_WEAK.get(codes[0], Door.WEAK_PASSWORD)) from error

"""Who a request comes from: a program's bearer token, a session, an enrolled terminal, a wall's link."""

from django.http import HttpRequest

from sprue.server.accounts import tokens
from sprue.server.accounts.models import Token, User
from sprue.server.floor.memory import memory
from sprue.server.floor.who import OF_LINKS, Role, Who, machines_of
from sprue.server.permissions import TABLE
from sprue.server.scopes import permits
from sprue.server.turned import Door, TurnedAway
from sprue.shop.ids import PersonId

DEVICE_COOKIE = "sprue_device"
LANGUAGE_COOKIE = "sprue_language"
LANGUAGES = ("en", "zh-hans")


def language_of(request: HttpRequest) -> str:
    """The language of the answer: the address, the cookie, what the browser likes, the shop's."""
    for wish in (request.GET.get("lang"), request.COOKIES.get(LANGUAGE_COOKIE)):
        if wish in LANGUAGES:
            return wish
    for wish in request.headers.get("Accept-Language", "").split(","):
        tag = wish.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh-hans"
        if tag.startswith("en"):
            return "en"
    shop = memory.state.shop
    language = shop.settings.language
    return language if shop.machines and language in LANGUAGES else "en"


def bearer_of(request: HttpRequest) -> str:
    """The secret of the Authorization header, "" when there is none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def who_of(request: HttpRequest, *, at_terminal: bool = False, by_link: bool = False) -> Who | None:
    """Who asks; None: nobody known.

    `at_terminal`: the request is a terminal's, so the enrolled device speaks even where somebody's
    session is open in the same browser. `by_link`: it is that of a page which a link opens, so the
    link speaks: whoever has made it sees with it what its reader will see.
    """
    secret = bearer_of(request)
    if secret:
        return _of_token(tokens.known(secret), request)
    linked = _of_link(request) if by_link else None
    if linked is not None:
        return linked
    device = _device(request)
    if at_terminal and device is not None:
        return device
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_active:
        person = PersonId(user.person) if user.person else None
        return Who(user.username, Role(user.role), language_of(request), person)
    return device if device is not None else _of_link(request)


def needed(request: HttpRequest, action: str, *, at_terminal: bool = False, by_link: bool = False) -> Who:
    """Who asks, when they may do the action; TurnedAway otherwise."""
    who = who_of(request, at_terminal=at_terminal, by_link=by_link)
    if who is None:
        raise TurnedAway(Door.NOT_SIGNED_IN)
    if not permits(who, action):
        raise TurnedAway(Door.FORBIDDEN)
    return who


def may_read(who: Who, topic: str) -> None:
    """TurnedAway when they don't see the topic."""
    if topic.startswith("station:"):
        asked = machines_of(topic.removeprefix("station:"))
        own = set(asked) <= set(who.stations) and permits(who, "topic own station")
        if own or permits(who, "topic station"):
            return
        raise TurnedAway(Door.FORBIDDEN)
    if f"topic {topic}" not in TABLE or " " in topic:
        raise TurnedAway(Door.WRONG_TOPIC)
    if not permits(who, f"topic {topic}"):
        raise TurnedAway(Door.FORBIDDEN)


def _device(request: HttpRequest) -> Who | None:
    token = tokens.known(request.COOKIES.get(DEVICE_COOKIE, ""))
    return _of_token(token, request) if token is not None and token.role == Role.STATION.value else None


def _of_link(request: HttpRequest) -> Who | None:
    token = tokens.known(request.GET.get("token", ""))
    # A link is read over shoulders and kept in histories: it opens what it was made to show and no more.
    return _of_token(token, request) if token is not None and Role(token.role) in OF_LINKS else None


def _of_token(token: Token | None, request: HttpRequest) -> Who | None:
    if token is None:
        return None
    name = token.label or token.role
    return Who(
        name,
        Role(token.role),
        language_of(request),
        stations=machines_of(token.station),
        customer=token.customer,
        scopes=tuple(token.scopes),
    )

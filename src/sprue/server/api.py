"""The JSON interface: everything that screens and programs do. Documented at /api/docs."""

import logging
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import logout
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import File, NinjaAPI, Swagger
from ninja.errors import HttpError, ValidationError
from ninja.files import UploadedFile

from sprue import __version__
from sprue.floor.refusal import Code, Refusal
from sprue.server import (
    backup_state,
    bulletin_api,
    changes_api,
    costs_api,
    drafts_api,
    drawings_api,
    electrodes_api,
    figures_api,
    gantt_api,
    hooks_api,
    ledger_api,
    material_api,
    molds_api,
    paper_api,
    photos_api,
    questions_api,
    tables_api,
    trials_api,
)
from sprue.server import schemas as sc
from sprue.server.accounts import access, pins, tokens, users, walls
from sprue.server.accounts.access import language_of, may_read
from sprue.server.accounts.models import User
from sprue.server.asking import answers, asker, own_page, plain
from sprue.server.floor import actions, advice, ask, handovers, imports, queries
from sprue.server.floor.parse import BadRequest
from sprue.server.floor.who import Role, machines_of
from sprue.server.outbox import channels
from sprue.server.scopes import visible
from sprue.server.shapes import accounts as ac
from sprue.server.shapes.commands import Command
from sprue.server.turned import Door, TurnedAway
from sprue.wire import figures as fg
from sprue.wire import floor as fl
from sprue.wire import plans as pl
from sprue.wire.accounts import Asking, Session
from sprue.wire.commands import CommandAnswer

log = logging.getLogger("sprue.api")

LARGEST_FILE = 30 * 2**20
#: A part of an address that names something, as Django writes it.

api = NinjaAPI(
    title="Sprue",
    version=__version__,
    description="Runs a mold, tool and die shop live. Programs send `Authorization: Bearer TOKEN`.",
    docs=Swagger(settings={"persistAuthorization": True}),
)


# -- the floor -------------------------------------------------------------------


@api.get("/snapshot", response=answers(fl.TopicSnapshot), tags=["floor"])
def snapshot(request: HttpRequest, topic: str, token: str = "") -> HttpResponse:
    """All rows of a topic: wall, desk, problems, ledger or station:MACHINE."""
    who = asker(request, at_terminal=topic.startswith("station:"))
    may_read(who, topic)
    return plain(queries.snapshot(topic, language_of(request)))


@api.post("/commands", response=answers(CommandAnswer), tags=["floor"])
def command(request: HttpRequest, body: Command) -> Any:
    """Something happened on the floor, or shall. The same id sent again counts once."""
    at_terminal = bool(body.station) and access.DEVICE_COOKIE in request.COOKIES
    who = asker(request, at_terminal=at_terminal)
    sent = body.model_dump()
    return plain(actions.submit({**sent, **(body.__pydantic_extra__ or {})}, who))


@api.get("/operations/{operation}", response=answers(fl.OperationPage), tags=["floor"])
def operation(request: HttpRequest, operation: str) -> HttpResponse:
    """One operation: why it starts when it does, gates, neighbors, history."""
    asker(request)
    return plain(queries.operation(operation, language_of(request)))


@api.get("/travelers", response=answers(fl.Traveler), tags=["floor"])
def traveler(request: HttpRequest, code: str, machine: str = "", person: str = "") -> HttpResponse:
    """What a traveler's code opens at a machine: start, resume, finish, or why not."""
    who = asker(request, at_terminal=True)
    return plain(queries.traveler(code, who.at(machine), person or None, language_of(request)))


@api.get("/molds/{mold}/links", response=answers(fl.Links), tags=["floor"])
def links(request: HttpRequest, mold: str) -> HttpResponse:
    """What follows what among the open operations of a mold."""
    asker(request)
    return plain(queries.links(mold))


@api.get("/molds/{mold}/order", response=answers(fl.OrderOfMold), tags=["floor"])
def order(request: HttpRequest, mold: str) -> HttpResponse:
    """The order of a mold: customer, market, dates; what it is worth for those who may know."""
    who = asker(request)
    return plain(visible(queries.order(mold), who))


@api.get("/progress", response=answers(fl.CustomerProgress), tags=["floor"])
def progress(request: HttpRequest, token: str = "") -> HttpResponse:
    """How far the molds of the customer are whose link asks."""
    return plain(queries.progress(asker(request, by_link=True).customer))


@api.get("/shifts", response=answers(fl.Shifts), tags=["floor"])
def shifts(request: HttpRequest, department: str = "") -> HttpResponse:
    """Departments (all, or those given with commas, together) and their shifts of the last days."""
    asker(request)
    return plain(handovers.shifts(department))


@api.get("/handover", response=answers(fl.HandoverPage), tags=["floor"])
def handover(request: HttpRequest, department: str, end: datetime | None = None) -> HttpResponse:
    """What a department's shift hands over: the last that began, or the one that ends at that moment."""
    asker(request)
    if end is not None and end.tzinfo is None:
        raise BadRequest("end: needs a zone")
    return plain(handovers.page(department, end))


@api.get("/people", response=answers(list[fl.PersonHere]), tags=["floor"])
def people(request: HttpRequest) -> HttpResponse:
    """Names for the sign-in of a terminal, and who has a PIN."""
    asker(request)
    with_pin = pins.people()
    return plain([{**person, "pin": person["id"] in with_pin} for person in queries.people()])


@api.get("/figures", response=answers(fg.FiguresPage), tags=["floor"])
def figures(request: HttpRequest) -> HttpResponse:
    """Hours by machine, setup share, rework and rejects, lead time by order."""
    asker(request)
    return plain(queries.figures())


@api.get("/estimates", response=answers(fg.EstimatesPage), tags=["floor"])
def estimates(request: HttpRequest) -> HttpResponse:
    """What finished work tells of its estimates, and the factors with which work is planned."""
    asker(request)
    return plain(queries.estimates_page())


@api.get("/health", response=answers(fl.Health), tags=["server"], auth=None)
def health(request: HttpRequest) -> HttpResponse:
    """Whether the server works and the planner keeps up; open to all, it tells nothing of the shop."""
    return plain(queries.health())


@api.get("/backup", response=answers(fl.BackupState), tags=["server"])
def backup(request: HttpRequest) -> HttpResponse:
    """The second place of backups, how old the newest one is, and what went wrong last."""
    asker(request)
    return plain(backup_state.state(datetime.now(UTC)))


@api.post("/clock", response=answers(CommandAnswer), tags=["server"])
def clock(request: HttpRequest, body: sc.RateIn) -> Any:
    """How fast the demo's clock runs."""
    who = asker(request)
    if not _demo():
        raise Refusal(Code.ONLY_DEMO)
    return plain(actions.set_clock(body.rate, who))


def _demo() -> bool:
    from django.conf import settings  # noqa: PLC0415  # read at the call: tests change it

    return bool(settings.SPRUE_DEMO)


# -- problems --------------------------------------------------------------------


@api.get("/problem-rules", response=answers(pl.ProblemRulesPage), tags=["problems"])
def problem_rules(request: HttpRequest) -> HttpResponse:
    """How problems are called and climb, and who has the duty; changed by commands."""
    asker(request)
    return plain(queries.problem_rules())


@api.get("/channels", response=answers(list[pl.ChannelRow]), tags=["problems"])
def list_channels(request: HttpRequest) -> HttpResponse:
    """Addresses that messages go to, without their secrets."""
    asker(request)
    return plain(channels.listed())


@api.post("/channels", response=answers(None, status=204), tags=["problems"])
def put_channel(request: HttpRequest, body: sc.ChannelIn) -> Any:
    """A new channel, or other facts of a known one."""
    who = asker(request)
    channels.put(body.name, body.address, body.covers, reports=body.reports, by=who.name)
    return HttpResponse(status=204)


@api.post("/channels/{name}/test", response=answers(sc.Tried), tags=["problems"])
def try_channel(request: HttpRequest, name: str) -> Any:
    """Send a test message now."""
    asker(request)
    return channels.tried(name, language_of(request))


@api.delete("/channels/{name}", response=answers(None, status=204), tags=["problems"])
def remove_channel(request: HttpRequest, name: str) -> Any:
    """Take a channel away."""
    asker(request)
    channels.remove(name)
    return HttpResponse(status=204)


@api.get("/messages", response=answers(list[pl.MessageSent]), tags=["problems"])
def list_messages(request: HttpRequest) -> HttpResponse:
    """The newest messages and what became of them."""
    asker(request)
    return plain(channels.messages())


# -- plans and imports -----------------------------------------------------------


@api.get("/plans", response=answers(list[pl.PlanHead]), tags=["plans"])
def plans(request: HttpRequest) -> HttpResponse:
    """Published versions, newest first."""
    asker(request)
    return plain(queries.plans())


@api.get("/problems/{problem}/counter-moves", response=answers(pl.CounterMoves), tags=["problems"])
def counter_moves(request: HttpRequest, problem: str) -> HttpResponse:
    """What could be done about a problem, with computed effects, as far as it was asked for."""
    asker(request)
    return plain(advice.state(problem))


@api.post("/problems/{problem}/counter-moves", response=answers(pl.CounterMoves), tags=["problems"])
def ask_counter_moves(request: HttpRequest, problem: str) -> HttpResponse:
    """Ask the planner what could be done about a problem."""
    return plain(advice.ask(problem, asker(request)))


@api.post(
    "/problems/{problem}/counter-moves/{int:number}/take",
    response=answers(pl.CounterMoves),
    tags=["problems"],
)
def take_counter_move(request: HttpRequest, problem: str, number: int) -> HttpResponse:
    """Take a counter-move: its plan is made, judged and published."""
    return plain(advice.take(problem, number, asker(request)))


@api.get("/plans/compare", response=answers(pl.PlanComparison), tags=["plans"])
def compare(request: HttpRequest, a: int, b: int) -> HttpResponse:
    """What version b does differently from version a."""
    asker(request)
    return plain(queries.compare(a, b))


@api.post("/plans/draft", response=answers(sc.Draft), tags=["plans"])
def ask_draft(request: HttpRequest) -> Any:
    """Ask the planner for a fresh plan."""
    return plain(ask.draft(asker(request)))


@api.get("/plans/draft", response=answers(pl.DraftState), tags=["plans"])
def draft(request: HttpRequest) -> HttpResponse:
    """How far the fresh plan is; publish it with the command publish_plan."""
    asker(request)
    return plain(ask.state())


@api.get("/plans/{int:version}", response=answers(pl.PlanVersion), tags=["plans"])
def plan(request: HttpRequest, version: int) -> HttpResponse:
    """A version with its rows."""
    asker(request)
    return plain(queries.plan(version))


@api.post("/import", response=answers(pl.WorkbookLook), tags=["import"])
def look(request: HttpRequest, file: File[UploadedFile], dry: bool = False) -> HttpResponse:
    """Read a workbook (xlsx, or a zip of CSV files): its faults, or counts and an id to take it by."""
    who = asker(request)
    if (file.size or 0) > LARGEST_FILE:
        raise TurnedAway(Door.FILE_TOO_LARGE)
    return plain(imports.look(file.read(), file.name or "", who, dry))


@api.post("/import/{import_id}/take", response=answers(CommandAnswer), tags=["import"])
def take(request: HttpRequest, import_id: str) -> Any:
    """The workbook becomes the shop."""
    return plain(imports.take(import_id, asker(request)))


# -- accounts --------------------------------------------------------------------


@api.post("/setup", response=answers(Session), tags=["accounts"], auth=None)
def setup(request: HttpRequest, body: sc.FirstAccountIn) -> Any:
    """Make the first account, a manager, and sign in."""
    own_page(request)
    users.set_up(body.username, body.password, body.language)
    return _session(users.sign_in(request, body.username, body.password))


@api.get("/session", response=answers(Asking), tags=["accounts"])
def session(request: HttpRequest) -> Any:
    """Who asks."""
    who = asker(request)
    return {"name": who.name, "role": who.role.value, "scopes": who.scopes}


@api.post("/session", response=answers(Session), tags=["accounts"], auth=None)
def sign_in(request: HttpRequest, body: sc.Credentials) -> Any:
    """Sign in."""
    own_page(request)
    return _session(users.sign_in(request, body.username, body.password))


@api.delete("/session", response=answers(None, status=204), tags=["accounts"])
def sign_out(request: HttpRequest) -> Any:
    """Sign out."""
    own_page(request)
    logout(request)
    return HttpResponse(status=204)


def _session(user: User) -> dict[str, str]:
    return {"name": user.username, "role": user.role}


@api.get("/users", response=answers(list[ac.UserRow]), tags=["accounts"])
def list_users(request: HttpRequest) -> Any:
    """All users."""
    asker(request)
    return plain(users.listed())


@api.post("/users", response=answers(Session, status=201), tags=["accounts"])
def make_user(request: HttpRequest, body: sc.UserIn) -> Any:
    """A new user."""
    asker(request)
    if body.person and not any(known["id"] == body.person for known in queries.people()):
        raise TurnedAway(Door.UNKNOWN_PERSON)
    made = users.make(body.username, body.password, _role(body.role), person=body.person)
    return plain(_session(made), 201)


@api.post("/users/{username}/password", response=answers(None, status=204), tags=["accounts"])
def set_password(request: HttpRequest, username: str, body: sc.PasswordIn) -> Any:
    """Give a user a new password."""
    asker(request)
    users.change_password(username, body.password)
    return HttpResponse(status=204)


@api.delete("/users/{username}", response=answers(None, status=204), tags=["accounts"])
def remove_user(request: HttpRequest, username: str) -> Any:
    """Take a user away; the last manager stays."""
    asker(request)
    users.remove(username)
    return HttpResponse(status=204)


@api.post("/people/{person}/pin", response=answers(None, status=204), tags=["accounts"])
def set_pin(request: HttpRequest, person: str, body: sc.PinIn) -> Any:
    """Give a person a PIN, or take it away."""
    asker(request)
    if not any(known["id"] == person for known in queries.people()):
        raise TurnedAway(Door.UNKNOWN_PERSON)
    if body.pin:
        pins.set(person, body.pin)
    else:
        pins.clear(person)
    return HttpResponse(status=204)


@api.get("/tokens", response=answers(list[ac.TokenRow]), tags=["accounts"])
def list_tokens(request: HttpRequest) -> Any:
    """Tokens of walls, terminals and programs, without their secrets."""
    asker(request)
    return plain(tokens.listed())


@api.post("/tokens", response=answers(sc.TokenOut), tags=["accounts"])
def make_token(request: HttpRequest, body: sc.TokenIn) -> Any:
    """A new token; its secret is in this answer only."""
    who = asker(request)
    known = queries.snapshot("wall", "en")["tables"].get("machines", {}) if body.station else {}
    if any(machine not in known for machine in machines_of(body.station or "")):
        raise TurnedAway(Door.UNKNOWN_MACHINE)
    if body.customer and body.customer not in queries.customers():
        raise TurnedAway(Door.UNKNOWN_CUSTOMER)
    token_id, secret = tokens.issue(
        _role(body.role),
        label=body.label,
        station=body.station or "",
        customer=body.customer,
        scopes=body.scopes,
        by=who.name,
    )
    return {"id": token_id, "token": secret}


@api.put("/tokens/{token_id}/wall", response=answers(None, status=204), tags=["accounts"])
def set_wall(request: HttpRequest, token_id: str, body: sc.WallIn) -> Any:
    """What a wall shows: room, pages, seconds, sound. It takes them up within a minute."""
    asker(request)
    wall: walls.WallSettings = {
        "room": body.room,
        "pages": body.pages,
        "kinds": body.kinds,
        "seconds": body.seconds,
        "sound": body.sound,
    }
    walls.keep(token_id, wall)
    return HttpResponse(status=204)


@api.get("/wall", response=answers(sc.WallIn), tags=["floor"])
def wall(request: HttpRequest, token: str = "") -> HttpResponse:
    """What the wall that asks shows."""
    asker(request)
    return plain(walls.asked(request))


@api.delete("/tokens/{token_id}", response=answers(None, status=204), tags=["accounts"])
def withdraw_token(request: HttpRequest, token_id: str) -> Any:
    """The token is worth nothing from now on."""
    asker(request)
    tokens.withdraw(token_id)
    return HttpResponse(status=204)


@api.post("/enroll", response=answers(Session), tags=["accounts"], auth=None)
def enroll(request: HttpRequest, body: sc.EnrollIn) -> Any:
    """This browser becomes the terminal of a machine."""
    own_page(request)
    token = tokens.known(body.token)
    if token is None or token.role != Role.STATION.value:
        raise TurnedAway(Door.UNKNOWN_TOKEN)
    if body.station and body.station != token.station:
        raise TurnedAway(Door.WRONG_STATION)
    response = plain({"name": token.station, "role": token.role})
    give_device(response, body.token, secure=request.is_secure())
    return response


def give_device(response: HttpResponse, secret: str, *, secure: bool) -> None:
    """The cookie that makes a browser a terminal."""
    response.set_cookie(
        access.DEVICE_COOKIE, secret, max_age=365 * 86400, httponly=True, secure=secure, samesite="Lax"
    )


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise TurnedAway(Door.UNKNOWN_ROLE) from error


# -- refusals --------------------------------------------------------------------


def refused(status: int, code: str, message: str, facts: Any = None) -> HttpResponse:
    """The one shape of a refusal."""
    return plain({"code": code, "message": message, "facts": facts or {}}, status)


@api.exception_handler(TurnedAway)
def turned_away(request: HttpRequest, error: TurnedAway) -> HttpResponse:
    """The door said no."""
    return refused(error.status, error.code.value, error.message(language_of(request)))


@api.exception_handler(Refusal)
def floor_refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """The floor said no."""
    status = 403 if error.code is Code.FORBIDDEN else 409
    return refused(status, error.code.value, error.message(language_of(request)), error.facts)


@api.exception_handler(BadRequest)
def bad_request(request: HttpRequest, error: BadRequest) -> HttpResponse:
    """A command that can't be read."""
    return turned_away(request, TurnedAway(Door.BAD_REQUEST, str(error)))


@api.exception_handler(ValidationError)
def bad_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body or an address that is not as documented."""
    first = error.errors[0] if error.errors else {}
    place = ".".join(str(part) for part in first.get("loc", ())[1:])
    return turned_away(request, TurnedAway(Door.BAD_REQUEST, f"{place}: {first.get('msg', '')}"))


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Not JSON, or the like."""
    return refused(error.status_code, str(error.status_code), str(error))


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    """More than anybody has a reason to send."""
    return turned_away(request, TurnedAway(Door.FILE_TOO_LARGE))


@api.exception_handler(OperationalError)
def store_failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """The disk is full, the database is away: nothing was acknowledged, trying again helps."""
    log.error("the database failed: %s", error)
    return turned_away(request, TurnedAway(Door.STORE_FAILED))


@api.exception_handler(queries.NotFound)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    """No such operation, mold or version."""
    return turned_away(request, TurnedAway(Door.NOT_FOUND, str(error)))


api.add_router("/ledger", ledger_api.router)
api.add_router("/material", material_api.router)
api.add_router("/photos", photos_api.router)
api.add_router("/trials", trials_api.router)
api.add_router("/changes", changes_api.router)
api.add_router("/electrodes", electrodes_api.router)
api.add_router("", drawings_api.router)
api.add_router("/figures", figures_api.router)
api.add_router("/bulletin", bulletin_api.router)
api.add_router("/costs", costs_api.router)
api.add_router("/paper", paper_api.router)
api.add_router("/tables", tables_api.router)
api.add_router("", molds_api.router)
api.add_router("/webhooks", hooks_api.router)
api.add_router("/drafts", drafts_api.router)
api.add_router("/gantt", gantt_api.router)
api.add_router("/questions", questions_api.router)
api.add_router("/scenarios", questions_api.scenes)

#: The checks above stand in for the middleware's: a bearer token needs no page of ours.
urls = api.urls
for pattern in urls[0]:
    assert pattern.callback is not None
    pattern.callback = csrf_exempt(pattern.callback)

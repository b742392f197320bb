"""The pages: shells into which the screens' programs are loaded; all their words live there."""

import json
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

from sprue import __version__
from sprue.server import certs
from sprue.server.accounts import access, tokens, users, walls
from sprue.server.accounts.access import language_of, who_of
from sprue.server.accounts.models import User
from sprue.server.api import give_device
from sprue.server.certificate_texts import certificate_page
from sprue.server.floor.who import Role
from sprue.server.permissions import allowed, may
from sprue.server.turned import Door, TurnedAway

DIST = Path(__file__).resolve().parent / "static" / "dist"
_YEAR = 365 * 86400
_SHELL = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{links}
</head>
<body>
<div id="app"></div>
<script id="boot" type="application/json">{boot}</script>
</body>
</html>
"""
_NO_ICON = '<link rel="icon" href="data:,">'
#: Installed on a tablet or phone: it opens by its icon, without the browser's bars.
_INSTALLED = """<link rel="icon" href="/static/icons/terminal.svg">
<link rel="apple-touch-icon" href="/static/icons/terminal-192.png">
<link rel="manifest" href="/{page}/manifest.webmanifest">
<meta name="theme-color" content="#22303c">"""
_TITLES = {
    "wall": ("Wall · Sprue", "大屏 · Sprue"),
    "customer": ("Your molds · Sprue", "您的模具 · Sprue"),
    "leader": ("My team · Sprue", "我的班组 · Sprue"),
    "desk": ("Sprue", "Sprue 计划台"),
    "terminal": ("Terminal · Sprue", "终端 · Sprue"),
    "login": ("Sign in · Sprue", "登录 · Sprue"),
    "setup": ("Set up · Sprue", "初始化 · Sprue"),
    "enroll": ("Set up a terminal · Sprue", "登记终端 · Sprue"),
}


class NotBuilt(Exception):
    """The screens have not been built into the package."""


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """Vite's list of built files. NotBuilt where there is none."""
    try:
        found: dict[str, Any] = json.loads((DIST / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise NotBuilt from error
    return found


def links_of(entry: str) -> str:
    """The elements that load an entry: its styles, its program and what that imports."""
    known = manifest()
    if entry not in known:
        raise NotBuilt
    styles: list[str] = []
    imported: list[str] = []
    todo = [entry]
    seen: set[str] = set()
    while todo:
        name = todo.pop(0)
        if name in seen:
            continue
        seen.add(name)
        chunk = known[name]
        styles += [s for s in chunk.get("css", ()) if s not in styles]
        if name != entry:
            imported.append(chunk["file"])
        todo += chunk.get("imports", ())
    lines = [f'<link rel="stylesheet" href="/static/dist/{s}">' for s in styles]
    lines += [f'<link rel="modulepreload" href="/static/dist/{f}">' for f in imported]
    lines.append(f'<script type="module" src="/static/dist/{known[entry]["file"]}"></script>')
    return "\n".join(lines)


def shell(request: HttpRequest, page: str, entry: str, **more: object) -> HttpResponse:
    """The page with its boot data; sets the cookies that the screens need."""
    language = language_of(request)
    user = request.user if isinstance(request.user, User) else None
    boot = {
        "page": page,
        "language": language,
        "token": None,
        "station": None,
        "user": user_of(user) if user is not None else None,
        "demo": settings.SPRUE_DEMO,
        "version": __version__,
        **more,
    }
    get_token(request)
    try:
        links = "\n".join(
            (
                _INSTALLED.format(page=page) if page in ("terminal", "leader") else _NO_ICON,
                links_of(f"{entry}/main.tsx"),
            )
        )
    except NotBuilt:
        return not_built(language)
    english, chinese = _TITLES[page]
    text = _SHELL.format(
        lang="en" if language == "en" else "zh-Hans",
        title=english if language == "en" else chinese,
        links=links,
        # "</script>" inside a name must not end the element.
        boot=json.dumps(boot, ensure_ascii=False).replace("<", "\\u003c"),
    )
    response = HttpResponse(text)
    if request.GET.get("lang") in access.LANGUAGES:
        response.set_cookie(access.LANGUAGE_COOKIE, language, max_age=_YEAR, samesite="Lax")
    return response


def user_of(user: User) -> dict[str, Any]:
    """Who is signed in and what this role may do, for the screen."""
    return {
        "name": user.username,
        "role": user.role,
        "person": user.person,
        "may": allowed(Role(user.role)),
    }


def not_built(language: str) -> HttpResponse:
    """What to do when the screens are missing."""
    english = "The screens are not built into this copy. Call <code>make build</code>, then start again."
    chinese = "此版本未包含网页界面。请先运行 <code>make build</code>，再重新启动。"
    return HttpResponse(f"<p>{english if language == 'en' else chinese}</p>", status=503)


def home(request: HttpRequest) -> HttpResponse:
    """Where a visitor belongs."""
    if not users.is_set_up():
        return HttpResponseRedirect("/setup")
    if isinstance(request.user, User):
        return HttpResponseRedirect(home_of(Role(request.user.role)))
    return HttpResponseRedirect("/login")


def home_of(role: Role) -> str:
    """The first screen of a role."""
    if may(role, "page /desk/"):
        return "/desk/"
    return "/leader/" if may(role, "page /leader/") else "/wall/"


def setup(request: HttpRequest) -> HttpResponse:
    """The first account; afterwards there is nothing to set up."""
    return HttpResponseRedirect("/login") if users.is_set_up() else shell(request, "setup", "entry")


def login(request: HttpRequest) -> HttpResponse:
    """Sign in."""
    return shell(request, "login", "entry") if users.is_set_up() else HttpResponseRedirect("/setup")


def desk(request: HttpRequest) -> HttpResponse:
    """The planner's desk."""
    if not users.is_set_up():
        return HttpResponseRedirect("/setup")
    if not isinstance(request.user, User):
        return HttpResponseRedirect("/login?next=/desk/")
    if not may(Role(request.user.role), "page /desk/"):
        return HttpResponseRedirect("/")
    return shell(request, "desk", "desk")


def leader(request: HttpRequest) -> HttpResponse:
    """The team leader's phone."""
    if not isinstance(request.user, User):
        return HttpResponseRedirect("/login?next=/leader/")
    if not may(Role(request.user.role), "page /leader/"):
        return HttpResponseRedirect("/")
    return shell(request, "leader", "leader")


def leader_manifest(request: HttpRequest) -> HttpResponse:
    """How a phone installs the leader's screen."""
    return _manifest(request, "leader", "Sprue leader", "Sprue 班组长")


def wall(request: HttpRequest) -> HttpResponse:
    """The wall; its token is checked when it asks for the shop."""
    return shell(request, "wall", "wall", token=request.GET.get("token"), wall=walls.asked(request))


def customer(request: HttpRequest) -> HttpResponse:
    """How far a customer's molds are; the link's token is checked when it asks for them."""
    response = shell(request, "customer", "customer", token=request.GET.get("token"))
    # The address holds the secret: it must not travel on to other sites or into search engines.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def terminal(request: HttpRequest) -> HttpResponse:
    """A machine's terminal: that of the enrolled device, or the one that is asked for."""
    who = who_of(request, at_terminal=True)
    own = ",".join(who.stations) if who is not None and who.role is Role.STATION else ""
    return shell(request, "terminal", "terminal", station=own or request.GET.get("station"))


def enroll(request: HttpRequest) -> HttpResponse:
    """A link with a token makes this browser a terminal at once; without one, a form asks."""
    secret = request.GET.get("token", "")
    token = tokens.known(secret)
    if token is None or token.role != Role.STATION.value:
        return shell(request, "enroll", "entry", token=secret or None, station=request.GET.get("station"))
    language = request.GET.get("lang")
    tail = f"&lang={language}" if language in access.LANGUAGES else ""
    response = HttpResponseRedirect(f"/terminal/?station={token.station}{tail}")
    give_device(response, secret, secure=request.is_secure())
    return response


def certificate(request: HttpRequest) -> HttpResponse:
    """How a tablet learns to trust this server."""
    made = certs.root_file(settings.SPRUE_DATA).exists()
    address = escape(f"{request.scheme}://{request.get_host()}/")
    return HttpResponse(certificate_page(language_of(request), address, made=made))


def root_certificate(request: HttpRequest) -> HttpResponse | FileResponse:
    """The root certificate to install."""
    path = certs.root_file(settings.SPRUE_DATA)
    if not path.exists():
        return HttpResponse(status=404)
    return FileResponse(path.open("rb"), content_type="application/x-x509-ca-cert", filename="sprue-root.crt")


def terminal_worker(request: HttpRequest) -> HttpResponse | FileResponse:
    """The program with which a terminal opens without a network. One name for ever, so never from a cache."""
    path = DIST / "worker.js"
    if not path.exists():
        return not_built(language_of(request))
    response = FileResponse(path.open("rb"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def terminal_manifest(request: HttpRequest) -> HttpResponse:
    """How a tablet installs its terminal: name, icon, where it begins."""
    return _manifest(request, "terminal", "Sprue terminal", "Sprue 终端", display="fullscreen")


def _manifest(
    request: HttpRequest, page: str, english: str, chinese: str, display: str = "standalone"
) -> HttpResponse:
    language = language_of(request)
    icons = [
        {
            "src": f"/static/icons/terminal-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for size in (192, 512)
        for use in ("any", "maskable")
    ]
    body = {
        "id": f"/{page}/",
        "name": english if language == "en" else chinese,
        "short_name": "Sprue",
        "lang": "en" if language == "en" else "zh-Hans",
        "start_url": f"/{page}/",
        "scope": f"/{page}/",
        "display": display,
        "background_color": "#f3f5f7",
        "theme_color": "#22303c",
        "icons": icons,
    }
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, content_type="application/manifest+json; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that leads nowhere: JSON for programs, a way home for people."""
    return _no_page(request, TurnedAway(Door.NOT_FOUND), 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django refuses: most often one under a name that the server was not told."""
    if isinstance(exception, DisallowedHost):
        name = escape(request.META.get("HTTP_HOST", "")[:200])
        return _no_page(request, TurnedAway(Door.UNKNOWN_HOST, name), 400)
    return _no_page(request, TurnedAway(Door.BAD_REQUEST), 400)


def failed(request: HttpRequest) -> HttpResponse:
    """A defect of ours; the log has it."""
    return _no_page(request, TurnedAway(Door.DEFECT), 500)


def _no_page(request: HttpRequest, error: TurnedAway, status: int) -> HttpResponse:
    text = error.message(language_of(request))
    if request.path.startswith("/api/"):
        body = json.dumps({"code": error.code.value, "message": text, "facts": {}}, ensure_ascii=False)
        return HttpResponse(body, content_type="application/json; charset=utf-8", status=status)
    return HttpResponse(
        f'<!doctype html><meta charset="utf-8"><p>{text}</p><a href="/">Sprue</a>', status=status
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A request without the token of our own pages."""
    text = TurnedAway(Door.CSRF).message(language_of(request))
    body = json.dumps({"code": Door.CSRF.value, "message": text, "facts": {}}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json; charset=utf-8", status=403)

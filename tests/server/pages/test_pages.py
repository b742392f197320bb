"""The pages: shells with their boot data, in both languages, with nothing that runs inline."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sprue import __version__
from sprue.server import certs, pages
from tests.server.askers import Asker, Askers

SHELLS = ("setup", "login", "desk", "wall", "terminal", "enroll")
ENTRIES = ("customer", "leader", "entry", "desk", "wall", "terminal")


@pytest.fixture
def screens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Built screens as Vite leaves them, in little."""
    chunks: dict[str, Any] = {
        f"{name}/main.tsx": {
            "file": f"assets/{name}-1a2b.js",
            "css": [f"assets/{name}-3c4d.css"],
            "imports": ["_parts.js"],
        }
        for name in ENTRIES
    }
    chunks["_parts.js"] = {"file": "assets/parts-5e6f.js", "css": ["assets/parts-7a8b.css"]}
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(chunks), encoding="utf-8")
    (tmp_path / "worker.js").write_text("self", encoding="utf-8")
    monkeypatch.setattr(pages, "DIST", tmp_path)
    pages.manifest.cache_clear()
    yield tmp_path
    pages.manifest.cache_clear()


def boot_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="boot" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    boot: dict[str, Any] = json.loads(found[1])
    return boot


@pytest.mark.usefixtures("screens")
def test_a_wall_is_told_what_it_needs(askers: Askers) -> None:
    answer = askers["anonymous"].ask("GET", "/wall/?token=T1&lang=zh-hans")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert boot_of(html) == {
        "page": "wall",
        "language": "zh-hans",
        "token": "T1",
        "station": None,
        "user": None,
        "demo": False,
        "version": __version__,
        "wall": {"room": "hall", "pages": [], "kinds": [], "seconds": 20, "sound": False},
    }
    assert re.findall(r'<(?:link|script)[^>]* (?:href|src)="(/static/[^"]+)"', html) == [
        "/static/dist/assets/wall-3c4d.css",
        "/static/dist/assets/parts-7a8b.css",
        "/static/dist/assets/parts-5e6f.js",
        "/static/dist/assets/wall-1a2b.js",
    ]
    assert '<html lang="zh-Hans">' in html
    assert "<title>大屏 · Sprue</title>" in html


@pytest.mark.usefixtures("screens")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_runs_anything_inline(askers: Askers, language: str) -> None:
    manager = askers["manager"]
    for page in ("/login", "/desk/", "/wall/", "/terminal/?station=cnc-1", "/enroll/", "/certificate/"):
        answer = manager.ask("GET", page + ("&" if "?" in page else "?") + f"lang={language}")
        html = answer.content.decode()
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all("src=" in s or "application/json" in s for s in scripts), page
        assert not re.search(r"\son[a-z]+=", html), page
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.usefixtures("screens")
def test_a_desk_knows_who_sits_at_it(askers: Askers) -> None:
    boot = boot_of(askers["planner"].ask("GET", "/desk/").content.decode())
    user = boot["user"]
    assert (boot["page"], user["name"], user["role"], user["person"]) == ("desk", "planner", "planner", "")
    assert "command publish_plan" in user["may"]
    assert "GET /api/users" not in user["may"]
    assert askers["anonymous"].ask("GET", "/desk/").headers["Location"] == "/login?next=/desk/"


@pytest.mark.usefixtures("screens")
@pytest.mark.parametrize(
    ("role", "home"), [("buyer", "/desk/"), ("engineer", "/desk/"), ("worker", "/wall/")]
)
def test_everybody_has_a_first_screen(askers: Askers, role: str, home: str) -> None:
    assert askers[role].ask("GET", "/").headers["Location"] == home
    desk = askers[role].ask("GET", "/desk/")
    assert desk.status_code == (200 if home == "/desk/" else 302)


@pytest.mark.usefixtures("screens")
def test_a_terminal_shows_its_own_machine_whatever_the_address_says(askers: Askers) -> None:
    own = boot_of(askers["station"].ask("GET", "/terminal/?station=cnc-2").content.decode())
    assert own["station"] == "cnc-1"
    other = boot_of(askers["manager"].ask("GET", "/terminal/?station=cnc-2").content.decode())
    assert other["station"] == "cnc-2"


@pytest.mark.usefixtures("screens")
def test_a_name_in_the_address_cannot_end_the_boot_data(askers: Askers) -> None:
    html = askers["anonymous"].ask("GET", "/wall/?token=</script><script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html
    assert boot_of(html)["token"] == "</script><script>alert(1)</script>"


@pytest.mark.usefixtures("screens", "small_shop")
@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "language"),
    [
        ("?lang=en", "zh-hans", "zh-CN", "en"),
        ("?lang=klingon", "zh-hans", "en", "zh-hans"),
        ("", "zh-hans", "en", "zh-hans"),
        ("", "", "zh-TW,en;q=0.5", "zh-hans"),
        ("", "", "de-DE,de,en;q=0.5", "en"),
        ("", "", "de-DE", "en"),  # the shop's own
    ],
)
def test_the_language_of_a_page(query: str, cookie: str, accepted: str, language: str) -> None:
    client = Client(headers={"Accept-Language": accepted})
    if cookie:
        client.cookies["sprue_language"] = cookie
    assert boot_of(client.get(f"/wall/{query}").content.decode())["language"] == language


@pytest.mark.usefixtures("screens", "small_shop")
def test_a_chosen_language_is_remembered() -> None:
    client = Client()
    client.get("/wall/?lang=zh-hans")
    assert boot_of(client.get("/wall/").content.decode())["language"] == "zh-hans"


@pytest.mark.usefixtures("small_shop")
def test_without_screens_a_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "DIST", tmp_path)
    pages.manifest.cache_clear()
    answer = Asker("somebody").ask("GET", "/wall/")
    assert answer.status_code == 503
    assert "make build" in answer.content.decode()


@pytest.mark.usefixtures("screens")
def test_the_offline_program_of_a_terminal_is_never_cached(askers: Askers) -> None:
    answer = askers["station"].ask("GET", "/terminal/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("language", "word"), [("en", "Trust this server"), ("zh-hans", "信任本服务器")])
def test_the_certificate_page(
    askers: Askers, tmp_path: Path, settings: Any, language: str, word: str
) -> None:
    from datetime import UTC, datetime

    settings.SPRUE_DATA = tmp_path
    anonymous = askers["anonymous"]
    assert anonymous.ask("GET", "/certificate/root.crt").status_code == 404
    certs.prepare(tmp_path, ["sprue.lan"], datetime.now(UTC))
    page = anonymous.ask("GET", f"/certificate/?lang={language}").content.decode()
    assert word in page
    assert "/certificate/root.crt" in page
    assert "iPad" in page
    got = anonymous.ask("GET", "/certificate/root.crt")
    assert b"".join(got.streaming_content) == certs.root_file(tmp_path).read_bytes()
    assert b"PRIVATE" not in certs.root_file(tmp_path).read_bytes()


def test_an_address_that_leads_nowhere(askers: Askers) -> None:
    assert askers["anonymous"].ask("GET", "/nowhere").status_code == 404
    api = askers["anonymous"].ask("GET", "/api/nowhere")
    assert (api.status_code, api.json()["code"]) == (404, "not_found")


def test_an_unknown_name_of_the_server_says_what_to_do(askers: Askers, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["sprue.lan"]
    answer = askers["anonymous"].ask("GET", "/api/health", Host="evil.example")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_host")
    assert "--name" in answer.json()["message"]
    assert askers["anonymous"].ask("GET", "/api/health", Host="sprue.lan").status_code == 200


def test_the_interfaces_page_needs_nothing_from_elsewhere(askers: Askers) -> None:
    html = askers["anonymous"].ask("GET", "/api/docs").content.decode()
    assert "swagger-ui-bundle.js" in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    schema = askers["anonymous"].read("/api/openapi.json")
    assert "/api/commands" in schema["paths"]


@pytest.mark.usefixtures("screens")
@pytest.mark.parametrize(("language", "name"), [("en", "Sprue terminal"), ("zh-hans", "Sprue 终端")])
def test_a_tablet_can_install_its_terminal(askers: Askers, language: str, name: str) -> None:
    html = askers["station"].ask("GET", "/terminal/").content.decode()
    link = re.search(r'<link rel="manifest" href="([^"]+)"', html)
    assert link is not None
    answer = askers["anonymous"].ask("GET", f"{link[1]}?lang={language}")
    assert answer.headers["Content-Type"].startswith("application/manifest+json")
    manifest = answer.json()
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == (name, "/terminal/", "/terminal/")
    static = Path(pages.__file__).parent
    assert {i["sizes"] for i in manifest["icons"]} == {"192x192", "512x512"}
    assert all((static / icon["src"].lstrip("/")).exists() for icon in manifest["icons"])


@pytest.mark.usefixtures("screens")
def test_a_customer_s_page_keeps_its_link_to_itself(askers: Askers) -> None:
    answer = askers["anonymous"].ask("GET", "/customer/?token=T1&lang=zh-hans")
    boot = boot_of(answer.content.decode())
    assert (boot["page"], boot["token"], boot["language"]) == ("customer", "T1", "zh-hans")
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")

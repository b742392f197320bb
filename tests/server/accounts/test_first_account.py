"""The first start: whoever sets the shop up is its manager, and only one can."""

import json
from threading import Barrier, Thread

import pytest
from django.db import connection

from sprue.server.accounts import users
from sprue.server.accounts.models import User
from sprue.server.turned import Door, TurnedAway
from tests.server.askers import PASSWORD, Asker, code_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_hashes")]
FIRST = {"username": "chen", "password": PASSWORD, "language": "zh-hans"}


def test_a_new_server_asks_for_its_first_account() -> None:
    asker = Asker("chen")
    assert asker.ask("GET", "/").headers["Location"] == "/setup"
    assert asker.ask("GET", "/login").headers["Location"] == "/setup"
    assert asker.ask("POST", "/api/setup", FIRST).status_code == 200
    assert asker.read("/api/session") == {"name": "chen", "role": "manager", "scopes": []}
    assert asker.ask("GET", "/").headers["Location"] == "/desk/"
    assert asker.ask("GET", "/setup").headers["Location"] == "/login"


def test_a_second_set_up_is_refused() -> None:
    Asker("chen").ask("POST", "/api/setup", FIRST)
    second = Asker("mallory").ask("POST", "/api/setup", FIRST | {"username": "mallory"})
    assert (second.status_code, code_of(second)) == (409, "set_up_already")
    assert [user.username for user in User.objects.all()] == ["chen"]


def test_of_many_set_ups_at_once_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    # Everybody has seen an empty server before the first has written: the hardest case.
    monkeypatch.setattr(users, "is_set_up", lambda: False)
    together = Barrier(5)
    outcomes: list[str] = []

    def try_it(name: str) -> None:
        together.wait()
        try:
            outcomes.append(users.set_up(name, PASSWORD, "en").role)
        except TurnedAway as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=try_it, args=(f"manager {n}",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["manager", *[Door.SET_UP_ALREADY] * 4]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_short"),
        ("password", "password_common"),
        ("93847561029384", "password_numeric"),
        ("zhengmingtao", "password_similar"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, code: str) -> None:
    body = FIRST | {"password": password, "username": "zhengmingtao"}
    refused = Asker("zheng").ask("POST", "/api/setup", body)
    assert (refused.status_code, code_of(refused)) == (409, code)
    assert not User.objects.exists()


def test_the_reason_comes_in_the_language_of_the_page() -> None:
    refused = Asker("chen").ask(
        "POST", "/api/setup", FIRST | {"password": "short"}, **{"Accept-Language": "zh-CN"}
    )
    assert json.loads(refused.content)["message"] == "密码太短，至少 8 个字符。"

"""Signing in, and what happens to those who guess."""

from datetime import UTC, datetime, timedelta

import pytest

from sprue.server.accounts import users
from sprue.server.accounts.models import Attempt, User
from sprue.server.accounts.throttle import FREE_TRIES
from sprue.server.floor.who import Role
from tests.server.askers import PASSWORD, Asker, code_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def chen(quick_hashes: None) -> User:
    return users.make("chen", PASSWORD, Role.MANAGER)


def sign_in(password: str, name: str = "chen", asker: Asker | None = None) -> str:
    answer = (asker or Asker(name)).ask("POST", "/api/session", {"username": name, "password": password})
    return code_of(answer) or "in"


def test_in_and_out() -> None:
    asker = Asker("chen")
    assert sign_in(PASSWORD, asker=asker) == "in"
    assert asker.read("/api/session") == {"name": "chen", "role": "manager", "scopes": []}
    asker.client.cookies["csrftoken"] = "c" * 32  # signing in gave it a new one
    assert asker.ask("DELETE", "/api/session").status_code == 204
    assert asker.ask("GET", "/api/session").status_code == 401


def test_a_wrong_name_and_a_wrong_password_sound_the_same() -> None:
    assert sign_in("wrong") == sign_in("wrong", name="nobody") == "wrong_login"


def test_who_guesses_waits_even_with_the_right_password() -> None:
    assert [sign_in(f"guess {n}") for n in range(FREE_TRIES)] == ["wrong_login"] * FREE_TRIES
    assert sign_in(PASSWORD) == "too_many_tries"
    users.make("li", PASSWORD, Role.PLANNER)
    assert sign_in(PASSWORD, name="li") == "in", "others are not kept waiting"


def test_the_wait_ends_and_doubles() -> None:
    def later(seconds: int) -> None:
        Attempt.objects.update(last=datetime.now(UTC) - timedelta(seconds=seconds))

    for n in range(FREE_TRIES):
        sign_in(f"guess {n}")
    later(31)
    assert sign_in("another guess") == "wrong_login"
    later(31)
    assert sign_in(PASSWORD) == "too_many_tries"
    later(61)
    assert sign_in(PASSWORD) == "in"
    assert not Attempt.objects.exists()


def test_a_session_is_no_use_without_the_token_of_our_pages() -> None:
    asker = Asker("chen")
    sign_in(PASSWORD, asker=asker)
    foreign = asker.client.post("/api/plans/draft", headers={"Origin": "http://elsewhere.example"})
    assert (foreign.status_code, code_of(foreign)) == (403, "csrf")


def test_a_new_password_ends_open_sessions() -> None:
    asker = Asker("chen")
    sign_in(PASSWORD, asker=asker)
    users.change_password("chen", "cold runner 43")
    assert asker.ask("GET", "/api/session").status_code == 401
    assert sign_in("cold runner 43") == "in"


def test_passwords_are_kept_as_digests() -> None:
    assert PASSWORD not in User.objects.get().password

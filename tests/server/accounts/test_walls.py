"""What a wall shows is kept with its token and told to it alone."""

from typing import Any

import pytest

from tests.server.askers import Asker, Askers, code_of

EDM = {"room": "edm", "pages": ["night"], "kinds": ["edm_sinker"], "seconds": 45, "sound": True}
USUAL = {"room": "hall", "pages": [], "kinds": [], "seconds": 20, "sound": False}


def new_wall(askers: Askers) -> tuple[str, Asker]:
    """A wall's token: its id, and the wall."""
    made = askers["manager"].ask("POST", "/api/tokens", {"role": "wall", "label": "edm"}).json()
    return made["id"], Asker("edm wall", bearer=made["token"])


def test_a_new_wall_shows_the_whole_hall_without_a_sound(askers: Askers) -> None:
    assert new_wall(askers)[1].ask("GET", "/api/wall").json() == USUAL


def test_what_is_set_is_kept_for_that_wall_alone(askers: Askers) -> None:
    token, wall = new_wall(askers)
    assert askers["manager"].ask("PUT", f"/api/tokens/{token}/wall", EDM).status_code == 204
    assert wall.ask("GET", "/api/wall").json() == EDM
    assert askers["wall"].ask("GET", "/api/wall").json() == USUAL
    listed = askers["manager"].ask("GET", "/api/tokens").json()
    assert {row["id"]: row["wall"] for row in listed}[token] == EDM


@pytest.mark.parametrize(
    "wrong", [{"room": "canteen"}, {"seconds": 4}, {"seconds": 601}, {"pages": ["<b>"]}, {"kinds": ["a\x00"]}]
)
def test_settings_that_make_no_sense_are_refused(askers: Askers, wrong: dict[str, Any]) -> None:
    token, wall = new_wall(askers)
    assert askers["manager"].ask("PUT", f"/api/tokens/{token}/wall", EDM | wrong).status_code == 422
    assert wall.ask("GET", "/api/wall").json() == USUAL


def test_only_a_wall_has_such_settings(askers: Askers) -> None:
    made = askers["manager"].ask("POST", "/api/tokens", {"role": "floor"}).json()
    answer = askers["manager"].ask("PUT", f"/api/tokens/{made['id']}/wall", EDM)
    assert (answer.status_code, code_of(answer)) == (404, "not_found")
    assert askers["manager"].ask("PUT", "/api/tokens/no-uuid/wall", EDM).status_code == 404

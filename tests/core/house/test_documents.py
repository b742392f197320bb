"""What the documents promise is there: links lead somewhere, commands and make targets exist."""

import re
from pathlib import Path

import pytest

from sprue.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
PICTURE_LIMIT = 300_000


def links(text: str) -> list[str]:
    """Targets inside this project of a document's links and pictures."""
    found = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text) + re.findall(r'src="([^"]+)"', text)
    return [target for target in found if not re.match(r"[a-z]+:", target)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    missing = [link for link in links(document.read_text("utf-8")) if not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_targets_in_documents_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    commands = {c for c in re.findall(r"`sprue ([a-z-]+)", text) if not c.startswith("-")}
    assert commands <= set(COMMANDS)
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    pytest.importorskip("django")
    from click.testing import CliRunner

    from sprue.cli import group

    answer = CliRunner().invoke(group, [command, "--help"])
    assert answer.exit_code == 0, answer.output
    assert "Usage:" in answer.output


def test_pictures_are_light() -> None:
    heavy = [p.name for p in (ROOT / "docs").rglob("*.png") if p.stat().st_size > PICTURE_LIMIT]
    assert heavy == []

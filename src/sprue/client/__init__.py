"""Talk to a running shop from a program: `Sprue("https://shop.example", token)`. Needs httpx alone."""

from sprue.client.commands import Answer, PlanWithDelays, PlanWithLearned, PublishDraft, SetRate
from sprue.client.errors import Broken, Refused, SprueError, Unreachable
from sprue.client.live import Change, Live
from sprue.client.planning import Pick, Put
from sprue.client.shop import Sprue

__all__ = [
    "Answer",
    "Broken",
    "Change",
    "Live",
    "Pick",
    "PlanWithDelays",
    "PlanWithLearned",
    "PublishDraft",
    "Put",
    "Refused",
    "SetRate",
    "Sprue",
    "SprueError",
    "Unreachable",
]

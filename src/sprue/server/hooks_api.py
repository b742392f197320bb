"""Webhooks: where other programs are told of what happens; a manager's."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router
from pydantic import StringConstraints

from sprue.connect.posting import LONGEST
from sprue.server import schemas as sc
from sprue.server.asking import answers, asker, plain
from sprue.server.hooks import listing
from sprue.server.hooks.kinds import NAMES

router = Router(tags=["webhooks"])

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Kind = Literal[NAMES]  # type: ignore[valid-type]  # read off the table


class HookIn(sc.In):
    """Whom to tell, and of what."""

    name: Name
    address: str = Field(max_length=LONGEST, description="https://… or http://…")
    kinds: list[Kind] = Field(min_length=1, max_length=len(NAMES))

    def chosen(self) -> list[str]:
        """The kinds in their order, each once."""
        return [kind for kind in NAMES if kind in self.kinds]


@router.get("", response=answers(list[listing.HookRow]))
def listed(request: HttpRequest) -> HttpResponse:
    """All webhooks, without their secrets."""
    asker(request)
    return plain(listing.listed())


@router.post("", response=answers(listing.HookMade, status=201))
def make(request: HttpRequest, body: HookIn) -> HttpResponse:
    """A new webhook; its secret is shown this once."""
    who = asker(request)
    return plain(listing.make(body.name, body.address.strip(), body.chosen(), by=who.name), 201)


@router.put("/{uuid:hook}", response=answers(None, status=204))
def change(request: HttpRequest, hook: UUID, body: HookIn) -> Any:
    """Another name, address or choice of kinds; the secret stays."""
    asker(request)
    listing.change(hook, body.name, body.address.strip(), body.chosen())
    return HttpResponse(status=204)


@router.delete("/{uuid:hook}", response=answers(None, status=204))
def remove(request: HttpRequest, hook: UUID) -> Any:
    """Tell it no more."""
    asker(request)
    listing.remove(hook)
    return HttpResponse(status=204)


@router.post("/{uuid:hook}/test", response=answers(listing.HookTried))
def test(request: HttpRequest, hook: UUID) -> HttpResponse:
    """Send a test now; the answer is what the receiver said."""
    asker(request)
    return plain(listing.tried(hook))


@router.get("/{uuid:hook}/deliveries", response=answers(list[listing.DeliveryRow]))
def deliveries(request: HttpRequest, hook: UUID) -> HttpResponse:
    """The newest fifty and what became of them."""
    asker(request)
    return plain(listing.deliveries(hook))

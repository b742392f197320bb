"""Opens the demo: database, accounts, the sample shop, tokens; the next start goes on where it was."""

import json
import os
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sprue.sample import make_past, make_shop
from sprue.sample.goods import back_of, loads_of, lying, shelf_of, supplier_of
from sprue.server import supervise
from sprue.server.supervise import Site
from sprue.shop.errors import UserMistake
from sprue.shop.ids import PersonId
from sprue.shop.shop import Shop

#: Marks a data folder as a demo's and keeps what the demo shows at every start.
CARD = "demo.json"
MANAGER, PLANNER, LEADER = "demo", "planner", "leader"
#: Terminals to try, where the shop has the machine.
STATIONS = ("edm_sinker-1", "cnc_finish-1", "fitting_bench-1")
#: A busy shop shows more than a usual one.
LOAD = 1.25
#: Roles of which the first person gets a PIN.
WITH_PIN = ("edm_operator", "cnc_operator", "fitter", "programmer")
_FILES = ("sprue.db", "sprue.db-wal", "sprue.db-shm", "secret.key")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the demo shop shall be; at a later start people, seed and language are those of the first."""

    people: int = 100
    seed: int = 7
    rate: float = 60.0
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Card:
    """What the demo knows of itself: its shop, its accounts, its tokens, its PINs."""

    people: int
    seed: int
    language: str
    password: str
    tokens: dict[str, str] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """The demo, ready to be served; `goes_on`: it was there before."""

    site: Site
    card: Card
    goes_on: bool
    now: datetime
    operations: int
    #: Without a plan the clock runs slower: nobody knows yet what to begin.
    has_plan: bool


def clear(data: Path) -> None:
    """Take away an earlier demo. UserMistake when the folder holds anything but a demo."""
    if os.environ.get("SPRUE_DATABASE"):
        raise UserMistake("--fresh begins a demo on SQLite anew; for PostgreSQL give an empty database")
    if not (data / CARD).exists():
        _refuse_foreign(data)
        return
    for name in (*_FILES, CARD):
        (data / name).unlink(missing_ok=True)


def open_demo(site: Site, wish: Wish) -> Opened:
    """All that must be there before the processes start. UserMistake when the folder is not a demo's."""
    if not (site.data / CARD).exists():
        _refuse_foreign(site.data)
    supervise.prepare(site)
    card = _card(site.data, wish)
    goes_on = _has_shop()
    if not goes_on:
        shop = make_shop(card.people, card.seed, LOAD, language=card.language)
        _import(make_past(shop, card.people, card.seed, LOAD), f"the years before, of {_source(card)}")
        _import(shop, _source(card))
        _tell_of_goods(shop, card.language)
    card = _with_access(card)
    _write(site.data, card)
    opened = Opened(site, card, goes_on, _set_clock(wish.rate), _count(), _has_plan())
    _forget()
    return opened


def environment(opened: Opened) -> Mapping[str, str]:
    """What the demo's processes need to know."""
    from sprue.demo.workforce import TOKEN_VARIABLE  # noqa: PLC0415  # it loads httpx, which the rest does without

    return {**supervise.environment(opened.site), TOKEN_VARIABLE: opened.card.tokens["floor"]}


def _refuse_foreign(data: Path) -> None:
    if (data / "sprue.db").exists():
        raise UserMistake(
            f"{data} holds a shop that is not a demo; name another folder with --data, as in --data demo-data"
        )


def _card(data: Path, wish: Wish) -> Card:
    path = data / CARD
    if path.exists():
        try:
            return Card(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise UserMistake(f"{path} can't be read ({error}); begin again with --fresh") from error
    digits = "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(2))
    card = Card(wish.people, wish.seed, wish.language, f"sprue-{digits}")
    _write(data, card)
    return card


def _write(data: Path, card: Card) -> None:
    """Readable for the owner only: it holds secrets, though only a demo's."""
    descriptor = os.open(data / CARD, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(card), file, ensure_ascii=False, indent=1)


def _has_shop() -> bool:
    from sprue.server.floor.models import Entry  # noqa: PLC0415  # needs Django set up

    return Entry.objects.filter(kind="ShopImported").exists()


def _source(card: Card) -> str:
    return f"sample {card.people} people, seed {card.seed}"


def _import(shop: Shop, source: str) -> None:
    from sprue.server.floor import actions  # noqa: PLC0415  # needs Django set up
    from sprue.server.floor.who import SERVER  # noqa: PLC0415

    assert shop.settings.now is not None
    actions.set_clock(1.0, SERVER, at=shop.settings.now)
    actions.import_shop(shop, SERVER, source=source)


def _tell_of_goods(shop: Shop, language: str) -> None:
    """Who has what is outside, with which load it went, and on which shelves parts lie."""
    from sprue.server.floor import actions  # noqa: PLC0415  # needs Django set up
    from sprue.server.floor.who import SERVER  # noqa: PLC0415

    def send(kind: str, **fields: Any) -> None:
        actions.submit({"id": str(uuid4()), "kind": kind, "device": "", "device_seq": None, **fields}, SERVER)

    for load in loads_of(shop):
        first, *along = load
        supplier = supplier_of(first.kind or "", first.id, language)
        back = back_of(load, shop).isoformat()
        send("change_load", operation=first.id, supplier=supplier, back=back, along=[one.id for one in along])
    for part in lying(shop):
        send("place_part", part=part, place=shelf_of(part))


def _with_access(card: Card) -> Card:
    """The card with accounts, tokens and PINs that the database knows; what is missing is made."""
    from sprue.server.accounts import pins, tokens, users  # noqa: PLC0415  # needs Django set up
    from sprue.server.accounts.models import User  # noqa: PLC0415
    from sprue.server.floor.memory import memory  # noqa: PLC0415
    from sprue.server.floor.who import Role  # noqa: PLC0415

    if not users.is_set_up():
        users.set_up(MANAGER, card.password, card.language)
    if not User.objects.filter(username=PLANNER).exists():
        users.make(PLANNER, card.password, Role.PLANNER, language=card.language)
    shop = memory.catch_up().shop
    leader = _leader_of_many(shop)
    if leader is not None and not User.objects.filter(username=LEADER).exists():
        users.make(LEADER, card.password, Role.LEADER, person=leader, language=card.language)
    wanted = {"wall": (Role.WALL, ""), "floor": (Role.FLOOR, "")}
    wanted |= {name: (Role.STATION, name) for name in STATIONS if name in shop.machines}
    kept = {name: secret for name, secret in card.tokens.items() if tokens.known(secret) is not None}
    for name, (role, station) in wanted.items():
        if name not in kept:
            kept[name] = tokens.issue(role, label=f"demo {name}", station=station, by="demo")[1]
    found, names = dict(card.pins), dict(card.names)
    for role_name in WITH_PIN:
        person = next((p for p in shop.people.values() if p.role == role_name), None)
        if person is not None and person.id not in found:
            found[person.id] = f"{secrets.randbelow(10_000):04d}"
            pins.set(person.id, found[person.id])
            names[person.id] = f"{person.name} ({role_name.replace('_', ' ')})"
    return Card(card.people, card.seed, card.language, card.password, kept, found, names)


def _leader_of_many(shop: Shop) -> PersonId | None:
    """Who leads the department with the most kinds of machines; None where nobody leads anybody."""
    led = Counter(person.leader for person in shop.people.values())
    kinds = Counter(kind.department for kind in shop.kinds.values())
    leaders = [person for person in shop.people.values() if led[person.id]]
    best = max(leaders, key=lambda one: (kinds[one.department], led[one.id], one.id), default=None)
    return best.id if best is not None else None


def _set_clock(rate: float) -> datetime:
    """The shop's clock runs on from the last moment the journal knows; that moment in the shop's zone.

    While no process ran, no time went by in the shop.
    """
    from sprue.server.floor import actions  # noqa: PLC0415  # needs Django set up
    from sprue.server.floor.memory import memory  # noqa: PLC0415
    from sprue.server.floor.models import Entry  # noqa: PLC0415
    from sprue.server.floor.who import SERVER  # noqa: PLC0415

    state = memory.catch_up()
    last = (
        Entry.objects.exclude(kind="ClockSet").order_by("-seq").values_list("happened_at", flat=True).first()
    )
    assert last is not None
    assert state.time is not None
    now = max(last, state.time.shop)
    actions.set_clock(rate if _has_plan() else first_rate(rate), SERVER, at=now)
    return now.astimezone(state.shop.settings.zone)


def first_rate(rate: float) -> float:
    """The clock's rate until the first plan is there."""
    return max(min(rate, 1.0), rate / 10)


def _has_plan() -> bool:
    from sprue.server.floor.memory import memory  # noqa: PLC0415  # needs Django set up

    return memory.catch_up().plan is not None


def _forget() -> None:
    """Let go of the shop: the processes have their own, and taking it apart would delay the end."""
    from sprue.server.floor.memory import memory  # noqa: PLC0415  # needs Django set up
    from sprue.shop.state import State  # noqa: PLC0415

    memory.state = State()


def _count() -> int:
    from sprue.server.floor.memory import memory  # noqa: PLC0415  # needs Django set up
    from sprue.shop.records import Work  # noqa: PLC0415

    state = memory.catch_up()
    return sum(state.operation(o).work not in (Work.DONE, Work.CANCELLED) for o in state.shop.operations)

"""Changes as they are written on the command line, such as `NAME: rush M1 weight=5; hold M2`."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from sprue.planning.changes import (
    Absence,
    Change,
    FurtherMachine,
    FurtherPerson,
    GateMoved,
    GoesBefore,
    Hold,
    MachineOut,
    MaterialMoved,
    OtherMachine,
    Overtime,
    PurchaseMoved,
    Rush,
    SentOutside,
)
from sprue.shop.errors import UserMistake
from sprue.shop.gates import GateKind
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.shop import Shop

#: Verb → how it is written.
FORMS = {
    "rush": "rush MOLD [weight=5] [t1=DATE] [due=DATE]",
    "before": "before OPERATION OTHER",
    "out": "out MACHINE from=DATE to=DATE",
    "absent": "absent PERSON from=DATE to=DATE",
    "overtime": "overtime [kind=K] [machine=A,B] [person=P,Q] from=DATE to=DATE",
    "machine": "machine LIKE [count=1]",
    "person": "person LIKE [count=1]",
    "move": "move OPERATION MACHINE",
    "outside": "outside OPERATION-OR-PART days=3",
    "gate": "gate OPERATION drawing|program|electrode|fixture at=DATE|now",
    "purchase": "purchase PURCHASE at=DATE",
    "material": "material PART at=DATE",
    "hold": "hold MOLD",
}


def scenario_of(text: str, shop: Shop) -> tuple[str, list[Change]]:
    """The name of a scenario and its changes; without a name it is called by its text."""
    name, colon, written = text.partition(": ")  # a time of day has no space behind its colon
    wishes = [_Wish(part, shop).change() for part in (written if colon else text).split(";") if part.strip()]
    return name.strip(), wishes


class _Wish:
    """One change: a verb, names, and key=value."""

    def __init__(self, text: str, shop: Shop) -> None:
        words = text.split()
        self._text, self._shop, self._verb = text.strip(), shop, words[0]
        self._names = [word for word in words[1:] if "=" not in word]
        self._given = dict(word.split("=", 1) for word in words[1:] if "=" in word)

    def change(self) -> Change:
        """The change; UserMistake says how it is written."""
        make = self._makers().get(self._verb)
        if make is None:
            raise UserMistake(f"'{self._text}': begins with none of {', '.join(FORMS)}")
        try:
            made = make()
        except (LookupError, ValueError, InvalidOperation) as error:
            raise self._mistake() from error
        if self._names or self._given:
            raise self._mistake()
        return made

    def _makers(self) -> dict[str, Callable[[], Change]]:
        name, at = self._name, self._at
        return {
            "rush": lambda: Rush(MoldId(name()), self._weight(), self._maybe("t1"), self._maybe("due")),
            "before": lambda: GoesBefore(OperationId(name()), OperationId(name())),
            "out": lambda: MachineOut(MachineId(name()), at("from"), at("to")),
            "absent": lambda: Absence(PersonId(name()), at("from"), at("to")),
            "overtime": self._overtime,
            "machine": lambda: FurtherMachine(MachineId(name()), self._count()),
            "person": lambda: FurtherPerson(PersonId(name()), self._count()),
            "move": lambda: OtherMachine(OperationId(name()), MachineId(name())),
            "outside": lambda: SentOutside(self._operation_or_part(), Decimal(self._given.pop("days"))),
            "gate": lambda: GateMoved(OperationId(name()), GateKind(name()), self._at_or_now()),
            "purchase": lambda: PurchaseMoved(PurchaseId(name()), at("at")),
            "material": lambda: MaterialMoved(PartId(name()), at("at")),
            "hold": lambda: Hold(MoldId(name())),
        }

    def _overtime(self) -> Overtime:
        kind = self._given.pop("kind", None)
        return Overtime(
            ((self._at("from"), self._at("to")),),
            None if kind is None else KindId(kind),
            tuple(MachineId(machine) for machine in self._list("machine")),
            tuple(PersonId(person) for person in self._list("person")),
        )

    def _list(self, key: str) -> list[str]:
        return [word for word in self._given.pop(key, "").split(",") if word]

    def _name(self) -> str:
        return self._names.pop(0)

    def _operation_or_part(self) -> OperationId | PartId:
        name = self._name()
        return PartId(name) if name in self._shop.parts else OperationId(name)

    def _count(self) -> int:
        return int(self._given.pop("count", "1"))

    def _weight(self) -> Decimal | None:
        text = self._given.pop("weight", None)
        return None if text is None else Decimal(text)

    def _at_or_now(self) -> datetime | None:
        if self._given.get("at") == "now":
            del self._given["at"]
            return None
        return self._at("at")

    def _maybe(self, key: str) -> datetime | None:
        return self._at(key) if key in self._given else None

    def _at(self, key: str) -> datetime:
        moment = datetime.fromisoformat(self._given.pop(key))
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self._shop.settings.zone)

    def _mistake(self) -> UserMistake:
        return UserMistake(
            f"'{self._text}': must be such as '{FORMS[self._verb]}', dates such as 2026-03-09T08:00"
        )

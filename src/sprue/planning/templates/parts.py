"""The routing of single parts by their class, for a bill of materials that tells no operations."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sprue.planning.templates.draw import Typical
from sprue.planning.templates.routing import ELECTRODES, FIXED_HALF, MoldRouter, MoldSpec
from sprue.planning.templates.tables import Words, part_kinds, routes
from sprue.planning.templates.taken import known_kind
from sprue.planning.templates.template import factors_of, placed, places_of
from sprue.shop.ids import KindId, OperationId, PartId
from sprue.shop.marks import marked
from sprue.shop.orders import Mold, MoldClass, Part
from sprue.shop.routing import Mode, Operation
from sprue.shop.shop import Shop

#: Steps of design in the template of a mold, by the end of their ids.
_DESIGN = {"bom_release": "80", "drawing_2d": "90", "process_planning": "90b", "electrode_design": "90c"}
#: Classes whose minutes do not grow with the quantity: they are bought in boxes.
_BY_THE_BOX = ("standard_part",)


#: How bills call parts beside the names of the tables; what a name begins with tells its class.
_ALSO: dict[str, tuple[str, ...]] = {
    "cavity_insert": ("cavity", "型腔", "上模仁", "定模仁"),
    "core_insert": ("core", "型芯", "下模仁", "动模仁"),
    "mold_base_plate_ab": ("A plate", "B plate", "A板", "B板"),
    "mold_base_plate_other": ("clamping plate", "support plate", "面板", "底板", "方铁", "支撑板"),
    "slider": ("slide", "行位"),
    "lifter": ("angled ejector", "斜销"),
    "small_insert": ("insert", "镶件", "镶针", "镶块"),
    "ejector_plate": ("ejector retainer plate", "顶针面板", "顶针底板", "推板"),
    "wear_plate_gib": ("gib", "wear strip", "压条", "耐磨板"),
    "standard_part": (
        *("standard part", "ejector pin", "ejector sleeve", "guide pin", "guide bush", "return pin"),
        *("spring", "screw", "bolt", "dowel", "o-ring", "locating ring", "cooling plug", "eye bolt"),
        *("顶针", "司筒", "导柱", "导套", "回针", "弹簧", "螺丝", "螺钉", "销钉", "密封圈", "定位圈", "水嘴"),
    ),
    "electrode_graphite": ("graphite electrode", "石墨电极"),
    "electrode_copper": ("copper electrode", "铜电极"),
}


def class_of(text: str, name: str = "") -> str:
    """The class that a bill calls so, by code or name in either language; else by how the part is called.

    "": there is no template of it.
    """
    told = text.strip().casefold()
    for kind in part_kinds().values():
        if told and told in (kind.part_class.casefold(), kind.name.en.casefold(), kind.name.zh):
            return kind.part_class
    called = (text or name).strip().casefold()
    likely = [(word, kind) for word, kind in _words() if called.startswith(word)]
    return max(likely, key=lambda pair: len(pair[0]))[1] if likely else ""


def told_as(text: str, name: str) -> str:
    """Under what parts of a bill are picked together: the class it tells, else that which their names tell.

    Where a name tells none it is the name itself, without the number at its end.
    """
    return text.strip() or class_of("", name) or name.strip().rstrip("0123456789 -_#.") or name.strip()


def _words() -> Iterator[tuple[str, str]]:
    """What names begin with, and the class that it tells."""
    for part_class, kind in part_kinds().items():
        for word in (kind.name.en, kind.name.zh, *_ALSO.get(part_class, ())):
            yield word.casefold(), part_class


def half_of(part_class: str) -> str:
    """The end of the id of the half that a part of the class is built into in a template."""
    return "AF" if part_class in FIXED_HALF else "AM"


@dataclass(slots=True)
class PartRouter:
    """Draws typical routings of the parts of one mold, in the hours of the shop."""

    shop: Shop
    mold: Mold
    _router: "_Router" = field(init=False)
    _factors: dict[KindId, float] = field(init=False)

    def __post_init__(self) -> None:
        self._router = _Router(self.shop, self.mold)
        self._factors = factors_of(self.shop, self.mold.mold_class or MoldClass.M)

    def routing(
        self, part: Part, part_class: str, without: Collection[str] = ()
    ) -> tuple[tuple[Part, ...], tuple[Operation, ...]]:
        """Parts that come with it (the one that holds programs) and its operations, the first step first.

        `without`: steps that are left out, as the tables number them.
        """
        made = self._router.draw(part, part_class, without)
        times = 1 if part_class in _BY_THE_BOX else part.quantity
        operations = (self._told(operation, times, part_class) for operation in made)
        return self._router.programs(), tuple(operations)

    def _told(self, operation: Operation, times: int, part_class: str) -> Operation:
        operation = placed(operation, self._router.kinds)
        factor = self._factors.get(operation.kind, 1.0) if operation.kind is not None else 1.0
        if operation.mode is not Mode.OUTSIDE:
            setup = round(float(operation.setup_minutes) * factor)
            run = max(1, round(float(operation.run_minutes) * factor * times))
            operation = replace(
                operation,
                setup_minutes=Decimal(setup),
                run_minutes=Decimal(run),
            )
        return known_kind(self.shop, replace(operation, notes=marked(operation.notes, part_class)))


class _Router(MoldRouter):
    """The router of whole molds, for one part at a time beside what the mold has already."""

    def __init__(self, shop: Shop, mold: Mold) -> None:
        kinds = places_of(shop)
        self.kinds = kinds
        spec = MoldSpec(mold.id, mold.mold_class or MoldClass.M)
        super().__init__(spec, kinds, shop.settings.language, Typical())
        self._shop = shop
        for name, end in _DESIGN.items():
            known = OperationId(f"{mold.id}-D-{end}")
            if known in shop.operations:
                self._after_design[name] = known

    def draw(self, part: Part, part_class: str, without: Collection[str]) -> list[Operation]:
        """The operations of a part, its programs among them."""
        known = set(self._made.operations)
        steps = [s for s in routes()[part_class] if s.operation != "texturing"]
        chosen = [s for s in self._chosen(steps) if str(s.step) not in without]
        release = "electrode_design" if part_class in ELECTRODES else "process_planning"
        self._walk(part.id, part_class, chosen, self._designed(release))
        return [o for o in self._made.operations.values() if o.id not in known]

    def programs(self) -> tuple[Part, ...]:
        """The part that holds the programs, where the mold has none yet and one is needed."""
        needed = any(o.part == self._programs for o in self._made.operations.values())
        if not needed or self._programs in self._shop.parts or self._programs in self._made.parts:
            return ()
        name = Words("NC programs", "NC程序").say(self._language)
        part = Part(self._programs, self._mold, name, "design_package")
        self._made.parts[PartId(self._programs)] = part
        return (part,)

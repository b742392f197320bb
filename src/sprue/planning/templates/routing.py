"""One mold's parts and operations, from the routes of its classes of parts."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import sqrt

from sprue.planning.templates.draw import Draw
from sprue.planning.templates.tables import PartKind, RouteStep, Words, part_kinds, routes
from sprue.planning.templates.usual import usual_ratio
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId
from sprue.shop.orders import MoldClass, Part
from sprue.shop.routing import MachineOption, Milestone, Mode, Operation

RUN_FACTOR = {MoldClass.S: 0.5, MoldClass.M: 1.0, MoldClass.L: 1.7, MoldClass.XL: 2.6}
SETUP_FACTOR = {MoldClass.S: 0.8, MoldClass.M: 1.0, MoldClass.L: 1.3, MoldClass.XL: 1.6}
BASE_FACTOR = {MoldClass.S: 0.8, MoldClass.M: 1.0, MoldClass.L: 1.3, MoldClass.XL: 1.6}

#: Work that runs alone once it is set up.
ALONE = ("edm_sinker", "wire_edm_slow", "wire_edm_medium", "graphite_mill")
FINISH_ALONE = 0.4
#: The longest press run that is planned in one stretch of a shift.
UNBROKEN_MINUTES = 420
#: Days that a step takes at a supplier when the shop has no machine for it.
SENT_OUT_DAYS = 2.5

#: Classes of parts by the half of the mold they are built into.
FIXED_HALF = ("cavity_insert", "hot_runner", "sprue_bushing")
MOVING_HALF = (
    "core_insert",
    "slider",
    "lifter",
    "ejector_plate",
    "wear_plate_gib",
    "diecast_sprue_spreader",
    "diecast_vent_block",
)
BOTH_HALVES = ("mold_base_plate_ab", "mold_base_plate_other", "small_insert", "standard_part")
ELECTRODES = ("electrode_graphite", "electrode_copper")
#: What the lead engineer's chips show beside a part's steps: which finishing work needs the 2D drawing.
DRAWN = ("finish_milling", "wire_cutting_slow", "wire_cutting_medium", "surface_grinding", "finish_turning")


#: Sigma of the logarithm of what a supplier takes for a step that the shop has no machine for.
SENT_OUT_SIGMA = 0.4


@dataclass(frozen=True, slots=True)
class MoldSpec:
    """What is to be made or repaired; `trials` are expected until it is accepted."""

    mold: MoldId
    size: MoldClass
    diecast: bool = False
    repair: bool = False
    trials: int = 1


@dataclass(slots=True)
class Routing:
    """What a mold is made of.

    `program_of`: operation → the programming it needs; `spread`: operation → sigma of the logarithm of its
    length among molds of its class.
    """

    parts: dict[PartId, Part] = field(default_factory=dict)
    operations: dict[OperationId, Operation] = field(default_factory=dict)
    program_of: dict[OperationId, OperationId] = field(default_factory=dict)
    spread: dict[OperationId, float] = field(default_factory=dict)
    drawing: OperationId | None = None

    def last_of(self, part: PartId) -> OperationId:
        """The last operation of a part."""
        return next(o.id for o in reversed(self.operations.values()) if o.part == part)


class MoldRouter:
    """Writes the routing of one mold, step by step of the route tables."""

    def __init__(
        self, spec: MoldSpec, machines: dict[str, list[MachineId]], language: str, draw: Draw
    ) -> None:
        """`machines`: kind → machines that do it on a mold of this class; a kind without any is sent out."""
        self._spec = spec
        self._mold = spec.mold
        self._machines = machines
        self._language = language
        self._draw = draw
        self._made = Routing()
        self._base_minutes = 0
        self._programs = PartId(f"{self._mold}-NC")
        self._numbers: dict[str, int] = {}
        self._after_design: dict[str, OperationId] = {}

    def routing(self) -> Routing:
        """All parts and operations of the mold, none of them begun."""
        if self._spec.repair:
            self._repair()
        else:
            self._new_mold()
        return self._made

    def _new_mold(self) -> None:
        self._design()
        halves = self._assembly_parts()
        self._parts(halves)
        self._deal_electrodes()
        self._meet()
        last = self._assemble(halves)
        self._trials(last)

    # Parts and operations

    def _part(
        self, suffix: str, part_class: str, name: str, parent: PartId | None = None, material: str = ""
    ) -> PartId:
        part = PartId(f"{self._mold}-{suffix}")
        self._made.parts[part] = Part(part, self._mold, name, part_class, parent, 1, material)
        return part

    def _say(self, words: Words) -> str:
        return words.say(self._language)

    def _numbered(self, kind: PartKind, parent: PartId | None) -> PartId:
        number = self._numbers[kind.code] = self._numbers.get(kind.code, 0) + 1
        material = self._draw.one_of(kind.materials) if kind.materials else ""
        if self._spec.diecast and "insert" in kind.part_class:
            material = "H13"
        electrode = kind.part_class in ELECTRODES
        name = f"{self._say(kind.name)} {'E-' if electrode else ''}{number:02d}"
        return self._part(f"{kind.code}{number:02d}", kind.part_class, name, parent, material)

    def _add(self, part: PartId, step: RouteStep, scale: float, **more: object) -> Operation:
        """One operation of the route step, with its minutes drawn."""
        operation_id = OperationId(str(more.pop("id", f"{part}-{step.step}")))
        if operation_id in self._made.operations:
            operation_id = OperationId(f"{operation_id}b")
        fields: dict[str, object] = {"kind": KindId(step.kind), "name": self._say(step.name)}
        fields |= self._work(step, scale)
        fields |= more
        operation = Operation(operation_id, part, Decimal(step.step), **fields)  # type: ignore[arg-type]  # by name
        self._made.operations[operation_id] = operation
        sent_out = operation.mode is Mode.OUTSIDE and not step.outside
        self._made.spread[operation_id] = SENT_OUT_SIGMA if sent_out else step.sigma
        return operation

    def _work(self, step: RouteStep, scale: float) -> dict[str, object]:
        """Minutes, mode and machines of a step."""
        size = self._spec.size
        if step.outside:
            return self._outside(self._draw.length(step.run * self._long(step), step.sigma))
        setup = round(self._draw.length(step.setup * SETUP_FACTOR[size], 0.2)) if step.setup else 0
        # The tables hold true times; planners estimate a little less.
        run = max(2, round(self._draw.length(step.run * scale / usual_ratio(step.kind), step.sigma)))
        if step.kind.endswith(("_seat", "_bench")):
            return {"setup_minutes": Decimal(setup), "run_minutes": Decimal(run)}
        machines = self._machines.get(step.kind)
        if not machines:
            return self._outside(
                self._draw.length(SENT_OUT_DAYS * 1440, SENT_OUT_SIGMA), "outsource_machining"
            )
        mode = Mode.ATTENDED
        if step.kind in ALONE or (step.kind == "cnc_finish" and self._draw.happens("alone", FINISH_ALONE)):
            mode = Mode.UNATTENDED
        elif step.operation == "mount_and_run" and setup + run <= UNBROKEN_MINUTES:
            mode = Mode.UNBROKEN
        found: dict[str, object] = {
            "setup_minutes": Decimal(setup),
            "run_minutes": Decimal(run),
            "mode": mode,
        }
        if listed := self._list(step.kind, machines):
            found["machines"] = listed
        return found

    def _list(self, kind: str, machines: list[MachineId]) -> tuple[MachineOption, ...]:
        """A list of machines where not every one of the kind is large enough."""
        every = self._machines.get(f"all {kind}", machines)
        return tuple(MachineOption(m) for m in machines) if len(machines) < len(every) else ()

    def _long(self, step: RouteStep) -> float:
        return BASE_FACTOR[self._spec.size] if step.operation == "purchase_mold_base" else 1.0

    @staticmethod
    def _outside(minutes: float, kind: str | None = None) -> dict[str, object]:
        found: dict[str, object] = {"run_minutes": Decimal(max(60, round(minutes, -1))), "mode": Mode.OUTSIDE}
        return found | ({"kind": KindId(kind)} if kind else {})

    def _scale(self, part_class: str) -> float:
        factor = RUN_FACTOR[self._spec.size]
        kind = part_kinds().get(part_class)
        if kind is not None and kind.scale != "full":
            factor = sqrt(factor) if kind.scale == "root" else 1.0
        if self._spec.diecast and part_class.startswith("mold_base_plate"):
            factor *= 1.3
        return factor

    # Design

    def _design(self) -> None:
        part = self._part("D", "design_package", self._say(Words("Design", "设计与技术准备")))
        self._part("NC", "design_package", self._say(Words("NC programs", "NC程序")))
        for step in routes()["design_package"]:
            if not self._draw.happens(step, step.probability) and step.operation != "electrode_design":
                continue
            suffix = "" if step.operation not in ("flow_simulation", "process_planning") else "b"
            suffix = "c" if step.operation == "electrode_design" else suffix
            made = self._add(part, step, self._scale("design_package"), id=f"{part}-{step.step}{suffix}")
            self._after_design[step.operation] = made.id
        self._made.drawing = self._after_design["drawing_2d"]

    # Made and bought parts

    def _counts(self) -> dict[str, int]:
        spec = self._spec
        found = {}
        for kind in part_kinds().values():
            mean = kind.means[spec.size]
            if kind.part_class in ELECTRODES and spec.diecast:
                mean *= 0.8
            exact = kind.part_class.startswith(("mold_base", "cavity", "core", "ejector", "sprue"))
            found[kind.part_class] = round(mean) if exact else self._draw.number(mean)
        if spec.diecast:
            found |= {"hot_runner": 0, "diecast_sprue_spreader": 1, "diecast_vent_block": 2}
        return found

    def _parts(self, halves: tuple[PartId, PartId]) -> None:
        fixed, moving = halves
        for part_class, count in self._counts().items():
            if part_class in ELECTRODES:
                continue
            for number in range(count):
                parent = fixed if part_class in FIXED_HALF else moving
                if part_class in BOTH_HALVES:
                    parent = halves[number % 2]
                self._made_part(part_kinds()[part_class], parent)

    def _made_part(self, kind: PartKind, parent: PartId) -> None:
        part = self._numbered(kind, parent)
        steps = [s for s in routes()[kind.part_class] if s.operation != "texturing"]
        chosen = self._chosen(steps)
        self._walk(part, kind.part_class, chosen, self._designed("process_planning"))

    def _chosen(self, steps: Iterable[RouteStep]) -> list[RouteStep]:
        """The steps that this part needs: each by its probability, some only together."""
        found: list[RouteStep] = []
        taken = {s.operation: self._draw.happens(s, s.probability) for s in steps}
        if self._spec.diecast and "heat_treatment" in taken:
            taken["heat_treatment"] = True
        if not taken.get("wire_cutting_slow", True):
            taken["edm_hole_drilling"] = False
        if not taken.get("heat_treatment", True):
            taken["grinding_after_ht"] = False
        found.extend(s for s in steps if taken[s.operation])
        return found

    def _designed(self, operation: str) -> tuple[OperationId, ...]:
        """The design operation of that name; none where it is over or was never there."""
        made = self._after_design.get(operation)
        return (made,) if made is not None else ()

    def _walk(
        self, part: PartId, part_class: str, steps: list[RouteStep], released: tuple[OperationId, ...]
    ) -> None:
        """The part's operations: bought, then worked; programs are written beside, as early as can be."""
        program: OperationId | None = None
        scale = self._scale(part_class)
        first = True
        for step in steps:
            if step.kind == "cam_seat":
                program = self._program(part, step, scale, released)
                continue
            after: list[OperationId] = []
            if step.kind == "purchase":
                after.extend(self._designed("bom_release"))
            elif first and part_class not in ("standard_part", "hot_runner"):
                after.extend(released)
                first = False
            if step.operation in DRAWN and part_class not in ELECTRODES:
                after.extend(self._designed("drawing_2d"))
            if program is not None:
                after.append(program)
            more: dict[str, object] = {"after": tuple(dict.fromkeys(after))}
            if step.operation == "purchase_mold_base":
                more |= self._base_purchase(step)
            if step.operation == "electrode_milling":
                more["setup_family"] = part_class.removeprefix("electrode_")
            made = self._add(part, step, scale, **more)
            if program is not None:
                self._made.program_of[made.id] = program
            program = None

    def _base_purchase(self, step: RouteStep) -> dict[str, object]:
        """One mold base for all plates: the same lead time for each."""
        if not self._base_minutes:
            minutes = self._draw.length(step.run * BASE_FACTOR[self._spec.size], step.sigma)
            self._base_minutes = max(10, round(minutes / 10) * 10)
        return self._outside(self._base_minutes)

    def _program(
        self, part: PartId, step: RouteStep, scale: float, released: tuple[OperationId, ...]
    ) -> OperationId:
        name = f"{self._say(step.name)} {part.removeprefix(f'{self._mold}-')}"
        one_step = replace(step, step=10)
        identity = f"{self._programs}-{part.removeprefix(f'{self._mold}-')}-{step.step}"
        made = self._add(self._programs, one_step, scale, id=identity, name=name, after=released)
        return made.id

    # Electrodes

    def _deal_electrodes(self) -> None:
        """Electrodes go to the mold's burns in proportion to their minutes; each burn waits for its own."""
        burns = [
            o for o in self._made.operations.values() if o.kind == "edm_sinker" and o.mode is not Mode.OUTSIDE
        ]
        if not burns:
            return
        weights = [float(burn.run_minutes) for burn in burns]
        counts = self._counts()
        for part_class in ELECTRODES:
            for _ in range(counts[part_class]):
                burn = self._draw.by_weight([one.id for one in burns], weights)
                self._electrode(part_class, burn, self._designed("electrode_design"))

    def _electrode(self, part_class: str, burn: OperationId, released: tuple[OperationId, ...]) -> None:
        operation = self._made.operations[burn]
        part = self._numbered(part_kinds()[part_class], operation.part)
        self._walk(part, part_class, self._chosen(routes()[part_class]), released)
        self._made.operations[burn] = replace(operation, joins=True)

    # Where parts meet

    def _meet(self) -> None:
        """Core is fitted to cavity, plates and ejectors to the inserts, the hot runner to its plate."""
        fitting = {o.part: o for o in self._made.operations.values() if o.kind == "fitting_bench"}
        of_class: dict[str, list[PartId]] = {}
        for part in self._made.parts.values():
            of_class.setdefault(part.part_class, []).append(part.id)
        cavities, cores = of_class["cavity_insert"], of_class["core_insert"]
        for number, core in enumerate(cores):
            self._wait(fitting[core].id, self._before(fitting[cavities[number % len(cavities)]]))
        plates = of_class["mold_base_plate_ab"]
        for plate, insert in zip(plates, (cavities[-1], cores[-1]), strict=True):
            self._wait(fitting[plate].id, fitting[insert].id)
        for plate in of_class.get("ejector_plate", ()):
            self._wait(fitting[plate].id, fitting[cores[0]].id)
        for runner in of_class.get("hot_runner", ()):
            self._wait(fitting[runner].id, fitting[plates[0]].id)

    def _before(self, operation: Operation) -> OperationId:
        """The operation of the part just before this one."""
        of_part = [o for o in self._made.operations.values() if o.part == operation.part]
        earlier = [o for o in of_part if o.step < operation.step]
        return earlier[-1].id if earlier else operation.id

    def _wait(self, operation: OperationId, before: OperationId) -> None:
        old = self._made.operations[operation]
        self._made.operations[operation] = replace(old, after=(*old.after, before))

    # Assembly, trials, shipment

    def _assembly_parts(self) -> tuple[PartId, PartId]:
        whole = self._part("AA", "mold_assembly", self._say(Words("Mold assembly", "模具总装")))
        fixed = self._part("AF", "mold_assembly", self._say(Words("Cavity half", "定模")), whole)
        moving = self._part("AM", "mold_assembly", self._say(Words("Core half", "动模")), whole)
        return fixed, moving

    def _assemble(self, halves: tuple[PartId, PartId]) -> OperationId:
        scale = self._scale("mold_assembly")
        steps = {s.operation: s for s in routes()["mold_assembly"]}
        whole = self._made.parts[halves[0]].parent
        assert whole is not None
        for half, work in zip(halves, ("assemble_cavity_half", "assemble_core_half"), strict=True):
            self._add(half, steps["kit_check"], scale, joins=True)
            self._add(half, steps[work], scale)
        joins = True
        last = None
        for name in ("spotting", "final_polishing", "cooling_pressure_test", "t0_checklist"):
            if self._draw.happens(steps[name], steps[name].probability):
                last = self._add(whole, steps[name], scale, joins=joins)
                joins = False
        assert last is not None
        return last.id

    def _trials(self, assembled: OperationId) -> None:
        before = assembled
        for number in range(1, self._spec.trials + 1):
            if number > 1:
                before = self._modification(number, before)
            before = self._trial(number, before)
        self._ship(before)

    def _trial(self, number: int, before: OperationId) -> OperationId:
        part = self._part(f"T{number}", "trial", f"{self._say(Words('Trial', '试模'))} T{number}")
        last = before
        for step in routes()["trial"]:
            if not self._draw.happens(step, step.probability):
                continue
            first_samples = number == 1 and step.operation == "mount_and_run"
            after = (before,) if step.operation in ("trial_booking", "mount_and_run") else ()
            last = self._add(
                part,
                step,
                1.0 if step.operation != "mount_and_run" else min(1.6, self._scale("trial")),
                after=after,
                milestone=Milestone.T1 if first_samples else None,
            ).id
        return last

    def _modification(self, number: int, before: OperationId) -> OperationId:
        name = f"{self._say(Words('Modification', '改模'))} {number - 1}"
        part = self._part(f"MD{number}", "modification", name)
        made = self._steps(part, "modification", before)
        review = made[0].id
        burn = next((o for o in made if o.kind == "edm_sinker" and o.mode is not Mode.OUTSIDE), None)
        if burn is not None:
            for _ in range(self._draw.between(2, 4)):
                self._electrode("electrode_copper", burn.id, (review,))
        texture = next(s for s in routes()["cavity_insert"] if s.operation == "texturing")
        if number == self._spec.trials and self._draw.happens(texture, texture.probability):
            self._add(part, replace(texture, step=95), 1.0)
        return made[-1].id

    def _steps(self, part: PartId, part_class: str, before: OperationId | None) -> list[Operation]:
        """The chosen steps of a route one after the other, the first after `before`."""
        made: list[Operation] = []
        for step in self._chosen(routes()[part_class]):
            after = (before,) if before is not None and not made else ()
            made.append(self._add(part, step, self._scale(part_class), after=after))
        return made

    def _ship(self, before: OperationId) -> None:
        part = self._part("SH", "shipment", self._say(Words("Shipment", "出货")))
        self._steps(part, "shipment", before)
        self._deliver(part)

    def _repair(self) -> None:
        part = self._part("RP", "mold_repair", self._say(Words("Repair", "修模")))
        self._steps(part, "mold_repair", None)
        self._deliver(part)

    def _deliver(self, part: PartId) -> None:
        last = self._made.last_of(part)
        self._made.operations[last] = replace(self._made.operations[last], milestone=Milestone.DELIVERY)

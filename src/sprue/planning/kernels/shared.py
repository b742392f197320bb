"""The groups of arrays as references.

A named tuple goes by value: each call would carry each of its arrays, which takes minutes to compile and
slows every call. Compiled code therefore passes references with the same fields; `shared_*` make them.
Uncompiled (NUMBA_DISABLE_JIT=1) the named tuples themselves do.
"""

from typing import TYPE_CHECKING, Any

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.experimental import structref
from numba.extending import intrinsic, models, register_model

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import Choice, Frame, People, State

if TYPE_CHECKING or numba.config.DISABLE_JIT:
    NewFrame, NewChoice, NewPeople, NewState = Frame, Choice, People, State

    def lent(owner: Any) -> Any:
        """The group itself."""
        return owner

else:

    class Lent(types.Type):
        """Type of a group whose owner is known to outlive every use: nothing counts who refers to it."""

        def __init__(self, owner: Any) -> None:
            self.owner = owner
            super().__init__(f"Lent({owner.name})")

    register_model(Lent)(models.OpaqueModel)

    @intrinsic
    def lent(typing_context: Any, owner: Any) -> Any:
        """The group without counting; its owner must be used once more after the last use of this."""

        def address(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            data = structref._Utils(context, builder, owner).get_data_pointer(values[0])
            return builder.bitcast(data, ir.IntType(8).as_pointer())

        return Lent(owner)(owner), address

    @infer_getattr
    class LentFields(AttributeTemplate):
        """The types of the fields."""

        key = Lent

        def generic_resolve(self, kind: Any, name: str) -> Any:
            return kind.owner.field_dict.get(name)

    @lower_getattr_generic(Lent)
    def lent_field(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
        """A field; an array without its owner, so that counting leaves it alone."""
        data_type = kind.owner.get_data_type()
        stored = context.data_model_manager[data_type].get_value_type().as_pointer()
        data = cgutils.create_struct_proxy(data_type)(context, builder, ref=builder.bitcast(value, stored))
        field = getattr(data, name)
        field_type = kind.owner.field_dict[name]
        if not isinstance(field_type, types.Array):
            return field
        array = context.make_array(field_type)(context, builder, field)
        array.meminfo = cgutils.get_null_value(array.meminfo.type)
        return array._getvalue()

    class _Reference(types.StructRef):
        def preprocess_fields(self, fields: Any) -> Any:
            """Literal values are plain numbers of their type."""
            return tuple((name, types.unliteral(kind)) for name, kind in fields)

    @structref.register
    class FrameReference(_Reference):
        """Type of a shared frame."""

    @structref.register
    class ChoiceReference(_Reference):
        """Type of a shared choice."""

    @structref.register
    class PeopleReference(_Reference):
        """Type of a shared flow of people."""

    @structref.register
    class StateReference(_Reference):
        """Type of a shared state."""

    class NewFrame(structref.StructRefProxy):
        """A shared frame."""

    class NewChoice(structref.StructRefProxy):
        """A shared choice."""

    class NewPeople(structref.StructRefProxy):
        """A shared flow of people."""

    class NewState(structref.StructRefProxy):
        """A shared state."""

    for made, kind, plain in (
        (NewFrame, FrameReference, Frame),
        (NewChoice, ChoiceReference, Choice),
        (NewPeople, PeopleReference, People),
        (NewState, StateReference, State),
    ):
        structref.define_constructor(made, kind, list(plain._fields))
        structref.define_boxing(kind, made)


@compiled
def shared_frame(frame: Frame) -> Frame:
    """The frame as a reference."""
    return NewFrame(*frame)


@compiled
def shared_choice(choice: Choice) -> Choice:
    """The choice as a reference."""
    return NewChoice(*choice)

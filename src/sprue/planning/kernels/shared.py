"""The groups of arrays as references.

A named tuple goes by value: each call would carry each of its arrays, which takes minutes to compile and
slows every call. Compiled code therefore passes references with the same fields; `shared_*` make them.
Uncompiled (NUMBA_DISABLE_JIT=1) the named tuples themselves do.
"""

from typing import TYPE_CHECKING, Any

import numba
from numba import types
from numba.experimental import structref

from sprue.planning.kernels.compiling import compiled
from sprue.planning.kernels.frames import Choice, Frame, People, State

if TYPE_CHECKING or numba.config.DISABLE_JIT:
    NewFrame, NewChoice, NewPeople, NewState = Frame, Choice, People, State
else:

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

"""The kinds of commands, each with its own fields: the body of `POST /api/commands`."""

from functools import cache
from typing import Annotated, Any, Union
from uuid import UUID

from pydantic import Field, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sprue.server import schemas as sc
from sprue.server.floor.parse import KINDS
from sprue.server.shapes.described import command_models

#: Commands that no dataclass of the floor stands for on the wire, and fields that are checked at the door.
_MORE: dict[str, dict[str, Any]] = {
    "badge_in": {
        "pin": (str | None, Field(None, description="Of terminals: the PIN of the person.")),
        "proof": (str | None, Field(None, description="Of terminals: what an earlier answer gave.")),
    },
    "publish_plan": {
        "draft": (UUID | None, Field(None, description="null: the newest draft")),
        "message": (str, ""),
    },
    "set_clock": {"rate": (float, Field(ge=0, le=3600))},
    "learn_suppliers": {"on": (bool, Field(description="Plan with the learned delays, or as promised."))},
    "learn_estimates": {"on": (bool, Field(description="Plan with the learned factors, or as estimated."))},
}


@cache
def _any_kind() -> TypeAdapter[Any]:
    kinds = {**KINDS, **dict.fromkeys(kind for kind in _MORE if kind not in KINDS)}
    one: Any = Union[tuple(command_models(kinds, _MORE))]  # noqa: UP007  # made at run time
    chosen: Any = Annotated[one, Field(discriminator="kind")]
    return TypeAdapter(chosen)


class Command(sc.Command):
    """A command. The server reads its fields itself; here they are described, by kind."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        return handler(_any_kind().core_schema)

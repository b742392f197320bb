"""What the interface publishes of its answers, and whether one is so."""

import json
import re
from typing import Any

import jsonschema_rs

from sprue.server.api import api

SCHEMA: Any = json.loads(json.dumps(api.get_openapi_schema(), default=str))
JSON = "application/json"


def tightened(schema: Any) -> Any:
    """The same, and no object has a field that is not in it."""
    if isinstance(schema, list):
        return [tightened(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: tightened(one) for name, one in schema.items()}
    closed = isinstance(schema.get("properties"), dict) and schema.get("type") == "object"
    return {**made, "additionalProperties": False} if closed else made


#: All shapes, without further fields.
COMPONENTS = tightened(SCHEMA["components"])


def shape_of(endpoint: str, status: int) -> Any:
    """The published schema of an answer, all of whose objects have no field that is not in it."""
    method, path = endpoint.split()
    published = SCHEMA["paths"][path][method.lower()]["responses"][str(status)]
    return {**published["content"][JSON]["schema"], "components": COMPONENTS}


def unlike_published(method: str, path: str, status: int, answer: Any) -> list[str]:
    """What is otherwise in an answer than its endpoint publishes; `path` as it was asked."""
    asked = path.split("?", maxsplit=1)[0]
    fitting = [
        one
        for one, methods in SCHEMA["paths"].items()
        if method.lower() in methods and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), asked)
    ]
    # An endpoint of its own goes before one with a place for any name.
    named = min(fitting, key=lambda one: one.count("{"))
    return faults(shape_of(f"{method} {named}", status), answer)


def faults(schema: Any, answer: Any) -> list[str]:
    """What is wrong with an answer, and where."""
    found = jsonschema_rs.Draft202012Validator(schema).iter_errors(answer)
    return [f"{'/'.join(map(str, one.instance_path))}: {one.message}"[:300] for one in found][:5]

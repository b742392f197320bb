"""Whatever is sent to the interface, it answers in the shape that it documents, and never breaks."""

from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.server.askers import CSRF, Askers

schema: Any = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@schema.parametrize()  # type: ignore[untyped-decorator]  # the package has no types
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_any_request(case: Any, askers: Askers) -> None:
    for who in ("manager", "floor"):
        asker = askers[who]
        headers = {"X-CSRFToken": CSRF, "Accept-Language": "en"}
        if asker.bearer:
            headers["Authorization"] = f"Bearer {asker.bearer}"
        cookies = {name: morsel.value for name, morsel in asker.client.cookies.items()}
        case.call_and_validate(headers=headers, cookies=cookies, checks=CHECKS)

"""Commands of every kind with right, wrong and absurd fields: always an answer, and a whole journal after."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sprue.server.audit import audit
from sprue.server.permissions import COMMANDS
from tests.server.askers import Askers, code_of

KNOWN = (
    *("cam", "maintenance", "safety_incident", "p"),
    *("mill", "erode", "coat", "plate-1", "plate-2", "assemble", "trial"),
    *("cnc-1", "cnc-2", "edm-1", "press-1", "li", "wang", "zhao", "B-LI", "steel", "pins", "core", "M1"),
    *("place:A-03", "Yongxin", "PO-core"),
    *("sick", "leave", "overtime", "shift", "tomorrow", "two_hours"),
    *("passed", "failed", "issues", "press-1"),
    *("electrode", "material", "drawing", "ok", "no", "expected", "tooling", "machine", "quality"),
    *("2026-11-24T08:00:00Z", "2026-11-24T08:00:00+08:00", "2026-11-24", "0001-01-01T00:00:00Z"),
)
FIELDS = (
    *(
        "operation",
        "machine",
        "person",
        "badge",
        "pin",
        "reason",
        "report",
        "problem",
        "problem_kind",
        "note",
    ),
    *("rework_minutes", "expected_up", "purchase", "promised", "gate", "state", "expected", "question"),
    *("trial", "press", "verdict", "sheet", "issues", "material", "material_due"),
    *("text", "department", "rules", "duties", "what", "span", "start", "end", "photo", "by"),
    *("part", "mold", "item", "supplier", "quantity", "ordered", "operations", "back", "place", "on"),
    *("accepted", "draft", "message", "rate", "happened_at", "station", "device", "device_seq"),
)
values = st.one_of(
    st.sampled_from(KNOWN),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.uuids().map(str),
    st.lists(st.sampled_from(KNOWN), max_size=2),
    st.dictionaries(st.sampled_from(("id", "part", "step", "kind")), st.sampled_from(KNOWN), max_size=4),
)
bodies = st.builds(
    lambda head, fields: {**fields, **head},
    st.fixed_dictionaries({"id": st.uuids().map(str), "kind": st.sampled_from([*COMMANDS])}),
    st.dictionaries(st.sampled_from(FIELDS), values, max_size=12),
)


def test_any_command(askers: Askers) -> None:
    manager = askers["manager"]

    @settings(max_examples=800, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(bodies)
    def answered(body: dict[str, Any]) -> None:
        answer = manager.ask("POST", "/api/commands", body)
        assert answer.status_code in (200, 400, 409, 422), answer.content
        assert (answer.status_code == 200) == (code_of(answer) == "")

    answered()
    report = audit()
    assert (report.faults, report.entries > 3) == ([], True)

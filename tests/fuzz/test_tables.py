"""Tables of right, wrong and absurd cells: always a preview, taken or refused, and a whole journal after."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sprue.files.workbook.layout import COLUMNS
from sprue.server.audit import audit
from tests.fuzz.test_commands import KNOWN
from tests.server.askers import CSRF, Askers

TITLES = sorted({name for columns in COLUMNS.values() for column in columns for name in column[:2]})
CELLS = st.one_of(
    st.sampled_from([*KNOWN, "", "yes", "是", "10", "-1", "1e9", "90 min", "T1", "mill, mill", "cnc-1:30"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
)


def table(titles: list[str]) -> st.SearchStrategy[list[list[str]]]:
    row = st.lists(CELLS, min_size=len(titles), max_size=len(titles))
    return st.lists(row, min_size=1, max_size=6).map(lambda rows: [titles, *rows])


tables = st.lists(st.sampled_from(TITLES), min_size=1, max_size=8).flatmap(table)


def test_any_table(askers: Askers) -> None:
    planner = askers["planner"]

    @settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(tables)
    def answered(rows: list[list[str]]) -> None:
        text = "\n".join("\t".join(row) for row in rows)
        file = SimpleUploadedFile("pasted.tsv", text.encode())
        answer = planner.client.post("/api/tables/edits", {"file": file}, headers={"X-CSRFToken": CSRF})
        assert answer.status_code == 200, answer.content
        looked = json.loads(answer.content)
        if looked["edit_id"] is not None:
            taken = planner.ask("POST", f"/api/tables/edits/{looked['edit_id']}/take")
            assert taken.status_code == 200, taken.content

    answered()
    assert audit().ok

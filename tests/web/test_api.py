"""The API says what the command line says, and whatever is sent to it, it does not break."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from tests.command import prong
from tests.web.conftest import KEYS, PORT, app, opened
from tests.web.test_stories import SMALL


def test_the_same_contract_as_the_command_line(client: TestClient) -> None:
    said = client.post("/api/v1/examples/martinez/analysis", json={"incident_date": "2020-01-01"})
    told = prong("analyze", "martinez", "--incident-date", "2020-01-01", "-f", "json")
    assert said.json() == json.loads(told.out)


def test_a_text_is_decided_or_its_faults_are_told(client: TestClient) -> None:
    good = client.post("/api/v1/analyze", json={"case": SMALL})
    assert good.json()["schema"] == "prong/analysis/1"
    bad = client.post("/api/v1/analyze", json={"case": SMALL.replace("forum: ca9", "forum: ca99")})
    assert bad.status_code == 422
    (fault,) = bad.json()["faults"]
    assert fault["line"] == 3 and fault["found"] == "ca99"


def test_a_case_is_saved_only_upon_the_text_it_was_begun_from(client: TestClient) -> None:
    id = opened(client, SMALL)
    kept = client.get(f"/api/v1/cases/{id}").json()
    mine = {"case": SMALL.replace("Ann Doe", "Anne Doe")}
    where = f"/api/v1/cases/{id}"
    assert client.put(where, json=mine).status_code == 428
    assert client.put(where, json=mine, headers={"If-Match": kept["digest"]}).status_code == 200
    theirs = {"case": SMALL.replace("Ann Doe", "Anna Doe")}
    late = client.put(where, json=theirs, headers={"If-Match": kept["digest"]})
    assert late.status_code == 409
    assert client.get(where).json()["case"] == mine["case"]


def test_what_is_not_there_is_not_there(client: TestClient) -> None:
    for path in ("/cases/none", "/library/nonsense", "/library/entries/nonsense"):
        assert client.get(f"/api/v1{path}").status_code == 404
    assert client.post("/api/v1/examples/none/analysis", json={}).status_code == 404
    assert client.get("/api/v1/library/doctrines").json()[0].keys() == {
        "id",
        "name",
        "issues",
        "rules",
    }


BEARER = {"Authorization": f"Bearer {KEYS.token}", "Host": f"127.0.0.1:{PORT}"}


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory, opinions: str) -> dict[str, Any]:
    """Every operation that the API describes of itself."""
    made = app(tmp_path_factory.mktemp("api"), base=opinions)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", made, headers=BEARER)
    found = [result.ok() for result in schema.get_all_operations()]
    return {f"{one.method.upper()} {one.path}": one for one in found}


OPERATIONS = (
    "POST /api/v1/analyze", "GET /api/v1/cases", "GET /api/v1/cases/{id}", "PUT /api/v1/cases/{id}",
    "POST /api/v1/{kind}/{id}/analysis", "GET /api/v1/library/{what}",
    "GET /api/v1/library/entries/{id}", "POST /api/v1/check", "GET /api/v1/base/info",
    "GET /api/v1/base/search", "GET /api/v1/base/show",
)  # fmt: skip
#: Each of these is a process of its own.
FEW = {"POST /api/v1/check": 6}


def test_every_operation_is_tried(operations: dict[str, Any]) -> None:
    assert set(operations) == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_that_is_sent_breaks_it(operations: dict[str, Any], name: str) -> None:
    one = operations[name]

    @settings(
        max_examples=FEW.get(name, 40),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(case=one.as_strategy())
    def whatever(case: Any) -> None:
        assert case.call(headers=BEARER).status_code < 500

    whatever()

"""The routes are as they are described, whatever is sent to them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from schemathesis import openapi
from schemathesis.core.result import Ok

from hearthbook.web.screens import SCREENS

if TYPE_CHECKING:
    from tests.web.visiting import Visitor

# These end the session, as they should, or begin work that outlasts the test.
_APART = {
    "/lock",
    "/leave",
    "/sessions/{name}/end",
    "/papers",
    "/health/check",
    "/health/doctor",
}


def described(mother: Visitor) -> dict[str, dict[str, object]]:
    paths: dict[str, dict[str, object]] = mother.get("/api/openapi.json").json()["paths"]
    return paths


def test_every_route_is_described_and_no_page_loads_from_elsewhere(mother: Visitor) -> None:
    served = {path for screen in SCREENS for one in screen.handlers for path in one.paths}
    told = {path.replace("}", ":str}") for path in described(mother)}

    assert served == told
    shown = [mother.get(path) for path in ("/api", "/api/scalar", "/api/swagger", "/schema")]
    assert not any("html" in one.headers["content-type"] for one in shown if one.is_success)


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_that_fits_the_description_breaks_the_server(
    mother: Visitor, data: st.DataObject
) -> None:
    schema = openapi.from_dict(mother.get("/api/openapi.json").json())
    headers = {"x-form": mother.token, "content-type": "application/x-www-form-urlencoded"}
    for found in schema.get_all_operations():
        if not isinstance(found, Ok) or (operation := found.ok()).path in _APART:
            continue
        case = data.draw(operation.as_strategy())
        address = operation.path
        for name, value in (case.path_parameters or {}).items():
            address = address.replace(f"{{{name}}}", quote(str(value), safe="") or "x")
        query = {k: v for k, v in (case.query or {}).items() if isinstance(v, str)}
        answer = mother.client.request(case.method, address, params=query, headers=headers)

        assert answer.status_code < 500, (case.method, address, query)


@pytest.mark.parametrize("words", ['"', "*", "a OR", "NEAR(", "\x00", "'; drop", "é" * 500])
def test_no_words_break_the_search(mother: Visitor, words: str) -> None:
    assert mother.post("/find", words=words).status_code == 200

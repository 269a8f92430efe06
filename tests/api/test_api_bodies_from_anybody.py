"""Whoever is not signed in holds nobody up by what they send: it is neither read to its end nor parsed."""

import json
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from api.routing import ApiRoute
from casework.checkins.attachments import MAX_SIZES
from casework.shared.files.parsing import read_plan_json
from core.errors import BadInput
from core.untrusted import MAX_JSON_PARTS
from serving.middleware import MAX_BODY_BYTES, find_largest_body
from tests.api.two_offices import TwoOffices, get_description
from tests.large_body import PIECE, LargeBody

TOO_MANY = b'{"a": [' + b"[]," * MAX_JSON_PARTS + b"1]}"
JSON = {"Content-Type": "application/json"}


def routes_with_a_body(offices: TwoOffices) -> list[tuple[str, ApiRoute]]:
    found = []
    for context in iter_route_contexts(offices.stranger().app.routes):
        route = context.original_route
        if isinstance(route, ApiRoute) and route.body_field is not None:
            address = context.path
            for name in route.param_convertors:
                address = address.replace("{" + name + "}", offices.number if name == "number" else "x")
            found.append((address, route))
    return found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long each JSON was that was parsed."""
    lengths: list[int] = []
    loads = json.loads

    def counted(text: Any, *given: Any, **named: Any) -> Any:
        lengths.append(len(text))
        return loads(text, *given, **named)

    monkeypatch.setattr(json, "loads", counted)
    return lengths


def test_json_of_very_many_parts_is_parsed_by_no_route(offices: TwoOffices, parsed: list[int]) -> None:
    for address, route in routes_with_a_body(offices):
        for method in route.methods or ():
            answer = offices.stranger().request(method, address, content=TOO_MANY, headers=JSON)
            assert answer.status_code == 422, address
            assert len(TOO_MANY) not in parsed, address
    assert parsed, "what is small is parsed"


@pytest.mark.parametrize("with_length", [False, True], ids=["without length", "with length"])
def test_what_is_larger_than_a_form_is_read_from_those_only_who_are_signed_in(
    offices: TwoOffices, with_length: bool
) -> None:
    larger = [(address, route) for address, route in routes_with_a_body(offices) if find_largest_body(address, 0)]
    assert larger
    for address, route in larger:
        for method in route.methods or ():
            body = LargeBody()
            assert body.send(offices.stranger(), method, address, JSON, with_length=with_length).status_code == 401, (
                address
            )
            assert body.read <= MAX_BODY_BYTES + len(PIECE), address


def test_a_plan_of_very_many_parts_is_refused_before_it_is_parsed(parsed: list[int]) -> None:
    with pytest.raises(BadInput):
        read_plan_json(TOO_MANY)
    assert parsed == []


def test_what_may_be_attached_fits_into_the_body_that_brings_it() -> None:
    """Of each route: two photos and a recording as large as they may be, a third larger as base64."""
    description = get_description()
    found = {
        path for path, operations in description["paths"].items() for each in operations.values()
        if isinstance(each, dict) and "_base64" in json.dumps(_with_parts(each.get("requestBody"), description))
    }  # fmt: skip
    assert len(found) >= 2
    for path in found:
        assert sum(MAX_SIZES.values()) * 4 // 3 < find_largest_body(path, MAX_BODY_BYTES), path


def _with_parts(part: Any, description: dict[str, Any], within: tuple[str, ...] = ()) -> Any:
    """The description with what it refers to in its place."""
    if isinstance(part, list):
        return [_with_parts(each, description, within) for each in part]
    if not isinstance(part, dict):
        return part
    name = str(part.get("$ref", "")).rpartition("/")[2]
    if name and name not in within:
        return _with_parts(description["components"]["schemas"][name], description, (*within, name))
    return {key: _with_parts(each, description, within) for key, each in part.items()}

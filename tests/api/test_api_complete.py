"""What can be looked at is answered as it is described, and what is sent is read alike everywhere."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Annotated, Any, get_args

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter, ValidationError

from casework.acting.acts.act import ACTS
from casework.shared.files.base import FileModel
from models.office import Role
from serving.auth import RequiresRight, get_access_rule
from tests.api.two_offices import TwoOffices, get_description

IN_THE_OFFICE = (Role.PROSECUTOR, Role.CHIEF_PROSECUTOR, Role.ADMINISTRATOR, Role.CLERK, Role.AUDITOR, Role.MINOR)


def _role(rule: RequiresRight) -> Role | None:
    """Whoever of these has the right that a route asks for."""
    return next((role for role in IN_THE_OFFICE if any(role in act.by for act in rule.acts)), None)


def test_what_can_be_looked_at_is_answered_as_it_is_described(offices: TwoOffices) -> None:
    """By whoever has the right: each client holds the answer to the description."""
    clients: dict[Role, Any] = {}
    answered = 0
    for context in iter_route_contexts(offices.app.routes):
        route, path = context.original_route, str(context.path)
        rule = get_access_rule(route)
        if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()) or not isinstance(rule, RequiresRight):
            continue
        if set(route.param_convertors) - {"number"} or (role := _role(rule)) is None:
            continue
        if "application/json" not in get_description()["paths"][path]["get"]["responses"]["200"]["content"]:
            continue  # a paper is made by a test of its own
        client = clients.setdefault(role, offices.as_role(role))
        answer = client.get(path.format(number=offices.number))
        assert answer.status_code in (200, 403, 404, 409, 422), (path, answer.text)
        answered += answer.status_code == 200
    assert answered > 10


def test_an_item_says_what_came_for_it_and_what_can_be_done(offices: TwoOffices) -> None:
    client = offices.as_role(Role.SOCIAL_WORKER)
    item = client.get(f"/api/v1/plans/{offices.number}/items/weekly_note/2026-03-09").json()
    assert item["item"]["kind"] == "weekly_note"
    assert "submit" in item["may"]
    every = client.get("/api/v1/acts").json()["acts"]
    assert [one["did"] for one in every] == list(ACTS)
    assert next(one["by"] for one in every if one["did"] == "revoke") == {
        "chief_prosecutor": "deciding",
        "deputy": "deciding",
    }
    acts = {one["did"]: one["schema"] for one in client.get(f"/api/v1/acts?plan={offices.number}").json()["acts"]}
    assert client.get(f"/api/v1/acts?plan={offices.other}").status_code == 404, "nobody learns that there is one"
    assert acts["submit"] == "SubmitAct"
    assert set(acts.values()) <= get_description()["components"]["schemas"].keys()
    assert ("decide_non_prosecution" in acts) is False


def test_a_number_is_no_day_and_no_time_wherever_one_is_asked_for(offices: TwoOffices) -> None:
    """Pydantic alone takes 0 for 1 January 1970. What is sent as JSON, in a form or in an address is asked alike."""
    asked = 0
    for context in iter_route_contexts(offices.app.routes):
        route = context.original_route
        fields = route.dependant.query_params if isinstance(route, APIRoute) else []
        for field in [each for each in fields if _is_temporal(each.field_info.annotation)]:
            assert field.validate("0", {}, loc=("query", field.alias))[1], (context.path, field.name)
            asked += 1
    for model in _descendants(FileModel):
        for name, info in model.model_fields.items():
            if _is_temporal(info.annotation):
                sent = TypeAdapter(Annotated[info.annotation, name, *info.metadata])
                for number in (0, 86_400.0, "0", "1782432000"):
                    with pytest.raises(ValidationError):
                        sent.validate_python(number), (model, name)
                asked += 1
    assert asked > 100


def _descendants(model: type[FileModel]) -> Iterator[type[FileModel]]:
    for below in model.__subclasses__():
        yield below
        yield from _descendants(below)


def _is_temporal(hint: Any) -> bool:
    return hint in (date, datetime, time) or any(_is_temporal(inner) for inner in get_args(hint))

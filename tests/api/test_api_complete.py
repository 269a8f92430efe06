"""What stood on pages only can be asked and done by a client: staff, drafts, search, what was handed in, the journal."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Annotated, Any, get_args

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter, ValidationError

from casework.shared.files.base import FileModel
from models.office import Role
from serving.auth import RequiresRight, get_access_rule
from tests.api.two_offices import HERE, TwoOffices, get_description
from tests.passwords import give_password

PASSWORD = "a-long-password-1"
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
    assert answered > 50


@pytest.mark.parametrize("role", [Role.PROSECUTOR, Role.SOCIAL_WORKER])
def test_an_item_says_what_came_for_it_and_what_can_be_done(offices: TwoOffices, role: Role) -> None:
    client = offices.as_role(role)
    item = client.get(f"/api/v1/plans/{offices.number}/items/weekly_note/2026-03-09").json()
    assert item["item"]["kind"] == "weekly_note"
    assert "submit" in item["may"]
    acts = {one["did"] for one in client.get(f"/api/v1/plans/{offices.number}/available-acts").json()}
    assert "submit" in acts
    assert ("decide_non_prosecution" in acts) is False


def test_what_was_handed_in_is_reviewed_in_one_call(offices: TwoOffices) -> None:
    client, path = offices.as_role(Role.SOCIAL_WORKER), f"/api/v1/plans/{offices.number}/check-ins"
    sent = {"item": "weekly_note", "due_on": "2026-03-09", "told_by": "minor", "text": "这周还好。"}
    assert client.post(path, json=sent).status_code == 201
    assert client.get(path).json()["unreviewed"] == 1
    items = [{"kind": "weekly_note", "due_on": "2026-03-09"}]
    assert client.post(f"{path}/reviewed", json={"items": items}).json() == {"reviewed": 1}
    assert client.get(path).json()["unreviewed"] == 0


def test_a_new_plan_is_written_as_a_draft_and_kept_as_a_template(offices: TwoOffices) -> None:
    """By its author; to a colleague there is no such draft."""
    client = offices.as_role(Role.PROSECUTOR)
    content = {"typed": {"condition[0].text": "每周一次谈话"}, "rest": {}}
    draft = client.post("/api/v1/drafts", json=content).json()["id"]
    assert client.get(f"/api/v1/drafts/{draft}").json()["content"]["typed"] == content["typed"]
    assert offices.as_(f"{HERE}.assistant").get(f"/api/v1/drafts/{draft}").status_code == 404
    kept = client.post("/api/v1/plan-templates", json={"name": "常用", "draft": draft})
    assert kept.status_code == 204
    (template,) = client.get("/api/v1/plan-templates").json()
    assert client.get(f"/api/v1/plan-templates/{template['id']}").json()["typed"] == content["typed"]
    assert client.delete(f"/api/v1/drafts/{draft}").status_code == 204
    assert client.get("/api/v1/drafts").json() == []


def test_somebody_begins_when_a_second_person_has_confirmed(offices: TwoOffices) -> None:
    """And with both parts of the code chooses a password."""
    keeper, head = offices.as_role(Role.ADMINISTRATOR), offices.as_role(Role.DEPARTMENT_HEAD)
    office = keeper.get("/api/v1/staff").json()["offices"][0]["name"]
    new = {"login": "gui.new", "display_name": "新来", "role": "clerk", "office": office, "reason": "新任"}
    first = keeper.post("/api/v1/staff", json=new).json()["part"]
    (waiting,) = head.get("/api/v1/staff/requests").json()
    path = f"/api/v1/staff/requests/{waiting['id']}"
    assert keeper.post(f"{path}/confirmation", json={"reason": "自己"}).status_code == 409
    second = head.post(f"{path}/confirmation", json={"reason": "属实"}).json()["part"]
    chosen = {"login": "gui.new", "code": first + second, "new": "quiet-river-stone-9", "keep": "token"}
    assert offices.stranger().post("/api/v1/session/one-time-code", json=chosen).json()["role"] == "clerk"
    assert keeper.post("/api/v1/staff/gui.new/leaving", json={"reason": "调走"}).status_code == 204


def test_what_was_asked_for_ones_own_account_can_be_stopped(offices: TwoOffices) -> None:
    keeper = offices.as_role(Role.ADMINISTRATOR)
    give_password(offices.context, [f"{HERE}.clerk"], PASSWORD)
    assert keeper.post(f"/api/v1/staff/{HERE}.clerk/code", json={"reason": "忘了"}).status_code == 201
    clerk = offices.as_role(Role.CLERK)
    (asked,) = clerk.get("/api/v1/account/requests").json()
    assert clerk.post(f"/api/v1/account/requests/{asked['id']}/stop", json={"reason": "没有忘"}).status_code == 204
    assert offices.as_role(Role.DEPARTMENT_HEAD).get("/api/v1/staff/requests").json() == []


def test_a_plan_is_found_by_the_name_of_its_minor_and_no_address_has_it(offices: TwoOffices) -> None:
    found = offices.as_role(Role.PROSECUTOR).post("/api/v1/search", json={"asked": "芒果"}).json()
    assert [one["number"] for one in found] == [offices.number]
    assert offices.as_("ren.prosecutor").post("/api/v1/search", json={"asked": offices.number}).json() == []


def test_the_journal_is_read_by_an_auditor_and_its_chain_is_checked(offices: TwoOffices) -> None:
    assert offices.as_role(Role.PROSECUTOR).get("/api/v1/journal").status_code == 403
    client = offices.as_role(Role.AUDITOR)
    lines = client.get("/api/v1/journal").json()["lines"]
    assert [line["sequence"] for line in lines] == sorted((line["sequence"] for line in lines), reverse=True)
    assert len(client.get("/api/v1/journal", params={"denied": "true"}).json()["lines"]) < len(lines)
    assert client.get("/api/v1/journal/check").json()["sound"] is True
    compared = client.post("/api/v1/journal/check", json={"heads": ["no head"]}).json()
    assert (compared["sound"], compared["heads"], len(compared["faults"])) == (False, 0, 1)


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

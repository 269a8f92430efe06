"""Denied by default: every route has a door, every door asks, and what nobody was given nobody can do."""

from collections import defaultdict
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import iter_route_contexts

from api.routing import ApiRoute
from casework.acting.acts.act import ACTS
from casework.acting.rights import OPERATIONS, Actor, Operation, RightScope
from casework.acting.rights.read_operations import READ_DATES, READ_PLAN
from models.office import STAFF_ROLES, Role
from serving.auth import PUBLIC_ACCESS, PublicAccess, RequiresRight, SignedInAccess, get_access_rule, requires_right
from tests.api.two_offices import HERE, TwoOffices
from tests.casework.every_operation import get_body

PUBLIC = {
    "POST /api/v1/session",
    "POST /api/v1/family/session",
    "POST /api/v1/receipts",
    "POST /api/v1/replies",  # signed instead
    "GET /api/v1/health/live",
    "GET /api/v1/health/ready",
    "GET /health/live",
    "GET /health/ready",
    "GET /api/v1/openapi.json",
    "GET /docs",
    "GET /docs/{name}",
    # The secret in the address is all that opens it.
    "GET /calendar/{secret}.ics",
    "GET /calendar/{secret}/{item}.ics",
}
ONES_OWN = {"GET /api/v1/acts", "GET /api/v1/session", "DELETE /api/v1/session", "POST /api/v1/session/confirmation"}


def access_rules(app: FastAPI) -> dict[str, RequiresRight | SignedInAccess | PublicAccess | None]:
    """Every route of the application, with what it says of who may come in."""
    found: dict[str, RequiresRight | SignedInAccess | PublicAccess | None] = {}
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        methods = getattr(route, "methods", None) or {"ANY"}
        for method in methods:
            found[f"{method} {context.path}"] = get_access_rule(route)
    return found


# ---------------------------------------------------------------- every route has a door


def test_every_route_asks_for_a_right_but_for_those_listed_here(offices: TwoOffices) -> None:
    found = access_rules(offices.app)
    assert {name for name, rule in found.items() if isinstance(rule, PublicAccess)} == PUBLIC
    assert {name for name, rule in found.items() if isinstance(rule, SignedInAccess)} == ONES_OWN
    asking = {name for name, rule in found.items() if isinstance(rule, RequiresRight) and rule.acts}
    assert asking | PUBLIC | ONES_OWN == set(found)


def test_without_signing_in_nothing_but_the_public_routes_answers(offices: TwoOffices) -> None:
    stranger = offices.stranger()
    for name, rule in access_rules(offices.app).items():
        method, path = name.split(" ", 1)
        if isinstance(rule, PublicAccess):
            continue
        answer = stranger.request(
            method, path.format_map(defaultdict(lambda: "0" * 32, number=offices.number)), json={}
        )
        assert answer.status_code in (401, 422), name
        assert offices.plan().number not in answer.text


# ---------------------------------------------------------------- what does not ask does not answer


def test_a_route_that_does_not_ask_what_it_says_fails_at_run_time_and_tells_nothing(offices: TwoOffices) -> None:
    """One without an access rule, one that has it and never asks about the plan, one that asks for another right. One that
    says that it is public answers; and the search for routes sees them."""
    router = APIRouter()

    @router.get("/api/v1/rogue")
    def rogue() -> str:
        return "芒果"

    @router.get("/api/v1/careless/{number}")
    def careless(number: str, request: Request, actor: Annotated[Actor, requires_right(READ_PLAN)]) -> str:
        with offices.context.database.reading() as session:
            return offices.context.find(session, number).number

    @router.get("/api/v1/mistaken/{number}")
    def mistaken(number: str, request: Request, actor: Annotated[Actor, requires_right(READ_PLAN)]) -> str:
        with offices.context.open_for_reading(number, actor, READ_DATES) as open_plan:
            return open_plan.plan.status

    @router.get("/api/v1/open", dependencies=[PUBLIC_ACCESS])
    def opened() -> str:
        return "well"

    offices.app.include_router(router)
    assert access_rules(offices.app)["GET /api/v1/rogue"] is None
    stranger, prosecutor = offices.stranger(), offices.as_("gui.prosecutor")
    for client in (stranger, prosecutor):
        answer = client.get("/api/v1/rogue")
        assert answer.status_code == 500
        assert "芒果" not in answer.text
        assert len(answer.json()["reference"]) == 8
    answer = prosecutor.get(f"/api/v1/careless/{offices.other}")
    assert (answer.status_code, offices.other in answer.text) == (500, False)
    assert prosecutor.get(f"/api/v1/mistaken/{offices.number}").status_code == 500
    assert stranger.get("/api/v1/open").json() == "well"


# ---------------------------------------------------------------- roles and acts

OTHERWISE: dict[str, dict[str, Any]] = {
    "record_recusal": {"who": "gui.worker2", "reason": "x"}, "end_after_care": {},
    "correct_fact": {"fact": "report_incident", "which": "none", "done_on": "2026-03-05", "reason": "x"},
}  # fmt: skip
"""What the registry does not do; and the fact that everybody who corrects any may correct."""


def body_of(offices: TwoOffices, did: str) -> dict[str, Any]:
    """What is sent to do that act."""
    if did in OTHERWISE:
        return {"did": did, **OTHERWISE[did]}
    return get_body(offices.context, offices.number, did)


def _right(did: str) -> Operation:
    return OPERATIONS[did]


EVERYBODY = [*STAFF_ROLES, Role.MINOR, Role.GUARDIAN]


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_is_refused_exactly_what_the_table_does_not_give_it(offices: TwoOffices, role: Role) -> None:
    """Asked from outside, each act by every fourth role in turn; what is refused is refused before anything is touched."""
    asked = list(ACTS)[EVERYBODY.index(role) % 4 :: 4]
    client = offices.as_("mother") if role is Role.GUARDIAN else offices.as_role(role)
    given = {did for did in ACTS if role in _right(did).by}
    # What another office was asked, and a look that nobody was granted, is nobody's here.
    given -= {did for did in given if _right(did).by[role] in (RightScope.ASKED, RightScope.GRANTED)}
    if role is Role.GUARDIAN:  # may hand in, but not the minor's own note; and speaks for their own phone and view only
        given -= {"submit", "record_contact_hours", "opt_out", "give_view"}
    if role is Role.DEPARTMENT_HEAD:  # makes its own sheet of the quality check, and no other paper
        given -= {"make_paper"}
    before = offices.plan().model_dump()
    for did in (each for each in asked if each not in given):
        answer = _send(client, offices, did)
        assert answer.status_code in (403, 404), (did, answer.text)
    assert offices.plan().model_dump() == before
    for did in (each for each in asked if each in given):
        answer = _send(client, offices, did)
        assert answer.status_code in (201, 409, 422) or (answer.status_code == 404 and _tells_why(answer)), (
            did,
            answer.text,
        )


def _send(client: Any, offices: TwoOffices, did: str) -> Any:
    return client.post(f"/api/v1/plans/{offices.number}/acts", json=body_of(offices, did))


def _tells_why(answer: Any) -> bool:
    """Not found because there is no such item or incident; the plan itself is there."""
    return answer.json()["detail"] != "没有这个编号的方案。"


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_the_same_role_in_another_office_is_refused_everything_and_finds_no_plan(
    offices: TwoOffices, role: Role
) -> None:
    """Each act by every fourth role in turn; of what the role is not given even at home, one is tried."""
    client = offices.as_(f"ren.{role.value}")
    before = offices.plan().model_dump()
    unknown = client.post("/api/v1/plans/SW-NONE-NONE/acts", json=body_of(offices, "note"))
    given = [did for did in ACTS if role in _right(did).by]
    for did in [*given[STAFF_ROLES.index(role) % 4 :: 4], next(did for did in ACTS if did not in given)]:
        answer = _send(client, offices, did)
        assert answer.status_code == 404, did
        assert answer.json() == unknown.json()
    assert offices.plan().model_dump() == before


def test_the_prosecutor_and_worker_of_the_office_who_do_not_carry_the_plan_are_refused(offices: TwoOffices) -> None:
    client = offices.as_(f"{HERE}.worker2")
    for did in ("note", "record_progress", "report_incident", "submit"):
        assert _send(client, offices, did).status_code == 404


def test_routes_are_known_by_their_class(offices: TwoOffices) -> None:
    """The walk would be blind if routes came to be of another kind."""
    kinds = {type(context.original_route) for context in iter_route_contexts(offices.app.routes)}
    assert kinds == {ApiRoute}

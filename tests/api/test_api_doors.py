"""Denied by default: every route has a door, every door asks, and what nobody was given nobody can do."""

from collections import defaultdict
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import iter_route_contexts

from api.routing import ApiRoute
from casework.outcome.acts_ending import DecideNonProsecution, EndOtherwise, Revoke
from casework.plan.acts_changes import ChangePeriod
from casework.shared.acts.machine import LIVE
from casework.shared.files.acts_file import AnyAct
from casework.shared.rights import OPERATIONS, Actor, Operation, RightScope
from casework.shared.rights.read_operations import READ_DATES, READ_PLAN
from models.office import STAFF_ROLES, Role
from serving.auth import PUBLIC_ACCESS, PublicAccess, RequiresRight, SignedInAccess, get_access_rule, requires_right
from tests.api.two_offices import HERE, TwoOffices

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


def test_the_search_for_routes_sees_one_that_somebody_forgot(offices: TwoOffices) -> None:
    @offices.app.get("/api/v1/forgotten")
    def forgotten() -> str:
        return "芒果"

    assert access_rules(offices.app)["GET /api/v1/forgotten"] is None


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


def test_a_route_without_an_access_rule_fails_at_run_time_and_tells_nothing(offices: TwoOffices) -> None:
    router = APIRouter()

    @router.get("/api/v1/rogue")
    def rogue() -> str:
        return "芒果"

    offices.app.include_router(router)
    for client in (offices.stranger(), offices.as_("gui.prosecutor")):
        answer = client.get("/api/v1/rogue")
        assert answer.status_code == 500
        assert "芒果" not in answer.text
        assert len(answer.json()["reference"]) == 8


def test_a_route_with_an_access_rule_that_never_asks_about_the_plan_fails_too(offices: TwoOffices) -> None:
    @offices.app.get("/api/v1/careless/{number}")
    def careless(number: str, request: Request, actor: Annotated[Actor, requires_right(READ_PLAN)]) -> str:
        with offices.context.database.reading() as session:
            return offices.context.find(session, number).number

    answer = offices.as_("gui.prosecutor").get(f"/api/v1/careless/{offices.other}")
    assert answer.status_code == 500
    assert offices.other not in answer.text


def test_a_route_that_asks_for_another_right_than_it_says_fails_too(offices: TwoOffices) -> None:
    @offices.app.get("/api/v1/mistaken/{number}")
    def mistaken(number: str, request: Request, actor: Annotated[Actor, requires_right(READ_PLAN)]) -> str:
        with offices.context.open_for_reading(number, actor, READ_DATES) as open_plan:
            return open_plan.plan.status

    assert offices.as_("gui.prosecutor").get(f"/api/v1/mistaken/{offices.number}").status_code == 500


def test_a_route_that_says_it_is_public_answers(offices: TwoOffices) -> None:
    @offices.app.get("/api/v1/open", dependencies=[PUBLIC_ACCESS])
    def opened() -> str:
        return "well"

    assert offices.stranger().get("/api/v1/open").json() == "well"


# ---------------------------------------------------------------- roles and acts

NO_FILE = "00000000-0000-0000-0000-000000000000"
_DAYS = {"from_on": "2026-03-20", "to_on": "2026-03-22"}
BODIES: dict[str, dict[str, Any]] = {
    "announce": {"present": ["minor"], "told": ["period", "rules", "liability"]},
    "record_service": {"to": "police", "received_on": "2026-03-03"},
    "make_paper": {"paper": "certificate_guidance"},
    "make_decision_pack": {},
    "submit": {"item": "weekly_note"},
    "agree_on_attachments": {"photo": True},
    "agree_on_submitter_check": {"way": "code_word"},
    "set_own_word": {"word": "三只松鼠"},
    "confirm_submitter": {"item": "weekly_note", "due_on": "2026-03-09", "way": "talk"},
    "review": {"item": "weekly_note", "due_on": "2026-03-09"},
    "record_progress": {"condition": "A1", "amount": 1},
    "record_unable": {**_DAYS, "reason": "illness"},
    "explain": {"item": "weekly_note", "due_on": "2026-03-09", "text": "x"},
    "answer_explanation": {"item": "weekly_note", "due_on": "2026-03-09", "answer": "excused", "reason": "x"},
    "dismiss_items": {"items": ["worker_contact"], "reason": "x"},
    "change_period": {"new_end_on": "2026-10-01", "reason": "x"},
    "change_condition": {"condition": "A1", "text": "xx", "reason": "x", "heard": True},
    "propose": {"step": "change_period", "new_end_on": "2026-11-01", "reason": "x"},
    "countersign": {"step": "change_period"},
    "return_proposal": {"step": "change_period", "comment": "x"},
    "withdraw_proposal": {"step": "change_period"},
    "report_incident": {"incident": "a", "kind": "supervision_rules", "done_on": "2026-03-08", "facts": "x"},
    "hear_minor": {"incident": "none", "text": "x"},
    "close_incident": {"incident": "none", "finding": "dismissed", "reason": "x"},
    "revoke": {"incident": "none", "reason": "x"},
    "prosecute": {},
    "record_judgment": {"sentence_months": 6, "effective_on": "2026-03-09"},
    "ask_leave": {"leave": "a", **_DAYS, "destination": "x", "reason": "x"},
    "decide_leave": {"leave": "none", "approved": True},
    "hand_over": {"role": "social_worker", "to": "gui.worker2"},
    "record_recusal": {"who": "gui.worker2", "reason": "x"},
    "accept_hand_over": {"role": "social_worker"},
    "ask_assistance": {"office": "壬县"},
    "accept_assistance": {},
    "decline_assistance": {"reason": "x"},
    "assist_elsewhere": {"office": "壬县"},
    "record_assisted_report": {"text": "x"},
    "end_assistance": {"reason": "x"},
    "change_cadence": {"item": "weekly_note", "from_on": "2026-03-20", "weekday": "Wed", "reason": "x"},
    "move_item": {"item": "worker_contact", "due_on": "2026-03-16", "to_on": "2026-03-17", "reason": "x"},
    "adopt_edition": {"reason": "x"},
    "pause_messages": {"until_on": "2026-03-12", "reason": "x"},
    "report_danger": {"person": "uncle", "told_to": "police", "facts": "x"},
    "record_feedback": {"text": "x"},
    "restore_contact": {"person": "uncle", "reason": "x"},
    "order_guardian": {"order": "o1", "person": "mother", "provider": "x", "hours": 4},
    "record_order_hours": {"order": "o1", "hours": 1},
    "cancel_session": {"condition": "A1", "done_on": "2026-03-10", "reason": "x"},
    "end_order": {"order": "o1", "reason": "x"},
    "send_suggestion": {"suggestion": "s1", "unit": "x", "text": "x"},
    "record_suggestion_reply": {"suggestion": "s1", "text": "x"},
    "ask_aid": {"aid": "a1", "reason": "x"},
    "answer_aid": {"aid": "a1", "granted": True, "reason": "x"},
    "refer": {"referral": "r1", "kind": "counselling", "unit": "x", "purpose": "x"},
    "record_referral_answer": {"referral": "r1", "outcome": "no_answer"},
    "record_assessment": {
        "assessment": "p1",
        "tested_on": "2026-03-09",
        "minor_consented_on": "2026-03-08",
        "result": "x",
    },
    "set_support_level": {"level": "usual", "reason": "x"},
    "ask_certificate": {},
    "record_certificate": {},
    "name_contact": {"person": "aunt", "name": "x", "phone": "10000990103"},
    "end_contact": {"person": "mother", "because": "died"},
    "ask_to_sign": {"day": "2026-03-10", "phone": "10000990109"},
    "record_contact_hours": {"person": "minor", "phone_held": ["Fri 18:00-Sun 16:00"]},
    "opt_out": {"person": "minor", "event": "praise_given"},
    "record_informed": {"who": "mentor", "name": "x", "since": "2026-03-09"},
    "record_call": {"item": "weekly_note", "due_on": "2026-03-09", "outcome": "reached"},
    "record_message_in_person": {"item": "weekly_note", "due_on": "2026-03-09"},
    "record_paper_notice": {"who": "minor", "until_on": "2026-03-31"},
    "file_remedy": {"remedy": "reconsideration", "decision_received_on": "2026-03-09"},
    "decide_remedy": {"remedy": "reconsideration", "outcome": "upheld"},
    "record_remedy_answer": {"remedy": "higher_review", "outcome": "upheld"},
    "add_addressee": {"to": "school", "reason": "x"},
    "object": {"objection_by": "minor", "against": "conditions", "text": "x"},
    "ask_about_data": {"wish": "copy", "text": "x"},
    "answer_data_request": {"place": 1, "outcome": "done", "reason": "x"},
    "answer_objection": {"against": "conditions", "adopted": True, "reason": "x"},
    "withdraw_objection": {"objection_by": "minor", "against": "conditions"},
    "hold_hearing": {},
    "restart_review": {"because": "supplementary_investigation", "began_on": "2026-02-20"},
    "record_measure": {"measure": "bail", "decided_by": "police", "from_on": "2026-03-01"},
    "correct_fact": {"fact": "report_incident", "which": "none", "done_on": "2026-03-05", "reason": "x"},
    "settle_property": {"place": 1, "outcome": "returned"},
    "doubt_age": {"claimed_born_on": "2010-01-01", "source": "x"},
    "settle_age": {"born_on": "2009-11-20", "reason": "x"},
    "give_consents": {"device_data": True},
    "withdraw_consent": {},
    "evaluate": {"result": "continue"},
    "write_opinion": {"proposal": "non_prosecution"},
    "hear_victim": {"state": "heard"},
    "record_statement": {"of": "minor", "text": "x"},
    "decide_non_prosecution": {},
    "announce_outcome": {},
    "end_otherwise": {"how": "no_liability", "reason": "x"},
    "answer_after_care": {"consent": False},
    "end_after_care": {},
    "decide_after_correction": {"follows": "sealing", "reason": "x"},
    "unseal": {"ground": "new_crime", "total_months": 72, "judged_on": "2026-03-01", "reason": "x"},
    "revoke_non_prosecution": {
        "fit_for_prosecution": True,
        "ground": "found_wrong",
        "prosecute_by": "2026-04-01",
        "reason": "x",
    },
    "ask_access": {"access": "q1", "requester": "anyone_else", "who": "x", "purpose": "x"},
    "answer_access": {"access": "q1", "granted": False, "reason": "x"},
    "end_access": {"access": "q1"},
    "note": {"topic": "other", "text": "x"},
    "name_device": {"device": "computer", "whose": "own"},
    "keep_device": {"device": "computer", **_DAYS},
    "agree_on_usage": {"school_day_minutes": 90},
    "upload_usage": {"device": "computer", "text": "x"},
    "confirm_usage": {"file": NO_FILE},
    "match_usage_table": {"file": NO_FILE, "day_column": 1, "duration_column": 2},
    "withdraw_usage": {"file": NO_FILE, "reason": "x"},
    "categorise_app": {"app": "x", "category": "game"},
    "comment_on_usage": {"text": "x"},
    "answer_dispute": {"answer": "kept", "reason": "x"},
    "close_anomaly": {"note": "same_minute", "explanation": "x"},
    "fix_usage_baseline": {"from_on": "2026-03-02", "to_on": "2026-03-22"},
    "record_usage_follow_up": {"became": "done", "text": "x"},
    "propose_goal": {"goal": "g1", "measure": "activity_days", "target": 3},
    "agree_on_goal": {"goal": "g1", "measure": "activity_days", "target": 3, "to_on": "2026-06-01"},
    "change_goal": {"goal": "g1", "target": 4, "reason": "x"},
    "end_goal": {"goal": "g1", "how": "dropped", "reason": "x"},
    "record_goal_value": {"goal": "g1", "value": 2},
    "close_usage_review": {},
    "record_returned_cards": {"card": "bank_card", "count": 1, "returned_to": "police"},
    "record_card_query": {"phone_cards": 1},
    "record_restriction": {"restriction": "r1", "from_on": "2026-03-01"},
    "record_appeal": {"restriction": "r1"},
    "answer_appeal": {"restriction": "r1", "outcome": "partly"},
    "propose_evaluation": {"result": "relax", "reason": "x"},
    "ask_views": {},
    "give_view": {"of": "minor", "home": "well"},
    "rate_needs": {"time": "start", "family": 1},
    "record_situation": {"subject": "household", "state": "with_parents"},
    "record_questionnaire": {"questionnaire": "iat", "taken_on": "2026-03-09", "total": 40},
    "comment_on_progress": {"text": "x"},
    "record_relief": {"restriction": "r1", "relief": "wage_card"},
}


def _right(did: str) -> Operation:
    return OPERATIONS[did]


def test_every_act_of_the_acts_file_can_be_sent(offices: TwoOffices) -> None:
    acts = {act.model_fields["did"].annotation.__args__[0] for act in AnyAct.__origin__.__args__}
    assert acts == set(BODIES)


EVERYBODY = [*STAFF_ROLES, Role.MINOR, Role.GUARDIAN]


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_is_refused_exactly_what_the_table_does_not_give_it(offices: TwoOffices, role: Role) -> None:
    """Asked from outside, each act by every fourth role in turn; what is refused is refused before anything is touched."""
    asked = list(BODIES)[EVERYBODY.index(role) % 4 :: 4]
    client = offices.as_("mother") if role is Role.GUARDIAN else offices.as_role(role)
    given = {did for did in BODIES if role in _right(did).by}
    # What another office was asked, and a look that nobody was granted, is nobody's here.
    given -= {did for did in given if _right(did).by[role] in (RightScope.ASKED, RightScope.GRANTED)}
    if role is Role.GUARDIAN:  # may hand in, but not the minor's own note; and speaks for their own phone and view only
        given -= {"submit", "record_contact_hours", "opt_out", "give_view"}
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
    return client.post(f"/api/v1/plans/{offices.number}/acts", json={"did": did, **BODIES[did]})


def _tells_why(answer: Any) -> bool:
    """Not found because there is no such item or incident; the plan itself is there."""
    return answer.json()["detail"] != "没有这个编号的方案。"


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_the_same_role_in_another_office_is_refused_everything_and_finds_no_plan(
    offices: TwoOffices, role: Role
) -> None:
    """Of what the role is not given even at home, one act is tried."""
    client = offices.as_(f"ren.{role.value}")
    before = offices.plan().model_dump()
    unknown = client.post("/api/v1/plans/SW-NONE-NONE/acts", json={"did": "note", **BODIES["note"]})
    given = [did for did in BODIES if role in _right(did).by]
    for did in [*given, next(did for did in BODIES if did not in given)]:
        answer = _send(client, offices, did)
        assert answer.status_code == 404, did
        assert answer.json() == unknown.json()
    assert offices.plan().model_dump() == before


def test_the_prosecutor_and_worker_of_the_office_who_do_not_carry_the_plan_are_refused(offices: TwoOffices) -> None:
    client = offices.as_(f"{HERE}.worker2")
    for did in ("note", "record_progress", "report_incident", "submit"):
        assert _send(client, offices, did).status_code == 404


def test_no_role_outside_the_table_holds_a_deciding_right() -> None:
    """People decide; the machine's own column holds reminding and carrying out, and nothing else."""
    assert {each for each in OPERATIONS.values() if Role.SYSTEM in each.by} == {LIVE}
    deciding = (Revoke.operation, DecideNonProsecution.operation, ChangePeriod.operation, EndOtherwise.operation)
    for act in deciding:
        assert set(act.by) == {Role.CHIEF_PROSECUTOR, Role.DEPUTY}


def test_routes_are_known_by_their_class(offices: TwoOffices) -> None:
    """The walk would be blind if routes came to be of another kind."""
    kinds = {type(context.original_route) for context in iter_route_contexts(offices.app.routes)}
    assert kinds == {ApiRoute}

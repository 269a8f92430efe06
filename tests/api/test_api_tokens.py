"""Tokens of an office's own systems: narrow, confirmed by two, ended at once, and never anything that decides."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from casework.acting.acts.act import ACTS
from casework.acting.rights import OPERATIONS, Actor, RightScope, TokenScope
from casework.acting.rights.phase_checks import opens_sealed
from casework.plan.views.journal_pages import load_journal_page
from casework.shared.notify.notify import notify
from core.clock import SimulatedClock
from models.journal import JournalLine
from models.message import Message
from models.office import Role
from notifications.events import Event
from serving.auth import PublicAccess, RequiresRight, SignedInAccess
from tests.api.test_api_doors import access_rules, body_of
from tests.api.two_offices import Client, TwoOffices

ALL = [each.value for each in TokenScope]
OF_TOKENS = {each for each in OPERATIONS.values() if each.scope is not None}


def _asked(offices: TwoOffices, scopes: list[str], ends_on: str = "2026-12-31", **more: Any) -> dict[str, Any]:
    sent = {"name": "门户", "scopes": scopes, "ends_on": ends_on, "reason": "对接门户", **more}
    answer = offices.as_role(Role.ADMINISTRATOR).post("/api/v1/tokens", json=sent)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _client(offices: TwoOffices, token: str) -> Client:
    client = offices.stranger()
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def confirmed_client(offices: TwoOffices, *scopes: str, **more: Any) -> Client:
    """A system with a token of the first office, of these scopes or of all."""
    made = _asked(offices, list(scopes) or ALL, **more)
    second = offices.as_role(Role.DEPARTMENT_HEAD).post(f"/api/v1/tokens/{made['id']}/confirmation")
    assert second.status_code == 204, second.text
    return _client(offices, made["token"])


def test_a_token_opens_nothing_until_a_second_person_has_confirmed_it_and_nothing_once_ended(
    offices: TwoOffices,
) -> None:
    made = _asked(offices, ALL)
    keeper, client = offices.as_role(Role.ADMINISTRATOR), _client(offices, made["token"])
    waits = client.get("/api/v1/plans")
    assert (waits.status_code, "第二个人确认" in waits.json()["detail"]) == (401, True)
    assert keeper.post(f"/api/v1/tokens/{made['id']}/confirmation").status_code == 409
    assert offices.as_("ren.department_head").post(f"/api/v1/tokens/{made['id']}/confirmation").status_code == 404
    assert offices.as_role(Role.DEPARTMENT_HEAD).post(f"/api/v1/tokens/{made['id']}/confirmation").status_code == 204
    assert client.get("/api/v1/plans").status_code == 200
    (listed,) = keeper.get("/api/v1/tokens").json()["tokens"]
    assert (listed["state"], listed["last_used_at"]) == ("active", "2026-03-10T02:00:00Z")
    assert made["token"] not in keeper.get("/api/v1/tokens").text
    assert keeper.delete(f"/api/v1/tokens/{made['id']}").status_code == 204
    assert client.get("/api/v1/plans").status_code == 401


def test_a_token_ends_by_itself(offices: TwoOffices) -> None:
    client = confirmed_client(offices, "read")
    assert client.get("/api/v1/plans").status_code == 200
    assert isinstance(offices.context.clock, SimulatedClock)
    offices.context.clock.advance_to(offices.context.clock.now() + timedelta(days=300))
    assert client.get("/api/v1/plans").status_code == 401


def test_a_token_has_an_end_within_a_year_and_only_what_a_token_can_be_given(offices: TwoOffices) -> None:
    administrator = offices.as_role(Role.ADMINISTRATOR)
    for wrong in ({"ends_on": "2026-03-10"}, {"ends_on": "2027-03-12"}, {"scopes": ["revoke"]}, {"scopes": []}):
        sent = {"name": "门户", "scopes": ALL, "ends_on": "2026-12-31", "reason": "对接门户"} | wrong
        assert administrator.post("/api/v1/tokens", json=sent).status_code == 422, wrong


def test_nothing_that_a_token_can_be_given_decides_signs_seals_or_shows_who_somebody_is() -> None:
    """From the table of operations itself, whatever comes into it."""
    assert {each for each in OPERATIONS.values() if Role.INTEGRATION in each.by} == OF_TOKENS
    assert {each.scope for each in OF_TOKENS} == set(TokenScope)
    for each in OF_TOKENS:
        assert not any((each.signs, each.steps, each.decision)), each.code
        assert each.fits is None or not opens_sealed(each), each.code
        assert each.by[Role.INTEGRATION] is RightScope.OFFICE, each.code
        # Whoever sees dates only sees all that a token sees; what it does besides is recording and reminding.
        assert Role.CASE_MANAGEMENT in each.by or each.code in ("submit", "send_by_hand", "report_device_days"), (
            each.code
        )
    kept_away = {"keep_staff", "confirm_account", "keep_tokens", "confirm_token", "read_plan", "read_sealed", "search",
                 "read_access", "countersign", "unseal", "read_attachment", "verify_journal"}  # fmt: skip
    assert kept_away <= set(OPERATIONS)
    assert not kept_away & {each.code for each in OF_TOKENS}


def test_a_token_with_everything_it_can_be_given_is_refused_at_every_other_route(offices: TwoOffices) -> None:
    """And has no account of its own; at the pages it is nobody."""
    client, before = confirmed_client(offices), offices.plan().model_dump()
    refused = 0
    for name, rule in access_rules(offices.app).items():
        method, path = name.split(" ", 1)
        if (
            isinstance(rule, PublicAccess)
            or rule is None
            or (isinstance(rule, RequiresRight) and set(rule.acts) & OF_TOKENS)
        ):
            continue
        assert isinstance(rule, RequiresRight | SignedInAccess)
        answer = client.request(method, path.format_map(defaultdict(lambda: "0" * 32, number=offices.number)), json={})
        assert answer.status_code in (403, 404, 422), (name, answer.status_code)
        refused += answer.status_code in (403, 404)
    assert refused > 25
    assert offices.plan().model_dump() == before


def test_a_token_does_none_of_the_acts_but_handing_in(offices: TwoOffices) -> None:
    """Every fifth, and those that decide; the table of rights is looked through above."""
    client, before = confirmed_client(offices), offices.plan().model_dump()
    for place, did in enumerate(ACTS):
        if did != "submit" and (place % 5 == 0 or ACTS[did].operation.decision):
            answer = client.post(f"/api/v1/plans/{offices.number}/acts", json=body_of(offices, did))
            assert answer.status_code in (403, 404), (did, answer.text)
    assert offices.plan().model_dump() == before


_NOTE = {"item": "weekly_note", "due_on": "2026-03-09", "told_by": "minor", "text": "这周还好。"}
_DAYS = {"days": [{"day": "2026-03-08", "minutes": 60}]}
OPENED: dict[TokenScope, list[tuple[str, str, dict[str, Any] | None]]] = {
    TokenScope.READ: [("GET", "plans", None), ("GET", "plans/{number}", None)],
    TokenScope.SUBMIT: [("POST", "plans/{number}/check-ins", _NOTE),
                        ("POST", "plans/{number}/acts", {"did": "submit", "item": "weekly_note"})],
    TokenScope.REMIND: [("POST", "plans/{number}/reminders", {"text": "praise_given", "dry_run": True}),
                        ("POST", "reminders", {"dry_run": True})],
    TokenScope.EVENTS: [("GET", "events", None)],
    TokenScope.USAGE: [("POST", "plans/{number}/usage/days", _DAYS)],
}  # fmt: skip


def test_a_token_does_exactly_what_its_scopes_say(offices: TwoOffices) -> None:
    """Each scope opens its own, and nothing that another opens; the refusal names it, and so does the description."""
    described = offices.app.openapi()["paths"]
    for given in TokenScope:
        client = confirmed_client(offices, given)
        for scope, calls in OPENED.items():
            for method, path, sent in calls:
                address = f"/api/v1/{path.format(number=offices.number)}"
                answer = client.request(method, address, **({} if sent is None else {"json": sent}))
                if scope is given:
                    assert answer.status_code not in (401, 403, 404), (given, path, answer.text)
                else:
                    assert answer.status_code == 403, (given, path, answer.text)
                    assert f"范围 {scope}" in answer.json()["detail"]
                operation = described[f"/api/v1/{path}"][method.lower()]
                assert scope in operation["security"][1]["bearer"]
                assert f"`{scope}`" in operation["description"]
                there = client.request(method, address.replace(offices.number, offices.other), json=sent)
                assert "{number}" not in path or there.status_code == 404


def test_what_a_token_does_stands_in_the_journal_in_its_name(offices: TwoOffices) -> None:
    """It hands in for the family, of its own office only; and of a minor it is told no name."""
    client = confirmed_client(offices)
    note = {"item": "weekly_note", "due_on": "2026-03-09", "told_by": "minor", "text": "这周还好。"}
    assert client.post(f"/api/v1/plans/{offices.number}/check-ins", json=note).status_code == 201
    assert client.post(f"/api/v1/plans/{offices.other}/check-ins", json=note).status_code == 404
    contact = {"item": "worker_contact", "text": "x"}
    assert client.post(f"/api/v1/plans/{offices.number}/check-ins", json=contact).status_code == 403
    for path in ("plans", f"plans/{offices.number}"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.text
        assert "芒果" not in answer.text
    lines = [line for line in offices.rows(JournalLine) if line.act == "submit" and line.actor_kind == "token"]
    assert [line.actor_role for line in lines] == ["integration"]
    shown = load_journal_page(offices.context, Actor.of_staff(offices.staff("gui.auditor"))).lines
    assert "门户" in {line.by for line in shown}


def test_events_come_in_their_order_and_again_from_an_earlier_cursor(offices: TwoOffices) -> None:
    """A number, a code, a day; for whoever may know of the plan."""
    prosecutor = Actor.of_staff(offices.staff("gui.prosecutor"))
    for moment, event in (("2026-03-10 10:01", Event.SERVICE_NEAR), ("2026-03-10 10:02", Event.STATUTORY_DATE_NEAR)):
        offices.on(moment)
        for _twice in range(2):  # the same occasion is one event
            with offices.context.open_for_update(offices.number, prosecutor, OPERATIONS["note"]) as open_plan:
                notify(open_plan, event, f"{event}/1", day=date(2026, 3, 20))
    offices.on("2026-03-10 10:05")
    client = confirmed_client(offices, "events")
    first = client.get("/api/v1/events", params={"limit": 1}).json()
    rest = client.get("/api/v1/events", params={"cursor": first["next"]}).json()
    every = first["events"] + rest["events"]
    assert [event["type"] for event in every[-2:]] == ["sunward.service_near", "sunward.statutory_date_near"]
    assert len(every) > 2  # what fell due before
    assert {event["subject"] for event in every} == {offices.number}
    assert [event["time"] for event in every] == sorted(event["time"] for event in every)
    assert client.get("/api/v1/events").json()["events"] == every
    assert client.get("/api/v1/events", params={"cursor": rest["next"]}).json() == {"events": [], "next": rest["next"]}
    assert client.get("/api/v1/events", params={"cursor": "x"}).status_code == 422
    elsewhere = offices.as_("ren.prosecutor").get("/api/v1/events").json()["events"]
    assert {event["subject"] for event in elsewhere} == {offices.other}


def test_what_people_did_is_an_event_with_its_item_by_the_declaration_of_the_act(offices: TwoOffices) -> None:
    """A check-in handed in is one, and a note is none; what an office can hear of is every decision and what is told."""
    client = confirmed_client(offices)
    before = client.get("/api/v1/events").json()
    assert [one["data"]["kind"] for one in before["events"]].count(None) < len(before["events"])
    assert client.post(f"/api/v1/plans/{offices.number}/check-ins", json=_NOTE).status_code == 201
    offices.act("prosecutor", "note", topic="school", text="到课正常。")
    offices.on("2026-03-10 10:05")
    (event,) = client.get("/api/v1/events", params={"cursor": before["next"]}).json()["events"]
    assert (event["type"], event["subject"]) == ("sunward.submit", offices.number)
    assert event["data"] == {"due_on": "2026-03-09", "kind": "weekly_note"}
    described = offices.app.openapi()["components"]["schemas"]["WebhookRequest"]["properties"]["events"]["items"][
        "enum"
    ]
    decisions = {each.code for each in OPERATIONS.values() if each.decision}
    assert decisions | {"open_plan", "announce", "submit", "statutory_date_near"} <= set(described)
    assert {"note", "record_incident", "check_in_due", "act_done"}.isdisjoint(described)


def test_a_token_for_trials_records_and_sends_nothing(offices: TwoOffices) -> None:
    client = confirmed_client(offices, sends_nothing=True)
    assert client.post(f"/api/v1/plans/{offices.number}/check-ins", json=_NOTE).status_code == 201
    sent = {"text": "call_back_asked", "to": "minor", "reference": "trial/1"}
    answer = client.post(f"/api/v1/plans/{offices.number}/reminders", json=sent)
    assert (answer.status_code, answer.json()["leaves_at"]) == (201, "2026-03-10T02:00:00Z")
    fate = client.get(f"/api/v1/reminders/{answer.json()['id']}").json()
    assert (fate["state"], fate["reason"]["zh"]) == ("withdrawn", "试用的令牌，不发送")
    of_trial = [each for each in offices.rows(Message) if each.state_reason == "sends_nothing"]
    assert {each.channel for each in of_trial} == {"text", "inbox"}
    (listed,) = offices.as_role(Role.ADMINISTRATOR).get("/api/v1/tokens").json()["tokens"]
    assert listed["sends_nothing"]

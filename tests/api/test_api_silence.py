"""What goes wrong tells nobody anything: no name of the sample caseload, no place, no offence, no word of what was
sent, in no answer and in no log."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.app import AppState, create_app
from casework.acting.rights import Actor
from casework.plan.opening import open_new_plan
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import PlanFile
from casework.staff.authentication import start_session
from flows.rehearsal import create_staff, get_opener
from models.database import Database
from tests.api.front import Front, Visitor
from tests.builders import an_office

CASELOAD = Path(__file__).parents[2] / "examples" / "caseload"
URL = "/api/v1/plans"


def _names() -> set[str]:
    """Every name, number, address, place and fact of the sample caseload that could tell of somebody."""
    found: set[str] = set()
    for path in sorted(CASELOAD.glob("[0-9][0-9]-*.toml")):
        if not path.name.endswith(".acts.toml"):
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            for person in (content["minor"], *content.get("guardian", []), *content.get("informed", [])):
                found |= {str(person[key]) for key in ("name", "phone", "identity_number", "address") if key in person}
            found |= {content["case"]["office"], content["case"]["facts_line"]}
    return {name for name in found if len(name) > 1}


@pytest.fixture
def log_entries(caplog: pytest.LogCaptureFixture) -> Iterator[list[dict[str, Any]]]:
    """Everything that is logged meanwhile."""
    caplog.set_level("DEBUG")
    caplog.set_level("WARNING", "httpx2")  # the client's own log of what it asks
    lines: list[dict[str, Any]] = []
    yield lines
    lines.append({"caplog": caplog.text})


def _broken(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plan, wrong in one way after another."""
    minor, case, decision = plan["minor"], plan["case"], plan["decision"]
    yield plan | {"minor": minor | {"sex": minor["name"], "born_on": minor["name"], minor["name"]: 1}}
    yield plan | {"case": case | {"offence_article": case["facts_line"], "act_dates": [case["facts_line"]]}}
    yield plan | {"decision": decision | {"months": 13, "leave_boundary": minor.get("address", minor["name"])}}
    yield plan | {"team": {"prosecutor": minor["name"], "assistant": minor["phone"]}}
    yield plan | {"number": minor["phone"], "guardian": [minor], minor.get("address", minor["name"]): minor}
    yield plan | {"case": case | {"offence_article": "114", "predicted_sentence_months": 200}}
    yield {minor["name"]: plan}


def test_no_name_of_the_caseload_is_in_any_refusal_or_log(
    sqlite_database: Database, log_entries: list[dict[str, Any]]
) -> None:
    names, answers = _names(), []
    context = an_office(sqlite_database, "2026-11-24 09:00")
    app = Front("api", lambda: create_app(AppState(context)))
    for path in sorted(CASELOAD.glob("0[1-3]-*.toml")):
        if path.name.endswith(".acts.toml"):
            continue
        plan: PlanFile = read_plan_path(path)
        create_staff(context, plan, ())
        actor = get_opener(context, plan)
        client = _client(app, context, actor)
        for broken in _broken(plan.model_dump(mode="json", exclude_none=True)):
            answers += [client.post(URL, json=broken), client.post(f"{URL}/check", json=broken)]
        number = open_new_plan(context, actor, plan)
        for did in ("submit", "note", "explain", "hand_over", "report_incident", "name_contact", plan.minor.name):
            body = {"did": did, "item": plan.minor.name, "text": plan.minor.name, "to": plan.minor.name,
                    plan.minor.name: plan.minor.phone, "incident": plan.minor.name}  # fmt: skip
            answers.append(client.post(f"{URL}/{number}/acts", json=body))
        answers += [
            client.post(f"{URL}/{number}/acts", json={"did": "revoke", "incident": "x", "reason": "x"}),
            client.get(f"{URL}/{plan.minor.name}"),
            client.get(f"{URL}?cursor={plan.minor.name}&status={plan.minor.phone}"),
            client.post("/api/v1/session", json={"login": plan.minor.name, "password": plan.minor.phone}),
        ]
    refusals = [answer for answer in answers if answer.status_code >= 400]
    assert len(refusals) > 50
    everything = "\n".join([*(answer.text for answer in answers), repr(log_entries), *(dict_text(log_entries))])
    assert [name for name in names if name in everything] == []


def dict_text(lines: list[dict[str, Any]]) -> list[str]:
    """The lines as text, without escapes."""
    return [str(value) for line in lines for value in line.values()]


def test_a_failure_tells_a_reference_and_the_log_only_its_kind_and_place(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    context = an_office(sqlite_database, "2026-11-24 09:00")
    plan = read_plan_path(CASELOAD / "01-lichun.toml")
    create_staff(context, plan, ())
    actor = get_opener(context, plan)
    number = open_new_plan(context, actor, plan)
    context.vault.destroy(context.vault.cases()[0])  # a key is lost: nothing of the plan can be opened
    client = _client(Front("api", lambda: create_app(AppState(context))), context, actor)
    answer = client.get(f"{URL}/{number}")
    assert answer.status_code == 500
    reference = answer.json()["reference"]
    assert re.fullmatch("[0-9a-f]{8}", reference)
    (line,) = [each for each in caplog.messages if each.startswith("Request")]
    assert line.startswith(f"Request {reference} failed: KeyStoreError in GET ")
    assert "/{number}, at " in line
    assert number not in line
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_not_there_is_answered_as_a_problem(sqlite_database: Database) -> None:
    """With every method of the address, each of which is a route."""
    context = an_office(sqlite_database, "2026-11-24")
    client = Visitor(Front("api", lambda: create_app(AppState(context))))
    for method, path, status, allowed in (
        ("GET", "/nope", 404, None),
        ("GET", "/api/v1/nope", 404, None),
        ("GET", "/api/v1/plans/", 404, None),
        ("PATCH", "/api/v1/plans", 405, "GET, POST"),
        ("OPTIONS", "/api/v1/plans", 405, "GET, POST"),
        ("OPTIONS", "/api/v1/runs", 405, "GET"),
    ):
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers.get("allow")) == (status, allowed), (method, path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "detail", "code", "mistakes"} <= set(answer.json())
        assert answer.json()["code"] == ("not-found" if status == 404 else "method-not-allowed")


def _client(app: Any, context: Any, actor: Actor) -> Visitor:
    with context.database.transaction() as session:
        token = start_session(session, context, actor, context.clock.now()).token
    return Visitor(app, headers={"Authorization": f"Bearer {token}"})

"""The law as this program knows it, and the API's own description: open to everybody, from this machine alone."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from law.rulebook import Rulebook
from models.holiday import AnnouncedYear
from tests.api.two_offices import TwoOffices

HERE = Path(__file__).parents[2]


def test_every_rule_is_given_with_its_article_how_sure_we_are_and_what_it_does(offices: TwoOffices) -> None:
    body = offices.stranger().get("/api/v1/law").json()
    rules = {rule["id"]: rule for rule in body["rules"]}
    assert set(rules) == {rule.id for rule in Rulebook.load().rules()}
    assert rules["PB-01"]["effect"] == "refuses"
    assert not [rule for rule in body["rules"] if rule["confidence"] == "K" and rule["effect"] == "refuses"]
    assert all(rule["article"] and rule["title"]["zh"] and rule["title"]["en"] for rule in body["rules"])
    assert {"check_in_grace_hours", "service_days"} <= {number["key"] for number in body["numbers"]}


def test_a_rule_is_explained_with_its_edition_its_numbers_and_its_examples_run(offices: TwoOffices) -> None:
    """Everything `sunward law ID` says, to anybody who asks."""
    body = offices.stranger().get("/api/v1/law?rule=se-03").json()
    (rule,) = body["rules"]
    assert rule["edition"] == Rulebook.load().short_edition
    assert "clocks.access_answer" in rule["asked_by"]
    assert {number["key"] for number in body["numbers"]} == {"access_answer_days", "access_answer_working_days"}
    assert rule["examples"]
    every = offices.stranger().get("/api/v1/law").json()
    assert all(example["as_told"] for rule in every["rules"] for example in rule["examples"])
    assert offices.stranger().get("/api/v1/law?rule=XX-99").json()["rules"] == []


def test_a_jurist_chooses_a_value_and_everybody_sees_who_and_why(offices: TwoOffices) -> None:
    """Shown at the number itself and in the report; a chief has no part in it, and a basic office's jurist none either."""
    sent = {"value": 2, "from_on": "2026-03-20", "reason": "正式文本第十六条"}
    path = "/api/v1/law/choices/access_answer_working_days"
    assert offices.as_("gui.chief_prosecutor").post(path, json=sent).status_code == 403
    refused = offices.as_("gui.jurist").post(path, json=sent)
    assert refused.status_code == 409
    assert refused.json()["article"]
    practice = {"value": 30, "from_on": "2026-03-20", "reason": "本院做法"}
    made = offices.as_("gui.administrator").post("/api/v1/law/choices/level_lapses_after_days", json=practice)
    assert made.status_code == 201
    number = next(
        n for n in offices.stranger().get("/api/v1/law").json()["numbers"] if n["key"] == "level_lapses_after_days"
    )
    assert (number["value"], number["chosen"][0]["value"], number["chosen"][0]["by"]) == (60, 30, "gui.administrator")
    report = offices.as_("gui.auditor").get("/api/v1/overrides").json()
    assert [(each["key"], each["value"]) for each in report["chosen"]] == [("level_lapses_after_days", 30)]
    assert {each["rule"] for each in report["relied"]} >= {"DT-07", "PB-04"}
    assert offices.as_("gui.prosecutor").get("/api/v1/overrides").status_code == 403


def test_a_year_is_announced_in_two_steps(offices: TwoOffices) -> None:
    """Seen first, confirmed by its digest, and the calendar says by whom; a wrong notice tells every mistake."""
    jurist = offices.as_("gui.jurist")
    free = [{"name_zh": "节", "name_en": "day", "from_on": day, "to_on": day} for day in (
        "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05", "2027-05-01", "2027-05-02",
        "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03",
    )]  # fmt: skip
    notice = {"format": "sunward-holidays/1", "year": 2027, "notice": "虚构1号", "source": "https://example.invalid"}
    wrong = jurist.post("/api/v1/calendar/preview", json={**notice, "free": free[1:], "worked": ["2027-03-03"]})
    assert {each["place"] for each in wrong.json()["mistakes"]} == {"2027-01-01", "2027-03-03"}
    seen = jurist.post("/api/v1/calendar/preview", json={**notice, "free": free})
    assert seen.status_code == 200, seen.text
    body = {"notice": {**notice, "free": free}, "confirm": seen.json()["digest"]}
    assert offices.as_("gui.prosecutor").post("/api/v1/calendar", json=body).status_code == 403
    assert jurist.post("/api/v1/calendar", json=body | {"confirm": "x"}).status_code == 409
    assert jurist.post("/api/v1/calendar", json=body).status_code == 201
    with offices.context.database.reading() as session:
        assert session.get_one(AnnouncedYear, 2027).confirmed_by == offices.staff("gui.jurist").id


def test_the_description_page_needs_no_other_machine(offices: TwoOffices) -> None:
    page = offices.stranger().get("/docs")
    assert page.status_code == 200
    assert "://" not in page.text
    for asset in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        answer = offices.stranger().get(asset)
        assert answer.status_code == 200
        assert len(answer.content) > 100


def test_no_script_stands_in_the_page_and_none_from_elsewhere_may_run(offices: TwoOffices) -> None:
    page = offices.stranger().get("/docs")
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|<style|style=", page.text)


@pytest.mark.parametrize("name", ["../app.py", "..%2Fapp.py", "LICENSE", "nope.js", "%2Fetc%2Fpasswd"])
def test_nothing_but_what_the_page_is_made_of_is_given_out(offices: TwoOffices, name: str) -> None:
    assert offices.stranger().get(f"/docs/{name}").status_code == 404


def test_the_vendored_page_comes_with_its_licence() -> None:
    (folder,) = (HERE / "api" / "static").glob("swagger-ui-*")
    assert "Apache License" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert (folder / "swagger-ui-bundle.js.LICENSE.txt").exists()


def test_every_write_describes_its_refusals_as_problems(offices: TwoOffices) -> None:
    described = offices.app.openapi()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and (path, status) != ("/api/v1/health/ready", "503"):
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)
            if method == "post" and "{number}" in path:
                assert {"401", "403", "404", "409", "413", "422", "500"} <= set(operation["responses"])
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_the_description_names_the_right_that_each_route_asks_for(offices: TwoOffices) -> None:
    paths = offices.app.openapi()["paths"]
    assert paths["/api/v1/plans/{number}/incidents"]["post"]["x-asks"] == ["report_incident"]
    assert "x-asks" not in paths["/api/v1/law"]["get"]


def test_every_operation_has_a_summary_and_says_what_it_does_and_for_whom(offices: TwoOffices) -> None:
    """A summary in the imperative, short and like no other; a description; and who is permitted, from the rights."""
    operations = [each for path in offices.app.openapi()["paths"].values() for each in path.values()]
    summaries = [each["summary"] for each in operations]
    assert len(set(summaries)) == len(summaries) > 90
    for each in operations:
        first = each["summary"].split()[0]
        assert len(each["summary"]) <= 60, each["summary"]
        assert not each["summary"].endswith("."), each["summary"]
        assert first.istitle(), each["summary"]
        assert not first.endswith(("s", "ed")), f"{first}: not what to do"
        assert each.get("description") or each["operationId"].startswith("read_liveness"), each["summary"]
        if "x-asks" in each:
            assert "ermitted" in each["description"], each["summary"]
    check = offices.app.openapi()["paths"]["/api/v1/plans/check"]["post"]
    assert check["description"].endswith("Permitted: prosecutor, assistant (of the office, or of one that assists).")


def test_no_answer_is_a_set_whose_order_differs_from_start_to_start(offices: TwoOffices) -> None:
    """What is answered twice is the same twice: a list has an order that somebody chose."""
    assert '"uniqueItems": true' not in json.dumps(offices.app.openapi())


def test_a_plan_may_be_sent_in_two_formats_and_the_description_says_so(offices: TwoOffices) -> None:
    body = offices.app.openapi()["paths"]["/api/v1/plans"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/toml", "application/json"}
    assert body["application/json"]["schema"]["$ref"].endswith("/PlanFile")


def test_the_description_is_made_without_a_word_on_the_terminal() -> None:
    """Whoever opens /docs first does not fill the terminal of whoever started the program."""
    made = subprocess.run(
        [sys.executable, "-c", "from api.app import create_app; print(len(create_app(None).openapi()['paths']))"],
        cwd=HERE, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(made.stdout) > 50
    assert made.stderr == ""

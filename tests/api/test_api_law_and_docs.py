"""The API's own description: open to everybody, from this machine alone."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.api.two_offices import HERE as OURS
from tests.api.two_offices import TwoOffices
from tests.builders import OFFICE

HERE = Path(__file__).parents[2]


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
    assert paths["/api/v1/plans/{number}/check-ins"]["post"]["x-asks"] == ["submit"]
    assert "x-asks" not in paths["/api/v1/health/live"]["get"]


def test_every_operation_has_a_summary_and_says_what_it_does_and_for_whom(offices: TwoOffices) -> None:
    """A summary in the imperative, short and like no other; a description; and who is permitted, from the rights."""
    operations = [each for path in offices.app.openapi()["paths"].values() for each in path.values()]
    summaries = [each["summary"] for each in operations]
    assert len(set(summaries)) == len(summaries) > 40
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


def _operations(offices: TwoOffices) -> list[tuple[str, str, dict[str, Any]]]:
    paths = offices.app.openapi()["paths"]
    return [(path, method, each) for path, methods in paths.items() for method, each in methods.items()]


def test_every_operation_has_a_name_of_its_own_under_a_subject_that_is_described(offices: TwoOffices) -> None:
    """So that a generated client has good functions, and the page shows first what one needs first."""
    described = offices.app.openapi()
    names = [each["operationId"] for _path, _method, each in _operations(offices)]
    assert len(names) == len(set(names)) <= 58
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in names)
    tags = [tag["name"] for tag in described["tags"]]
    assert tags[:4] == ["plans", "reminders", "events", "acts"]
    assert all(tag["description"] for tag in described["tags"])
    assert {tag for _path, _method, each in _operations(offices) for tag in each["tags"]} == set(tags)
    assert described["info"]["title"] == "Sunward"


def test_every_body_and_answer_has_an_example_that_its_schema_allows(offices: TwoOffices) -> None:
    described = offices.app.openapi()
    shown = set()
    for _path, _method, each in _operations(offices):
        answers = [answer.get("content", {}) for status, answer in each["responses"].items() if status < "4"]
        for content in (each.get("requestBody", {}).get("content", {}), *answers):
            if "application/json" in content:
                said = content["application/json"]
                held_to = {**said["schema"], "components": described["components"]}
                Draft202012Validator(held_to, format_checker=FormatChecker()).validate(said["example"])
                shown.add(each["operationId"])
        for parameter in each.get("parameters", ()):
            if parameter["in"] == "path":
                held_to = {**parameter["schema"], "components": described["components"]}
                Draft202012Validator(held_to, format_checker=FormatChecker()).validate(parameter["example"])
                shown.add(each["operationId"])
    assert {each["operationId"] for _path, _method, each in _operations(offices)} - shown == {"delete_session"}


def test_the_plan_that_is_shown_as_an_example_may_be_opened(offices: TwoOffices) -> None:
    content = offices.app.openapi()["paths"]["/api/v1/plans/check"]["post"]["requestBody"]["content"]
    sent = content["application/json"]["example"]
    sent |= {"case": sent["case"] | {"office": OFFICE}, "team": {role: f"{OURS}.{role}" for role in sent["team"]}}
    checked = offices.as_("gui.prosecutor").post("/api/v1/plans/check", json=sent)
    assert checked.json()["mistakes"] == []
    assert checked.json()["may_be_opened"] is True


def test_every_answer_is_an_object_and_every_list_is_paged_alike(offices: TwoOffices) -> None:
    """An array could not grow a `next`; `cursor` is the one word for where a page begins."""
    for _path, _method, each in _operations(offices):
        answer = each["responses"].get("200", each["responses"].get("201", {})).get("content", {})
        schema = answer.get("application/json", {}).get("schema", {})
        words = {parameter["name"] for parameter in each.get("parameters", ())}
        assert schema.get("type") != "array", each["operationId"]
        assert ("limit" in words) == ("cursor" in words), each["operationId"]


def test_no_answer_is_a_set_whose_order_differs_from_start_to_start(offices: TwoOffices) -> None:
    """What is answered twice is the same twice: a list has an order that somebody chose."""
    assert '"uniqueItems": true' not in json.dumps(offices.app.openapi())


def test_a_plan_may_be_sent_in_two_formats_and_the_description_says_so(offices: TwoOffices) -> None:
    body = offices.app.openapi()["paths"]["/api/v1/plans"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/toml", "application/json"}
    assert body["application/json"]["schema"]["$ref"].endswith("/PlanFile")

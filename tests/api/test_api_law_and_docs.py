"""The API's own description: open to everybody, from this machine alone."""

import re
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from tests.api.two_offices import HERE as OURS
from tests.api.two_offices import TwoOffices, get_description
from tests.builders import OFFICE


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


def test_nothing_but_what_the_page_is_made_of_is_given_out(offices: TwoOffices) -> None:
    for name in ("../app.py", "..%2Fapp.py", "LICENSE", "nope.js", "%2Fetc%2Fpasswd"):
        assert offices.stranger().get(f"/docs/{name}").status_code == 404, name


def test_every_write_describes_its_refusals_as_problems() -> None:
    described = get_description()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and (path, status) != ("/api/v1/health/ready", "503"):
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)
            if method == "post" and "{number}" in path:
                assert {"401", "403", "404", "409", "413", "422", "500"} <= set(operation["responses"])
    assert "HTTPValidationError" not in described["components"]["schemas"]


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    paths = get_description()["paths"]
    return [(path, method, each) for path, methods in paths.items() for method, each in methods.items()]


def test_every_body_and_answer_has_an_example_that_its_schema_allows() -> None:
    described = get_description()
    shown = set()
    for _path, _method, each in _operations():
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
    assert {each["operationId"] for _path, _method, each in _operations()} - shown == {"delete_session"}


def test_the_plan_that_is_shown_as_an_example_may_be_opened(offices: TwoOffices) -> None:
    content = get_description()["paths"]["/api/v1/plans/check"]["post"]["requestBody"]["content"]
    sent = content["application/json"]["example"]
    sent |= {"case": sent["case"] | {"office": OFFICE}, "team": {role: f"{OURS}.{role}" for role in sent["team"]}}
    checked = offices.as_("gui.prosecutor").post("/api/v1/plans/check", json=sent)
    assert checked.json()["mistakes"] == []
    assert checked.json()["may_be_opened"] is True

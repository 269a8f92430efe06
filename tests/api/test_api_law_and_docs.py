"""The law as this program knows it, and the API's own description: open to everybody, from this machine alone."""

import re
from pathlib import Path

import pytest

from law.rulebook import Rulebook
from tests.api.house import House

HERE = Path(__file__).parents[2]


def test_every_rule_is_told_with_its_article_how_sure_we_are_and_what_it_does(house: House) -> None:
    told = house.stranger().get("/api/v1/law").json()
    rules = {rule["id"]: rule for rule in told["rules"]}
    assert set(rules) == {rule.id for rule in Rulebook.load().rules()}
    assert rules["PB-01"]["effect"] == "refuses"
    assert not [rule for rule in told["rules"] if rule["confidence"] == "K" and rule["effect"] == "refuses"]
    assert all(rule["article"] and rule["title"]["zh"] and rule["title"]["en"] for rule in told["rules"])
    assert {"check_in_grace_hours", "service_days"} <= {number["key"] for number in told["numbers"]}


def test_the_description_page_needs_no_other_machine(house: House) -> None:
    page = house.stranger().get("/docs")
    assert page.status_code == 200
    assert "://" not in page.text
    for asset in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        answer = house.stranger().get(asset)
        assert answer.status_code == 200
        assert len(answer.content) > 100


def test_no_script_stands_in_the_page_and_none_from_elsewhere_may_run(house: House) -> None:
    page = house.stranger().get("/docs")
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|<style|style=", page.text)


@pytest.mark.parametrize("name", ["../app.py", "..%2Fapp.py", "LICENSE", "nope.js", "%2Fetc%2Fpasswd"])
def test_nothing_but_what_the_page_is_made_of_is_given_out(house: House, name: str) -> None:
    assert house.stranger().get(f"/docs/{name}").status_code == 404


def test_the_vendored_page_comes_with_its_licence() -> None:
    (folder,) = (HERE / "api" / "static").glob("swagger-ui-*")
    assert "Apache License" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert (folder / "swagger-ui-bundle.js.LICENSE.txt").exists()


def test_every_write_describes_its_refusals_as_problems(house: House) -> None:
    described = house.app.openapi()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and (path, status) != ("/api/v1/health/ready", "503"):
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)
            if method == "post" and "{number}" in path:
                assert {"401", "403", "404", "409", "413", "422", "500"} <= set(operation["responses"])
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_the_description_names_the_right_that_each_route_asks_for(house: House) -> None:
    paths = house.app.openapi()["paths"]
    assert paths["/api/v1/plans/{number}/incidents"]["post"]["x-asks"] == ["report_incident"]
    assert "x-asks" not in paths["/api/v1/law"]["get"]


def test_a_plan_may_be_sent_in_two_formats_and_the_description_says_so(house: House) -> None:
    body = house.app.openapi()["paths"]["/api/v1/plans"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/toml", "application/json"}
    assert body["application/json"]["schema"]["$ref"].endswith("/PlanFile")

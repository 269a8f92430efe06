"""The API's own description: open to everybody, from this machine alone."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.two_offices import TwoOffices

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


@pytest.mark.parametrize("page", ["api.md", "api.zh-CN.md"])
def test_the_page_lists_every_operation_with_who_calls_it(offices: TwoOffices, page: str) -> None:
    listed = [
        (method, f"/api/v1{path}")
        for row in (HERE / "docs" / page).read_text(encoding="utf-8").splitlines() if row.startswith("| ")
        for method, path in re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^`]+)`", row)
    ]  # fmt: skip
    described = [
        (method.upper(), path) for path, methods in offices.app.openapi()["paths"].items() for method in methods
    ]
    assert sorted(listed) == sorted(described)


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
    assert int(made.stdout) > 30
    assert made.stderr == ""

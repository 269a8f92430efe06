"""Chance in tests is the same in every run of a test."""

import secrets
import uuid

import pytest

from tests.draws import drawn_for


def test_what_is_drawn_depends_on_the_name_alone_and_disturbs_nothing_else(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--draws") == "anew":
        pytest.skip("here everything is drawn anew")
    with drawn_for("the rest of this test"):
        undisturbed = [uuid.uuid4(), uuid.uuid4()]
    with drawn_for("the rest of this test"):
        first = uuid.uuid4()
        with drawn_for("a life"):
            codes = [secrets.randbelow(10_000), secrets.randbelow(10_000)]
        assert [first, uuid.uuid4()] == undisturbed
    with drawn_for("a life"):
        assert [secrets.randbelow(10_000), secrets.randbelow(10_000)] == codes
    with drawn_for("another"):
        assert uuid.uuid4() not in undisturbed

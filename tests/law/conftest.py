"""The law of today and the office's calendar, as every test of the law needs them."""

import pytest

from law.rulebook import Rulebook
from law.working_days import WorkingDays


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The edition of the files of today."""
    return Rulebook.load()


@pytest.fixture(scope="session")
def days() -> WorkingDays:
    """The calendar without any row entered by an operator."""
    return WorkingDays()

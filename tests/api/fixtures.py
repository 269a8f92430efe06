"""Two offices in a SQLite file of their own, for the tests of the API, of the pages and of stories."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.database import Database
from tests.draws import drawn_for

if TYPE_CHECKING:
    from tests.api.two_offices import TwoOffices


@pytest.fixture(scope="session")
def built_offices(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> "tuple[Path, TwoOffices]":
    """Both as they are built once, the same in every run; each test has a copy."""
    from tests.api.two_offices import make_two_offices  # who only hands out the tests to the workers loads no API

    file = tmp_path_factory.mktemp("offices") / "record.db"
    shutil.copy(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    with drawn_for("two offices"):
        offices = make_two_offices(database)
    database.dispose()
    return file, offices


@pytest.fixture
def offices(built_offices: "tuple[Path, TwoOffices]", tmp_path: Path) -> "Iterator[TwoOffices]":
    """Two offices, a plan each, on the morning of Tuesday 10 March 2026."""
    from tests.api.two_offices import copied

    with copied(built_offices, tmp_path / "record.db") as offices:
        yield offices


def pytest_sessionfinish() -> None:
    """The event loop in which all requests were answered ends: its thread would be waited for."""
    if (front := sys.modules.get("tests.api.front")) is not None:
        front.until_the_end.close()

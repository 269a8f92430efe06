"""Two offices in a SQLite file of their own, for the tests of the API, of the pages and of stories."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.api.two_offices import TwoOffices, copied, make_two_offices
from tests.draws import drawn_for


@pytest.fixture(scope="session")
def built_offices(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Path, TwoOffices]:
    """Both as they are built once, the same in every run; each test has a copy."""
    file = tmp_path_factory.mktemp("house") / "record.db"
    shutil.copy(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    with drawn_for("two offices"):
        offices = make_two_offices(database)
    database.dispose()
    return file, offices


@pytest.fixture
def offices(built_offices: tuple[Path, TwoOffices], tmp_path: Path) -> Iterator[TwoOffices]:
    """Two offices, a plan each, on the morning of Tuesday 10 March 2026."""
    with copied(built_offices, tmp_path / "record.db") as offices:
        yield offices

"""A house with two plans, and its pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.api.two_offices import TwoOffices, copied, make_two_offices
from tests.web.visitors import Pages


@pytest.fixture(scope="session")
def built_for_pages(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Path, TwoOffices]:
    """The house as it is built once; each test has a copy of it."""
    file = tmp_path_factory.mktemp("pages") / "record.db"
    shutil.copy(sqlite_template, file)
    database = Database(f"sqlite:///{file}")
    offices = make_two_offices(database)
    database.dispose()
    return file, offices


@pytest.fixture
def pages(built_for_pages: tuple[Path, TwoOffices], tmp_path: Path) -> Iterator[Pages]:
    """Two offices, a plan each, on the morning of Tuesday 10 March 2026; one weekly note has not come in."""
    with copied(built_for_pages, tmp_path / "record.db") as offices:
        yield Pages(offices)

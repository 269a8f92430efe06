"""Two offices, and their pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.two_offices import TwoOffices, copied
from tests.web.visitors import Pages


@pytest.fixture
def pages(offices: TwoOffices) -> Pages:
    """Two offices, a plan each, on the morning of Tuesday 10 March 2026; one weekly note has not come in."""
    return Pages(offices)


@pytest.fixture(scope="module")
def readers(built_offices: tuple[Path, TwoOffices], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The same, once for all tests of a file that only look."""
    with copied(built_offices, tmp_path_factory.mktemp("readers") / "record.db") as offices:
        yield Pages(offices)

"""Two offices, and their pages."""

import pytest

from tests.api.two_offices import TwoOffices
from tests.web.visitors import Pages


@pytest.fixture
def pages(offices: TwoOffices) -> Pages:
    """Two offices, a plan each, on the morning of Tuesday 10 March 2026; one weekly note has not come in."""
    return Pages(offices)

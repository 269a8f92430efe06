"""Stories that need a whole house begin in the one that the API is tested in; and whatever a story does, people do."""

from collections.abc import Iterator

import pytest

from tests.api.conftest import built_offices, offices
from tests.live import acts_done_live

__all__ = ["built_offices", "offices"]


@pytest.fixture(autouse=True)
def _done_live() -> Iterator[None]:
    """Each act goes through the API, with a key, by whoever is signed in."""
    with acts_done_live():
        yield

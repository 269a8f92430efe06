"""Whatever a story does, people do."""

from collections.abc import Iterator

import pytest

from tests.live import acts_done_live


@pytest.fixture(autouse=True)
def _done_live() -> Iterator[None]:
    """The first of each kind of act goes through the API, with a key, by whoever is signed in."""
    with acts_done_live():
        yield

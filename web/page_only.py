"""What only a page needs, and why a client does not: whatever else a page asks of the casework, the API asks as well."""

from collections.abc import Callable
from typing import TypeVar

Endpoint = TypeVar("Endpoint", bound=Callable[..., object])


def only_a_page(why: str, *functions: Callable[..., object]) -> Callable[[Endpoint], Endpoint]:
    """The page's route says why the API needs no counterpart: of these functions, or without any, of the whole route."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.__dict__["only_a_page"] = (why, functions)
        return endpoint

    return mark

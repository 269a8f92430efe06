"""What made a row: the transaction of an open plan in which it was written, and the run that opened it.

Set on the session while a plan is open, and put into every journal line, message and change of an item that is written
meanwhile. So the history of a plan says what led to what, and nobody has to guess it from times.
"""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

_KEY = "origin"


@dataclass(frozen=True)
class Origin:
    """What the rows of one transaction have in common. `run_id` is empty for what a person does."""

    transaction_id: uuid.UUID | None = None
    run_id: uuid.UUID | None = None


UNKNOWN_ORIGIN = Origin()


@contextlib.contextmanager
def writing_as(session: Session, origin: Origin) -> Iterator[None]:
    """Whatever is written in the session while the context is open is known to come from there."""
    session.info[_KEY] = origin
    try:
        yield
    finally:
        session.info.pop(_KEY, None)


def get_origin(session: Session) -> Origin:
    """Where what is written now comes from; unknown outside an open plan."""
    origin: Origin = session.info.get(_KEY, UNKNOWN_ORIGIN)
    return origin

"""Named points at which the program dies: hooks put around it from outside, by nobody but the crash tests.

Nothing of this is known to the program. `install` is called in a process that is about to become it, and from then on the
process kills itself (SIGKILL, as after a power cut) when the point is reached for the so-and-so-manieth time.
"""

import os
import signal
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

POINTS = (
    "after begin",
    "before commit",
    "after commit",
    "after commit, before the answer",
    "before parking",
    "after parking",
    "before the hand-over",
    "after the hand-over",
    "before Prefect is told",
    "after Prefect is told",
)


def install(point: str, after: int, mark: Path) -> None:
    """The process dies when it reaches that point for the `after`-th time; the file `mark` then names the point."""
    turns = count(1)

    def reached() -> None:
        if next(turns) == after:
            mark.write_text(point)
            os.kill(os.getpid(), signal.SIGKILL)

    if point in ("after begin", "before commit"):
        event.listen(Engine, "begin" if point == "after begin" else "commit", lambda one: _writes(one) and reached())
    elif point == "after commit":
        event.listen(Session, "after_commit", lambda session: reached())
    elif point == "after commit, before the answer":
        event.listen(Session, "after_commit", lambda session: _answers() and reached())
    else:
        for owner, name in _places(point):
            _wrap(owner, name, reached, before=point.startswith("before"))


def _writes(connection: Any) -> bool:
    return connection.dialect.name != "sqlite" or bool(connection.get_execution_options().get("sunward_writes"))


def _answers() -> bool:
    """Whether somebody outside waits for what this thread does."""
    return threading.current_thread().name.startswith("AnyIO")


def _places(point: str) -> list[tuple[Any, str]]:
    if point.endswith("parking"):
        from casework.plan import scheduling

        return [(scheduling, "park_plan")]
    if point.endswith("the hand-over"):
        from notifications.channels.email import EmailChannel
        from notifications.channels.text_gateway import TextGateway

        return [(EmailChannel, "hand_over"), (TextGateway, "hand_over")]
    if point.endswith("Prefect is told"):
        from flows.prefect.client import Prefect

        return [(Prefect, name) for name in ("create", "schedule", "claim", "ask")]
    raise ValueError(f"there is no point '{point}'")


def _wrap(owner: Any, name: str, reached: Callable[[], None], *, before: bool) -> None:
    inner = getattr(owner, name)

    def wrapped(*given: Any, **named: Any) -> Any:
        if before:
            reached()
        answer = inner(*given, **named)
        if not before:
            reached()
        return answer

    setattr(owner, name, wrapped)

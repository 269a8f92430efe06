"""Plans that are due at one moment and only to be reminded are processed in one transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime

from casework.plan import scheduling
from casework.shared.context import Context
from flows.due_events import DueEvent, find_most_urgent
from flows.supervision import DUE_OPERATIONS, process_due_events
from models.database import InMemoryDatabase
from models.together import Together

log = logging.getLogger(__name__)

IN_A_FILE, ON_A_SERVER = 20, 40
"""So many plans at most share a transaction: on SQLite nobody else writes meanwhile, some hundredths of a second; on
PostgreSQL only these plans are held, a twentieth of a second."""


def process_together(
    context: Context, numbers: Sequence[str], before: datetime, *, lane: str
) -> tuple[Sequence[str], Sequence[str]]:
    """Some of the plans that are due by then and that nobody else holds are processed in one transaction: those for which
    only something is to be said. Of each is recorded what would be, had it been processed alone. Returns which were
    processed, and which must be processed each for itself; neither, if none of the plans is free.

    If one of them fails, nothing was done for any, and each is to be processed for itself.
    """
    if isinstance(context.database, InMemoryDatabase) or context.on_commit is not None:
        return (), numbers
    together = Together(context.database)
    found: dict[str, scheduling.Standing] = {}
    shared = []
    try:
        with together.open() as session:
            at_most = IN_A_FILE if context.database.is_sqlite else ON_A_SERVER
            inside, found = scheduling.lock_due_plans(context, together, session, numbers, before, at_most)
            for number, state in found.items():
                if _says_only(state):
                    process_due_events(inside, number, lane=lane, claimed=scheduling.Claim("", False, state))
                    shared.append(number)
    except Exception as error:
        log.warning("%s plans are processed one by one: together it was %s.", len(found), type(error).__name__)
        return (), list(found) or numbers
    return shared, [number for number in found if number not in shared]


def _says_only(state: scheduling.Standing) -> bool:
    """Whether something has come, and each of it is answered by what only writes into the plan's record and outbox."""
    events = [find_most_urgent([item], state.at) for item in state.come]
    return bool(events) and all(
        isinstance(event, DueEvent) and DUE_OPERATIONS[type(event)].says_only for event in events
    )

"""Deletes what only served a moment: sessions that are over, and answers remembered for a repeated request
(Personal Information Protection Law art 19: no longer than the purpose needs).

Who signed in, and what was done, stands in the journal; that stays.
"""

from datetime import timedelta

from sqlmodel import col, delete

from casework.acting.context import Context
from casework.staff.attempts import REMEMBERED
from models.idempotency import IdempotencyRecord
from models.office import SignIn
from models.second_factor import FactorChallenge
from models.sign_in_attempt import SignInAttempt

SESSIONS = timedelta(days=1)
"""How long after its end a session is kept, so that a returning person reads that it has ended."""

REPEATS = timedelta(days=90)
"""How long an answer is kept for a repeated request: a phone may lie in a drawer with something unsent for weeks, and
must not send it twice then."""


def delete_expired(context: Context) -> int:
    """Sessions that ended more than a day ago and answers older than ninety days are gone; returns how many rows."""
    now = context.clock.now()
    with context.database.transaction() as session:
        gone = [
            session.execute(delete(SignIn).where(col(SignIn.ends_at) < now - SESSIONS)),
            session.execute(delete(FactorChallenge).where(col(FactorChallenge.ends_at) < now)),
            session.execute(delete(SignInAttempt).where(col(SignInAttempt.last_at) < now - REMEMBERED)),
            session.execute(delete(IdempotencyRecord).where(col(IdempotencyRecord.at) < now - REPEATS)),
        ]
    context.database.drop_erased()
    return sum(int(getattr(each, "rowcount", 0)) for each in gone)

"""The session of a record in memory."""

from sqlmodel import Session


class CachingSession(Session):
    """Serves its record from beginning to end."""

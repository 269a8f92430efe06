"""Two dispatchers at once on PostgreSQL, killed at random: the whole of it, with hundreds of deaths, is bench/kills.py."""

from bench.kills import run
from models.database import Database


def test_whatever_dies_and_whatever_goes_wrong_every_message_is_accounted_for_and_none_is_taken_twice(
    postgresql_database: Database,
) -> None:
    """Slow, refused, dropped, wrong inside 200; clocks set forward and back; ten days off: the outbox comes to its end."""
    result = run(postgresql_database.url, messages=40, kills=6)
    assert result["kills"] == 6

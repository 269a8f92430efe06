"""How often the record is asked for a processed due date, a page, and something handed in. Counted, not timed.

tests/web/test_web_statements.py holds these figures as upper bounds. Run it as `./run bench statements`.
"""

import tempfile
from pathlib import Path

from bench.result import Figure, Result
from models.database import Database
from models.schema import migrate
from tests.api.two_offices import make_two_offices
from tests.statements import count_queries


def measure(quick: bool) -> Result:
    """Statements, transactions that read, transactions that write, and readings of the plan's row. Always quick."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'record.db'}")
        migrate(database)
        found = count_queries(make_two_offices(database))
        database.dispose()
    return Result(
        [
            Figure(f"{name}: {unit}", value, "each")
            for name, asked in found.items()
            for unit, value in (
                ("statements", asked.statements),
                ("transactions that read", asked.reading),
                ("transactions that write", asked.writing),
                ("readings of the plan's row", asked.plan_row),
            )
        ]
    )

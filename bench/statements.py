"""How often the record is asked for a processed due date, a page, and something handed in. Counted, not timed.

tests/web/test_web_statements.py holds these figures as upper bounds. Run it as `python -m bench.statements`.
"""

import sys
import tempfile
from pathlib import Path

from models.database import Database
from models.schema import migrate
from tests.api.two_offices import make_two_offices
from tests.statements import count_queries


def main() -> None:
    """Prints statements, transactions that read, transactions that write, and readings of the plan's row."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'record.db'}")
        migrate(database)
        found = count_queries(make_two_offices(database))
        database.dispose()
    sys.stdout.write(f"{'':28}{'statements':>12}{'reading':>10}{'writing':>10}{'plan row':>10}\n")
    for name, asked in found.items():
        sys.stdout.write(
            f"{name:28}{asked.statements:12.1f}{asked.reading:10.1f}{asked.writing:10.1f}{asked.plan_row:10.1f}\n"
        )


if __name__ == "__main__":
    main()

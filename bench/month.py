"""How long it takes to simulate the reminders of the rest of a month, as an office does before it switches a policy on.

The plans are copies of one that is four weeks old, all due at one moment, and nobody does anything: everything that could
be said is said. Of an office's two thousand plans a sample is simulated; what all of them would take stands beside it. Run
it as `./run bench month`.
"""

import tempfile
from pathlib import Path
from time import process_time

from bench.caseload import create_due, open_context
from bench.result import Figure, Result, value_at_most
from core.clock import local_date
from flows.policy_simulation import simulate_month

OFFICE = 2_000


def measure(quick: bool) -> Result:
    """What the page takes for an office of so many plans, and what two thousand would take if none were left out."""
    office = OFFICE // 10 if quick else OFFICE
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'record.db'}"
        now = create_due(url, Path(folder), office)
        context = open_context(url, Path(folder), now)
        simulate_month(context, local_date(now), context.policy, at_most=1)  # what is put into SQL once is there
        began = process_time()
        simulated = simulate_month(context, local_date(now), context.policy)
        seconds = process_time() - began
        context.database.dispose()
    sample = f"the rest of a month for {office:,} plans, {simulated.plans} of them taken"
    return Result(
        [
            Figure(sample, seconds, "s of CPU", wanted=value_at_most(20)),
            Figure(f"the same for all of {OFFICE:,}", seconds * OFFICE / simulated.plans, "s of CPU"),
        ],
        {"simulated": f"{simulated.plans} plans from {now:%d %B %Y}, {len(simulated.said)} messages"},
    )

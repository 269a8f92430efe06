"""How long it takes to simulate the reminders of the rest of a month, as an office does before it switches a policy on.

The plans are copies of one that is four weeks old, all due at one moment, and nobody does anything: everything that could
be said is said. Fewer plans are simulated than an office of two thousand has, since each takes as long as the others; the
figure is what two thousand would take, in seconds of CPU. Run it as `./run bench month`.
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
    """What two thousand plans would take, from some of them."""
    plans = 10 if quick else 100
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'record.db'}"
        now = create_due(url, Path(folder), plans)
        context = open_context(url, Path(folder), now)
        simulate_month(context, local_date(now), context.policy)  # what is put into SQL once is there
        began = process_time()
        simulated = simulate_month(context, local_date(now), context.policy)
        seconds = process_time() - began
        context.database.dispose()
    wanted = value_at_most(20)
    figure = Figure(f"the rest of a month for {OFFICE:,} plans", seconds * OFFICE / plans, "s of CPU", wanted=wanted)
    return Result([figure], {"simulated": f"{plans} plans from {now:%d %B %Y}, {len(simulated.said)} messages"})

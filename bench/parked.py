"""What plans that wait cost: bytes of the record, and the processor time of the rounds that look whether anything is due.

Copies of one plan that has run for four weeks, all of them parked, with the messages of these weeks. Each round of the
scheduler and of delivery is gone once, and then for ten minutes of the clock, twice at least, with nothing to do; its
processor time over that time is its share of a core. What Prefect's server works for the parked runs is not among it.
"""

import tempfile
from datetime import timedelta
from pathlib import Path
from time import process_time

from sqlmodel import func, select

from bench.caseload import create_due, open_context
from bench.result import Figure, value_at_most
from core.clock import SimulatedClock
from core.settings import GivenSettings
from flows.process_parts import Part
from flows.services import BackgroundServices
from models.message import Message

PLANS, FEW_PLANS = 40_000, 500
GONE_FOR = timedelta(minutes=10)
QUIET = timedelta(hours=6)
"""So long before the plans are due the rounds begin: after the hour of the digests, and long enough for all of them."""
MOST_OF_A_CORE = 3.0
"""Per cent, all rounds together."""


def measure(quick: bool) -> list[Figure]:
    """Bytes a plan, and the share of a core that all rounds take while every plan is parked."""
    plans = FEW_PLANS if quick else PLANS
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = f"sqlite:///{folder / 'record.db'}"
        moment = create_due(url, folder, plans, with_messages=True)
        size = sum(file.stat().st_size for file in folder.glob("record.db*"))
        context = open_context(url, folder, moment - QUIET)
        with context.database.reading() as session:
            messages = session.exec(select(func.count()).select_from(Message)).one()
        services = BackgroundServices(
            GivenSettings(data_folder=folder), context, parts=frozenset({Part.SCHEDULER, Part.DELIVERY})
        )
        clock, shares = context.clock, dict[str, float]()
        assert isinstance(clock, SimulatedClock)
        for job in sorted(services.scheduler.jobs, key=lambda job: job.every):
            job.act(context)
            times = max(GONE_FOR // job.every, 2)
            began = process_time()
            for _ in range(times):
                clock.advance_by(job.every)
                job.act(context)
            shares[job.name] = (process_time() - began) / times / job.every.total_seconds() * 100
        context.database.dispose()
    dearest = sorted(shares, key=lambda name: -shares[name])[:3]
    return [
        Figure(f"SQLite, {plans} plans, {messages} messages", size / plans / 1000, "KB a plan"),
        Figure(f"idle, {plans} plans", sum(shares.values()), "% of a core", wanted=value_at_most(MOST_OF_A_CORE)),
        *(Figure(f"idle, the round {name}", shares[name], "% of a core") for name in dearest),
    ]

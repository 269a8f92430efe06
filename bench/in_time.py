"""How many messages are with their channel within ten seconds of their moment, in the worst hour of a week of 13,000 plans.

In the worst hour the families of 11 plans in 28 are told of their note at one moment, as in `examples/caseload`; the other
plans wait. One process schedules in one thread and delivers from another, as `./run up` does, to a channel in memory.
"""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

from sqlalchemy import select as sa_select
from sqlalchemy import update
from sqlmodel import col

from bench.caseload import create_due, open_context, processed_here
from bench.result import Figure, value_at_least
from models.message import Message
from models.plan import Plan
from notifications.addresses import Address
from notifications.channels.channel import SendResult
from notifications.channels.memory import MemoryChannel
from notifications.render import Rendered
from tests.postgresql import OwnServer

PLANS = 13_000
AT_ONE_MOMENT = (11, 28)
SECONDS = 10


def measure(quick: bool) -> list[Figure]:
    """The share in time on each database, and the seconds to the last one."""
    return list(_figures(PLANS // 50 if quick else PLANS))


def _figures(plans: int) -> Iterator[Figure]:
    server = OwnServer(durable=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            urls = {"SQLite": f"sqlite:///{folder}/record.db", "PostgreSQL": server.new_database("record")}
            for name, url in urls.items():
                took = _hand_over(url, Path(folder) / name, plans)
                share = 100 * sum(each <= SECONDS for each in took) / len(took)
                yield Figure(f"{len(took)} messages of {plans} plans, {name}", share, "%", wanted=value_at_least(99))
                yield Figure(f"the last of them, {name}", max(took), "s")
    finally:
        server.stop()


class _Timed(MemoryChannel):
    """Keeps the moment at which each message was handed over."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[float] = []

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        self.at.append(monotonic())
        return super().hand_over(message, address, rendered)


def _hand_over(url: str, folder: Path, plans: int) -> list[float]:
    """How many seconds after their moment the messages were handed over."""
    moment, due = create_due(url, folder, plans), plans * AT_ONE_MOMENT[0] // AT_ONE_MOMENT[1]
    context = open_context(url, folder, moment)
    with context.database.transaction() as session:
        later = sa_select(col(Plan.id)).order_by(col(Plan.number)).offset(due)
        waits = update(Plan).where(col(Plan.id).in_(later)).values(wake_at=moment + timedelta(days=1))
        session.connection().execute(waits)
    channel, began = _Timed(), monotonic()
    with processed_here(context, channel):
        pass
    context.database.dispose()
    return [at - began for at in channel.at]

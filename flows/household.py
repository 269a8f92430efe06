"""Everything that lives plans in one process: Prefect's server beside it, the runner, and the timetable's rounds."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from casework import wakes
from casework.after_care import end_cards_that_are_over
from casework.dates.holidays import refresh_law
from casework.dates.outages import note_alive
from casework.desk import Desk
from casework.forgetting import forget
from casework.messages.digests import post_digests
from casework.messages.given_up import tell_of_given_up
from casework.messages.receipts import ask_providers
from casework.messages.replies import ask_for_replies
from casework.messages.watchdogs import watch, watch_hold
from casework.sealing import lock_what_is_sealed
from casework.watching import orphans
from flows.supervision import live_until_now
from flows.timetable import Overdue, Round, Timetable
from models.chain import link_committed
from notifications.high_water import HighWater
from sunward.settings import Settings
from sunward.wiring import Dispatcher, channels_for, policy_for

log = logging.getLogger(__name__)


@dataclass
class Beat:
    """When each round was last gone, on the record's clock: what a health page asks."""

    last: dict[str, datetime]

    def of(
        self, name: str, act: Callable[[Desk], object], well: Callable[[], bool] = lambda: True
    ) -> Callable[[Desk], object]:
        """The same act, remembered when it has ended, and ended well."""

        def beating(desk: Desk) -> object:
            done = act(desk)
            if well():
                self.last[name] = desk.clock.now()
            return done

        return beating


class Household:
    """Lives the plans of a desk until stopped. Deadlines do not wait for Prefect: the tick lives what it leaves."""

    def __init__(self, settings: Settings, desk: Desk) -> None:
        # Prefect is heavy to import, and the pages need not wait for it.
        from flows.parking import supervise
        from flows.prefect_client import Prefect
        from flows.prefect_server import PrefectServer
        from flows.reconcile import Reconciliation
        from flows.runner import Runner

        self.desk = desk
        self.beat = Beat({})
        self.server = PrefectServer(settings)
        self.prefect = Prefect(self.server.api_url, self.server.secret)
        self.runner = Runner(self.prefect, supervise, on_end=self._look_again)
        self.reconciliation = Reconciliation(self.prefect, wakes, self.runner)
        overdue = Overdue(wakes, live_in_the_tick)
        channels, policy = channels_for(settings), policy_for(settings)
        high_water = HighWater(settings.high_water)
        dispatcher = Dispatcher(channels, policy, high_water, settings.hands)
        alarms = partial(cry_out, high_water=high_water)
        receipts = partial(ask_providers, channels=channels)
        replies = partial(ask_for_replies, channels=channels)
        digests = partial(post_digests, policy=policy, group="group" in channels)
        second = timedelta(seconds=1)
        self.timetable = Timetable(
            desk,
            [
                Round("tick", second, self.beat.of("tick", overdue.once)),
                Round("alive", timedelta(seconds=30), note_alive),
                Round("outbox", second, self.beat.of("outbox", dispatcher.deliver)),
                Round("digests", timedelta(seconds=20), self.beat.of("digests", digests)),
                Round("journal", second, self.beat.of("journal", link_journal)),
                Round("seals", timedelta(minutes=1), self.beat.of("seals", lock_what_is_sealed)),
                Round("cards", timedelta(minutes=10), self.beat.of("cards", end_cards_that_are_over)),
                Round("given_up", timedelta(seconds=20), self.beat.of("given_up", tell_of_given_up)),
                Round("receipts", timedelta(seconds=20), self.beat.of("receipts", receipts)),
                Round("replies", timedelta(minutes=1), self.beat.of("replies", replies)),
                Round("alarms", timedelta(minutes=1), self.beat.of("alarms", alarms)),
                Round("forget", timedelta(hours=1), self.beat.of("forget", forget)),
                Round("watch", timedelta(minutes=1), self.beat.of("watch", watch_for_orphans)),
                Round("law", timedelta(minutes=1), self.beat.of("law", refresh_law)),
                Round(
                    "prefect",
                    second,
                    self.beat.of("prefect", self.reconciliation.once, lambda: not self.reconciliation.away),
                ),
            ],
        )

    def start(self) -> None:
        """Prefect is being started, and the rounds are being gone already."""
        self.server.start()
        self.runner.start()
        self.timetable.start()

    def nudge(self) -> None:
        """Somebody has acted: due runs are looked for at once."""
        self.runner.nudge()

    def stop(self) -> None:
        """Nothing of this household runs any more."""
        self.timetable.stop()
        self.runner.stop()
        self.prefect.close()
        self.server.stop()

    def _look_again(self, run_id: UUID) -> None:
        self.reconciliation.look_again(run_id)


def link_journal(desk: Desk) -> int:
    """Committed lines are linked into the chain; returns how many."""
    with desk.database.transaction() as session:
        return link_committed(session, desk.vault.chain_key, desk.clock.now())


def watch_for_orphans(desk: Desk) -> int:
    """Plans without a wake or a person are cried out about, by number only; returns how many."""
    found = orphans(desk)
    for orphan in found:
        log.error("Plan %s has no %s.", orphan.plan_number, orphan.lacks)
    return len(found)


def cry_out(desk: Desk, high_water: HighWater) -> int:
    """Whatever is wrong with the outbox stands in the log, which needs no outbox; returns how much is wrong."""
    with desk.database.reading() as session:
        wrong = [one for one in [*watch(session, desk), watch_hold(session, high_water)] if not one.ok]
    for one in wrong:
        log.error("Watch '%s': %s", one.name, one.words.en)
    return len(wrong)


def live_in_the_tick(desk: Desk, number: str) -> None:
    """The plan is lived here, unless its own run is just doing so."""
    with wakes.holding(desk, number, f"tick-{os.getpid()}") as claimed:
        if claimed.held:
            live_until_now(desk, number, lane="tick", claimed=claimed)

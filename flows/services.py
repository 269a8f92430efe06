"""Everything that lives plans in one process: Prefect's server beside it, the runner, and the timetable's rounds."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from app.bootstrap import Dispatcher, create_channels, load_policy
from casework.checkins.outages import record_heartbeat
from casework.messages.digests import post_digests
from casework.messages.journal_heads import export_journal_head
from casework.messages.outbox_alarms import check_outbox_hold, run_alarm_checks
from casework.messages.receipts import poll_providers
from casework.messages.replies import poll_replies
from casework.messages.undelivered import notify_of_undelivered
from casework.outcome.after_care import end_expired_cards
from casework.plan import run_reports, scheduling
from casework.plan.drafts import delete_old_drafts
from casework.plan.orphan_check import find_orphans
from casework.plan.spreadsheet.stored_sheet import delete_old_sheets
from casework.seal.policy_deletion import propose_deletions
from casework.seal.retention import delete_expired
from casework.seal.sealing import archive_sealed_keys
from casework.settings.holidays import reload_law
from casework.shared.context import Context
from core.clock import StoredClock
from core.settings import Settings
from flows.clock_moves import ClockMover
from flows.daily_backup import make_daily_backup
from flows.habits import Habits
from flows.invented_people import InventedPeople
from flows.scheduler import JobScheduler, OverduePlans, PeriodicJob
from flows.supervision import process_due_events
from models.chain import link_committed
from notifications.restore_guard import RestoreGuard

log = logging.getLogger(__name__)

_GONE_ON_THE_WAY = ("tick", "people", "outbox", "digests", "cards", "given_up")
"""Rounds in which something happens because of the time of day: they are gone at each moment of a move."""


@dataclass
class Heartbeats:
    """When each round was last gone, on the record's clock: what a health page asks."""

    last: dict[str, datetime]

    def of(
        self, name: str, act: Callable[[Context], object], well: Callable[[], bool] = lambda: True
    ) -> Callable[[Context], object]:
        """The same act, remembered when it has ended, and ended well."""

        def beating(context: Context) -> object:
            done = act(context)
            if well():
                self.last[name] = context.clock.now()
            return done

        return beating


class BackgroundServices:
    """Processes the plans of a context until stopped. Deadlines do not wait for Prefect: the tick processes what it leaves."""

    def __init__(self, settings: Settings, context: Context, habits: Habits | None = None) -> None:
        # Prefect is heavy to import, and the pages need not wait for it.
        from flows.prefect_client import Prefect
        from flows.prefect_flow import supervise
        from flows.prefect_server import PrefectServer
        from flows.reconcile import Reconciliation
        from flows.runner import Runner
        from flows.short_runs import ShortRuns

        self.context = context
        self.heartbeats = Heartbeats({})
        self.server = PrefectServer(settings)
        self.prefect = Prefect(self.server.api_url, self.server.secret)
        self.runner = Runner(self.prefect, supervise, on_end=self._check_again)
        self.reconciliation = Reconciliation(self.prefect, scheduling, self.runner)
        self.short_runs = ShortRuns(self.prefect, run_reports)
        overdue = OverduePlans(scheduling, process_in_tick)
        channels, policy = create_channels(settings), load_policy(settings)
        high_water = RestoreGuard(settings.high_water)
        dispatcher = Dispatcher(channels, policy, high_water, settings.hands)
        alarms = partial(log_alarms, high_water=high_water)
        receipts = partial(poll_providers, channels=channels)
        replies = partial(poll_replies, channels=channels)
        digests = partial(post_digests, policy=policy, group="group" in channels)
        heads = partial(export_journal_head, folder=settings.journal_heads_folder)
        backup = partial(make_daily_backup, settings=settings)
        second = timedelta(seconds=1)
        jobs = [
            PeriodicJob("tick", second, self.heartbeats.of("tick", overdue.once)),
            PeriodicJob("alive", timedelta(seconds=30), record_heartbeat),
            PeriodicJob("outbox", second, self.heartbeats.of("outbox", dispatcher.deliver)),
            PeriodicJob("digests", timedelta(seconds=20), self.heartbeats.of("digests", digests)),
            PeriodicJob("journal", second, self.heartbeats.of("journal", link_journal)),
            PeriodicJob("heads", timedelta(seconds=20), self.heartbeats.of("heads", heads)),
            PeriodicJob("backup", timedelta(minutes=1), self.heartbeats.of("backup", backup)),
            PeriodicJob("seals", timedelta(minutes=1), self.heartbeats.of("seals", archive_sealed_keys)),
            PeriodicJob("cards", timedelta(minutes=10), self.heartbeats.of("cards", end_expired_cards)),
            PeriodicJob("given_up", timedelta(seconds=20), self.heartbeats.of("given_up", notify_of_undelivered)),
            PeriodicJob("receipts", timedelta(seconds=20), self.heartbeats.of("receipts", receipts)),
            PeriodicJob("replies", timedelta(minutes=1), self.heartbeats.of("replies", replies)),
            PeriodicJob("alarms", timedelta(minutes=1), self.heartbeats.of("alarms", alarms)),
            PeriodicJob("forget", timedelta(hours=1), self.heartbeats.of("forget", forget)),
            PeriodicJob("retention", timedelta(hours=1), self.heartbeats.of("retention", propose_deletions)),
            PeriodicJob("watch", timedelta(minutes=1), self.heartbeats.of("watch", log_orphans)),
            PeriodicJob("law", timedelta(minutes=1), self.heartbeats.of("law", reload_law)),
            PeriodicJob(
                "prefect",
                second,
                self.heartbeats.of("prefect", self._keep_prefect_right, lambda: not self.reconciliation.unreachable),
            ),
        ]
        self.clock_mover: ClockMover | None = None
        """Moves the clock of a demonstration, in which people act by these habits; an office's clock is moved by nobody."""
        if isinstance(context.clock, StoredClock):
            people = InventedPeople.begin(context, habits) if habits is not None else None
            if people is not None:
                jobs.insert(1, PeriodicJob("people", second, people.act_until_now))
            gone = [one for one in jobs if one.name in _GONE_ON_THE_WAY]
            self.clock_mover = ClockMover(context.clock, gone, people)
            jobs.append(PeriodicJob("clock", second, self.clock_mover.once))
        self.scheduler = JobScheduler(context, jobs)

    def start(self) -> None:
        """Prefect is being started, and the rounds are being gone already."""
        self.server.start()
        self.runner.start()
        self.scheduler.start()

    def check_now(self) -> None:
        """Somebody has acted: due runs are looked for at once."""
        self.runner.check_now()

    def stop(self) -> None:
        """None of these services runs any more."""
        self.scheduler.stop()
        self.runner.stop()
        self.prefect.close()
        self.server.stop()

    def _keep_prefect_right(self, context: Context) -> int:
        """One after the other: what is told of a plan is told before or after it is sealed, and not just while it is
        forgotten."""
        repaired = self.reconciliation.once(context)
        if (server := self.reconciliation.keeper) is not None:
            self.short_runs.once(context, server)
        return repaired

    def _check_again(self, run_id: UUID) -> None:
        self.reconciliation.refresh(run_id)


def forget(context: Context) -> int:
    """What only served a moment is gone: sessions, repeated answers, drafts; returns how many rows."""
    return delete_expired(context) + delete_old_drafts(context) + delete_old_sheets(context)


def link_journal(context: Context) -> int:
    """Committed lines are linked into the chain; returns how many."""
    with context.database.transaction() as session:
        return link_committed(session, context.vault.chain_key, context.clock.now())


def log_orphans(context: Context) -> int:
    """Plans without a wake or a person are cried out about, by number only; returns how many."""
    found = find_orphans(context)
    for orphan in found:
        log.error("Plan %s has no %s.", orphan.plan_number, orphan.lacks)
    return len(found)


def log_alarms(context: Context, high_water: RestoreGuard) -> int:
    """Whatever is wrong with the outbox stands in the log, which needs no outbox; returns how much is wrong."""
    with context.database.reading() as session:
        wrong = [
            one for one in [*run_alarm_checks(session, context), check_outbox_hold(session, high_water)] if not one.ok
        ]
    for one in wrong:
        log.error("Watch '%s': %s", one.name, one.words.en)
    return len(wrong)


def process_in_tick(context: Context, number: str) -> None:
    """The plan is processed here, unless its own run is just doing so."""
    with scheduling.hold_plan(context, number, f"tick-{os.getpid()}") as claimed:
        if claimed.held:
            process_due_events(context, number, lane="tick", claimed=claimed)

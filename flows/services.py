"""What works in the background of a process: Prefect, and the rounds of its parts."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from app.bootstrap import Dispatcher, create_channels, create_restore_guard
from casework.acting.acts.machine import PUT_DEPLOYMENT_RIGHT
from casework.acting.context import Context
from casework.acting.rights import SYSTEM
from casework.checkins.outages import record_heartbeat
from casework.messages.digests import DigestRound
from casework.messages.journal_heads import export_journal_head
from casework.messages.outbox_alarms import check_leaving, check_outbox_hold, run_alarm_checks
from casework.messages.receipts import poll_providers
from casework.messages.replies import poll_replies
from casework.messages.undelivered import notify_of_undelivered
from casework.outcome.after_care import end_expired_cards
from casework.plan import scheduling
from casework.plan.orphan_check import Orphan, find_orphans, wake_late_plans
from casework.plan.unfinished import delete_old_drafts
from casework.seal.policy_deletion import propose_deletions
from casework.seal.retention import delete_expired
from casework.seal.sealing import archive_sealed_keys
from casework.settings.health import LATE_AFTER, POOL_PAUSED
from casework.settings.holidays import reload_law
from casework.settings.policies import finish_switching
from core.clock import StoredClock
from core.errors import KeysAway
from core.settings import Settings
from flows.clock_moves import ClockMover
from flows.daily_backup import make_daily_backup
from flows.habits import Habits
from flows.invented_people import InventedPeople
from flows.process_parts import EVERY_PART, NEEDS_PREFECT, Part, ThisProcess
from flows.scheduler import JobScheduler, OverduePlans, PeriodicJob
from flows.supervision import process_batch, process_due_events
from models.chain import link_committed
from models.cluster_lock import ClusterLock
from models.running_process import SEEN_EVERY
from models.schema import is_current
from notifications.reminder_policy import ReminderPolicy
from notifications.restore_guard import RestoreGuard

if TYPE_CHECKING:
    from flows.prefect.service import PrefectService

log = logging.getLogger(__name__)

SECOND = timedelta(seconds=1)
DELIVERY_THREADS = 4
"""How many messages are handed over at the same time; a power cut may leave as many of unknown outcome."""
_TICK = scheduling.name_claimant("tick")

_OF_ANY_CLOCK = ("law", "process")
"""Rounds in which nothing depends on the time."""
_GONE_ON_THE_WAY = ("tick", "people", "outbox", "digests", "cards", "given_up")
"""Rounds in which something happens because of the time of day: they are gone at each moment of a move."""


@dataclass
class Heartbeats:
    """When each job last ended well, on the record's clock, for the health page."""

    last_runs: dict[str, datetime]

    def watch(
        self, name: str, act: Callable[[Context], object], well: Callable[[], bool] = lambda: True
    ) -> Callable[[Context], object]:
        """The same job; the time is noted when it has ended well."""

        def watched(context: Context) -> object:
            done = act(context)
            if well():
                self.last_runs[name] = context.clock.now()
            return done

        return watched


class BackgroundServices:
    """Does the parts of the program that it is given, until stopped. Deadlines do not wait for Prefect: the tick processes
    what it leaves.

    Of all processes that share a record, one goes the rounds marked `once`: it holds a lock in the record. Their acts
    would do no harm twice, but cost twice, and ask providers twice.
    """

    def __init__(
        self, settings: Settings, context: Context, habits: Habits | None = None, parts: frozenset[Part] = EVERY_PART
    ) -> None:
        self.context = context
        self.parts = parts
        self.heartbeats = Heartbeats({})
        self.process = ThisProcess(settings, context, parts)
        self.locks = {part: ClusterLock(context.database, part) for part in (Part.SCHEDULER, Part.DELIVERY)}
        self._alarms = DailyAlarms()
        self.prefect = _create_prefect(settings, context, parts, self.process.name) if parts & NEEDS_PREFECT else None
        jobs = [PeriodicJob("law", timedelta(minutes=1), self.heartbeats.watch("law", reload_law))]
        if not context.database.is_sqlite:
            jobs.append(PeriodicJob("process", SEEN_EVERY, self._note_process))
        if Part.WEB in parts:
            jobs.append(PeriodicJob("alive", timedelta(seconds=30), record_heartbeat))
        if Part.DELIVERY in parts:
            jobs = [*self._delivering(settings), *jobs]
        if Part.SCHEDULER in parts:
            overdue = OverduePlans(scheduling, process_in_tick, share=partial(process_batch, source="tick"))
            tick = PeriodicJob("tick", SECOND, self.heartbeats.watch("tick", overdue.once))
            jobs = [tick, *jobs, *self._done_once(settings)]
        self.clock_mover: ClockMover | None = None
        """Moves the clock of a demonstration, in which people act by these habits; an office's clock is moved by nobody."""
        if isinstance(context.clock, StoredClock):
            people = InventedPeople.begin(context, habits) if habits is not None else None
            if people is not None:
                jobs.insert(1, PeriodicJob("people", SECOND, people.act_until_now))
            gone = [one for one in jobs if one.name in _GONE_ON_THE_WAY]
            self.clock_mover = ClockMover(context.clock, gone, people)
            jobs.append(PeriodicJob("clock", SECOND, self.clock_mover.once))
        self.scheduler = JobScheduler(context, [self._by_a_right_clock(one) for one in jobs])

    def start(self) -> None:
        """Prefect is being started, and the rounds are being gone already."""
        self._note_process(self.context)
        if self.prefect is not None:
            self.prefect.start()
        self.scheduler.start()

    def check_now(self) -> None:
        """Somebody has acted: due runs are looked for at once."""
        if self.prefect is not None:
            self.prefect.runner.check_now()

    def stop(self) -> None:
        """All these services are stopped."""
        self.scheduler.stop()
        if self.prefect is not None:
            self.prefect.stop()
        for lock in self.locks.values():
            lock.release()
        try:
            self.process.end()
        except Exception as error:  # the record is away: the row is forgotten by itself
            log.warning("This process could not take its row away: %s.", type(error).__name__)

    def late_rounds(self) -> list[str]:
        """Rounds of this process that were not gone lately, though it should go them. Prefect's silence is not counted:
        deadlines do not wait for it."""
        now, last = self.context.clock.now(), self.heartbeats.last_runs
        expected = {Part.SCHEDULER: ["tick"], Part.DELIVERY: ["outbox"]}
        if not self.context.database.is_sqlite and self.locks[Part.SCHEDULER].is_held:
            expected[Part.SCHEDULER].append("journal")
        names = [name for part in expected if part in self.parts for name in expected[part]]
        return [name for name in names if name not in last or abs(now - last[name]) > LATE_AFTER]

    def find_troubles(self) -> list[str]:
        """Why the process is not ready: the record cannot be reached or written or has other tables, the keys are away,
        this machine's clock is wrong, or a round of its own is late."""
        database = self.context.database
        try:
            database.ensure_usable()
            troubles = [] if is_current(database) else ["tables"]
        except SQLAlchemyError:
            return ["record"]
        try:
            self.context.vault.ensure_keys_at_hand()
        except KeysAway:
            troubles.append("keys")
        if not database.server_clock.is_right:
            troubles.append("clock")
        return troubles + self.late_rounds()

    def _note_process(self, _context: Context) -> None:
        leads = not self.context.database.is_sqlite and any(self.locks[part].is_held for part in self.locks)
        self.process.note(self.heartbeats.last_runs, leads=leads)

    def _by_a_right_clock(self, job: PeriodicJob) -> PeriodicJob:
        """The same round, left to other machines while this one's clock is wrong, and not gone just after it made a leap."""
        if job.name in _OF_ANY_CLOCK:
            return job

        def act(context: Context) -> object:
            if context.database.may_process(context.clock.now()):
                return job.act(context)
            for lock in self.locks.values():
                lock.release()
            return None

        return replace(job, act=act)

    def _once(self, part: Part, name: str, every: timedelta, act: Callable[[Context], object]) -> PeriodicJob:
        """A job that only the process with the lock of that part does. A process that has lost the lock has no such
        job that could be late."""
        lock = self.locks[part]

        def act_alone(context: Context) -> object:
            if lock.hold():
                return act(context)
            self.heartbeats.last_runs.pop(name, None)
            return None

        return PeriodicJob(name, every, act_alone)

    def _done_once(self, settings: Settings) -> list[PeriodicJob]:
        watch, policy, channels = self.heartbeats.watch, ReminderPolicy.load(), create_channels(settings)
        guard = create_restore_guard(settings, self.context.database)
        digests = DigestRound(policy, group="group" in channels)
        heads = partial(export_journal_head, folder=settings.journal_heads_folder)
        backup = partial(make_daily_backup, settings=settings)
        alarms = self._alarms
        alone: list[tuple[str, timedelta, Callable[[Context], object]]] = [
            ("digests", timedelta(seconds=20), watch("digests", digests.post)),
            ("journal", SECOND, watch("journal", link_journal)),
            ("heads", timedelta(seconds=20), watch("heads", heads)),
            ("backup", timedelta(minutes=1), watch("backup", backup)),
            ("seals", timedelta(minutes=1), watch("seals", archive_sealed_keys)),
            ("cards", timedelta(minutes=10), watch("cards", end_expired_cards)),
            ("given_up", timedelta(seconds=20), watch("given_up", notify_of_undelivered)),
            ("alarms", timedelta(minutes=1), watch("alarms", partial(alarms.log_alarms, high_water=guard))),
            ("forget", timedelta(hours=1), watch("forget", forget)),
            ("retention", timedelta(hours=1), watch("retention", propose_deletions)),
            ("policies", timedelta(minutes=1), watch("policies", finish_switching)),
            ("watch", timedelta(minutes=1), watch("watch", partial(alarms.log_orphans, find=find_orphans))),
            ("wakes", timedelta(minutes=1), watch("wakes", partial(alarms.log_orphans, find=wake_late_plans))),
        ]
        if (prefect := self.prefect) is not None:
            keep_right = watch("prefect", partial(self._keep_right, prefect), lambda: not prefect.is_away)
            alone.append(("prefect", SECOND, keep_right))
        return [self._once(Part.SCHEDULER, *one) for one in alone]

    def _keep_right(self, prefect: "PrefectService", context: Context) -> int:
        repaired = prefect.keep_right(context)
        if changed := prefect.prefect.put_right:
            with context.database.transaction() as session:
                now, note = context.clock.now(), {"changed": changed}
                context.write_journal_line(session, now, SYSTEM, PUT_DEPLOYMENT_RIGHT.code, note=note)
            prefect.prefect.put_right = []
        if prefect.prefect.paused:
            self.heartbeats.last_runs[POOL_PAUSED] = context.clock.now()
        else:
            self.heartbeats.last_runs.pop(POOL_PAUSED, None)
        return repaired

    def _delivering(self, settings: Settings) -> list[PeriodicJob]:
        watch, channels, policy = self.heartbeats.watch, create_channels(settings), ReminderPolicy.load()
        guard = create_restore_guard(settings, self.context.database)
        dispatcher = Dispatcher(channels, policy, guard, DELIVERY_THREADS)
        receipts = watch("receipts", partial(poll_providers, channels=channels))
        replies = watch("replies", partial(poll_replies, channels=channels, left=[]))
        leaving = partial(self._alarms.log_leaving, settings=settings)
        return [
            *([] if isinstance(self.context.clock, StoredClock) else [PeriodicJob("leaving", SECOND, leaving)]),
            PeriodicJob("outbox", SECOND, watch("outbox", dispatcher.deliver)),
            self._once(Part.DELIVERY, "receipts", timedelta(seconds=20), receipts),
            self._once(Part.DELIVERY, "replies", timedelta(minutes=1), replies),
        ]


def _create_prefect(settings: Settings, context: Context, parts: frozenset[Part], name: str) -> "PrefectService":
    from flows.prefect.service import PrefectService  # heavy to import, and the pages need not wait for it

    return PrefectService(settings, context, executes=Part.RUNNER in parts, worker=name)


def forget(context: Context) -> int:
    """What only served a moment is gone: sessions, repeated answers, drafts; returns how many."""
    return delete_expired(context) + delete_old_drafts(context)


def link_journal(context: Context) -> int:
    """Committed lines are linked into the chain; returns how many."""
    with context.database.transaction() as session:
        return link_committed(session, context.vault.chain_key, context.clock.now())


class DailyAlarms:
    """What is wrong stands in the log, which needs no outbox: each kind once a day for as long as it lasts."""

    def __init__(self) -> None:
        self._logged: dict[str, datetime] = {}

    def log_orphans(self, context: Context, find: Callable[[Context], Sequence[Orphan]]) -> int:
        """Plans that lack what no running plan may lack are cried out about, by number only; returns how many."""
        found = find(context)
        for orphan in found:
            self._log(context, str(orphan), "Plan %s has no %s.", orphan.plan_number, orphan.lacks)
        return len(found)

    def log_alarms(self, context: Context, high_water: RestoreGuard) -> int:
        """Whatever is wrong with the outbox is told; returns how much is wrong."""
        with context.database.reading() as session:
            watched = run_alarm_checks(session, context)
        wrong = [one for one in [*watched, check_outbox_hold(context.database, high_water)] if not one.ok]
        for one in wrong:
            self._log(context, one.name, "Watch '%s': %s", one.name, one.words.en)
        return len(wrong)

    def log_leaving(self, context: Context, settings: Settings) -> None:
        """It is told where texts or mails do not leave this machine."""
        if not (leaving := check_leaving(settings)).ok:
            self._log(context, leaving.name, "Watch '%s': %s", leaving.name, leaving.words.en)

    def _log(self, context: Context, kind: str, *said: str) -> None:
        now = context.clock.now()
        if kind not in self._logged or abs(now - self._logged[kind]) >= timedelta(days=1):
            log.error(*said)
            self._logged[kind] = now


def process_in_tick(context: Context, number: str) -> None:
    """The plan is processed here, unless its own run is just doing so."""
    with scheduling.hold_plan(context, number, _TICK) as held:
        if held.held:
            process_due_events(context, number, source="tick", claimed=held)

"""What watches over the outbox without using it: counts from the record, told on the health page and in the log.

An alarm that had to be mailed would be silent exactly when mail is. Nothing here names a person, a plan or an office.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, Select
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, col, func, or_, select

from casework.acting.acts.machine import RELEASE_QUARANTINE
from casework.acting.context import Context
from casework.acting.rights import Actor, is_allowed
from casework.messages.journal_heads import SHOWN_DAYS, is_overdue, load_departures
from casework.messages.reason_labels import find_advice
from core.clock import local_date, start_of_day
from core.errors import NotAllowed, StateConflict
from core.i18n import Text, _, listed, ngettext, pgettext, verbatim
from core.settings import Settings
from models.backup_day import find_backup_alarm
from models.clock_leap import LEAPT
from models.database import Database
from models.item import STILL_OPEN, Item
from models.journal import ActorKind, JournalLine, reveal_as_far_as_possible
from models.message import GIVEN_UP_STATES, OPEN_STATES, Message, MessageState, set_state
from models.office import Role
from models.plan import Plan
from models.provider_pause import ProviderPause
from models.server_clock import WRONG_FROM
from notifications.events import BY_MACHINE
from notifications.reminder_policy import ReminderPolicy
from notifications.restore_guard import RestoreGuard
from notifications.send_check import list_mute_mailboxes
from notifications.text_signature import find_signature_fault

_S = MessageState
_LEFT = (_S.SENT, _S.DELIVERED)
_OUTSIDE = col(Message.channel).in_(BY_MACHINE)


@dataclass(frozen=True)
class AlarmCheck:
    """One thing watched, and how it is."""

    name: str
    ok: bool
    words: Text


@dataclass(frozen=True)
class DayAccount:
    """What fell due on a day in one office, and what became of it: everything expected is in exactly one of the others."""

    day: date
    office_id: uuid.UUID | None
    """None for digests of the whole program."""
    expected: int
    left: int
    not_sent: int
    """For a reason that its row names."""
    failed: int
    """Refused, sent back or unknown: before a person."""
    waiting: int
    """For an hour in which it may be said, or for the next try."""
    missing: int
    """Nothing has been done about it, and it is late."""


def run_alarm_checks(session: Session, context: Context, policy: ReminderPolicy | None = None) -> list[AlarmCheck]:
    """Everything watched, as it is now."""
    bounds, now = (policy or context.get_policy(None)).watch, context.clock.now()
    missing = sum(one.missing for day in (1, 0) for one in count_day_accounts(session, local_date(now) - timedelta(days=day), now, bounds.late))  # fmt: skip
    oldest = _oldest_waiting(session, now)
    age = int((now - oldest).total_seconds() // 60) if oldest else 0
    silent = _nothing_left(session, now, bounds.nothing_left, bounds.late)
    yesterday, usual = _volumes(session, local_date(now), bounds.volume_days)
    odd = usual >= bounds.volume_least and not usual * 0.5 < yesterday < usual * 1.5
    refusing = sorted(
        f"{channel} {failed}/{failed + left}"
        for channel, (left, failed) in _answers(session, now).items()
        if failed + left >= bounds.refused_least and failed * 100 >= (failed + left) * bounds.refused_of_hundred
    )
    mute = len(list_mute_mailboxes(session, now))
    resting = _rest_for_long(session, now, bounds.late)
    standing = find_standing_fault(session, now)
    backup = find_backup_alarm(session, now)
    heads = load_departures(session, local_date(now))
    left = sum(one.left for one in heads)
    newest = session.exec(select(JournalLine.at).order_by(col(JournalLine.sequence).desc()).limit(1)).first()
    behind = max((newest or now) - now, timedelta(0))
    return [
        _watched("expected", missing == 0, _("有{missing}项提醒应发未发：请看程序日志，并重启程序。", missing=missing)),
        _watched("outbox_age", age < bounds.late.total_seconds() / 60, ngettext("最早一条已等{age}分钟：请看程序日志，并核对短信和邮件的设置。", age, age=age)),
        _watched("something_leaves", not silent, _("几小时内没有一条发出：请看程序日志，并核对短信和邮件的设置。")),
        _watched("volume", not odd, _("昨日{yesterday}条，平日约{usual}条：请在“消息”页核对是否有漏发或者重复。", yesterday=yesterday, usual=f"{usual:.0f}")),
        _watched("accounts", not resting and not standing, standing or _("服务商要求暂停已久：{names}。请向服务商核对额度和账号。", names=listed(map(verbatim, resting)))),
        _watched(
            "mute_mailboxes", not mute,
            ngettext("有{count}个工作邮箱一直退信，收不到提醒：请在“人员”登记新的邮箱，或者核实后重新登记。", mute, count=mute),
        ),
        _watched("refusals", not refusing, _("渠道失败偏多：{names}。请在“消息”页看原因，联系服务商。", names=listed(map(verbatim, refusing)))),
        _watched("backup", backup is None, backup or _WELL),
        _watched(
            "journal_heads", not is_overdue(heads, local_date(now)),
            _("三天内没有日志链头送出本机；请设 SUNWARD_JOURNAL_HEADS_FOLDER 或 SUNWARD_JOURNAL_HEADS_EMAIL，或查看消息。"),
            ngettext("近{days}天有{count}天的日志链头送出了本机。", left, count=left, days=SHOWN_DAYS),
        ),
        _watched("clock_ahead", not context.database.clock_leap.is_paused(now), LEAPT),
        _watched(
            "clock_behind", behind < WRONG_FROM,
            _("日志最后一条的时间比现在晚{minutes}分钟：本机时钟不对，或者曾经走快。请核对时钟。", minutes=int(behind.total_seconds() // 60)),
        ),
    ]  # fmt: skip


def check_leaving(settings: Settings) -> AlarmCheck:
    """Whether texts and mails leave this machine. Where nothing is set they become files, and every one is called sent."""
    if fault := find_signature_fault(settings):
        return _watched("leaving", False, fault)
    kept = [pgettext("messages", "短信")] if settings.text_provider == "folder" else []
    kept += [pgettext("messages", "邮件")] if settings.smtp_url is None else []
    return _watched(
        "leaving", not kept,
        _(
            "{kinds}只在本机写成文件，没有发出去，收件人收不到：请设 SUNWARD_TEXT_PROVIDER、SUNWARD_SMTP_URL，写法见 ./run settings。",
            kinds=listed(kept),
        ),
    )  # fmt: skip


def check_outbox_hold(database: Database, high_water: RestoreGuard) -> AlarmCheck:
    """Whether the outbox is held because the record was restored from a backup. Asked in a session of its own: one that had
    read before would know less than the mark, which is raised all the time."""
    with database.reading() as session:
        held = high_water.detects_restore(session)
    return _watched("outbox_held", not held, _("记录由备份恢复：备份以后办的事、交来的内容都不在里面，请核对补录。消息已暂停，待系统管理员放行。"))  # fmt: skip


def count_day_accounts(session: Session, day: date, now: datetime, late: timedelta) -> list[DayAccount]:
    """What fell due on that day until now, office by office: messages over every outside channel, and steps of items
    whose moment has passed without anybody having processed them."""
    begin, end = start_of_day(day), min(start_of_day(day + timedelta(days=1)), now)
    found: dict[uuid.UUID | None, dict[str, int]] = {}

    def add(office: uuid.UUID | None, name: str, count: int) -> None:
        counts = found.setdefault(office, dict.fromkeys(("left", "not_sent", "failed", "waiting", "missing"), 0))
        counts[name] += count

    overdue = and_(
        col(Message.state).in_(OPEN_STATES),
        or_(
            and_(col(Message.state) == _S.CREATED, col(Message.due_at) < now - late),
            and_(col(Message.state) == _S.CLAIMED, col(Message.lease_until) < now - late),
        ),
    )
    rows: Select[uuid.UUID | None, str, bool, int] = (
        sql_select(col(Plan.office_id), col(Message.state), overdue, func.count())
        .select_from(Message)
        .outerjoin(Plan, col(Plan.id) == Message.plan_id)
        .where(col(Message.due_at) >= begin, col(Message.due_at) < end, _OUTSIDE)
        .group_by(col(Plan.office_id), col(Message.state), overdue)
    )
    for office, state, is_late, count in session.execute(rows):
        add(office, _account_of(state, bool(is_late)), count)
    for office, count in _count_late_steps(session, begin, min(end, now - late)):
        add(office, "missing", count)
    return [
        DayAccount(day, office, sum(counts.values()), **counts)
        for office, counts in sorted(found.items(), key=lambda pair: str(pair[0]))
    ]


def release_outbox(context: Context, actor: Actor, high_water: RestoreGuard) -> int:
    """An administrator has looked: what a restored record would send once more, because it may have left before the
    backup came back, is unknown and before a person; what fell due since leaves again. Returns how many are unknown."""
    with context.database.transaction() as session:
        now = context.clock.now()
        if actor.role is not Role.ADMINISTRATOR or not is_allowed(session, actor, RELEASE_QUARANTINE, None, now):
            raise NotAllowed(_("消息只由系统管理员放行。"), article=None)
        if not high_water.detects_restore(session):
            raise StateConflict(_("消息没有被暂停。"))
        until = high_water.perhaps_left_until(now)
        noticed_late = _list_noticed_late(session, context, until)
        waiting = session.exec(
            select(Message)
            .where(col(Message.state).in_(OPEN_STATES), _OUTSIDE)
            .order_by(col(Message.id))
            .with_for_update()
        ).all()
        perhaps_left = [one for one in waiting if one.due_at <= until or one.transaction_id in noticed_late]
        for message in perhaps_left:
            message.fence += 1
            message.lease_until = message.handing_over_since = None
            set_state(session, message, now, _S.CLAIMED, "restored")
            set_state(session, message, now, _S.UNKNOWN, "restored")
        context.write_journal_line(session, now, actor, "release_outbox", note={"unknown": len(perhaps_left)})
    high_water.release(now)
    return len(perhaps_left)


def _list_noticed_late(session: Session, context: Context, until: datetime) -> set[uuid.UUID]:
    """The transactions since then in which the program noticed what had fallen due before. Their messages bear the moment of
    noticing, though the record that was lost may have sent the same ones in time."""
    since = select(JournalLine).where(
        col(JournalLine.at) > until,
        JournalLine.actor_kind == ActorKind.SYSTEM,
        col(JournalLine.transaction_id).is_not(None),
    )
    lines = (reveal_as_far_as_possible(context.vault, line) for line in session.exec(since))
    return {
        line.transaction_id
        for line in lines
        if line.transaction_id is not None and line.fell_due_at is not None and line.fell_due_at <= until
    }


def _count_late_steps(session: Session, begin: datetime, until: datetime) -> Sequence[Row[uuid.UUID | None, int]]:
    """By office: steps of open items whose moment lies between these two and has not been processed."""
    # The plan of such an item is overdue itself, and an index says that none is, as nearly always. That no plan sleeps
    # longer than its items is watched apart (`find_late_wakes`).
    overdue = (col(Plan.wake_at) < until, col(Plan.closed_at).is_(None), col(Plan.quarantined_at).is_(None))
    if session.execute(sql_select(col(Plan.id)).where(*overdue).limit(1)).first() is None:
        return []
    of_items = (col(Item.status).in_(STILL_OPEN), col(Item.next_at) >= begin, col(Item.next_at) < until)
    steps = (
        sql_select(col(Plan.office_id), func.count()).select_from(Plan).join(Item, col(Item.plan_id) == col(Plan.id))
    )
    return session.execute(steps.where(*overdue, *of_items).group_by(col(Plan.office_id))).all()


def _account_of(state: str, late: bool) -> str:
    if state in _LEFT:
        return "left"
    if state in GIVEN_UP_STATES:
        return "failed"
    if state in OPEN_STATES:
        return "missing" if late else "waiting"
    return "not_sent"


def _oldest_waiting(session: Session, now: datetime) -> datetime | None:
    """Since when the oldest message waits that could leave at once."""
    return min(
        (
            moment
            for moment in (
                session.exec(select(func.min(Message.due_at)).where(Message.state == _S.CREATED)).one(),
                session.exec(select(func.min(Message.lease_until)).where(Message.state == _S.CLAIMED)).one(),
            )
            if moment is not None and moment < now
        ),
        default=None,
    )


def _nothing_left(session: Session, now: datetime, hours: timedelta, late: timedelta) -> bool:
    """Whether messages should have left within these hours, and not one has."""
    lately = and_(col(Message.due_at) >= now - hours, col(Message.due_at) < now - late)
    wanted = or_(col(Message.attempts) > 0, col(Message.state) == _S.CREATED)
    if session.exec(select(Message.id).where(lately, wanted, _OUTSIDE).limit(1)).first() is None:
        return False
    left = select(Message.id).where(col(Message.sent_at) >= now - hours, _OUTSIDE)
    return session.exec(left.limit(1)).first() is None


def _volumes(session: Session, today: date, days: int) -> tuple[int, float]:
    """How many fell due yesterday, and how many on the same weekday of the weeks before, on average."""

    def of(day: date) -> int:
        due = and_(
            col(Message.due_at) >= start_of_day(day), col(Message.due_at) < start_of_day(day + timedelta(days=1))
        )
        return session.exec(select(func.count()).select_from(Message).where(due, _OUTSIDE)).one()

    yesterday = today - timedelta(days=1)
    before = [of(yesterday - timedelta(weeks=week)) for week in range(1, max(days // 7, 1) + 1)]
    return of(yesterday), sum(before) / len(before)


def _answers(session: Session, now: datetime) -> dict[str, tuple[int, int]]:
    """Over each outside channel within a day: how many left, and how many were refused or are unknown."""
    found: dict[str, tuple[int, int]] = {}
    query = (
        sql_select(col(Message.channel), col(Message.state), func.count())
        .where(col(Message.due_at) >= now - timedelta(days=1), col(Message.due_at) <= now, _OUTSIDE)
        .group_by(col(Message.channel), col(Message.state))
    )
    for channel, state, count in session.execute(query):
        left, failed = found.get(channel, (0, 0))
        found[channel] = (left + count * (state in _LEFT), failed + count * (state in GIVEN_UP_STATES))
    return found


def find_standing_fault(session: Session, now: datetime) -> Text | None:
    """What a provider says of a fault that does not heal, in its words, with what to do; None where there is none."""
    for one in session.exec(select(ProviderPause).where(col(ProviderPause.until_at) > now)):
        if (advice := find_advice(one.reason)) is not None:
            said = one.said or one.reason or ""
            return _(
                "{account} 不收：“{said}”。{advice}", account=one.account.partition("/")[0], said=said, advice=advice
            )
    return None


def _rest_for_long(session: Session, now: datetime, late: timedelta) -> list[str]:
    """The makes of provider that have let nothing through for so long, with what they last said."""
    found = session.exec(
        select(ProviderPause).where(col(ProviderPause.until_at) > now, col(ProviderPause.since_at) < now - late)
    )
    return sorted(f"{one.account.partition('/')[0]} {one.reason or ''}".strip() for one in found)


_WELL = _("正常。")


def _watched(name: str, ok: bool, wrong: Text, well: Text = _WELL) -> AlarmCheck:
    return AlarmCheck(name, ok, well if ok else wrong)

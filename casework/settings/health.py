"""Whether the program is in order: what can be told from the record alone, without a name in it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, func, or_, select

from casework.acting.context import Context
from casework.messages.outbox_alarms import run_alarm_checks
from casework.settings.holidays import check_calendar
from core.errors import KeysAway, WrongClock
from core.i18n import Text, _, ngettext
from models.chain import ALARM_AFTER, count_unlinked
from models.integrity_result import describe_result
from models.message import Message, MessageState
from models.plan import Plan
from models.postgresql_server import list_losing_settings
from models.storage_problem import MIN_FREE_BYTES, find_storage_problem, free_bytes

MESSAGES_LATE_BY = timedelta(seconds=60)
LATE_AFTER = timedelta(seconds=30)
"""A plan that was due, or a round that was to be gone, so long ago is late."""
POOL_PAUSED = "prefect_pool_paused"
"""Among the rounds' heartbeats: when the pool of the plans' runs was last seen paused in Prefect."""


@dataclass(frozen=True)
class HealthCheck:
    """One part of the program and its state. What only informs does not make the whole unready."""

    name: str
    ok: bool
    words: Text
    informs_only: bool = False


def run_health_checks(context: Context) -> list[HealthCheck]:
    """The record, its tables, the outbox, the wakes and the journal, and what is watched, as they are now."""
    from models.schema import is_current

    try:
        context.database.ensure_usable()
        current = is_current(context.database)
    except SQLAlchemyError as error:
        problem = find_storage_problem(error)
        words = problem.words if problem else _("数据库不能用。")
        return [HealthCheck("record", False, words)]
    parts = [
        HealthCheck("record", True, _("数据库可用。")),
        HealthCheck("tables", current, _either(current, _("数据表是当前版本。"), _("数据表不是当前版本。"))),
    ]  # fmt: skip
    if not current:
        return parts
    parts += [_keys(context), _disk(context), _clock(context), _lasting(context)]
    with context.database.reading() as session:
        fresh = check_calendar(context)
        calendar = HealthCheck("calendar", fresh.holds, fresh.because, informs_only=True)
        watched = [
            HealthCheck(one.name, one.ok, one.words, informs_only=True) for one in run_alarm_checks(session, context)
        ]
        return [
            *parts,
            _outbox(session, context),
            _wakes(session, context),
            _failing(session),
            _journal(session, context),
            HealthCheck("doctor", *describe_result(session), informs_only=True),
            calendar,
            *watched,
        ]


def _keys(context: Context) -> HealthCheck:
    try:
        context.vault.ensure_keys_at_hand()
    except KeysAway as away:
        return HealthCheck("keys", False, away.reason)
    return HealthCheck("keys", True, _("案件密钥可用。"))


def _clock(context: Context) -> HealthCheck:
    try:
        context.database.server_clock.ensure_right()
    except WrongClock as wrong:
        return HealthCheck("clock", False, wrong.reason)
    return HealthCheck("clock", True, _("本机时钟与数据库一致。"))


def _lasting(context: Context) -> HealthCheck:
    losing = list_losing_settings(context.database)
    return HealthCheck("lasting", not losing, _either(not losing, _("已经保存的内容，断电也不会丢失。"),
        _("数据库服务器设有 {settings}：已经答复过的内容，断电后可能丢失。", settings=", ".join(losing))
    ), informs_only=True)  # fmt: skip


def _disk(context: Context) -> HealthCheck:
    free = free_bytes(context.database.url)
    ok = free is None or free >= MIN_FREE_BYTES
    return HealthCheck("disk", ok, _either(ok, _("磁盘空间足够。"),
                                    _("服务器磁盘已满或将满，写入可能失败：请腾出空间。")))  # fmt: skip


def _failing(session: Session) -> HealthCheck:
    """Plans whose processing fails are for people to look at; they do not make the whole unready."""
    count = session.exec(
        select(func.count()).where(
            col(Plan.closed_at).is_(None), or_(col(Plan.failures) > 0, col(Plan.quarantined_at).is_not(None))
        )
    ).one()
    ok = count == 0
    return HealthCheck("plans", ok, _either(ok, _("没有方案办理失败。"),
                                     ngettext("有{count}个方案办理失败或者已停：请在“运行”页查看。", count, count=count)),
                informs_only=True)  # fmt: skip


def _outbox(session: Session, context: Context) -> HealthCheck:
    late = context.clock.now() - MESSAGES_LATE_BY
    count = session.exec(
        select(func.count()).where(col(Message.state) == MessageState.CREATED, col(Message.due_at) < late)
    ).one()
    ok = count == 0
    return HealthCheck("outbox", ok, _either(ok, _("没有积压的消息。"),
                                      ngettext("有{count}条消息应发未发：请看程序日志，并核对短信和邮件的设置。", count, count=count)))  # fmt: skip


def _wakes(session: Session, context: Context) -> HealthCheck:
    late = context.clock.now() - LATE_AFTER
    count = session.exec(
        select(func.count()).where(
            col(Plan.wake_at) < late,
            col(Plan.closed_at).is_(None),
            col(Plan.quarantined_at).is_(None),
            col(Plan.failures) == 0,
        )
    ).one()
    ok = count == 0
    return HealthCheck("wakes", ok, _either(ok, _("没有方案等着办理。"),
                                     ngettext("有{count}个方案到时未办：请看程序日志，并重启程序。", count, count=count)))  # fmt: skip


def _journal(session: Session, context: Context) -> HealthCheck:
    count = count_unlinked(session, context.clock.now() - ALARM_AFTER)
    ok = count == 0
    return HealthCheck("journal", ok, _either(ok, _("日志已全部链接。"),
                                       _("有{count}条日志未链接：请重启程序，仍然如此的，运行 ./run doctor。", count=count)))  # fmt: skip


def _either(ok: bool, well: Text, wrong: Text) -> Text:
    return well if ok else wrong

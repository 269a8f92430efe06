"""A record whose time is over is listed, and deleted or held by a named person; then nobody reads it again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel, select

from app.bootstrap import Dispatcher
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_ACCESS, READ_CLOSING_LIST, READ_DATES, READ_OWN
from casework.messages.outbox_alarms import check_outbox_hold
from casework.seal.policy_deletion import delete_by_policy, hold_deletion, load_retention, propose_deletions
from casework.seal.retention_schedule import KEPT
from core.clock import local_date
from core.errors import BadInput, DeletedByPolicy, KeyStoreError, NotAllowed, NotFound, StateConflict
from models.append_only import is_append_only
from models.bound_rows_check import find_row_faults
from models.case_erasure import OF_NO_CASE, erase_case, list_case_tables
from models.chain import link_committed
from models.chain_check import verify
from models.integrity import check_sealed_keys
from models.journal import JournalLine
from models.message import Message
from models.office import Staff
from models.retention_review import RetentionReview
from models.search import PersonIndex
from notifications.channels.inbox import InboxChannel
from notifications.restore_guard import RestoreGuard
from tests.builders import (
    BOTH_CONSENTS,
    SimulatedPlan,
    an_announced_plan,
    conclude,
    enrol,
)
from tests.cached_plans import cached_copy
from tests.notifications.doubles import ScriptedChannel
from tests.records import bind_rows


@cached_copy
def closed() -> SimulatedPlan:
    """Non-prosecuted, sealed, and closed long ago; a request for the sealed file was answered before."""
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False, delivers=True)
    enrol(life.context, "另县", "chief_prosecutor ling.chief")
    conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07")
    life.on("2026-09-08 09:00").act(
        "clerk", "ask_access", access="q-1", requester="judicial_organ_for_a_case", who="某院", purpose="办案"
    )
    life.act("chief_prosecutor", "answer_access", access="q-1", granted=False, reason="依据不足")
    life.skips_to("2027-06-01 09:00")
    assert life.plan.closed_at is not None
    return life


def words_left(life: SimulatedPlan) -> list[str]:
    """The columns in which an encrypted word stands, of any case, without the journal and what belongs to no case."""
    found = []
    with life.context.database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            columns = [one for one in table.c if isinstance(one.type, LargeBinary)]
            if not columns or table.name in OF_NO_CASE or table.name == "journal_line":
                continue
            for row in session.execute(select(*columns)):
                found += [f"{table.name}.{one.name}" for one, value in zip(columns, row, strict=True) if value]
    return sorted(set(found))


def chief(life: SimulatedPlan) -> Actor:
    return life.actor("chief_prosecutor")


def somebody(life: SimulatedPlan, login: str) -> Actor:
    with life.context.database.reading() as session:
        return Actor.of_staff(session.exec(select(Staff).where(Staff.login == login)).one())


def test_nothing_is_deleted_before_its_day_and_by_nobody_without_the_right() -> None:
    life = closed()
    years = life.context.law.number(KEPT["non_prosecution"], on=life.today)
    last = local_date(life.plan.closed_at).replace(year=life.plan.closed_at.year + years) - timedelta(days=1)
    assert propose_deletions(life.on(f"{last} 10:00").context) == 0
    with pytest.raises(StateConflict):
        delete_by_policy(life.context, chief(life), life.number)
    life.on(f"{last + timedelta(days=1)} 10:00")
    assert (propose_deletions(life.context), propose_deletions(life.context)) == (1, 0)
    assert [line.note["kept_as"] for line in life.lines("propose_deletion")] == ["non_prosecution"]
    assert "E3" in [message.template for message in life.messages() if message.created_at == life.now]
    assert life.plan.deleted_at is None, "the program proposes, and deletes nothing"
    for other in (life.actor("clerk"), life.actor("prosecutor"), somebody(life, "ling.chief")):
        with pytest.raises(NotAllowed):
            delete_by_policy(life.context, other, life.number)


def test_a_held_record_is_kept_until_its_day_and_listed_again() -> None:
    life = closed().on("2047-06-03 10:00")
    propose_deletions(life.context)
    with pytest.raises(BadInput):
        hold_deletion(life.context, chief(life), life.number, until_on=life.today, reason="申诉未结")
    until = life.today + timedelta(days=300)
    hold_deletion(life.context, chief(life), life.number, until_on=until, reason="申诉未结")
    report = load_retention(life.context, chief(life))
    assert [(one.plan, one.reason) for one in report.held] == [(life.number, "申诉未结")]
    assert report.due == []
    with pytest.raises(StateConflict):
        delete_by_policy(life.context, chief(life), life.number)
    life.on(f"{until + timedelta(days=1)} 10:00")
    before = len(life.messages())
    propose_deletions(life.context)
    assert len(life.messages()) > before
    assert [one.plan for one in load_retention(life.context, chief(life)).due] == [life.number]


def test_what_is_deleted_nobody_reads_again_and_the_chain_stays_whole() -> None:
    """Taken out of every table, its keys destroyed; its number says so to whoever could know of it, and to nobody else."""
    life = closed().on("2047-06-03 10:00")
    context, plan_id = life.context, life.plan.id
    clerk, minor, stranger = life.actor("clerk"), life.actor("minor"), somebody(life, "ling.chief")
    keys = set(context.vault.cases())
    assert {"plan.case_document", "person.document", "access.document"} <= set(words_left(life))
    bind_rows(context)
    propose_deletions(context)
    hold_deletion(context, chief(life), life.number, until_on=life.today + timedelta(days=1), reason="核对档案")
    life.on("2047-06-06 10:00")
    lines, of_the_case = len(life.lines()), context.vault.cases()
    assert len(of_the_case) > 2
    delete_by_policy(context, chief(life), life.number)

    assert words_left(life) == []
    assert keys - set(context.vault.cases()) >= {plan_id}
    assert context.vault.cases() == [], "not the case's key alone: that of its request, and that of the hold"
    assert [life.rows(table) for table in (Message,)] == [[]]
    with context.database.reading() as session:
        assert session.exec(select(PersonIndex)).all() == []
    with pytest.raises(KeyStoreError):
        context.vault.release(plan_id, context.archive_key)
    (row,) = load_retention(context, chief(life)).deleted
    assert (row.plan, row.reason, row.deleted_at) == (life.number, None, life.now)

    for actor, right in ((chief(life), READ_ACCESS), (clerk, READ_CLOSING_LIST), (clerk, READ_DATES)):
        with pytest.raises(DeletedByPolicy), context.open_for_reading(life.number, actor, right):
            pytest.fail("opened")
    for right in (READ_ACCESS, READ_CLOSING_LIST):
        with pytest.raises(NotFound), context.open_for_reading(life.number, stranger, right):
            pytest.fail("opened")
    with pytest.raises(DeletedByPolicy):
        delete_by_policy(context, chief(life), life.number)
    with pytest.raises(NotFound), context.open_for_reading(life.number, minor, READ_OWN):
        pytest.fail("opened")

    with context.database.transaction() as session:
        link_committed(session, context.vault.chain_key, context.clock.now())
    with context.database.reading() as session:
        written = session.exec(select(JournalLine).where(JournalLine.plan_id == plan_id)).all()
        assert len(written) == lines + 1, "the journal keeps its lines, and one more says who deleted it"
        assert verify(session, context.vault.chain_key).faults == []
        assert find_row_faults(session, context.vault.chain_key) == []
    assert check_sealed_keys(context.database, context.vault) == []
    for key in of_the_case:
        context.vault.new_key(key)
    propose_deletions(context)
    assert context.vault.cases() == [], "keys that were left over, or came back with a backup, go too"


def test_every_table_with_encrypted_words_is_emptied_or_says_why_not() -> None:
    emptied = {str(record.__tablename__) for record, _owner, _words in list_case_tables()}
    with_words = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if any(isinstance(column.type, LargeBinary) for column in table.c)
    }
    assert with_words - emptied - set(OF_NO_CASE) == {"journal_line"}
    assert is_append_only(JournalLine)
    assert erase_case.__doc__
    assert RetentionReview.__tablename__ in emptied


def test_to_delete_a_record_whose_mail_was_the_last_to_leave_holds_no_message(tmp_path: Path) -> None:
    """Its messages go with it; that is no sign of a record restored from a backup."""
    life = closed().on("2047-06-03 10:00")
    guard = RestoreGuard(tmp_path / "outbox.mark", life.context.database)
    guard.advance(life.now)
    propose_deletions(life.context)
    channels = {"text": ScriptedChannel(), "email": ScriptedChannel(), "inbox": InboxChannel()}
    assert Dispatcher(channels, high_water=guard).deliver(life.context).sent > 0
    delete_by_policy(life.context, chief(life), life.number)
    assert check_outbox_hold(life.context.database, guard).ok

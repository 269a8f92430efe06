"""A plan moves to an installation that has no network with this one: files are carried, and it goes on there as if it had
never moved."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from casework.moving import moving_out
from casework.moving.moving_in import check_file, receive_plan
from casework.moving.moving_out import (
    cancel_move,
    confirm_move,
    delete_sent_files,
    load_move,
    load_move_file,
    load_own_card,
    offer_move,
    release_move,
)
from casework.shared.context import Context
from casework.shared.own_codes import get_word
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_PLAN
from core.errors import BadInput, NotAllowed, NotFound, Refused, StateConflict
from flows.rehearsal import Rehearsal
from flows.rehearsal import SimulatedOutbox as RehearsalMail
from models import plan_parcel
from models.all_tables import import_models
from models.bound_rows_check import find_row_faults
from models.chain import link_committed
from models.chain_check import verify
from models.decision import Incident
from models.item import Item
from models.journal import open_detail
from models.message import Message
from models.office import Role, Staff
from models.own_code import OwnCode
from models.person import Person
from models.plan import Plan, TeamMember
from models.plan_rows import LEFT_BEHIND, MADE_ANEW, list_carried
from tests.builders import SimulatedPlan, an_office, enrol, load_example
from tests.records import bind_rows, fresh_record

THERE, REASON = "壬县", "孩子随父母迁居，由壬县检察院办理"
PEOPLE = {role: f"ren.{role}" for role in ("prosecutor", "assistant", "social_worker", "chief_prosecutor")}
_FAMILY = ("mother", "father", "minor", "grandmother", "grandfather")
MOVED_AT, LIVED_UNTIL = "2026-08-05 10:00", "2026-09-20 12:00"


def _sent_from(name: str = "10") -> SimulatedPlan:
    life = load_example(name, MOVED_AT)
    bind_rows(life.context)
    return life


def _office_there(moment: str = MOVED_AT) -> Context:
    context = an_office(fresh_record(), moment)
    bind_rows(context)
    enrol(context, THERE, *(f"{role} {login}" for role, login in PEOPLE.items()), "clerk ren.clerk")
    return context


def _staff(context: Context, login: str) -> Actor:
    with context.database.reading() as session:
        return Actor.of_staff(session.exec(select(Staff).where(Staff.login == login)).one())


def _offer(life: SimulatedPlan, there: Context) -> Actor:
    sender, card = life.actor("prosecutor"), load_own_card(there, _staff(there, "ren.prosecutor"))
    offer_move(life.context, sender, life.number, card=card.text, fingerprint=card.fingerprint.lower(), reason=REASON)
    return sender


def _release(life: SimulatedPlan, there: Context) -> bytes:
    """The whole way to the file that carries the plan."""
    sender = _offer(life, there)
    offered = load_move_file(life.context, sender, life.number)[1]
    checked = check_file(there, _staff(there, "ren.prosecutor"), offered)
    assert checked.receipt is not None
    release_move(life.context, sender, life.number, receipt=checked.receipt)
    return load_move_file(life.context, sender, life.number)[1]


def _receive(life: SimulatedPlan, there: Context, file: bytes, **instead: Any) -> str:
    fingerprint = load_own_card(life.context, life.actor("prosecutor")).fingerprint
    given: dict[str, Any] = {"fingerprint": fingerprint, "people": PEOPLE, "reason": "同意接收"}
    return receive_plan(there, _staff(there, "ren.prosecutor"), file, **(given | instead)).receipt


def _living(context: Context, number: str) -> SimulatedPlan:
    rehearsal = Rehearsal(context, number, RehearsalMail(context))
    context.on_commit = rehearsal.on_commit
    return SimulatedPlan(rehearsal)


def _standing(life: SimulatedPlan) -> list[tuple[Any, ...]]:
    """How every item stands: whose, when due, next when, and what became of it."""
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN) as open_plan:
        return sorted(
            (i.kind, i.owner, str(i.due_on), get_word(open_plan, i.label), i.status, str(i.next_at), str(i.received_at))
            for i in open_plan.session.exec(select(Item).where(Item.plan_id == open_plan.plan.id))
        )


def _family_texts(life: SimulatedPlan) -> list[tuple[Any, ...]]:
    return [(one.at, one.to, one.event, one.template) for one in life.delivered() if one.to in _FAMILY]


def _count(context: Context, table: type[Any]) -> int:
    with context.database.reading() as session:
        return len(session.exec(select(table)).all())


def _is_well(context: Context) -> bool:
    """As `doctor` reads the chain and the rows."""
    with context.database.transaction() as session:
        while link_committed(session, context.vault.chain_key, context.clock.now()):
            pass
    with context.database.reading() as session:
        key = context.vault.chain_key
        return verify(session, key).sound and not find_row_faults(session, key)


def test_a_plan_goes_on_elsewhere_as_if_it_had_never_moved() -> None:
    stays, life, there = load_example("10", MOVED_AT), _sent_from(), _office_there()
    before, texts = _standing(life), _family_texts(life)
    file = _release(life, there)
    sender = life.actor("prosecutor")

    # Over here: nothing is due, nothing is sent, all can be read.
    assert (life.plan.status, life.plan.ended_because, life.plan.wake_at) == ("closed", "moved_away", None)
    assert not [item for item in life.items() if item.status in ("open", "not_received")]
    assert not [message for message in life.messages() if message.state in ("created", "claimed")]

    receipt = _receive(life, there, file)
    came = _living(there, life.number)
    assert _standing(came) == before, "every item with its days, as it stood"
    assert _family_texts(came) == texts
    plan, was = came.plan, stays.plan
    for name in ("number", "decided_on", "period_from", "period_to", "working_end", "final_decision_by", "status"):
        assert getattr(plan, name) == getattr(was, name), name
    read_there = {line.id: (line.act, line.at, open_detail(there.vault, line)) for line in came.lines()}
    read_here = {line.id: (line.act, line.at, open_detail(life.context.vault, line)) for line in life.lines()}
    assert {said[0] for number, said in read_here.items() if number not in read_there} == {"release_move"}
    assert all(read_there[number] == said for number, said in read_here.items() if number in read_there)

    # Both live on; who stayed, as a comparison.
    came.process_due().on(LIVED_UNTIL)
    stays.on(LIVED_UNTIL)
    life.on(LIVED_UNTIL)
    assert [one[:5] for one in _standing(came)] == [one[:5] for one in _standing(stays)]
    assert _family_texts(came) == _family_texts(stays), "nothing twice, nothing missing"
    assert _family_texts(life) == texts, "and nothing from where it was"

    confirm_move(life.context, sender, life.number, receipt=receipt)
    move = load_move(life.context, sender, life.number)
    assert move is not None
    assert (move.state, move.has_file) == ("confirmed", True)
    assert load_move_file(life.context, sender, life.number)[1] == file, "the other office may lose its record"
    life.rehearsal.clock.advance_by(timedelta(days=34))
    assert delete_sent_files(life.context) == 0
    life.rehearsal.clock.advance_by(timedelta(days=2))
    assert delete_sent_files(life.context) == 1
    with pytest.raises(NotFound):
        load_move_file(life.context, sender, life.number)
    assert [_is_well(life.context), _is_well(there)] == [True, True]


def test_until_it_is_released_nothing_stops_and_afterwards_it_is_never_in_both() -> None:
    """What each failure leaves: a lost card, file or receipt leaves the plan where it was; a lost plan file is made
    again; one that is brought in twice is refused with the number."""
    life, there = _sent_from(), _office_there()
    sender, receiver = _offer(life, there), _staff(there, "ren.prosecutor")
    with pytest.raises(StateConflict):
        _offer(life, there)
    assert life.status == "under_supervision"
    offered = load_move_file(life.context, sender, life.number)[1]
    checked = check_file(there, receiver, offered)
    assert (checked.what, checked.hindrances, checked.from_office) == ("offer", [], "丙县")
    with pytest.raises(StateConflict, match="announces"):
        _receive(life, there, offered)
    assert _count(there, Plan) == 0
    cancel_move(life.context, sender, life.number)
    with pytest.raises(StateConflict):
        release_move(life.context, sender, life.number, receipt=checked.receipt or "")
    _offer(life, there)
    with pytest.raises(BadInput):  # the receipt of the move that was cancelled
        release_move(life.context, sender, life.number, receipt=checked.receipt or "")
    with pytest.raises(BadInput):  # and without one, a person says why
        release_move(life.context, sender, life.number)
    assert life.plan.closed_at is None
    release_move(life.context, sender, life.number, reason="已电话确认对方可以接收")
    with pytest.raises(Refused):
        release_move(life.context, sender, life.number, reason="再来一次")
    with pytest.raises(Refused):
        cancel_move(life.context, sender, life.number)
    file = load_move_file(life.context, sender, life.number)[1]
    assert load_move_file(life.context, sender, life.number)[1] == file

    # The file is on its way for three days: what fell due meanwhile is done there, once.
    there.clock.advance_by(timedelta(days=3))  # type: ignore[attr-defined]
    for wrong in (
        {"fingerprint": "AAAA-BBBB-CCCC-DDDD"}, {"people": {}}, {"people": {"prosecutor": "ren.clerk"}}, {"reason": " "},
    ):  # fmt: skip
        with pytest.raises((BadInput, Refused)):
            _receive(life, there, file, **wrong)
        assert _count(there, Plan) == 0
        assert there.vault.cases() == [], "no key without its plan"
    plan_id = life.plan.id
    there.vault.take_key(plan_id, life.context.vault.lend_key(plan_id))  # a process was killed when it had the key only
    with pytest.raises(BadInput):
        _receive(life, there, file, people={})
    assert there.vault.cases() == [plan_id], "whoever did not bring the key does not destroy it"
    receipt = _receive(life, there, file)
    came = _living(there, life.number).process_due()
    assert [item for item in came.items() if item.status == "open"]
    with pytest.raises(StateConflict) as twice:
        _receive(life, there, file)
    assert life.number in twice.value.reason.zh
    with pytest.raises(BadInput):
        confirm_move(life.context, sender, life.number, receipt=checked.receipt or "")
    confirm_move(life.context, sender, life.number, receipt=receipt)
    assert load_move_file(life.context, sender, life.number)[1] == file


def test_the_file_opens_nowhere_else_and_no_byte_of_it_can_be_another() -> None:
    life, there, elsewhere = _sent_from(), _office_there(), _office_there()
    file = _release(life, there)
    with pytest.raises(BadInput):
        check_file(elsewhere, _staff(elsewhere, "ren.prosecutor"), file)
    for changed in (file[:-1], file[:200], file[:40] + bytes([file[40] ^ 1]) + file[41:], b"", b"x" * 500):
        with pytest.raises(BadInput):
            check_file(there, _staff(there, "ren.prosecutor"), changed)
    for words in ("minor", "decision", life.number, life.plan.id.hex, "facts"):
        assert words.encode() not in file
    with pytest.raises(NotAllowed):
        receive_plan(there, _staff(there, "ren.clerk"), file, fingerprint="x", people=PEOPLE, reason="x")


@pytest.mark.parametrize(
    "statement", ["DELETE FROM chain_link WHERE number = 3", "UPDATE plan SET period_to = '2030-01-01'"]
)
def test_whoever_receives_it_is_told_of_a_record_that_was_changed_by_hand(statement: str) -> None:
    """A link that is gone, or a row that says something else than what was bound."""
    life, there = _sent_from(), _office_there()
    receiver = _staff(there, "ren.prosecutor")
    sender = _offer(life, there)
    _is_well(life.context)
    assert check_file(there, receiver, load_move_file(life.context, sender, life.number)[1]).chain_whole
    cancel_move(life.context, sender, life.number)
    with life.context.database.engine.begin() as by_hand:
        for trigger in by_hand.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
            by_hand.exec_driver_sql(f"DROP TRIGGER {trigger}")
        by_hand.exec_driver_sql(statement)
    _offer(life, there)
    assert not check_file(there, receiver, load_move_file(life.context, sender, life.number)[1]).chain_whole


def test_nothing_is_released_while_a_message_is_on_its_way() -> None:
    life, there = _sent_from(), _office_there()
    sender = _offer(life, there)
    with life.context.database.transaction() as session:
        message = session.exec(select(Message).where(Message.plan_id == life.plan.id)).first()
        assert message is not None
        message.handing_over_since = life.now
        session.add(message)
    with pytest.raises(StateConflict):
        release_move(life.context, sender, life.number, reason="已电话确认")
    assert life.status == "under_supervision"


def test_a_plan_that_the_other_office_cannot_take_in_one_file_goes_on_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would be over here, and brought in nowhere."""
    life, there = _sent_from(), _office_there()
    before = _standing(life)
    monkeypatch.setattr(plan_parcel, "LARGEST_FILE", 20_000)
    with pytest.raises(StateConflict):
        _release(life, there)
    assert (life.plan.status, life.plan.closed_at) == ("under_supervision", None)
    assert _standing(life) == before


def test_a_file_of_a_program_with_other_tables_is_not_received(monkeypatch: pytest.MonkeyPatch) -> None:
    life, there = _sent_from(), _office_there()
    sender = _offer(life, there)
    monkeypatch.setattr(moving_out, "newest_migration", lambda: "another")
    release_move(life.context, sender, life.number, reason="对方急需接手")
    file = load_move_file(life.context, sender, life.number)[1]
    with pytest.raises(StateConflict, match="other tables"):
        _receive(life, there, file)
    assert _count(there, Plan) == 0


def test_whoever_was_of_the_other_office_is_read_and_cannot_come_in() -> None:
    life, there = _sent_from("09"), _office_there()
    _receive(life, there, _release(life, there))
    came = _living(there, life.number)
    with there.open_for_reading(came.number, came.actor("prosecutor"), READ_PLAN) as open_plan:
        labels = {row.label for row in came.rows(Incident)} & {row.code for row in came.rows(OwnCode)}
        assert labels, "a word of their own names an incident"
        assert all(came.code(get_word(open_plan, label)) == label for label in labels), "found by the word as before"
    with there.database.reading() as session:
        before = [row for row in session.exec(select(Staff)) if "@" in row.login]
        assert before
        assert {(row.active, row.password_hash, row.email, row.phone, row.provider_identity) for row in before} == {
            (False, None, None, None, None)
        }
        carrying = [row.staff_id for row in session.exec(select(TeamMember)) if row.until_at is None]
        assert {session.get_one(Staff, one).login for one in carrying} == set(PEOPLE.values())
        people = session.exec(select(Person)).all()
        assert {(row.page_digest, row.code_hash) for row in people} == {(None, None)}
        assert {Role(row.role) for row in people} >= {Role.MINOR, Role.GUARDIAN}


def test_no_row_of_a_plan_is_left_behind_unsaid() -> None:
    """What hangs on a plan's rows is carried too, or said why not."""
    import_models()
    carried = {table.name for table in list_carried()}
    hanging = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if {key.column.table.name for key in table.foreign_keys} & carried
    }
    assert hanging <= carried | MADE_ANEW | LEFT_BEHIND
    assert {"item", "journal_line", "message", "message_step", "document_version", "usage_day"} <= carried
    assert not {"staff", "office", "sign_in", "chain_link", "edition"} & carried

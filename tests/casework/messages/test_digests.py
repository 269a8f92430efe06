"""The morning digest: two counts for each person, once a day, and the routine mails that it stands for."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from app.bootstrap import Dispatcher, create_memory_channels
from casework.messages.digests import DigestRound, post_digests
from core.errors import BadInput
from models.item import Item
from models.message import Message
from models.office import Staff
from notifications.matrix import Event
from notifications.reminder_policy import FILE, ReminderPolicy
from tests.builders import SimulatedPlan, an_announced_plan, at
from tests.cached_plans import cached_copy

POLICY = ReminderPolicy.load()


@cached_copy
def a_worker_s_morning() -> SimulatedPlan:
    """A plan told and served whose team rests, with the outbox under the policy, on the eve of the first contact."""
    life = an_announced_plan(team_works=False, delivers=True)
    life.mail.dispatcher = Dispatcher(create_memory_channels(), POLICY)
    return life.on(f"{first_contact(life) - timedelta(days=1)} 18:00")


def mails(life: SimulatedPlan, role: str, event: Event, since: datetime) -> list[Message]:
    with life.context.database.reading() as session:
        query = select(Message).where(
            Message.event == event.value,
            Message.recipient_role == role,
            Message.channel == "email",
            col(Message.due_at) >= since,
        )
        return list(session.exec(query.order_by(col(Message.id))))


def first_contact(life: SimulatedPlan) -> date:
    return life.items("worker_contact", status="open")[0].due_on


def digest_of(life: SimulatedPlan, moment: str) -> list[Message]:
    life.on(moment)
    post_digests(life.context, POLICY)
    life.mail.posted = True
    life.process_due()
    return mails(life, "social_worker", Event.MORNING_DIGEST, at(moment[:10]))


def test_a_morning_says_two_counts_and_the_single_mail_stays_in_the_inbox() -> None:
    """The worker's contact is due today: one digest leaves, the mail about it does not, its inbox row stays."""
    life = a_worker_s_morning()
    day = first_contact(life)
    (digest,) = digest_of(life, f"{day} 08:30")
    assert digest.variables["due_today"] >= 1
    assert digest.state == "sent"
    assert "plan" not in digest.dedupe_key
    assert life.number not in digest.dedupe_key
    life.on(f"{day} 08:50")
    (single,) = mails(life, "social_worker", Event.STAFF_ITEM_DUE, at(f"{day} 00:00"))
    assert (single.state, single.state_reason) == ("not_sent", "in_digest")
    in_inbox = [m for m in life.messages() if m.channel == "inbox" and m.item_id == single.item_id]
    assert [m.state for m in in_inbox] == ["delivered"]


def test_said_twice_it_is_said_once_and_never_before_its_hour() -> None:
    life = a_worker_s_morning()
    day = first_contact(life)
    life.on(f"{day} 08:29")
    assert post_digests(life.context, POLICY) == 0
    life.on(f"{day} 08:30")
    assert post_digests(life.context, POLICY) > 0
    life.on(f"{day} 08:31")
    assert post_digests(life.context, POLICY) == 0


def test_whoever_has_nothing_at_first_gets_one_within_ten_minutes_of_having_something() -> None:
    """What is open is counted again every ten minutes, and not by each round: it reads every item that is due."""
    life, rounds = a_worker_s_morning(), DigestRound(POLICY, group=False)
    day = first_contact(life)
    life.on(f"{day} 08:30")
    set_active(life, "social_worker", active=False)
    rounds.post(life.context)
    set_active(life, "social_worker", active=True)
    assert post_at(life, rounds, f"{day} 08:39") == 0
    assert post_at(life, rounds, f"{day} 08:40") > 0
    assert post_at(life, rounds, f"{day} 08:50") == 0


def test_a_new_hour_and_a_new_day_are_not_waited_for() -> None:
    life, rounds = a_worker_s_morning(), DigestRound(POLICY, group=True)
    day = first_contact(life)
    assert post_at(life, rounds, f"{day} 08:29") == 0
    assert post_at(life, rounds, f"{day} 08:30") > 0
    assert post_at(life, rounds, f"{day} 08:35") == 1, "the group's, whose hour has come"
    rounds.group = False
    assert post_at(life, rounds, f"{day + timedelta(days=1)} 08:30") > 0


def post_at(life: SimulatedPlan, rounds: DigestRound, moment: str) -> int:
    life.on(moment)
    return rounds.post(life.context)


def set_active(life: SimulatedPlan, role: str, *, active: bool) -> None:
    with life.context.database.transaction() as session:
        session.get_one(Staff, life.actor(role).id).active = active


def test_a_digest_that_does_not_come_loses_nothing() -> None:
    """Nobody made the digest: after a quarter of an hour the mail leaves by itself."""
    life = a_worker_s_morning()
    day = first_contact(life)
    life.on(f"{day} 08:44")
    (single,) = mails(life, "social_worker", Event.STAFF_ITEM_DUE, at(f"{day} 00:00"))
    assert single.state_reason == "waits_for_digest"
    life.on(f"{day} 08:45")
    (single,) = mails(life, "social_worker", Event.STAFF_ITEM_DUE, at(f"{day} 00:00"))
    assert single.state == "sent"


def test_after_ten_days_off_the_air_there_is_one_digest() -> None:
    """Today's, with everything that stands open; none for the days that have passed."""
    life = a_worker_s_morning()
    day = first_contact(life)
    life.on(f"{day} 08:00").jumps_to(f"{day.replace(day=day.day + 10)} 09:10")
    assert post_digests(life.context, POLICY) > 0
    life.mail.posted = True
    life.process_due()
    digests = mails(life, "social_worker", Event.MORNING_DIGEST, at(f"{day} 00:00"))
    assert len(digests) == 1
    assert digests[0].variables["count"] >= 1


def test_a_day_off_is_quiet_unless_something_falls_due_on_it() -> None:
    life = a_worker_s_morning()
    sunday = "2026-03-22"
    life.on(f"{sunday} 08:30")
    due = [item for item in life.items(owner="social_worker", status="open") if str(item.due_on) == sunday]
    post_digests(life.context, POLICY)
    assert len(mails(life, "social_worker", Event.MORNING_DIGEST, at(sunday))) == bool(due)


def test_the_group_hears_the_sum_and_only_where_a_robot_is() -> None:
    life = a_worker_s_morning()
    life.on(f"{first_contact(life)} 08:36")
    post_digests(life.context, POLICY, group=True)
    rows = [m for m in _digests(life) if m.channel == "group"]
    assert len(rows) == 1
    single = [m for m in _digests(life) if m.channel == "email"]
    assert rows[0].variables["count"] == sum(m.variables["count"] for m in single)
    assert rows[0].template == "S22"
    assert rows[0].recipient_id is None


def test_counts_are_what_stands_open_for_that_person() -> None:
    """Counted once more by hand, over the items."""
    life = a_worker_s_morning()
    day = first_contact(life)
    (digest,) = digest_of(life, f"{day} 08:30")
    with life.context.database.reading() as session:
        items = session.exec(select(Item).where(Item.owner == "social_worker", Item.status == "open")).all()
        due = [item.due_on for item in items if item.due_on <= day]
    assert digest.variables == {"count": len(due), "due_today": due.count(day)}


def _digests(life: SimulatedPlan) -> list[Message]:
    with life.context.database.reading() as session:
        return list(session.exec(select(Message).where(Message.event == Event.MORNING_DIGEST.value)))


def test_a_policy_with_an_unknown_word_is_refused_with_its_place(tmp_path: Path) -> None:
    own = tmp_path / "policy.toml"
    text = FILE.read_text(encoding="utf-8")
    for wrong, place in (
        (text.replace('"staff_item_due"', '"something_else"'), "digest.merges"),
        (text.replace("clerk =", "school ="), "digest.at"),
        (text.replace("clerk =", "chief_prosecutor ="), "digest.at"),
        (text.replace("waits_minutes = 15", "waits_minutes = 0"), "digest.waits_minutes"),
        (text.replace('"08:35"', '"morning"'), "digest.group_at"),
    ):
        own.write_text(wrong, encoding="utf-8")
        ReminderPolicy.load.cache_clear()
        with pytest.raises(BadInput) as refused:
            ReminderPolicy.load(own)
        assert [mistake.place for mistake in refused.value.mistakes] == [place]

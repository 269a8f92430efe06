"""Any life at all: random acts and random steps of the clock against one plan, and what must hold after each of them.

The examples are the same in every run. `./run test --hypothesis-profile anew` looks for others.
"""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from casework.plan.orphan_check import find_late_wakes, find_orphans
from core.clock import local_date, local_time
from core.errors import SunwardError
from law.transitions import PlanStatus, find_transition
from models.decision import Decision, Incident, Leave
from models.item import Explanation, Item, ItemStatus
from models.journal import JournalLine
from models.message import Message
from models.office import Staff
from models.person import Person
from notifications.events import BY_MACHINE
from tests.builders import a_plan, enrol, start_plan
from tests.flows.any_acts import ACTS, EVERYBODY, Draw

ENDED = (
    PlanStatus.NON_PROSECUTED,
    PlanStatus.REVOKED,
    PlanStatus.SEALED,
    PlanStatus.ENDED_OTHERWISE,
    PlanStatus.CLOSED,
)
MOVED_BY = {
    PlanStatus.AWAITING_DECISION: {"end_period"},
    PlanStatus.NON_PROSECUTED: {"decide_non_prosecution"},
    PlanStatus.REVOKED: {"revoke", "revoke_non_prosecution"},
    PlanStatus.ENDED_OTHERWISE: {"end_otherwise"},
    PlanStatus.SEALED: {"seal"},
    PlanStatus.CLOSED: {"close", "record_judgment", "carry_out_end_otherwise", "decide_after_correction"},
}
BY_PEOPLE = {
    PlanStatus.NON_PROSECUTED: "non_prosecution",
    PlanStatus.REVOKED: "revocation",
    PlanStatus.ENDED_OTHERWISE: "end_otherwise",
}
SAID_ONCE = {
    "check_in_due", "check_in_last_day", "check_in_not_received", "explanation_asked", "usage_sheet_due",
    "thought_report_due", "return_check", "coming_of_age", "staff_item_due", "statutory_date_passed", "three_misses",
    "submission_received", "incident_reported", "announcement_missing", "age_in_doubt",
}  # fmt: skip


@dataclass
class Seen:
    """The plan's rows, as they stood when they were looked up."""

    items: list[Item]
    messages: list[Message]
    lines: list[JournalLine]

    @cached_property
    def sent_about(self) -> defaultdict[uuid.UUID | None, list[Message]]:
        """The messages about each item, but for what lies in an inbox."""
        found: defaultdict[uuid.UUID | None, list[Message]] = defaultdict(list)
        for message in self.messages:
            if message.channel != "inbox":
                found[message.item_id].append(message)
        return found


class AnyLife(RuleBasedStateMachine):
    """One plan, and whatever people and time may do to it."""

    @initialize(
        device=st.sampled_from(("own", "own", "shared", "keypad")),
        born_on=st.sampled_from(("2009-11-20", "2008-06-16", "2008-09-05")),
        announced=st.booleans(),
        on_bail=st.booleans(),
        windows=st.sampled_from(([], ["Fri 18:00-Sun 16:00"])),
        sheets=st.sampled_from((None, "guardian", "minor")),
    )
    def a_decision(
        self, device: str, born_on: str, announced: bool, on_bail: bool, windows: list[str], sheets: str | None
    ) -> None:
        plan = a_plan(
            born_on=born_on,
            device=device,
            announced_on="2026-03-02" if announced else None,
            minor={"phone_held": windows, "device": device},
            case={"bail": [{"decided_by": "procuratorate", "from_on": "2025-12-01"}] if on_bail else []},
            cadence={"usage_sheet": {"on": "Sun", "owner": sheets} if sheets else None},
        )
        self.life = start_plan(plan, team_works=False, delivers=True)
        enrol(self.life.context, "癸县", "social_worker second.worker")
        enrol(self.life.context, "另县", "prosecutor ling.prosecutor", "social_worker ling.worker")
        self.devices = {device}
        self._seen: Seen | None = None
        self.done: Counter[str] = Counter()

    # what may happen

    @rule(data=st.data(), did=st.sampled_from(sorted(ACTS)), stranger=st.integers(0, 9))
    def somebody_does_anything(self, data: st.DataObject, did: str, stranger: int) -> None:
        self._act(did, data.draw, by=data.draw(st.sampled_from(EVERYBODY)) if stranger == 0 else None)

    @rule(data=st.data())
    def what_comes_next_is_done(self, data: st.DataObject) -> None:
        """What a plan standing where it stands would see next from its people, so that ends are reached."""
        did: tuple[str, ...]
        match self.life.status:
            case PlanStatus.UNDER_SUPERVISION if self.life.plan.announced_on is None:
                did = ("announce",)
            case PlanStatus.UNDER_SUPERVISION:
                did = ("submit", "submit", "explain", "answer_explanation", "evaluate", "record_progress")
            case PlanStatus.AWAITING_DECISION:
                did = ("write_opinion", "decide_non_prosecution")
            case PlanStatus.NON_PROSECUTED:
                did = ("announce_outcome", "answer_after_care", "record_service")
            case PlanStatus.REVOKED:
                did = ("prosecute", "record_judgment")
            case _:
                did = (
                    "record_service",
                    "file_remedy",
                    "revoke_non_prosecution",
                    "decide_after_correction",
                )
        self._act(data.draw(st.sampled_from(did)), data.draw)

    @rule(data=st.data())
    def an_incident_goes_its_way(self, data: st.DataObject) -> None:
        found = {row.status for row in self.life.rows(Incident)}
        if "ground" in found:
            operations = ["revoke", "prosecute", "record_judgment"]
        elif found & {"reported", "under_review"}:
            operations = ["hear_minor", "close_incident"]
        else:
            operations = ["close_incident"] if "heard" in found else ["report_incident"]
        self._act(data.draw(st.sampled_from(operations)), data.draw)

    @rule(data=st.data(), did=st.sampled_from(("ask_leave", "decide_leave", "decide_leave", "submit")))
    def somebody_wants_to_be_away(self, data: st.DataObject, did: str) -> None:
        self._act(did if self.life.rows(Leave) else "ask_leave", data.draw)

    @rule(
        data=st.data(),
        did=st.sampled_from(
            ("pause_messages", "name_contact", "record_unable", "hand_over", "accept_hand_over", "doubt_age", "settle_age",
             "give_consents", "withdraw_consent", "change_period", "change_cadence", "move_item", "change_condition", "file_remedy", "decide_remedy")
        ),
    )  # fmt: skip
    def something_changes(self, data: st.DataObject, did: str) -> None:
        if self.life.plan.age_doubted_at is not None:
            did = "settle_age"
        elif self.life.items("hand_over_acceptance", status="open"):
            did = "accept_hand_over"
        self._act(did, data.draw)

    @rule(hours=st.one_of(st.integers(1, 60), st.integers(60, 500)), out=st.integers(0, 3))
    def time_passes(self, hours: int, out: int) -> None:
        """Lived through, or, one time in four, with the power out."""
        then = self.life.now + timedelta(hours=hours)
        if out == 0:
            self.life.jumps_to(then).process_due()
        else:
            self.life.on(then)
        self._seen = None

    @precondition(lambda self: self.life.status == PlanStatus.UNDER_SUPERVISION)
    @rule(before=st.integers(0, 2))
    def the_end_draws_near(self, before: int) -> None:
        end = self.life.items("period_end", status="open")
        if end and self.life.plan.announced_on is not None:
            self.life.on(end[0].due_at - timedelta(days=before) + timedelta(hours=9))
        self._seen = None

    def _act(self, did: str, draw: Draw, *, by: str | None = None) -> None:
        usual, tell = ACTS[did]
        who, content = by or draw(st.sampled_from(usual)), tell(self.life, draw)
        before = self._whole()
        self._seen = None
        try:
            self.life.act(who, did, **content)
        except SunwardError:
            assert self._whole() == before, f"{did} was refused and left something behind"
            return
        self.done[did] += 1
        if did == "name_contact" and content["person"] == "minor":
            self.devices.add(content["device"])

    def _whole(self) -> object:
        """Everything a refused act might have touched."""
        plan = self.life.plan
        items = [(i.id, i.status, i.next_step, i.next_at) for i in self.seen.items]
        return plan.model_dump(), items, [(m.id, m.state) for m in self.seen.messages], len(self.life.rows(Decision))

    @property
    def seen(self) -> "Seen":
        """The rows as they stand after this step, looked up once."""
        if self._seen is None:
            self._seen = Seen(self.life.items(), self.life.messages(), self.life.lines())
        return self._seen

    # what must hold

    @invariant()
    def it_has_a_wake_and_somebody_who_carries_it(self) -> None:
        plan = self.life.plan
        assert find_orphans(self.life.context) == []
        assert find_late_wakes(self.life.context) == []
        assert plan.quarantined_at is None
        assert (plan.wake_at is None) == (plan.closed_at is not None) == (plan.status == PlanStatus.CLOSED)
        upcoming = self.life.next_moment()
        if upcoming is not None:
            assert plan.wake_at is not None
            assert plan.wake_at <= upcoming

    @invariant()
    def nothing_that_fell_due_is_lost(self) -> None:
        now = self.life.now
        assert self.life.next_due_event() is None
        told_of = {line.subject_id for line in self.seen.lines}
        for item in self.seen.items:
            if item.status in (ItemStatus.OPEN, ItemStatus.NOT_RECEIVED):
                assert item.next_at is None or item.next_at > now
                if item.due_at <= now and item.next_at is None:
                    assert item.id in told_of, f"{item.kind} fell due and nobody has heard of it"
            else:
                assert item.next_at is None
                assert item.settled_at is not None
                assert (
                    item.received_at is not None
                    or item.settled_because
                    or item.status in (ItemStatus.BEFORE_THIS_SYSTEM,)
                ), f"{item.kind} is {item.status} for no reason"

    @invariant()
    def nobody_is_told_twice_or_at_night_or_who_should_not_be(self) -> None:
        messages = self.seen.messages
        assert len({message.dedupe_key for message in messages}) == len(messages)
        left = [m for m in messages if m.channel in BY_MACHINE and m.state in ("sent", "delivered")]
        once = Counter((m.event, m.item_id, m.recipient_id, m.channel) for m in left
                       if m.event in SAID_ONCE and "/unable/" not in m.dedupe_key)  # each time of being unable is said  # fmt: skip
        assert [key for key, times in once.items() if times > 1] == []
        people = {person.id: person for person in self.life.rows(Person)}
        known_at = {line.note.get("relation"): line.at for line in self.seen.lines if line.act == "end_contact"}
        of_age_on: date | None = None
        for message in left:
            person = people.get(message.recipient_id)
            assert message.sent_at is not None
            if person is None:
                continue
            assert 8 <= local_time(message.sent_at).hour < 21
            assert person.role in ("minor", "guardian")
            if person.role == "guardian" and not self.done["settle_age"]:
                # A birth date settled afterwards can move the majority to a day on which nobody knew of it.
                of_age_on = of_age_on or self.life.of_age_on
                assert local_date(message.sent_at) < of_age_on
                ended = person.ended_on is not None and local_date(message.sent_at) >= person.ended_on
                # That somebody died a month ago may be recorded today: until then nobody knew of it.
                assert not ended or (person.relation in known_at and message.sent_at <= known_at[person.relation])
            assert person.named_as_danger_at is None or message.sent_at <= person.named_as_danger_at

    @invariant()
    def only_named_people_move_it(self) -> None:
        lines = [line for line in self.seen.lines if "status" in line.note]
        decisions = {row.kind: row for row in self.life.rows(Decision)}
        acts = [line.act for line in lines]
        last_status = PlanStatus.UNDER_SUPERVISION
        for place, line in enumerate(lines):
            status = PlanStatus(line.note["status"])
            if status == last_status:
                continue
            assert find_transition(last_status, status) is not None, (last_status, status)
            assert line.act in MOVED_BY[status]
            if status in BY_PEOPLE:
                self._was_decided_by_somebody_who_may(line, decisions[BY_PEOPLE[status]])
            if status == PlanStatus.SEALED:
                cause = {"announce_outcome", "record_judgment", "carry_out_end_otherwise", "decide_after_correction"}
                assert cause & set(acts[:place])
            last_status = status
        assert last_status == self.life.status

    def _was_decided_by_somebody_who_may(self, line: JournalLine, decision: Decision) -> None:
        with self.life.context.database.reading() as session:
            decider = session.get_one(Staff, decision.decided_by)
        assert decider.role in ("chief_prosecutor", "deputy")
        assert decision.decided_by != decision.proposed_by
        assert (line.actor_id, line.actor_role) == (decider.id, decider.role)

    @invariant()
    def silence_alone_is_never_a_miss(self) -> None:
        missed = [item for item in self.seen.items if item.status == ItemStatus.MISSED]
        if not missed:
            return
        answered = {
            line.subject_id
            for line in self.seen.lines
            if line.act == "answer_explanation" and line.note.get("answer") == "missed"
        }
        explained = {row.item_id: row for row in self.life.rows(Explanation)}
        for item in missed:
            assert item.received_at is None
            if item.settled_because == "answered":
                assert item.id in answered
                assert item.id in explained or item.asked_at is not None
                continue
            assert item.asked_at is not None
            assert item.settled_at is not None
            assert item.settled_at - item.asked_at >= timedelta(hours=48)
            by_a_person = {"record_call", "record_paper_notice"} & set(self.done)
            assert item.owner != "minor" or "own" in self.devices or by_a_person
            assert self._texts(item, "before") >= 1, "nothing told of it in time"
            assert self._texts(item, "question") >= 1, "nobody asked"
            given = explained.get(item.id)
            assert given is None or given.given_at > item.settled_at or given.answered_at is not None

    def _texts(self, item: Item, which: str) -> int:
        found = self.seen.sent_about[item.id]
        asking = ("check_in_not_received", "explanation_asked")
        if which == "question":  # the same question about two weeks is put once
            return sum(
                m.event in asking and (m.state in ("sent", "delivered") or m.state_reason == "said_already")
                for m in found
            )
        return sum(m.event not in asking and m.sent_at is not None and m.sent_at <= item.due_at for m in found)

    @invariant()
    def after_the_end_the_family_owes_nothing(self) -> None:
        if self.life.status in ENDED:
            due = [i for i in self.seen.items if i.status == "open" and i.owner in ("minor", "guardian")]
            assert due == []

    @invariant()
    def three_misses_open_an_attention_and_nothing_else(self) -> None:
        by_clock = [line for line in self.seen.lines if line.act == "open_attention"]
        assert all(line.note["status"] == PlanStatus.UNDER_SUPERVISION for line in by_clock)
        assert not [line for line in self.seen.lines if line.act == "report_incident" and line.actor_role == "system"]


TestAnyLife = pytest.mark.timeout(900)(AnyLife.TestCase)
TestAnyLife.settings = settings(
    max_examples=settings.default.max_examples // 50,  # two, or with the profile `long` five
    stateful_step_count=45,
    deadline=None,
    phases=(Phase.generate,),  # a life that fails is told as it was lived: making it shorter takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

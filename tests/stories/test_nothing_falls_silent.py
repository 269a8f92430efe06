"""Nothing that waits for a person falls silent: brought up again, one more person up in time, on the desk with its age, and
answered or set aside by a named person before the opinion, the decision and the seal. Every kind of item that staff owe."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.rights import SYSTEM
from casework.outcome.unfinished_items import list_unfinished
from casework.plan.views.expiry import get_expiry_review
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_OFFICE, UNNAMED_IN_THE_JOURNAL, AtTheEnd, ItemKind
from casework.shared.items.items import add_item
from core.clock import local_date
from core.errors import BadInput, Refused, StateConflict
from models.item import STILL_OPEN, Item
from models.office import Role
from notifications.reminder_policy import ReminderPolicy
from tests.builders import SimulatedPlan, an_announced_plan, enrol, open_view
from tests.cached_plans import cached_copy
from web.views.my_day import get_my_day

STAFF_OWES = [kind for kind in ITEM_KINDS.values() if kind.pattern in OF_THE_OFFICE]
MAY_BE_SET_ASIDE = [kind for kind in STAFF_OWES if kind.at_the_end in (AtTheEnd.ONCE_DUE, AtTheEnd.WAITED_FOR)]
AGAIN = ReminderPolicy.load().overdue
OFFICE = "甲县人民检察院"


def put(life: SimulatedPlan, *kinds: ItemKind, due_on: date, owner: Role = Role.PROSECUTOR, label: str = "x") -> None:
    """Such items are on the plan, as the acts that make them would put them there."""
    left = list(kinds)
    if ITEM_KINDS["incident_review"] in left and not life.items("incident_review"):
        life.act(
            "assistant",
            "report_incident",
            incident=label,
            kind="supervision_rules",
            done_on=str(life.today),
            facts="一次晚归",
        )
        left.remove(ITEM_KINDS["incident_review"])
    with life.context.open_for_update(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        for kind in left:
            item = add_item(open_plan, kind.code, due_on, owner=owner, label=label)
            if kind.code == "incident_review":
                item.next_step, item.next_at = "passed", open_plan.now
        open_plan.wake()


def open_ones(life: SimulatedPlan) -> list[Item]:
    return [item for item in life.items() if item.status in STILL_OPEN and item.label == "x"]


def heard(life: SimulatedPlan, role: str) -> set[str]:
    """Of which kinds somebody of that role was told that it still waits."""
    kinds = {item.id: item.kind for item in life.items()}
    return {kinds[m.item_id] for m in life.posted() if m.event == "still_waiting" and m.recipient_role == role}


@cached_copy
def a_tidy_life() -> SimulatedPlan:
    """Everybody does what they owe: whatever waits was put there by the test."""
    life = an_announced_plan(told_on="2026-03-03")
    for kind in {item.kind for item in life.items(owner="minor")}:
        life.add_habit("minor", kind)
    for kind in {item.kind for item in life.items(owner="guardian")}:
        life.add_habit("mother", kind)
    return life


def test_every_kind_that_staff_owe_is_brought_up_again_and_goes_one_step_up() -> None:
    life = a_tidy_life()
    enrol(life.context, the_office(life), "department_head head")
    life.skips_to("2026-06-01 10:00")
    life.habits = [habit for habit in life.habits if habit.by in ("minor", "mother")]
    put(life, *STAFF_OWES, due_on=life.today)
    life.on("2026-06-23 12:00")

    # ------------------------------------------------- weeks later each is open and has its next reminder
    waiting = {item.kind: item for item in open_ones(life)}
    assert set(waiting) == {kind.code for kind in STAFF_OWES}
    for kind, item in waiting.items():
        assert item.next_step == "again", kind
        assert item.next_at is not None
        assert life.today < local_date(item.next_at) <= life.context.days.after(life.today, AGAIN.every), kind

    # ------------------------------------------------- the next person up has heard of each
    assert heard(life, "department_head") == set(waiting)
    kinds = {item.id: kind for kind, item in waiting.items()}
    counts = Counter((kinds[m.item_id], m.recipient_role) for m in life.posted() if m.item_id in kinds
                   and m.channel == "email" and m.event in ("statutory_date_passed", "still_waiting"))  # fmt: skip
    turns = 15 // AGAIN.one_up  # of so many working days, one for each step up
    assert not {key: n for key, n in counts.items() if key[1] == "department_head" and n > 1 + turns}

    # ------------------------------------------------- all of one owner's in one go: the rhythm, in the morning of working days
    days = [local_date(line.at) for line in life.lines("bring_up_again") if line.note["owner"] == "prosecutor"]
    assert all(life.context.days.is_working(day) for day in days)
    assert len(days) == len(set(days)) <= 12, "a rhythm and no flood"
    gaps = [life.context.days.after(one, AGAIN.every) >= other for one, other in pairwise(days)]
    assert all(gaps), "never longer than the rhythm"

    # ------------------------------------------------- the desk says since when and for how many days
    mine = {item.kind: item for item in reversed(get_my_day(life.context, life.actor("prosecutor")).to_do)}
    assert mine
    assert all(item.days >= 20 and item.since <= date(2026, 6, 3) for kind, item in mine.items() if kind in waiting)


def the_office(life: SimulatedPlan) -> str:
    from models.office import Office

    with life.context.database.reading() as session:
        return session.get_one(Office, life.plan.office_id).name


def test_days_off_the_air_bring_one_reminder_and_not_ten() -> None:
    life = a_tidy_life()
    life.skips_to("2026-06-01 10:00")
    put(life, ITEM_KINDS["aid_answer"], due_on=life.today)
    life.on("2026-06-02 12:00")
    life.jumps_to("2026-08-03 10:00").process_due()
    assert len(life.lines("bring_up_again")) == 1


def test_found_in_the_night_or_on_a_day_off_it_waits_for_the_morning() -> None:
    life = a_tidy_life()
    life.skips_to("2026-06-01 10:00")
    put(life, ITEM_KINDS["aid_answer"], due_on=life.today)
    life.on("2026-06-03 12:00")
    life.jumps_to("2026-06-13 23:00").process_due()  # a Saturday
    assert life.lines("bring_up_again") == []
    life.on("2026-06-15 09:00")
    assert len(life.lines("bring_up_again")) == 1


def test_a_workers_thing_goes_to_the_prosecutor_then_the_head_then_the_chief() -> None:
    life = a_tidy_life()
    enrol(life.context, the_office(life), "department_head head")
    life.skips_to("2026-06-01 10:00")
    put(life, ITEM_KINDS["guardian_order"], due_on=life.today, owner=Role.SOCIAL_WORKER)
    day = life.context.days.after
    life.on("2026-06-02 12:00")
    assert [m.recipient_role for m in life.posted() if m.event == "statutory_date_passed"][-1:] == ["prosecutor"]
    once, twice = day(date(2026, 6, 1), AGAIN.one_up), day(date(2026, 6, 1), 2 * AGAIN.one_up)
    life.on(f"{once} 08:00")
    assert heard(life, "social_worker") == {"guardian_order"}
    assert heard(life, "department_head") == set()
    life.on(f"{day(once, AGAIN.every)} 12:00")
    assert heard(life, "department_head") == {"guardian_order"}
    assert heard(life, "chief_prosecutor") == set()
    life.on(f"{day(twice, AGAIN.every)} 12:00")
    assert heard(life, "chief_prosecutor") == {"guardian_order"}


@cached_copy
def at_the_end() -> SimulatedPlan:
    """The period is over and the decision has days left."""
    life = a_tidy_life()
    life.skips_to(f"{life.plan.period_to + timedelta(days=1)} 09:30")
    if left := [f"{item.kind}/{item.label or item.due_on}" for item in open_in(life)]:
        life.act("prosecutor", "dismiss_items", items=left, reason="期间已由他人核实")
    assert life.today < life.plan.final_decision_by
    return life


def open_in(life: SimulatedPlan) -> list[Item]:
    with life.context.open_for_reading(life.number, SYSTEM, PROCESS_PLAN) as open_plan:
        return list_unfinished(open_plan)


def test_neither_opinion_nor_decision_nor_seal_goes_through_over_something_left() -> None:
    life = at_the_end()
    yesterday = life.today - timedelta(days=1)
    opinion = ("prosecutor", "write_opinion", {"proposal": "non_prosecution"})
    decision: tuple[str, str, dict[str, str]] = ("chief_prosecutor", "decide_non_prosecution", {})
    for label, (by, step, values) in (("x", opinion), ("y", decision)):
        kinds = MAY_BE_SET_ASIDE if label == "x" else MAY_BE_SET_ASIDE[:2]
        put(life, *kinds, due_on=yesterday, label=label)
        review = open_view(get_expiry_review, life.context, life.actor("prosecutor"), life.number)
        assert {left.words for left in review.left} == {kind.words for kind in kinds}
        with pytest.raises(Refused, match="left open"):
            life.act(by, step, **values)
        *rest, last = [f"{kind.code}/{label}" for kind in kinds]
        life.act("prosecutor", "dismiss_items", items=rest, reason="已当面说明，不再另行答复")
        with pytest.raises(Refused, match="left open"):
            life.act(by, step, **values)
        life.act("prosecutor", "dismiss_items", items=[last], reason="已当面说明")
        life.act(by, step, **values)
    life.act("prosecutor", "announce_outcome", present=["minor"])
    life.act("prosecutor", "answer_after_care", consent=False)
    put(life, *MAY_BE_SET_ASIDE, due_on=yesterday, label="z")
    *rest, last = [f"{kind.code}/z" for kind in MAY_BE_SET_ASIDE]
    life.on(f"{life.context.days.after(life.today, 2)} 12:00")
    assert life.plan.sealed_at is None
    life.act("prosecutor", "dismiss_items", items=rest, reason="已当面说明")
    life.on(f"{life.context.days.after(life.today, 1)} 12:00")
    assert life.plan.sealed_at is None
    life.act("prosecutor", "dismiss_items", items=[last], reason="已当面说明")
    life.on(f"{life.context.days.after(life.today, 1)} 12:00")
    assert life.plan.sealed_at is not None
    held = life.lines("hold_the_seal")
    assert held
    assert heard(life, "prosecutor") >= {"sealing"}
    # ------------------------------------------------- who ended each of them, and why, stands in the journal
    # (of what tells an age only that something was set aside)
    lines = life.lines("dismiss_items")
    ended = [line for line in lines if line.note.get("label") == "z"]
    named = {kind.code for kind in MAY_BE_SET_ASIDE} - set(UNNAMED_IN_THE_JOURNAL)
    assert {line.note["kind"] for line in ended} == named
    assert len(lines) >= len(MAY_BE_SET_ASIDE) > len(named)
    assert {line.actor_id for line in ended} == {life.staff("prosecutor").id}


def test_the_last_day_of_the_law_is_kept_whatever_is_left() -> None:
    life = at_the_end()
    put(life, ITEM_KINDS["explanation_answer"], due_on=life.today)
    life.on(f"{life.plan.final_decision_by} 10:00")
    life.act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.act("chief_prosecutor", "decide_non_prosecution")
    assert life.lines("write_opinion")[0].note["warnings"] == ["FI-15"]
    assert "FI-15" in life.lines("decide_non_prosecution")[0].note["warnings"]
    # ------------------------------------------------- and what ended with it is listed with the decision
    assert "explanation_answer" in str(life.lines("carry_out_non_prosecution")[0].note["ended"])


def test_the_dates_of_the_procedure_are_met_and_never_set_aside() -> None:
    life = a_tidy_life()
    with pytest.raises(Refused, match="it must be done"):
        life.act("prosecutor", "dismiss_items", items=["pre_expiry"], reason="不需要")


def test_only_who_owes_it_or_the_prosecutor_sets_it_aside() -> None:
    life = a_tidy_life()
    put(life, ITEM_KINDS["aid_answer"], due_on=life.today)
    with pytest.raises(StateConflict, match="prosecutor"):
        life.act("social_worker", "dismiss_items", items=["aid_answer"], reason="不清楚")
    with pytest.raises(BadInput):
        life.act("prosecutor", "dismiss_items", items=["certificate"], reason="没有这一项")
    life.act("prosecutor", "dismiss_items", items=["aid_answer/x"], reason="家里另有来源")
    life.act("prosecutor", "dismiss_items", items=["aid_answer/x"], reason="家里另有来源")  # twice is once
    assert len(life.lines("dismiss_items")) == 1


def test_what_a_family_explained_and_nobody_answered_counts_against_nobody() -> None:
    life = an_announced_plan(told_on="2026-03-03", delivers=True)
    life.on("2026-03-10 12:00").act("minor", "explain", item="weekly_note", due_on="2026-03-09", text="手机坏了")
    life.on("2026-03-20 12:00").act("prosecutor", "dismiss_items", items=["explanation_answer"], reason="当面已听取")
    assert life.item("weekly_note", "2026-03-09").status == "unknown"


def test_a_level_of_support_that_lapses_is_announced_before_and_when_it_does() -> None:
    life = a_tidy_life()
    life.on("2026-04-01 10:00").act(
        "prosecutor", "set_support_level", level="closer", reason="换了学校，头两个月多见面"
    )
    lapses_on = date.fromisoformat(str(life.lines("set_support_level")[0].note["lapses_on"]))
    life.on(f"{lapses_on} 23:00")
    messages = [
        (m.recipient_role, local_date(m.created_at)) for m in life.posted() if m.event == "support_level_lapses"
    ]
    assert set(messages) == {
        (role, day) for role in ("prosecutor", "social_worker") for day in (lapses_on - timedelta(days=7), lapses_on)
    }


def test_a_level_set_anew_is_announced_once_and_not_by_the_old_date() -> None:
    life = a_tidy_life()
    life.on("2026-04-01 10:00").act("prosecutor", "set_support_level", level="closer", reason="换了学校")
    life.on("2026-04-20 10:00").act("prosecutor", "set_support_level", level="usual", reason="已经适应")
    before = [(item.id, item.status) for item in life.items("level_lapse")]
    life.act("prosecutor", "set_support_level", level="usual", reason="已经适应")
    assert [(item.id, item.status) for item in life.items("level_lapse")] == before, (
        "the very same level changes nothing"
    )
    assert len([item for item in life.items("level_lapse") if item.status in STILL_OPEN]) == 2


def at_court() -> SimulatedPlan:
    """Revoked and indicted; nobody has told of a judgment."""
    life = a_tidy_life()
    life.on("2026-03-10 10:00")
    life.act("social_worker", "report_incident", incident="one", kind="new_crime", done_on="2026-03-06", facts="再犯")
    life.act("prosecutor", "hear_minor", incident="one", text="承认")
    life.act("prosecutor", "close_incident", incident="one", finding="ground", reason="属实")
    life.act("chief_prosecutor", "revoke", incident="one", reason="属实")
    return life.act("prosecutor", "prosecute")


def test_a_case_at_court_is_asked_after_until_the_judgment_is_recorded() -> None:
    life = at_court()
    (asked,) = life.items("judgment", status="open")
    assert asked.due_on == life.context.days.after(life.today, 60)
    life.on(f"{life.context.days.after(asked.due_on, 20)} 12:00")
    assert "judgment" in heard(life, "prosecutor")
    # ------------------------------------------------- the court takes longer: set aside with a reason, it is asked again
    life.act("prosecutor", "dismiss_items", items=["judgment"], reason="法院延长审限")
    (again,) = life.items("judgment", status="open")
    assert again.due_on == life.context.days.after(life.today, 60)
    life.act("assistant", "record_judgment", sentence_months=8, effective_on=str(life.today))
    assert life.items("judgment", status="open") == []


def test_a_case_that_went_to_court_after_a_correction_is_asked_after_too() -> None:
    life = a_tidy_life()
    life.on("2026-03-10 10:00")
    life.act("chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级院决定纠正")
    life.act("chief_prosecutor", "decide_after_correction", follows="prosecution", reason="已提起公诉")
    assert [item.owner for item in life.items("judgment", status="open")] == ["prosecutor"]

"""Every day that an act can tell, in every order: before the birth, before the decision, to come, far away. What cannot be
is refused by its field in both languages; what is a late fact is kept as one; nothing is taken in silence.

The fields come from the acts' own models, and every one of them says what it can hold.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pytest
from pydantic import ValidationError

from casework.acting.acts.act import ACTS
from casework.acting.performing import perform
from casework.shared.files.base import DayBound, DayRange, get_day_fields
from casework.shared.files.parsing import to_bad_input
from core.clock import local_time
from core.errors import BadInput, SunwardError
from flows.rehearsal import rehearse
from tests.builders import _ACT, PLACE, SimulatedPlan, a_plan
from tests.cached_plans import cached_copy
from tests.casework.service.test_asking_to_sign import a_case
from tests.casework.test_casework_twice import with_a_recording
from tests.casework.test_every_act_in_its_time import (
    after_the_period,
    begun,
    concluded,
    in_period,
    lines_if_done,
    revoked,
    sealed,
)
from tests.casework.test_every_act_in_its_time import judged as judged_life
from tests.casework.usage.test_usage import a_household

OF_THE_SCRIPT = {"on", "each_until", "each_except"}
"""What only a file tells: the day itself, and the days of a habit."""


def day_ranges(tag: str) -> dict[str, DayRange | None]:
    return {name: holds for name, holds in get_day_fields(ACTS[tag]).items() if name not in OF_THE_SCRIPT}


TAGS = [tag for tag in ACTS if day_ranges(tag)]


def period_asked_for() -> SimulatedPlan:
    """A shorter period lies before the chief."""
    return in_period().act("prosecutor", "propose", step="change_period", new_end_on="2026-10-01", reason="视表现")


def test_every_day_of_every_act_says_what_it_can_hold() -> None:
    silent = [(tag, name) for tag, act in ACTS.items() for name, holds in get_day_fields(act).items() if holds is None]
    assert not silent
    assert sum(len(day_ranges(tag)) for tag in TAGS) > 80
    assert [tag for tag in TAGS if tag not in SCENES] == [], "every one of them has its scene"


@dataclass(frozen=True)
class Scene:
    """A plan in which the act can be done, who does it, and what is recorded with it. Each of `values` is done as it stands."""

    begin: Callable[[], SimulatedPlan]
    by: str
    values: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=8)
def life_of(begin: Callable[[], SimulatedPlan]) -> SimulatedPlan:
    return begin()


def with_goal() -> SimulatedPlan:
    return in_period().act("social_worker", "agree_on_goal", goal="g1", measure="activity_days", target=3,
                             from_on="2026-03-05", to_on="2026-06-05", start=0)  # fmt: skip


def disputed() -> SimulatedPlan:
    life = in_period()
    return life.act("mother", "comment_on_usage", text="那天是表弟在用", disputes=True)


def with_danger() -> SimulatedPlan:
    return in_period().act("social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤")


@cached_copy
def with_facts() -> SimulatedPlan:
    """There is one of every fact that can be corrected."""
    life = in_period()
    life.act("clerk", "record_measure", measure="bail", decided_by="procuratorate", from_on="2026-03-05")
    life.act("prosecutor", "record_unable", who="minor", from_on="2026-03-12", to_on="2026-03-14", reason="illness")
    life.act("social_worker", "end_contact", person="mother", because="died", since="2026-03-09")
    return life


def with_a_note() -> SimulatedPlan:
    return in_period().act("minor", "submit", item="weekly_note", due_on="2026-03-16", text="一切都好")


def placed_no_more() -> SimulatedPlan:
    return in_period().act("social_worker", "end_placement", because="moved", text="换一处")


def with_words_to_write_down() -> SimulatedPlan:
    life = in_period()
    with_a_recording(life)
    return life


def with_doubt() -> SimulatedPlan:
    return in_period().act("social_worker", "doubt_age", claimed_born_on="2010-01-08", source="出生纸")


@cached_copy
def sheet_due() -> SimulatedPlan:
    return a_household().on("2026-03-08 19:00")


def sheet_handed_in() -> SimulatedPlan:
    return sheet_due().act("social_worker", "submit", item="usage_sheet", minutes=[60] * 7)


def file_waits() -> SimulatedPlan:
    return sheet_due().act("mother", "upload_usage", device="computer", text="日期,总时长\n2026-03-05,1小时\n")


def talk_asked() -> SimulatedPlan:
    return in_period().act("minor", "ask_about_data", wish="talk", text="想谈谈")


def review_due() -> SimulatedPlan:
    life = sheet_due().act("social_worker", "submit", item="usage_sheet", minutes=[60] * 7)
    return life.on("2026-03-20 10:00")


def review_ended() -> SimulatedPlan:
    return review_due().act("social_worker", "close_usage_review", text="谈过", disposition="family_talk",
                            disposition_owner="social_worker", disposition_due_on="2026-03-27")  # fmt: skip


def asked_for_access() -> SimulatedPlan:
    return sealed().act("clerk", "ask_access", access="req1", requester="judicial_organ_for_a_case", who="市检察院",
                        purpose="办理申诉")  # fmt: skip


def nobody_asked() -> SimulatedPlan:
    return begun("2026-03-10 11:00")


def indicted() -> SimulatedPlan:
    return revoked().act("prosecutor", "prosecute")


def opinion_written() -> SimulatedPlan:
    life = after_the_period()
    life.act("prosecutor", "close_incident", incident="one", finding="dismissed", reason="轻微")
    return life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")


def found_a_ground() -> SimulatedPlan:
    life = in_period().act("prosecutor", "close_incident", incident="one", finding="ground", reason="属实")
    return life.act("prosecutor", "propose", step="revoke", incident="one", reason="属实")


def end_asked_for() -> SimulatedPlan:
    return in_period().act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="依法")


def corrected_from_above() -> SimulatedPlan:
    return in_period().act(
        "chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级院决定纠正"
    )


def missing() -> SimulatedPlan:
    return in_period().act("social_worker", "record_missing", since="2026-03-08", told=["police"])


SCENES: dict[str, Scene] = {
    "announce": Scene(in_period, "prosecutor", {"present": ["minor"], "explained": ["period", "rules", "liability"], "announced_on": "2026-03-05"}),
    "record_service": Scene(in_period, "clerk", {"to": "police", "received_on": "2026-03-05"}),
    "ask_to_sign": Scene(a_case, "clerk", {"day": "2026-03-06", "phone": "10000990109"}),
    "propose": Scene(in_period, "prosecutor", {"step": "change_period", "new_end_on": "2026-10-01", "reason": "视表现"}),
    "report_incident": Scene(in_period, "social_worker", {
        "incident": "two", "kind": "new_crime", "done_on": "2026-03-05", "found_on": "2026-03-06", "facts": "有人反映"}),
    "record_returned_cards": Scene(in_period, "clerk", {
        "card": "bank_card", "count": 1, "returned_to": "police", "returned_on": "2026-03-05"}),
    "record_card_query": Scene(in_period, "social_worker", {"queried_on": "2026-03-05", "phone_cards": 1, "due_on": None}),
    "record_restriction": Scene(in_period, "social_worker", {
        "restriction": "r2", "from_on": "2026-03-05", "ends_on": "2028-03-04", "notice_on": "2026-03-05"}),
    "record_appeal": Scene(in_period, "social_worker", {
        "restriction": "r1", "appealed_on": "2026-03-05", "answer_by": "2026-03-20"}),
    "answer_appeal": Scene(in_period, "assistant", {"restriction": "r1", "answered_on": "2026-03-09", "outcome": "granted"}),
    "record_relief": Scene(in_period, "social_worker", {
        "restriction": "r1", "relief": "wage_card", "relieved_on": "2026-03-09"}),
    "change_period": Scene(period_asked_for, "chief_prosecutor", {
        "new_end_on": "2026-10-01", "reason": "视表现", "national_on": "2026-03-10"}),
    "decide_non_prosecution": Scene(opinion_written, "chief_prosecutor", {"national_on": "2026-09-03"}),
    "revoke": Scene(found_a_ground, "chief_prosecutor", {"incident": "one", "reason": "属实", "national_on": "2026-03-10"}),
    "prosecute": Scene(revoked, "prosecutor", {"filed_on": "2026-03-10"}),
    "end_otherwise": Scene(end_asked_for, "chief_prosecutor", {
        "how": "no_criminal_fact", "reason": "依法", "national_on": "2026-03-10"}),
    "decide_after_correction": Scene(corrected_from_above, "chief_prosecutor", {
        "follows": "prosecution", "reason": "追诉", "filed_on": "2026-03-10", "proposed_by": "gui.prosecutor"}),
    "record_missing": Scene(in_period, "social_worker", {
        "since": "2026-03-08", "told": ["police"], "told_on": "2026-03-09"}),
    "record_found": Scene(missing, "social_worker", {"found_on": "2026-03-09", "heard_on": "2026-03-10"}),
    "change_condition": Scene(in_period, "prosecutor", {
        "condition": "A1", "text": "改为八次", "measure": "每次一小时", "amount": 8, "by_on": "2026-08-01", "heard": True,
        "reason": "视需要"}),
    "change_cadence": Scene(in_period, "prosecutor", {
        "item": "worker_contact", "from_on": "2026-04-01", "first_on": "2026-04-03", "every_days": 7, "reason": "改期"}),
    "move_item": Scene(in_period, "social_worker", {
        "item": "worker_contact", "due_on": "2026-03-16", "to_on": "2026-03-18", "reason": "开会"}),
    "submit": Scene(in_period, "minor", {
        "item": "weekly_note", "due_on": "2026-03-16", "text": "一切都好", "held_on": "2026-03-09",
        "noted_at": "2026-03-10T10:00:00+08:00"}),
    "review": Scene(with_a_note, "assistant", {"item": "weekly_note", "due_on": "2026-03-16"}),
    "write_down_recording": Scene(with_words_to_write_down, "social_worker", {
        "item": "weekly_note", "due_on": "2026-03-09", "text": "我这周去上学了"}),
    "place": Scene(placed_no_more, "social_worker", PLACE | {"until_on": "2026-08-01"}),
    "record_placement_report": Scene(in_period, "social_worker", {"way": "call", "told_on": "2026-03-10", "text": "准时"}),
    "end_placement": Scene(in_period, "social_worker", {"because": "done", "ended_on": "2026-03-10", "text": "学会了烘焙"}),
    "record_group_session": Scene(
        in_period, "social_worker", {"topic": "防骗讲座", "came": True, "held_on": "2026-03-06"}),
    "record_progress": Scene(in_period, "social_worker", {"condition": "A1", "amount": 1, "done_on": "2026-03-06"}),
    "record_unable": Scene(in_period, "prosecutor", {
        "who": "minor", "from_on": "2026-03-12", "to_on": "2026-03-14", "reason": "illness"}),
    "explain": Scene(in_period, "minor", {"item": "weekly_note", "due_on": "2026-03-09", "text": "病了"}),
    "answer_explanation": Scene(in_period, "assistant", {
        "item": "weekly_note", "due_on": "2026-03-09", "answer": "excused", "reason": "属实"}),
    "record_judgment": Scene(indicted, "assistant", {"sentence_months": 8, "effective_on": "2026-03-10"}),
    "announce_outcome": Scene(concluded, "prosecutor", {"present": ["minor"], "announced_on": "2026-09-03"}),
    "answer_after_care": Scene(concluded, "minor", {"consent": True, "until_on": "2026-10-03"}),
    "ask_views": Scene(nobody_asked, "prosecutor", {"milestone": "half_time", "by_on": "2026-03-20"}),
    "ask_about_data": Scene(in_period, "social_worker", {
        "wish": "copy", "text": "想看看", "person": "minor", "asked_on": "2026-03-05"}),
    "record_plan_answer": Scene(in_period, "social_worker", {
        "occasion": "opening", "answer": "no", "reason": "十点太早", "said_on": "2026-03-05"}),
    "record_helper_answer": Scene(in_period, "social_worker", {
        "answer": "accepted", "helper": "表哥", "asked_by": "minor", "said_on": "2026-03-05"}),
    "record_statement": Scene(in_period, "social_worker", {
        "of": "defender", "text": "建议不起诉", "said_on": "2026-03-05"}),
    "record_situation": Scene(in_period, "social_worker", {
        "subject": "school_or_work", "state": "in_work", "from_on": "2026-03-05"}),
    "record_questionnaire": Scene(in_period, "assistant", {
        "questionnaire": "iat", "total": 40, "taken_on": "2026-03-06", "minor_consented_on": "2026-03-05",
        "representative_consented_on": "2026-03-05"}),
    "pause_messages": Scene(in_period, "prosecutor", {"until_on": "2026-03-20", "reason": "考试"}),
    "report_danger": Scene(in_period, "social_worker", {
        "person": "mother", "told_to": "公安机关", "facts": "有伤", "accepted_on": "2026-03-09"}),
    "record_feedback": Scene(with_danger, "prosecutor", {"text": "已受理", "accepted_on": "2026-03-10"}),
    "record_death": Scene(in_period, "social_worker", {"since": "2026-03-09"}),
    "end_contact": Scene(in_period, "social_worker", {"person": "mother", "because": "died", "since": "2026-03-09"}),
    "doubt_age": Scene(in_period, "social_worker", {"claimed_born_on": "2010-01-08", "source": "出生纸"}),
    "settle_age": Scene(with_doubt, "prosecutor", {"born_on": "2009-10-20", "reason": "核实"}),
    "give_consents": Scene(in_period, "minor", {"device_data": True, "said_on": "2026-03-09", "until_on": "2026-08-01"}),
    "withdraw_consent": Scene(in_period, "minor", {"said_on": "2026-03-09"}),
    "ask_leave": Scene(in_period, "minor", {
        "leave": "trip2", "from_on": "2026-03-20", "to_on": "2026-03-22", "destination": "邻市", "reason": "探亲"}),
    "record_call": Scene(in_period, "social_worker", {
        "item": "weekly_note", "due_on": "2026-03-16", "outcome": "reached", "called_at": "2026-03-10T10:30:00+08:00"}),
    "record_paper_notice": Scene(in_period, "social_worker", {
        "who": "minor", "until_on": "2026-03-31", "handed_over_at": "2026-03-10T10:30:00+08:00"}),
    "record_informed": Scene(in_period, "prosecutor", {"who": "form_teacher", "name": "某人", "since": "2026-03-05"}),
    "order_guardian": Scene(in_period, "prosecutor", {
        "order": "fe2", "person": "mother", "hours": 4, "provider": "妇联指导站", "made_on": "2026-03-05",
        "until_on": "2026-08-01"}),
    "record_order_hours": Scene(in_period, "social_worker", {"order": "fe1", "hours": 2, "done_on": "2026-03-10"}),
    "cancel_session": Scene(in_period, "social_worker", {
        "condition": "A1", "done_on": "2026-03-05", "reason": "记重了"}),
    "send_suggestion": Scene(in_period, "prosecutor", {
        "suggestion": "sg2", "unit": "某网吧", "text": "整改", "served_on": "2026-03-09"}),
    "record_suggestion_reply": Scene(in_period, "clerk", {
        "suggestion": "sg1", "text": "已整改", "replied_on": "2026-03-10"}),
    "refer": Scene(in_period, "social_worker", {
        "referral": "rf2", "kind": "school", "unit": "某职校", "purpose": "想学修车", "minor_consented_on": "2026-03-06",
        "guardian_consented_on": "2026-03-06"}),
    "record_referral_answer": Scene(in_period, "social_worker", {
        "referral": "rf1", "outcome": "accepted", "first_on": "2026-03-10"}),
    "record_assessment": Scene(in_period, "social_worker", {
        "assessment": "ps2", "tested_on": "2026-03-06", "minor_consented_on": "2026-03-05",
        "representative_consented_on": "2026-03-05", "result": "平稳"}),
    "object": Scene(in_period, "mother", {
        "objection_by": "legal_representative", "against": "decision", "text": "不同意", "made_on": "2026-03-09"}),
    "hold_hearing": Scene(in_period, "clerk", {"held_on": "2026-02-27", "notified_on": "2026-02-23", "public": False}),
    "restart_review": Scene(in_period, "assistant", {
        "because": "supplementary_investigation", "began_on": "2026-02-20"}),
    "record_measure": Scene(with_facts, "clerk", {
        "measure": "bail", "decided_by": "procuratorate", "from_on": "2026-03-05", "lifted_on": "2026-03-08"}),
    "file_remedy": Scene(in_period, "clerk", {
        "remedy": "reconsideration", "decision_received_on": "2026-03-05", "posted_on": "2026-03-06",
        "filed_on": "2026-03-09"}),
    "keep_device": Scene(in_period, "social_worker", {"device": "computer", "from_on": "2026-03-05", "to_on": "2026-03-06"}),
    "agree_on_usage": Scene(in_period, "prosecutor", {
        "from_on": "2026-03-10", "school_day_minutes": 60, "holiday_from_on": "2026-07-10", "holiday_to_on": "2026-08-31"}),
    "upload_usage": Scene(sheet_due, "mother", {
        "minutes": [60] * 7, "due_on": "2026-03-08"}),
    "confirm_usage": Scene(file_waits, "minor", {"device": "computer"}),
    "withdraw_usage": Scene(sheet_handed_in, "social_worker", {
        "device": "phone", "from_on": "2026-03-02", "to_on": "2026-03-08", "reason": "交错了"}),
    "comment_on_usage": Scene(sheet_handed_in, "minor", {
        "text": "那天是表弟在用", "disputes": True, "about_from": "2026-03-03", "about_to": "2026-03-04"}),
    "answer_talk": Scene(talk_asked, "prosecutor", {"place": 2, "answer": "谈过了", "talked_on": "2026-03-10"}),
    "answer_dispute": Scene(disputed, "assistant", {
        "answer": "accepted", "reason": "表弟证实", "set_aside_from": "2026-03-05", "set_aside_to": "2026-03-06"}),
    "agree_on_goal": Scene(in_period, "social_worker", {
        "goal": "g2", "measure": "night_minutes", "target": 20, "from_on": "2026-03-10", "to_on": "2026-06-01",
        "agreed_on": "2026-03-09"}),
    "change_goal": Scene(with_goal, "social_worker", {
        "goal": "g1", "target": 4, "from_on": "2026-03-12", "to_on": "2026-07-01", "reason": "谈过"}),
    "end_goal": Scene(with_goal, "social_worker", {
        "goal": "g1", "how": "reached", "ended_on": "2026-03-10", "reason": "做到了"}),
    "record_goal_value": Scene(with_goal, "minor", {"goal": "g1", "day": "2026-03-09", "value": 2}),
    "close_usage_review": Scene(review_due, "social_worker", {
        "text": "谈过", "goals": "早睡", "due_on": "2026-03-20", "disposition": "counselling",
        "disposition_owner": "social_worker", "disposition_due_on": "2026-03-27"}),
    "record_usage_follow_up": Scene(review_ended, "social_worker", {
        "became": "done", "text": "和母亲谈过", "due_on": "2026-03-27"}),
    "fix_usage_baseline": Scene(in_period, "social_worker", {"from_on": "2026-03-02", "to_on": "2026-03-29"}),
    "ask_access": Scene(sealed, "clerk", {
        "access": "req2", "requester": "judicial_organ_for_a_case", "who": "市检察院", "purpose": "办理申诉",
        "asked_on": "2026-09-04"}),
    "answer_access": Scene(asked_for_access, "chief_prosecutor", {
        "access": "req1", "granted": True, "reason": "依法", "reader": "gui.prosecutor", "until_on": "2026-09-12"}),
    "revoke_non_prosecution": Scene(concluded, "chief_prosecutor", {
        "ground": "reexamination", "reason": "复查决定", "prosecute_by": "2026-10-01", "fit_for_prosecution": True,
        "proposed_by": "gui.prosecutor"}),
    "unseal": Scene(judged_life, "chief_prosecutor", {
        "ground": "new_crime", "total_months": 72, "judged_on": "2026-03-12", "reason": "并罚判决",
        "proposed_by": "gui.prosecutor"}),
    "correct_fact": Scene(with_facts, "prosecutor", {"fact": "announce", "announced_on": "2026-03-05", "reason": "看错了"}),
}  # fmt: skip


def _act(life: SimulatedPlan, tag: str, scene: Scene, values: dict[str, Any]) -> Any:
    local = local_time(life.now)
    return _ACT.validate_python({"on": local.date(), "at": local.time(), "by": scene.by, "did": tag, **values})


def tried(life: SimulatedPlan, tag: str, scene: Scene, values: dict[str, Any]) -> SunwardError | list[str]:
    """The refusal; or the lines that the act would have left, taken back before they are committed."""
    try:
        act = _act(life, tag, scene, values)
        return [did for did, _ in lines_if_done(life.context, lambda context: perform(context, life.number, act))]
    except SunwardError as refused:
        return refused
    except ValidationError as unreadable:
        return to_bad_input(unreadable)


def outside(life: SimulatedPlan, day: date, holds: DayRange) -> bool:
    """Whether the declaration itself says that the day cannot be, in words of this test."""
    plan, today = life.plan, life.today
    first = {DayBound.BIRTH: date(2009, 11, 20), DayBound.DECISION: plan.decided_on, DayBound.TODAY: today}
    last = {DayBound.TODAY: today, DayBound.YEAR: today + timedelta(days=366), DayBound.FAR: today + timedelta(days=3660),
            DayBound.END: max(plan.period_to, plan.final_decision_by, today + timedelta(days=31)),
            DayBound.DECISION: plan.decided_on}  # fmt: skip
    if plan.sealed_at is not None and holds.latest in (DayBound.END, DayBound.DECISION):
        return False
    too_early = (
        holds.earliest is not None
        and day < first[holds.earliest]
        and (plan.sealed_at is None or holds.earliest is DayBound.TODAY)
    )
    return too_early or (holds.latest is not None and day > last[holds.latest])


def odd_days(life: SimulatedPlan, holds: DayRange) -> Iterator[date]:
    """Backwards and forwards, up to the first of them that cannot be."""
    backwards = (life.plan.decided_on - timedelta(days=1), date(2009, 11, 19))
    forwards = (life.today + timedelta(days=1), life.today + timedelta(days=400), date(2200, 12, 31))
    for days in (backwards, forwards):
        for day in days:
            yield day
            if outside(life, day, holds):
                break


def _as_written(tag: str, name: str, day: date) -> str:
    moment = "datetime.datetime" in str(ACTS[tag].model_fields[name].annotation)
    return f"{day}T08:00:00+08:00" if moment else str(day)


@pytest.mark.parametrize("tag", TAGS)
def test_a_day_that_cannot_be_is_refused_by_its_field_and_no_day_is_taken_in_silence(tag: str) -> None:
    scene = SCENES[tag]
    life, wrong = life_of(scene.begin), []
    done = tried(life, tag, scene, scene.values)
    assert isinstance(done, list), f"the scene itself is done: {done!r}"
    assert done
    for name, holds in day_ranges(tag).items():
        assert name in scene.values or tag == "correct_fact", name
        assert holds is not None
        for day in odd_days(life, holds):
            came = tried(life, tag, scene, scene.values | {name: _as_written(tag, name, day)})
            if isinstance(came, list):
                if not came or outside(life, day, holds) or (holds == DayRange(None, None) and "due_on" in name):
                    wrong.append((name, str(day), came))
            elif outside(life, day, holds):
                places = (
                    {mistake.place: mistake.wrong for mistake in came.mistakes} if isinstance(came, BadInput) else {}
                )
                if not (places and {name, tag} & set(places)) or not all(
                    wrong.zh and wrong.en for wrong in places.values()
                ):
                    wrong.append((name, str(day), repr(came)))
            elif not (came.reason.zh and came.reason.en):
                wrong.append((name, str(day), repr(came)))
    assert not wrong, "\n".join(map(str, wrong))


LAWFUL: list[tuple[str, dict[str, Any], str]] = [
    ("end_contact", {"since": "2012-05-01"}, "a guardian who died long ago"),
    ("report_incident", {"done_on": "2023-01-05", "found_on": "2026-03-06"}, "an offence before fourteen"),
    ("record_returned_cards", {"returned_on": "2025-03-05"}, "cards handed back long before the decision"),
    ("record_restriction", {"from_on": "2025-01-05"}, "a restriction that began a year before"),
    ("record_restriction", {"from_on": "2027-05-05"}, "a restriction that begins when a sentence is served"),
    ("record_appeal", {"appealed_on": "2025-11-05"}, "an appeal from before the decision"),
    ("record_measure", {"from_on": "2025-12-05", "lifted_on": "2026-02-05"}, "bail from before the decision"),
    ("record_measure", {"measure": "custody", "decided_by": "police", "from_on": "2025-12-05", "lifted_on": "2026-01-05"},
     "custody that was over before the decision"),
    ("record_questionnaire", {"taken_on": "2025-12-05", "minor_consented_on": "2025-12-04",
                              "representative_consented_on": "2025-12-04"}, "a questionnaire of the social investigation"),
    ("record_unable", {"from_on": "2026-03-12", "to_on": "2026-12-31"}, "in hospital until after the end"),
    ("keep_device", {"from_on": "2026-03-05", "to_on": "2027-01-20"}, "the school keeps it until the holidays after the end"),
    ("ask_leave", {"from_on": "2026-08-25", "to_on": "2027-01-20"}, "a term that ends after the supervision"),
    ("order_guardian", {"until_on": "2027-11-20"}, "an order until majority"),
    ("order_guardian", {"made_on": "2025-12-05"}, "an order from before the decision"),
    ("record_referral_answer", {"first_on": "2025-12-01"}, "a treatment that began before the plan"),
    ("record_referral_answer", {"first_on": "2026-12-01"}, "a place that is free after the end"),
    ("object", {"made_on": "2026-02-20"}, "an objection made while opinions were heard"),
    ("answer_after_care", {"until_on": "2027-11-20"}, "after-care until majority"),
    ("record_judgment", {"effective_on": "2026-03-25"}, "a judgment that is in force in ten days"),
    ("agree_on_usage", {"holiday_from_on": "2027-01-20", "holiday_to_on": "2027-02-20"}, "holidays after the end"),
]  # fmt: skip
"""Days that the law allows, or that a fact can have: each is taken."""


@pytest.mark.parametrize(("tag", "days", "what"), LAWFUL, ids=[what for _, _, what in LAWFUL])
def test_a_day_that_can_be_is_taken(tag: str, days: dict[str, str], what: str) -> None:
    scene = SCENES[tag]
    came = tried(life_of(scene.begin), tag, scene, scene.values | days)
    assert isinstance(came, list), repr(came)
    assert came


def test_no_act_of_a_file_lies_before_the_plans_first_day() -> None:
    acts = [
        _ACT.validate_python({"on": "2026-03-01", "by": SCENES[tag].by, "did": tag, **SCENES[tag].values})
        for tag in TAGS
    ]
    with pytest.raises(BadInput) as refused:
        rehearse(a_plan(), acts, date(2026, 3, 3))
    assert {mistake.place.split()[-1] for mistake in refused.value.mistakes} == set(TAGS)


def test_acts_recorded_in_any_order_happen_in_the_order_of_their_days() -> None:
    values = {"by": "social_worker", "did": "note", "topic": "family"}
    acts = [_ACT.validate_python({"on": f"2026-03-0{day}", **values, "text": f"第{day}日"}) for day in (6, 4, 5)]
    rehearsal = rehearse(a_plan(), acts, date(2026, 3, 7))
    noted = [entry.at for entry in rehearsal.diary if entry.happening == "note"]
    assert noted == sorted(noted)
    assert len(noted) == 3

"""How each fact of the table comes about: what is there before it, the fact itself, and the days that the law counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from law.clocks import (
    announcement_alarm,
    mandatory_report_feedback,
    reconsideration_decision,
    reexamination_deadline,
    service_deadline,
    withdrawn_charges_decision,
)
from law.working_days import WorkingDays
from tests.builders import (
    SimulatedPlan,
    a_plan,
    an_office,
    announce_and_serve,
    at,
    enrol,
    start_plan,
    start_plan_in,
    the_rulebook,
)
from tests.cached_plans import cached_copy
from tests.records import fresh_record

SceneStep = Callable[[SimulatedPlan], object]

A_BUSY_PLAN: dict[str, Any] = {
    "cadence": {"weekly_note": {"on": "Mon"}, "usage_sheet": {"on": "Sun", "by": "21:00"},
                "thought_report": {"every_months": 1}},
    "case": {"no_victim": False, "victims": 1, "opinions": {
        "police": {"state": "heard", "on": "2026-02-25"}, "victim": {"state": "heard", "on": "2026-02-25"},
        "minor": {"state": "heard", "on": "2026-02-25"}, "legal_representative": {"state": "heard", "on": "2026-02-25"},
        "defender": {"state": "heard", "on": "2026-02-25"}}},
}  # fmt: skip
MOTHER = {
    "relation": "mother",
    "name": "芒果的母亲",
    "legal_representative": True,
    "phone": "10000990102",
    "device": "own",
}
FATHER = {
    "relation": "father",
    "name": "芒果的父亲",
    "legal_representative": True,
    "phone": "10000990105",
    "device": "own",
}


@cached_copy
def in_use(**changed: Any) -> SimulatedPlan:
    """Sunday 8 March 2026, 22:30: announced and served; notes, sheets, contacts and talks are owed, and reminders went out.
    Both have agreed to device data."""
    life = start_plan(a_plan(**(A_BUSY_PLAN | changed)), staff=("social_worker second.worker",), delivers=True)
    enrol(life.context, "另县", "prosecutor ling.prosecutor", "social_worker ling.worker")
    return announce_and_serve(life, "2026-03-04").on("2026-03-08 22:30")


@cached_copy
def of_two_parents() -> SimulatedPlan:
    """As `in_use`, for nine months, with two parents."""
    return in_use(months=9, guardian=[MOTHER, FATHER])


@cached_copy
def not_announced() -> SimulatedPlan:
    return start_plan(a_plan(**A_BUSY_PLAN), delivers=True).on("2026-03-04 08:30")


@cached_copy
def entered_late() -> SimulatedPlan:
    return start_plan_in(an_office(fresh_record(), at("2026-03-12 09:30")), a_plan(**A_BUSY_PLAN), delivers=True)


@cached_copy
def on_the_last_day() -> SimulatedPlan:
    return in_use().skips_to("2026-08-30 12:00").on("2026-09-01 12:00")


@cached_copy
def over() -> SimulatedPlan:
    """The morning after the period; nothing is left open."""
    return on_the_last_day().on("2026-09-02 10:00").dismiss_open_items()


@dataclass(frozen=True)
class Scene:
    """One fact; by the opening of the plan itself where it is there from the `begin`. `due` gives the day of what is asked by the law's own clock."""

    fact: SceneStep
    before: SceneStep = lambda life: life
    begin: Callable[[], SimulatedPlan] = in_use
    due: Callable[[SimulatedPlan], dict[str, date]] = lambda life: {}


@dataclass(frozen=True)
class PerformAct:
    """That act, by that person; what is `"today"` is the day on which it is done."""

    by: str
    did: str
    values: dict[str, Any]

    def __call__(self, life: SimulatedPlan) -> SimulatedPlan:
        today = {name: str(life.today) for name, value in self.values.items() if value == "today"}
        return life.act(self.by, self.did, **self.values | today)


def perform_act(by: str, did: str, **values: Any) -> PerformAct:
    return PerformAct(by, did, values)


def then(*deeds: SceneStep) -> SceneStep:
    def all_of_them(life: SimulatedPlan) -> None:
        for deed in deeds:
            deed(life)

    return all_of_them


def on(moment: str) -> SceneStep:
    return lambda life: life.on(moment)


def skips_to(moment: str) -> SceneStep:
    return lambda life: life.skips_to(moment)


def filed(remedy: str) -> SceneStep:
    return perform_act("clerk", "file_remedy", remedy=remedy, decision_received_on="2026-03-05")


def answered(remedy: str) -> SceneStep:
    return perform_act("clerk", "record_remedy_answer", remedy=remedy, outcome="corrected")


def decided(remedy: str, outcome: str = "corrected") -> SceneStep:
    return perform_act("chief_prosecutor", "decide_remedy", remedy=remedy, outcome=outcome)


def _served_within(life: SimulatedPlan) -> date:
    return service_deadline(life.today, WorkingDays(), the_rulebook()).due_on


BOTH_OBJECT = perform_act(
    "clerk", "object", objection_by="both", present=["minor", "mother"], against="decision", text="不同意"
)
DOUBT = perform_act("social_worker", "doubt_age", claimed_born_on="2010-10-08", source="出生证明")
HELD = perform_act("clerk", "record_measure", measure="custody", decided_by="police", from_on="2026-03-06")
GROUND = then(
    perform_act("social_worker", "report_incident", incident="x", kind="new_crime", done_on="2026-03-07", facts="再犯"),
    perform_act("prosecutor", "hear_minor", incident="x", text="承认"),
    perform_act("prosecutor", "close_incident", incident="x", finding="ground", reason="考验期内再犯"),
)
REVOKE = perform_act("chief_prosecutor", "revoke", incident="x", reason="再犯")
JUDGE = perform_act("assistant", "record_judgment", sentence_months=8, effective_on="today")
OVER = then(
    skips_to("2026-09-01 12:00"),
    on("2026-09-02 10:00"),
    lambda life: life.dismiss_open_items(),
)
OPINION = then(
    perform_act("prosecutor", "hear_victim", state="heard"),
    perform_act("prosecutor", "write_opinion", proposal="non_prosecution"),
)
NOT_PROSECUTED = perform_act("chief_prosecutor", "decide_non_prosecution", reason="期满")
ELSEWHERE = perform_act("prosecutor", "assist_elsewhere", office="另县", social_worker="ling.worker")


@cached_copy
def with_a_ground() -> SimulatedPlan:
    life = in_use()
    GROUND(life)
    return life


@cached_copy
def revoked() -> SimulatedPlan:
    return REVOKE(with_a_ground())


@cached_copy
def prosecuted() -> SimulatedPlan:
    return revoked().act("prosecutor", "prosecute")


@cached_copy
def with_opinion() -> SimulatedPlan:
    life = over()
    OPINION(life)
    return life


@cached_copy
def not_prosecuted() -> SimulatedPlan:
    return NOT_PROSECUTED(with_opinion())


SCENES: dict[str, Scene] = {
    "entered_late": Scene(
        on("2026-03-12 09:31"), begin=entered_late,
        due=lambda life: {
            "service": service_deadline(date(2026, 3, 2), WorkingDays(), the_rulebook()).due_on,
            "announcement": announcement_alarm(date(2026, 3, 2), WorkingDays(), the_rulebook()).due_on,
        },
    ),
    "fact_corrected": Scene(
        perform_act("prosecutor", "correct_fact", fact="report_incident", done_on="2026-03-05", reason="日期听错了"),
        perform_act("social_worker", "report_incident", incident="one", kind="supervision_rules", done_on="2026-03-06", facts="晚归")),
    "remedy_to_answer_here": Scene(filed("reconsideration"), due=lambda life: {
        "remedy_answer": reconsideration_decision(life.today, WorkingDays(), the_rulebook()).due_on}),
    "remedy_answered_above": Scene(filed("victim_complaint"), due=lambda life: {
        "remedy_answer": reexamination_deadline(life.today, False, WorkingDays(), the_rulebook()).due_on}),
    "corrected_by_reconsideration": Scene(decided("reconsideration"), filed("reconsideration")),
    "corrected_by_review": Scene(answered("higher_review"), then(
        filed("reconsideration"), decided("reconsideration", "upheld"),
        perform_act("clerk", "record_service", to="police", decision="reconsideration", received_on="today"),
        perform_act("clerk", "file_remedy", remedy="higher_review", decision_received_on="today"))),
    "corrected_on_complaint": Scene(answered("victim_complaint"), filed("victim_complaint")),
    "corrected_on_late_complaint": Scene(
        decided("victim_complaint"), then(skips_to("2026-03-15 22:30"), filed("victim_complaint"))),
    "corrected_after_the_end": Scene(
        answered("victim_complaint"), then(filed("victim_complaint"), OVER, OPINION, NOT_PROSECUTED)),
    "objection_made": Scene(
        perform_act("mother", "object", objection_by="legal_representative", against="conditions", text="太多了")),
    "objection_by_both": Scene(BOTH_OBJECT, begin=not_announced),
    "objection_withdrawn": Scene(
        perform_act("clerk", "withdraw_objection", objection_by="minor", against="decision"), BOTH_OBJECT, not_announced),
    "age_doubted": Scene(DOUBT),
    "age_settled": Scene(perform_act("prosecutor", "settle_age", born_on="2009-11-20", reason="核实"), DOUBT),
    "age_not_covered": Scene(perform_act("prosecutor", "settle_age", born_on="2010-10-08", reason="核实"), DOUBT),
    "came_of_age": Scene(on("2026-03-20 00:01"), skips_to("2026-03-19 12:00"), lambda: in_use(born_on="2008-03-20"),
                          due=lambda life: {"consents": date(2026, 3, 27)}),
    "held": Scene(HELD, due=lambda life: {"custody": life.today}),
    "released": Scene(perform_act("clerk", "record_measure", measure="custody", decided_by="police", from_on="2026-03-06",
                            lifted_on="2026-03-08"), HELD),
    "bail_changed": Scene(
        perform_act("clerk", "record_measure", measure="bail", decided_by="procuratorate", from_on="2026-03-06")),
    "unable": Scene(perform_act("social_worker", "record_unable", who="minor", from_on="2026-03-09", to_on="2026-03-12",
                          reason="illness")),
    "messages_paused": Scene(perform_act("prosecutor", "pause_messages", until_on="2026-03-16", reason="考试")),
    "minor_died": Scene(perform_act("prosecutor", "record_death", source="疾病")),
    "move_asked": Scene(perform_act("mother", "ask_leave", leave="m", from_on="2026-03-20", to_on="2026-09-01",
                              destination="邻市", reason="全家迁居", moves_home=True)),
    "consent_missing": Scene(on("2026-03-02 09:01"), begin=lambda: start_plan(a_plan(**A_BUSY_PLAN, usage={"consent": []}), delivers=True)),
    "consent_given": Scene(
        perform_act("minor", "give_consents", device_data=True), perform_act("minor", "withdraw_consent")),
    "consent_withdrawn": Scene(perform_act("minor", "withdraw_consent")),
    "guardian_gone": Scene(perform_act("social_worker", "end_contact", person="mother", because="died"),
                            begin=of_two_parents),
    "last_guardian_gone": Scene(perform_act("social_worker", "end_contact", person="mother", because="died")),
    "contact_named": Scene(
        perform_act("social_worker", "name_contact", person="aunt", name="芒果的姑姑", phone="10000990103", device="own",
             represents=True),
        perform_act("social_worker", "end_contact", person="mother", because="died")),
    "danger_reported": Scene(
        perform_act("social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤"),
        due=lambda life: {"feedback": mandatory_report_feedback(life.today, the_rulebook())}),
    "contact_restored": Scene(
        perform_act("prosecutor", "restore_contact", person="mother", reason="查明不是"),
        perform_act("social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤")),
    "victim_added": Scene(perform_act("prosecutor", "add_addressee", to="victim", number="2", reason="新查明的被害人")),
    "handed_over": Scene(perform_act("social_worker", "hand_over", role="social_worker", to="second.worker")),
    "hand_over_accepted": Scene(
        perform_act("social_worker", "accept_hand_over", role="social_worker"),
        perform_act("social_worker", "hand_over", role="social_worker", to="second.worker")),
    "assistance_asked": Scene(perform_act("prosecutor", "ask_assistance", office="另县")),
    "assistance_declined": Scene(
        perform_act("prosecutor", "decline_assistance", reason="来函", by_letter=True),
        perform_act("prosecutor", "ask_assistance", office="另县")),
    "assisted": Scene(ELSEWHERE),
    "assistance_ended": Scene(perform_act("prosecutor", "end_assistance", reason="回到本地"), ELSEWHERE),
    "period_changed": Scene(perform_act("chief_prosecutor", "change_period", new_end_on="2026-10-15", reason="视表现"),
                             due=lambda life: {"service": _served_within(life)}),
    "condition_changed": Scene(
        perform_act("prosecutor", "change_condition", condition="A1", text="接受心理辅导8次", reason="视需要", heard=True)),
    "cadence_changed": Scene(
        perform_act("prosecutor", "change_cadence", item="weekly_note", from_on="2026-03-20", weekday="Wed", reason="补课")),
    "review_restarted": Scene(
        perform_act("assistant", "restart_review", because="supplementary_investigation", began_on="2026-02-20")),
    "announced": Scene(perform_act("prosecutor", "announce", present=["minor", "mother"], explained=["period", "rules", "liability"]), on("2026-03-10 09:00"), not_announced),
    "incident_reported": Scene(
        perform_act("social_worker", "report_incident", incident="x", kind="missed_crime", done_on="2025-12-01", facts="有人反映")),
    "ground_found": Scene(
        perform_act("prosecutor", "close_incident", incident="x", finding="ground", reason="考验期内再犯"),
        then(perform_act("social_worker", "report_incident", incident="x", kind="new_crime", done_on="2026-03-07", facts="再犯"),
             perform_act("prosecutor", "hear_minor", incident="x", text="承认"))),
    "minor_missing": Scene(perform_act("social_worker", "record_missing", since="today", told=["police"])),
    "minor_found": Scene(
        perform_act("social_worker", "record_found", found_on="today", heard_on="today"),
        perform_act("social_worker", "record_missing", since="today")),
    "period_ended": Scene(on("2026-09-02 00:01"), begin=on_the_last_day),
    "opinion_written": Scene(OPINION, begin=over),
    "not_prosecuted": Scene(NOT_PROSECUTED, begin=with_opinion, due=lambda life: {"service": _served_within(life)}),
    "revoked": Scene(REVOKE, begin=with_a_ground, due=lambda life: {
        "service": _served_within(life), "prosecution": life.plan.final_decision_by}),
    "prosecuted": Scene(perform_act("prosecutor", "prosecute"), begin=revoked),
    "judged": Scene(JUDGE, begin=prosecuted),
    "judged_again": Scene(JUDGE, perform_act("assistant", "record_judgment", judgment="acquitted", effective_on="today"), prosecuted),
    "charges_withdrawn": Scene(
        perform_act("assistant", "record_judgment", judgment="charges_withdrawn", effective_on="today"),
        begin=prosecuted,
        due=lambda life: {
            "decision_that_follows": withdrawn_charges_decision(life.today, WorkingDays(), the_rulebook()).due_on}),
    "outcome_announced": Scene(
        perform_act("prosecutor", "announce_outcome", present=["minor", "mother"]), begin=not_prosecuted,
        due=lambda life: {"after_care_offer": life.today}),
    "ended": Scene(perform_act("chief_prosecutor", "end_otherwise", how="no_criminal_fact", reason="不负刑事责任")),
    "ended_by_correction": Scene(
        perform_act("chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级纠正")),
    "moved_elsewhere": Scene(
        perform_act("chief_prosecutor", "end_otherwise", how="change_of_jurisdiction", reason="指定管辖")),
    "correction_followed": Scene(
        perform_act("chief_prosecutor", "decide_after_correction", follows="sealing", reason="不再追诉"),
        perform_act("chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级纠正")),
    "revoke_non_prosecution": Scene(
        perform_act("chief_prosecutor", "revoke_non_prosecution", ground="found_wrong", prosecute_by="2026-12-01", reason="确有错误", fit_for_prosecution=True),
        begin=not_prosecuted, due=lambda life: {"prosecution": date(2026, 12, 1)}),
    "unsealed": Scene(
        perform_act("chief_prosecutor", "unseal", ground="new_crime", total_months=72, judged_on="today", reason="并罚"),
        then(JUDGE, on("2026-03-12 10:00")), prosecuted),
}  # fmt: skip

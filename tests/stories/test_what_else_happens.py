"""Two victims, a paper that is refused, a mother who dies, an announcement written down late: facts, and their clocks."""

import uuid
from datetime import date

import pytest
from pydantic import TypeAdapter
from sqlmodel import select

from casework.acting.performing import perform_as
from casework.acting.rights.read_operations import READ_PLAN
from casework.documents.acts import MakePaper
from casework.plan.views.plan_dates import load_plan_dates
from casework.plan.views.statutory_dates import load_statutory_dates
from casework.service.receipts_view import list_pending_receipts
from casework.shared.files.acts_file import AnyAct
from core.errors import BadInput, Refused, StateConflict
from models.decision import AfterCare, ClosingListEntry, Decision, ServiceReceipt
from models.person import Person
from models.search import IndexKind, PersonIndex
from tests.builders import (
    SimulatedPlan,
    a_plan,
    an_announced_plan,
    announce_and_serve,
    conclude,
    run_rehearsal,
    serve_all,
    start_plan,
)
from tests.cached_plans import cached_copy

HEARD = {"state": "heard", "on": "2026-02-25"}
TWO_VICTIMS = {
    "no_victim": False, "victims": 2,
    "opinions": {who: HEARD for who in ("police", "victim", "minor", "legal_representative", "defender")},
}  # fmt: skip


def clocks(life: SimulatedPlan) -> dict[str, date]:
    """What runs, in the words of the list of dates."""
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN) as open_plan:
        return {clock.what.en: clock.due_on for clock in load_statutory_dates(open_plan) if not clock.done}


def test_each_victim_complains_for_themselves_by_their_own_receipt() -> None:
    # ------------------------------------------------------- served on 4 and 10 March: two windows, and one of the police
    life = start_plan(a_plan(weekly=None, case=TWO_VICTIMS)).on("2026-03-04 10:00")
    life.act("clerk", "record_service", to="victim", number="1").act("clerk", "record_service", to="police")
    assert clocks(life)["Police may ask for reconsideration"] == date(2026, 3, 11)
    life.on("2026-03-10 10:00").act("clerk", "record_service", to="victim", number="2")
    assert clocks(life)["The victim may complain to the higher office (1)"] == date(2026, 3, 11)
    assert clocks(life)["The victim may complain to the higher office (2)"] == date(2026, 3, 17)

    # ------------------------------------------------------- written down on the 19th: the second too late, the first in time
    life.on("2026-03-19 10:00")
    late = {"remedy": "victim_complaint", "decision_received_on": "2026-03-10", "posted_on": "2026-03-18"}
    in_time = {"remedy": "victim_complaint", "decision_received_on": "2026-03-04", "posted_on": "2026-03-11"}
    life.act("clerk", "file_remedy", receipt_number="2", **late)
    life.act("clerk", "file_remedy", receipt_number="1", filed_on="2026-03-13", **in_time)
    assert [(line.note["in_time"], line.note["answers"]) for line in life.lines("file_remedy")] == [
        (False, "deciding"), (True, "next_higher"),
    ]  # fmt: skip
    # three months from the day each came: 13 June is a Saturday, 19 June a holiday
    assert {item.due_on for item in life.items("remedy_answer")} == {date(2026, 6, 15), date(2026, 6, 22)}
    with pytest.raises(Refused, match="already pending"):
        life.act("clerk", "file_remedy", receipt_number="1", **in_time)

    # ------------------------------------------------------- and each has an answer of their own
    with pytest.raises(BadInput, match="say whose"):
        life.act("chief_prosecutor", "decide_remedy", remedy="victim_complaint", outcome="upheld")
    life.act("chief_prosecutor", "decide_remedy", remedy="victim_complaint", outcome="upheld", receipt_number="2")
    assert [item.due_on for item in life.items("remedy_answer", status="open")] == [date(2026, 6, 15)]
    life.act("clerk", "record_remedy_answer", remedy="victim_complaint", outcome="upheld", receipt_number="1")
    assert life.items("remedy_answer", status="open") == []


def test_the_answer_to_the_police_runs_from_the_day_the_request_came() -> None:
    """Not from the day on which somebody wrote it down; and nothing comes before what it answers."""
    life = start_plan(a_plan(weekly=None)).on("2026-03-04 10:00").act("clerk", "record_service", to="police")
    life.on("2026-03-16 10:00")
    for wrong in ({"filed_on": "2026-03-03"}, {"filed_on": "2026-03-17"}, {"posted_on": "2026-03-17"}):
        with pytest.raises(BadInput):
            life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04", **wrong)
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04", filed_on="2026-03-10")
    assert life.due("remedy_answer") == date(2026, 4, 9)


def test_each_receipt_has_the_day_of_its_own_decision() -> None:
    """A decision that is served late does not make the receipts of a later one overdue."""
    life = start_plan(a_plan(weekly=None)).on("2026-03-04 10:00").act("clerk", "record_service", to="police")
    life.on("2026-03-10 10:00").act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04")
    decide = {"remedy": "reconsideration", "examined_by": "gui.prosecutor", "outcome": "upheld"}
    life.on("2026-03-20 10:00").act("chief_prosecutor", "decide_remedy", **decide)
    due = {item.label: item.due_on for item in life.items("service", status="open")}
    assert len(set(due.values())) == 2
    for receipt in list_pending_receipts(life.context, life.actor("clerk")):
        assert receipt.due_on == due[receipt.decision]


def test_the_police_s_receipt_of_the_answer_is_owed_and_their_time_to_go_higher_runs_from_it() -> None:
    """Rules art 379(2): within the thirty days they are told; from their receipt they have seven to ask for review."""
    life = start_plan(a_plan(weekly=None)).on("2026-03-04 10:00").act("clerk", "record_service", to="police")
    serve_all(life).on("2026-03-10 10:00")
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04")
    decide = {"remedy": "reconsideration", "examined_by": "gui.prosecutor"}
    life.on("2026-03-20 10:00").act("chief_prosecutor", "decide_remedy", outcome="upheld", **decide)
    (due,) = life.items("service", status="open")
    assert (due.label, due.owner, due.due_on) == ("reconsideration", "clerk", date(2026, 4, 9))
    assert "Police may ask the higher office for review" not in clocks(life)
    (out,) = list_pending_receipts(life.context, life.actor("clerk"))
    assert (out.served_as, out.addressee, out.due_on) == ("reconsideration", "police", date(2026, 4, 9))

    life.on("2026-03-24 10:00").act("clerk", "record_service", to="police", decision="reconsideration")
    assert life.items("service", status="open") == []
    assert life.lines("record_service")[-1].note["in_time"]
    assert clocks(life)["Police may ask the higher office for review"] == date(2026, 3, 31)
    assert "Police may ask for reconsideration" not in clocks(life)


def test_a_request_that_was_withdrawn_has_no_answer_to_serve() -> None:
    life = serve_all(start_plan(a_plan(weekly=None)).on("2026-03-04 10:00")).on("2026-03-10 10:00")
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04")
    life.act("chief_prosecutor", "decide_remedy", remedy="reconsideration", outcome="withdrawn",
             examined_by="gui.prosecutor")  # fmt: skip
    assert life.items("service", status="open") == []


def test_whoever_refuses_to_sign_is_served_all_the_same() -> None:
    # ------------------------------------------------------- left there before a witness: served; without one it is said
    life = start_plan(a_plan(weekly=None)).on("2026-03-04 10:00")
    life.act("clerk", "record_service", to="minor", how="left_there", witnessed=True)
    life.act("clerk", "record_service", to="legal_representative", how="left_there")
    life.act("clerk", "record_service", to="police").act("clerk", "record_service", to="defender")
    warned = [line.note["warnings"] for line in life.lines("record_service")]
    assert warned == [[], ["SV-02"], [], []]
    assert life.items("service", status="open") == [], "it was a fact, and the clock is met"


def test_a_mother_dies_within_the_period() -> None:
    # ------------------------------------------------------- nothing is written to her, and what she owed is no miss
    life = an_announced_plan(a_plan(weekly=None, cadence={"usage_sheet": {"on": "Sun", "by": "21:00"}}), delivers=True)
    life.on("2026-04-01 10:00").act("social_worker", "end_contact", person="mother", because="died", since="2026-03-31")
    (line,) = life.lines("end_contact")
    assert line.note["warnings"] == ["AD-02"], "a minor without a representative"
    assert life.items(owner="guardian", status="open") == []
    life.on("2026-04-20 10:00")
    assert life.delivered("2026-04-01 10:00", to="mother") == []
    assert life.items(owner="guardian", status="missed") == []

    # ------------------------------------------------------- the grandmother represents him now, and owes what is to come
    life.act("prosecutor", "name_contact", person="grandmother", name="芒果的外婆", phone="10000990177", device="own",
             represents=True)  # fmt: skip
    (now,) = [person for person in life.rows(Person) if person.legal_representative]
    assert now.relation == "grandmother"
    assert life.items("usage_sheet", status="open")[0].due_on == date(2026, 4, 26)
    life.act("grandmother", "give_consents", device_data=True)  # the mother's word died with her
    life.on("2026-04-27 10:00")
    assert {message.to for message in life.delivered("2026-04-20 10:00") if message.event.startswith("item")} <= {
        "grandmother",
        "minor",
    }
    assert life.delivered("2026-04-20 10:00", to="grandmother")
    with pytest.raises(BadInput):
        life.act("prosecutor", "end_contact", person="grandmother", because="died", since="2026-05-01")


def test_an_announcement_is_written_down_the_day_after() -> None:
    """Duties can be missed from the day on which they were told, not from the day somebody typed it."""
    life = start_plan(a_plan()).on("2026-03-05 09:00")
    life.act(
        "prosecutor",
        "announce",
        present=["minor", "mother"],
        explained=["period", "rules", "liability"],
        announced_on="2026-03-04",
    )
    assert life.plan.announced_on == date(2026, 3, 4)
    with pytest.raises(BadInput):
        life.act(
            "prosecutor",
            "announce",
            present=["minor"],
            explained=["period", "rules", "liability"],
            announced_on="2026-03-01",
        )


@pytest.mark.parametrize(
    ("then", "ends"),
    [
        ({"decided_by": "procuratorate", "from_on": "2026-03-02"}, []),
        ({"decided_by": "police", "from_on": "2026-03-02"}, ["2026-09-14"]),
    ],
)
def test_bail_is_counted_from_the_organ_that_decided_last(then: dict[str, str], ends: list[str]) -> None:
    """The police's bail of 15 September ends within the period; that of the procuratorate, decided anew, does not."""
    bail = [{"decided_by": "police", "from_on": "2025-09-15"}, then]
    life = start_plan(a_plan(weekly=None, months=8, case={"bail": bail, "predicted_sentence_months": 8}))
    assert [str(item.due_on) for item in life.items("bail_end")] == ends


def test_a_period_that_ends_into_a_holiday_asks_for_the_opinion_on_a_working_day() -> None:
    """Ended on 2 October: the opinion on the 8th, with the decision, and not on a Saturday in the holiday."""
    life = an_announced_plan(a_plan("2026-04-03", days_left=3, weekly=None), told_on="2026-04-07").skips_to(
        "2026-10-03 09:00"
    )
    assert life.status == "awaiting_decision"
    assert (life.due("opinion"), life.due("final_decision")) == (date(2026, 10, 8), date(2026, 10, 8))


def test_where_nobody_defended_nobody_is_served_as_defender() -> None:
    """Of age and without counsel, which the law allows: neither decision is owed to a defender."""
    alone = {"defender": {"state": "not_in_this_case"}, "legal_representative": {"state": "no_longer_a_party"}}
    opinions = TWO_VICTIMS["opinions"] | alone | {"victim": {"state": "not_in_this_case"}}
    life = start_plan(a_plan(weekly=None, born_on="2008-02-01", case={"opinions": opinions, "counsel": "none"}))
    announce_and_serve(life, "2026-03-04", present=("minor",)).skips_to("2026-09-03 10:00")
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.on("2026-09-04 10:00").act("chief_prosecutor", "decide_non_prosecution")
    served = {(row.decision, row.addressee) for row in life.rows(ServiceReceipt)}
    decisions = ("conditional_non_prosecution", "non_prosecution")
    assert served == {(decision, to) for decision in decisions for to in ("police", "minor")}


@cached_copy
def judged_on_9_april() -> SimulatedPlan:
    """Revoked for a new crime, judged to eight months on 9 April 2026; the seal is of the next day."""
    life = an_announced_plan(a_plan(weekly=None)).on("2026-03-20 10:00")
    life.act("social_worker", "report_incident", incident="x", kind="new_crime", done_on="2026-03-18", facts="再犯")
    life.act("prosecutor", "hear_minor", incident="x", text="承认")
    life.act("prosecutor", "close_incident", incident="x", finding="ground", reason="考验期内再犯")
    life.act("prosecutor", "revoke", incident="x", reason="再犯").on("2026-03-25 10:00").act("prosecutor", "prosecute")
    serve_all(life, "revocation")
    return life.on("2026-04-09 10:00").act("assistant", "record_judgment", sentence_months=8, effective_on="2026-04-08")


def judged_and_sealed() -> SimulatedPlan:
    return judged_on_9_april().on("2026-04-10 10:00")


def _found_by(life: SimulatedPlan) -> list[set[tuple[str, uuid.UUID]]]:
    """What people are found by, and who: names and phones. There is one plan in this record."""
    with life.context.database.reading() as session:
        rows = session.exec(select(PersonIndex)).all()
    return [{(row.digest, row.person_id) for row in rows if row.kind == kind} for kind in IndexKind]


def test_the_seal_of_a_judged_case_is_lifted_for_five_years_together_and_for_nothing_less() -> None:
    # ------------------------------------------------------- sealed: a suspicion, or four years and eleven months, open nothing
    life = judged_on_9_april()
    found = _found_by(life)
    assert all(found)
    life.on("2026-04-10 10:00")
    assert (life.status, _found_by(life)) == ("sealed", [set()] * 2)
    values = {"ground": "new_crime", "judged_on": "2026-04-13", "reason": "并罚判决"}
    life.on("2026-04-13 10:00")
    with pytest.raises(Refused, match="from 60"):
        life.act("prosecutor", "unseal", total_months=59, **values)
    assert life.status == "sealed"

    # ------------------------------------------------------- five years: open to its handlers, and what runs is named and runs on
    life.act("prosecutor", "unseal", total_months=60, **values)
    assert (life.status, life.plan.sealed_at) == ("unsealed", None)
    assert _found_by(life) == found, "by name and phone, as before the seal"
    (line,) = life.lines("unseal")
    assert line.note["clocks"] == ["police_sealing.2026-04-13"]
    assert line.article is not None
    assert "485" in line.article
    (decision,) = [row for row in life.rows(Decision) if row.kind == "unsealing"]
    assert decision.proposed_by != decision.decided_by
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN) as open_plan:
        assert (
            open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)["offence_article"] == "287-2"
        )
    life.on("2026-11-01 10:00")
    assert life.status == "closed"
    assert life.items(status="open") == []


def test_a_closed_plan_is_unsealed_years_later_and_a_non_prosecution_never() -> None:
    life = judged_and_sealed().on("2026-11-01 10:00")
    assert life.status == "closed"
    values = {"ground": "missed_crime", "total_months": 72, "reason": "并罚判决"}
    life.act("prosecutor", "unseal", judged_on="2026-10-30", **values)
    assert (life.status, life.plan.sealed_at) == ("closed", None)
    assert life.lines("unseal")[0].note["clocks"] == []
    life.context.vault.check(life.plan.id)

    clean = an_announced_plan(a_plan(weekly=None)).skips_to("2026-09-02 10:00")
    conclude(clean, opinion_on="2026-09-02", decided_on="2026-09-03", announced_on="2026-09-04").on("2026-09-05 10:00")
    with pytest.raises(Refused, match="no non-prosecution"):
        clean.act("prosecutor", "unseal", judged_on="2026-09-05", **values)
    assert clean.status == "sealed"


def test_a_non_prosecution_that_is_set_aside_is_prosecuted_and_sealed_as_what_it_became() -> None:
    life = an_announced_plan(a_plan(weekly=None)).skips_to("2026-09-02 10:00")
    conclude(life, opinion_on="2026-09-02", decided_on="2026-09-03", announced_on="2026-09-04").on("2026-09-05 10:00")
    assert life.status == "sealed"
    life.act(
        "chief_prosecutor",
        "revoke_non_prosecution",
        ground="found_wrong",
        reason="确有错误",
        prosecute_by="2026-12-01",
        fit_for_prosecution=True,
    )
    assert life.status == "revoked"
    life.on("2026-09-10 10:00")
    made = {row.kind for row in life.rows(Decision)}
    assert "set_aside" in made
    assert "revocation" not in made
    served = {row.addressee for row in life.rows(ServiceReceipt) if row.decision == "set_aside"}
    assert {"police", "defender", "minor", "legal_representative"} <= served
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN) as open_plan:
        dates = load_plan_dates(open_plan)
    assert dates.stage.zh == "不起诉已被撤销，待起诉"
    assert (dates.ended_on, dates.period_to) == (None, date(2026, 9, 1)), (
        "the period ran to its end, whatever came later"
    )
    written = {"facts": "事实", "evidence": "证据", "reasoning": "理由"}
    paper = perform_as(
        life.context, life.actor("prosecutor"), life.number, MakePaper, paper="set_aside", fields=written
    )
    assert paper is not None
    with pytest.raises(StateConflict):
        perform_as(life.context, life.actor("prosecutor"), life.number, MakePaper, paper="revocation", fields=written)
    life.act("prosecutor", "prosecute")
    serve_all(life, "set_aside")
    life.on("2026-10-15 10:00").act("assistant", "record_judgment", sentence_months=8, effective_on="2026-10-14")
    life.on("2026-10-16 10:00")
    assert life.status == "sealed"


def test_a_file_tells_of_an_office_that_is_asked_accepts_and_reports_back() -> None:
    """Nobody enrolled it: a rehearsal knows whoever its file names. The report is due on a day worked, after the holiday."""
    values = {"on": "2026-04-02", "by": "prosecutor"}
    acts = TypeAdapter(list[AnyAct]).validate_python(
        [values | {"did": "announce", "on": "2026-03-04", "present": ["minor", "mother"], "explained": ["period", "rules", "liability"]},
         values | {"did": "ask_assistance", "office": "另县"},
         values | {"did": "accept_assistance", "on": "2026-04-03", "social_worker": "ling.worker"}]
    )  # fmt: skip
    life = SimulatedPlan(run_rehearsal(a_plan(weekly=None), acts, date(2026, 4, 4)))
    assert [line.act for line in life.lines() if line.act == "refused"] == []
    assert life.plan.assisting_office_id is not None
    assert life.due("assisted_report") == date(2026, 5, 6), "3 May lies in the holiday"
    assert life.plan.office_id != life.plan.assisting_office_id, "the decision stays where it was made"


def test_a_period_is_extended_on_its_last_day_with_a_word_of_warning_and_never_afterwards() -> None:
    """Known from memory only, the rule refuses nothing; whoever signs is told, and the report of exceptions tells it."""
    plan = a_plan(weekly=None, taken_over_on="2026-08-31", announced_on="2026-03-04")
    life = start_plan(plan, team_works=False).on("2026-09-01 16:00")
    life.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="还需巩固")
    life.act("department_head", "countersign", step="change_period")
    life.act("prosecutor", "change_period", new_end_on="2026-11-01", reason="还需巩固")
    assert (life.status, life.plan.period_to) == ("under_supervision", date(2026, 11, 1))
    assert life.lines("change_period")[0].note["warnings"] == ["PB-03"]
    assert life.on("2026-09-02 08:00").status == "under_supervision"
    life.skips_to("2026-11-02 08:00")
    with pytest.raises(Refused):
        life.act("prosecutor", "change_period", new_end_on="2026-12-01", reason="还需巩固")


def test_a_shortening_that_is_sent_again_after_an_extension_is_one_decision() -> None:
    life = start_plan(a_plan(weekly=None), team_works=False).on("2026-06-01 10:00")
    for end in ("2026-11-01", "2026-10-09"):
        life.act("prosecutor", "propose", step="change_period", new_end_on=end, reason="视表现")
        life.act("department_head", "countersign", step="change_period")
        life.act("prosecutor", "change_period", new_end_on=end, reason="视表现")
    life.act("prosecutor", "change_period", new_end_on=end, reason="视表现")
    assert [row.kind for row in life.rows(Decision)][1:] == ["extension", "shortening"]


def test_an_outcome_announced_on_friday_and_typed_on_monday_was_announced_on_friday() -> None:
    """After-care runs from the day it was told; the seal leaves a day for asking whether it is wanted."""
    plan = a_plan(weekly=None, born_on="2008-02-01", taken_over_on="2026-08-31", announced_on="2026-03-04")
    life = start_plan(plan, team_works=False).on("2026-09-02 10:00")
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.on("2026-09-03 10:00").act("chief_prosecutor", "decide_non_prosecution").on("2026-09-07 10:00")
    for wrong in ("2026-09-02", "2026-09-08"):
        with pytest.raises(BadInput):
            life.act("prosecutor", "announce_outcome", announced_on=wrong)
    life.act("prosecutor", "announce_outcome", announced_on="2026-09-04")
    assert life.plan.outcome_announced_on == date(2026, 9, 4)
    life.act("minor", "answer_after_care", consent=True)
    with life.context.database.reading() as session:
        (card,) = session.exec(select(AfterCare)).all()
    assert card.until_on == date(2027, 3, 4)
    assert life.status == "non_prosecuted"
    assert life.on("2026-09-08 10:00").status == "sealed"


def test_answered_after_the_seal_the_receipt_is_owed_on_the_nameless_list() -> None:
    def still_runs(life: SimulatedPlan) -> list[ClosingListEntry]:
        with life.context.database.reading() as session:
            query = select(ClosingListEntry).where(
                ClosingListEntry.plan_number == life.number, ClosingListEntry.clock == "service"
            )
            return [row for row in session.exec(query) if row.done_on is None]

    life = an_announced_plan(a_plan(weekly=None))
    conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07").on("2026-09-09 10:00")
    assert life.plan.sealed_at is not None
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-09-07")
    life.act("chief_prosecutor", "decide_remedy", remedy="reconsideration", outcome="upheld",
             examined_by="gui.prosecutor")  # fmt: skip
    (due,) = still_runs(life)
    assert (due.addressee, due.ends_on) == ("police", date(2026, 10, 9))
    life.act("clerk", "record_service", to="police", decision="reconsideration")
    assert still_runs(life) == []
    assert life.items("service", status="open") == []

"""What has to have happened before each verb, to do it twice (tests/casework/test_sent_again.py); and what a second time
does by its nature."""

from base64 import b64encode
from collections import Counter
from collections.abc import Callable

from sqlalchemy import select
from sqlmodel import SQLModel

from models.base import new_id
from models.decision import Decision, Incident, ServiceReceipt
from models.item import Item, Submission
from models.message import Message
from models.office import Staff
from models.plan import Condition
from tests.builders import BOTH_CONSENTS, PLACE, SimulatedPlan, an_announced_plan
from tests.casework.every_operation import PERSON_OPERATIONS
from tests.pictures import a_recording

Before = Callable[[SimulatedPlan], object]


def nothing(life: SimulatedPlan) -> None:
    """Nothing need have happened before."""


def silent(life: SimulatedPlan) -> None:
    life.on("2026-03-10 11:00").act("minor", "explain", item="weekly_note", due_on="2026-03-09", text="病了")


def with_a_recording(life: SimulatedPlan) -> None:
    life.act("prosecutor", "agree_on_attachments", voice=True)
    said = b64encode(a_recording()).decode()
    life.act("minor", "submit", item="weekly_note", due_on="2026-03-09", voice_base64=said)


def reported(life: SimulatedPlan) -> None:
    life.act("prosecutor", "report_incident", incident="one", kind="new_crime", done_on="2026-03-05", facts="有人反映")


def heard(life: SimulatedPlan) -> None:
    reported(life)
    life.act("prosecutor", "hear_minor", incident="one", text="听取")


def ground(life: SimulatedPlan) -> None:
    heard(life)
    life.act("prosecutor", "close_incident", incident="one", finding="ground", reason="属实")


def revoked(life: SimulatedPlan) -> None:
    ground(life)
    life.act("prosecutor", "revoke", incident="one", reason="属实")


def revocation_proposed(life: SimulatedPlan) -> None:
    ground(life)
    life.act("prosecutor", "propose", step="revoke", incident="one", reason="属实")


def end_proposed(life: SimulatedPlan) -> None:
    life.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="依法")


def prosecuted(life: SimulatedPlan) -> None:
    revoked(life)
    life.act("prosecutor", "prosecute")


def asked(life: SimulatedPlan) -> None:
    life.act(
        "minor", "ask_leave", leave="trip", from_on="2026-03-20", to_on="2026-03-22", destination="邻市", reason="探亲"
    )


def handed_over(life: SimulatedPlan) -> None:
    life.act("social_worker", "hand_over", role="social_worker", to="second.worker")


def views_asked(life: SimulatedPlan) -> None:
    life.act("social_worker", "ask_views")


def doubted(life: SimulatedPlan) -> None:
    life.act("prosecutor", "doubt_age", claimed_born_on="2010-10-08", source="出生纸")


def pending(life: SimulatedPlan) -> None:
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04")


def reviewed(life: SimulatedPlan) -> None:
    life.act("clerk", "file_remedy", remedy="higher_review", decision_received_on="2026-03-04")


def objected(life: SimulatedPlan) -> None:
    life.act("mother", "object", objection_by="legal_representative", against="conditions", text="太多了")


def data_asked(life: SimulatedPlan) -> None:
    life.act("minor", "ask_about_data", wish="copy", text="想看看写了我什么")


def talk_asked(life: SimulatedPlan) -> None:
    life.act("minor", "ask_about_data", wish="talk", text="想谈谈")


def in_danger(life: SimulatedPlan) -> None:
    life.act("social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤")


def proposed(life: SimulatedPlan) -> None:
    life.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="视表现")


def over(life: SimulatedPlan) -> None:
    life.skips_to("2026-09-03 10:00")


def with_opinion(life: SimulatedPlan) -> None:
    """After `over`."""
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")


def decided(life: SimulatedPlan) -> None:
    """After `with_opinion`."""
    life.act("chief_prosecutor", "decide_non_prosecution")


FOLLOWS: dict[Before, Before] = {with_opinion: over, decided: with_opinion}
"""What comes half a year later, and what it follows on: so long is lived once for all of them."""


def progressed(life: SimulatedPlan) -> None:
    life.act("assistant", "record_progress", condition="A1", amount=1, done_on="2026-03-05")


def placed(life: SimulatedPlan) -> None:
    life.act("social_worker", "place", **PLACE)


def victim_out(life: SimulatedPlan) -> None:
    """A victim has not signed yet, and the clerk has a number to call back."""
    with life.context.database.transaction() as session:
        clerk = session.get_one(Staff, life.staff("clerk").id)
        clerk.phone = "0900-8600001"
        session.add(clerk)
        session.add(ServiceReceipt(id=new_id(life.now), plan_id=life.plan.id, decision="conditional_non_prosecution",
                            addressee="victim"))  # fmt: skip


def goal_offered(life: SimulatedPlan) -> None:
    PERSON_OPERATIONS["agree_on_goal"].do(life.context, life.actor("social_worker"), life.number)
    PERSON_OPERATIONS["assess_goal"].do(life.context, life.actor("prosecutor"), life.number)
    for before in (over, with_opinion, decided):
        before(life)
    life.act("prosecutor", "announce_outcome", present=["minor", "mother"])


BEFORE: dict[str, Before] = {
    "ask_to_sign": victim_out, "answer_explanation": silent, "give_view": views_asked, "change_period": proposed,
    "accept_hand_over": handed_over, "hear_minor": reported, "close_incident": heard, "decide_leave": asked,
    "record_police_station": asked,
    "record_feedback": in_danger, "answer_data_request": data_asked, "answer_talk": talk_asked, "settle_age": doubted, "decide_remedy": pending,
    "decide_non_prosecution": with_opinion, "revoke": revocation_proposed, "prosecute": revoked,
    "record_judgment": prosecuted, "announce_outcome": decided, "end_otherwise": end_proposed,
    "answer_after_care": decided, "end_after_care": decided, "answer_goal_offer": goal_offered, "review": silent, "write_down_recording": with_a_recording, "countersign": proposed, "return_proposal": proposed,
    "withdraw_proposal": proposed, "record_remedy_answer": reviewed, "answer_objection": objected,
    "withdraw_objection": objected, "cancel_session": progressed,
    "record_placement_report": placed, "end_placement": placed,
}  # fmt: skip
"""What has to have happened before a verb can be done; before all others nothing."""


AROUND_THE_PLAN = (
    "order_guardian", "end_order", "send_suggestion", "record_suggestion_reply", "ask_aid", "answer_aid", "refer", "record_referral_answer",
    "record_assessment", "ask_certificate", "record_certificate", "change_cadence", "move_item", "adopt_edition",
    "ask_assistance", "record_declined_assistance", "ask_assistance", "decline_assistance",
    "ask_assistance", "accept_assistance", "assist_elsewhere", "end_assistance",
)  # fmt: skip
ADDING = {"explain", "record_progress", "hand_over", "report_danger", "change_condition", "assist_elsewhere",
          "write_opinion", "record_order_hours",
          "record_assisted_report", "set_support_level"}  # fmt: skip
"""An explanation, progress, a hand-over and a report of harm are new facts each time they are told."""
AFTER_A_CORRECTION = ("decide_after_correction",)
AFTER_THE_SEAL = ("ask_access", "answer_access", "end_access", "revoke_non_prosecution")


KEPT_AGAIN = ("submission", "explanation", "unavailability_period")
"""Words that are kept each time they are said, and count once."""


SEEN = (
    (Item.kind, Item.label, Item.due_on, Item.status), (Decision.kind,), (Incident.label, Incident.status),
    (Message.event, Message.recipient_id, Message.channel), (Condition.kind, Condition.ended_on),
)  # fmt: skip


def effects(life: SimulatedPlan) -> dict[str, object]:
    """All that somebody could notice: what is decided, owed, said and on record, without journal lines."""
    tables = [name for name in SQLModel.metadata.tables if not name.startswith(("journal", "chain", *KEPT_AGAIN))]
    count = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
    with life.context.database.reading() as session:
        plan = life.context.find(session, life.number)
        return {
            "plan": plan.model_dump(exclude={"version", "wake_at", "woken_by_id"}),
            "rows": {name: number for name, number in session.connection().exec_driver_sql(count)},
        } | {str(columns[0]): Counter(map(tuple, session.connection().execute(select(*columns)))) for columns in SEEN}


def test_a_second_submission_is_kept_as_an_addition_and_counts_no_second_time() -> None:
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False).on("2026-03-09 12:00")
    first = PERSON_OPERATIONS["submit"].do(life.context, life.actor("minor"), life.number)
    life.on("2026-03-11 12:00")
    second = PERSON_OPERATIONS["submit"].do(life.context, life.actor("minor"), life.number)
    assert (first.addition, first.late, second.addition, second.late) == (False, False, True, True)
    assert second.status == "on_time"  # a correction makes nothing late
    assert [row.addition for row in life.rows(Submission)] == [False, True]
    assert life.item("weekly_note", "2026-03-09").received_at == first.received_at


def test_a_corrected_answer_is_announced_again() -> None:
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False, delivers=True)
    silent(life)
    life.act("assistant", "answer_explanation", item="weekly_note", due_on="2026-03-09", answer="missed", reason="不实")
    life.on("2026-03-12 10:00")
    life.act(
        "assistant", "answer_explanation", item="weekly_note", due_on="2026-03-09", answer="excused", reason="更正"
    )
    assert life.texts("2026-03-10 11:00", to="minor").count("S6") == 2
    assert life.item("weekly_note", "2026-03-09").status == "excused"

"""Done twice, a verb does no harm: nothing more is decided, owed or said. (Those that need little before them:
tests/casework/test_sent_again.py.)"""

import contextlib
from collections import Counter
from collections.abc import Callable

from sqlmodel import SQLModel

from core.errors import SunwardError
from models.base import new_id
from models.decision import Decision, Incident, ServiceReceipt
from models.item import Submission
from models.office import Staff
from models.plan import Condition
from tests.builders import (
    BOTH_CONSENTS,
    SimulatedPlan,
    an_announced_plan,
    conclude,
)
from tests.cached_plans import cached_copy
from tests.casework.every_operation import ON_ONE_PLAN, PERSON_OPERATIONS

Before = Callable[[SimulatedPlan], object]


def nothing(life: SimulatedPlan) -> None:
    """Nothing need have happened before."""


def silent(life: SimulatedPlan) -> None:
    life.on("2026-03-10 11:00").act("minor", "explain", item="weekly_note", due_on="2026-03-09", text="病了")


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
    life.act("prosecutor", "propose", step="end_otherwise", how="no_liability", reason="依法")


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


def agreed_on_a_word(life: SimulatedPlan) -> None:
    life.act("social_worker", "agree_on_submitter_check", way="code_word")


def noted(life: SimulatedPlan) -> None:
    life.act("minor", "submit", item="weekly_note", due_on="2026-03-09", text="都好")


def victim_out(life: SimulatedPlan) -> None:
    """A victim has not signed yet, and the clerk has a number to call back."""
    with life.context.database.transaction() as session:
        clerk = session.get_one(Staff, life.staff("clerk").id)
        clerk.phone = "0900-8600001"
        session.add(clerk)
        session.add(ServiceReceipt(id=new_id(life.now), plan_id=life.plan.id, decision="conditional_non_prosecution",
                            addressee="victim"))  # fmt: skip


TWICE: list[tuple[str, Before]] = [
    ("announce", nothing), ("record_service", nothing), ("ask_to_sign", victim_out), ("make_paper", nothing), ("attach_former_record", nothing), ("submit", nothing), ("answer_explanation", silent),
    ("dismiss_items", nothing), ("evaluate", nothing), ("propose_evaluation", nothing), ("ask_views", nothing), ("give_view", views_asked),
    ("rate_needs", nothing), ("record_situation", nothing), ("record_questionnaire", nothing), ("change_period", proposed), ("accept_hand_over", handed_over), ("report_incident", nothing),
    ("hear_minor", reported), ("close_incident", heard), ("ask_leave", nothing), ("decide_leave", asked),
    ("record_police_station", asked), ("pause_messages", nothing), ("agree_on_attachments", nothing), ("agree_on_submitter_check", nothing), ("set_own_word", agreed_on_a_word), ("confirm_submitter", noted), ("name_contact", nothing), ("end_contact", nothing), ("record_feedback", in_danger),
    ("ask_about_data", nothing), ("answer_data_request", data_asked), ("give_consents", nothing), ("withdraw_consent", nothing), ("doubt_age", nothing), ("settle_age", doubted),
    ("file_remedy", nothing), ("decide_remedy", pending), ("record_unable", nothing), ("hear_victim", nothing), ("record_statement", nothing),
    ("decide_non_prosecution", with_opinion), ("revoke", revocation_proposed), ("prosecute", revoked),
    ("record_judgment", prosecuted), ("announce_outcome", decided), ("end_otherwise", end_proposed),
    ("answer_after_care", decided), ("review", silent), ("propose", nothing), ("countersign", proposed), ("return_proposal", proposed),
    ("withdraw_proposal", proposed), ("record_remedy_answer", reviewed), ("add_addressee", nothing),
    ("object", nothing), ("answer_objection", objected), ("withdraw_objection", objected), ("restart_review", nothing),
    ("record_measure", nothing), ("correct_fact", nothing), ("hold_hearing", nothing),
    ("record_contact_hours", nothing), ("opt_out", nothing), ("record_informed", nothing),
    ("cancel_session", progressed), ("record_call", nothing), ("record_message_in_person", nothing), ("record_paper_notice", nothing),
]  # fmt: skip


AROUND_THE_PLAN = (
    "order_guardian", "end_order", "send_suggestion", "record_suggestion_reply", "ask_aid", "answer_aid", "refer", "record_referral_answer",
    "record_assessment", "ask_certificate", "record_certificate", "change_cadence", "move_item", "adopt_edition",
    "ask_assistance", "record_declined_assistance", "ask_assistance", "decline_assistance",
    "ask_assistance", "accept_assistance", "assist_elsewhere", "end_assistance",
)  # fmt: skip
ADDING = {"note", "explain", "record_progress", "hand_over", "report_danger", "change_condition", "assist_elsewhere",
          "write_opinion", "settle_property", "comment_on_progress", "record_order_hours",
          "record_assisted_report", "set_support_level"}  # fmt: skip
"""A note, an explanation, progress, a hand-over and a report of harm are new facts each time they are told."""
AFTER_A_CORRECTION = ("decide_after_correction",)
AFTER_THE_SEAL = ("ask_access", "answer_access", "end_access", "revoke_non_prosecution")


KEPT_AGAIN = ("submission", "explanation", "unavailability_period", "fact")
"""Words that are kept each time they are said, and count once."""


def effects(life: SimulatedPlan) -> dict[str, object]:
    """All that somebody could notice: what is decided, owed, said and on record, without journal lines."""
    tables = [name for name in SQLModel.metadata.tables if not name.startswith(("journal", "chain", *KEPT_AGAIN))]
    count = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables)
    with life.context.database.reading() as session:
        rows = {name: number for name, number in session.connection().exec_driver_sql(count)}
    return {
        "plan": life.plan.model_dump(exclude={"version", "wake_at", "woken_by_id"}),
        "items": Counter((i.kind, i.label, str(i.due_on), i.status) for i in life.items()),
        "decisions": Counter(row.kind for row in life.rows(Decision)),
        "messages": Counter((m.event, m.recipient_id, m.channel) for m in life.posted()),
        "conditions": Counter((row.kind, row.ended_on) for row in life.rows(Condition)),
        "incidents": Counter((row.label, row.status) for row in life.rows(Incident)),
        "rows": rows,
    }


@cached_copy
def concluded() -> SimulatedPlan:
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False)
    return conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07")


def one_after_the_other(life: SimulatedPlan, names: tuple[str, ...]) -> None:
    """Each verb is done twice, and the second time nothing more is done."""
    for name in names:
        verb = PERSON_OPERATIONS[name]
        actor = life.actor(verb.by)
        verb.do(life.context, actor, life.number)
        life.process_due()
        once = effects(life)
        with contextlib.suppress(SunwardError):
            verb.do(life.context, actor, life.number)
        life.process_due()
        assert effects(life) == once, name


def test_after_the_seal_too_everything_is_done_once() -> None:
    life = concluded().on("2026-09-08 09:00")
    one_after_the_other(life, AFTER_THE_SEAL)
    assert life.status == "revoked"


def test_a_judgments_seal_is_lifted_once() -> None:
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False).on("2026-03-06 10:00")
    prosecuted(life)
    life.act("assistant", "record_judgment", sentence_months=8, effective_on="2026-03-06").on("2026-03-09 12:00")
    assert life.status == "sealed"
    one_after_the_other(life, ("unseal",))
    assert life.status == "unsealed"


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


def test_every_verb_is_tried_twice_or_adds_by_its_nature() -> None:
    reading = {"draft_paper", "volume_of", "read_sealed"}
    tried_elsewhere = {
        "make_decision_pack"
    }  # tests/casework/documents/test_papers.py: it needs more than this machine may have
    together = {*ON_ONE_PLAN, *AROUND_THE_PLAN, *AFTER_A_CORRECTION, *AFTER_THE_SEAL, "restore_contact", "unseal"}
    assert {name for name, _ in TWICE} | ADDING | reading | tried_elsewhere | together == set(PERSON_OPERATIONS)


def test_sealed_twice_is_sealed_once() -> None:
    from casework.seal.sealing import seal_record

    life = concluded()
    (item,) = life.items("sealing")
    life.on("2026-09-08 09:00")
    lines = len(life.lines())
    seal_record(life.context, life.number, item.id)
    assert len(life.lines()) == lines
    assert [line.act for line in life.lines()].count("seal") == 1

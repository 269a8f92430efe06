"""Sealed: found by no search, opened by no page, readable by nobody but the archive's holder; two small things outlive it."""

import uuid

import pytest
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel, select

from casework.acting.entry import LATE_FACT_AS_A_NOTE, LATE_FACT_ELSEWHERE
from casework.acting.resources import NO_SUCH_PLAN
from casework.acting.rights import OPERATIONS, Actor, missing_right_in_case
from casework.acting.rights.phase_checks import opens_sealed
from casework.usage.acts import CloseUsageReview
from casework.usage.review import store_closed_review
from core.errors import Archived, DecryptionError, NotAllowed, NotFound, ReauthenticationRequired, Refused, SunwardError
from law.transitions import End
from models.chain import link_committed
from models.chain_check import verify
from models.decision import AfterCare, ClosingListEntry
from models.journal import DETAIL_FIELD
from models.office import Office, Role, Staff
from models.person import Person
from models.search import PersonIndex
from tests.builders import (
    BOTH_CONSENTS,
    IDENTITY_NUMBER,
    SimulatedPlan,
    an_announced_plan,
    conclude,
    enrol,
    serve_all,
)
from tests.casework.every_operation import ON_ONE_PLAN, PERSON_OPERATIONS
from tests.casework.test_every_act_in_its_time import sealed as a_sealed_life
from tests.machine_logs import as_export
from tests.usage_files import count_file

_FIELDS = {
    "own_code.document": "own_code.document",
    "plan.case_document": "plan.case", "person.document": "person.document", "condition.document": "condition.document",
    "decision.document": "decision.document", "submission.document": "submission.document",
    "explanation.document": "explanation.document", "explanation.answer_document": "explanation.answer",
    "journal_line.detail_sealed": DETAIL_FIELD, "unavailability_period.document": "unavailability_period.document",
    "objection.document": "objection.document", "objection.answer_document": "objection.answer",
    "entry.document": "entry.document",
    "document_version.content": "document_version.content", "document_version.values": "document_version.values",
    "incident.document": "incident.document", "leave.document": "leave.document",
    "usage_device.unplaced": "usage_device.unplaced",
    "usage_source.document": "usage_source.document", "usage_day.document": "usage_day.document",
    "usage_review.document": "usage_review.document",
    "usage_remark.document": "usage_remark.document", "usage_remark.answer_document": "usage_remark.answer",
    "usage_review.became": "usage_review.became",
    "usage_goal.document": "usage_goal.document",
    "usage_goal.ending": "usage_goal.ending",
    "card_restriction.document": "card_restriction.document",
    "proposal_remark.document": "proposal_remark.document",
    "guardian_order.document": "guardian_order.document",
    "request.document": "request.document", "request.answers": "request.answers",
}  # fmt: skip


@pytest.fixture(scope="module")
def sealed() -> SimulatedPlan:
    """A plan with a word about the child in every place there is, non-prosecuted, sealed on 8 September 2026."""
    life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False).on("2026-03-10 11:00")
    life.act("minor", "explain", item="weekly_note", due_on="2026-03-09", text="病了")
    life.act(
        "assistant", "answer_explanation", item="weekly_note", due_on="2026-03-09", answer="excused", reason="属实"
    )
    life.act("minor", "submit", item="weekly_note", due_on="2026-03-16", text="都好")
    life.act("mother", "object", objection_by="legal_representative", against="conditions", text="次数太多")
    life.act("prosecutor", "answer_objection", against="conditions", adopted=False, reason="视效果再减")
    life.act("social_worker", "note", topic="family", text="母亲在外打工")
    life.act("minor", "ask_about_data", wish="copy", text="想看看写了我什么")
    life.act("prosecutor", "answer_data_request", place=1, outcome="done", reason="当面看过")
    life.act("prosecutor", "record_unable", from_on="2026-03-20", to_on="2026-03-23", reason="illness", text="住院")
    life.act("prosecutor", "report_incident", incident="x", kind="public_security", done_on="2026-03-09", facts="打架")
    life.act("prosecutor", "hear_minor", incident="x", text="对方先动手")
    life.act("prosecutor", "close_incident", incident="x", finding="dismissed", reason="轻微")
    life.act(
        "minor", "ask_leave", leave="y", from_on="2026-03-28", to_on="2026-03-29", destination="邻市", reason="探亲"
    )
    life.act("prosecutor", "decide_leave", leave="y", approved=True)
    life.act("social_worker", "rate_needs", time="start", family=1, text="母亲不在家")
    life.act("social_worker", "record_situation", subject="school_or_work", state="in_work", text="在面馆")
    life.act("assistant", "record_questionnaire", questionnaire="iat", taken_on="2026-03-10", total=44,
             minor_consented_on="2026-03-09", representative_consented_on="2026-03-09")  # fmt: skip
    life.act("social_worker", "propose_evaluation", result="continue", reason="都好")
    life.act("minor", "comment_on_progress", text="不全是这样")
    life.act("prosecutor", "make_paper", paper="certificate_guidance")
    measured(life)
    for name in ("order_guardian", "send_suggestion", "record_suggestion_reply", "ask_aid", "answer_aid", "refer",
                 "record_referral_answer", "record_assessment", "set_support_level"):  # fmt: skip
        PERSON_OPERATIONS[name].do(life.context, life.actor(PERSON_OPERATIONS[name].by), life.number)
    conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07")
    life.act("minor", "answer_after_care", consent=True)
    return life.on("2026-09-08 09:00")


def measured(life: SimulatedPlan) -> None:
    """Devices, files, remarks, a question left open, cards: everything there is of digital use."""
    for name in ON_ONE_PLAN:
        if name not in (
            "hand_in_sheet",
            "withdraw_usage",
            "close_usage_review",
            "record_usage_follow_up",
        ):
            verb = PERSON_OPERATIONS[name]
            verb.do(life.context, life.actor(verb.by), life.number)
    log = as_export(("不认识", "2026-03-06 22:30", "2026-03-06 23:30"))
    count_file(life, log, "social_worker")
    with life.context.open_for_update(
        life.number, life.actor("social_worker"), CloseUsageReview.operation
    ) as open_plan:
        review = store_closed_review(open_plan, None, {"text": "谈过了"})
        review.became = open_plan.seal("usage_review.became", review.id, {"became": "done", "text": "谈过"})


def encrypted(life: SimulatedPlan) -> list[tuple[str, uuid.UUID, bytes]]:
    """Every encrypted word of the plan in the record: which field, which row, the sealed text."""
    found = []
    with life.context.database.reading() as session:
        for name, table in SQLModel.metadata.tables.items():
            columns = [c.name for c in table.columns if isinstance(c.type, LargeBinary)]
            if not columns or ("plan_id" not in table.columns and name != "plan"):
                continue
            owner = table.c.plan_id if "plan_id" in table.columns else table.c.id
            for row in session.execute(table.select().where(owner == life.plan.id)).mappings():
                found += [(f"{name}.{column}", row["id"], row[column]) for column in columns if row[column]]
    return found


def test_before_the_seal_everything_can_be_read_and_after_it_nothing(sealed: SimulatedPlan) -> None:
    words = encrypted(sealed)
    assert {field for field, _, _ in words} == set(_FIELDS)  # a new encrypted column has to be added here
    for field, row_id, text in words:
        with pytest.raises(Archived):
            sealed.context.vault.open(sealed.plan.id, _FIELDS[field], row_id, text)


def test_with_the_archives_key_the_law_can_look_again(sealed: SimulatedPlan) -> None:
    vault, plan_id = sealed.context.vault, sealed.plan.id
    with pytest.raises(SunwardError):
        vault.release(plan_id, bytes(32))
    vault.release(plan_id, sealed.context.archive_key)
    try:
        for field, row_id, text in encrypted(sealed):
            assert vault.open(plan_id, _FIELDS[field], row_id, text).startswith("{")
    finally:
        vault.rewrap(plan_id, sealed.context.archive_key)


def test_nobody_is_found_by_the_identity_number_any_more(sealed: SimulatedPlan) -> None:
    with sealed.context.database.reading() as session:
        digest = sealed.context.vault.index(IDENTITY_NUMBER)
        assert session.exec(select(PersonIndex).where(PersonIndex.digest == digest)).all() == []


def test_what_outlives_the_seal_has_no_way_back(sealed: SimulatedPlan) -> None:
    """The closing list names nobody; the card knows a name and a phone, and neither plan nor office."""
    with sealed.context.database.reading() as session:
        (card,) = session.exec(select(AfterCare)).all()
        rows = session.exec(select(ClosingListEntry)).all()
        people = {str(person.id) for person in session.exec(select(Person))}
    words = sealed.context.vault.open_document(card.key_id, "after_care.document", card.id, card.document)
    assert set(words) == {"call", "phone", "helper"}
    with pytest.raises((DecryptionError, SunwardError)):
        sealed.context.vault.open_document(sealed.plan.id, "after_care.document", card.id, card.document)
    assert "plan_id" not in AfterCare.model_fields
    assert {"plan_id", "person_id"} & set(ClosingListEntry.model_fields) == set()
    for row in rows:
        assert not people & {str(value) for value in row.model_dump().values()}


# What is still possible after the seal: facts that name nobody, and the answers that are owed about them.
STILL_DONE = {"record_service", "file_remedy", "ask_access", "answer_access", "read_sealed", "end_access",
              "decide_remedy"}  # fmt: skip
STILL_DONE |= {
    name for name, verb in PERSON_OPERATIONS.items()
    if verb.act.fits and verb.act.fits.after_the_seal and verb.by not in ("social_worker", "minor", "mother")
}  # fmt: skip
"""Who may not know of a sealed plan finds none, whatever they would have recorded."""


def test_a_sealed_plan_is_opened_by_nothing_that_does_not_say_so(sealed: SimulatedPlan) -> None:
    """Whatever somebody has a right to, and whether they only look: no verb and no view has to remember the seal."""
    refused, asked = (Archived, NotFound, NotAllowed, ReauthenticationRequired), 0
    late = (LATE_FACT_AS_A_NOTE, LATE_FACT_ELSEWHERE)
    actors = {role: sealed.actor(role.value) for role in _TEAM}
    opening = sealed.context.open_for_update, sealed.context.open_for_reading
    for right in OPERATIONS.values():
        for place, role in enumerate(sorted(right.by.keys() & _TEAM) if not opens_sealed(right) else ()):
            for open_it in opening[: 1 if place else 2]:
                with pytest.raises((*refused, Refused)) as err, open_it(sealed.number, actors[role], right):
                    pytest.fail(f"{role.value} opened it by {right}")
                if err.type is Refused:
                    assert right.fact, right.code
                    assert err.value.reason in late, right.code
                asked += 1
    assert asked > 150


def test_whoever_is_not_of_the_case_is_told_of_no_seal_whatever_they_come_with() -> None:
    """A colleague of the same office or of another who comes with a fact hears that they may not, as before the seal, or
    what is said of a number that there is not: never that there is a sealed record."""
    life = a_sealed_life()
    with life.context.database.reading() as session:
        own = session.get_one(Office, life.plan.office_id).name
    enrol(life.context, own, "social_worker yy.social_worker")
    enrol(
        life.context, "另县", *(f"{role} zz.{role}" for role in ("prosecutor", "assistant", "social_worker", "clerk"))
    )
    with life.context.database.reading() as session:
        everybody = session.exec(select(Staff)).all()
        actors = [Actor.of_staff(staff) for staff in everybody if staff.login.startswith(("yy.", "zz."))]
    assert len(actors) == 5
    for right in OPERATIONS.values():
        for actor in actors if right.fact else ():
            with pytest.raises((NotAllowed, NotFound)) as err, life.context.open_for_update(life.number, actor, right):
                pytest.fail(f"{actor.role} opened it by {right.code}")
            is_none = err.type is NotFound and err.value.reason == NO_SUCH_PLAN
            assert is_none or err.value.reason == missing_right_in_case(right, actor).reason, right.code


_TEAM = {Role.PROSECUTOR, Role.ASSISTANT, Role.SOCIAL_WORKER, Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.CLERK}


def test_the_journal_of_a_sealed_plan_is_still_verifiable(sealed: SimulatedPlan) -> None:
    key = sealed.context.vault.chain_key
    with sealed.context.database.transaction() as session:
        while link_committed(session, key, sealed.now):
            pass
    with sealed.context.database.reading() as session:
        report = verify(session, key)
    assert report.faults == []
    assert report.head.number >= len(sealed.lines())


def test_an_end_without_prosecution_is_sealed_and_a_file_that_went_elsewhere_is_only_closed() -> None:
    for how, status in ((End.NO_CRIMINAL_FACT, "sealed"), (End.CHANGE_OF_JURISDICTION, "closed")):
        life = an_announced_plan(usage=BOTH_CONSENTS, team_works=False, delivers=True).on("2026-03-06 10:00")
        life.act("chief_prosecutor", "end_otherwise", how=how, reason="依法").on("2026-03-07 12:00")
        if how is End.NO_CRIMINAL_FACT:
            assert life.status == "ended_otherwise", "a non-prosecution is announced before it is sealed"
            life.act("prosecutor", "announce_outcome")
        else:
            assert life.status == "ended_otherwise", "the police are served before the file is closed here"
            serve_all(life, "end_otherwise")
        life.on("2026-03-10 12:00")
        assert life.status == status
        assert [message for message in life.delivered("2026-03-06 10:00") if message.to in ("minor", "mother")] == []

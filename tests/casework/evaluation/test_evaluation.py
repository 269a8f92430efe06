"""What is recorded of how somebody is doing: by whom, with whose consent, and what never happens with it."""

import json
import re
from datetime import date, timedelta

import pytest

from casework.acting.performing import perform_as
from casework.acting.rights import SYSTEM
from casework.acting.rights.read_operations import READ_EVALUATION, READ_OWN
from casework.evaluation.acts import AskViews, CommentOnProgress, RateNeeds, RecordQuestionnaire, RecordSituation
from casework.evaluation.evaluation_view import EvaluationView, load_evaluation
from casework.evaluation.ledger import load_ledger
from casework.evaluation.milestones import list_askable_viewpoints
from casework.evaluation.progress import load_own_progress
from core.errors import BadInput, NotAllowed, Refused
from evaluation.instruments import ScoreChange
from evaluation.ledger import LedgerStatus
from evaluation.needs import AssessmentPoint, Domain, NeedChange
from models.entry import Entry
from tests.builders import SimulatedPlan, an_announced_plan, open_view


@pytest.fixture(scope="module")
def life() -> SimulatedPlan:
    """A plan in its sixth week: two notes on time, one late, one in hospital, one never heard of, one talked about."""
    life = an_announced_plan(delivers=True)
    life.on("2026-03-09 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    life.on("2026-03-18 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-16")
    life.act("prosecutor", "record_unable", from_on="2026-03-20", to_on="2026-03-24", reason="hospital")
    life.on("2026-03-30 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-30")
    life.on("2026-04-07 11:00").act("minor", "explain", item="weekly_note", due_on="2026-04-06", text="手机坏了")
    return life.on("2026-04-14 12:00")


def view_of(life: SimulatedPlan) -> EvaluationView:
    return open_view(load_evaluation, life.context, life.actor("social_worker"), life.number, right=READ_EVALUATION)


def test_the_ledger_has_each_thing_with_evidence_and_proof(life: SimulatedPlan) -> None:
    minors, *others = view_of(life).ledger
    assert minors.owner == "minor"
    status = {str(line.due_on): line.status for line in minors.lines}
    assert status == {
        "2026-03-09": LedgerStatus.ON_TIME, "2026-03-16": LedgerStatus.LATE, "2026-03-23": LedgerStatus.UNABLE,
        "2026-03-30": LedgerStatus.ON_TIME, "2026-04-06": LedgerStatus.EXPLAINED, "2026-04-13": LedgerStatus.NOT_RECEIVED,
    }  # fmt: skip
    late = minors.lines[1]
    assert [(each.what, str(each.on)) for each in late.evidence] == [("page", "2026-03-18")]
    assert late.proof.proven
    assert late.proof.tried >= 2
    assert not any(line.against for line in minors.lines)  # nobody has been counted as missing yet
    assert {column.owner for column in others} >= {"social_worker", "clerk"}
    assert all(column.counts[LedgerStatus.ON_TIME] for column in others if column.owner == "clerk")


def test_a_workers_visit_that_was_not_made_stands_in_the_workers_column(life: SimulatedPlan) -> None:
    lazy = an_announced_plan(team_works=False).on("2026-03-25 12:00")
    with lazy.context.open_for_reading(lazy.number, lazy.actor("prosecutor"), READ_EVALUATION) as open_plan:
        by_owner = {column.owner: column for column in load_ledger(open_plan)}
    worker = [line for line in by_owner["social_worker"].lines if line.kind == "worker_contact"]
    assert worker
    assert all(line.against for line in worker)
    assert "worker_contact" not in {line.kind for line in by_owner["minor"].lines}


def test_two_rate_a_third_is_refused_and_a_correction_stands_alone(life: SimulatedPlan) -> None:
    context, number = life.context, life.number
    worker, assistant, prosecutor = (life.actor(role) for role in ("social_worker", "assistant", "prosecutor"))
    perform_as(context, worker, number, RateNeeds, time=AssessmentPoint.START, family=2, peers=2)
    perform_as(context, assistant, number, RateNeeds, time=AssessmentPoint.START, family=1)
    with pytest.raises(Refused, match="Two people"):
        perform_as(context, prosecutor, number, RateNeeds, time=AssessmentPoint.START, family=0)
    perform_as(context, worker, number, RateNeeds, time=AssessmentPoint.MID, family=0, peers=2)
    perform_as(context, worker, number, RateNeeds, time=AssessmentPoint.MID, family=0, peers=1, text="更正")
    needs = {need.domain: need for need in view_of(life).needs}
    assert needs[Domain.FAMILY].disagree == [AssessmentPoint.START]
    assert (needs[Domain.FAMILY].since_start, needs[Domain.PEERS].since_start) == (NeedChange.LESS, NeedChange.LESS)
    ratings = [row for row in life.rows(Entry) if row.act == "rate_needs"]
    assert [row.superseded_by_id is None for row in ratings] == [True, True, False, True]
    assert "家庭方面，需要的帮助比开始时少了" in "".join(each.words.zh for each in view_of(life).sentences)
    with pytest.raises(BadInput):
        perform_as(context, worker, number, RateNeeds, time=AssessmentPoint.END)


def test_a_result_needs_both_consents_before_it_and_says_no_more_than_its_error_lets(life: SimulatedPlan) -> None:
    def recorded(total: int, on: str, minor: str | None = "2026-03-05", mother: str | None = "2026-03-05") -> None:
        day = date.fromisoformat
        perform_as(
            life.context, life.actor("assistant"), life.number, RecordQuestionnaire, questionnaire="iat", taken_on=day(on), total=total,
            minor_consented_on=day(minor) if minor else None,
            representative_consented_on=day(mother) if mother else None, given_by="心理老师",
        )  # fmt: skip

    for minor, mother in ((None, "2026-03-05"), ("2026-03-05", None), ("2026-03-07", "2026-03-05")):
        with pytest.raises(Refused) as refused:
            recorded(49, "2026-03-06", minor, mother)
        assert refused.value.article
    recorded(49, "2026-03-06")
    recorded(40, "2026-04-01")
    recorded(36, "2026-04-10")
    first, second, third = view_of(life).questionnaires
    assert [band.en for band in first.bands] == [
        "below the reference value", "mostly answered 'sometimes to often': worth a talk",
    ]  # fmt: skip
    assert (second.since, third.since) == (ScoreChange.WITHIN_ERROR, ScoreChange.LOWER)
    assert (first.low, first.high) == (41.2, 56.8)
    with pytest.raises(BadInput):
        recorded(49, "2026-05-01")  # a day that is still to come
    with pytest.raises(BadInput):
        perform_as(
            life.context, life.actor("assistant"), life.number, RecordQuestionnaire, questionnaire="iat", taken_on=date(2026, 4, 2),
            minor_consented_on=date(2026, 4, 1), representative_consented_on=date(2026, 4, 1),
        )  # fmt: skip
    # Which one it was, and what came of it, stands nowhere in the open.
    rows = [row.model_dump(exclude={"document"}, mode="json") for row in life.rows(Entry)]
    lines = [line.note for line in life.lines("record_questionnaire")]
    written = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", json.dumps([rows, lines]))  # an id may hold any figures
    assert not any(word in written for word in ("iat", "49", "36"))


def test_how_somebody_lives_is_a_fact_with_its_day(life: SimulatedPlan) -> None:
    worker = life.actor("social_worker")
    perform_as(
        life.context,
        worker,
        life.number,
        RecordSituation,
        subject="school_or_work",
        state="looking",
        from_on=date(2026, 3, 5),
    )
    perform_as(
        life.context,
        worker,
        life.number,
        RecordSituation,
        subject="school_or_work",
        state="in_work",
        text="在面馆",
    )
    assert [(each.state, str(each.on)) for each in view_of(life).situations] == [
        ("looking", "2026-03-05"), ("in_work", "2026-04-14"),
    ]  # fmt: skip
    assert view_of(life).sentences[0].words.zh == "现在在工作。"
    for wrong in ({"state": "alone"}, {"state": "in_work", "from_on": date(2026, 4, 15)}):
        with pytest.raises(BadInput):
            perform_as(life.context, worker, life.number, RecordSituation, subject="school_or_work", **wrong)


def test_who_may_be_asked(life: SimulatedPlan) -> None:
    """The minor and who is there; a guardian named as a danger no more, nor one of somebody of age; a school in which
    nobody knows never."""
    context, number, worker = life.context, life.number, life.actor("social_worker")
    with pytest.raises(Refused, match="Nobody in the school knows"):
        perform_as(context, worker, number, AskViews, milestone="half_time", of=["school"])
    with context.open_for_reading(number, worker, READ_EVALUATION) as open_plan:
        assert list_askable_viewpoints(open_plan) == ("minor", "guardian", "social_worker")
    assert perform_as(context, worker, number, AskViews, milestone="half_time", of=["minor"]) == ["minor"]
    assert perform_as(context, worker, number, AskViews, milestone="half_time") == ["guardian", "social_worker"]
    assert perform_as(context, worker, number, AskViews, milestone="half_time") == []
    life.act("social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤")
    with context.open_for_reading(number, worker, READ_EVALUATION) as open_plan:
        assert list_askable_viewpoints(open_plan) == ("minor", "social_worker")
    assert life.item("guardian_view", "2026-04-21").status == "cancelled"
    mothers_texts = [message for message in life.delivered("2026-04-14 12:00", to="mother")]
    with pytest.raises(Refused, match="no guardian"):
        perform_as(context, worker, number, AskViews, milestone="half_time", of=["guardian"])
    life.on("2026-04-22 12:00")
    assert life.delivered("2026-04-14 12:00", to="mother") == mothers_texts
    # Silence is nobody's miss: it is no duty, and stands in no column.
    assert life.item("own_view", "2026-04-21").status == "unknown"
    assert "own_view" not in {line.kind for line in view_of(life).ledger[0].lines}


def test_ones_own_word_stands_beside_it_and_a_guardians_is_not_the_minors(life: SimulatedPlan) -> None:
    life.act("minor", "comment_on_progress", text="有一次是系统没收到", about="x")
    life.act("social_worker", "comment_on_progress", text="他说都对")
    assert [(each.by, each.text) for each in view_of(life).comments] == [
        ("minor", "有一次是系统没收到"), ("minor", "他说都对"),
    ]  # fmt: skip
    own = open_view(load_own_progress, life.context, life.actor("minor"), life.number, right=READ_OWN)
    assert [each.text for each in own.comments] == ["有一次是系统没收到", "他说都对"]
    with pytest.raises(BadInput):
        perform_as(life.context, life.actor("minor"), life.number, CommentOnProgress, text=" ")


def test_whoever_has_no_business_with_it_sees_nothing(life: SimulatedPlan) -> None:
    for role in ("clerk", "minor"):
        with pytest.raises(NotAllowed):
            open_view(load_evaluation, life.context, life.actor(role), life.number, right=READ_EVALUATION)
    with pytest.raises(NotAllowed):
        open_view(load_evaluation, life.context, SYSTEM, life.number, right=READ_EVALUATION)
    for role in ("prosecutor", "assistant", "social_worker", "chief_prosecutor", "department_head"):
        assert (
            open_view(load_evaluation, life.context, life.actor(role), life.number, right=READ_EVALUATION).number
            == life.number
        )
    assert life.lines("read_evaluation")


def test_of_age_one_consents_alone() -> None:
    grown = an_announced_plan(born_on="2008-03-20", team_works=False).skips_to("2026-03-25 10:00")
    perform_as(
        grown.context, grown.actor("assistant"), grown.number, RecordQuestionnaire, questionnaire="igds9-sf", taken_on=date(2026, 3, 21),
        minor_consented_on=date(2026, 3, 20), answers=[2] * 9,
    )  # fmt: skip
    assert (
        open_view(load_evaluation, grown.context, grown.actor("assistant"), grown.number, right=READ_EVALUATION)
        .questionnaires[0]
        .total
        == 18
    )
    with grown.context.open_for_reading(grown.number, grown.actor("assistant"), READ_EVALUATION) as open_plan:
        assert "guardian" not in list_askable_viewpoints(open_plan)
    assert grown.of_age_on + timedelta(days=1) == date(2026, 3, 21)

"""Case 22: the school says truant, the mother says fine, and the bus timetable explains that both tell the truth."""

import pytest

from casework.acting.rights.read_operations import READ_EVALUATION, READ_OWN
from casework.evaluation.evaluation_view import load_evaluation
from casework.evaluation.progress import load_own_progress
from core.errors import NotAllowed, Refused
from evaluation.viewpoints import Topic, ViewpointAgreement, ViewpointRating
from models.item import Submission
from models.person import Person
from tests.builders import SimulatedPlan, load_example, open_view

BUS = "公交时刻表九月改点，头班车到校晚二十分钟"


@pytest.fixture(scope="module")
def life() -> SimulatedPlan:
    """As it stands on the morning after all four have been heard."""
    return load_example("22", "2026-11-24 09:00", delivers=True)


def milestone_view(life: SimulatedPlan):  # type: ignore[no-untyped-def]
    return open_view(load_evaluation, life.context, life.actor("prosecutor"), life.number, right=READ_EVALUATION)


def test_four_voices_stand_side_by_side_and_are_not_averaged(life: SimulatedPlan) -> None:
    (milestone,) = milestone_view(life).milestones
    assert milestone.may_ask == ["minor", "guardian", "social_worker", "school"]
    assert milestone.waiting_for == []
    assert [(viewpoint.of, viewpoint.relation, viewpoint.way) for viewpoint in milestone.said] == [
        ("minor", None, "page"), ("guardian", "mother", "page"), ("social_worker", None, "person"),
        ("school", None, "phone"),
    ]  # fmt: skip
    by_topic = {compared.topic: compared for compared in milestone.compared}
    assert by_topic[Topic.SCHOOL_OR_WORK].agreement is ViewpointAgreement.CONTRADICT
    assert dict(by_topic[Topic.SCHOOL_OR_WORK].said) == {
        "minor": ViewpointRating.WELL, "mother": ViewpointRating.WELL, "social_worker": ViewpointRating.MIXED, "school": ViewpointRating.HARD,
    }  # fmt: skip
    assert by_topic[Topic.HOME].agreement is ViewpointAgreement.AGREE
    assert milestone.contradicted == [Topic.SCHOOL_OR_WORK]


def test_the_school_was_asked_by_a_person_and_by_no_message(life: SimulatedPlan) -> None:
    """The form was announced to minor and parents, each once; the head teacher got nothing from us."""
    announced = [message for message in life.delivered("2026-11-16") if message.event == "milestone_form_due"]
    assert sorted(message.to for message in announced) == ["father", "minor", "mother"]
    assert {message.template for message in announced} == {"S13"}
    informed = {person.id: person.receives for person in life.rows(Person) if person.role == "informed"}
    assert set(informed.values()) == {False}
    assert [message for message in life.messages() if message.recipient_id in informed] == []


def test_two_raters_who_disagree_stay_two(life: SimulatedPlan) -> None:
    needs = {need.domain.value: need for need in milestone_view(life).needs}
    assert [seen.need for seen in needs["family"].seen["start"]] == [1, 0]
    assert needs["family"].disagree == ["start"]
    assert needs["peers"].disagree == []


def test_the_minor_reads_sentences_and_no_number(life: SimulatedPlan) -> None:
    own = open_view(load_own_progress, life.context, life.actor("minor"), life.number, right=READ_OWN)
    zh = "".join(sentence.words.zh for sentence in own.sentences)
    assert "现在在校学习" in zh
    assert "次都按时，真不错！" in zh
    assert own.sentences[0].good
    assert own.ledger is not None
    assert own.ledger.owner == "minor"
    assert {line.kind for line in own.ledger.lines} == {"weekly_note"}
    mothers = open_view(load_own_progress, life.context, life.actor("mother"), life.number, right=READ_OWN)
    assert mothers.ledger is None
    assert "学习" not in "".join(sentence.words.zh for sentence in mothers.sentences)


def test_no_milestone_is_evaluated_over_a_contradiction_in_silence_and_then_by_the_prosecutor_alone(
    life: SimulatedPlan,
) -> None:
    life.on("2026-12-07 10:00")
    with pytest.raises(Refused, match="contradict"):
        life.act("prosecutor", "evaluate", result="continue")
    with pytest.raises(NotAllowed):
        life.act("social_worker", "evaluate", result="continue", explained=BUS)
    life.act("prosecutor", "evaluate", result="continue", text="按方案继续", explained=BUS)
    (milestone,) = milestone_view(life).milestones
    assert milestone.decided is not None
    assert (milestone.decided.result, milestone.decided.explained) == ("continue", BUS)
    assert milestone.contradicted == [Topic.SCHOOL_OR_WORK]  # it stays on record that they did
    assert [(each.result, each.role) for each in milestone.proposed] == [("continue", "social_worker")]
    line = life.lines("evaluate")[-1]
    assert line.note["contradicted"] == ["school_or_work"]
    assert BUS not in str(line.note)
    # Said after all, it is still taken, and asks nobody to decide again.
    life.act(
        "social_worker", "give_view", of="school", school_or_work="well", told_by_phone=True, text="已改记迟到说明"
    )
    assert [row.addition for row in life.rows(Submission)][-1]
    assert milestone_view(life).milestones[0].decided == milestone.decided

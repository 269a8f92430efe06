"""Who prepares, proposes, countersigns and decides: one table, and the rights of the office agree with it."""

import pytest

from casework.acting.rights import OPERATIONS
from casework.acting.rights.operation import carriers_of
from casework.checkins.acts import AnswerExplanation
from casework.family.acts import PauseMessages, SettleAge
from casework.incidents.acts import CloseIncident
from casework.leave.acts import DecideLeave
from casework.outcome.acts_ending import DecideNonProsecution, EndOtherwise, Prosecute, Revoke
from casework.plan.acts_changes import ChangeCondition, ChangePeriod
from casework.remedies.acts import DecideRemedy
from casework.staff.acts_team import AssistElsewhere
from law.finding import Confidence
from law.four_eyes import STEPS, ActorRole, ProcedureStep, Responsibility, finding_on_own_proposal, get_step
from law.rulebook import Rulebook
from law.transitions import TRANSITIONS, Decider

CHANGES_A_POSITION = {"conditional_decision", "change_period", "revoke", "decide_non_prosecution", "end_otherwise"}


@pytest.mark.parametrize("row", STEPS, ids=[row.id for row in STEPS])
def test_the_rights_of_the_office_are_those_of_the_table(row: ProcedureStep) -> None:
    """Whoever may do the act by which a column is done is whoever the table names there."""
    for column, act in carriers_of(row.id).items():
        assert {role.value for role in OPERATIONS[act].by} == {role.value for role in row.hands(column)}, (
            f"{column}: {act}"
        )


def test_every_act_that_decides_stands_in_the_table() -> None:
    """A right to decide that no row knows would be a decision without an author."""
    in_table = {act.code for act in OPERATIONS.values() if act.steps}
    decides = {ChangePeriod.operation, ChangeCondition.operation, CloseIncident.operation, Revoke.operation, Prosecute.operation, EndOtherwise.operation,
               DecideNonProsecution.operation, DecideLeave.operation, DecideRemedy.operation, SettleAge.operation, PauseMessages.operation,
               AssistElsewhere.operation, AnswerExplanation.operation}  # fmt: skip
    assert {act.code for act in decides} <= in_table


def test_a_step_is_one_of_the_table_and_each_column_is_carried_by_one_act() -> None:
    known = {row.id for row in STEPS}
    carried = [(step, column) for act in OPERATIONS.values() for step, column in act.steps.items()]
    assert {step for step, _ in carried} <= known
    assert len(set(carried)) == len(carried)


def test_every_transition_of_a_plan_stands_in_exactly_one_row() -> None:
    """No way through the procedure without hands."""
    named = [transition for row in STEPS for transition in row.transitions]
    assert sorted(named) == sorted(transition.id for transition in TRANSITIONS)


def test_the_table_names_whom_the_transitions_name() -> None:
    """The chief procurator, the court, the higher office; time and archive decide nothing and the machine records."""
    roles = {Decider.CHIEF_PROSECUTOR: ActorRole.CHIEF_PROSECUTOR, Decider.COURT: ActorRole.COURT,
             Decider.HIGHER_OFFICE: ActorRole.HIGHER_OFFICE}  # fmt: skip
    for transition in TRANSITIONS:
        (row,) = [row for row in STEPS if transition.id in row.transitions]
        if transition.decided_by in (Decider.TIME, Decider.ARCHIVE):
            assert row.decides == ()
            assert row.records == (ActorRole.SYSTEM,)
        else:
            assert row.decides[0] is roles[transition.decided_by], transition.id


def test_what_changes_a_position_has_two_people() -> None:
    """The prosecutor proposes, the chief procurator or an authorised deputy decides."""
    for id in CHANGES_A_POSITION:
        row = get_step(id)
        assert row.proposes == (ActorRole.PROSECUTOR,)
        assert row.decides == (ActorRole.CHIEF_PROSECUTOR, ActorRole.DEPUTY)
        assert row.two_people
    assert not get_step("condition_change").two_people
    assert not get_step("announcement").two_people
    assert get_step("elsewhere").two_people, "the other office accepts"


def test_the_machine_decides_nothing_and_no_assistant_decides_alone_about_a_position() -> None:
    """It records what people decided."""
    for row in STEPS:
        assert ActorRole.SYSTEM not in (*row.decides, *row.proposes, *row.countersigns)
        if row.transitions:
            assert ActorRole.ASSISTANT not in row.decides
            assert ActorRole.SOCIAL_WORKER not in row.decides
            assert ActorRole.CLERK not in row.decides


def test_every_row_says_what_it_is_and_where_it_stands() -> None:
    """In both languages, with an article, an id of its own, and somebody in it."""
    assert len({row.id for row in STEPS}) == len(STEPS)
    for row in STEPS:
        assert row.meaning.zh
        assert row.meaning.en
        assert row.article
        assert row.confidence in Confidence
        assert any(row.hands(column) for column in Responsibility)
        assert all(row.hands(column) for column in carriers_of(row.id)), row.id


def test_nobody_approves_their_own_proposal(rulebook: Rulebook) -> None:
    """The same person twice, or nobody named, is refused where two are needed."""
    for id in CHANGES_A_POSITION:
        assert "own proposal" in finding_on_own_proposal(id, "a", "a", rulebook).because.en
        nobody = finding_on_own_proposal(id, None, "b", rulebook)
        assert nobody.refuses
        assert "not proposed" in nobody.because.en
    with pytest.raises(KeyError):
        finding_on_own_proposal("no_such_step", "a", "b", rulebook)

"""Where a plan can stand and who moves it."""

from law.finding import Confidence
from law.transitions import (
    TRANSITIONS,
    Decider,
    PlanStatus,
    can_transition,
    find_transition,
)

S = PlanStatus


def test_every_step_that_is_not_in_the_table_is_refused() -> None:
    """All pairs of states are asked; exactly the rows of the table hold."""
    allowed = {(frm, to) for frm in S for to in S if can_transition(frm, to).holds}
    assert allowed == {
        (S.UNDER_SUPERVISION, S.AWAITING_DECISION),
        (S.UNDER_SUPERVISION, S.REVOKED),
        (S.UNDER_SUPERVISION, S.ENDED_OTHERWISE),
        (S.AWAITING_DECISION, S.NON_PROSECUTED),
        (S.AWAITING_DECISION, S.REVOKED),
        (S.AWAITING_DECISION, S.ENDED_OTHERWISE),
        (S.NON_PROSECUTED, S.SEALED),
        (S.NON_PROSECUTED, S.REVOKED),
        (S.REVOKED, S.SEALED),
        (S.REVOKED, S.CLOSED),
        (S.REVOKED, S.ENDED_OTHERWISE),
        (S.SEALED, S.CLOSED),
        (S.SEALED, S.REVOKED),
        (S.SEALED, S.UNSEALED),
        (S.UNSEALED, S.CLOSED),
        (S.ENDED_OTHERWISE, S.SEALED),
        (S.ENDED_OTHERWISE, S.CLOSED),
        (S.ENDED_OTHERWISE, S.REVOKED),
    }


def test_time_moves_a_plan_once_and_only_to_wait() -> None:
    """Everything that touches a person's position is decided by a person."""
    by_time = [step for step in TRANSITIONS if step.decided_by is Decider.TIME]
    assert [(step.frm, step.to) for step in by_time] == [(S.UNDER_SUPERVISION, S.AWAITING_DECISION)]


def test_revocation_and_conclusion_belong_to_the_chief_prosecutor() -> None:
    """Before the final decision nobody else concludes a case."""
    for frm in (S.UNDER_SUPERVISION, S.AWAITING_DECISION):
        for to in (S.REVOKED, S.NON_PROSECUTED):
            if step := find_transition(frm, to):
                assert step.decided_by is Decider.CHIEF_PROSECUTOR


def test_every_row_has_an_id_of_its_own_an_article_and_both_languages() -> None:
    """And none rests on memory, since memory never refuses."""
    assert len({step.id for step in TRANSITIONS}) == len(TRANSITIONS)
    assert len({(step.frm, step.to) for step in TRANSITIONS}) == len(TRANSITIONS)
    for step in TRANSITIONS:
        assert step.article
        assert step.meaning.zh
        assert step.meaning.en
        assert step.confidence is not Confidence.K
        assert can_transition(step.frm, step.to).article == step.article

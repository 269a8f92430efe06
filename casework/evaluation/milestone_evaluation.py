"""A milestone evaluated, and facts in words."""

from typing import Any

from casework.acting.entries import keep_entry
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.submissions import record_submission
from casework.evaluation.acts import Evaluate, RecordNote
from casework.evaluation.digital_course import keep_digital_course
from casework.evaluation.milestones import close_viewpoint_requests, find_milestone, load_viewpoints
from casework.shared.closing_list import record_if_sealed
from core.errors import StateConflict
from core.i18n import _
from evaluation.viewpoints import compare_viewpoints, contradicted_topics


@verb(Evaluate)
def evaluate(open_plan: OpenPlan, act: Evaluate) -> None:
    """The milestone's evaluation is the prosecutor's: continue, strengthen, relax or change. It keeps how digital use had
    gone until then, and has no other effect.

    Refused while voices contradict each other and nobody has said what explains it, or that it stays open: both may be
    telling the truth, and the deciding prosecutor has asked.
    """
    item = find_milestone(open_plan, act.milestone, only_open=True)
    open_questions = contradicted_topics(
        compare_viewpoints(viewpoint.to_viewpoint() for viewpoint in load_viewpoints(open_plan, item))
    )
    if open_questions and act.explained is None:
        raise StateConflict(_("各方说法不一致：请写明核实到什么，或还不清楚。"))
    content: dict[str, Any] = {"result": act.result, "text": act.text} | (
        {"explained": act.explained} if act.explained else {}
    )
    content |= keep_digital_course(open_plan)
    close_viewpoint_requests(open_plan, item)
    contradicted = [topic.value for topic in open_questions]
    codes = {"result": act.result} | ({"contradicted": contradicted} if contradicted else {})
    record_submission(open_plan, item, content, None, codes=codes)


@verb(RecordNote)
def record_note(open_plan: OpenPlan, act: RecordNote) -> None:
    """The fact is on the file, encrypted. It counts for nothing and against nobody. After the seal that there is one
    stands on the closing list, and its words on paper."""
    if record_if_sealed(open_plan, None, act):
        return
    keep_entry(open_plan, act, note={"topic": act.topic}, detail={"text": act.text})

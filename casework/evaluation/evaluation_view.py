"""All that is known of how somebody is doing, on one page for those who work with them: the ledger, the needs, the facts,
and the milestones stand apart and are merged into nothing."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_word
from casework.evaluation.digital_course import DigitalCourse, load_digital_course, read_kept_course
from casework.evaluation.ledger import LedgerColumnView, load_ledger
from casework.evaluation.milestones import (
    MilestoneViewpoint,
    find_milestone,
    list_askable_viewpoints,
    list_unanswered_viewpoints,
    load_milestone_proposals,
    load_viewpoints,
)
from casework.evaluation.needs import NeedView, RatingView, load_needs
from casework.evaluation.progress import ProgressCommentView, load_progress_comments, load_progress_sentences
from casework.evaluation.questionnaires import QuestionnaireResultView, load_results
from casework.evaluation.situations import SituationView, load_situations
from casework.shared.device_consent import get_visible_content
from core.clock import local_date
from evaluation.progress import Sentence
from evaluation.viewpoints import Topic, ViewpointComparison, compare_viewpoints, contradicted_topics
from models.item import Item, Submission
from models.office import Staff


@dataclass(frozen=True)
class EvaluationProposalView:
    """What somebody proposed for a milestone, and why."""

    result: str
    by: str
    role: str
    on: date
    reason: str


@dataclass(frozen=True)
class EvaluationResultView:
    """How a milestone was evaluated."""

    result: str
    on: date
    text: str
    explained: str | None
    digital_use: DigitalCourse | None = None
    """How digital use had gone until then, as it was known then."""


@dataclass(frozen=True)
class MilestoneView:
    """One milestone: who may be asked, who was asked and has not answered, the feedback given, where it agrees and
    where it contradicts, what was proposed, and what a prosecutor decided."""

    name: str
    due_on: date
    open: bool
    may_ask: list[str]
    waiting_for: list[str]
    said: list[MilestoneViewpoint]
    compared: list[ViewpointComparison]
    contradicted: list[Topic]
    proposed: list[EvaluationProposalView]
    decided: EvaluationResultView | None


@dataclass(frozen=True)
class EvaluationView:
    """How the person is doing. Nothing of it changes their legal position."""

    number: str
    version: int
    sentences: list[Sentence]
    ledger: list[LedgerColumnView]
    milestones: list[MilestoneView]
    digital_use: DigitalCourse
    """How digital use went, with what it rests on."""
    needs: list[NeedView]
    ratings: list[RatingView]
    situations: list[SituationView]
    questionnaires: list[QuestionnaireResultView]
    comments: list[ProgressCommentView]


def load_evaluation(open_plan: OpenPlan) -> EvaluationView:
    """The page as it stands now."""
    needs, rated = load_needs(open_plan)
    return EvaluationView(
        number=open_plan.plan.number,
        version=open_plan.plan.version,
        sentences=load_progress_sentences(open_plan),
        ledger=load_ledger(open_plan),
        milestones=[_milestone(open_plan, item) for item in open_plan.items("milestone", only_open=False)],
        digital_use=load_digital_course(open_plan),
        needs=needs,
        ratings=rated,
        situations=load_situations(open_plan),
        questionnaires=load_results(open_plan),
        comments=load_progress_comments(open_plan),
    )


def _milestone(open_plan: OpenPlan, item: Item) -> MilestoneView:
    viewpoints = load_viewpoints(open_plan, item)
    compared = compare_viewpoints(each.to_viewpoint() for each in viewpoints)
    is_open = item.received_at is None and find_milestone(open_plan, item.label).id == item.id
    return MilestoneView(
        name=get_word(open_plan, item.label),
        due_on=item.due_on,
        open=is_open,
        may_ask=list(list_askable_viewpoints(open_plan)) if is_open else [],
        waiting_for=list_unanswered_viewpoints(open_plan, item),
        said=viewpoints,
        compared=[each for each in compared if each.said],
        contradicted=list(contradicted_topics(compared)),
        proposed=[
            EvaluationProposalView(entry.fields.result, staff.display_name, staff.role, entry.on, entry.fields.reason)
            for entry in load_milestone_proposals(open_plan, item)
            if (staff := open_plan.session.get_one(Staff, entry.by_id))
        ],
        decided=load_milestone_result(open_plan, item),
    )


def load_milestone_result(open_plan: OpenPlan, item: Item) -> EvaluationResultView | None:
    """How that milestone was evaluated; None while it is not."""
    query = select(Submission).where(Submission.item_id == item.id).order_by(col(Submission.received_at))
    row = open_plan.session.exec(query).first()
    if row is None:
        return None
    words = get_visible_content(open_plan, row)
    if "result" not in words:
        return None
    return EvaluationResultView(
        words["result"], local_date(row.received_at), words.get("text") or "", words.get("explained"),
        read_kept_course(open_plan, words),
    )  # fmt: skip

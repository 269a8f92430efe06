"""All that is known of how somebody is doing, on one page for those who work with them: the ledger, the needs, the facts,
and the milestones stand apart and are merged into nothing."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from casework.desk import File
from casework.evaluation.compliance import LedgerColumn, ledger_shown
from casework.evaluation.milestones import Said, find_milestone, may_be_asked, proposals, voices, waiting_for
from casework.evaluation.needs import NeedShown, RatingShown, needs_shown
from casework.evaluation.progress import Comment, comments, told_of
from casework.evaluation.progress_index import IndexShown, index_shown, setting_of
from casework.evaluation.questionnaires import ResultShown, results
from casework.evaluation.situations import SituationShown, situations
from casework.usage.consent import content_of
from evaluation.progress import Sentence
from evaluation.views import Compared, Topic, compare, contradicted
from models.item import Item, Submission
from models.office import Staff
from sunward.clock import local_date


@dataclass(frozen=True)
class Proposed:
    """What somebody proposed for a milestone, and why."""

    result: str
    by: str
    role: str
    on: date
    reason: str


@dataclass(frozen=True)
class Decided:
    """How a milestone was evaluated."""

    result: str
    on: date
    text: str
    explained: str | None


@dataclass(frozen=True)
class MilestoneShown:
    """One milestone: whom one may ask, who was asked and has not answered, what was said, where it agrees and where it
    contradicts, what was proposed, and what a prosecutor decided."""

    name: str
    due_on: date
    open: bool
    may_ask: list[str]
    waiting_for: list[str]
    said: list[Said]
    compared: list[Compared]
    contradicted: list[Topic]
    proposed: list[Proposed]
    decided: Decided | None


@dataclass(frozen=True)
class EvaluationShown:
    """How somebody is doing. None of it changes where they stand in law."""

    number: str
    version: int
    sentences: list[Sentence]
    ledger: list[LedgerColumn]
    milestones: list[MilestoneShown]
    needs: list[NeedShown]
    ratings: list[RatingShown]
    situations: list[SituationShown]
    questionnaires: list[ResultShown]
    comments: list[Comment]
    index_chosen: bool
    """Whether the office had switched the index on before this plan began."""
    index: IndexShown | None


def evaluation_of(file: File) -> EvaluationShown:
    """The page as it stands now."""
    needs, rated = needs_shown(file)
    return EvaluationShown(
        number=file.plan.number,
        version=file.plan.version,
        sentences=told_of(file),
        ledger=ledger_shown(file),
        milestones=[_milestone(file, item) for item in file.items("milestone", only_open=False)],
        needs=needs,
        ratings=rated,
        situations=situations(file),
        questionnaires=results(file),
        comments=comments(file),
        index_chosen=setting_of(file) is not None,
        index=index_shown(file),
    )


def _milestone(file: File, item: Item) -> MilestoneShown:
    said = voices(file, item)
    compared = compare(each.as_voice() for each in said)
    is_open = item.received_at is None and find_milestone(file, item.label).id == item.id
    return MilestoneShown(
        name=item.label,
        due_on=item.due_on,
        open=is_open,
        may_ask=list(may_be_asked(file)) if is_open else [],
        waiting_for=waiting_for(file, item),
        said=said,
        compared=[each for each in compared if each.said],
        contradicted=list(contradicted(compared)),
        proposed=[
            Proposed(row.result, staff.display_name, staff.role, local_date(row.proposed_at), reason)
            for row, reason in proposals(file, item)
            if (staff := file.session.get_one(Staff, row.proposed_by))
        ],
        decided=_decided(file, item),
    )


def _decided(file: File, item: Item) -> Decided | None:
    query = select(Submission).where(Submission.item_id == item.id).order_by(col(Submission.received_at))
    row = file.session.exec(query).first()
    if row is None:
        return None
    words = content_of(file, row)
    if "result" not in words:
        return None
    return Decided(words["result"], local_date(row.received_at), words.get("text") or "", words.get("explained"))

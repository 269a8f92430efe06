"""Progress as it is told: in sentences, to whom it belongs; and what they say to it themselves."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from casework.acts.evaluations import CommentOnProgress
from casework.dated_sessions import amounts_done
from casework.desk import File
from casework.evaluation.compliance import LedgerColumn, columns, ledger_shown
from casework.evaluation.needs import since_start
from casework.evaluation.progress_index import IndexShown, index_shown
from casework.evaluation.situations import GOING_WELL, STATES, Subject, situations
from casework.limits import refuse_long
from casework.written import given, refuse_blank
from evaluation.needs import Change, Domain
from evaluation.progress import Done, Sentence, sentences
from law.articles import cited
from models.columns import new_id
from models.evaluation import ProgressComment
from models.office import Role
from models.plan import Condition
from sunward.clock import local_date
from sunward.words import Words

_AUTOMATED_DECISIONS = cited("automated_decisions")

FIELD = "progress_comment.document"


@dataclass(frozen=True)
class Comment:
    """What somebody said to how their progress is told."""

    by: str
    on: date
    text: str
    about: str | None
    no_number: bool


@dataclass(frozen=True)
class OwnProgress:
    """One's own progress: sentences, one's own things, what one has said to it; the number only where there is one."""

    number: str
    sentences: list[Sentence]
    ledger: LedgerColumn | None
    comments: list[Comment]
    index: IndexShown | None


def own_progress(file: File) -> OwnProgress:
    """What somebody of the family sees of their own progress. A guardian sees what a guardian owes, and no more."""
    is_minor = file.actor.role is Role.MINOR
    own = [column for column in ledger_shown(file) if column.owner == file.actor.role]
    return OwnProgress(
        number=file.plan.number,
        sentences=told_of(file) if is_minor else sentences(columns(file).get(file.actor.role.value)),
        ledger=own[0] if own else None,
        comments=[each for each in comments(file) if each.by == file.actor.role],
        index=index_shown(file) if is_minor else None,
    )


def told_of(file: File) -> list[Sentence]:
    """What can be said of the minor's progress, praise first."""
    query = select(Condition).where(
        Condition.plan_id == file.plan.id,
        col(Condition.ended_on).is_(None),
        col(Condition.kind).not_like("S%"),
        Condition.owner == Role.MINOR.value,
    )
    rows = file.session.exec(query.order_by(col(Condition.place)))
    sums = amounts_done(file.session, file.plan.id)
    done = [Done(row.kind, sums[row.id], row.amount, row.unit) for row in rows]
    # Tobacco, alcohol and the like are talked about, not written on a page that lies on a table.
    changes: dict[Domain, Change] = {
        domain: change for domain, change in since_start(file).items() if domain is not Domain.SUBSTANCES
    }
    said = sentences(columns(file).get(Role.MINOR.value), done, changes)
    studies = [each for each in situations(file) if each.subject is Subject.SCHOOL_OR_WORK]
    if studies and studies[-1].state in GOING_WELL:
        words = STATES[Subject.SCHOOL_OR_WORK][studies[-1].state]
        said.insert(0, Sentence(Words(f"现在{words.zh}。", f"Now {words.en}."), good=True))
    return said


def comment_on_progress(file: File, act: CommentOnProgress) -> None:
    """What the person says stands beside how their progress is told, for everybody who may read that. Who wants no number
    about themselves has none from then on, and loses nothing by it (PIPL art 24)."""
    refuse_long(text=act.text)
    refuse_blank(text=act.text)
    row_id = new_id(file.now)
    # Somebody of the team writes down what the minor said to them.
    by = file.actor.role if file.actor.kind == "family" else Role.MINOR
    file.session.add(
        ProgressComment(
            id=row_id,
            plan_id=file.plan.id,
            given_at=file.now,
            by_role=by.value,
            by_id=file.actor.id,
            no_number=act.no_number,
            document=file.seal(FIELD, row_id, {"text": act.text, "about": given(act.about)}),
        )
    )
    file.record(article=_AUTOMATED_DECISIONS if act.no_number else None, note={"no_number": act.no_number})
    file.wake()


def comments(file: File) -> list[Comment]:
    """What was said to it, in order."""
    query = select(ProgressComment).where(ProgressComment.plan_id == file.plan.id)
    found = []
    for row in file.session.exec(query.order_by(col(ProgressComment.given_at), col(ProgressComment.id))):
        words = file.open(FIELD, row.id, row.document)
        found.append(Comment(row.by_role, local_date(row.given_at), words["text"], words["about"], row.no_number))
    return found

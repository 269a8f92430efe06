"""Progress as it is told: in sentences, to whom it belongs; and what they say to it themselves."""

from dataclasses import dataclass, replace
from datetime import date

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.rights.scope import FAMILY
from casework.acting.verbs import verb
from casework.checkins.dated_sessions import get_amounts_done
from casework.evaluation.acts import SITUATIONS, CommentOnProgress
from casework.evaluation.ledger import LedgerColumnView, load_ledger, load_ledger_columns
from casework.evaluation.needs import load_changes_since_start
from casework.evaluation.situations import GOING_WELL, load_situations
from casework.outcome.statements import StatementView, is_statement_time, load_statements
from core.i18n import _
from evaluation.needs import Domain, NeedChange
from evaluation.progress import ConditionProgress, Sentence, progress_sentences
from models.office import Role


@dataclass(frozen=True)
class ProgressCommentView:
    """A comment on the progress report."""

    by: str
    on: date
    text: str
    about: str | None


@dataclass(frozen=True)
class OwnProgress:
    """The person's own progress: sentences, their items, their comments."""

    number: str
    sentences: list[Sentence]
    ledger: LedgerColumnView | None
    comments: list[ProgressCommentView]
    asks_statement: bool
    """Whether the end is near, and the page offers to say what one thinks of how the case should end."""
    statements: list[StatementView]
    """What they said of it, the first first; who else wrote it down is not told by name."""


def load_own_progress(open_plan: OpenPlan) -> OwnProgress:
    """What somebody of the family sees of their own progress. A guardian sees only what a guardian owes."""
    is_minor = open_plan.actor.role is Role.MINOR
    own = [column for column in load_ledger(open_plan) if column.owner == open_plan.actor.role]
    return OwnProgress(
        number=open_plan.plan.number,
        sentences=load_progress_sentences(open_plan)
        if is_minor
        else progress_sentences(load_ledger_columns(open_plan).get(open_plan.actor.role.value)),
        ledger=own[0] if own else None,
        comments=[each for each in load_progress_comments(open_plan) if each.by == open_plan.actor.role],
        asks_statement=is_statement_time(open_plan),
        statements=[
            replace(each, recorded_by=None) for each in load_statements(open_plan) if each.of == open_plan.actor.role
        ],
    )


def load_progress_sentences(open_plan: OpenPlan) -> list[Sentence]:
    """What can be said of the minor's progress, praise first."""
    sums = get_amounts_done(open_plan)
    done = [
        ConditionProgress(row.kind, sums[row.id], row.amount, row.unit)
        for row in open_plan.additional_conditions()
        if row.owner == Role.MINOR
    ]
    # Tobacco, alcohol and the like are talked about, not written on a page that lies on a table.
    changes: dict[Domain, NeedChange] = {
        domain: change
        for domain, change in load_changes_since_start(open_plan).items()
        if domain is not Domain.SUBSTANCES
    }
    sentences = progress_sentences(load_ledger_columns(open_plan).get(Role.MINOR.value), done, changes)
    studies = [each for each in load_situations(open_plan) if each.state in SITUATIONS["school_or_work"]]
    if studies and studies[-1].state in GOING_WELL:
        sentences.insert(0, Sentence(_("现在{words}。", words=studies[-1].words), good=True))
    return sentences


@verb(CommentOnProgress)
def comment_on_progress(open_plan: OpenPlan, act: CommentOnProgress) -> None:
    """What the person says stands beside how their progress is told, for everybody who may read that."""
    keep_entry(open_plan, act)


def load_progress_comments(open_plan: OpenPlan) -> list[ProgressCommentView]:
    """What was said to it, in order. What the team recorded was said by the minor."""
    return [
        ProgressCommentView(
            entry.by_role if entry.by_role in FAMILY else Role.MINOR, entry.on, entry.fields.text, entry.fields.about
        )
        for entry in list_entries(open_plan, CommentOnProgress)
    ]

"""The end of the period in sight (期满审查): what the decision needs, what is there, what is missing, and how
many days are left for it. It proposes nothing."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from sqlmodel import col, select

from casework.acts.duties import AnswerExplanation
from casework.acts.ending import HearVictim
from casework.dated_sessions import amounts_done
from casework.dates.provisional import may_move
from casework.desk import File
from casework.ending import findings_before_the_end, opinion_date, victim_state
from casework.files.checking import FindingShown, show_finding
from casework.incidents import confirmed_grounds, open_incidents
from casework.kinds import KINDS
from casework.left_over import left_at_the_seal, left_over
from casework.still_waiting import waiting_since
from casework.wording import role_words, stage_words
from law.transitions import Outcome, PlanStatus
from models.decision import Receipt, Remedy
from models.item import Explanation, Item, ItemStatus
from models.plan import Condition
from sunward.words import Words
from web.views.item_acts import dismissal_of

STEPS = (30, 14, 7, 1)
_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
NEAR = 30


@dataclass(frozen=True)
class Need:
    """One thing that the decision needs: whether it is there, how many are not, and which act brings it."""

    words: Words
    there: bool
    open: int = 0
    act: str | None = None
    tab: str | None = None


@dataclass(frozen=True)
class Left:
    """Something that waits and is in the way of the end: since when, for how many days, whose it is, and where it is
    done or set aside."""

    words: Words
    owner: Words
    since: date
    days: int
    address: str
    dismiss: str
    """The form in which it is set aside, with this one chosen."""


@dataclass(frozen=True)
class Expiry:
    """What stands between today and the decision."""

    ends_on: date
    decide_by: date
    days_left: int
    steps: list[tuple[int, date, bool]]
    """The days on which the prosecutor is reminded: so many before the end, on which day, and whether it has passed."""
    needs: list[Need]
    findings: list[FindingShown]
    """What the law says of deciding non-prosecution today."""
    provisional: bool = False
    """Whether the last day for the decision is only computed and may still move."""
    left: list[Left] = field(default_factory=list)
    """What is to be answered or set aside first: before the opinion and the decision, and later before the seal."""
    decided: Words | None = None
    """Where the plan stands, once there is nothing left to decide at its end."""

    @property
    def missing(self) -> int:
        return sum(not need.there for need in self.needs)


def expiry(file: File) -> Expiry:
    """The plan's end as it can be seen today."""
    row, today = file.plan, file.today
    end = row.working_end
    steps = [(days, date.fromordinal(end.toordinal() - days), end.toordinal() - days < today.toordinal())
             for days in STEPS]  # fmt: skip
    findings = [show_finding(one) for one in findings_before_the_end(file, Outcome.NON_PROSECUTION)]
    decided = None if row.status in _UNDECIDED else stage_words(row.status, row.outcome)
    computed = decided is None and may_move("final_decision", row.final_decision_by, file.desk.days)
    left = [_left(file, item) for item in (left_over(file) if decided is None else left_at_the_seal(file))]
    return Expiry(
        end, row.final_decision_by, (end - today).days, steps, _needs(file), findings, computed, left, decided
    )


def _left(file: File, item: Item) -> Left:
    here, since = f"/plans/{quote(file.plan.number)}", waiting_since(item)
    return Left(
        KINDS[item.kind].words,
        role_words(item.owner),
        since,
        (file.today - since).days,
        f"{here}/items/{item.kind}/{item.due_on}",
        dismissal_of(file, item),
    )


def _needs(file: File) -> list[Need]:
    unheard = _unanswered(file)
    undone = _unfinished_conditions(file)
    reports = len(open_incidents(file))
    grounds = len(confirmed_grounds(file))
    unserved = len(file.session.exec(
        select(Receipt.id).where(Receipt.plan_id == file.plan.id, col(Receipt.received_on).is_(None))).all())  # fmt: skip
    remedies = len(file.session.exec(
        select(Remedy.id).where(Remedy.plan_id == file.plan.id, col(Remedy.decided_on).is_(None))).all())  # fmt: skip
    asked = sum(item.status == ItemStatus.NOT_RECEIVED for item in file.items())
    milestones = len(file.items("milestone"))
    return [
        Need(Words("已当面宣布", "Announced in person"), file.plan.announced_on is not None, act=_done_by("announcement")),
        Need(Words("送达回证齐全", "All service receipts are back"), not unserved, unserved, _done_by("service")),
        Need(Words("附带条件都有结果", "Every condition has its result"), not undone, undone, _done_by("condition")),
        Need(Words("阶段评估已作出", "Milestones are evaluated"), not milestones, milestones, _done_by("milestone")),
        Need(Words("没有正在询问、尚待说明的事项", "Nothing is being asked about"), not asked, asked, tab="check-ins"),
        Need(Words("说明都已答复", "Every explanation is answered"), not unheard, unheard, AnswerExplanation.operation.code),
        Need(Words("情况都已核实", "Every report is looked into"), not reports, reports, tab="incidents"),
        Need(Words("没有已认定的撤销情形", "No ground was found"), not grounds, grounds, tab="incidents"),
        Need(Words("没有未办结的复议、复核、申诉", "No remedy is pending"), not remedies, remedies, _done_by("remedy_answer")),
        Need(Words("听取被害人意见有记录", "Hearing the victim is on record"), victim_state(file) is not None, 0, HearVictim.operation.code),
        Need(Words("考察意见书已出具", "The supervision opinion is there"), opinion_date(file) is not None, 0, _done_by("opinion")),
    ]  # fmt: skip


def _done_by(kind: str) -> str:
    """The act that settles such an item."""
    return KINDS[kind].done_by[-1].act


def _unanswered(file: File) -> int:
    query = select(Explanation.id).where(
        Explanation.plan_id == file.plan.id,
        col(Explanation.item_id).is_not(None),
        col(Explanation.answered_at).is_(None),
    )
    return len(file.session.exec(query).all())


def _unfinished_conditions(file: File) -> int:
    query = select(Condition).where(
        Condition.plan_id == file.plan.id, col(Condition.ended_on).is_(None), col(Condition.amount).is_not(None)
    )
    done = amounts_done(file.session, file.plan.id)
    return sum(done[row.id] < (row.amount or 0) for row in file.session.exec(query))

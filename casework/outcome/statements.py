"""What the minor, a guardian and the defender said of how the case should end: in their words, by whom it was recorded and
when. A missing statement is never filled in for somebody.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.acts.verbs import verb
from casework.acting.open_plan import OpenPlan
from casework.outcome.acts_statements import RecordStatement
from casework.shared.items.items import get_announcement_days
from casework.shared.text.text_checks import check_lengths, check_not_blank
from core.clock import local_date
from core.errors import BadInput, Mistake
from core.i18n import _
from law.transitions import PlanStatus
from models.base import new_id
from models.decision import CaseFact
from models.office import Staff

MINOR, GUARDIAN, DEFENDER = "minor", "guardian", "defender"
STATEMENT = "statement"
"""The topic under which it lies among the facts."""
BY_STAFF = ("in_person", "phone", "paper")
"""How somebody said what a member of staff wrote down; anything else came by their own page."""


@dataclass(frozen=True)
class StatementView:
    """What somebody said. `way`: 'page' (written by themselves; 'new_card' or 'staff_device' where it may not have been they),
    'in_person', 'phone' or 'paper'; `recorded_by` is the member of staff who wrote it down, with the role, else None."""

    of: str
    text: str
    said_on: date
    way: str
    recorded_on: date
    recorded_by: str | None
    recorded_by_role: str


@verb(RecordStatement)
def record_statement(open_plan: OpenPlan, act: RecordStatement) -> None:
    """What they said is on the file, encrypted, in their own words; said again it stands beside the first, and the very
    same of the same day, said in the same way, once. BadInput from somebody of the family for the words of another person."""
    check_lengths(text=act.text)
    check_not_blank(text=act.text)
    own = open_plan.actor.kind == "family"
    if own and act.of != open_plan.actor.role.value:
        others = _("这是别人的意见，由本人来说。")
        raise BadInput(others, mistakes=[Mistake("of", others)])
    said_on = act.said_on or open_plan.today
    way = (
        open_plan.actor.input_method
        if own
        else "phone"
        if act.told_by_phone
        else "paper"
        if act.on_paper
        else "in_person"
    )
    same = (act.of, act.text, said_on, way)
    if any((each.of, each.text, each.said_on, each.way) == same for each in load_statements(open_plan)):
        return
    row_id = new_id(open_plan.now)
    words = {"of": act.of, "text": act.text, "way": way, "by_role": open_plan.actor.role.value}
    open_plan.session.add(
        CaseFact(
            id=row_id,
            plan_id=open_plan.plan.id,
            topic=STATEMENT,
            on=said_on,
            recorded_at=open_plan.now,
            by_id=open_plan.actor.id,
            document=open_plan.seal("fact.document", row_id, words),
        )
    )
    open_plan.record(note={"of": act.of, "said_on": said_on}, detail={"text": act.text})


def load_statements(open_plan: OpenPlan) -> list[StatementView]:
    """Everything that was said, the first first."""
    found = []
    for row in sorted(open_plan.rows(CaseFact, CaseFact.topic == STATEMENT), key=lambda row: row.on):
        words = open_plan.open("fact.document", row.id, row.document)
        staff = open_plan.session.get(Staff, row.by_id) if row.by_id and words["way"] in BY_STAFF else None
        found.append(
            StatementView(
                words["of"], words["text"], row.on, words["way"], local_date(row.recorded_at),
                staff.display_name if staff else None, words["by_role"],
            )
        )  # fmt: skip
    return found


def is_statement_time(open_plan: OpenPlan) -> bool:
    """Whether the end is near enough for a family's page to offer the form: from the first reminder of the end on, until
    the case is decided. Before that, too, what somebody says can be recorded."""
    row = open_plan.plan
    days = max(get_announcement_days(open_plan, "pre_expiry"))
    undecided = row.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
    return undecided and open_plan.today >= row.working_end - timedelta(days=days)

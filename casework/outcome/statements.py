"""What the minor, a guardian and the defender said of how the case should end: in their words, by whom it was recorded and
when. A missing statement is never filled in for somebody.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.rights.scope import FAMILY
from casework.acting.verbs import verb
from casework.outcome.acts_statements import RecordStatement
from casework.shared.items.items import get_announcement_days
from core.errors import BadInput, Mistake
from core.i18n import _
from law.transitions import PlanStatus
from models.office import Staff

MINOR, GUARDIAN, DEFENDER = "minor", "guardian", "defender"
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
    own = open_plan.actor.kind == "family"
    if own and act.of != open_plan.actor.role.value:
        others = _("这是别人的意见，由本人来说。")
        raise BadInput(others, mistakes=[Mistake("of", others)])
    note = {"of": act.of, "said_on": act.said_on or open_plan.today}
    keep_entry(open_plan, act, note=note, detail={"text": act.text})


def load_statements(open_plan: OpenPlan) -> list[StatementView]:
    """Everything that was said, the first first."""
    found = []
    for entry in list_entries(open_plan, RecordStatement):
        fields, by_family = entry.fields, entry.by_role in FAMILY
        staff = None if by_family else open_plan.session.get_one(Staff, entry.by_id)
        by_staff = "phone" if fields.told_by_phone else "paper" if fields.on_paper else "in_person"
        found.append(
            StatementView(
                fields.of, fields.text, fields.said_on or entry.on, entry.way or "page" if by_family else by_staff,
                entry.on, staff.display_name if staff else None, entry.by_role,
            )
        )  # fmt: skip
    return sorted(found, key=lambda statement: statement.said_on)


def is_statement_time(open_plan: OpenPlan) -> bool:
    """Whether the end is near enough for a family's page to offer the form: from the first reminder of the end on, until
    the case is decided. Before that, too, what somebody says can be recorded."""
    row = open_plan.plan
    days = max(get_announcement_days(open_plan, "pre_expiry"))
    undecided = row.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
    return undecided and open_plan.today >= row.working_end - timedelta(days=days)

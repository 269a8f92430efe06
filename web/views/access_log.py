"""Who has looked at a plan (谁看过): which person, when, at what; and who wanted to and might not."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.plan.views.timeline import READINGS
from casework.shared.text.journal_text import done_label
from casework.shared.text.labels import role_label
from core.i18n import Text
from models.journal import JournalLine
from models.office import Staff

SHOWN = 100


@dataclass(frozen=True)
class AccessLogEntry:
    """One look: who, in which post, when, at what."""

    at: datetime
    name: str | None
    """None for the family, whose names nobody needs here."""
    role: Text
    what: Text
    denied: bool


def get_access_log(open_plan: OpenPlan) -> list[AccessLogEntry]:
    """The latest looks at the plan, newest first. A page that looks again every few seconds is one look."""
    query = (
        select(JournalLine)
        .where(JournalLine.plan_id == open_plan.plan.id, col(JournalLine.act).in_(READINGS))
        .order_by(col(JournalLine.sequence).desc())
        .limit(SHOWN)
    )
    lines = open_plan.session.exec(query).all()
    ids = {line.actor_id for line in lines if line.actor_kind == "staff" and line.actor_id}
    names = {row.id: row.display_name for row in open_plan.session.exec(select(Staff).where(col(Staff.id).in_(ids)))}
    return [
        AccessLogEntry(
            line.at, names.get(line.actor_id) if line.actor_id else None, role_label(line.actor_role),
            done_label(line.act), line.act == "denied",
        )
        for line in lines
    ]  # fmt: skip

"""Values chosen by a named person from a day on: an office's practice, or a clock known only from memory (CH-01).

A choice is never changed and never reaches back: another one takes its place from its own first day. No clock can be
switched off by it, because every value has its bounds.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from casework.settings.acts import CHOOSE_VALUE
from casework.shared.context import Context
from casework.shared.rights import Actor, is_allowed, missing_right
from casework.shared.rights.read_operations import READ_CALENDAR
from casework.shared.text.text_checks import check_not_blank
from core.errors import BadInput, Mistake, NotFound, Refused
from core.i18n import Text, _
from law.choices import Choice, finding_on_choice
from law.entries import Value
from law.finding import Finding
from models.base import new_id
from models.chosen_value import ChosenValue
from models.database import Database
from models.office import Office, OfficeLevel, Role, Staff

MAX_REASON = 1000


@dataclass(frozen=True)
class ChosenValueEntry:
    """A choice: which number, under which rule, from what to what, from when, by whom, why."""

    key: str
    rule: str | None
    meaning: Text
    article: str
    before: Any
    value: Any
    unit: str
    from_on: date
    reason: str
    by: str
    by_city_jurist: bool
    chosen_at: datetime


def choose_value(
    context: Context, actor: Actor, *, key: str, value: int | list[int], from_on: date, reason: str
) -> Finding:
    """The value is in force from that day on, wherever the rule speaks. Limits that began before keep theirs.

    Refused for what the law fixes, outside its bounds, and, for what is known only from memory, to anybody but a
    jurist of the city office (CH-01). BadInput for a day that has begun or a reason too long; NotFound for no number.
    """
    with context.database.transaction() as session:
        now = context.clock.now()
        choice, finding = build_choice(context, session, actor, key=key, value=value, from_on=from_on, reason=reason)
        assert actor.id is not None  # rights gave this to named people only
        same = [each for each in context.choices if each.key == key and each.from_on == from_on]
        if same and same[-1].value == choice.value:
            return finding
        session.add(
            ChosenValue(
                id=new_id(now), key=key, value=value, from_on=from_on, reason=reason.strip(),
                by_city_jurist=choice.city_jurist, chosen_by=actor.id, chosen_at=now,
            )
        )  # fmt: skip
        context.write_journal_line(session, now, actor, CHOOSE_VALUE.code, note={"key": key, "from_on": from_on})
    load_choices(context)
    return finding


def build_choice(
    context: Context, session: Session, actor: Actor, *, key: str, value: int | list[int], from_on: date, reason: str
) -> tuple[Choice, Finding]:
    """The choice as it would stand, and what CH-01 says of it. Raises whatever `choose_value` raises, and keeps
    nothing."""
    if not is_allowed(session, actor, CHOOSE_VALUE, None, context.clock.now()):
        raise missing_right(CHOOSE_VALUE)
    if not context.rulebook.knows(key):
        raise NotFound(_("没有这一项数值。"))
    _refuse_what_cannot_be(context, from_on, reason)
    choice = Choice(key, _as_value(value), str(actor.id), _is_city_jurist(session, actor), reason, from_on)
    finding = finding_on_choice(choice, context.rulebook)
    if finding.refuses:
        raise Refused(finding.because, article=finding.article)
    return choice, finding


def load_choices(context: Context) -> None:
    """What named people chose, here or in another process, holds in this context from now on."""
    with context.database.reading() as session:
        context.choices[:] = get_choices(session)


def get_choices(session: Session) -> list[Choice]:
    """All choices of the record, in the order in which they were told."""
    rows = session.exec(select(ChosenValue).order_by(col(ChosenValue.chosen_at), col(ChosenValue.id)))
    return [
        Choice(row.key, _as_value(row.value), str(row.chosen_by), row.by_city_jurist, row.reason, row.from_on)
        for row in rows
    ]


def load_recorded_choices(database: Database) -> list[Choice]:
    """The choices of that record, for a context that is being set up."""
    with database.reading() as session:
        return get_choices(session)


def load_all_choices(context: Context, actor: Actor) -> list[ChosenValueEntry]:
    """Every choice, for any member of staff. That it was looked at is a line in the journal."""
    with context.query_plans(actor, READ_CALENDAR) as session:
        return list_chosen_values(context, session)


def ensure_may_choose(context: Context, actor: Actor) -> None:
    """NotAllowed for whoever may choose no value; it leaves its line in the journal."""
    with context.database.reading() as session:
        allowed = is_allowed(session, actor, CHOOSE_VALUE, None, context.clock.now())
    if not allowed:
        context.record_denial(actor, CHOOSE_VALUE, "")
        raise missing_right(CHOOSE_VALUE)


def list_chosen_values(context: Context, session: Session) -> list[ChosenValueEntry]:
    """Every choice with what it took the place of, the newest first."""
    views = []
    rows = session.exec(select(ChosenValue).order_by(col(ChosenValue.chosen_at).desc(), col(ChosenValue.id).desc()))
    for row in rows:
        entry = context.rulebook.entry(row.key)
        staff = session.get(Staff, row.chosen_by)
        written = entry.in_force(row.from_on)
        views.append(
            ChosenValueEntry(
                key=row.key, rule=entry.rule, meaning=entry.meaning, article=entry.article,
                before=list(written) if isinstance(written, tuple) else written, value=row.value, unit=entry.unit,
                from_on=row.from_on, reason=row.reason, by=staff.display_name if staff else "",
                by_city_jurist=row.by_city_jurist, chosen_at=row.chosen_at,
            )
        )  # fmt: skip
    return views


def _refuse_what_cannot_be(context: Context, from_on: date, reason: str) -> None:
    check_not_blank(reason=reason)
    mistakes = []
    if from_on <= context.clock.today():
        mistakes.append(Mistake("from_on", _("应从明天或者以后开始。")))
    if len(reason) > MAX_REASON:
        mistakes.append(Mistake("reason", _("不超过{max_reason}字。", max_reason=MAX_REASON)))
    if mistakes:
        raise BadInput(_("需要改正。"), mistakes=mistakes)


def _is_city_jurist(session: Session, actor: Actor) -> bool:
    office = session.get(Office, actor.office_id) if actor.office_id else None
    return actor.role is Role.JURIST and office is not None and office.level == OfficeLevel.CITY


def _as_value(value: int | list[int]) -> Value:
    return tuple(value) if isinstance(value, list) else value

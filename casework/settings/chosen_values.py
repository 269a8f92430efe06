"""Values chosen by a named person from a day on: an office's practice, or, for all and by two, a clock known only from
memory (CH-01).

A choice is never changed and never reaches back: another one takes its place from its own first day. No clock can be
switched off by it, because every value has its bounds.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from casework.acting.context import Context
from casework.acting.entry import ensure_confirmed
from casework.acting.rights import Actor, is_allowed, missing_right
from casework.settings.acts import CHOOSE_VALUE
from casework.shared.text.text_checks import check_not_blank
from casework.staff.accounts import notify_chiefs, request_for_all
from casework.staff.acts_accounts import KEEP_STAFF
from core.errors import BadInput, Mistake, NotFound
from core.i18n import Text, _
from law.choices import Choice, finding_on_choice
from law.entries import Value
from law.finding import Confidence, Finding, refuse_by_law
from models.base import new_id
from models.database import Database
from models.office import Office, OfficeLevel, Role, Staff
from models.office_setting import OfficeSetting, SettingKind, list_settings

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
    office: str | None
    """Whose it is; None: every office's that has none of its own."""
    chosen_at: datetime


def choose_value(
    context: Context,
    actor: Actor,
    *,
    key: str,
    value: int | list[int],
    from_on: date,
    reason: str,
    for_all: bool = False,
) -> Finding:
    """The value is in force from that day on, wherever the rule speaks, in the actor's own office, whose chief is told;
    `for_all`, and always what is known only from memory, waits for a signer and holds in every office that has none of
    its own. Limits that began before keep theirs.

    Refused for what the law fixes, outside its bounds, and, for what is known only from memory, to anybody but a
    jurist of the city office (CH-01). BadInput for a day that has begun or a reason too long; NotFound for no number;
    ReauthenticationRequired for an actor who has not confirmed lately who they are.
    """
    with context.database.transaction() as session:
        now = context.clock.now()
        choice, finding = build_choice(
            context, session, actor, key=key, value=value, from_on=from_on, reason=reason, for_all=for_all
        )
        ensure_confirmed(session, actor, "settings", now)
        same = [
            each for each in context.choices if (each.key, each.from_on, each.office) == (key, from_on, choice.office)
        ]
        if same and same[-1].value == choice.value:
            return finding
        if choice.office is None:
            entry = context.rulebook.entry(key)
            shown = f"{entry.meaning.zh}：{value}（{from_on.isoformat()} 起）"
            request_for_all(context, session, actor, "value", reason, shown=shown, key=key, value=value,
                            from_on=from_on.isoformat(), why=reason.strip())  # fmt: skip
            return finding
        _keep(context, session, actor, choice, now)
        notify_chiefs(context, session, f"value/{key}/{now.isoformat()}", [actor.office_id])
    load_choices(context)
    return finding


def choose_for_all(context: Context, session: Session, asker: Actor, content: dict[str, Any]) -> None:
    """The value that was asked for and confirmed holds in every office that has none of its own. Raises whatever
    `choose_value` raises, where it cannot be chosen as it was asked."""
    key, value, from_on = content["key"], content["value"], date.fromisoformat(content["from_on"])
    choice, __ = build_choice(
        context, session, asker, key=key, value=value, from_on=from_on, reason=content["why"], for_all=True
    )
    _keep(context, session, asker, choice, context.clock.now())


def _keep(context: Context, session: Session, actor: Actor, choice: Choice, now: datetime) -> None:
    assert actor.id is not None  # rights gave this to named people only
    value = list(choice.value) if isinstance(choice.value, tuple) else choice.value
    session.add(
        OfficeSetting(
            id=new_id(now), kind=SettingKind.VALUE, key=choice.key, from_on=choice.from_on, reason=choice.reason.strip(),
            content={"value": value, "by_city_jurist": choice.city_jurist}, by_id=actor.id, at=now,
            office_id=actor.office_id if choice.office else None,
        )
    )  # fmt: skip
    note: dict[str, Any] = {"key": choice.key, "from_on": choice.from_on, "everybody": choice.office is None}
    context.write_journal_line(session, now, actor, CHOOSE_VALUE.code, note=note)


def build_choice(
    context: Context,
    session: Session,
    actor: Actor,
    *,
    key: str,
    value: int | list[int],
    from_on: date,
    reason: str,
    for_all: bool = False,
) -> tuple[Choice, Finding]:
    """The choice as it would stand, and what CH-01 says of it. Raises whatever `choose_value` raises, and keeps
    nothing."""
    if not is_allowed(session, actor, CHOOSE_VALUE, None, context.clock.now()):
        raise missing_right(CHOOSE_VALUE)
    if not context.rulebook.knows(key):
        raise NotFound(_("没有这一项数值。"))
    _refuse_what_cannot_be(context, from_on, reason)
    of_the_law = context.rulebook.entry(key).confidence is Confidence.K
    if for_all and not of_the_law and actor.role is not Role.ADMINISTRATOR:
        raise missing_right(KEEP_STAFF)
    office = None if for_all or of_the_law else str(actor.office_id)
    choice = Choice(key, _as_value(value), str(actor.id), _is_city_jurist(session, actor), reason, from_on, office)
    finding = finding_on_choice(choice, context.rulebook)
    refuse_by_law(finding)
    return choice, finding


def load_choices(context: Context) -> None:
    """What named people chose, here or in another process, holds in this context from now on."""
    with context.database.reading() as session:
        context.choices[:] = get_choices(session)


def get_choices(session: Session) -> list[Choice]:
    """All choices of the record, in the order in which they were told."""
    return [
        Choice(
            row.key, _as_value(row.content["value"]), str(row.by_id), row.content["by_city_jurist"], row.reason,
            row.from_on, str(row.office_id) if row.office_id else None,
        )
        for row in list_settings(session, SettingKind.VALUE)
        if row.from_on is not None
    ]  # fmt: skip


def load_recorded_choices(database: Database) -> list[Choice]:
    """The choices of that record, for a context that is being set up."""
    with database.reading() as session:
        return get_choices(session)


def list_chosen_values(
    context: Context, session: Session, *, of: uuid.UUID | None = None, everywhere: bool = False
) -> list[ChosenValueEntry]:
    """Every choice for all and for that office, or `everywhere`, with what it took the place of, the newest first."""
    views = []
    names: dict[uuid.UUID | None, str] = dict(session.exec(select(Office.id, Office.name)).all())
    for row in reversed(list_settings(session, SettingKind.VALUE)):
        if row.from_on is None or (not everywhere and row.office_id not in (None, of)):
            continue
        entry = context.rulebook.entry(row.key)
        staff = session.get(Staff, row.by_id)
        written = entry.in_force(row.from_on)
        views.append(
            ChosenValueEntry(
                key=row.key, rule=entry.rule, meaning=entry.meaning, article=entry.article,
                before=list(written) if isinstance(written, tuple) else written, value=row.content["value"], unit=entry.unit,
                from_on=row.from_on, reason=row.reason, by=staff.display_name if staff else "",
                by_city_jurist=row.content["by_city_jurist"], office=names.get(row.office_id), chosen_at=row.at,
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

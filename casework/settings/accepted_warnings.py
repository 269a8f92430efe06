"""For the auditor: every warning that somebody accepted, and every unverified rule that was relied on.

No name of a minor, no offence and no free text stands here. What a person wrote as a reason stays in the plan's own
file; the report says whether there is one. Sealed cases are found by nobody, this report included.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import String, cast
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, or_, select

from casework.acting.context import Context
from casework.acting.rights import OPERATIONS, Actor, visible_plans
from casework.acting.rights.read_operations import READ_OVERRIDES
from casework.settings.chosen_values import ChosenValueEntry, list_chosen_values
from casework.shared.text.text_checks import text_or_none
from core.clock import local_date, start_of_day
from core.errors import Archived, KeyStoreError
from core.i18n import Bilingual, Text
from law.finding import Confidence
from law.rulebook import Rulebook
from models.journal import JournalLine, open_detail
from models.office import Staff
from models.plan import Plan

RELIED_ON_BY = {code: each.unverified for code, each in OPERATIONS.items() if each.unverified}
"""Which unverified rules an act stands on whenever it is done. A rule that is certain is not listed."""
READ_AT_ONCE = 100


@dataclass(frozen=True)
class AcceptedWarning:
    """A warning that was overridden: the rule, its text at that time, who acted, and when."""

    number: str
    at: datetime
    act: str
    by: str
    role: str
    rule: str
    title: Text
    article: str
    confidence: Confidence
    why: Text | None
    """What the rule said of the case when it was accepted; None if the case's key is destroyed."""
    reasoned: bool
    """Whether the person wrote down a reason, which can be read in the plan's file."""


@dataclass(frozen=True)
class ReliedOnRule:
    """An unverified rule, with how often it was relied on, by which acts, on how many plans, and when last."""

    rule: str
    title: Text
    article: str
    confidence: Confidence
    times: int
    plans: int
    acts: tuple[str, ...]
    last_at: datetime


@dataclass(frozen=True)
class Overrides:
    """The report: warnings accepted, newest first; unverified rules relied on, the most relied on first; values that
    somebody chose, newest first."""

    accepted: list[AcceptedWarning]
    relied: list[ReliedOnRule]
    chosen: list[ChosenValueEntry] = field(default_factory=list)
    more: int = 0
    """How many older acceptances of those days are not among `accepted`."""


def load_overrides(
    context: Context,
    actor: Actor,
    *,
    from_on: date | None = None,
    to_on: date | None = None,
    at_most: int | None = None,
) -> Overrides:
    """The report for those days, both included; all days without them, over the plans within the actor's reach; at
    most that many of the newest acceptances. Reading it is a line in the journal."""
    with context.query_plans(actor, READ_OVERRIDES) as session:
        lines = _lines(session, actor, from_on, to_on)
        warned = [line.id for line in lines if line.note.get("warnings")]
        accepted = list(islice(_accepted(context, session, warned), at_most))
        more = sum(len(line.note.get("warnings") or []) for line in lines) - len(accepted)
        chosen = [
            each
            for each in list_chosen_values(context, session, everywhere=True)
            if (from_on is None or local_date(each.chosen_at) >= from_on)
            and (to_on is None or local_date(each.chosen_at) <= to_on)
        ]
        return Overrides(accepted, _relied(lines, context.rulebook), chosen, more)


def _lines(session: Session, actor: Actor, from_on: date | None, to_on: date | None) -> Sequence[Any]:
    """The lines of acts that a warning or an unverified rule may stand behind, newest first; none of a sealed case. Of each
    its id, act, plan, moment and note."""
    # Of a country's lines hardly one in twenty; the others need not be loaded.
    asked_of_warnings = cast(col(JournalLine.note), String).contains('"warnings"')
    line = JournalLine
    query = (
        sa_select(col(line.id), col(line.act), col(line.plan_id), col(line.at), col(line.note))
        .join(Plan, col(Plan.id) == col(line.plan_id))
        .where(col(Plan.sealed_at).is_(None), visible_plans(actor, READ_OVERRIDES))
        .where(or_(col(line.act).in_(RELIED_ON_BY), and_(col(line.actor_kind) == "staff", asked_of_warnings)))
        .order_by(col(line.sequence).desc())
    )
    if from_on is not None:
        query = query.where(col(line.at) >= start_of_day(from_on))
    if to_on is not None:
        query = query.where(col(line.at) < start_of_day(to_on + timedelta(days=1)))
    return session.execute(query).all()


def _accepted(context: Context, session: Session, lines: Sequence[uuid.UUID]) -> Iterator[AcceptedWarning]:
    """What was accepted in these lines, which are read as far as somebody asks."""
    for start in range(0, len(lines), READ_AT_ONCE):
        query = (
            select(JournalLine, Plan, Staff)
            .join(Plan, col(Plan.id) == col(JournalLine.plan_id))
            .outerjoin(Staff, col(Staff.id) == col(JournalLine.actor_id))
            .where(col(JournalLine.id).in_(lines[start : start + READ_AT_ONCE]))
            .order_by(col(JournalLine.sequence).desc())
        )
        for line, plan, staff in session.exec(query).all():
            yield from _accepted_in(context, session, line, plan, staff)


def _accepted_in(
    context: Context, session: Session, line: JournalLine, plan: Plan, staff: Staff | None
) -> Iterator[AcceptedWarning]:
    rulebook = context.get_rulebook(session, plan)
    detail = _opened(context, line)
    by_rule = {each["rule"]: each for each in detail.get("warnings", [])}
    for code in line.note["warnings"]:
        rule = rulebook.rule(code)
        warning = by_rule.get(code)
        yield AcceptedWarning(
            number=plan.number,
            at=line.at,
            act=line.act,
            by=staff.display_name if staff else line.actor_kind,
            role=line.actor_role,
            rule=rule.id,
            title=rule.title,
            article=rule.article,
            confidence=rule.confidence,
            why=Bilingual(warning["because_zh"], warning["because_en"]) if warning else None,
            reasoned=text_or_none(detail.get("reason")) is not None,
        )


def _opened(context: Context, line: JournalLine) -> dict[str, Any]:
    """The words of the line; nothing where the case's key is with the archive or gone, which `why` then shows."""
    try:
        return open_detail(context.vault, line) or {}
    except (Archived, KeyStoreError):
        return {}


def _relied(lines: Sequence[Any], rulebook: Rulebook) -> list[ReliedOnRule]:
    times: Counter[str] = Counter()
    found: dict[str, list[Any]] = {}
    for line in lines:
        warned = [
            code for code in line.note.get("warnings") or [] if rulebook.rule(code).confidence is not Confidence.V
        ]
        for code in dict.fromkeys([*RELIED_ON_BY.get(line.act, ()), *warned]):
            times[code] += 1
            found.setdefault(code, []).append(line)
    return [
        ReliedOnRule(
            rule=code,
            title=rulebook.rule(code).title,
            article=rulebook.rule(code).article,
            confidence=rulebook.rule(code).confidence,
            times=count,
            plans=len({line.plan_id for line in found[code]}),
            acts=tuple(sorted({line.act for line in found[code]})),
            last_at=max(line.at for line in found[code]),
        )
        for code, count in sorted(times.items(), key=lambda entry: (-entry[1], entry[0]))
    ]

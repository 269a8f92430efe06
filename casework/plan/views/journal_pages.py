"""The journal as the auditor reads it: who did what on which plan and when, in words and codes, without a word about
anybody; and whether its chain is sound. Lines of sealed cases name no plan."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import String, cast
from sqlmodel import Session, and_, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import VERIFY_JOURNAL
from casework.messages.journal_heads import HeadDeparture, load_departures
from casework.shared.paging import from_cursor, to_cursor
from casework.shared.text.journal_text import act_sentence, done_label
from casework.shared.text.labels import role_label
from core.clock import at_local
from core.i18n import Text
from models.api_token import ApiToken
from models.exported_head import HeadText
from models.integrity import check_chain as run_chain_check
from models.journal import JournalLine, reveal_as_far_as_possible
from models.office import Office, Staff
from models.plan import Plan

PAGE_SIZE = 45


@dataclass(frozen=True)
class JournalLineView:
    """One line. Who of a family acted is told by the role alone."""

    sequence: int
    at: datetime
    words: Text
    by: str | None
    role: Text
    plan: str | None
    article: str | None
    accepted: list[tuple[str, Text]]
    """The rules whose warning was accepted, each with its title; none of a sealed case."""
    about: str | None
    """The name of the office or the account that it is about."""


@dataclass(frozen=True)
class JournalPage:
    """Lines, the newest first; `next` leads further into the past."""

    lines: list[JournalLineView]
    next: str | None


@dataclass(frozen=True)
class ChainCheckView:
    """What a reading of the whole chain found, compared with the heads that were kept."""

    sound: bool
    links: int
    head: str
    heads: int
    """How many heads, signed by this installation, the chain was compared with."""
    faults: list[Text]


def load_journal_page(
    context: Context,
    actor: Actor,
    *,
    on: date | None = None,
    only_denied: bool = False,
    only_accepted: bool = False,
    cursor: str | None = None,
) -> JournalPage:
    """The journal of all offices; of one day, only what was refused, or only what was done after a warning was read, in
    cases that are not sealed. Reading it is itself a line."""
    with context.query_plans(actor, VERIFY_JOURNAL) as session:
        query = select(JournalLine, Plan).outerjoin(Plan, col(Plan.id) == col(JournalLine.plan_id))
        if on is not None:
            begin, end = at_local(on, time(0, 0)), at_local(date.fromordinal(on.toordinal() + 1), time(0, 0))
            query = query.where(col(JournalLine.at) >= begin, col(JournalLine.at) < end)
        if only_denied:
            query = query.where(JournalLine.act == "denied")
        if only_accepted:
            # Of a country's lines hardly one in twenty; the others need not be loaded.
            note = cast(col(JournalLine.note), String)
            warned = and_(note.contains('"warnings"'), ~note.contains('"warnings": []'))
            query = query.where(col(JournalLine.actor_kind) == "staff", warned, col(Plan.sealed_at).is_(None))
        if cursor is not None:
            query = query.where(col(JournalLine.sequence) < from_cursor(cursor, (int,))[0])
        found = session.exec(query.order_by(col(JournalLine.sequence).desc()).limit(PAGE_SIZE + 1)).all()
        page = found[:PAGE_SIZE]
        ids = {line.actor_id for line, _ in page if line.actor_kind == "staff"}
        names = {row.id: row.display_name for row in session.exec(select(Staff).where(col(Staff.id).in_(ids)))}
        tokens = {line.actor_id for line, _ in page if line.actor_kind == "token"}
        names |= {row.id: row.name for row in session.exec(select(ApiToken).where(col(ApiToken.id).in_(tokens)))}
        named: dict[tuple[str | None, uuid.UUID | None], str] = {
            ("staff", row.id): f"{row.display_name}（{row.login}）" for row in session.exec(select(Staff))
        }
        named |= {("office", row.id): row.name for row in session.exec(select(Office))}
        lines = [
            JournalLineView(
                line.sequence or 0, line.at, act_sentence(said.act, line.actor_role, None),
                names.get(line.actor_id) if line.actor_id else None, role_label(line.actor_role),
                plan.number if plan is not None and plan.sealed_at is None else None, said.article,
                _list_accepted(context, session, line, plan),
                named.get((line.subject_kind, line.subject_id)),
            )
            for line, plan in page
            for said in (reveal_as_far_as_possible(context.vault, line),)
        ]  # fmt: skip
    return JournalPage(lines, to_cursor(page[-1][0].sequence or 0) if len(found) > PAGE_SIZE else None)


def _list_accepted(context: Context, session: Session, line: JournalLine, plan: Plan | None) -> list[tuple[str, Text]]:
    warned = line.note.get("warnings")
    if not warned or plan is None or plan.sealed_at is not None:
        return []
    rulebook = context.get_rulebook(session, plan)
    return [(code, rulebook.rule(code).title) for code in warned]


def check_chain(context: Context, actor: Actor, heads: Sequence[HeadText] = ()) -> ChainCheckView:
    """The whole chain, read and compared with the journal, with these heads and with those that the record holds. Takes
    as long as the journal is."""
    with context.query_plans(actor, VERIFY_JOURNAL) as session:
        found = run_chain_check(session, context.vault.chain_key, context.vault, heads, done_label)
        return ChainCheckView(
            not found.problems, found.report.links, found.report.head.head[:16], found.heads,
            [problem.words for problem in found.problems],
        )  # fmt: skip


def load_head_departures(context: Context, actor: Actor) -> list[HeadDeparture]:
    """Whether the heads of the last days were sent, for readers of the journal."""
    with context.query_plans(actor, VERIFY_JOURNAL) as session:
        return load_departures(session, context.clock.today())

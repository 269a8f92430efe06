"""What is printed beside the papers: the card, the month sheet, the course of a month, and what is to be typed elsewhere.

Card and month sheet lie about in kitchens: they tell neither offence nor office, and no name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from sqlmodel import col, select

from casework.acts.family import GIVE_PAGE
from casework.dates.provisional import may_move
from casework.desk import Desk, File
from casework.kinds import KINDS, SHEETS, Pattern
from casework.messages.addresses import code_word, number_to_call
from casework.papers.fields import CaseFields
from casework.papers.numbers import number_text
from casework.papers.subjects import receipts_of
from casework.papers.words import ADDRESSEE, SERVED, day
from casework.rights import Actor
from casework.rights.reading import READ_PAPER, READ_PLAN
from casework.signing_in import may_see, voice_of_informed
from casework.usage.consent import content_of
from casework.views.timeline import READINGS, Line, lines_of
from documents.papers import BY_CODE
from law.months import same_day_after
from models.document import Document
from models.item import Item, ItemStatus, Submission
from models.journal import JournalLine
from models.office import Role
from models.person import Person
from sunward.clock import at_local, local_date, local_time
from sunward.dates import weekday_words
from sunward.errors import NotFound
from sunward.words import Words

NEXT_SHOWN = 6


@dataclass(frozen=True)
class Owed:
    """One thing owed on a day."""

    words: Words
    on: date
    by: time
    kind: str


@dataclass(frozen=True)
class Card:
    """The paper card: the word that every text ends with, what comes when, and the number to call."""

    relation: str
    is_minor: bool
    word: str
    rhythm: list[tuple[Words, Words]]
    """What, and when it comes round."""
    next: list[Owed]
    contacts: list[str]
    """Everybody who has a card: the relations."""
    phone: str | None = None
    """The number of the work of whoever is the family's contact, as the texts name it; None leaves room for one."""
    asks_as: str | None = None
    """As whom somebody outside the family who already knows is asked ('school', 'mentor'): such a card has the page's
    address and code, and nothing else."""


@dataclass(frozen=True)
class MonthSheet:
    """One person's month on one page, to be ticked and brought back or photographed. `days` is what a sheet of screen
    time needs; without one it is empty."""

    relation: str
    is_minor: bool
    word: str
    number: str
    month: date
    owed: list[Owed]
    days: list[date]
    contacts: list[str]


@dataclass(frozen=True)
class HandedInThen:
    """What was handed in during the month, in its own words."""

    words: Words
    due_on: date
    at: str
    text: str
    minutes: list[int | None]


@dataclass(frozen=True)
class Course:
    """What happened in a month, in the order of the file, with what was handed in."""

    number: str
    month: date
    lines: list[Line]
    handed_in: list[HandedInThen]


@dataclass(frozen=True)
class ToType:
    """A section of what is to be typed into another system: its title, and each field with its value."""

    title: Words
    fields: list[tuple[Words, str]]


def card_of(desk: Desk, actor: Actor, number: str, relation: str) -> Card:
    """That person's card. NotFound for somebody who is no contact at present."""
    with desk.look(number, actor, GIVE_PAGE, noted_as=READ_PAPER) as file:
        person = _contact(file, relation, or_informed=True)
        items = _owed_by(file, person, file.plan.period_from, file.plan.period_to)
        coming = [item for item in items if item.due_on >= file.today and item.status == ItemStatus.OPEN]
        return Card(
            relation,
            person.role == "minor",
            code_word(file.plan.id.hex),
            list(_rhythm(items)),
            [_owed(item) for item in coming[:NEXT_SHOWN]],
            [*_contacts(file), *(one.relation for one in file.people("informed") if may_see(one, file.plan, file.now))],
            phone=number_to_call(file.session, file.plan.id),
            asks_as=voice_of_informed(person),
        )


def month_sheet(desk: Desk, actor: Actor, number: str, relation: str, month: date) -> MonthSheet:
    """That person's sheet for the month."""
    first, last = _month(month)
    with desk.look(number, actor, GIVE_PAGE, noted_as=READ_PAPER) as file:
        person = _contact(file, relation)
        owed = [_owed(item) for item in _owed_by(file, person, first, last)]
        counts_minutes = any(each.kind in SHEETS for each in owed)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)] if counts_minutes else []
        word = code_word(file.plan.id.hex)
        return MonthSheet(relation, person.role == "minor", word, file.plan.number, first, owed, days, _contacts(file))


def course_of(desk: Desk, actor: Actor, number: str, month: date) -> Course:
    """What happened in that month, the first first, without reminders and without who has looked."""
    first, last = _month(month)
    begin, end = at_local(first, time(0)), at_local(last + timedelta(days=1), time(0))
    with desk.look(number, actor, READ_PLAN) as file:
        query = (
            select(JournalLine)
            .where(
                JournalLine.plan_id == file.plan.id,
                col(JournalLine.at) >= begin,
                col(JournalLine.at) < end,
                col(JournalLine.act).not_in((*READINGS, "call_for", "remind", "announce_date")),
            )
            .order_by(col(JournalLine.sequence))
        )
        handed = (
            select(Submission, Item)
            .join(Item, col(Item.id) == col(Submission.item_id))
            .where(
                Item.plan_id == file.plan.id, col(Submission.received_at) >= begin, col(Submission.received_at) < end
            )
            .order_by(col(Submission.received_at))
        )
        return Course(
            file.plan.number,
            first,
            lines_of(file, list(file.session.exec(query))),
            [_handed_in(file, row, item) for row, item in file.session.exec(handed)],
        )


def to_type(desk: Desk, actor: Actor, number: str) -> list[ToType]:
    """What the record knows of the case, in the order in which case systems ask for it: person, case, decision, period,
    conditions, service, end. It is read by a person and typed by a person; nothing is sent anywhere."""
    with desk.look(number, actor, READ_PAPER) as file:
        known = CaseFields(file, BY_CODE["conditional_decision"], "", 1)

        def value(name: str) -> str:
            return str(known.value(name))

        def section(zh: str, en: str, *names: str) -> ToType:
            fields = {field.name: field.words for field in BY_CODE["conditional_decision"].fields}
            return ToType(Words(zh, en), [(fields[name], value(name)) for name in names])

        return [
            section("人员", "Person", "name", "sex", "born_on", "identity_number", "address", "representative"),
            section("案件", "Case", "offence", "offence_article", "measures", "counsel"),
            _decision(file, known),
            section("考验期", "Period", "period_from", "period_to", "months"),
            ToType(
                Words("附带条件", "Conditions"),
                [
                    (Words(f"第{row['place']}项", f"No {row['place']}"), f"{row['text']}（{row['measure']}）")
                    for row in known.value("conditions")
                    if isinstance(row, dict)
                ],
            ),
            ToType(
                Words("送达", "Service"),
                [
                    (
                        Words(f"{SERVED.get(row.decision, row.decision)}：{ADDRESSEE[row.addressee]}",
                              f"{row.decision}: {row.addressee}".replace("_", " ")),
                        day(row.received_on) if row.received_on else "未收到",
                    )
                    for row in receipts_of(file)
                ],
            ),
            _end(file, known),
        ]  # fmt: skip


def _decision(file: File, known: CaseFields) -> ToType:
    made = {
        row.paper: row for row in file.session.exec(select(Document).where(Document.plan_id == file.plan.id))
    }  # fmt: skip

    def number_of(paper: str) -> str:
        row = made.get(paper)
        return number_text(known.office, BY_CODE[paper], row.year, row.sequence) if row else "未编号"

    return ToType(
        Words("决定", "Decision"),
        [
            (Words("文号", "Number"), number_of("conditional_decision")),
            (Words("决定日期", "Decided on"), str(known.value("decided_on"))),
            (Words("承办检察官", "Prosecutor"), str(known.value("prosecutor"))),
            (Words("宣布日期", "Announced on"), day(file.plan.announced_on) if file.plan.announced_on else "未宣布"),
        ],
    )


def _end(file: File, known: CaseFields) -> ToType:
    return ToType(
        Words("结果", "Outcome"),
        [
            (Words("处理建议", "Proposal"), str(known.value("proposal"))),
            (Words("处理结果", "Outcome"), str(known.value("outcome"))),
            (Words("起诉或者不起诉的决定不晚于", "Final decision by"), _decide_by(file)),
        ],
    )


def _decide_by(file: File) -> str:
    by = file.plan.final_decision_by
    undecided = file.plan.outcome is None
    return f"{day(by)}（暂定）" if undecided and may_move("final_decision", by, file.desk.days) else day(by)


def _is_contact(file: File, person: Person) -> bool:
    there = person.ended_on is None or file.today < person.ended_on
    return person.role != "informed" and there and person.named_as_danger_at is None


def _contacts(file: File) -> list[str]:
    return [person.relation for person in file.people() if _is_contact(file, person)]


def _contact(file: File, relation: str, *, or_informed: bool = False) -> Person:
    for person in file.people():
        known = or_informed and person.role == Role.INFORMED and may_see(person, file.plan, file.now)
        if person.relation == relation and (known or _is_contact(file, person)):
            return person
    raise NotFound(Words("没有这样的联系人。", "Contact not found."))


def _owed_by(file: File, person: Person, first: date, last: date) -> list[Item]:
    family = [code for code, kind in KINDS.items() if kind.pattern is Pattern.FAMILY]
    return [
        item
        for item in file.items(*family, only_open=False)
        if item.owner == person.role and first <= item.due_on <= last and item.status != ItemStatus.CANCELLED
    ]


def _owed(item: Item) -> Owed:
    return Owed(KINDS[item.kind].words, item.due_on, local_time(item.due_at).time(), item.kind)


def _rhythm(items: list[Item]) -> Iterator[tuple[Words, Words]]:
    """How often each sort of thing comes round; once, its day."""
    for code in dict.fromkeys(item.kind for item in items):
        mine = [item for item in items if item.kind == code]
        by = f"{local_time(mine[0].due_at):%H:%M}"
        gaps = {(after.due_on - before.due_on).days for before, after in pairwise(mine)}
        weekday = mine[0].due_on.weekday()
        if gaps == {7}:
            when = Words(
                f"每{weekday_words(weekday).zh}，{by}前", f"every {weekday_words(weekday, 'wide').en}, by {by}"
            )
        elif len(mine) > 1 and min(gaps) >= 28:
            when = Words(
                f"每月{mine[0].due_on.day}日前后，{by}前", f"about the {mine[0].due_on.day}th of a month, by {by}"
            )
        else:
            when = Words(f"见日期，{by}前", f"on the days told, by {by}")
        yield KINDS[code].words, when


def _handed_in(file: File, row: Submission, item: Item) -> HandedInThen:
    said = content_of(file, row)
    minutes = said.get("minutes")
    return HandedInThen(
        KINDS[item.kind].words,
        item.due_on,
        f"{local_date(row.received_at):%m-%d} {local_time(row.received_at):%H:%M}",
        str(said.get("text") or ""),
        [each if isinstance(each, int) else None for each in minutes] if isinstance(minutes, list) else [],
    )


def _month(month: date) -> tuple[date, date]:
    first = month.replace(day=1)
    return first, same_day_after(first, 1) - timedelta(days=1)

"""What is printed beside the papers: the card, the month sheet, and what is to be typed elsewhere.

Card and month sheet lie about in kitchens: they tell neither offence nor office, and no name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PAPER, READ_TYPING_SHEET
from casework.documents.chinese_format import ADDRESSEE, format_day
from casework.documents.fields import CaseFields
from casework.documents.numbers import format_number
from casework.documents.subjects import name_served
from casework.family.acts_page import GIVE_PAGE
from casework.messages.addresses import get_callback_number, get_code_word
from casework.messages.calls import get_template_values
from casework.shared.items.item_kinds import ITEM_KINDS, SHEETS, Pattern
from casework.shared.provisional_dates import is_provisional
from casework.staff.authentication import get_informed_viewpoint, may_open_own_page
from core.clock import local_time
from core.dates import days_between, weekday_words
from core.errors import NotFound
from core.i18n import Bilingual, Text, _, pgettext
from documents.papers import PAPERS_BY_CODE
from law.months import same_day_after
from models.decision import ServiceReceipt
from models.document import Document
from models.item import Item, ItemStatus
from models.office import Role
from models.person import Person
from notifications.matrix import find_rule
from notifications.render import DEFAULT_SIGNATURE, Signature, Value, render

NEXT_LISTED = 6


@dataclass(frozen=True)
class SheetDuty:
    """One item due on a day."""

    words: Text
    on: date
    by: time
    kind: str


@dataclass(frozen=True)
class PaperCard:
    """The printed card: the word that ends every text, what is sent when, and the number to call."""

    relation: str
    is_minor: bool
    word: str
    rhythm: list[tuple[Text, Text]]
    """What, and when it comes round."""
    next: list[SheetDuty]
    contacts: list[str]
    """Everybody who has a card: the relations."""
    phone: str | None = None
    """The work number of the family's contact, as the texts name it; None leaves room for one."""
    sample: str | None = None
    """What a genuine text looks like."""
    asks_as: str | None = None
    """As whom somebody outside the family who already knows is asked ('school', 'mentor'): such a card has the page's
    address and code, and nothing else."""


@dataclass(frozen=True)
class MonthSheet:
    """One person's month on one page, to be ticked and brought back or photographed. `days` is what a sheet of screen
    time needs; without one it is empty."""

    relation: str
    is_minor: bool
    number: str
    month: date
    owed: list[SheetDuty]
    days: list[date]
    weeks: list[date]
    """The days on which something in words is due: each has its room."""
    contacts: list[str]


@dataclass(frozen=True)
class TypingSection:
    """A section of what is to be typed into another system: its title, and each field with its value."""

    title: Text
    fields: list[tuple[Text, str]]


def load_paper_card(
    context: Context, actor: Actor, number: str, relation: str, signature: Signature | None = DEFAULT_SIGNATURE
) -> PaperCard:
    """That person's card, with a text as it comes under that signature; with None, texts do not leave. NotFound for
    somebody who is no contact at present."""
    with context.open_for_reading(number, actor, GIVE_PAGE, noted_as=READ_PAPER) as open_plan:
        person = _contact(open_plan, relation, or_informed=True)
        items = _items_of(open_plan, person, open_plan.plan.period_from, open_plan.plan.period_to)
        coming = [item for item in items if item.due_on >= open_plan.today and item.status == ItemStatus.OPEN]
        return PaperCard(
            relation,
            person.role == "minor",
            get_code_word(open_plan.plan.id.hex),
            list(_rhythm(items)),
            [_duty(item) for item in coming[:NEXT_LISTED]],
            [
                *_contacts(open_plan),
                *(
                    one.relation
                    for one in open_plan.people("informed")
                    if may_open_own_page(one, open_plan.plan, open_plan.now)
                ),
            ],
            phone=get_callback_number(open_plan.session, open_plan.plan.id),
            asks_as=get_informed_viewpoint(person),
            sample=_sample(open_plan, person, coming, signature) if signature and coming else None,
        )


def _sample(open_plan: OpenPlan, person: Person, coming: list[Item], signature: Signature) -> str | None:
    """The text that calls for what is due next, as it will stand on the phone."""
    row = find_rule(ITEM_KINDS[coming[0].kind].call or "", person.role)
    if row is None:
        return None
    values: dict[str, Value] = dict(get_template_values(row.template, coming[0]))
    language, word = open_plan.context.language, get_code_word(open_plan.plan.id.hex)
    # A filed name may be that of a social-work body: our own words never are.
    body = render(row.template, language, values, code_word=word, signature=Signature("", "")).body
    return signature.in_(language) + body


def load_month_sheet(context: Context, actor: Actor, number: str, relation: str, month: date) -> MonthSheet:
    """That person's sheet for the month."""
    first, last = _month(month)
    with context.open_for_reading(number, actor, GIVE_PAGE, noted_as=READ_PAPER) as open_plan:
        person = _contact(open_plan, relation)
        due_items = [_duty(item) for item in _items_of(open_plan, person, first, last)]
        counts_minutes = any(each.kind in SHEETS for each in due_items)
        days = days_between(first, last) if counts_minutes else []
        weeks = sorted({each.on for each in due_items if each.kind not in SHEETS})
        return MonthSheet(
            relation, person.role == "minor", open_plan.plan.number, first, due_items, days, weeks, _contacts(open_plan)
        )


def load_typing_sheet(context: Context, actor: Actor, number: str) -> list[TypingSection]:
    """Return what the record has of the case, in the order of typing_sheet.toml or of the office's own file.

    A person reads it and types it elsewhere; nothing is sent anywhere.
    """
    with context.open_for_reading(number, actor, READ_TYPING_SHEET) as open_plan:
        # Asked as the opinion asks: for what is in force today, with every change of the period.
        case = CaseFields(open_plan, PAPERS_BY_CODE["opinion"], "", 1)
        return [
            TypingSection(section.title, [line for name in section.fields for line in _typing_lines(case, name)])
            for section in context.typing_order
        ]


def _typing_lines(case: CaseFields, name: str) -> list[tuple[Text, str]]:
    """The lines of that field: several for conditions and papers served."""
    plan, value = case.open_plan.plan, case.value
    match name:
        case "conditions":
            return [
                (_("第{place}项", place=row["place"]), f"{row['text']}（{row['measure']}）")
                for row in value(name)
                if isinstance(row, dict)
            ]
        case "service":
            return [_served(case.open_plan, row) for row in case.open_plan.rows(ServiceReceipt)]
        case "decision_number":
            return [(_("文号"), _decision_number(case))]
        case "announced_on":
            return [(_("宣布日期"), format_day(plan.announced_on) if plan.announced_on else "未宣布")]
        case "decide_by":
            return [(_("起诉或者不起诉的决定不晚于"), _decide_by(case.open_plan))]
        case _:
            return [(_TYPED[name], str(value(name)))]


_TYPED: dict[str, Text] = {
    **{field.name: field.words for field in PAPERS_BY_CODE["conditional_decision"].fields},
    "decided_on": _("决定日期"),
    "prosecutor": pgettext("column", "承办检察官"),
    "proposal": _("处理建议"),
    "outcome": _("处理结果"),
}


def _served(open_plan: OpenPlan, row: ServiceReceipt) -> tuple[Text, str]:
    paper = Bilingual(name_served(open_plan, row.decision), row.decision.replace("_", " "))
    addressee = Bilingual(ADDRESSEE[row.addressee], row.addressee.replace("_", " "))
    received = format_day(row.received_on) if row.received_on else "未收到"
    return _("{paper}：{addressee}", paper=paper, addressee=addressee), received


def _decision_number(case: CaseFields) -> str:
    paper = PAPERS_BY_CODE["conditional_decision"]
    row = next((row for row in case.open_plan.rows(Document) if row.paper == paper.code), None)
    return format_number(case.office, paper, row.year, row.sequence) if row else "未编号"


def _decide_by(open_plan: OpenPlan) -> str:
    by = open_plan.plan.final_decision_by
    undecided = open_plan.plan.outcome is None
    return (
        f"{format_day(by)}（暂定）"
        if undecided and is_provisional("final_decision", by, open_plan.context.days)
        else format_day(by)
    )


def _is_contact(open_plan: OpenPlan, person: Person) -> bool:
    there = person.ended_on is None or open_plan.today < person.ended_on
    return person.role != "informed" and there and person.named_as_danger_at is None


def _contacts(open_plan: OpenPlan) -> list[str]:
    return [person.relation for person in open_plan.people() if _is_contact(open_plan, person)]


def _contact(open_plan: OpenPlan, relation: str, *, or_informed: bool = False) -> Person:
    for person in open_plan.people():
        known = (
            or_informed and person.role == Role.INFORMED and may_open_own_page(person, open_plan.plan, open_plan.now)
        )
        if person.relation == relation and (known or _is_contact(open_plan, person)):
            return person
    raise NotFound(_("没有这样的联系人。"))


def _items_of(open_plan: OpenPlan, person: Person, first: date, last: date) -> list[Item]:
    family = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.FAMILY]
    return [
        item
        for item in open_plan.items(*family, only_open=False)
        if item.owner == person.role and first <= item.due_on <= last and item.status != ItemStatus.CANCELLED
    ]


def _duty(item: Item) -> SheetDuty:
    return SheetDuty(ITEM_KINDS[item.kind].words, item.due_on, local_time(item.due_at).time(), item.kind)


def _rhythm(items: list[Item]) -> Iterator[tuple[Text, Text]]:
    """How often each sort of thing comes round; once, its day."""
    for code in dict.fromkeys(item.kind for item in items):
        mine = [item for item in items if item.kind == code]
        by = f"{local_time(mine[0].due_at):%H:%M}"
        gaps = {(after.due_on - before.due_on).days for before, after in pairwise(mine)}
        weekday = mine[0].due_on.weekday()
        if gaps == {7}:
            when = _("每{weekday}，{by}前", weekday=weekday_words(weekday, "wide"), by=by)
        elif len(mine) > 1 and min(gaps) >= 28:
            when = _("每月{day}日前后，{by}前", day=mine[0].due_on.day, by=by)
        else:
            when = _("见日期，{by}前", by=by)
        yield ITEM_KINDS[code].words, when


def _month(month: date) -> tuple[date, date]:
    first = month.replace(day=1)
    return first, same_day_after(first, 1) - timedelta(days=1)

"""Cards and accounts in card-selling cases: handed back, looked up by the person, restricted, appealed, relieved.

A restriction is decided elsewhere. What is done here is to watch its clock and to help: a notice that is missing, an
appeal that waits, one card for wages (Anti-Telecom-Fraud Law art 31(2)).
"""

from datetime import date, timedelta

from casework.acting.entries import KeptEntry, keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.cards.acts import (
    AnswerAppeal,
    RecordAppeal,
    RecordCardQuery,
    RecordRelief,
    RecordRestriction,
    RecordReturnedCards,
)
from casework.checkins.submissions import ensure_may_submit, record_submission
from casework.shared.duplicates import record_correction
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.text.text_checks import text_or_none
from core.errors import BadInput, NotFound, StateConflict
from core.i18n import _
from law.articles import cite
from law.card_restriction import RestrictedGroup, finding_on_group, last_day_of_restriction
from law.finding import Finding, filter_warnings
from models.base import new_id
from models.cards import CardRestriction
from models.item import Item
from models.journal import Harmless
from models.office import Role

ARTICLE = cite("accounts_restricted")
NOTICE_WITHIN = 5
ANSWER_ASKED_AFTER = timedelta(days=30)
"""Where nobody said until when an appeal is answered, it is asked after by then (an office's practice)."""


@verb(RecordReturnedCards)
def record_returned_cards(open_plan: OpenPlan, act: RecordReturnedCards) -> None:
    """That number of cards or accounts was handed back or closed on that day. The same recorded twice stands once."""
    act = act.model_copy(update={"returned_on": act.returned_on or act.on})
    about: dict[str, Harmless | list[str]] = {"card": act.card, "count": act.count, "returned_on": act.returned_on}
    if any(_is_same_return(entry.fields, act) for entry in list_entries(open_plan, RecordReturnedCards)):
        if act.note:
            record_correction(open_plan, about, {"note": act.note}, article=ARTICLE)
        return
    keep_entry(open_plan, act, article=ARTICLE, note=about, detail={"note": act.note} if act.note else None)


def _is_same_return(one: RecordReturnedCards, other: RecordReturnedCards) -> bool:
    """Whether both tell of the same cards; the note may say more."""
    return one.model_copy(update={"note": other.note, "by": other.by, "at": other.at, "on": other.on}) == other


@verb(RecordCardQuery)
def record_card_query(open_plan: OpenPlan, act: RecordCardQuery) -> None:
    """What the person found under their own identity is on the file, and the self-query that is due is done.

    The same said twice stands once. Something they do not know of is never held against them: it is for the worker to help with.
    """
    how = "phone" if act.told_by_phone else None if open_plan.actor.kind == "family" else "person"
    queried_on = act.queried_on or act.on
    if act.phone_cards is None and act.accounts is None:
        raise BadInput(_("请填写电话卡或账户的数目。"))
    numbers = (queried_on, act.phone_cards, act.accounts, act.unknown_ones)
    if numbers in map(get_queried_numbers, list_entries(open_plan, RecordCardQuery)):
        if act.note:
            record_correction(open_plan, {"queried_on": queried_on}, {"note": act.note})
        return
    item = _query_due(open_plan, act.due_on)
    if item is not None:
        ensure_may_submit(open_plan, item)
        record_submission(
            open_plan,
            item,
            {"phone_cards": act.phone_cards, "accounts": act.accounts, "text": text_or_none(act.note)},
            how,
        )
    keep_entry(
        open_plan,
        act.model_copy(update={"queried_on": queried_on}),
        about=item.id if item else None,
        note={"queried_on": queried_on, "unknown_ones": act.unknown_ones},
        detail={"note": act.note} if act.note else None,
    )


def get_queried_numbers(entry: KeptEntry[RecordCardQuery]) -> tuple[date, int | None, int | None, int]:
    """The day of a self-query, the cards, the accounts, and how many of them the person does not know."""
    fields = entry.fields
    return fields.queried_on or entry.on, fields.phone_cards, fields.accounts, fields.unknown_ones


@verb(RecordRestriction)
def record_restriction(open_plan: OpenPlan, act: RecordRestriction) -> Finding:
    """The restriction's clock is watched: until when it runs, and whether its written notice is still missing. Said again
    for the same label, what is new is added. Returns whether the ground fits somebody who was not punished."""
    group = RestrictedGroup(act.group)
    ends_on = act.ends_on
    computed = last_day_of_restriction(group, act.from_on, open_plan.context.get_law(open_plan.plan.office_id))
    row = _find(open_plan, act.restriction)
    if row is not None and (row.group, row.from_on) == (group.value, act.from_on):
        ends_on = ends_on or row.ends_on
    words = text_or_none(act.note)
    if row is not None and words is None:
        words = text_or_none(open_plan.open("card_restriction.document", row.id, row.document)["note"])
    row = row or CardRestriction(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, label=act.restriction, group="", from_on=act.from_on, ends_on=computed,
        document=b"",
    )  # fmt: skip
    row.group, row.from_on, row.ends_on = group.value, act.from_on, ends_on or computed
    if row.ends_on < row.from_on:
        raise BadInput(_("限制的终止日早于起始日。"))
    row.notice_on = act.notice_on or row.notice_on
    row.document = open_plan.seal("card_restriction.document", row.id, {"note": words})
    open_plan.session.add(row)
    if row.notice_on is not None:
        finish_items(open_plan, "restriction_notice", label=act.restriction, because="received")
    cancel_items(
        open_plan, "restriction_changed", kinds=("restriction_end",), label=act.restriction, except_on=row.ends_on
    )
    require_restriction_notice(open_plan, row)
    finding = finding_on_group(group, open_plan.context.rulebook)
    open_plan.record(article=finding.article, note={"label": act.restriction, "ends_on": row.ends_on, "rule": finding.rule,
                                               "holds": finding.holds}, warned=filter_warnings([finding]))  # fmt: skip
    return finding


def require_restriction_notice(open_plan: OpenPlan, row: CardRestriction) -> None:
    """While the restriction stands: its written notice is asked for until it came, its end is looked at on its day, and an
    appeal that nobody has answered is asked after."""
    if row.lifted_on is not None:
        return
    if row.notice_on is None and not any(item.label == row.label for item in open_plan.items("restriction_notice")):
        add_item(open_plan, "restriction_notice", open_plan.context.days.after(open_plan.today, NOTICE_WITHIN),
                 label=row.label, article=ARTICLE)  # fmt: skip
    if open_plan.today <= row.ends_on <= open_plan.plan.period_to:
        add_item(open_plan, "restriction_end", row.ends_on, owner=_helper(open_plan), label=row.label, article=ARTICLE)
    if row.answer_by is not None and row.answered_on is None:
        add_item(
            open_plan, "restriction_appeal", row.answer_by, owner=_helper(open_plan), label=row.label, article=ARTICLE
        )


@verb(RecordAppeal)
def record_appeal(open_plan: OpenPlan, act: RecordAppeal) -> None:
    """The appeal is handed in, and its answer is asked after on its day."""
    appealed_on = act.appealed_on or act.on
    row = _restriction(open_plan, act.restriction)
    row.appealed_on, row.answer_by = appealed_on, act.answer_by or appealed_on + ANSWER_ASKED_AFTER
    row.answered_on = row.appeal_outcome = None
    cancel_items(
        open_plan, "restriction_changed", kinds=("restriction_appeal",), label=act.restriction, except_on=row.answer_by
    )
    add_item(
        open_plan, "restriction_appeal", row.answer_by, owner=_helper(open_plan), label=act.restriction, article=ARTICLE
    )
    open_plan.record(article=ARTICLE, note={"label": act.restriction, "answer_by": row.answer_by},
                detail={"note": act.note} if text_or_none(act.note) else None)  # fmt: skip


@verb(AnswerAppeal)
def answer_appeal(open_plan: OpenPlan, act: AnswerAppeal) -> None:
    """What came of the appeal is on the file. Refused where none was handed in."""
    answered_on = act.answered_on or act.on
    row = _restriction(open_plan, act.restriction)
    if row.appealed_on is None:
        raise StateConflict(_("还没有申诉的记录。"))
    row.answered_on, row.appeal_outcome = answered_on, act.outcome
    open_plan.record(article=ARTICLE, note={"label": act.restriction, "outcome": act.outcome},
                detail={"note": act.note} if text_or_none(act.note) else None)  # fmt: skip


@verb(RecordRelief)
def record_relief(open_plan: OpenPlan, act: RecordRelief) -> None:
    """One card for wages or school is allowed, or the restriction is lifted and its clock ends."""
    relieved_on = act.relieved_on or act.on
    row = _restriction(open_plan, act.restriction)
    row.relief, row.relieved_on = act.relief, relieved_on
    if act.relief == "lifted":
        row.lifted_on = relieved_on
        finish_items(
            open_plan,
            "restriction_end",
            "restriction_notice",
            "restriction_appeal",
            label=act.restriction,
            because="lifted",
        )
    open_plan.record(article=ARTICLE, note={"label": act.restriction, "relief": act.relief},
                detail={"note": act.note} if text_or_none(act.note) else None)  # fmt: skip


def _query_due(open_plan: OpenPlan, due_on: date | None) -> Item | None:
    """The self-query that this answers: that of the day named, or the open one due within the week or past."""
    items = [item for item in open_plan.items("card_query", only_open=due_on is None) if due_on in (None, item.due_on)]
    if due_on is not None and not items:
        raise NotFound(_("那一天没有自查。"))
    near = [item for item in items if due_on is not None or item.due_on <= open_plan.today + timedelta(days=7)]
    return near[0] if near else None


def _find(open_plan: OpenPlan, label: str) -> CardRestriction | None:
    return next((row for row in open_plan.rows(CardRestriction) if row.label == label), None)


def _restriction(open_plan: OpenPlan, label: str) -> CardRestriction:
    row = _find(open_plan, label)
    if row is None:
        raise NotFound(_("没有这项限制措施的记录。"))
    return row


def _helper(open_plan: OpenPlan) -> Role:
    return Role.ASSISTANT if open_plan.team(Role.ASSISTANT) else Role.PROSECUTOR

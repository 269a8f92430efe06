"""What is agreed, comments, disputes and their answers, and the closing of a review: each by a person, each on the file."""

from datetime import date, timedelta
from typing import Any

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.submissions import record_submission
from casework.shared.items.items import add_item, find_item, finish_items, get_row_label, get_row_labels
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import text_or_none
from casework.usage.acts import AgreeOnUsage, AnswerDispute, CloseUsageReview, CommentOnUsage
from casework.usage.acts_goals import RecordUsageFollowUp
from casework.usage.agreement import get_terms
from casework.usage.app_list import rebuild_plan_days
from casework.usage.review import find_review_of, get_remarks, store_closed_review
from core.errors import BadInput, Mistake, NotFound
from core.i18n import _, pgettext
from models.base import new_id
from models.office import Role
from models.usage_review import UsageRemark
from notifications.matrix import Event
from usage.dispositions import DispositionCode

MAX_REMARKS = 200
_NO_DISPUTE = _("日子只在不同意的时候选。")
_NO_DAYS = _("这条异议没有指明日子，请写明从哪天起不计。")


@verb(AgreeOnUsage)
def agree_on_usage(open_plan: OpenPlan, act: AgreeOnUsage) -> None:
    """From that day on weeks are held against these terms and no others. What lies before keeps what was agreed then."""
    from_on = act.from_on or act.on
    if act.holiday_from_on and act.holiday_to_on and act.holiday_to_on < act.holiday_from_on:
        raise BadInput(_("假期的终止日早于起始日。"))
    earlier = [
        entry.id for entry in list_entries(open_plan, AgreeOnUsage) if (entry.fields.from_on or entry.on) == from_on
    ]
    agreed = act.model_copy(update={"from_on": from_on})
    keep_entry(
        open_plan, agreed, replaces=next(iter(earlier), None),
        note={"from_on": from_on}, detail={"terms": get_terms(agreed)},
    )  # fmt: skip
    rebuild_plan_days(open_plan, from_on)


@verb(CommentOnUsage)
def comment_on_usage(open_plan: OpenPlan, act: CommentOnUsage) -> None:
    """The young person's or guardian's own words stand beside the findings. A dispute is owed an answer, and its days are
    missing until then. BadInput for days without a dispute."""
    days = [day.isoformat() for day in _days(act.about_from, act.about_to)]
    if not act.disputes and days:
        raise BadInput(_NO_DISPUTE, mistakes=[Mistake("about_from", _NO_DISPUTE)])
    document = {"text": act.text, "days": days}
    earlier = get_remarks(open_plan)
    if len(earlier) >= MAX_REMARKS:
        raise BadInput(_("意见太多了，请联系社工。"))
    row_id = new_id(open_plan.now)
    if any(
        _is_repeated(open_plan, remark, document, act.disputes) and remark.by_phone is act.told_by_phone
        for remark in earlier
    ):
        return
    open_plan.session.add(
        UsageRemark(
            id=row_id,
            plan_id=open_plan.plan.id,
            disputes=act.disputes,
            given_at=open_plan.now,
            by_role=open_plan.actor.role.value,
            by_id=open_plan.actor.id,
            by_phone=act.told_by_phone,
            document=open_plan.seal("usage_remark.document", row_id, document),
        )
    )
    if act.disputes:
        due = open_plan.context.days.after(open_plan.today, 2)
        add_item(open_plan, "usage_answer", due, owner=Role.ASSISTANT if open_plan.team(Role.ASSISTANT) else Role.PROSECUTOR,
                 label=get_row_label(row_id))  # fmt: skip
    open_plan.record(note={"disputes": act.disputes, "by_phone": act.told_by_phone})


@verb(AnswerDispute)
def answer_dispute(open_plan: OpenPlan, act: AnswerDispute) -> None:
    """The dispute has an answer of a named person, and its author is notified. Days that are set aside stay missing:
    nothing is found from them, and nothing is lost by it. Those that were disputed and are not set aside count again.

    `remark` is its place among all remarks, from one; without it, the oldest dispute without an answer. BadInput where its
    days are to be set aside and it names none.
    """
    row = _disputed(open_plan, act.remark)
    set_aside = {day.isoformat() for day in _days(act.set_aside_from, act.set_aside_to)}
    if act.set_aside:
        disputed = open_plan.open("usage_remark.document", row.id, row.document)["days"]
        if not disputed:
            raise BadInput(_NO_DAYS, mistakes=[Mistake("set_aside", _NO_DAYS)])
        set_aside |= set(disputed)
    row.answer, row.answered_at, row.answered_by = act.answer, open_plan.now, open_plan.actor.id
    row.answer_document = open_plan.seal("usage_remark.answer", row.id, {"reason": act.reason})
    row.set_aside = sorted(set_aside)
    finish_items(open_plan, "usage_answer", label=get_row_labels(row.id), because="answered")
    open_plan.record(note={"answer": act.answer, "set_aside": len(row.set_aside)}, detail={"reason": act.reason})
    role = row.by_role if row.by_role in (Role.MINOR, Role.GUARDIAN) else Role.MINOR
    notify(open_plan, Event.EXPLANATION_ANSWERED, f"usage_answered/{row.id}/{act.answer}",
         persons=[person.id for person in open_plan.people(role)])  # fmt: skip


@verb(CloseUsageReview)
def close_usage_review(open_plan: OpenPlan, act: CloseUsageReview) -> None:
    """The review is closed by this person, with the findings as they stand and the goals that were agreed for the next
    weeks; its item is done, and the owner of its disposition has one. Without `due_on` it is the oldest one that is open. Refused as `store_closed_review` has it."""
    item = find_item(open_plan, "usage_review", act.due_on)
    words = {"text": text_or_none(act.text), "goals": text_or_none(act.goals)}
    kept = words | {"gap_reason": text_or_none(act.gap_reason)}
    review = store_closed_review(open_plan, item, kept, _disposition(act))
    if act.disposition_owner is not None and act.disposition_due_on is not None:
        add_item(
            open_plan,
            "usage_follow_up",
            act.disposition_due_on,
            owner=act.disposition_owner,
            label=get_row_label(review.id),
        )
    record_submission(open_plan, item, words, None)


@verb(RecordUsageFollowUp)
def record_usage_follow_up(open_plan: OpenPlan, act: RecordUsageFollowUp) -> None:
    """What became of the disposition stands with its review, and the item of its owner is done; said once more, it stands
    instead, and what was said before is kept. The same again changes nothing. NotFound where nothing waits for it."""
    item = find_item(open_plan, "usage_follow_up", act.due_on)
    review = find_review_of(open_plan, item)
    before = open_plan.open("usage_review.became", review.id, review.became) if review.became else {}
    became = {"became": act.became, "text": act.text}
    if before and {name: before[name] for name in became} == became:
        return
    earlier = [{name: before[name] for name in became}, *before.get("earlier", [])] if before else []
    review.became = open_plan.seal("usage_review.became", review.id, became | {"earlier": earlier})
    review.became_at, review.became_by = open_plan.now, open_plan.actor.id
    finish_items(open_plan, "usage_follow_up", label=item.label)
    open_plan.record(item=item, note={"became": act.became}, detail={"text": act.text})


def _disposition(act: CloseUsageReview) -> dict[str, str | None]:
    """In what the review ends. BadInput where somebody has to do something and nobody is named, or no day; and where there
    is nothing to do, and somebody is."""
    has_owner = act.disposition != DispositionCode.GO_ON
    given = {"disposition_owner": act.disposition_owner, "disposition_due_on": act.disposition_due_on}
    wrong = _("请写明由谁办、哪天前办好。") if has_owner else _("照现在的继续，不用写由谁办、哪天前办好。")
    mistakes = [Mistake(name, wrong) for name, value in given.items() if (value is None) is has_owner]
    if mistakes:
        raise BadInput(wrong, mistakes=mistakes)
    due_on = act.disposition_due_on
    return {
        "code": act.disposition, "text": text_or_none(act.disposition_text), "owner": act.disposition_owner,
        "due_on": due_on.isoformat() if due_on else None,
    }  # fmt: skip


def _disputed(open_plan: OpenPlan, place: int | None) -> UsageRemark:
    found = [
        row
        for at, row in enumerate(get_remarks(open_plan), 1)
        if row.disputes and (at == place or (place is None and row.answered_at is None))
    ]
    if not found:
        raise NotFound(pgettext("refusal", "没有待答复的异议。"))
    return found[0]


def _is_repeated(open_plan: OpenPlan, remark: UsageRemark, document: dict[str, Any], disputes: bool) -> bool:
    """Pressed twice: the very same words of the same person about the same days, within the day."""
    if (
        remark.by_id != open_plan.actor.id
        or remark.disputes is not disputes
        or open_plan.now - remark.given_at > timedelta(days=1)
    ):
        return False
    return bool(open_plan.open("usage_remark.document", remark.id, remark.document) == document)


def _days(first: date | None, last: date | None) -> list[date]:
    if first is None:
        return []
    if last is not None and last < first:
        raise BadInput(_("终止日早于起始日。"))
    many = min(((last or first) - first).days + 1, 62)
    return [first + timedelta(days=n) for n in range(many)]

"""The last page: what somebody of the family reads once the period is over, until the record is sealed. The words for each
end are fixed and signed (`signed_words.py`); nothing of a decision stands here before a person has told it."""

from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.outcome.final_decision_checks import has_died
from casework.shared import signed_words as words
from core.dates import full_day
from core.i18n import Text, _
from law.ends import EndRow, find_end
from law.transitions import Outcome, PlanStatus
from models.decision import ServiceReceipt
from models.office import Role

_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
_OURS = {
    "non_prosecuted": _("检察院决定不起诉。"),
    "minor_offence": _("检察院决定不起诉。"),
    "not_liable": _("检察院决定不起诉。"),
    "evidence": _("证据不够，检察院决定不起诉。"),
    "innocent": _("事情查清了，检察院决定不起诉。"),
}
"""What our office decided, by how the end is counted."""
_OF_THE_COURT = {"innocent": _("法院判决无罪。"), "not_liable": _("法院已经结束了这件案件。")}
"""What the court decided where nobody was convicted."""
_RING_FIRST = _("别人问起这件事，不知道怎么说，先打电话问我们。")
"""While the office has not put the fixed words in force."""


def load_last_page(open_plan: OpenPlan) -> list[Text]:
    """What is to be read once the period is over, its heading first; nothing while it runs or all rests, after a death, and
    where a decision was not told yet."""
    plan, own = open_plan.plan, open_plan.actor.role is Role.MINOR
    if plan.stopped_because not in (None, "ended") or has_died(open_plan):
        return []
    days = _("考验期从{first}到{last}。", first=full_day(plan.period_from), last=full_day(plan.period_to))
    signed = words.are_in_force(open_plan.session, plan.office_id)
    if plan.outcome is None and plan.status in _UNDECIDED and open_plan.today > plan.period_to:
        return [_("考验期已经结束"), days, *_waiting(open_plan, own)]
    row = find_end(plan.ended_because) if plan.ended_because else None
    if row is None:
        return []
    if row.counted == "convicted":
        return _convicted(bool(open_plan.items("sealing")), signed)
    if plan.outcome == Outcome.PROSECUTION:
        return _prosecuted(open_plan, own)
    ended = _ended(row, own, plan.outcome_announced_on, signed)
    return [*ended, days] if ended and row.code == "non_prosecution" else ended


def may_be_praised(open_plan: OpenPlan) -> bool:
    """Whether what was done may be praised: not to somebody who was indicted, nor while a decision was not told."""
    plan = open_plan.plan
    return plan.ended_because is None or (
        plan.outcome == Outcome.NON_PROSECUTION and plan.outcome_announced_on is not None
    )


def _waiting(open_plan: OpenPlan, own: bool) -> list[Text]:
    by = open_plan.plan.final_decision_by
    if by < open_plan.today:
        decides = _("本来应当在{day}前决定，是我们晚了。", day=full_day(by))
    else:
        decides = _("检察院会在{day}前作决定。", day=full_day(by))
    return [decides, _("决定了，会有人当面告诉你。") if own else _("决定了，会有人当面告诉孩子和您。")]


def _ended(end: EndRow, own: bool, told_on: date | None, signed: bool) -> list[Text]:
    """Nothing where our office has the decision to tell and has not told it, or the case goes on elsewhere."""
    decided = (_OURS if end.announced else _OF_THE_COURT).get(end.counted)
    if decided is None or (end.announced and told_on is None):
        return []
    told = [_("{day}已经当面告诉你们。", day=full_day(told_on))] if told_on else []
    return [
        _("都结束了"),
        decided,
        *told,
        *_say(
            signed,
            words.NOT_CONVICTED if own else words.CHILD_NOT_CONVICTED,
            words.NEED_NOT_SAY,
            words.IF_ASKED,
            words.IT_IS_SEALED,
        ),
        _("封存以后，这一页就打不开了。"),
    ]


def _say(signed: bool, *said: Text) -> tuple[Text, ...]:
    return said if signed else (_RING_FIRST,)


def _convicted(sealed: bool, signed: bool) -> list[Text]:
    """A sentence that is sealed need not be reported when somebody enlists or looks for work (Criminal Law art 100(2))."""
    asked = _("判决的事有不明白的，可以问律师，也可以打电话问我们。")
    if not sealed:
        return [_("法院已经判决"), asked]
    return [_("法院已经判决"), *_say(signed, words.NEED_NOT_REPORT, words.IF_ASKED, words.IT_IS_SEALED), asked]


def _prosecuted(open_plan: OpenPlan, own: bool) -> list[Text]:
    """Nothing before the minor has received the decision by which the case goes to court: its announcement has no other
    record."""
    received = {row.decision: row.received_on for row in open_plan.rows(ServiceReceipt) if row.addressee == "minor"}
    if (day := received.get("set_aside")) is not None:
        decided = _("不起诉决定撤销了，撤销的决定{day}已经送到。", day=full_day(day))
    elif (day := received.get("revocation")) is not None:
        decided = _("附条件不起诉撤销了，决定{day}已经送到。", day=full_day(day))
    else:
        return []
    return [
        _("接下来由法院决定"),
        decided,
        _("法院判决以前，谁也不能说你有罪。") if own else _("法院判决以前，谁也不能说孩子有罪。"),
        _("可以请律师帮忙。"),
    ]

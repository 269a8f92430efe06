"""The last page: what somebody of the family reads once the period is over, until the record is sealed. The words for each
end are fixed; nothing of a decision stands here before a person has told it."""

from datetime import date

from casework.acting.open_plan import OpenPlan
from core.dates import full_day
from core.i18n import Text, _
from law.transitions import Outcome, PlanStatus
from models.decision import ServiceReceipt
from models.office import Role

_TOLD_BY = ("revocation", "minor")
_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


def load_last_page(open_plan: OpenPlan) -> list[Text]:
    """What is to be read once the period is over and nothing else has stopped the plan, its heading first; nothing while
    it runs, and where a decision was not told yet."""
    plan, own = open_plan.plan, open_plan.actor.role is Role.MINOR
    if plan.stopped_because is not None or plan.ended_because is not None:
        return []
    if plan.outcome is None and plan.status in _UNDECIDED:
        if open_plan.today <= plan.period_to:
            return []
        found = [_("考验期已经结束"), *_while_waiting(own)]
    elif plan.outcome == Outcome.NON_PROSECUTION and plan.outcome_announced_on is not None:
        found = [_("都结束了"), *_not_prosecuted(own, plan.outcome_announced_on)]
    elif plan.outcome == Outcome.PROSECUTION and (served_on := _get_revocation_served_on(open_plan)) is not None:
        return [_("接下来由法院决定"), *_prosecuted(own, served_on)]
    else:
        return []
    days = _("考验期从{first}到{last}。", first=full_day(plan.period_from), last=full_day(plan.period_to))
    return [found[0], days, *found[1:]]


def may_be_praised(open_plan: OpenPlan) -> bool:
    """Whether what was done may be praised: not to somebody who was indicted, nor while a decision was not told."""
    plan = open_plan.plan
    undecided = plan.outcome is None and plan.ended_because is None and plan.status != PlanStatus.REVOKED
    return undecided or (plan.outcome == Outcome.NON_PROSECUTION and plan.outcome_announced_on is not None)


def _while_waiting(own: bool) -> list[Text]:
    if own:
        return [_("现在没有要你做的事，等检察院作决定。"), _("决定了，会有人当面告诉你。")]
    return [_("现在没有要您做的事，等检察院作决定。"), _("决定了，会有人当面告诉孩子和您。")]


def _not_prosecuted(own: bool, told_on: date) -> list[Text]:
    return [
        _("检察院决定不起诉，{day}已经当面告知。", day=full_day(told_on)),
        _("因为这件事，你没有被判过刑。别人问起，可以不说；司法机关依法问时要如实说。")
        if own
        else _("因为这件事，孩子没有被判过刑。别人问起，可以不说；司法机关依法问时要如实说。"),
        _("这段记录会封存：除了法律规定可以查的，谁也不能查，也不能告诉别人。"),
        _("封存以后，这一页就打不开了。"),
    ]


def _get_revocation_served_on(open_plan: OpenPlan) -> date | None:
    """When the minor received the decision by which the case goes to court: its announcement has no other record."""
    days = [row.received_on for row in open_plan.rows(ServiceReceipt) if (row.decision, row.addressee) == _TOLD_BY]
    return next((day for day in days if day is not None), None)


def _prosecuted(own: bool, told_on: date) -> list[Text]:
    return [
        _("附条件不起诉撤销了，决定书{day}已经送到。", day=full_day(told_on)),
        _("法院判决以前，谁也不能说你有罪。你可以请律师帮忙。")
        if own
        else _("法院判决以前，谁也不能说孩子有罪。可以请律师帮忙。"),
    ]

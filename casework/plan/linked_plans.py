"""Plans of one case. Each keeps the other's number under its own key, and nobody who may not see both learns of it."""

from dataclasses import dataclass

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.resources import NO_SUCH_PLAN
from casework.acting.rights import Actor, can_see_plan
from casework.acting.verbs import verb
from casework.plan.acts_changes import LinkPlan
from casework.shared.minor_names import load_minor_names
from core.errors import BadInput, Mistake, NotFound
from core.i18n import _
from law.transitions import Outcome, PlanStatus
from models.plan import Plan


@dataclass(frozen=True)
class LinkedPlanView:
    """Another plan of the case. `look` says that it was revoked or is prosecuted, which changes nothing here by itself."""

    number: str
    name: str | None
    look: bool


@verb(LinkPlan, opens_plan=True)
def link_plan(context: Context, actor: Actor, number: str, act: LinkPlan) -> None:
    """Each of the two plans keeps the number of the other, encrypted; linked again, nothing changes.

    Raises NotFound for a plan that the actor may not know of, NotAllowed for one that is not theirs, and BadInput for the
    plan itself.
    """
    if act.other == number:
        why = _("请填写另一个方案的编号。")
        raise BadInput(why, mistakes=[Mistake("other", why)])
    # Without the right to both, nothing is on file of either.
    with context.open_for_update(number, actor, act.operation) as open_plan:
        other = open_plan.session.exec(select(Plan).where(Plan.number == act.other)).first()
        if other is None or not can_see_plan(open_plan.session, actor, other, open_plan.now):
            raise NotFound(NO_SUCH_PLAN)
    with context.open_for_update(act.other, actor, act.operation):
        pass
    for here, there in ((number, act.other), (act.other, number)):
        with context.open_for_update(here, actor, act.operation) as open_plan:
            if there not in [entry.fields.other for entry in list_entries(open_plan, LinkPlan)]:
                keep_entry(open_plan, act.model_copy(update={"other": there}))


def load_linked_plans(open_plan: OpenPlan) -> list[LinkedPlanView]:
    """Return the other plans of the case that the reader may see; a sealed or deleted one is not among them."""
    numbers = {entry.fields.other for entry in list_entries(open_plan, LinkPlan)}
    if not numbers or open_plan.actor.kind != "staff":
        return []
    there = [
        plan
        for plan in open_plan.session.exec(select(Plan).where(col(Plan.number).in_(numbers)).order_by(col(Plan.number)))
        if plan.sealed_at is None and can_see_plan(open_plan.session, open_plan.actor, plan, open_plan.now)
    ]
    names = load_minor_names(open_plan.context, open_plan.session, [plan.id for plan in there])
    return [
        LinkedPlanView(
            plan.number,
            names.get(plan.id),
            plan.status == PlanStatus.REVOKED or plan.outcome == Outcome.PROSECUTION,
        )
        for plan in there
    ]

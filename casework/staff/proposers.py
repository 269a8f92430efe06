"""Who proposed what a chief procurator decides on paper: named by sign-in name, and never the deciding person."""

import uuid

from casework.acting.open_plan import OpenPlan
from casework.staff.staffing import find_staff, get_proposing_roles
from law.finding import refuse_by_law
from law.four_eyes import finding_on_own_proposal


def find_proposer(open_plan: OpenPlan, step: str, login: str | None, field: str = "proposed_by") -> uuid.UUID | None:
    """Who proposed that step: one of this office who may, and not the deciding person (FE-01)."""
    roles, offices = get_proposing_roles(step), (open_plan.plan.office_id,)
    proposer = find_staff(open_plan.session, login, roles, offices, field).id if login else None
    named = str(proposer) if proposer else None
    refuse_by_law(finding_on_own_proposal(step, named, str(open_plan.actor.id), open_plan.rulebook))
    return proposer

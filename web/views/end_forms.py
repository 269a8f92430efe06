"""What can be done about the end where the record is read: the opinion written, the revocation proposed. Each form is the
act's own."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from casework.acting.acts.act import ACTS
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.plan.available_acts import is_applicable
from casework.shared.items.item_kinds import ITEM_KINDS
from law.four_eyes import Responsibility
from web.acting.labels import get_field_label
from web.views.act_forms import ActForm, build_act_form, filter_by_lead

PROPOSED = ("opinion", "revocation_proposal")
"""What a prosecutor owes that asks for the decision at the end."""


def get_end_forms(open_plan: OpenPlan) -> dict[str, Any]:
    """The forms that whoever looks may fill in now."""
    forms = list(_list_forms(open_plan))
    return {
        "forms": forms,
        "names": {one.field.name: get_field_label(one.field) for form in forms for one in form.asked},
        "token": lambda: secrets.token_urlsafe(18),
    }


def _list_forms(open_plan: OpenPlan) -> Iterator[ActForm]:
    """Of what is owed now, or came back: its act, begun with what the item says of it."""
    for kind in PROPOSED:
        by = ITEM_KINDS[kind].ways[-1]
        act, begun = ACTS[by.act], dict(by.values)
        steps = [code for code, part in act.operation.steps.items() if part is Responsibility.PROPOSES]
        owed = open_plan.items(kind)
        back = [one for one in open_plan.items("proposal_returned") if one.label == begun.get("step", steps[0])]
        if not (owed or back) or not filter_allowed(open_plan, act.operations()) or not is_applicable(open_plan, act):
            continue
        form = filter_by_lead(build_act_form(open_plan, by.act, begun), begun, {})
        begun |= {
            one.field.name: owed[0].label for one in form.asked if owed and owed[0].label in dict(one.choices or [])
        }
        asked = [one for one in form.asked if one.field.name not in begun]
        yield replace(form, asked=asked, begins_with=begun)

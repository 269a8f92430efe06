"""What the phone was for: the first question of a review of digital use, before any minutes. Nobody has to answer it."""

from dataclasses import dataclass
from datetime import datetime

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.rights.field_groups import FieldGroup, may_see
from casework.acting.verbs import verb
from casework.shared.items.follow_ups import CALL_ASKED, create_follow_up
from casework.shared.text.text_checks import text_or_none
from casework.usage.acts import TellWhatFor
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from models.office import Role
from usage.helps import A_PERSON_CALLS, Help, WhatFor, choose_helps

TWICE = 2
_EMPTY = _("请选一样，或者写一句；不想说就不用交。")


@dataclass(frozen=True)
class WhatForView:
    """One answer, with the entries of the collection that fit it."""

    at: datetime
    by_role: str
    reasons: list[Text]
    words: str
    wants_help: bool
    helps: list[Help]


@verb(TellWhatFor)
def tell_what_for(open_plan: OpenPlan, act: TellWhatFor) -> None:
    """The answer is on file for the young person and the social worker, and in the journal without its words. Where it
    asks for help, or is the second of somebody alone or sleepless, somebody has the task to get in touch, without a
    reason. BadInput where it says nothing."""
    if not act.reasons and text_or_none(act.words) is None and not act.wants_help:
        raise BadInput(_EMPTY, mistakes=[Mistake("reasons", _EMPTY)])
    if not keep_entry(open_plan, act):
        return
    troubled = [each for each in list_entries(open_plan, TellWhatFor) if A_PERSON_CALLS & set(each.fields.reasons)]
    if act.wants_help or (A_PERSON_CALLS & set(act.reasons) and len(troubled) >= TWICE):
        create_follow_up(open_plan, CALL_ASKED, Role.MINOR)
    open_plan.wake()


def load_what_for(open_plan: OpenPlan) -> list[WhatForView]:
    """The answers, the last first, for the young person and the social worker; nobody else is shown any."""
    role = open_plan.actor.role
    if role is not Role.MINOR and not may_see(role, FieldGroup.FEELINGS):
        return []
    return [
        WhatForView(
            each.at, each.by_role.value, [WhatFor(code).words for code in each.fields.reasons],
            each.fields.words or "", each.fields.wants_help, choose_helps([WhatFor(code) for code in each.fields.reasons]),
        )
        for each in reversed(list_entries(open_plan, TellWhatFor))
    ]  # fmt: skip

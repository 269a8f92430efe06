"""The second person: what was asked for an account, or for all offices, holds once they have confirmed it."""

import uuid

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.settings.chosen_values import choose_for_all, load_choices
from casework.settings.policies import AT_ONCE, keep_policy, load_policies, recalculate_steps
from casework.staff.accounts import confirm_account, grant_request, notify_chiefs
from core.errors import StateConflict
from core.i18n import _
from models.office import AccountRequest, Staff


def confirm_request(context: Context, actor: Actor, request_id: uuid.UUID, *, reason: str) -> str:
    """What was asked holds; every chief is told of what holds for all offices. Returns what `confirm_account` does. A year's
    holidays are confirmed where it is seen what they move (`announce_year`)."""
    with context.database.reading() as session:
        asked = session.get(AccountRequest, request_id)
    if asked is None or asked.content is None:
        return confirm_account(context, actor, request_id, reason=reason)
    if asked.kind == "holidays":
        raise StateConflict(_("请在工作日历的页面上，看过会改动哪些期限之后确认。"))
    with context.database.transaction() as session:
        row, staff = grant_request(context, session, actor, request_id, reason)
        assert row.content is not None
        asker = Actor.of_staff(session.get_one(Staff, staff.id))
        if row.kind == "value":
            choose_for_all(context, session, asker, row.content)
        else:
            keep_policy(context, session, asker, None, row.content["text"], row.content["why"])
        notify_chiefs(context, session, f"all/{row.id}")
    load_choices(context)
    load_policies(context)
    if asked.kind == "policy":
        recalculate_steps(context, None, most=AT_ONCE)
    return ""

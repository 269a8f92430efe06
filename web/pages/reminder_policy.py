"""The policy of reminders: read, seen on one plan beside the one that holds, and only then switched on."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.settings.acts import SWITCH_POLICY
from casework.settings.policies import EVERYBODY, ReminderPoliciesView, load_policies_view, parse_policy, switch_policy
from casework.settings.policy_preview import PolicyPreview, preview_policy
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_POLICY
from core.errors import BadInput, NotSignedIn, ReauthenticationRequired, StateConflict, SunwardError, TooManyRequests
from core.i18n import SEMICOLON, _, listed
from notifications.reminder_policy import ReminderPolicy
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues
from web.reauth import confirm_for
from web.rendering import render_page
from web.views.policy_text import describe_policy

router = APIRouter(prefix="/reminder-policy")

Reader = Annotated[Actor, requires_right(READ_POLICY)]
Switcher = Annotated[Actor, requires_right(SWITCH_POLICY)]
SHOWN = 12
"""So many reminders tell how the others move."""


@router.get("")
def show_policy(request: Request, actor: Reader, office: str = "", just: str = "") -> HTMLResponse:
    """What holds, and everything that was ever switched on."""
    view = load_policies_view(get_app_state(request).context, actor, office=office or None)
    return _page(request, view, {"text": view.text, "office": office}, {}, just=just)


@router.post("")
def submit_policy(request: Request, typed: Form, actor: Switcher) -> Response:
    """One plan under the policy as written, beside the one that holds; or the policy switched on."""
    app_state, office = get_app_state(request), typed.get("office") or None
    view = load_policies_view(app_state.context, actor, office=office)
    try:
        policy, office_id = parse_policy(app_state.context, actor, typed.get("text", ""), office)
        if typed.get("_go") == "switch":
            switch_policy(app_state.context, confirm_for(request, typed, "settings"), text=typed["text"],
                          reason=typed.get("reason", ""), office=office)  # fmt: skip
            app_state.check_now()
            return RedirectResponse(f"/reminder-policy?just={'set' if office_id else 'asked'}", status_code=303)
        tried = preview_policy(app_state.context, actor, policy, office_id, typed.get("plan", "").strip())
    except (NotSignedIn, TooManyRequests, ReauthenticationRequired) as wrong:
        return _page(request, view, typed, {"own_password": wrong.reason})
    except (BadInput, StateConflict) as wrong:
        return _page(request, view, typed, _errors(wrong))
    return _page(request, view, typed, {}, tried=tried, policy=policy)


def _page(
    request: Request,
    view: ReminderPoliciesView,
    typed: FormValues,
    errors: FormErrors,
    *,
    tried: PolicyPreview | None = None,
    policy: ReminderPolicy | None = None,
    just: str = "",
) -> HTMLResponse:
    sentences = describe_policy(ReminderPolicy.read(view.text))
    changed: list[dict[str, Any]] = []
    if policy is not None:
        holds, as_written = dict(sentences), dict(describe_policy(policy))
        names = dict.fromkeys((*holds, *as_written))
        changed = [
            {"name": name, "was": holds.get(name), "will_be": as_written.get(name)}
            for name in names
            if holds.get(name) != as_written.get(name)
        ]
    return render_page(
        request, "reminder_policy.html", status=422 if errors else 200, told=view, typed=typed, errors=errors, just=just,
        tried=tried, changed=changed, sentences=sentences, shown=SHOWN, all_offices=EVERYBODY,
    )  # fmt: skip


def _errors(wrong: SunwardError) -> FormErrors:
    """Every mistake in the TOML is one of the text's."""
    mistakes = getattr(wrong, "mistakes", None) or []
    text = [mistake for mistake in mistakes if mistake.place not in ("reason", "plan")]
    errors: FormErrors = {mistake.place: mistake.wrong for mistake in mistakes if mistake not in text}
    if text:
        errors["text"] = listed((_("{place} {wrong}", place=one.place, wrong=one.wrong) for one in text), SEMICOLON)
    return errors or {"": wrong.reason}

"""The policy of reminders: read, tried over a month beside the one that holds, and only then switched on."""

from collections import Counter
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.messages.reason_labels import reason_label
from casework.messages.simulation_result import SimulatedMonth
from casework.settings.acts import SWITCH_POLICY
from casework.settings.policies import ReminderPoliciesView, load_policies_view, parse_policy, switch_policy
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_POLICY
from casework.shared.text.labels import MESSAGE_STATES
from core.errors import BadInput, StateConflict, SunwardError
from core.i18n import SEMICOLON, _, listed
from notifications.reminder_policy import ReminderPolicy
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues
from web.rendering import render_page
from web.views.policy_text import describe_policy

router = APIRouter(prefix="/reminder-policy")

Reader = Annotated[Actor, requires_right(READ_POLICY)]
Switcher = Annotated[Actor, requires_right(SWITCH_POLICY)]
SHOWN = 400


@router.get("")
def show_policy(request: Request, actor: Reader, office: str = "", just: bool = False) -> HTMLResponse:
    """What holds, and everything that was ever switched on."""
    view = load_policies_view(get_app_state(request).context, actor, office=office or None)
    return _page(request, view, {"text": view.text, "office": office}, {}, just=just)


@router.post("")
def submit_policy(request: Request, typed: Form, actor: Switcher) -> Response:
    """The month under the policy as written, beside the month under the one that holds; or the policy switched on."""
    app_state, office = get_app_state(request), typed.get("office") or None
    view = load_policies_view(app_state.context, actor, office=office)
    try:
        policy, office_id = parse_policy(app_state.context, actor, typed.get("text", ""), office)
        if typed.get("_go") == "switch":
            switch_policy(app_state.context, actor, text=typed["text"], reason=typed.get("reason", ""), office=office)
            app_state.check_now()
            return RedirectResponse("/reminder-policy?just=1", status_code=303)
        month = _month(typed.get("month", ""))
        if app_state.simulate is None:
            return _page(request, view, typed, {"": _("本机没有启用试运行，不能模拟。")})
        holds = app_state.context.get_policy(office_id)
        tried = app_state.simulate(month, policy, office_id)
        now = tried if holds.mark == policy.mark else app_state.simulate(month, holds, office_id)
    except (BadInput, StateConflict) as wrong:
        return _page(request, view, typed, _errors(wrong))
    return _page(request, view, typed, {}, tried=tried, now=now)


def _page(
    request: Request,
    view: ReminderPoliciesView,
    typed: FormValues,
    errors: FormErrors,
    *,
    tried: SimulatedMonth | None = None,
    now: SimulatedMonth | None = None,
    just: bool = False,
) -> HTMLResponse:
    comparison: dict[str, Any] = {"rows": [], "lines": [], "more": 0, "sample": None}
    if tried is not None and now is not None:
        comparison = {
            "rows": _compared(now, tried),
            "lines": tried.said[:SHOWN],
            "more": max(len(tried.said) - SHOWN, 0),
            "sample": tried.describe_sample(),
        }
    today = get_app_state(request).context.clock.today()
    return render_page(
        request, "reminder_policy.html", status=422 if errors else 200, told=view, typed=typed, errors=errors, just=just,
        tried=tried is not None, month=typed.get("month") or today.strftime("%Y-%m"), states=MESSAGE_STATES,
        reason=reason_label, sentences=describe_policy(ReminderPolicy.read(view.text)), **comparison,
    )  # fmt: skip


def _compared(now: SimulatedMonth, tried: SimulatedMonth) -> list[tuple[str, str, str, int, int]]:
    """Person, channel and state: how many under the policy that holds, and under the one that is tried."""
    before, after = _counted(now), _counted(tried)
    return [(*key, before[key], after[key]) for key in sorted(before.keys() | after.keys())]


def _counted(month: SimulatedMonth) -> Counter[tuple[str, str, str]]:
    return Counter((one.person, one.channel, one.state) for one in month.said)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadInput(_("月份写成 2026-12。")) from None


def _errors(wrong: SunwardError) -> FormErrors:
    """Every mistake in the TOML is one of the text's."""
    mistakes = getattr(wrong, "mistakes", None) or []
    reason = [mistake for mistake in mistakes if mistake.place == "reason"]
    text = [mistake for mistake in mistakes if mistake.place != "reason"]
    errors: FormErrors = {"reason": reason[0].wrong} if reason else {}
    if text:
        errors["text"] = listed((_("{place} {wrong}", place=one.place, wrong=one.wrong) for one in text), SEMICOLON)
    return errors or {"": wrong.reason}

"""Practice settings: what an office may choose, its history, and the effect of a choice seen before it is made."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.settings.acts import CHOOSE_VALUE
from casework.settings.chosen_value_preview import ChoicePreview, preview_choice
from casework.settings.chosen_values import MAX_REASON, choose_value, ensure_may_choose, load_all_choices
from casework.shared.context import Context
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CALENDAR
from core.errors import BadInput, NotFound, Refused
from core.i18n import Text, _
from law.entries import Number
from law.finding import Confidence
from law.rules_page import get_unit
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import NOT_A_NUMBER, parse_form
from web.forms import Form, FormErrors, FormValues
from web.pages.account import run_request
from web.reauth import confirm_for
from web.rendering import render_page

router = APIRouter(prefix="/practice")

Reader = Annotated[Actor, requires_right(READ_CALENDAR)]
Chooser = Annotated[Actor, requires_right(CHOOSE_VALUE)]

_FIELDS = [
    FormField("practice", "value", "numbers", True, None),
    FormField("practice", "from_on", "day", True, None),
    FormField("practice", "reason", "long", True, None, longest=MAX_REASON),
]


@dataclass(frozen=True)
class OfficeSetting:
    """One value as it stands: what is in force, within which bounds, and what will be from a day on."""

    entry: Number
    value: Any
    then: tuple[date, str] | None

    @property
    def now(self) -> str:
        return _value_text(self.value)

    def unit(self, value: Any) -> Text:
        """What stands behind that number."""
        return get_unit(self.entry.unit, value)

    @property
    def from_memory(self) -> bool:
        return self.entry.confidence is Confidence.K


@router.get("")
def show_settings(request: Request, actor: Reader) -> HTMLResponse:
    """Every value that may be chosen, and every choice made so far."""
    context = get_app_state(request).context
    law = context.get_law(actor.office_id)
    settings = [_setting(context, actor, entry) for entry in law.entries() if entry.may_be_chosen]
    return render_page(
        request, "practice.html", settings=settings, chosen=load_all_choices(context, actor), may=actor.role in CHOOSE_VALUE.by,
        said=_value_text, unit=get_unit, just=request.query_params.get("just"),
    )  # fmt: skip


@router.get("/{key}")
def show_setting_form(request: Request, key: str, actor: Chooser) -> HTMLResponse:
    """The form for one value."""
    ensure_may_choose(get_app_state(request).context, actor)
    return _form(request, actor, key, {}, {})


@router.post("/{key}")
def submit_setting(request: Request, key: str, typed: Form, actor: Chooser) -> Response:
    """The effect of the choice, or the choice made; or the form again with what was typed."""
    context = get_app_state(request).context
    ensure_may_choose(context, actor)
    entry = _entry(context, key)
    asked, errors = _parse(entry, typed)
    if errors or typed.get("_go") == "edit":
        return _form(request, actor, key, typed, errors, 422 if errors else 200)
    asked["for_all"] = entry.confidence is Confidence.K or bool(typed.get("everybody"))

    def do(chooser: Actor) -> None:
        choose_value(context, chooser, key=key, **asked)

    try:
        effect = preview_choice(context, actor, key=key, **asked)
        if typed.get("_go") == "do":
            __, errors, status = run_request(lambda: do(confirm_for(request, typed, "settings")))
            if errors:
                return _form(request, actor, key, typed, errors, status, effect)
            return RedirectResponse(f"/practice?just={'asked' if asked['for_all'] else 'set'}", status_code=303)
        return _form(request, actor, key, typed, {}, effect=effect)
    except BadInput as wrong:
        return _form(request, actor, key, typed, {each.place: each.wrong for each in wrong.mistakes}, wrong.status)
    except Refused as refused:
        return _form(request, actor, key, typed, {"value": refused.reason}, refused.status)


def _form(
    request: Request,
    actor: Actor,
    key: str,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    effect: ChoicePreview | None = None,
) -> HTMLResponse:
    context = get_app_state(request).context
    setting = _setting(context, actor, _entry(context, key))
    return render_page(
        request, "practice_value.html", status=status, setting=setting, typed=typed, errors=errors, effect=effect,
        here=f"/practice/{quote(key)}", said=_value_text, longest=MAX_REASON,
        for_all=actor.role is Role.ADMINISTRATOR and not setting.from_memory,
    )  # fmt: skip


def _entry(context: Context, key: str) -> Number:
    if not context.rulebook.knows(key) or not context.rulebook.entry(key).may_be_chosen:
        raise NotFound(_("没有这一项可以设定的数值。"))
    return context.rulebook.entry(key)


def _setting(context: Context, actor: Actor, entry: Number) -> OfficeSetting:
    today, law = context.clock.today(), context.get_law(actor.office_id)
    coming = sorted((one for one in context.choices if one.key == entry.key and one.from_on > today
                     and one.office in (None, str(actor.office_id))), key=lambda one: one.from_on)  # fmt: skip
    value = law.numbers(entry.key, today) if entry.is_list else law.number(entry.key, today)
    then = (coming[0].from_on, _value_text(coming[0].value)) if coming else None
    return OfficeSetting(entry, value, then)


def _value_text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _parse(entry: Number, typed: FormValues) -> tuple[dict[str, Any], FormErrors]:
    values, errors = parse_form(_FIELDS, typed)
    numbers = values.get("value", [])
    if len(numbers) > 1 and not entry.is_list:
        errors["value"] = NOT_A_NUMBER
    elif numbers and not entry.is_list:
        values["value"] = numbers[0]
    return values, errors

"""What an act's form needs of the plan: whether it is this person's to do now, what its fields may say, what it begins
with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from casework.acting.acts.act import ACTS
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import missing_right
from casework.corrections.acts import CORRECTABLE, CorrectFact
from casework.plan.available_acts import is_applicable
from core.errors import NotFound
from core.i18n import Text, _
from web.acting.field_choices import get_initial_values, load_choices
from web.acting.form_fields import FormField, get_form_fields
from web.acting.labels import choice_label, get_act_title
from web.forms import FormErrors, FormValues


@dataclass(frozen=True)
class FieldWithChoices:
    """One field with what it may say here; None where that is free."""

    field: FormField
    choices: list[tuple[str, Text]] | None


@dataclass(frozen=True)
class ActForm:
    """An act's form on one plan."""

    number: str
    act: str
    title: Text
    asked: list[FieldWithChoices]
    begins_with: FormValues = field(default_factory=dict)
    fits_now: bool = True
    correction: Text | None = None
    """What correcting such a fact is called, where this person may."""
    leads: bool = False
    """Whether it only asks the question that says what else is asked."""


FORMS = tuple(code for code, act in ACTS.items() if act.operation.title)
"""Acts with a form here; another's form is a page of its own."""


def build_act_form(open_plan: OpenPlan, act: str, answers: Mapping[str, str]) -> ActForm:
    """The act's form, after those answers. NotFound where there is no such act, NotAllowed where it is not this person's."""
    if act not in FORMS:
        raise NotFound(_("没有这样的办理事项。"))
    if not filter_allowed(open_plan, ACTS[act].operations()):
        raise missing_right(*ACTS[act].operations())
    asked = [
        FieldWithChoices(one, load_choices(open_plan, one, answers) or _codes(one)) for one in get_form_fields(act)
    ]
    return ActForm(
        open_plan.plan.number,
        act,
        get_act_title(act),
        asked,
        dict(get_initial_values(open_plan, act)),
        is_applicable(open_plan, ACTS[act]),
        CorrectFact.operation.title if act in CORRECTABLE and _may_correct(open_plan) else None,
    )


def _may_correct(open_plan: OpenPlan) -> bool:
    return bool(filter_allowed(open_plan, CorrectFact.operations())) and is_applicable(open_plan, CorrectFact)


def filter_by_lead(form: ActForm, typed: FormValues, errors: FormErrors) -> ActForm:
    """Of an act whose first question says what else is asked, that question alone until it is answered; then what it asks,
    with whatever else was typed or is wrong."""
    lead, fields = ACTS[form.act].asks_first, ACTS[form.act].asks_then
    if not lead:
        return form
    if not typed.get(lead) and not errors:
        return replace(form, asked=[one for one in form.asked if one.field.name == lead], leads=True)
    shown = {*fields.get(typed.get(lead, ""), ()), *errors, *(name for name, value in typed.items() if value)}
    hidden = {name for asked in fields.values() for name in asked} - shown
    return replace(form, asked=[one for one in form.asked if one.field.name not in hidden])


def _codes(one: FormField) -> list[tuple[str, Text]] | None:
    codes = ("true", "false") if one.control == "yes_no" else one.codes
    return [(code, choice_label(one, code)) for code in codes] if codes else None

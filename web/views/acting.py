"""What an act's form needs of the plan: whether it is this person's to do now, what its fields may say, what it begins
with; and all that is offered to them on the plan."""

from dataclasses import dataclass, field

from casework.acts.act import ACTS
from casework.desk import File
from casework.rights import no_right
from casework.rights.operation import Group
from casework.views.offers import allowed, has_its_place
from sunward.errors import NotFound
from sunward.words import Words
from web.acting.choices import choices_for, known_already
from web.acting.fields import Field, fields_of
from web.acting.words import choice_words, title_of
from web.asking import Typed


@dataclass(frozen=True)
class Asked:
    """One field with what it may say here; None where that is free."""

    field: Field
    choices: list[tuple[str, Words]] | None


@dataclass(frozen=True)
class ActForm:
    """An act's form on one plan."""

    number: str
    act: str
    title: Words
    asked: list[Asked]
    begins_with: Typed = field(default_factory=dict)
    has_its_place: bool = True


@dataclass(frozen=True)
class Offer:
    """One act that this person can do with the plan now."""

    act: str
    title: Words


FORMS = tuple(code for code, act in ACTS.items() if act.operation.title)
"""Acts with a form here; another's form is a page of its own."""
MORE = Words("其他", "More")


def act_form(file: File, act: str) -> ActForm:
    """The act's form. NotFound where there is no such act, NotAllowed where it is not this person's."""
    if act not in FORMS:
        raise NotFound(Words("没有这样的办理事项。", "Unknown action."))
    if not allowed(file, ACTS[act].operations()):
        raise no_right(*ACTS[act].operations())
    asked = [Asked(one, choices_for(file, one) or _codes(one)) for one in fields_of(act)]
    return ActForm(
        file.plan.number,
        act,
        title_of(act),
        asked,
        dict(known_already(file, act)),
        has_its_place(file, ACTS[act]),
    )


def offers(file: File) -> list[tuple[Words, list[Offer]]]:
    """Everything the actor can do with the plan now, group by group."""
    held = allowed(file, {right for act in FORMS for right in ACTS[act].operations()})
    mine = {act for act in FORMS if held & set(ACTS[act].operations()) and has_its_place(file, ACTS[act])}
    by_group: dict[Group | None, list[Offer]] = {}
    for act in FORMS:
        if act in mine:
            by_group.setdefault(ACTS[act].operation.group, []).append(Offer(act, title_of(act)))
    return [(group.value if group else MORE, by_group[group]) for group in (*Group, None) if group in by_group]


def _codes(one: Field) -> list[tuple[str, Words]] | None:
    codes = ("true", "false") if one.control == "yes_no" else one.codes
    return [(code, choice_words(one, code)) for code in codes] if codes else None

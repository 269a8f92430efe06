"""The words of an act's form: its title, its fields, what may be chosen. An act without them fails a test."""

from casework.kinds import KINDS
from casework.wording import ROLES
from documents.papers import BY_CODE
from sunward.words import Words
from web.acting.fields import Field
from web.words.acts import CHOICES, FIELDS, GROUPS, TITLES
from web.words.codes import CODES, RELATIONS

OWN_PAGES: dict[str, str] = {"make_paper": "documents"}
"""Acts that a generic form cannot ask: each has its form on that tab of the plan."""


def title_of(act: str) -> Words:
    """What the act is called as one does it. Raises KeyError for one without words."""
    return TITLES[act]


def name_of(field: Field) -> Words:
    """What the field is called. Raises KeyError for one without words."""
    own = f"{field.act}.{field.name}"
    return FIELDS[own] if own in FIELDS else FIELDS[field.name]


def choice_words(field: Field, code: str) -> Words:
    """What the choice says. Raises KeyError for a code without words."""
    for key in (f"{field.act}.{field.name}.{code}", f"{field.name}.{code}"):
        if key in CHOICES:
            return CHOICES[key]
    if field.name == "paper":
        return BY_CODE[code].words
    if code in KINDS and field.name in ("item", "kind"):
        return KINDS[code].words
    if code in RELATIONS and code in ("minor", "mother", "father"):
        return RELATIONS[code]
    return CODES.get(code) or ROLES.get(code) or RELATIONS[code]


def group_of(act: str) -> str:
    """In which company the act is offered."""
    return next((name for name, (_words, acts) in GROUPS.items() if act in acts), "more")

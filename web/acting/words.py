"""The words of an act's form: its title, its fields, what may be chosen. An act without them fails a test."""

from collections.abc import Iterator, Mapping

from casework.acts.act import ACTS
from casework.acts.captions import COMMON, COMMON_CHOICES, caption_of
from casework.kinds import KINDS
from casework.wording import ROLES
from documents.papers import BY_CODE
from sunward.words import Words
from web.acting.fields import Field
from web.labels.codes import CODES, RELATIONS

OWN_PAGES: dict[str, str] = {"make_paper": "documents"}
"""Acts that a generic form cannot ask: each has its form on that tab of the plan."""


def _declared() -> Iterator[tuple[str, Words]]:
    for code, act in ACTS.items():
        for name, field in act.model_fields.items():
            for choice, words in caption_of(field).choices.items():
                yield f"{name}.{choice}", words
                yield f"{code}.{name}.{choice}", words


CHOICES: Mapping[str, Words] = {**dict(_declared()), **COMMON_CHOICES}
"""What each choice of each act says, by `act.field.code`, and by `field.code` where the act is not known."""


def title_of(act: str) -> Words:
    """What the act is called as one does it. Raises KeyError for one that has no form."""
    title = ACTS[act].operation.title
    if title is None:
        raise KeyError(act)
    return title


def name_of(field: Field) -> Words:
    """What the field is called. Raises KeyError for one without words."""
    return caption_of(ACTS[field.act].model_fields[field.name]).words or COMMON[field.name]


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

"""The words of an act's form: its title, its fields, what may be chosen. An act without them fails a test."""

from collections.abc import Iterator, Mapping

from casework.acting.acts.act import ACTS
from casework.acting.acts.captions import COMMON_CAPTIONS, COMMON_CHOICES, get_caption
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.labels import RELATIONS, ROLES
from core.i18n import Text
from documents.papers import PAPERS_BY_CODE
from web.acting.form_fields import FormField
from web.labels.codes import CODES

OWN_PAGES: dict[str, str] = {"make_paper": "documents"}
"""Acts that a generic form cannot ask: each has its form on that tab of the plan."""


def _declared() -> Iterator[tuple[str, Text]]:
    for code, act in ACTS.items():
        for name, field in act.model_fields.items():
            for choice, words in get_caption(field).choices.items():
                yield f"{name}.{choice}", words
                yield f"{code}.{name}.{choice}", words


CHOICE_LABELS: Mapping[str, Text] = {**dict(_declared()), **COMMON_CHOICES}
"""What each choice of each act says, by `act.field.code`, and by `field.code` where the act is not known."""


def get_act_title(act: str) -> Text:
    """What the act is called as one does it. Raises KeyError for one that has no form."""
    title = ACTS[act].operation.title
    if title is None:
        raise KeyError(act)
    return title


def get_field_label(field: FormField) -> Text:
    """What the field is called. Raises KeyError for one without words."""
    return get_caption(ACTS[field.act].model_fields[field.name]).words or COMMON_CAPTIONS[field.name]


def choice_label(field: FormField, code: str) -> Text:
    """What the choice says. Raises KeyError for a code without words."""
    for key in (f"{field.act}.{field.name}.{code}", f"{field.name}.{code}"):
        if key in CHOICE_LABELS:
            return CHOICE_LABELS[key]
    if field.name == "paper":
        return PAPERS_BY_CODE[code].words
    if code in ITEM_KINDS and field.name in ("item", "kind"):
        return ITEM_KINDS[code].words
    if code in RELATIONS and code in ("minor", "mother", "father"):
        return RELATIONS[code]
    return CODES.get(code) or ROLES.get(code) or RELATIONS[code]

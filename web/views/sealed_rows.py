"""What a row of a sealed file tells of the person and the case, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.plan.plan_form import get_plan_form, list_fields
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.labels import RELATIONS
from core.i18n import Language, Text, verbatim
from web.acting.labels import CHOICE_LABELS
from web.dates import format_moment
from web.labels.codes import CODES
from web.labels.sealed import FIELDS, TOPICS

_CHOICES: Mapping[str, Text] = {
    f"{field.place.rpartition('.')[2]}.{code}": words
    for field in list_fields(get_plan_form())
    for code, words in field.choices
}
"""What each choice of the plan file says, by `field.code`."""


def describe_row(row: Mapping[str, Any], language: Language) -> list[tuple[Text, str | Text | list[Text]]]:
    """The row as pairs to be read; what is empty is left out."""
    return [
        (words, _value_text(name, row[name], language))
        for name, words in FIELDS.items()
        if row.get(name) not in (None, "", [], {})
    ]


def _value_text(name: str, value: Any, language: Language) -> str | Text | list[Text]:
    if isinstance(value, datetime):
        return verbatim(format_moment(language, value))
    if isinstance(value, list):
        return [_code_words(name, str(each)) or verbatim(str(each)) for each in value]
    return _code_words(name, str(value)) or str(value)


def _code_words(name: str, code: str) -> Text | None:
    """What a code says that stands in that field; None for what is no code."""
    if name == "item" and code in ITEM_KINDS:
        return ITEM_KINDS[code].words
    if name == "topic" and code in TOPICS:
        return TOPICS[code]
    key = f"{name}.{code}"
    return _CHOICES.get(key) or CHOICE_LABELS.get(key) or CODES.get(code) or RELATIONS.get(code)

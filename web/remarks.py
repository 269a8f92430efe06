"""What a line of the timeline tells besides its sentence: codes and written words, each with what it is."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from casework.papers.volume import words_of
from casework.views.timeline import Line
from casework.wording import role_words, standing_words
from models.item import ItemStatus
from sunward.words import Words
from web.words.acts import CHOICES
from web.words.codes import CODES, NAMES, RELATIONS

Remark = tuple[Words, "Words | str | date"]


def remarks_on(line: Line) -> list[Remark]:
    """Each remark as its name and its value; codes without words for people are left out."""
    noted = [(name, value) for key, given in line.note.items() for name, value in _noted(key, given)]
    written = [(name, value) for key, given in (line.detail or {}).items() for name, value in _written(key, given)]
    return noted + written


def _noted(key: str, value: Any) -> Iterator[Remark]:
    match key, value:
        case ("late" | "by_phone" | "addition" | "emergency" | "serious", True):
            yield NAMES[key], NAMES["yes"]
        case ("item_status", str()):
            yield NAMES[key], standing_words(ItemStatus(value))
        case ("to", "school" | "employer"):
            yield NAMES[key], CHOICES[f"add_addressee.to.{value}"]
        case ("who" | "role" | "to", str()) if key in NAMES:
            yield NAMES[key], CODES.get(value) or role_words(value)
        case ("relation", str()):
            yield NAMES[key], RELATIONS.get(value, RELATIONS["other"])
        case ("paper", str()):
            yield NAMES[key], words_of(value)
        case (_, str()) if key in NAMES and (day := _day(value)):
            yield NAMES[key], day
        case (_, str()) if key in NAMES and value in CODES:
            yield NAMES[key], CODES[value]
        case (_, int()) if key in NAMES and not isinstance(value, bool):
            yield NAMES[key], str(value)


def _written(key: str, value: Any) -> Iterator[Remark]:
    match key, value:
        case ("finding", {"because_zh": str(zh), "because_en": str(en)}):
            yield NAMES[key], Words(zh, en)
        case ("warnings", list()):
            for finding in value:
                yield NAMES[key], Words(finding["because_zh"], finding["because_en"])
        case ("present", list()):
            known = [RELATIONS.get(each, RELATIONS["other"]) for each in value]
            yield NAMES[key], Words("、".join(each.zh for each in known), ", ".join(each.en for each in known))
        case ("relation", str()):
            yield NAMES[key], RELATIONS.get(value, RELATIONS["other"])
        case (_, str()) if key in NAMES and value:
            yield NAMES[key], _day(value) or CODES.get(value) or value
        case (_, int()) if key in NAMES and not isinstance(value, bool):
            yield NAMES[key], str(value)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""What a line of the timeline tells besides its sentence: codes and written words, each with what it is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from casework.documents.case_volume import paper_label
from casework.plan.views.timeline import TimelineLine
from casework.shared.device_ways import WAYS, DataWay
from casework.shared.text.labels import RELATIONS, item_status_label, role_label
from core.i18n import Bilingual, Text, _, listed
from evaluation.progress import CONDITIONS
from web.acting.labels import CHOICE_LABELS
from web.labels.codes import CODES, NAMES, subject_label

TimelineDetail = tuple[Text, "Text | str | date"]


def get_details(line: TimelineLine) -> list[TimelineDetail]:
    """Each remark as its name and its value; codes without words for people are left out."""
    written = [(name, value) for key, given in (line.detail or {}).items() for name, value in _written(key, given)]
    return describe_note(line.did, line.note) + written


def describe_note(act: str, note: Mapping[str, Any]) -> list[TimelineDetail]:
    """What the journal notes of a happening, in words; codes without words for people are left out."""
    computed = note.get("provisional", [])
    return [
        (_provisional(name) if key in computed else name, value)
        for key, given in note.items()
        for name, value in _noted(act, key, given)
    ]


def _provisional(name: Text) -> Text:
    return _("{name}（暂定）", name=name)


_FLAGS = (
    "late",
    "early",
    "by_phone",
    "addition",
    "emergency",
    "serious",
    "on_bail",
    "ground_may_exist",
    "needed",
    "replaced",
)
_YES_OR_NO = ("in_time", "approved", "granted", "consent", "device_data")


def _noted(act: str, key: str, value: Any) -> Iterator[TimelineDetail]:
    match key, value:
        case (_, True) if key in _FLAGS:
            yield NAMES[key], NAMES["yes"]
        case (_, bool()) if key in _YES_OR_NO:
            yield NAMES[key], NAMES["yes" if value else "no"]
        case ("label", str()) if value.partition(".")[0] in CODES:
            yield NAMES[key], CODES.get(value) or subject_label(value)
        case ("item_status", str()):
            yield NAMES[key], item_status_label(value)
        case ("to", "school" | "employer"):
            yield NAMES[key], CHOICE_LABELS[f"add_addressee.to.{value}"]
        case ("who" | "role" | "to", str()) if key in NAMES:
            yield NAMES[key], CODES.get(value) or role_label(value)
        case ("relation", str()):
            yield NAMES[key], RELATIONS.get(value, RELATIONS["other"])
        case ("condition", str()) if value.partition("/")[0] in CONDITIONS:
            yield NAMES[key], CONDITIONS[value.partition("/")[0]]
        case ("paper", str()):
            yield NAMES[key], paper_label(value)
        case ("told", list()) if value:
            yield NAMES[key], listed(CHOICE_LABELS[f"{act}.{key}.{who}"] for who in value)
        case ("ways", list()):
            yield NAMES[key], listed(WAYS[DataWay(way)].name for way in value)
        case (_, str()) if key in NAMES and (day := _day(value)):
            yield NAMES[key], day
        case (_, str()) if key in NAMES and (chosen := _chosen(act, key, value)):
            yield NAMES[key], chosen
        case (_, int()) if key in NAMES and not isinstance(value, bool):
            yield NAMES[key], str(value)


def _chosen(act: str, key: str, value: str) -> Text | None:
    """The words of a code: those of the form in which it is chosen, or of the record."""
    return CHOICE_LABELS.get(f"{act}.{key}.{value}") or CHOICE_LABELS.get(f"{key}.{value}") or CODES.get(value)


def _written(key: str, value: Any) -> Iterator[TimelineDetail]:
    match key, value:
        case ("finding", {"because_zh": str(zh), "because_en": str(en)}):
            yield NAMES[key], Bilingual(zh, en)
        case ("warnings", list()):
            for finding in value:
                yield NAMES[key], Bilingual(finding["because_zh"], finding["because_en"])
        case ("present", list()):
            known = [RELATIONS.get(each, RELATIONS["other"]) for each in value]
            yield NAMES[key], listed(known)
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

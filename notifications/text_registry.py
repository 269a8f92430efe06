"""The registered texts: each number, and what must be known before it can be said.

Chinese text gateways take approved templates by number, so a message is always one of these and never free text.
S numbers are texts of at most one segment; E numbers are mails to staff, a subject line and a body.
W1 stands for what an office's own system is told: a code, a day and the event's id, which that system puts into words.

A file in `templates/zh-CN/` is a text, and takes the values that it names.
"""

import re
from dataclasses import dataclass
from importlib.resources import files

from law.confidentiality import finding_on_disclosure
from law.rulebook import Rulebook

KINDS = {
    "day": "date",
    "missed_on": "date",
    "time": "hour",
    "count": "number",
    "due_today": "number",
    "all_well": "number",
    "signed_head": "signed head",
    "event_id": "id",
    "type": "code",
    "kind": "code",
}
"""All a message may ever carry: nothing here can name a person."""
_ADDED = {"signature", "code_word", "call_back"}
"""What sending adds."""
_OPTIONAL_PART = re.compile(r"{% if (\w+) %}.*?{% endif %}", re.DOTALL)
_NAMED = re.compile(r"{{ (\w+)|{% if (\w+)")


@dataclass(frozen=True)
class RegisteredText:
    """What a template takes from the message, and whether it names the number of the family's contact."""

    required: frozenset[str]
    optional: frozenset[str]
    has_call_back: bool


def _read(source: str) -> RegisteredText:
    """What a text takes; what it names only behind `{% if … %}` is optional. ValueError for anything that tells who
    somebody is (SE-13), or is of no known kind."""
    required = _names_in(_OPTIONAL_PART.sub("", source)) - _ADDED
    named = _names_in(source)
    disclosed = finding_on_disclosure(sorted(named - _ADDED), Rulebook.load())
    if disclosed.refuses or named - _ADDED - KINDS.keys():
        raise ValueError(disclosed.because.en)
    return RegisteredText(required, named - _ADDED - required, "call_back" in named)


def _names_in(source: str) -> frozenset[str]:
    return frozenset(first or second for first, second in _NAMED.findall(source))


TEMPLATES: dict[str, RegisteredText] = {
    file.name.removesuffix(".txt"): _read(file.read_text(encoding="utf-8"))
    for file in sorted(files("notifications").joinpath("templates", "zh-CN").iterdir(), key=lambda file: file.name)
}
TEXTS_WITH_CALL_BACK = frozenset(number for number, text in TEMPLATES.items() if text.has_call_back)
"""The texts that name the number of the family's contact."""

"""The registered texts: each number, and what must be known before it can be said.

Chinese text gateways take approved templates by number, so a message is always one of these and never free text.
S numbers are texts of at most one segment; E numbers are mails to staff, a subject line and a body.
W1 stands for what an office's own system is told: a code, a day and the event's id, which that system puts into words.
"""

from dataclasses import dataclass

from law.confidentiality import finding_on_disclosure
from law.rulebook import Rulebook

KINDS = {
    "day": "date",
    "time": "hour",
    "count": "number",
    "due_today": "number",
    "short_code": "digits",
    "signed_head": "signed head",
    "event_id": "id",
}
"""All a message may ever carry: nothing here can name a person."""


@dataclass(frozen=True)
class RegisteredText:
    """What a template takes from the message."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


def _takes(required: str = "", optional: str = "") -> RegisteredText:
    """What a text takes. ValueError for anything that tells who somebody is (SE-13)."""
    disclosed = finding_on_disclosure([*required.split(), *optional.split()], Rulebook.load())
    if disclosed.refuses:
        raise ValueError(disclosed.because.en)
    return RegisteredText(frozenset(required.split()), frozenset(optional.split()))


TEXTS_WITH_CALL_BACK = frozenset({"S2", "S4", "S7", "S8", "S9", "S11", "S15", "S16", "S17", "S18", "S21", "S26", "S27"})
"""The texts that name the number of the family's contact."""

TEMPLATES: dict[str, RegisteredText] = {
    "S1": _takes("day time"),
    "S2": _takes("time"),
    "S3": _takes("day"),
    "S4": _takes("day"),
    "S5": _takes("", "day"),
    "S6": _takes(),
    "S7": _takes("day"),
    "S8": _takes(),
    "S9": _takes("day", "time"),
    "S10": _takes("day"),
    "S11": _takes(),
    "S12": _takes("day"),
    "S13": _takes("day"),
    "S14": _takes(),
    "S15": _takes("day"),
    "S16": _takes("day"),
    "S17": _takes(),
    "S18": _takes(),
    "S19": _takes("short_code"),
    "S20": _takes("day"),
    "S21": _takes("day"),
    "S22": _takes("count due_today"),
    "S23": _takes("day"),
    "S24": _takes("count", "day"),
    "S25": _takes("count day"),
    "S26": _takes(),
    "S27": _takes("day"),
    "E1": _takes("day"),
    "E2": _takes("day"),
    "E3": _takes("count", "day"),
    "E4": _takes(),
    "E5": _takes("day"),
    "E6": _takes(),
    "E7": _takes(),
    "E8": _takes(),
    "E9": _takes("count due_today"),
    "E10": _takes(),
    "E11": _takes(),
    "E12": _takes("day"),
    "E13": _takes("day signed_head"),
    "E14": _takes(),
    "E15": _takes(),
    "W1": _takes("day event_id"),
}

"""The acts as forms: what each is called, what it asks, what may be chosen. A new act brings its words here.

A room here for each room of `casework/acts/`, with the words of its acts; `shared.py` has the words of fields that
acts of several rooms ask alike, `groups.py` in which company acts are offered, `form.py` what a page says around any.

TITLES names every act as one does it. FIELDS names what it asks: `act.field` where an act has a word of its own for
it, else `field` for all. CHOICES names what may be chosen, in the same way with `.code` behind; where nothing stands
here, the words of the record's codes hold (`web/words/codes.py`, roles, kin, kinds of item). HINTS says one thing more
above the form of an act that needs it.
"""

from types import ModuleType

from sunward.words import Words
from web.words.acts import (
    after_the_end,
    announcement,
    approval,
    breaches,
    cards,
    changes,
    duties,
    ending,
    evaluations,
    family,
    leave,
    messages,
    papers,
    partners,
    procedure,
    remedies,
    shared,
    team,
    usage,
)
from web.words.acts.form import CHAPTERS, DATES_MOVED
from web.words.acts.groups import GROUPS

__all__ = ["CHAPTERS", "CHOICES", "DATES_MOVED", "FIELDS", "GROUPS", "HINTS", "ROOMS", "TITLES"]

ROOMS: tuple[ModuleType, ...] = (
    announcement, procedure, duties, evaluations, usage, cards, changes, approval, breaches, leave, team, partners,
    family, messages, remedies, papers, ending, after_the_end, shared,
)  # fmt: skip


def _of_all_rooms(table: str) -> dict[str, Words]:
    return {key: words for room in ROOMS for key, words in getattr(room, table, {}).items()}


TITLES = _of_all_rooms("TITLES")
FIELDS = _of_all_rooms("FIELDS")
CHOICES = _of_all_rooms("CHOICES")
HINTS = _of_all_rooms("HINTS")

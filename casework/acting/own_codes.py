"""Codes that people choose, such as `late-mondays` for an incident, and what stands for them in the record.

A word somebody chose may tell what happened ("new-fraud"). In the open stands a code that says nothing: a keyed digest of
the word within its plan, so that an act finds by the word what another one named by it. The word itself is encrypted.
What pages make up, and the few names that the program itself gives, say nothing and stay as they are.
"""

import contextlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlmodel import col, select

from casework.acting.acts.act import Act
from casework.acting.acts.captions import ChosenFrom, PlanChoices, get_marker
from casework.acting.acts.own_code import NamesOwnCode
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from core.errors import Archived, KeyStoreError
from models.base import new_id
from models.own_code import OwnCode
from models.plan import Plan
from models.vault import Vault

OF_THE_PROGRAM = ("half_time", "phone", "shared-phone", "computer", "tablet")
_TELLS_NOTHING = re.compile(r"[a-z]-[0-9a-f]{8}|[a-z]?-?\d{0,3}|\d{4}-\d\d-\d\d")
FIELD = "own_code.document"
_NAMED = (
    PlanChoices.AID, PlanChoices.DEVICES, PlanChoices.GOALS, PlanChoices.INCIDENTS, PlanChoices.LEAVES, PlanChoices.MILESTONES,
    PlanChoices.ORDERS, PlanChoices.REFERRALS, PlanChoices.RESTRICTIONS, PlanChoices.SUGGESTIONS,
)  # fmt: skip
"""What is chosen from a plan by the word that it was named by."""


def get_code(vault: Vault, number: str, word: str) -> str:
    """What stands in the open for that word on that plan; the word itself where it tells nothing."""
    if word in OF_THE_PROGRAM or _TELLS_NOTHING.fullmatch(word):
        return word
    return f"c-{vault.index(f'code:{number}:{word}')[:8]}"


def keep_code(open_plan: OpenPlan, word: str) -> str:
    """The code for that word, which is on the file, encrypted; of a sealed file no word is kept."""
    code = get_code(open_plan.context.vault, open_plan.plan.number, word)
    if code != word and code not in _words(open_plan):
        with contextlib.suppress(Archived, KeyStoreError):
            row_id = new_id(open_plan.now)
            document = open_plan.seal(FIELD, row_id, {"word": word})
            open_plan.session.add(OwnCode(id=row_id, plan_id=open_plan.plan.id, code=code, document=document))
            _words(open_plan)[code] = word
    return code


def get_word(open_plan: OpenPlan, code: str) -> str:
    """The name that was given to it; the code itself where no name was given."""
    return _words(open_plan).get(code, code) if code.startswith("c-") else code


def _words(open_plan: OpenPlan) -> dict[str, str]:
    if open_plan.own_words is None:
        open_plan.own_words = {}
        for row in open_plan.rows(OwnCode):
            with contextlib.suppress(Archived, KeyStoreError):
                open_plan.own_words[row.code] = str(open_plan.open(FIELD, row.id, row.document)["word"])
    return open_plan.own_words


def with_codes(context: Context, number: str, act: Act) -> tuple[Act, list[str]]:
    """The act with codes in place of the words by which it names something, and the words for which it now has codes."""
    changed: dict[str, Any] = {}
    words: list[str] = []
    for name, said, only in find_names(act):
        if only:
            changed[name] = get_code(context.vault, number, said)
            words += [said] if changed[name] != said else []
        else:
            # It may mean something else as well: it is a code where one is known by it.
            changed[name] = _known(context, number, said)
    changed = {name: value for name, value in changed.items() if value != getattr(act, name)}
    return (act.model_copy(update=changed) if changed else act), words


def find_names(act: Act) -> Iterator[tuple[str, Any, bool]]:
    """The fields in which something is named, with what they say, and whether they can say nothing else."""
    for name, only in _naming_fields(type(act)):
        if said := getattr(act, name):
            yield name, said, only


@cache
def _naming_fields(kind: type[Act]) -> list[tuple[str, bool]]:
    """The fields of such an act in which something is named, and whether they can say nothing else."""
    found = []
    for name, info in kind.model_fields.items():
        marker, chosen = get_marker(info, NamesOwnCode), get_marker(info, ChosenFrom)
        if marker is not None or (chosen is not None and chosen.among in _NAMED):
            found.append((name, marker is None or marker.only))
    return found


def _known(context: Context, number: str, said: str | list[str]) -> str | list[str]:
    """The same, where a part of it behind the stroke, or all of it, is a word that the plan knows by its code."""
    parts = [(head, stroke, word) for one in ([said] if isinstance(said, str) else said)
             for head, stroke, word in [one.rpartition("/")]]  # fmt: skip
    codes = {word: get_code(context.vault, number, word) for _head, _stroke, word in parts if word}
    asked = [code for word, code in codes.items() if code != word]
    if not asked:
        return said
    with context.database.reading() as session:
        query = select(OwnCode.code).join(Plan, col(Plan.id) == col(OwnCode.plan_id))
        known = set(session.exec(query.where(Plan.number == number, col(OwnCode.code).in_(asked))))
    found = [f"{head}{stroke}{codes[word] if codes.get(word) in known else word}" for head, stroke, word in parts]
    return found[0] if isinstance(said, str) else found

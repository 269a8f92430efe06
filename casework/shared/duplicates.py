"""Handles repeated submissions. An identical one changes nothing; one with other content is kept beside the first, as
a correction in the journal, or refused in words that name what is on record. None is dropped in silence.
"""

import json
from collections.abc import Mapping
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.shared.text.labels import role_label
from casework.shared.text.text_checks import text_or_none
from core.clock import local_time
from core.errors import Refused
from core.i18n import Text, _
from law.articles import cite
from models.journal import Harmless, JournalLine, open_detail
from models.office import Role, Staff

_END_OF_SUPERVISION = cite("end_of_supervision")

MINUTE = "%Y-%m-%d %H:%M"


def is_already_recorded(
    open_plan: OpenPlan, about: Mapping[str, Any], words: Mapping[str, Any], act: str | None = None
) -> bool:
    """Whether the journal has a line of this act on this plan that is about the same and says the same words. Words that were
    not given say nothing else than those that were."""
    words = {name: text for name, text in words.items() if text is not None}
    code = act or open_plan.act.code
    return any(
        _states(line.note, about) and (not words or _states(open_detail(open_plan.context.vault, line) or {}, words))
        for line in open_plan.rows(JournalLine, JournalLine.act == code)
    )


def record_correction(
    open_plan: OpenPlan,
    about: Mapping[str, Harmless | list[str]],
    words: Mapping[str, Any],
    *,
    article: str | None = None,
    act: str | None = None,
) -> bool:
    """The words are in a journal line of their own, marked as a correction of the earlier ones. Returns False, and
    nothing is done, if they say nothing new."""
    if is_already_recorded(open_plan, about, words, act):
        return False
    open_plan.record(act, article=article, note={**about, "corrects": True}, detail=dict(words))
    return True


def ensure_not_decided_differently(
    open_plan: OpenPlan, kind: str, detail: Mapping[str, str], reason: str | None
) -> bool:
    """Refused where that decision stands already by somebody else, or with another content or reason: it says by whom
    and when. The same person's same decision is harmless. Returns whether there is such a decision."""
    row = open_plan.last_decision(kind)
    if row is None:
        return False
    reasons = open_plan.open("decision.document", row.id, row.document)["reasons"]
    same = (
        row.decided_by == open_plan.actor.id
        and (reasons or "") == (text_or_none(reason) or "")
        and _states(row.detail, detail)
    )
    if not same:
        decided_by = open_plan.session.get(Staff, row.decided_by) if row.decided_by else None
        who = role_label(decided_by.role if decided_by else Role.CHIEF_PROSECUTOR)
        raise_already_settled(who, local_time(row.recorded_at).strftime(MINUTE), _END_OF_SUPERVISION)
    return True


def raise_already_settled(who: Text, when: str, article: str) -> None:
    """Raises Refused: it was settled before, by whom and when; the new submission is not recorded."""
    raise Refused(
        _("{who}已于{when}办理此事；这次提交的内容没有记入，如需更正请先与其联系。", who=who, when=when),
        article=article,
    )  # fmt: skip


def _states(known: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    return all(known.get(name) == value for name, value in json.loads(json.dumps(dict(values), default=str)).items())

"""Whether a minor's own note was theirs. A mark beside what was received, and nothing more: no failure is counted, nobody is
alarmed, and a note without the mark is as good as one with it."""

import hmac

from sqlmodel import col, select

from casework.acting.acts.verbs import verb
from casework.acting.open_plan import OpenPlan
from casework.checkins.acts_submitter import AgreeOnSubmitterCheck, ConfirmSubmitter, SetOwnWord
from casework.shared.device_consent import get_visible_content, mark_content
from casework.shared.items.item_kinds import SHEETS
from casework.shared.items.items import find_item
from core.errors import BadInput, StateConflict
from core.i18n import _
from models.item import Item, Submission
from models.office import Role
from models.person import Person

NONE, CODE_WORD = "none", "code_word"
SUBMITTER, NOT_CHECKED = "submitter", "not_checked"
"""Where the mark stands in what was handed in, and what it says until somebody has confirmed it."""
MIN_LETTERS = 2


@verb(AgreeOnSubmitterCheck)
def agree_on_submitter_check(open_plan: OpenPlan, act: AgreeOnSubmitterCheck) -> None:
    """The way of checking is agreed on from now on. Earlier notes keep their mark; a chosen word is deleted if the
    plan does not use words."""
    agreed = None if act.way == NONE else act.way
    if agreed == open_plan.plan.submitter_check:
        return
    open_plan.context.vault.check(open_plan.plan.id)  # nothing is agreed on about a sealed file
    open_plan.plan.submitter_check = agreed
    open_plan.session.add(open_plan.plan)
    if agreed != CODE_WORD:
        minor = open_plan.minor()
        minor.own_word = None
        open_plan.session.add(minor)
    open_plan.record(note={"submitter_check": act.way})


@verb(SetOwnWord)
def set_own_word(open_plan: OpenPlan, act: SetOwnWord) -> None:
    """The word is the minor's from now on. StateConflict where the plan goes by no words, BadInput for a blank."""
    if open_plan.plan.submitter_check != CODE_WORD:
        raise StateConflict(_("方案没有约定用口令，不用设。"))
    if len("".join(act.word.split())) < MIN_LETTERS:
        raise BadInput(_("口令至少两个字。"))
    minor = open_plan.minor()
    if _is_own_word(open_plan, minor, act.word):
        return
    minor.own_word = open_plan.seal("person.own_word", minor.id, {"digest": _digest(open_plan, act.word)})
    open_plan.session.add(minor)
    open_plan.record()


def asks_own_word(open_plan: OpenPlan) -> bool:
    """Whether the actor is the minor, and may add their word to a note."""
    return open_plan.actor.role is Role.MINOR and open_plan.plan.submitter_check == CODE_WORD


def mark_submitter(open_plan: OpenPlan, item: Item, word: str | None) -> dict[str, str]:
    """The mark of a note that the minor hands in: by their word, or not checked. Without an agreement, of a sheet of minutes
    and of what others hand in there is none. A wrong word is a word that is missing."""
    if open_plan.plan.submitter_check is None or open_plan.actor.role is not Role.MINOR or item.kind in SHEETS:
        return {}
    right = asks_own_word(open_plan) and word is not None and _is_own_word(open_plan, open_plan.minor(), word)
    return {SUBMITTER: CODE_WORD if right else NOT_CHECKED}


@verb(ConfirmSubmitter)
def confirm_submitter(open_plan: OpenPlan, act: ConfirmSubmitter) -> None:
    """What the minor handed in for the item is confirmed, as far as it was not. StateConflict where there is nothing of
    theirs; where it is all confirmed, nothing changes."""
    item = find_item(open_plan, act.item, act.due_on)
    own = select(Submission).where(Submission.item_id == item.id, Submission.by_role == Role.MINOR.value)
    rows = open_plan.session.exec(own.order_by(col(Submission.id))).all()
    if not rows:
        raise StateConflict(_("这一项没有本人交来的内容。"))
    changed = False
    for row in rows:
        if get_visible_content(open_plan, row).get(SUBMITTER, NOT_CHECKED) == NOT_CHECKED:
            mark_content(open_plan, row, {SUBMITTER: act.way})
            changed = True
    if changed:
        open_plan.record(item=item, note={"confirmed_by": act.way}, detail={"who": act.who} if act.who else None)


def _is_own_word(open_plan: OpenPlan, minor: Person, word: str) -> bool:
    if minor.own_word is None:
        return False
    kept = str(open_plan.open("person.own_word", minor.id, minor.own_word)["digest"])
    return hmac.compare_digest(kept, _digest(open_plan, word))


def _digest(open_plan: OpenPlan, word: str) -> str:
    """A keyed digest; width, case and spacing of the word say nothing."""
    return open_plan.context.vault.index(f"{open_plan.plan.id} own word {word}")

"""What becomes known after the seal: its kind and day stand on the nameless closing list, its words with the sealed file."""

from dataclasses import dataclass, replace
from datetime import date

from casework.acting.context import Context
from casework.acting.entries import FIELD
from casework.acting.rights import OPERATIONS, Actor, is_allowed, missing_right
from casework.acting.rights.phases import AfterTheSeal
from casework.seal.acts import RECORD_AFTER_SEAL
from casework.shared.closing_list import OWED_BY_US, add_late_fact
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import check_lengths
from core.errors import BadInput
from core.i18n import Text, _
from models.base import new_id
from models.entry import Entry
from notifications.matrix import Event

DANGER = "report_danger"


@dataclass(frozen=True)
class LateFact:
    """One kind of fact that can be recorded after the seal: its code, its words, and the clock that it ends."""

    code: str
    words: Text
    how: AfterTheSeal


def list_late_facts(context: Context, actor: Actor) -> list[LateFact]:
    """What the actor can record after the seal, a child in danger first; NotAllowed for a post that records none."""
    with context.database.reading() as session:
        if not is_allowed(session, actor, RECORD_AFTER_SEAL, None, context.clock.now()):
            raise missing_right(RECORD_AFTER_SEAL)
    return _find_late_facts()


def _find_late_facts() -> list[LateFact]:
    """Every fact that says how it stands on the closing list; and that something was done which is owed there, and which no
    act of its own can end."""
    found = [
        LateFact(each.code, each.title, each.fits.after_the_seal)
        for each in OPERATIONS.values()
        if each.title and each.fits and each.fits.after_the_seal
    ]
    done = [LateFact(kind, ITEM_KINDS[kind].words, AfterTheSeal(kind, to)) for kind, to in OWED_BY_US.items()]
    return sorted([*found, *done], key=lambda each: each.code != DANGER)


def record_after_seal(context: Context, actor: Actor, number: str, *, fact: str, on: date, words: str) -> None:
    """The kind of the fact and its day stand on the closing list. Its words are encrypted for the holder of the archive's
    key: they are read with the sealed file, by whom an application was granted. Of a child in danger the prosecutor
    hears at once. The same fact sent again stands once. BadInput for a day to come, for no words and for no such kind."""
    how = next((each.how for each in _find_late_facts() if each.code == fact), None)
    words = words.strip()
    if how is None or not words:
        raise BadInput(_("请写明是什么情况。"))
    check_lengths(text=words)
    with context.open_for_update(number, actor, RECORD_AFTER_SEAL) as open_plan:
        if not add_late_fact(open_plan, how, on, f"{fact} {words}", {"fact": fact}):
            return
        plan, row_id = open_plan.plan, new_id(open_plan.now)
        archive = replace(context, vault=context.vault.open_single_case(plan.id, context.archive_key))
        document = archive.seal(plan.id, FIELD, row_id, {"on": on.isoformat(), "text": words})
        open_plan.session.add(
            Entry(
                id=row_id,
                plan_id=plan.id,
                act=RECORD_AFTER_SEAL.code,
                at=open_plan.now,
                by_role=actor.role.value,
                by_id=actor.id,
                document=document,
            )
        )
        if fact == DANGER:
            notify(open_plan, Event.REPORT_RECORDED, f"report/{row_id}")
        open_plan.wake()

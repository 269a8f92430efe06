"""Sealing, and the two small things that outlive it: the nameless closing list and the after-care card."""

import contextlib
import uuid
from datetime import date

from sqlmodel import col, delete, select

from casework.closing_list import closing_rows, put_closing, write_closing_list
from casework.desk import Desk
from casework.ending import stop_everything
from casework.fairness import count_before_sealing
from casework.items import cancel_all, finish, finish_all
from casework.reminding import due_item
from casework.rights import Act, Actor
from casework.usage_files import forget
from law.clocks import after_care_end
from law.transitions import PlanStatus, may_follow
from models.columns import new_id
from models.decision import AfterCare, Closing
from models.keys import KeyTrouble
from models.person import IdentityIndex, Person
from models.plan import Plan
from models.search import SearchIndex
from models.vault import Archived
from sunward.errors import Refused
from sunward.words import Words


def seal(desk: Desk, number: str, item_id: uuid.UUID) -> None:
    """The record is sealed (Rules art 486): it is found by no search and opened by no page, its key is wrapped for the
    archive's holder, and only the closing list still runs. What is still owed of service stands there, without a name.
    """
    with due_item(desk, number, item_id, "act") as found:
        if found is None:
            return
        file, item = found
        fell_due_at = item.next_at
        finish(file, item)
        count_before_sealing(file)
        stop_everything(file, "sealed")
        cancel_all(file, "sealed", kinds=("service", "after_care_offer", "remedy_answer", "usage_deletion"))
        forget(file, None)
        write_closing_list(file)
        people = select(Person.id).where(Person.plan_id == file.plan.id)
        file.session.exec(delete(SearchIndex).where(col(SearchIndex.plan_id) == file.plan.id))
        file.session.exec(delete(IdentityIndex).where(col(IdentityIndex.person_id).in_(people)))
        may = may_follow(PlanStatus(file.plan.status), PlanStatus.SEALED)
        if not may.holds:
            raise Refused(may.because, article=may.article)
        file.plan.status = PlanStatus.SEALED.value
        file.plan.sealed_at = file.now
        put_closing(file)
        file.record("seal", item=item, fell_due_at=fell_due_at, article="Rules art 486; PJD art 59(2)")
        plan_id = file.plan.id
    # After the commit, never before: a key must not be gone for a plan that is not sealed. Doing it again does no harm,
    # and the doctor finds a sealed plan whose key is still alive.
    desk.vault.rewrap(plan_id, desk.archive_key)


def lock_what_is_sealed(desk: Desk) -> int:
    """A plan that was sealed just before its key could be wrapped away has it wrapped now; returns how many had not."""
    with desk.database.reading() as session:
        sealed = list(session.exec(select(Plan.id).where(col(Plan.sealed_at).is_not(None))))
    open_ones = 0
    for plan_id in sealed:
        with contextlib.suppress(Archived, KeyTrouble):
            desk.vault.check(plan_id)
            desk.vault.rewrap(plan_id, desk.archive_key)
            open_ones += 1
    return open_ones


def close(desk: Desk, number: str, item_id: uuid.UUID) -> None:
    """The last clock has ended: the closing list is gone and the plan's run is over."""
    with due_item(desk, number, item_id, "act") as found:
        if found is None:
            return
        file, item = found
        fell_due_at = item.next_at
        finish(file, item)
        forget(file, None)
        cancel_all(file, "closed")
        file.session.exec(delete(Closing).where(col(Closing.plan_number) == file.plan.number))
        file.plan.status = PlanStatus.CLOSED.value
        file.plan.closed_at = file.now
        file.record("close", item=item, fell_due_at=fell_due_at)


def closing_list(desk: Desk, actor: Actor, number: str) -> list[Closing]:
    """What still runs after the seal. The minor's file is not opened for it."""
    with desk.look(number, actor, Act.READ_CLOSING_LIST) as file:
        return closing_rows(file)


def answer_after_care(desk: Desk, actor: Actor, number: str, *, consent: bool, until_on: date | None = None) -> None:
    """The person's answer is on record. With consent a card is made under a key of its own, holding what to call the
    person, a phone and dates, and nothing that leads back to the case. Nothing is owed by it, and one word ends it."""
    with desk.file(number, actor, Act.ANSWER_AFTER_CARE) as file:
        if consent and file.plan.after_care == "consented":
            return
        if file.plan.sealed_at is not None:
            raise Refused(
                Words(
                    "案卷已封存；自愿回访另行登记。", "The file is sealed; after-care is then arranged apart from it."
                )
            )
        file.plan.after_care = "consented" if consent else "declined"
        finish_all(file, "after_care_offer", because="answered")
        until = None
        if consent:
            minor = file.minor()
            words = file.open("person.document", minor.id, minor.document)
            announced = file.plan.outcome_announced_on or file.today
            longest = after_care_end(date.fromisoformat(words["born_on"]), announced, file.rulebook)
            until = min(until_on, longest) if until_on else longest
            card_id, key_id = new_id(file.now), new_id(file.now)
            desk.vault.new_key(key_id)
            card = {"call": words["name"], "phone": words.get("phone")}
            file.session.add(
                AfterCare(
                    id=card_id,
                    key_id=key_id,
                    from_on=announced,
                    until_on=until,
                    document=desk.vault.seal_document(key_id, "after_care.document", card_id, card),
                )  # fmt: skip
            )
        file.record(article="2013 Provisions art 49", note={"consent": consent, "until_on": until})
        file.wake()

"""What follows an end: everything stops, service is owed, the outcome is to be told, the record is to be sealed.

Nothing is decided here; what people decide at the end stands in `casework/ending.py`.
"""

import uuid
from datetime import date, timedelta

from sqlmodel import select

from casework.acts.ending import ASK_THE_COURT_WITHIN
from casework.announcing import owe_service
from casework.assisting import stop_assisting
from casework.deciding import follow
from casework.desk import Desk, File
from casework.falling_due import done_when_due
from casework.items import add_item, cancel_all
from casework.left_over import codes_of, left_over
from casework.messages.telling import tell
from casework.partners import end_orders_of
from casework.usage.consent import device_consent
from casework.usage.erasing import erase
from law.articles import cited
from law.transitions import End, PlanStatus
from models.decision import Decision
from models.item import Item
from models.office import Role
from notifications.catalogue import Event
from notifications.outbox import withdraw

_END_OF_SUPERVISION = cited("end_of_supervision")
_GROUNDS_OF_REVOCATION = cited("grounds_of_revocation")
_OUTCOME_TOLD = cited("outcome_told")
_REVIEW_BY_HIGHER = cited("review_by_higher")
_JUDGMENT = cited("SE-15")
_SEALING = cited("SE-01")


def carry_out(desk: Desk, number: str, item_id: uuid.UUID) -> None:
    """What a named person decided takes its course: duties and reminders stop, service is owed, the outcome is to be
    told face to face, and after a revocation the indictment has its date."""
    with done_when_due(desk, number, item_id) as found:
        if found is None:
            return
        file, item, fell_due_at = found
        ended = codes_of(stop_everything(file, item.label))
        tomorrow = desk.days.after(file.today, 1)
        match item.label:
            case "non_prosecution":
                owe_service(file, "non_prosecution", _addressees(file), file.today)
                add_item(
                    file,
                    "outcome_announcement",
                    Role.PROSECUTOR,
                    desk.days.after(file.today, 3),
                    article=_OUTCOME_TOLD,
                )
            case "revocation":
                owe_service(file, "revocation", ["police", "minor", *_representative(file)], file.today)
                add_item(
                    file, "prosecution", Role.PROSECUTOR, file.plan.final_decision_by, article=_GROUNDS_OF_REVOCATION
                )
            case _ if file.plan.ended_because == End.CHANGE_OF_JURISDICTION:
                close_unsealed(file)  # the file went to another office, and the seal is that office's
            case _ if file.plan.ended_because in (End.CORRECTED_BY_HIGHER_OFFICE, End.OBJECTION):
                # What follows, prosecution or not, is for people to say: nothing is sealed by itself.
                due_on = desk.days.after(file.today, file.number("correction_follow_up_working_days"))
                add_item(file, "after_correction", Role.PROSECUTOR, due_on, article=_REVIEW_BY_HIGHER)
            case _:
                seal_on(file, file.today + timedelta(days=1))
        if item.label in ("non_prosecution", "revocation"):
            tell(file, Event.TO_BE_TOLD_IN_PERSON, f"outcome/{item.id}", day=desk.days.after(tomorrow, 2))
        decision = file.session.exec(
            select(Decision).where(Decision.plan_id == file.plan.id, Decision.kind == item.label)
        ).first()
        if decision is not None:
            decision.carried_out_at = file.now
            file.session.add(decision)
        file.record(
            f"carry_out_{item.label}", item=item, fell_due_at=fell_due_at, article=_END_OF_SUPERVISION,
            note={"ended": ended} if ended else None,
        )  # fmt: skip


def stop_everything(file: File, because: str) -> list[Item]:
    """Nothing is owed any more and nothing about duties is sent: within the minute of the end, whatever the end. Orders
    to guardians end, and nobody assists any more; what units and authorities owe us runs on. Returns what waited for
    somebody's word and has ended with it."""
    keep = ("carry_out", "service", "remedy_answer", "outcome_announcement", "prosecution", "sealing", "closing",
            "after_care_offer", "feedback", "usage_deletion", "attachment_deletion", "suggestion_reply", "aid_answer", "certificate",
            "access_answer", "data_request_answer", "decision_that_follows")  # fmt: skip
    waited = [item for item in left_over(file) if item.kind not in keep]
    stop_assisting(file, because)
    end_orders_of(file, because)
    cancel_all(file, because, kinds=tuple({item.kind for item in file.items()} - set(keep)) or ("none",))
    withdraw(file.session, file.now, reason="ended", plan_id=file.plan.id)
    return waited


def await_judgment(file: File) -> None:
    """The court has not judged yet: somebody asks how far the case is, and it is brought up again until the judgment is
    recorded."""
    due_on = file.desk.days.after(file.today, ASK_THE_COURT_WITHIN)
    add_item(file, "judgment", Role.PROSECUTOR, due_on, article=_JUDGMENT)


def close_unsealed(file: File) -> None:
    """The plan's run is over without a seal. What was to be deleted of devices does not outlive it."""
    if not device_consent(file).given:
        erase(file)
    cancel_all(file, "closed")
    follow(file, PlanStatus.CLOSED)
    file.plan.closed_at = file.now
    file.plan.wake_at = None


def seal_on(file: File, day: date) -> None:
    """The record is sealed on that day, and on no other."""
    cancel_all(file, "moved", kinds=("sealing",), except_on=day)
    add_item(file, "sealing", Role.SYSTEM, day, article=_SEALING)


def _addressees(file: File) -> list[str]:
    case = file.open("plan.case", file.plan.id, file.plan.case_document)
    victims = [] if case["no_victim"] else ["victim"] * max(1, case["victims"])
    there = (case["opinions"].get("defender") or {}).get("state") not in ("not_in_this_case", "no_longer_a_party")
    return ["police", "minor", *_representative(file), *(["defender"] if there else []), *victims]


def _representative(file: File) -> list[str]:
    return [] if file.plan.of_age_on <= file.today else ["legal_representative"]

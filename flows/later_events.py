"""What a plan file tells of days after its first: in a life it happens on those days, and not before."""

from datetime import time

from casework.family.acts_consents import GiveConsents
from casework.service.acts import Announce, RecordService
from casework.shared.files.acts_file import AnyAct
from casework.shared.files.plan_file import PlanFile, UsagePart

OFFICE_OPENS = time(9, 0)


def split_later_events(plan: PlanFile) -> tuple[PlanFile, list[AnyAct]]:
    """The plan as it stood on its first day here, and the acts by which its announcement, its receipts and its consents
    came later."""
    first_day = plan.taken_over_on or plan.decision.on
    later: list[AnyAct] = []
    announcement = plan.announcement
    if announcement is not None and announcement.on > first_day:
        later.append(
            Announce(
                on=announcement.on,
                at=OFFICE_OPENS,
                by="prosecutor",
                did="announce",
                present=announcement.present,
                explained=announcement.explained,
            )
        )
    later += [
        RecordService(
            on=receipt.on, at=OFFICE_OPENS, by="prosecutor", did="record_service", to=receipt.to, number=receipt.number
        )
        for receipt in plan.service
        if receipt.on > first_day
    ]
    later += [
        GiveConsents(
            on=consent.on, at=OFFICE_OPENS, by="prosecutor", did="give_consents", person=consent.person,
            device_data=consent.given, told_by_phone=consent.way == "phone", on_paper=consent.way == "paper",
        )
        for consent in plan.usage.consent
        if consent.on > first_day
    ]  # fmt: skip
    known = {
        "announcement": announcement if announcement is not None and announcement.on <= first_day else None,
        "service": [receipt for receipt in plan.service if receipt.on <= first_day],
        "usage": UsagePart(consent=[consent for consent in plan.usage.consent if consent.on <= first_day]),
    }
    return plan.model_copy(update=known), later

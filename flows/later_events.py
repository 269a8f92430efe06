"""What a plan file tells of days after its first: in a life it happens on those days, and not before."""

from datetime import time

from casework.family.acts import GiveConsents
from casework.service.acts import Announce, RecordService
from casework.shared.files.acts_file import AnyAct
from casework.shared.files.plan_file import PlanFile, UsagePart

OFFICE_OPENS = time(9, 0)


def split_later_events(plan: PlanFile) -> tuple[PlanFile, list[AnyAct]]:
    """The plan as it stood on its first day here, and the acts by which its announcement, its receipts and its consents
    came later."""
    first_day = plan.taken_over_on or plan.decision.on
    later: list[AnyAct] = []
    told = plan.announcement
    if told is not None and told.on > first_day:
        later.append(
            Announce(on=told.on, at=OFFICE_OPENS, by="prosecutor", did="announce", present=told.present, told=told.told)
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
            on=told.on, at=OFFICE_OPENS, by="prosecutor", did="give_consents", person=told.person,
            device_data=told.given, told_by_phone=told.way == "phone", on_paper=told.way == "paper",
        )
        for told in plan.usage.consent
        if told.on > first_day
    ]  # fmt: skip
    known = {
        "announcement": told if told is not None and told.on <= first_day else None,
        "service": [receipt for receipt in plan.service if receipt.on <= first_day],
        "usage": UsagePart(consent=[told for told in plan.usage.consent if told.on <= first_day]),
    }
    return plan.model_copy(update=known), later

"""Who is responsible beside whoever owes a thing: one step up, and up to the chief procurator."""

from notifications.events import Recipient

UP: dict[Recipient, tuple[Recipient, ...]] = {
    **dict.fromkeys(
        (Recipient.SOCIAL_WORKER, Recipient.ASSISTANT, Recipient.CLERK),
        (Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD, Recipient.CHIEF_PROSECUTOR),
    ),
    Recipient.PROSECUTOR: (Recipient.DEPARTMENT_HEAD, Recipient.CHIEF_PROSECUTOR),
    Recipient.DEPARTMENT_HEAD: (Recipient.CHIEF_PROSECUTOR,),
    Recipient.CHIEF_PROSECUTOR: (),
}
"""For whoever may owe something: who is told in turn as long as it is not done."""

_DECIDERS = (Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD)


def get_escalation_recipients(owner: Recipient, *, family_waits: bool = False) -> tuple[Recipient, ...]:
    """Who hears that the day of a thing has passed: whoever is one step up; what the prosecutor or the chief owes, they
    hear of themselves, with the department head. Where the family waits for the answer before it may go anywhere
    (`family_waits`), the department head hears of it with the prosecutor, whoever owes it."""
    if family_waits:
        return _DECIDERS
    if owner in (Recipient.PROSECUTOR, Recipient.CHIEF_PROSECUTOR):
        return tuple(dict.fromkeys((*_DECIDERS, owner)))
    return UP[owner][:1]

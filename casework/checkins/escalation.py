"""Who is responsible beside the owner of an item: one step up, and up to the chief procurator."""

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
"""By owner, the recipients in turn as long as the item is not done."""

_DECIDERS = (Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD)


def get_escalation_recipients(owner: Recipient, *, family_waits: bool = False) -> tuple[Recipient, ...]:
    """The recipients of the message that the day of an item has passed: those one step up; for items of the prosecutor
    or the chief, they themselves and the department head. Where the family waits for the answer before it may go
    anywhere (`family_waits`), the department head and the prosecutor receive it, whoever the owner is."""
    if family_waits:
        return _DECIDERS
    if owner in (Recipient.PROSECUTOR, Recipient.CHIEF_PROSECUTOR):
        return tuple(dict.fromkeys((*_DECIDERS, owner)))
    return UP[owner][:1]

"""What somebody of the family sees: only what is theirs, and nobody else's. No offence, no office, no other person."""

from dataclasses import dataclass, field

from sqlmodel import select

from casework.attachments import attachable_to_explanation, may_attach
from casework.desk import Desk, File
from casework.kinds import KINDS, Pattern
from casework.rights import Actor
from casework.submitting import too_early
from casework.usage.consent import device_consent
from casework.views.standing_still import all_has_stopped, resting
from casework.views.status import ItemShown, show_item
from casework.wording import days_words
from law.transitions import PlanStatus
from models.item import STILL_OPEN, ItemStatus
from models.plan import Plan
from sunward.words import Words

SHOWN_AHEAD = 6


@dataclass(frozen=True)
class OwnPage:
    """The saved page (这周要做的事): what I owe, what I have done, and until when it goes on."""

    number: str
    days_left: int
    left: Words
    to_do: list[ItemShown]
    """Open now or next, the oldest first; nothing that is another's."""
    now: list[ItemShown]
    """Those of them whose own time has begun: the one before it was due on an earlier day."""
    done: int
    may_explain: list[ItemShown]
    """What had not been received, and can still be explained."""
    version: int
    asks_consent: bool
    """Whether this person is asked if data of devices may be collected, and has not answered."""
    takes_photos_of_sheets: bool = False
    """What is written on paper may come as a photo."""
    explanation_takes: list[str] = field(default_factory=list)
    """What may come with an explanation: 'photo', 'voice', 'sheet', as the plan says."""
    stopped: Words | None = None
    """While a fact has stopped everything, or the case is decided: that nothing has to be done. The days that are left are
    not counted out meanwhile."""
    rests: Words | None = None
    """What stands still for this person for a time, beside what goes on."""


def own_page(file: File) -> OwnPage:
    """The actor's own page, as it stands now."""
    mine = [
        item
        for item in file.items(only_open=False)
        if item.owner == file.actor.role and KINDS[item.kind].pattern is Pattern.FAMILY
    ]
    to_do = [item for item in mine if item.status in STILL_OPEN][:SHOWN_AHEAD]
    running = file.plan.status == PlanStatus.UNDER_SUPERVISION
    left = max((file.plan.period_to - file.today).days, 0)
    over = Words("考验期已结束", "the period is over")
    return OwnPage(
        number=file.plan.number,
        days_left=left,
        left=days_words(left) if running else over,
        to_do=[show_item(item) for item in to_do],
        now=[show_item(item) for item in to_do if not too_early(file, item)],
        done=sum(item.status in (ItemStatus.ON_TIME, ItemStatus.LATE) for item in mine),
        may_explain=[show_item(item) for item in mine if item.status == ItemStatus.NOT_RECEIVED],
        version=file.plan.version,
        asks_consent=_is_asked(file),
        takes_photos_of_sheets="sheet" in may_attach(file.plan),
        explanation_takes=attachable_to_explanation(file.plan),
        stopped=all_has_stopped(file),
        rests=resting(file, file.actor.role.value),
    )


def _is_asked(file: File) -> bool:
    """Somebody of the team has it to ask, and this person's word is still missing."""
    own = next((person.relation for person in file.people() if person.id == file.actor.id), "")
    return bool(file.items("device_consent")) and any(
        each.relation == own and each.given is None for each in device_consent(file).said
    )


def number_of(desk: Desk, actor: Actor) -> str:
    """The number of the plan that is the actor's own; empty for whoever has none."""
    with desk.database.reading() as session:
        return session.exec(select(Plan.number).where(Plan.id == actor.plan_id)).first() or ""

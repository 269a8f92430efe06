"""What somebody of the family sees: only what is theirs, and nobody else's. No offence, no office, no other person."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from casework.acting.open_plan import OpenPlan
from casework.checkins.attachments import filter_allowed_for_explanation, get_allowed_attachments
from casework.checkins.submissions import is_too_early
from casework.checkins.unavailability import is_in_custody
from casework.family.consents import asks_for_own_consents
from casework.family.data_requests import TALKS, list_own_requests
from casework.family.last_page import load_last_page, may_be_praised
from casework.family.letters import LetterView, load_own_letters
from casework.family.own_copy import list_conditions
from casework.family.pauses_view import load_full_stop_text, load_pause_text
from casework.leave.leave import can_be_asked_for
from casework.measures.objections import is_objection_of, list_objections_in_force
from casework.plan.views.status import ItemView, to_item_view
from casework.shared.device_consent import get_device_consent
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.kept_month import is_month_kept
from casework.shared.text.labels import RELATIONS, days_label
from core.clock import local_date
from core.i18n import Text, _, verbatim
from law.conditions import DUTY_WORDS
from law.transitions import End, PlanStatus
from models.item import STILL_OPEN, Item, ItemStatus
from models.objection import Objection
from models.office import Role

MAX_TASKS = 6
CARDS_SHOWN_FOR = timedelta(days=14)
CAME_IN = (ItemStatus.ON_TIME, ItemStatus.LATE, ItemStatus.DONE)


@dataclass(frozen=True)
class AnswerView:
    """What somebody of the family said, and what was answered; the outcome is None while it waits, until that day."""

    at: datetime
    said: str
    outcome: str | None
    answer: str
    answer_by: date | None


@dataclass(frozen=True)
class OwnPage:
    """The saved page (这周要做的事): what is due, what has been submitted, and the last day of the period."""

    number: str
    days_left: int
    left: Text
    to_do: list[ItemView]
    """Open now or next, the oldest first; nothing that is another's."""
    now: list[ItemView]
    """Those of them whose own time has begun: the one before it was due on an earlier day."""
    done: int
    may_explain: list[ItemView]
    """What had not been received, and can still be explained."""
    version: int
    asks_consent: bool
    """Whether this person is asked if data of devices may be collected, and has not answered."""
    takes_photos_of_sheets: bool = False
    """What is written on paper may come as a photo."""
    explanation_takes: list[str] = field(default_factory=list)
    """What may come with an explanation: 'photo', 'voice', 'sheet', as the plan says."""
    stopped: Text | None = None
    """While a fact has stopped everything, or the case is decided: that nothing has to be done. The days that are left are
    not counted out meanwhile."""
    rests: Text | None = None
    """What stands still for this person for a time, beside what goes on."""
    asks_own_consents: bool = False
    """Whether the person who looks is of age and has not confirmed their own consents yet."""
    asks_leave: bool = False
    """Whether leave to be away can be asked for."""
    agreed: list[Text] = field(default_factory=list)
    """What the plan asks while it runs: the duties of the law and the conditions, in the words of the decision."""
    period_to: date | None = None
    """Until when."""
    last: list[Text] = field(default_factory=list)
    """Once the period is over: what is to be read, its heading first."""
    may_be_praised: bool = True
    """Whether what was done may be praised."""
    month_kept: bool = False
    """Whether all that was due this month so far came in time: what the machine may say when something is handed in."""
    bereaved: bool = False
    """The minor has died: one sentence, and nothing else."""
    letters: list[LetterView] = field(default_factory=list)
    """What people of the team wrote to the actor, the latest first."""
    answers: list[AnswerView] = field(default_factory=list)
    """What the actor objected to or wished to talk about, with its answer, the latest first."""
    cards_given: list[tuple[Text, date]] = field(default_factory=list)
    """For a guardian: to whom else of the family a page and a code were given in the last days, and when."""


def load_own_page(open_plan: OpenPlan) -> OwnPage:
    """The actor's own page, as it stands now."""
    mine = list_own_items(open_plan)
    to_do = [item for item in mine if item.status in STILL_OPEN][:MAX_TASKS]
    running = open_plan.plan.status == PlanStatus.UNDER_SUPERVISION
    last = load_last_page(open_plan)
    left = max((open_plan.plan.period_to - open_plan.today).days, 0)
    over = _("考验期已结束")
    return OwnPage(
        number=open_plan.plan.number,
        days_left=left,
        left=days_label(left) if running else over,
        to_do=[to_item_view(item, own=True) for item in to_do],
        now=[to_item_view(item, own=True) for item in to_do if not is_too_early(open_plan, item)],
        done=sum(item.status in CAME_IN for item in mine),
        may_explain=[to_item_view(item, own=True) for item in mine if item.status == ItemStatus.NOT_RECEIVED],
        version=open_plan.plan.version,
        asks_consent=_is_asked(open_plan),
        takes_photos_of_sheets="sheet" in get_allowed_attachments(open_plan.plan),
        explanation_takes=filter_allowed_for_explanation(open_plan.plan),
        stopped=load_full_stop_text(open_plan),
        rests=load_pause_text(open_plan, open_plan.actor.role.value),
        asks_own_consents=open_plan.today >= open_plan.of_age_on and asks_for_own_consents(open_plan),
        asks_leave=can_be_asked_for(open_plan),
        agreed=_agreed(open_plan) if running and not last else [],
        period_to=open_plan.plan.period_to if running else None,
        cards_given=_list_cards_given(open_plan),
        last=last,
        may_be_praised=may_be_praised(open_plan),
        month_kept=may_be_praised(open_plan) and is_month_kept(open_plan, open_plan.actor.role),
        bereaved=open_plan.plan.ended_because == End.DEATH or open_plan.plan.stopped_because == "minor_died",
        letters=load_own_letters(open_plan),
        answers=_list_answers(open_plan),
    )


def _list_answers(open_plan: OpenPlan) -> list[AnswerView]:
    own = next(person for person in open_plan.people() if person.id == open_plan.actor.id)
    answers = [
        AnswerView(row.asked_at, row.text, row.outcome, row.reason or "", row.answer_by)
        for row in list_own_requests(open_plan, own.id)
        if row.wish in TALKS
    ]
    for objection in list_objections_in_force(open_plan):
        if is_objection_of(own, objection):
            answers.append(_view_objection(open_plan, objection))
    return sorted(answers, key=lambda answer: answer.at, reverse=True)


def _view_objection(open_plan: OpenPlan, row: Objection) -> AnswerView:
    said = str(open_plan.open("objection.document", row.id, row.document)["text"])
    if row.answered_at is None or row.answer_document is None:
        due = (item.due_on for item in open_plan.items("objection_answer") if item.label == row.against)
        return AnswerView(row.recorded_at, said, None, "", next(due, None))
    answer = str(open_plan.open("objection.answer", row.id, row.answer_document)["reason"])
    return AnswerView(row.recorded_at, said, "adopted" if row.adopted else "not_adopted", answer, None)


def tells_other_guardians(open_plan: OpenPlan) -> bool:
    """Whether a guardian is told of a page that was given to somebody else: not while the minor is held, or all rests."""
    return open_plan.plan.stopped_because is None and not is_in_custody(open_plan)


def _list_cards_given(open_plan: OpenPlan) -> list[tuple[Text, date]]:
    if open_plan.actor.role is not Role.GUARDIAN or not tells_other_guardians(open_plan):
        return []
    return [
        (_("孩子") if each.role == Role.MINOR else RELATIONS.get(each.relation, RELATIONS["other"]), local_date(each.page_given_at))
        for each in open_plan.people()
        if each.role != Role.INFORMED and each.id != open_plan.actor.id and each.named_as_danger_at is None
        and each.page_given_at is not None and open_plan.now < each.page_given_at + CARDS_SHOWN_FOR
    ]  # fmt: skip


def _agreed(open_plan: OpenPlan) -> list[Text]:
    conditions = [verbatim(one.text) for one in list_conditions(open_plan) if one.text and one.ended_on is None]
    return [*DUTY_WORDS.values(), *conditions]


def list_own_items(open_plan: OpenPlan) -> list[Item]:
    """All that is the actor's own, open or not, by its day; nothing that is another's."""
    return [
        item
        for item in open_plan.items(only_open=False)
        if item.owner == open_plan.actor.role and ITEM_KINDS[item.kind].pattern is Pattern.FAMILY
    ]


def _is_asked(open_plan: OpenPlan) -> bool:
    """Somebody of the team has it to ask, and this person's word is still missing."""
    own = next((person.relation for person in open_plan.people() if person.id == open_plan.actor.id), "")
    return bool(open_plan.items("device_consent")) and any(
        each.relation == own and each.given is None for each in get_device_consent(open_plan).said
    )

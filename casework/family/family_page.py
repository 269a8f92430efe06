"""What somebody of the family sees: only what is theirs, and nobody else's. No offence, no office, no other person."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from casework.acting.open_plan import OpenPlan
from casework.checkins.attachments import filter_allowed_for_explanation, get_allowed_attachments
from casework.checkins.dated_sessions import get_amounts_done
from casework.checkins.instalments import InstalmentView, get_next_instalment
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
from casework.messages.addresses import get_callback_number
from casework.outcome.final_decision_checks import has_died
from casework.outcome.proposals import get_open_proposal
from casework.partners.placements import PlacementView, get_running_placement
from casework.plan.views.status import ItemView, to_item_view
from casework.shared.device_consent import get_device_consent
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.kept_month import is_month_kept
from casework.shared.text.labels import RELATIONS
from core.clock import local_date
from core.i18n import Text, _, verbatim
from law.conditions import DUTY_WORDS
from law.transitions import PlanStatus
from models.decision import Incident
from models.guardian_order import GuardianOrder
from models.item import STILL_OPEN, Item, ItemStatus
from models.objection import Objection
from models.office import Role
from models.person import Person

MAX_TASKS = 6
CHANGES_THE_END = ("revoke", "change_period", "end_otherwise")
"""The proposals after which the period may end on another day."""
TOLD_WITHIN = 3
"""Working days in which a guardian is told of an order face to face."""
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
class GuardianDutyView:
    """What an order asks of the guardian who looks: who gives it, what, how many hours, how many are done."""

    provider: str
    text: str | None
    hours: int | None
    done: int
    until_on: date


@dataclass(frozen=True)
class OwnPage:
    """The saved page (这周要做的事): what is due, what has been submitted, and the last day of the period."""

    number: str
    days_left: int
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
    week: int | None = None
    """Which week of the period it is; None while its end may change, or it does not run."""
    told_in_person: bool = False
    """What comes next is proposed and not decided: somebody tells it in person, and no days are counted out."""
    phone: str | None = None
    """Of the office, for whoever wants to talk."""
    duties: list[GuardianDutyView] = field(default_factory=list)
    """What orders ask of the guardian who looks."""
    last: list[Text] = field(default_factory=list)
    """Once the period is over: what is to be read, its heading first."""
    may_be_praised: bool = True
    """Whether what was done may be praised."""
    month_kept: bool = False
    """Whether all that was due this month so far came in time: what the machine may say when something is handed in."""
    asks_after_care: bool = False
    """Whether the minor is asked if somebody may ring in some months: told of the end, and not answered yet."""
    elder: bool = False
    """Whether a grandparent looks: large letters, what is owed, the telephone, and all else in a fold."""
    bereaved: bool = False
    """The minor has died: one sentence and the telephone, and nothing else."""
    placement: PlacementView | None = None
    """Where the minor goes at present."""
    instalment: InstalmentView | None = None
    """What is to be paid next to a victim, within the period."""
    letters: list[LetterView] = field(default_factory=list)
    """What people of the team wrote to the actor, the latest first."""
    answers: list[AnswerView] = field(default_factory=list)
    """What the actor objected to or wished to talk about, with its answer, the latest first."""
    cards_given: list[tuple[Text, date]] = field(default_factory=list)
    """For a guardian: to whom else of the family a page and a code were given in the last days, and when."""


def load_own_page(open_plan: OpenPlan) -> OwnPage:
    """The actor's own page, as it stands now."""
    own = next(person for person in open_plan.people() if person.id == open_plan.actor.id)
    mine = list_own_items(open_plan)
    to_do = [item for item in mine if item.status in STILL_OPEN][:MAX_TASKS]
    running = open_plan.plan.status == PlanStatus.UNDER_SUPERVISION
    last = load_last_page(open_plan)
    may_change = running and not last and _may_change(open_plan)
    days_in = (open_plan.today - open_plan.plan.period_from).days
    return OwnPage(
        number=open_plan.plan.number,
        days_left=max((open_plan.plan.period_to - open_plan.today).days, 0),
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
        week=days_in // 7 + 1 if running and not may_change and not last and days_in >= 0 else None,
        told_in_person=may_change,
        phone=get_callback_number(open_plan.session, open_plan.plan.id),
        duties=_list_duties(open_plan),
        last=last,
        may_be_praised=may_be_praised(open_plan),
        month_kept=may_be_praised(open_plan) and is_month_kept(open_plan, open_plan.actor.role),
        asks_after_care=open_plan.actor.role is Role.MINOR and bool(open_plan.items("after_care_offer")),
        elder=own.relation in ("grandmother", "grandfather"),
        bereaved=has_died(open_plan),
        placement=get_running_placement(open_plan) if running and not last else None,
        instalment=get_next_instalment(open_plan) if running and not last else None,
        letters=load_own_letters(open_plan),
        answers=_list_answers(open_plan, own),
    )


def _list_answers(open_plan: OpenPlan, own: Person) -> list[AnswerView]:
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


def _may_change(open_plan: OpenPlan) -> bool:
    """Whether the minor was heard about a breach that is not settled, or another end of the period is proposed."""
    heard = any(row.status == "heard" for row in open_plan.rows(Incident)) or open_plan.items("revocation_proposal")
    return bool(heard) or any(get_open_proposal(open_plan, step) is not None for step in CHANGES_THE_END)


def _list_duties(open_plan: OpenPlan) -> list[GuardianDutyView]:
    """Not before the order was to be told face to face: nobody learns of one from a page."""
    done = get_amounts_done(open_plan)
    duties = []
    for row in open_plan.rows(GuardianOrder):
        told_by = open_plan.context.days.after(row.ordered_on, TOLD_WITHIN)
        if row.person_id == open_plan.actor.id and row.ended_on is None and told_by <= open_plan.today:
            document = open_plan.open("guardian_order.document", row.id, row.document)
            duties.append(
                GuardianDutyView(
                    document["provider"] or "", document["text"], row.hours, done.get(row.id, 0), row.until_on
                )
            )
    return duties


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

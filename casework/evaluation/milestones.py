"""Milestones of a plan, and the voices collected before one is evaluated.

Who may be asked: the minor; a guardian while the minor is not of age; the social worker; the school, a helper and an
employer, only where somebody there already knows. Nobody else, and nobody learns of the case by being asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.entries import KeptEntry, keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.verbs import verb
from casework.checkins.submissions import SubmissionResult, record_submission
from casework.evaluation.acts import AskViews, GiveView, ProposeEvaluation
from casework.shared.device_consent import get_visible_content
from casework.shared.items.items import add_item, cancel_items, get_role_holder, get_row_label, get_row_labels
from casework.shared.notify.notify import notify
from casework.shared.own_plan import load_own_number
from casework.staff.authentication import get_informed_viewpoint
from core.clock import local_date
from core.errors import NotAllowed, NotFound, Refused, StateConflict
from core.i18n import Text, _
from evaluation.viewpoints import Topic, Viewpoint, ViewpointRating
from law.articles import cite
from models.item import STILL_OPEN, Item, Submission
from models.office import Role
from notifications.events import Event, Recipient

MINOR, GUARDIAN, WORKER, SCHOOL, MENTOR = "minor", "guardian", "social_worker", "school", "mentor"
VIEWPOINT_BY_ROLE = {MINOR: "own_view", GUARDIAN: "guardian_view", WORKER: "worker_view", SCHOOL: "school_view",
            MENTOR: "mentor_view"}  # fmt: skip
"""Each voice that may be asked, with the kind of item by which it is."""
_FAMILY = (MINOR, GUARDIAN)
_OTHERS = (SCHOOL, MENTOR)
DAYS_TO_ANSWER, MIN_DAYS = 7, 2
CONFIDENTIAL = cite("confidentiality")
_WHY_NOT: dict[str, Text] = {
    MINOR: _("现在不能向本人征求意见。"),
    GUARDIAN: _("本人已成年，或没有可以征求意见的监护人。"),
    WORKER: _("本案现在没有社工。"),
    SCHOOL: _("学校没有人知道此事：未登记知情人，不得向学校征求意见。"),
    MENTOR: _("没有登记过知情的帮扶人、网格员或者用人单位，不得征求其意见。"),
}


@dataclass(frozen=True)
class RequestedForm:
    """A short form that somebody of the family was asked to fill in."""

    milestone: str
    due_on: date


@dataclass(frozen=True)
class MilestoneViewpoint:
    """The feedback of one person for a milestone."""

    of: str
    """minor, guardian, social_worker, school or mentor."""
    relation: str | None
    """Which guardian it was, where she said it herself."""
    on: date
    way: str
    says: dict[Topic, ViewpointRating]
    text: str | None

    def to_viewpoint(self) -> Viewpoint:
        return Viewpoint(self.relation or self.of, self.says)


_VOICE_OF = {Role.MINOR: MINOR, Role.GUARDIAN: GUARDIAN}


def load_viewpoint(open_plan: OpenPlan) -> str | None:
    """As whom the actor, who has a page of their own, is asked."""
    if open_plan.actor.role is Role.INFORMED:
        return next(
            (get_informed_viewpoint(one) for one in open_plan.people(Role.INFORMED) if one.id == open_plan.actor.id),
            None,
        )
    return _VOICE_OF.get(open_plan.actor.role)


def load_own_viewpoint(context: Context, actor: Actor) -> str | None:
    """As whom the actor, who has a page of their own, is asked; None for somebody who is asked nothing."""
    with context.open_for_reading(load_own_number(context, actor), actor, GiveView.operation) as open_plan:
        return load_viewpoint(open_plan)


def load_requested_form(context: Context, actor: Actor) -> RequestedForm | None:
    """The short form that waits for this person, if one does."""
    with context.open_for_reading(load_own_number(context, actor), actor, GiveView.operation) as open_plan:
        viewpoint = load_viewpoint(open_plan)
        for asked in open_plan.items(VIEWPOINT_BY_ROLE[viewpoint]) if viewpoint else []:
            if (milestone := load_requested_milestone(open_plan, asked)) is not None:
                return RequestedForm(milestone.label, asked.due_on)
    return None


def find_milestone(open_plan: OpenPlan, name: str, *, only_open: bool = False) -> Item:
    """The milestone of that name: the open one, or else the last. NotFound if there is none."""
    found = [item for item in open_plan.items("milestone", only_open=only_open) if item.label == name]
    if not found:
        raise NotFound(_("没有这个待评估的节点。"))
    still_open = [item for item in found if item.status in STILL_OPEN]
    return still_open[0] if still_open else found[-1]


def list_askable_viewpoints(open_plan: OpenPlan) -> tuple[str, ...]:
    """The voices that may be asked today, in their order."""
    allowed = {
        MINOR: True,
        GUARDIAN: open_plan.today < open_plan.of_age_on and get_role_holder(open_plan, Role.GUARDIAN) is not None,
        WORKER: bool(open_plan.team(Role.SOCIAL_WORKER)),
    } | {
        voice: any(get_informed_viewpoint(one) == voice for one in open_plan.people(Role.INFORMED)) for voice in _OTHERS
    }
    return tuple(voice for voice in VIEWPOINT_BY_ROLE if allowed[voice])


@verb(AskViews)
def ask_views(open_plan: OpenPlan, act: AskViews) -> list[str]:
    """Everybody named has something to fill in, or to be heard about, by that day; without names, all who may be asked.
    Returns who was asked now; a person who was asked already is not asked again.

    Refused for a voice that may not be asked: a guardian of somebody of age or named as a danger, a school,
    mentor or employer of which nobody knows. The minor and the guardian are asked by a registered text; the others by
    nobody but a person.
    """
    item = find_milestone(open_plan, act.milestone, only_open=True)
    allowed = list_askable_viewpoints(open_plan)
    for named in act.of:
        if named not in allowed:
            if named in _OTHERS:
                raise Refused(_WHY_NOT[named], article=CONFIDENTIAL)
            raise StateConflict(_WHY_NOT[named])
    due = act.by_on or _fitting_day(open_plan, item)
    if due < open_plan.today:
        raise StateConflict(_("期限已经过去。"))
    asked = [voice for voice in act.of or allowed if _item_for(open_plan, item, voice) is None]
    for voice in asked:
        form = add_item(
            open_plan,
            VIEWPOINT_BY_ROLE[voice],
            due,
            owner=_owner(open_plan, voice),
            label=get_row_label(item.id),
            article=item.article,
        )
        if voice in _FAMILY:
            notify(open_plan, Event.MILESTONE_FORM_DUE, f"asked/{form.id}", item=form, only=(Recipient(voice),))
    if asked:
        open_plan.record(item=item, note={"of": asked, "by_on": due})
    elif act.by_on is not None:
        _refuse_another_day(open_plan, item, act.of or allowed, act.by_on)
    return asked


def _refuse_another_day(open_plan: OpenPlan, milestone: Item, of: Sequence[str], by_on: date) -> None:
    """Refused where they were asked before, by another day."""
    for form in (_item_for(open_plan, milestone, voice) for voice in of):
        if form is not None and form.due_on != by_on:
            raise StateConflict(_("已经征求过，期限为{due_on}。", due_on=form.due_on))


@verb(GiveView)
def give_view(open_plan: OpenPlan, act: GiveView) -> SubmissionResult:
    """What that person says is on the file beside the others'; said again, it is an addition and nothing is lost.

    The family says its own, or somebody fills it in for them; that of school and work is written down by the member of
    staff who asked. NotFound for a voice that was not asked.
    """
    says = {topic: ViewpointRating(word) for topic in Topic if (word := getattr(act, topic.value)) is not None}
    how = "phone" if act.told_by_phone else "paper" if act.on_paper else None
    if open_plan.actor.kind == "family" and act.of != load_viewpoint(open_plan):
        raise NotAllowed(_("这是别人的意见，由本人来说。"), article=None)
    asked = _item_for(open_plan, find_milestone(open_plan, act.milestone), act.of)
    if asked is None:
        raise NotFound(_("没有向此人征求过意见。"))
    content = {"says": {topic.value: word.value for topic, word in says.items()}} | (
        {"text": act.text} if act.text else {}
    )
    submission = record_submission(open_plan, asked, content, how)
    return submission


@verb(ProposeEvaluation)
def propose_evaluation(open_plan: OpenPlan, act: ProposeEvaluation) -> None:
    """A person proposes how it goes on, with the reason. Nothing follows from it: a prosecutor decides."""
    item = find_milestone(open_plan, act.milestone, only_open=True)
    keep_entry(open_plan, act, item=item, note={"result": act.result})


def close_viewpoint_requests(open_plan: OpenPlan, milestone: Item) -> None:
    """Once the milestone is evaluated nobody is asked about it; a late answer is still recorded."""
    cancel_items(open_plan, "evaluated", kinds=tuple(VIEWPOINT_BY_ROLE.values()), label=get_row_labels(milestone.id))


def load_viewpoints(open_plan: OpenPlan, milestone: Item) -> list[MilestoneViewpoint]:
    """What was said for the milestone, of each person the latest word, in the order of the voices."""
    query = (
        select(Submission, Item)
        .join(Item, col(Item.id) == col(Submission.item_id))
        .where(
            Submission.plan_id == open_plan.plan.id,
            col(Item.kind).in_(VIEWPOINT_BY_ROLE.values()),
            col(Item.label).in_(get_row_labels(milestone.id)),
        )
        .order_by(col(Submission.received_at), col(Submission.id))
    )
    people = {person.id: person for person in open_plan.people(GUARDIAN)}
    of_kind = {kind: voice for voice, kind in VIEWPOINT_BY_ROLE.items()}
    latest: dict[tuple[str, str | None], MilestoneViewpoint] = {}
    for row, item in open_plan.session.exec(query):
        words = get_visible_content(open_plan, row)
        person = people.get(row.by_id) if row.by_id else None
        of, relation = of_kind[item.kind], person.relation if person else None
        says = {Topic(topic): ViewpointRating(word) for topic, word in words.get("says", {}).items()}
        latest[of, relation] = MilestoneViewpoint(
            of, relation, local_date(row.received_at), row.way, says, words.get("text")
        )
    return sorted(latest.values(), key=lambda viewpoint: list(VIEWPOINT_BY_ROLE).index(viewpoint.of))


def list_unanswered_viewpoints(open_plan: OpenPlan, milestone: Item) -> list[str]:
    """The voices that were asked and have not answered yet."""
    return [
        voice
        for voice in VIEWPOINT_BY_ROLE
        if (asked := _item_for(open_plan, milestone, voice)) is not None and asked.status in STILL_OPEN
    ]


def load_milestone_proposals(open_plan: OpenPlan, milestone: Item) -> list[KeptEntry[ProposeEvaluation]]:
    """What was proposed for the milestone, the first first."""
    return [entry for entry in list_entries(open_plan, ProposeEvaluation) if entry.about == milestone.id]


def load_requested_milestone(open_plan: OpenPlan, asked: Item) -> Item | None:
    """The milestone for which that item asks."""
    return next(
        (item for item in open_plan.items("milestone", only_open=False) if asked.label in get_row_labels(item.id)), None
    )


def _fitting_day(open_plan: OpenPlan, milestone: Item) -> date:
    """A week from now, but before the milestone; and never so soon that nobody has time."""
    soonest, latest = open_plan.today + timedelta(MIN_DAYS), open_plan.today + timedelta(DAYS_TO_ANSWER)
    return min(latest, max(milestone.due_on, soonest))


def _owner(open_plan: OpenPlan, voice: str) -> str:
    if voice in _FAMILY:
        return voice
    return Role.SOCIAL_WORKER if open_plan.team(Role.SOCIAL_WORKER) else Role.PROSECUTOR


def _item_for(open_plan: OpenPlan, milestone: Item, voice: str) -> Item | None:
    items, labels = open_plan.items(VIEWPOINT_BY_ROLE[voice], only_open=False), get_row_labels(milestone.id)
    return max((item for item in items if item.label in labels), key=lambda item: item.id, default=None)

"""Milestones of a plan, and the voices collected before one is evaluated.

Who may be asked: the minor; a guardian while the minor is not of age; the social worker; the school, and whoever helps
or employs, only where somebody there already knows. Nobody else, and nobody learns of the case by being asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from casework.acts.evaluations import AskViews, GiveView, ProposeEvaluation
from casework.desk import Desk, File
from casework.items import add_item, cancel_all, holder_of, mark_of, marks_of
from casework.limits import refuse_long
from casework.messages.telling import tell
from casework.rights import Actor
from casework.signing_in import voice_of_informed
from casework.submitting import Handed, hand_in
from casework.usage.consent import content_of
from casework.views.own import number_of
from casework.written import given
from evaluation.views import Says, Topic, Voice
from law.articles import cited
from models.columns import new_id
from models.evaluation import EvaluationProposal
from models.item import STILL_OPEN, Item, Submission
from models.office import Role
from notifications.events import Event, Recipient
from sunward.clock import local_date
from sunward.errors import NotAllowed, NotAsItStands, NotFound, Refused
from sunward.words import Words

MINOR, GUARDIAN, WORKER, SCHOOL, MENTOR = "minor", "guardian", "social_worker", "school", "mentor"
ASKED_AS = {MINOR: "own_view", GUARDIAN: "guardian_view", WORKER: "worker_view", SCHOOL: "school_view",
            MENTOR: "mentor_view"}  # fmt: skip
"""Each voice that may be asked, with the kind of item by which it is."""
_FAMILY = (MINOR, GUARDIAN)
_OTHERS = (SCHOOL, MENTOR)
DAYS_TO_ANSWER, FEWEST_DAYS = 7, 2
CONFIDENTIAL = cited("confidentiality")
_WHY_NOT: dict[str, Words] = {
    MINOR: Words("现在不能向本人征求意见。", "The minor cannot be asked at present."),
    GUARDIAN: Words("本人已成年，或没有可以征求意见的监护人。", "The person is of age, or no guardian may be asked."),
    WORKER: Words("本案现在没有社工。", "There is no social worker on this plan at present."),
    SCHOOL: Words(
        "学校没有人知道此事：未登记知情人，不得向学校征求意见。",
        "Nobody in the school knows of it, so the school may not be asked.",
    ),
    MENTOR: Words(
        "没有登记过知情的帮扶人、网格员或者用人单位，不得征求其意见。",
        "No mentor or employer is recorded as knowing of it, so none may be asked.",
    ),
}


@dataclass(frozen=True)
class FormAsked:
    """A short form that somebody of the family was asked to fill in."""

    milestone: str
    due_on: date


@dataclass(frozen=True)
class Said:
    """What one person said for a milestone."""

    of: str
    """minor, guardian, social_worker, school or mentor."""
    relation: str | None
    """Which guardian it was, where she said it herself."""
    on: date
    way: str
    says: dict[Topic, Says]
    text: str | None

    def as_voice(self) -> Voice:
        return Voice(self.relation or self.of, self.says)


_VOICE_OF = {Role.MINOR: MINOR, Role.GUARDIAN: GUARDIAN}


def voice_of(file: File) -> str | None:
    """As whom the actor, who has a page of their own, is asked."""
    if file.actor.role is Role.INFORMED:
        return next((voice_of_informed(one) for one in file.people(Role.INFORMED) if one.id == file.actor.id), None)
    return _VOICE_OF.get(file.actor.role)


def own_voice(desk: Desk, actor: Actor) -> str | None:
    """As whom the actor, who has a page of their own, is asked; None for somebody who is asked nothing."""
    with desk.look(number_of(desk, actor), actor, GiveView.operation) as file:
        return voice_of(file)


def form_asked(desk: Desk, actor: Actor) -> FormAsked | None:
    """The short form that waits for this person, if one does."""
    with desk.look(number_of(desk, actor), actor, GiveView.operation) as file:
        voice = voice_of(file)
        for asked in file.items(ASKED_AS[voice]) if voice else []:
            if (milestone := milestone_asked_for(file, asked)) is not None:
                return FormAsked(milestone.label, asked.due_on)
    return None


def find_milestone(file: File, name: str, *, only_open: bool = False) -> Item:
    """The milestone of that name: the open one, or else the last. NotFound if there is none."""
    found = [item for item in file.items("milestone", only_open=only_open) if item.label == name]
    if not found:
        raise NotFound(Words("没有这个待评估的节点。", "There is no such milestone open."))
    still_open = [item for item in found if item.status in STILL_OPEN]
    return still_open[0] if still_open else found[-1]


def may_be_asked(file: File) -> tuple[str, ...]:
    """The voices that may be asked today, in their order."""
    allowed = {
        MINOR: True,
        GUARDIAN: file.today < file.plan.of_age_on and holder_of(file, Role.GUARDIAN) is not None,
        WORKER: bool(file.team(Role.SOCIAL_WORKER)),
    } | {voice: any(voice_of_informed(one) == voice for one in file.people(Role.INFORMED)) for voice in _OTHERS}
    return tuple(voice for voice in ASKED_AS if allowed[voice])


def ask_views(file: File, act: AskViews) -> list[str]:
    """Everybody named has something to fill in, or to be heard about, by that day; without names, all who may be asked.
    Returns who was asked now; whoever was asked already is not asked again.

    Refused for a voice that may not be asked: a guardian of somebody of age or named as a danger, a school,
    mentor or employer of which nobody knows. The minor and the guardian are asked by a registered text; the others by
    nobody but a person.
    """
    item = find_milestone(file, act.milestone, only_open=True)
    allowed = may_be_asked(file)
    for named in act.of:
        if named not in allowed:
            if named in _OTHERS:
                raise Refused(_WHY_NOT[named], article=CONFIDENTIAL)
            raise NotAsItStands(_WHY_NOT[named])
    due = act.by_on or _fitting_day(file, item)
    if due < file.today:
        raise NotAsItStands(Words("期限已经过去。", "That day has passed."))
    asked = [voice for voice in act.of or allowed if _item_for(file, item, voice) is None]
    for voice in asked:
        form = add_item(file, ASKED_AS[voice], _owner(file, voice), due, label=mark_of(item.id), article=item.article)
        if voice in _FAMILY:
            tell(file, Event.MILESTONE_FORM_DUE, f"asked/{form.id}", item=form, only=(Recipient(voice),))
    if asked:
        file.record(item=item, note={"of": asked, "by_on": due})
        file.wake()
    elif act.by_on is not None:
        _refuse_another_day(file, item, act.of or allowed, act.by_on)
    return asked


def _refuse_another_day(file: File, milestone: Item, of: Sequence[str], by_on: date) -> None:
    """Refused where they were asked before, by another day."""
    for form in (_item_for(file, milestone, voice) for voice in of):
        if form is not None and form.due_on != by_on:
            raise NotAsItStands(
                Words(f"已经征求过，期限为{form.due_on}。", f"They were asked already, by {form.due_on}.")
            )


def give_view(file: File, act: GiveView) -> Handed:
    """What that person says is on the file beside the others'; said again, it is an addition and nothing is lost.

    The family says its own, or somebody fills it in for them; that of school and work is written down by whoever asked.
    NotFound for a voice that was not asked.
    """
    says = {topic: Says(word) for topic in Topic if (word := getattr(act, topic.value)) is not None}
    way = "phone" if act.told_by_phone else "paper" if act.on_paper else None
    refuse_long(text=act.text)
    if file.actor.kind == "family" and act.of != voice_of(file):
        raise NotAllowed(Words("这是别人的意见，由本人来说。", "That is for the other person to say."), article=None)
    asked = _item_for(file, find_milestone(file, act.milestone), act.of)
    if asked is None:
        raise NotFound(Words("没有向此人征求过意见。", "This person was not asked."))
    content = {"says": {topic.value: word.value for topic, word in says.items()}} | (
        {"text": act.text} if given(act.text) else {}
    )
    handed = hand_in(file, asked, content, way)
    file.wake()
    return handed


def propose_evaluation(file: File, act: ProposeEvaluation) -> None:
    """A person proposes how it goes on, with the reason. Nothing follows from it: a prosecutor decides."""
    refuse_long(reason=act.reason)
    item = find_milestone(file, act.milestone, only_open=True)
    said = [(row.proposed_by, row.result, why) for row, why in proposals(file, item)]
    if file.actor.id is None or (file.actor.id, act.result, act.reason) in said[-1:]:
        return
    row_id = new_id(file.now)
    file.session.add(
        EvaluationProposal(
            id=row_id,
            plan_id=file.plan.id,
            item_id=item.id,
            proposed_at=file.now,
            proposed_by=file.actor.id,
            result=act.result,
            document=file.seal("evaluation_proposal.document", row_id, {"reason": act.reason}),
        )
    )
    file.record(item=item, note={"result": act.result})


def end_asking(file: File, milestone: Item) -> None:
    """Once the milestone is evaluated nobody is asked about it any more; what comes after all is still taken."""
    cancel_all(file, "evaluated", kinds=tuple(ASKED_AS.values()), label=marks_of(milestone.id))


def voices(file: File, milestone: Item) -> list[Said]:
    """What was said for the milestone, of each person the latest word, in the order of the voices."""
    query = (
        select(Submission, Item)
        .join(Item, col(Item.id) == col(Submission.item_id))
        .where(
            Submission.plan_id == file.plan.id,
            col(Item.kind).in_(ASKED_AS.values()),
            col(Item.label).in_(marks_of(milestone.id)),
        )
        .order_by(col(Submission.received_at), col(Submission.id))
    )
    people = {person.id: person for person in file.people(GUARDIAN)}
    of_kind = {kind: voice for voice, kind in ASKED_AS.items()}
    latest: dict[tuple[str, str | None], Said] = {}
    for row, item in file.session.exec(query):
        words = content_of(file, row)
        person = people.get(row.by_id) if row.by_id else None
        of, relation = of_kind[item.kind], person.relation if person else None
        says = {Topic(topic): Says(word) for topic, word in words.get("says", {}).items()}
        latest[of, relation] = Said(of, relation, local_date(row.received_at), row.way, says, words.get("text"))
    return sorted(latest.values(), key=lambda said: list(ASKED_AS).index(said.of))


def waiting_for(file: File, milestone: Item) -> list[str]:
    """The voices that were asked and have not answered yet."""
    return [
        voice
        for voice in ASKED_AS
        if (asked := _item_for(file, milestone, voice)) is not None and asked.status in STILL_OPEN
    ]


def proposals(file: File, milestone: Item) -> list[tuple[EvaluationProposal, str]]:
    """What was proposed for the milestone, each with its reason, the first first."""
    query = select(EvaluationProposal).where(EvaluationProposal.item_id == milestone.id)
    return [
        (row, str(file.open("evaluation_proposal.document", row.id, row.document)["reason"]))
        for row in file.session.exec(query.order_by(col(EvaluationProposal.proposed_at), col(EvaluationProposal.id)))
    ]


def milestone_asked_for(file: File, asked: Item) -> Item | None:
    """The milestone for which that item asks."""
    return next((item for item in file.items("milestone", only_open=False) if asked.label in marks_of(item.id)), None)


def _fitting_day(file: File, milestone: Item) -> date:
    """A week from now, but before the milestone; and never so soon that nobody has time."""
    soonest, latest = file.today + timedelta(FEWEST_DAYS), file.today + timedelta(DAYS_TO_ANSWER)
    return min(latest, max(milestone.due_on, soonest))


def _owner(file: File, voice: str) -> str:
    if voice in _FAMILY:
        return voice
    return Role.SOCIAL_WORKER if file.team(Role.SOCIAL_WORKER) else Role.PROSECUTOR


def _item_for(file: File, milestone: Item, voice: str) -> Item | None:
    query = select(Item).where(
        Item.plan_id == file.plan.id, Item.kind == ASKED_AS[voice], col(Item.label).in_(marks_of(milestone.id))
    )
    return file.session.exec(query.order_by(col(Item.id).desc())).first()

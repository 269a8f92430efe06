"""How somebody lives: at school, at work, with whom. A fact with its day; the latest holds until another is recorded."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.acting.acts.verbs import verb
from casework.acting.open_plan import OpenPlan
from casework.evaluation.acts import RecordSituation
from casework.shared.text.text_checks import check_lengths, text_or_none
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from models.base import new_id
from models.evaluation import Situation

FIELD = "situation.document"


class SituationSubject(StrEnum):
    """What the fact is about."""

    SCHOOL_OR_WORK = "school_or_work"
    HOUSEHOLD = "household"


STATES: dict[SituationSubject, dict[str, Text]] = {
    SituationSubject.SCHOOL_OR_WORK: {
        "in_school": _("在校学习"),
        "back_in_school": _("已返校学习"),
        "in_training": _("职业培训或当学徒"),
        "in_work": _("在工作"),
        "looking": _("正在找学校或工作"),
        "neither": _("目前没有上学和工作"),
    },
    SituationSubject.HOUSEHOLD: {
        "with_parents": _("和父母住"),
        "with_grandparents": _("和祖辈住，父母在外"),
        "with_others": _("和其他人住"),
        "boarding": _("住校或住集体宿舍"),
        "alone": _("独自住"),
    },
}
GOING_WELL = ("in_school", "back_in_school", "in_training", "in_work")


@dataclass(frozen=True)
class SituationView:
    """One such fact."""

    subject: SituationSubject
    state: str
    words: Text
    on: date
    text: str | None


@verb(RecordSituation)
def record_situation(open_plan: OpenPlan, act: RecordSituation) -> None:
    """From that day it is so. BadInput for a state that the subject does not have, or a day that is still to come."""
    subject = SituationSubject(act.subject)
    check_lengths(text=act.text)
    day = act.from_on or open_plan.today
    if act.state not in STATES[subject]:
        raise _wrong("state", _("与事项不符。"))
    if day > open_plan.today:
        raise _wrong("from_on", _("还没到这一天。"))
    known = [(each.subject, each.state, each.on, each.text) for each in load_situations(open_plan)]
    if (subject, act.state, day, act.text) in known or (
        act.text is None and (subject, act.state, day) in [one[:3] for one in known]
    ):
        return
    row_id = new_id(open_plan.now)
    document = {"subject": subject.value, "state": act.state, "text": text_or_none(act.text)}
    open_plan.session.add(
        Situation(
            id=row_id,
            plan_id=open_plan.plan.id,
            on=day,
            recorded_at=open_plan.now,
            recorded_by=open_plan.actor.id,
            document=open_plan.seal(FIELD, row_id, document),
        )
    )
    open_plan.record(note={"subject": subject.value, "on": day})


def load_situations(open_plan: OpenPlan) -> list[SituationView]:
    """Every such fact, in the order of its days."""
    views = []
    for row in sorted(open_plan.rows(Situation), key=lambda row: row.on):
        words = open_plan.open(FIELD, row.id, row.document)
        subject = SituationSubject(words["subject"])
        views.append(SituationView(subject, words["state"], STATES[subject][words["state"]], row.on, words["text"]))
    return views


def _wrong(place: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(place, wrong)])

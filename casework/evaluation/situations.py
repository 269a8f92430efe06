"""How somebody lives: at school, at work, with whom. A fact with its day; the latest holds until another is recorded."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.acting.acts.verbs import verb
from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.evaluation.acts import RecordSituation
from core.errors import BadInput, Mistake
from core.i18n import Text, _


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
    """From that day it is so. BadInput for a state that the subject does not have."""
    subject = SituationSubject(act.subject)
    if act.state not in STATES[subject]:
        raise BadInput(_("有1处需要改正。"), mistakes=[Mistake("state", _("与事项不符。"))])
    keep_entry(open_plan, act, note={"subject": subject.value, "on": act.from_on or open_plan.today})


def load_situations(open_plan: OpenPlan) -> list[SituationView]:
    """Every such fact, in the order of its days."""
    views = []
    for entry in list_entries(open_plan, RecordSituation):
        subject, state = SituationSubject(entry.fields.subject), entry.fields.state
        since = entry.fields.from_on or entry.on
        views.append(SituationView(subject, state, STATES[subject][state], since, entry.fields.text))
    return sorted(views, key=lambda view: view.on)

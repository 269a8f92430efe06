"""How somebody lives: at school, at work, with whom. A fact with its day; the latest holds until another is recorded."""

from dataclasses import dataclass
from datetime import date

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.evaluation.acts import SITUATIONS, RecordSituation
from core.errors import BadInput, Mistake
from core.i18n import Text, _

GOING_WELL = ("in_school", "back_in_school", "in_training", "in_work")


@dataclass(frozen=True)
class SituationView:
    """One such fact."""

    state: str
    words: Text
    on: date
    text: str | None


@verb(RecordSituation)
def record_situation(open_plan: OpenPlan, act: RecordSituation) -> None:
    """From that day it is so. BadInput for a state that the subject does not have."""
    if act.state not in SITUATIONS[act.subject]:
        raise BadInput(_("有1处需要改正。"), mistakes=[Mistake("state", _("与事项不符。"))])
    keep_entry(open_plan, act, note={"subject": act.subject, "on": act.from_on or open_plan.today})


def load_situations(open_plan: OpenPlan) -> list[SituationView]:
    """Every such fact, in the order of its days."""
    views = []
    for entry in list_entries(open_plan, RecordSituation):
        fields = entry.fields
        words = SITUATIONS[fields.subject][fields.state]
        views.append(SituationView(fields.state, words, fields.from_on or entry.on, fields.text))
    return sorted(views, key=lambda view: view.on)

"""What the record knows for the supervision opinion: facts for and against, each with the place where it stands, and what
people said in their own words. Nothing is weighed, and nothing concluded."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.checkins.dated_sessions import get_amounts_done
from casework.evaluation.acts import RecordNote
from casework.evaluation.digital_course import DigitalCourse, load_digital_course
from casework.evaluation.evaluation_view import EvaluationResultView, load_milestone_result
from casework.evaluation.ledger import LedgerLineView, load_ledger
from casework.measures.review_events import get_case
from casework.outcome.statements import StatementView, load_statements
from casework.plan.views.incidents import IncidentView, get_incidents
from casework.shared.files.plan_file import REPENTANCE
from casework.shared.items.item_kinds import ITEM_KINDS
from core.i18n import Text, _, listed
from evaluation.ledger import LedgerStatus
from evaluation.progress import UNITS
from models.office import Role

PRAISE = "praise"


@dataclass(frozen=True)
class OpinionFact:
    """One fact in a sentence. `source` is the place where it stands, beneath the address of the plan."""

    words: Text
    source: str
    on: date | None = None
    text: str = ""
    """What was written about it."""


@dataclass(frozen=True)
class OpinionFacts:
    """All of it, as of today."""

    favourable: list[OpinionFact]
    unfavourable: list[OpinionFact]
    """What was late or missed, and once the period is over what of a condition is not done. What counts for nobody is in
    neither."""
    incidents: list[IncidentView]
    """What was found after hearing, the last first. What was dismissed or is still open is not told."""
    evaluations: list[EvaluationResultView]
    said: list[StatementView]
    """What the minor, a guardian and the defender said of how the case should end, the first first."""
    digital_use: DigitalCourse


def load_opinion_facts(open_plan: OpenPlan) -> OpinionFacts:
    """What the record knows today."""
    columns = [column for column in load_ledger(open_plan) if column.owner == Role.MINOR]
    lines = [line for column in columns for line in column.lines]
    conditions, over = _list_conditions(open_plan), open_plan.today > open_plan.plan.working_end
    return OpinionFacts(
        favourable=[
            *_count_kept(lines), *(fact for fact, done, _all in conditions if done), *_list_praise(open_plan), *_list_repentance(open_plan),
        ],
        unfavourable=[
            *(_to_fact(line) for line in lines if line.against or line.status is LedgerStatus.LATE),
            *(fact for fact, _done, is_all in conditions if over and not is_all),
        ],
        incidents=[one for one in get_incidents(open_plan) if one.status in ("lesser", "ground")],
        evaluations=[
            result
            for item in open_plan.items("milestone", only_open=False)
            if (result := load_milestone_result(open_plan, item)) is not None
        ],
        said=load_statements(open_plan),
        digital_use=load_digital_course(open_plan),
    )  # fmt: skip


def _count_kept(lines: list[LedgerLineView]) -> list[OpinionFact]:
    """Of each kind of thing, how many counted and how many of them came on time."""
    counted = Counter(line.kind for line in lines if line.counts)
    on_time = Counter(line.kind for line in lines if line.status is LedgerStatus.ON_TIME)
    return [
        OpinionFact(
            _("{item}：应交{owed}次，按时{on_time}次", item=ITEM_KINDS[kind].words, owed=owed, on_time=on_time[kind]),
            "/evaluation#ledger-title",
        )
        for kind, owed in counted.items()
        if on_time[kind]
    ]


def _to_fact(line: LedgerLineView) -> OpinionFact:
    words = _("{item}：{status}", item=line.words, status=line.status_words)
    return OpinionFact(words, f"/items/{line.kind}/{line.due_on.isoformat()}", line.due_on)


def _list_conditions(open_plan: OpenPlan) -> list[tuple[OpinionFact, bool, bool]]:
    """Each condition that has an amount, with what is done of it, whether anything is, and whether that is all."""
    done, found = get_amounts_done(open_plan), []
    for row in open_plan.additional_conditions():
        if row.amount is None:
            continue
        amount, unit = row.amount, UNITS[row.unit or "times"]
        words = _(
            "附带条件第{place}项：{done}/{amount}{unit}", place=row.place, done=done[row.id], amount=amount, unit=unit
        )
        text = str(open_plan.open("condition.document", row.id, row.document)["text"])
        found.append((OpinionFact(words, "#days", None, text), done[row.id] > 0, done[row.id] >= amount))
    return found


def _list_repentance(open_plan: OpenPlan) -> list[OpinionFact]:
    """What the decision of conditional non-prosecution found of it: it is part of what is weighed again at the end."""
    shown = [REPENTANCE[code] for code in get_case(open_plan)["repentance"]]
    return (
        [OpinionFact(_("作出决定时的悔罪表现：{what}", what=listed(shown)), "/history", open_plan.plan.decided_on)]
        if shown
        else []
    )


def _list_praise(open_plan: OpenPlan) -> list[OpinionFact]:
    return [
        OpinionFact(
            _("表扬"), f"/history?from_on={entry.on.isoformat()}&to_on={entry.on.isoformat()}", entry.on, entry.fields.text
        )
        for entry in list_entries(open_plan, RecordNote)
        if entry.fields.topic == PRAISE
    ]  # fmt: skip

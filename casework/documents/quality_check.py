"""The quality check of a finished case (案件质量检查): each line with what the record answers, and where that stands.

Nothing is graded and nothing is concluded. What only a person can tell has no answer here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.checkins.dated_sessions import get_amounts_done
from casework.family.plan_answer import find_unanswered, load_plan_answers
from casework.incidents.incidents import was_heard
from casework.measures.review_events import get_case
from casework.outcome.final_decision import get_opinion_date, get_victim_state
from casework.outcome.final_decision_checks import get_property
from casework.outcome.statements import load_statements
from casework.outcome.unfinished_items import list_unfinished_at_seal
from casework.plan.views.decisions import get_edition_changes
from casework.shared.closing_list import OWED_BY_OTHERS
from casework.shared.items.item_kinds import ITEM_KINDS, MEETINGS, Pattern
from core.clock import local_date
from core.i18n import Text, _, pgettext
from law.ends import EndRow, find_end
from law.parties import PartyState
from law.quality_check import QualityLine, QualitySheet
from models.decision import Decision, Incident, Remedy, ServiceReceipt
from models.document import Document
from models.item import Explanation, Item, ItemStatus


class Answer(StrEnum):
    """What the record says to a line."""

    YES = "yes"
    NO = "no"
    NOT_ON_RECORD = "not_on_record"
    NOT_INVOLVED = "not_involved"
    """The case has nothing of the kind: no victim, no property, no announcement by the row of its end."""


ANSWERS: dict[Answer, Text] = {
    Answer.YES: pgettext("quality check", "是"),
    Answer.NO: pgettext("quality check", "否"),
    Answer.NOT_ON_RECORD: pgettext("quality check", "没有记录"),
    Answer.NOT_INVOLVED: pgettext("quality check", "不涉及"),
}


@dataclass(frozen=True)
class CheckedLine:
    """A line with its answer; of one for a person both are None. `source` is the place of the record beneath the address
    of the plan, `place` its name."""

    line: QualityLine
    answer: Answer | None
    source: str | None = None
    place: Text | None = None

    @property
    def is_open(self) -> bool:
        """Whether the record says no, or nothing."""
        return self.answer in (Answer.NO, Answer.NOT_ON_RECORD)

    @property
    def words(self) -> Text | None:
        """The answer in words."""
        return ANSWERS[self.answer] if self.answer else None


QUALITY_SHEETS: dict[str, QualitySheet] = {
    "quality_self_check": "handler", "quality_department_check": "department",
}  # fmt: skip
"""Which lines stand on which paper."""


def load_quality_check(open_plan: OpenPlan, sheet: QualitySheet) -> list[CheckedLine]:
    """Return the lines of that sheet as the record answers them today, by the row of its end. The case has ended."""
    record = _Record(open_plan, find_end(str(open_plan.plan.ended_because)))
    return [_check(record, line) for line in open_plan.context.quality_lines if line.sheet in (None, sheet)]


def has_ended(open_plan: OpenPlan) -> bool:
    """Whether the office has nothing more to decide in the case: it ended, or is before the court."""
    row = open_plan.plan
    return row.ended_because is not None and (row.outcome is not None or find_end(row.ended_because).is_end)


_Held = bool | Answer | None
"""None: not on record."""


@dataclass(frozen=True)
class _Record:
    """What the lines are asked of."""

    open_plan: OpenPlan
    end: EndRow

    @cached_property
    def case(self) -> dict[str, Any]:
        return get_case(self.open_plan)

    @cached_property
    def decision(self) -> Decision | None:
        """The decision of the office by which the case ended, or went to court."""
        return self.open_plan.last_decision("non_prosecution", "end_otherwise", "revocation")

    def has_paper(self, *papers: str) -> bool | None:
        """A paper that was not made here may lie in the file all the same."""
        return any(row.paper in papers for row in self.open_plan.rows(Document)) or None

    def items(self, *kinds: str) -> list[Item]:
        found = self.open_plan.items(*kinds, only_open=False)
        return [item for item in found if item.status != ItemStatus.CANCELLED]


def _check(record: _Record, line: QualityLine) -> CheckedLine:
    if line.asks is None:
        return CheckedLine(line, None)
    page, anchor, ask = QUESTIONS[line.asks]
    held = ask(record)
    answer = held if isinstance(held, Answer) else _ANSWERED[held]
    return CheckedLine(line, answer, f"/{page}{anchor}".rstrip("/"), _PAGES[page])


_ANSWERED: dict[bool | None, Answer] = {True: Answer.YES, False: Answer.NO, None: Answer.NOT_ON_RECORD}
_PAGES: dict[str, Text] = {
    "": pgettext("menu", "概况"), "check-ins": pgettext("menu", "履行"), "evaluation": _("评估"),
    "documents": pgettext("menu", "决定与文书"), "history": pgettext("menu", "历程"),
}  # fmt: skip
_SETTLED = (ItemStatus.ON_TIME, ItemStatus.LATE, ItemStatus.DONE)


def _each(held: Iterable[bool], otherwise: _Held = False) -> _Held:
    """Whether it holds of each; `otherwise` where it does not, and not involved where there is none."""
    every = list(held)
    if not every:
        return Answer.NOT_INVOLVED
    return True if all(every) else otherwise


def _is_signed(record: _Record) -> bool | None:
    row = record.open_plan.last_decision("conditional_non_prosecution")
    words = record.open_plan.open("decision.document", row.id, row.document) if row else {}
    return bool(row and (row.decided_by or words.get("decided_by"))) or None


def _is_defended(record: _Record) -> bool | None:
    counsel = record.case.get("counsel")
    return None if counsel is None else counsel != "none"


def _is_attended(record: _Record) -> bool | None:
    questioning = record.case.get("questioning")
    return questioning and questioning["present"] != "nobody"


def _is_reviewed(record: _Record) -> bool | None:
    investigation = record.case.get("social_investigation")
    return investigation and bool(investigation["reviewed"])


def _heard(party: str) -> Callable[[_Record], _Held]:
    def ask(record: _Record) -> _Held:
        said = (record.case.get("opinions") or {}).get(party)
        nobody = {
            "victim": record.case["no_victim"],
            "legal_representative": record.open_plan.of_age_on <= record.open_plan.plan.decided_on,
            "defender": record.case.get("counsel") == "none",
        }
        if said is None:
            return Answer.NOT_INVOLVED if nobody.get(party) else None
        return _is_heard(PartyState(said["state"]))

    return ask


def _is_heard(state: PartyState | None) -> _Held:
    match state:
        case None:
            return None
        case PartyState.HEARD | PartyState.NOT_WISHED:
            return True
        case PartyState.TRIED_AND_FAILED:
            return False
        case _:
            return Answer.NOT_INVOLVED


def _is_victim_heard(record: _Record) -> _Held:
    return _is_heard(get_victim_state(record.open_plan)) if "victim" in record.end.heard else Answer.NOT_INVOLVED


def _has_voices(record: _Record) -> _Held:
    """Of the end after a supervision opinion."""
    if get_opinion_date(record.open_plan) is None:
        return Answer.NOT_INVOLVED
    wanted = {"minor"}
    if record.open_plan.of_age_on > record.open_plan.today:
        wanted.add("guardian")
    if record.case.get("counsel") != "none":
        wanted.add("defender")
    return wanted <= {each.of for each in load_statements(record.open_plan)} or None


def _keeps_dates(record: _Record) -> _Held:
    """Each date of the law that the office itself owed and that an act of its people meets."""
    ours = [
        code
        for code, kind in ITEM_KINDS.items()
        if kind.pattern is Pattern.STATUTORY and kind.ends_with and code not in OWED_BY_OTHERS
    ]
    today = record.open_plan.today
    return _each(
        (local_date(item.settled_at) if item.settled_at else today) <= item.due_on
        for item in record.items(*ours)
        if item.settled_at or item.due_on < today
    )


def _is_ended_in_time(record: _Record) -> _Held:
    made = record.decision
    return made.decided_on <= record.open_plan.plan.final_decision_by if made else Answer.NOT_INVOLVED


def _is_asked(record: _Record) -> bool | None:
    changed_on = (change.on for change in get_edition_changes(record.open_plan))
    return not find_unanswered(load_plan_answers(record.open_plan), changed_on) or None


def _are_conditions_done(record: _Record) -> _Held:
    done = get_amounts_done(record.open_plan)
    rows = record.open_plan.additional_conditions()
    counted = _each(done[row.id] >= row.amount for row in rows if row.amount is not None)
    # Of a condition without an amount the record does not say that it is done.
    return None if counted is not False and any(row.amount is None for row in rows) else counted


def _are_meetings_there(record: _Record) -> _Held:
    met = [item for item in record.items(*MEETINGS) if item.due_on <= record.open_plan.today]
    return _each((item.status in _SETTLED for item in met), None)


def _are_breaches_heard(record: _Record) -> _Held:
    rows = record.open_plan.rows(Incident)
    return _each(
        row.closed_at is not None and (row.status == "dismissed" or was_heard(record.open_plan, row)) for row in rows
    )


def _is_decided_by_another(record: _Record) -> _Held:
    made = record.decision
    if made is None:
        return Answer.NOT_INVOLVED
    return None if made.proposed_by is None or made.decided_by is None else made.proposed_by != made.decided_by


def _served(*, first: bool) -> Callable[[_Record], _Held]:
    def ask(record: _Record) -> _Held:
        rows = record.open_plan.rows(ServiceReceipt)
        return _each(
            row.received_on is not None for row in rows if (row.decision == "conditional_non_prosecution") is first
        )

    return ask


def _sealing_paper(paper: str) -> Callable[[_Record], _Held]:
    return lambda record: Answer.NOT_INVOLVED if record.end.sealed_from == "none" else record.has_paper(paper)


def _is_opinion_written(record: _Record) -> _Held:
    decided = get_opinion_date(record.open_plan) is not None or record.end.code == "non_prosecution"
    return record.has_paper("opinion") if decided else Answer.NOT_INVOLVED


def _item_done(kind: str) -> Callable[[_Record], _Held]:
    return lambda record: _each(item.status in _SETTLED for item in record.items(kind))


_KEPT, _INCIDENTS, _LEDGER, _DAYS = "#kept-title", "#incidents-title", "#ledger-title", "#days"
QUESTIONS: dict[str, tuple[str, str, Callable[[_Record], _Held]]] = {
    "first_decision_written": ("documents", _KEPT, lambda r: r.has_paper("conditional_decision")),
    "first_decision_signed": ("documents", "", _is_signed),
    "defended": ("history", "", _is_defended),
    "questioned_with_adult": ("history", "", _is_attended),
    "investigation_reviewed": ("history", "", _is_reviewed),
    "announced": ("history", "", lambda r: r.open_plan.plan.announced_on is not None or None),
    "heard_police": ("history", "", _heard("police")),
    "heard_victim": ("history", "", _heard("victim")),
    "heard_minor": ("history", "", _heard("minor")),
    "heard_legal_representative": ("history", "", _heard("legal_representative")),
    "heard_defender": ("history", "", _heard("defender")),
    "victim_heard_at_the_end": ("documents", "", _is_victim_heard),
    "voices_at_the_end": ("documents", "", _has_voices),
    "decided_in_time": ("", "", lambda r: r.open_plan.plan.decided_on <= r.open_plan.plan.limit_ends_on),
    "dates_of_law_kept": ("", "", _keeps_dates),
    "ended_in_time": ("documents", "", _is_ended_in_time),
    "conditions_there": ("", _DAYS, lambda r: bool(r.open_plan.additional_conditions())),
    "minor_asked_about_conditions": ("", "", _is_asked),
    "conditions_done": ("", _DAYS, _are_conditions_done),
    "meetings_on_record": ("evaluation", _LEDGER, _are_meetings_there),
    "milestones_on_record": ("evaluation", "", lambda r: _each((i.status in _SETTLED for i in r.items("milestone")), None)),
    "explanations_answered": (
        "check-ins", "", lambda r: _each(x.answered_at is not None for x in r.open_plan.rows(Explanation) if x.item_id),
    ),
    "breaches_heard": ("check-ins", _INCIDENTS, _are_breaches_heard),
    "opinion_written": ("documents", _KEPT, _is_opinion_written),
    "end_decided_by_another": ("documents", "", _is_decided_by_another),
    "outcome_announced": ("documents", "", _item_done("outcome_announcement")),
    "remedies_answered": ("documents", "", lambda r: _each(x.decided_on is not None for x in r.open_plan.rows(Remedy))),
    "nothing_left_over": ("documents", "", lambda r: not list_unfinished_at_seal(r.open_plan)),
    "first_decision_served": ("documents", "", _served(first=True)),
    "other_papers_served": ("documents", "", _served(first=False)),
    "property_settled": ("documents", "", lambda r: _each(x is not None for x in get_property(r.open_plan).values())),
    "measures_ended": ("", "", _item_done("measures_lifted")),
    "sealing_notice_made": ("documents", _KEPT, _sealing_paper("sealing_notice")),
    "sealed_items_listed": ("documents", _KEPT, _sealing_paper("sealed_items")),
}  # fmt: skip
"""By its name in quality_check.toml: the page of the record, the place on it, and the question."""

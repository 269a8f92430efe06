"""The table: every fact after which a plan is no longer what it was, what it stops and starts, who is asked for which
decision by when, and who is told.

People read it as docs/facts.md and on the page of the law's steps; `taking_effect` reads it for the verbs. An act is
named by its tag, as a file of acts writes it: the acts themselves import the verbs, and the verbs this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.office import Role
from notifications.events import FAMILY, Event, Recipient
from sunward.words import Words


class PlanFact(StrEnum):
    """A fact that changes what stands. Journal lines carry these codes."""

    CORRECTED_BY_RECONSIDERATION = "corrected_by_reconsideration"
    CORRECTED_BY_REVIEW = "corrected_by_review"
    CORRECTED_ON_COMPLAINT = "corrected_on_complaint"
    CORRECTED_ON_LATE_COMPLAINT = "corrected_on_late_complaint"
    CORRECTED_AFTER_THE_END = "corrected_after_the_end"


class Stops(StrEnum):
    """What stops within the minute."""

    NOTHING = "nothing"
    SUPERVISION = "supervision"


STOPS: Mapping[Stops, Words] = {
    Stops.NOTHING: Words("无", "nothing"),
    Stops.SUPERVISION: Words(
        "本人、监护人和工作人员的全部考察事项，有关提醒和未完成记录",
        "all that minor, guardian and team owe of the supervision, its reminders, and its misses",
    ),
}


@dataclass(frozen=True)
class Ask:
    """Who is asked for what: an open item of that kind. `within` names the number of working days in which; without it
    the item has a clock of its own, counted by the law from the fact."""

    kind: str
    owner: Role
    within: str | None = None
    at_once: bool = False
    """Whether its owner is told of it within the minute, and not only in the morning of its day."""


@dataclass(frozen=True)
class Tell:
    """Who is told, by which event."""

    event: Event
    to: tuple[Recipient, ...]


@dataclass(frozen=True)
class Row:
    """One fact and what follows from it."""

    fact: PlanFact
    happens: Words
    """The fact, with the condition under which it counts."""
    acts: tuple[str, ...]
    """The tags of the acts that record it."""
    article: str
    stops: Stops = Stops.NOTHING
    reason: str = ""
    """Under which code what stops is cancelled, and stands stopped until a decision or another fact lifts it."""
    starts: Words | None = None
    asks: tuple[Ask, ...] = ()
    tells: tuple[Tell, ...] = ()
    banner: Words | None = None


DECISION_THAT_FOLLOWS = "decision_that_follows"
"""The kind of item by which a decision about the whole case is asked for."""

_STAFF = (Recipient.SOCIAL_WORKER, Recipient.ASSISTANT, Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD)
_BY_THE_CHIEF = (Ask(DECISION_THAT_FOLLOWS, Role.CHIEF_PROSECUTOR, "correction_follow_up_working_days", at_once=True),)
_ALL_ARE_TOLD = (Tell(Event.PLAN_CHANGED, _STAFF), Tell(Event.TO_BE_TOLD_IN_PERSON, FAMILY))
_OVERTURNED = Words(
    "决定已被纠正：考察已停止，请作出后续决定",
    "the decision was corrected: supervision has stopped, and a decision must follow",
)


def _corrected(fact: PlanFact, act: str, zh: str, en: str, article: str) -> Row:
    return Row(
        fact, Words(zh, en), (act,), article, Stops.SUPERVISION, "overturned",
        Words("检察长须作出后续决定（另行终结，或者依法起诉）", "the chief must decide what follows"),
        _BY_THE_CHIEF, _ALL_ARE_TOLD, _OVERTURNED,
    )  # fmt: skip


ROWS: tuple[Row, ...] = (
    _corrected(
        PlanFact.CORRECTED_BY_RECONSIDERATION, "decide_remedy",
        "公安机关要求复议，本院复议决定改变原决定（结论为“纠正”）",
        "the police asked for reconsideration, and this office's answer is “corrected”",
        "人民检察院刑事诉讼规则第379条 (Rules art 379)",
    ),
    _corrected(
        PlanFact.CORRECTED_BY_REVIEW, "record_remedy_answer",
        "公安机关提请复核，上一级检察院复核决定撤销或者变更原决定（结论为“纠正”）",
        "the police asked for review, and the next-higher office's answer is “corrected”",
        "人民检察院刑事诉讼规则第380条 (Rules art 380)",
    ),
    _corrected(
        PlanFact.CORRECTED_ON_COMPLAINT, "record_remedy_answer",
        "被害人期限内申诉，上一级检察院复查决定撤销原决定（结论为“纠正”）",
        "a victim complained in time, and the next-higher office's answer is “corrected”",
        "人民检察院刑事诉讼规则第382条、第383条 (Rules arts 382, 383)",
    ),
    _corrected(
        PlanFact.CORRECTED_ON_LATE_COMPLAINT, "decide_remedy",
        "被害人逾期申诉，本院复查决定撤销原决定（结论为“纠正”）",
        "a victim complained late, and this office's own answer is “corrected”",
        "人民检察院刑事诉讼规则第382条、第383条 (Rules arts 382, 383)",
    ),
    Row(
        PlanFact.CORRECTED_AFTER_THE_END,
        Words("已作出不起诉决定之后，复议、复核或者申诉的结论为“纠正”",
              "a remedy is answered “corrected” after non-prosecution was decided"),
        ("decide_remedy", "record_remedy_answer"),
        "人民检察院刑事诉讼规则第380条、第383条、第388条 (Rules arts 380, 383, 388)",
        starts=Words("检察长须决定是否撤销不起诉", "the chief must decide whether the non-prosecution is set aside"),
        asks=_BY_THE_CHIEF,
        tells=(Tell(Event.PLAN_CHANGED, (Recipient.PROSECUTOR, Recipient.DEPARTMENT_HEAD)),),
    ),
)  # fmt: skip

ROW_OF: Mapping[PlanFact, Row] = {row.fact: row for row in ROWS}
BANNERS: Mapping[str, Words] = {row.reason: row.banner for row in ROWS if row.banner is not None}
"""What stands across the top of a plan while a fact has stopped it, by the code under which it is stopped."""

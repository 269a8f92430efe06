"""A fact after which a plan is no longer what it was: what it stops and starts, who is asked for which decision by when,
and who is told.

Each is declared beside the act that records it (`casework/*/acts.py`). People read them all as docs/facts.md and on the
page of the law's steps; `taking_effect` reads them for the verbs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.words import Words
from law.articles import get_article
from models.office import Role
from notifications.events import FAMILY, Event, Recipient


class Stops(StrEnum):
    """What stops within the minute."""

    NOTHING = "nothing"
    FAMILY = "family"
    SUPERVISION = "supervision"
    EVERYTHING = "everything"
    GUARDIANS = "guardians"
    WHILE_UNABLE = "while_unable"
    TEXTS = "texts"
    ONE_PERSON = "one_person"
    DEVICE_DATA = "device_data"
    UNTIL_ANNOUNCED = "until_announced"


STOPS: Mapping[Stops, Words] = {
    Stops.NOTHING: Words("无", "nothing"),
    Stops.FAMILY: Words("本人和监护人的全部事项、有关提醒和未完成记录",
                        "all duties of minor and guardian, with their reminders and missed items"),
    Stops.SUPERVISION: Words("本人、监护人和工作人员的全部考察事项、有关提醒和未完成记录",
                             "all duties of minor, guardian and team in the supervision, with their reminders and "
                             "missed items"),
    Stops.EVERYTHING: Words("全部考察事项和提醒；送达、答复、移送等法定期限照常",
                            "everything of the supervision and every reminder; service, answers and other statutory "
                            "deadlines continue"),
    Stops.GUARDIANS: Words("监护人的全部事项和提醒", "all duties of guardians, and their reminders"),
    Stops.WHILE_UNABLE: Words("这些日子里本人的事项和提醒，均不计", "what falls into these days, and its reminders: none of it counts"),
    Stops.TEXTS: Words("发给家庭的全部短信，由人打电话", "every text to the family; a person calls"),
    Stops.ONE_PERSON: Words("发给此人的全部消息", "every message to that person"),
    Stops.DEVICE_DATA: Words("手机使用小表和设备数据", "screen-time sheets, and data of devices"),
    Stops.UNTIL_ANNOUNCED: Words("宣布之前到期的事项，均不计", "what fell due before the announcement: none of it counts"),
}  # fmt: skip


@dataclass(frozen=True)
class FactTask:
    """Who is asked for what: an open item of that kind. `within` is a number of working days, or the name of such a
    number in the rulebook; without it the item has a clock of its own, counted by the law from the fact."""

    kind: str
    owner: Role
    within: int | str | None = None
    at_once: bool = False
    """Whether its owner is told of it within the minute, and not only in the morning of its day."""


@dataclass(frozen=True)
class FactNotice:
    """Who is told, by which event."""

    event: Event
    to: tuple[Recipient, ...]


@dataclass(frozen=True, eq=False)
class FactRule:
    """One fact and what follows from it."""

    code: str
    happens: Words
    """The fact, with the condition under which it counts."""
    rule: str
    """Under which rule or article of the law's files."""
    stops: Stops = Stops.NOTHING
    reason: str = ""
    """Under which code what stops is cancelled; of a stop that lasts, until a decision or another fact lifts it."""
    lifts: str = ""
    """The code of the stop that this fact ends: what is still to come is owed again."""
    starts: Words | None = None
    asks: tuple[FactTask, ...] = ()
    tells: tuple[FactNotice, ...] = ()
    banner: Words | None = None
    family_reads: Words | None = None
    """What the family's own page says while it stands still: what there is to do meanwhile. Never a conclusion of law."""

    def __post_init__(self) -> None:
        if self.code in FACT_RULES:
            raise ValueError(f"Declared twice: {self.code}")
        get_article(self.rule)
        FACT_RULES[self.code] = self

    @property
    def article(self) -> str:
        """The article in both languages."""
        return get_article(self.rule).article


FACT_RULES: dict[str, FactRule] = {}
"""Every fact after which a plan is no longer what it was, by its code."""


def get_banner(reason: str) -> Words:
    """What stands across the top of a plan while a fact has stopped it under that code. KeyError where none does."""
    return {row.reason: row.banner for row in FACT_RULES.values() if row.banner is not None}[reason]


def get_family_text(reason: str) -> Words:
    """What the family's own page says while a fact has stopped the plan under that code. KeyError where none does."""
    return {row.reason: row.family_reads for row in FACT_RULES.values() if row.family_reads is not None}[reason]


DECISION_THAT_FOLLOWS = "decision_that_follows"
"""The kind of item by which a decision about the whole case is asked for."""

HANDLERS = (Recipient.ASSISTANT, Recipient.PROSECUTOR)
TEAM = (Recipient.SOCIAL_WORKER, *HANDLERS)
ALL_STAFF = (*TEAM, Recipient.DEPARTMENT_HEAD)


def staff_notice(*to: Recipient) -> FactNotice:
    return FactNotice(Event.PLAN_CHANGED, to)


IN_PERSON = FactNotice(Event.TO_BE_TOLD_IN_PERSON, FAMILY)
BY_THE_CHIEF = FactTask(DECISION_THAT_FOLLOWS, Role.CHIEF_PROSECUTOR, "correction_follow_up_working_days", at_once=True)
ALL_RESTS = Words(
    "约定的事现在都先停下。这段时间没有要做、要交的，也没有一件会记为没有完成。接下来怎样，会有人当面来说；想问什么，请拨卡片上的电话。",
    "Everything that was agreed is paused for now. There is nothing to do or to send "
    "meanwhile, and nothing of it will count as not done. Somebody will come and say what "
    "follows; to ask anything, call the number on your card.",
)
RESTS_UNTIL_CHECKED = Words(
    "有一项登记的信息正在核对，核对清楚之前，约定的事都先停下。这段时间没有要做、要交的，也没有一件会记为没有完成。想问什么，请拨卡片上的电话。",
    "Something that is on record about you is being checked. Until that is done everything "
    "that was agreed is paused: there is nothing to do or to send, and nothing will count "
    "as not done. To ask anything, call the number on your card.",
)
NOT_THESE_DAYS = Words(
    "这些日子约定的事不用做，也没有一件会记为没有完成。什么时候接着做，会有人说；有事请拨卡片上的电话。",
    "For these days nothing that was agreed has to be done, and nothing will count as not done. Somebody will say when it "
    "goes on; if there is anything, call the number on your card.",
)
AFTER_A_DEATH = Words(
    "约定的事都已停止，没有需要做的。会有人当面和您联系；有事随时拨卡片上的电话。",
    "Everything that was agreed has ended; nothing has to be done. Somebody will come to see you. Call the number on your "
    "card at any time.",
)
ALL_IS_OVER = Words(
    "现在没有要做、要交的事。想问什么，请拨卡片上的电话。",
    "There is nothing to do or to send now. To ask anything, call the number on your card.",
)
SERVICE = FactTask("service", Role.CLERK)
CORRECTED_BANNER = Words("决定已被纠正：考察已停止，请作出后续决定",
                   "the decision was corrected: supervision has stopped, and a decision must follow")  # fmt: skip


def correction_rule(code: str, zh: str, en: str, rule: str) -> FactRule:
    return FactRule(
        code, Words(zh, en), rule, Stops.SUPERVISION, "overturned",
        starts=Words("须作出后续决定：另行终结，或者依法起诉；考验期和决定期限照常计算",
                     "a decision must follow; the period and the last day for the decision run on"),
        asks=(BY_THE_CHIEF,), tells=(staff_notice(*ALL_STAFF), IN_PERSON), banner=CORRECTED_BANNER, family_reads=ALL_RESTS,
    )  # fmt: skip

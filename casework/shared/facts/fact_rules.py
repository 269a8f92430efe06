"""Facts that change the course of a plan: what each stops and starts, who is asked for which decision by when, and who
is notified. Each is declared beside the act that records it (`casework/*/acts.py`). People read them all by `sunward
law --facts` and on the page of the law's steps; `taking_effect` reads them for the verbs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from casework.shared.items.item_kinds import ITEM_KINDS
from core.i18n import Text, _, pgettext
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


STOPS: Mapping[Stops, Text] = {
    Stops.NOTHING: pgettext("step", "无"),
    Stops.FAMILY: _("本人和监护人的全部事项、有关提醒和未完成记录"),
    Stops.SUPERVISION: _("本人、监护人和工作人员的全部考察事项、有关提醒和未完成记录"),
    Stops.EVERYTHING: _("全部考察事项和提醒；送达、答复、移送等法定期限照常"),
    Stops.GUARDIANS: _("监护人的全部事项和提醒"),
    Stops.WHILE_UNABLE: _("这些日子里本人的事项和提醒，均不计"),
    Stops.TEXTS: _("发给家庭的全部短信，由人打电话"),
    Stops.ONE_PERSON: _("发给此人的全部消息"),
    Stops.DEVICE_DATA: _("手机使用小表和设备数据"),
    Stops.UNTIL_ANNOUNCED: _("宣布之前到期的事项，均不计"),
}  # fmt: skip


@dataclass(frozen=True)
class FactTask:
    """Who is asked for what: an open item of that kind. `within` is a number of working days, or of calendar days, or the
    name of a number in the rulebook, which has its own unit; without it the item has a clock of its own, counted by the
    law from the fact."""

    kind: str
    within: int | str | None = None
    calendar_days: bool = False
    at_once: bool = False
    """Whether its owner is told of it within the minute, and not only in the morning of its day."""
    owner: Role | None = None
    """Whose it is, where its kind does not say."""

    @property
    def owners(self) -> tuple[Role, ...]:
        """Whose it is."""
        return ITEM_KINDS[self.kind].owners if self.owner is None else (self.owner,)


@dataclass(frozen=True)
class FactNotice:
    """Who is notified, by which event."""

    event: Event
    to: tuple[Recipient, ...]
    lighter: Event | None = None
    """By which event instead, where what changed asks nothing more of them."""

    @property
    def events(self) -> tuple[Event, ...]:
        return (self.event,) if self.lighter is None else (self.event, self.lighter)


@dataclass(frozen=True, eq=False)
class FactRule:
    """One fact and what follows from it."""

    code: str
    happens: Text
    """The fact, with the condition under which it counts."""
    rule: str
    """Under which rule or article of the law's files."""
    stops: Stops = Stops.NOTHING
    reason: str = ""
    """Under which code what stops is cancelled; of a stop that lasts, until a decision or another fact lifts it."""
    lifts: str = ""
    """The code of the stop that this fact ends: what is still to come is owed again."""
    starts: Text | None = None
    asks: tuple[FactTask, ...] = ()
    tells: tuple[FactNotice, ...] = ()
    banner: Text | None = None
    family_reads: Text | None = None
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
"""Every fact that changes the course of a plan, by its code."""


def get_banner(reason: str) -> Text:
    """The banner of a plan while a fact has stopped it under that code. KeyError where none does."""
    return {row.reason: row.banner for row in FACT_RULES.values() if row.banner is not None}[reason]


def get_family_text(reason: str) -> Text:
    """The text of the family's own page while a fact has stopped the plan under that code. KeyError where none does."""
    return {row.reason: row.family_reads for row in FACT_RULES.values() if row.family_reads is not None}[reason]


DECISION_THAT_FOLLOWS = "decision_that_follows"
"""The kind of item by which a decision about the whole case is asked for."""

HANDLERS = (Recipient.ASSISTANT, Recipient.PROSECUTOR)
TEAM = (Recipient.SOCIAL_WORKER, *HANDLERS)
ALL_STAFF = (*TEAM, Recipient.DEPARTMENT_HEAD)


def staff_notice(*to: Recipient) -> FactNotice:
    return FactNotice(Event.PLAN_CHANGED, to)


IN_PERSON = FactNotice(Event.TO_BE_TOLD_IN_PERSON, FAMILY)
ON_THE_PAGE = FactNotice(Event.PAGE_UPDATED, FAMILY)
"""A routine change: the family is not asked to call for it."""
BY_THE_CHIEF = FactTask(DECISION_THAT_FOLLOWS, "correction_follow_up_working_days", at_once=True)
ALL_RESTS = _(
    "约定的事现在都先停下。这段时间没有要做、要交的，也没有一件会记为没有完成。接下来怎样，会有人当面来说；想问什么，请拨卡片上的电话。"
)
RESTS_UNTIL_CHECKED = _(
    "有一项登记的信息正在核对。核对清楚之前，约定的事都先停下。这段时间没有要做、要交的，也没有一件会记为没有完成。想问什么，请拨卡片上的电话。"
)
NOT_THESE_DAYS = _("这些日子约定的事不用做，也没有一件会记为没有完成。什么时候接着做，会有人说；有事请拨卡片上的电话。")
AFTER_A_DEATH = _("约定的事都停了，会有人当面和您联系。")
ALL_IS_OVER = _("现在没有要做、要交的事。想问什么，请拨卡片上的电话。")
SERVICE = FactTask("service")
CORRECTED_BANNER = _("决定已被纠正：考察已停止，请作出后续决定")  # fmt: skip


def correction_rule(code: str, happens: Text, rule: str) -> FactRule:
    return FactRule(
        code, happens, rule, Stops.SUPERVISION, "overturned",
        starts=_("须作出后续决定：不起诉，或者依法起诉；考验期和决定期限照常计算"),
        asks=(BY_THE_CHIEF,), tells=(staff_notice(*ALL_STAFF), IN_PERSON), banner=CORRECTED_BANNER, family_reads=ALL_RESTS,
    )  # fmt: skip

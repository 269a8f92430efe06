"""The matrix: which event is said to whom, in which words, over which channels.

A row may be read aloud to a lawyer. Who is in no row for an event hears nothing of it from us:
`events.py` says why, and when the others hear.
Employer and village are in no row. The victim's side is asked to sign for a paper; school and mentor for a form, by a person's choice, and only where a named
prosecutor has recorded which person knows already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from core.i18n import Text
from law.articles import cite
from notifications.events import EVENT_INFO, FAMILY, INFORMED, ChannelName, Event, Recipient


class DedupeWindow(Enum):
    """When the same words to the same person over the same channel are said only once."""

    ALONE = None
    WITHIN_THE_HOUR = timedelta(hours=1)
    WITHIN_THE_DAY = timedelta(hours=20)


class TextExpiry(Enum):
    """From when on the words would be untrue, so that nobody should get them."""

    NEVER = "never"
    AFTER_THE_DAY_NAMED = "after the day named"
    AFTER_TODAY = "after the day it fell due"


@dataclass(frozen=True)
class ChannelText:
    """One channel and the registered text that goes over it."""

    channel: ChannelName
    template: str


@dataclass(frozen=True)
class NotificationRule:
    """What one recipient hears of one event.

    `ways` in order: the next is taken when one refuses for good. With `inbox` the same words also lie in the person's
    web inbox. `may_opt_out`: the person may say that they want no more of these.
    """

    event: Event
    recipient: Recipient
    channel_texts: tuple[ChannelText, ...]
    merge: DedupeWindow = DedupeWindow.ALONE
    stale: TextExpiry = TextExpiry.NEVER
    inbox: bool = True
    may_opt_out: bool = False
    article: str | None = None

    @property
    def timing(self) -> Text:
        """When it is said."""
        return EVENT_INFO[self.event].timing

    @property
    def template(self) -> str:
        """The number of the text that is tried first."""
        return self.channel_texts[0].template

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels in order, the inbox last."""
        return (
            *(channel_text.channel for channel_text in self.channel_texts),
            *((ChannelName.INBOX,) if self.inbox else ()),
        )

    def next_channel_text(self, channel: str) -> ChannelText | None:
        """The way that is taken when `channel` has refused, or None if that was the last."""
        order = [channel_text.channel for channel_text in self.channel_texts]
        following = order.index(ChannelName(channel)) + 1 if channel in order else len(order)
        return self.channel_texts[following] if following < len(order) else None


def _text(
    event: Event,
    to: Iterable[Recipient],
    template: str,
    *,
    stale: TextExpiry = TextExpiry.NEVER,
    inbox: bool = True,
    may_opt_out: bool = False,
) -> list[NotificationRule]:
    """Rows for people without an account: a text, and their saved page."""
    channel_text = (ChannelText(ChannelName.TEXT, template),)
    return [
        NotificationRule(event, one, channel_text, DedupeWindow.WITHIN_THE_DAY, stale, inbox, may_opt_out) for one in to
    ]


def _mail(
    event: Event,
    to: Iterable[Recipient],
    template: str,
    *,
    text: str | None = None,
    article: str | None = None,
    stale: TextExpiry = TextExpiry.NEVER,
    inbox: bool = True,
) -> list[NotificationRule]:
    """Rows for staff: their inbox, a mail that says no more than "please sign in", and a text if that is refused."""
    channel_texts = [ChannelText(ChannelName.EMAIL, template)] + ([ChannelText(ChannelName.TEXT, text)] if text else [])
    return [
        NotificationRule(event, one, tuple(channel_texts), DedupeWindow.WITHIN_THE_HOUR, stale, inbox, article=article)
        for one in to
    ]


_E = Event
_MINOR = (Recipient.MINOR,)
_WORKER = (Recipient.SOCIAL_WORKER,)
_PROSECUTOR = (Recipient.PROSECUTOR,)
_HANDLERS = (Recipient.PROSECUTOR, Recipient.ASSISTANT)
_CONTACTS = (Recipient.SOCIAL_WORKER, Recipient.ASSISTANT)
_HEAD = (Recipient.DEPARTMENT_HEAD,)
_CASES = (Recipient.CASE_MANAGEMENT,)
_DECIDERS = (Recipient.DEPUTY, Recipient.CHIEF_PROSECUTOR)
_DAY, _TODAY = TextExpiry.AFTER_THE_DAY_NAMED, TextExpiry.AFTER_TODAY

MATRIX: tuple[NotificationRule, ...] = (
    # What the minor and the household are asked.
    *_text(_E.CHECK_IN_DUE, _MINOR, "S1", stale=_DAY),
    *_text(_E.CHECK_IN_LAST_DAY, _MINOR, "S2", stale=_TODAY),
    *_text(_E.CHECK_IN_NOT_RECEIVED, _MINOR, "S3", stale=_DAY),
    *_mail(_E.CHECK_IN_NOT_RECEIVED, (*_WORKER, *_PROSECUTOR), "E7"),
    *_text(_E.EXPLANATION_ASKED, _MINOR, "S4", stale=_DAY),
    *_text(_E.USAGE_SHEET_DUE, FAMILY, "S10", stale=_DAY),
    *_text(_E.THOUGHT_REPORT_DUE, _MINOR, "S12", stale=_DAY),
    *_text(_E.MILESTONE_FORM_DUE, FAMILY, "S13", stale=_DAY),
    *_text(_E.MILESTONE_FORM_DUE, INFORMED, "S20", stale=_DAY, inbox=False, may_opt_out=True),
    *_text(_E.APPOINTMENT_OR_VISIT, FAMILY, "S9", stale=_DAY),
    *_text(_E.RETURN_CHECK, _MINOR, "S8", stale=_TODAY),
    *_text(_E.RETURN_NOT_REPORTED, _MINOR, "S27", stale=_DAY),
    *_text(_E.COMING_OF_AGE, _MINOR, "S15", stale=_DAY),
    # What they are told.
    *_text(_E.SUBMISSION_RECEIVED, FAMILY, "S5"),
    *_text(_E.EXPLANATION_ANSWERED, FAMILY, "S6"),
    *_text(_E.PAGE_UPDATED, FAMILY, "S26"),
    *_text(_E.PAGE_GIVEN, (Recipient.GUARDIAN,), "S29"),
    *_text(_E.LEAVE_ANSWERED, FAMILY, "S7"),
    *_text(_E.CONTACT_CHANGED, FAMILY, "S18"),
    # What a person chooses to send.
    *_text(_E.TO_BE_TOLD_IN_PERSON, FAMILY, "S16", stale=_DAY),
    *_text(_E.CALL_BACK_ASKED, FAMILY, "S11"),
    *_text(_E.CALL_WITHIN_A_DAY, FAMILY, "S28"),
    *_text(_E.PRAISE_GIVEN, _MINOR, "S14", may_opt_out=True),
    *_text(_E.AFTER_CARE_OFFERED, _MINOR, "S17", inbox=False, may_opt_out=True),
    *_text(_E.PAPER_TO_SIGN, (Recipient.VICTIM,), "S21", stale=_DAY, inbox=False),
    # Dates of the law: the office's own.
    *_mail(_E.STATUTORY_DATE_NEAR, _HANDLERS, "E1", text="S23"),
    *_mail(_E.STATUTORY_DATE_PASSED, (*_PROSECUTOR, *_HEAD, *_DECIDERS, *_CASES), "E2"),
    *_mail(_E.SERVICE_NEAR, (Recipient.CLERK,), "E1", text="S23", article=cite("outcome_told")),
    *_mail(_E.DECISION_ASKED, _DECIDERS, "E3", text="S24"),
    *_mail(_E.ANNOUNCEMENT_MISSING, _PROSECUTOR, "E4"),
    *_mail(_E.COMING_OF_AGE_NEAR, (*_HANDLERS, *_WORKER), "E1"),
    *_mail(_E.PERIOD_NEAR_END, _HANDLERS, "E1"),
    *_mail(_E.PERIOD_ENDED, _HANDLERS, "E1", text="S23"),
    *_mail(_E.REMEDY_RECEIVED, (*_HANDLERS, *_HEAD), "E4"),
    *_mail(_E.PLAN_CHANGED, (*_WORKER, *_HANDLERS, *_HEAD, *_DECIDERS, Recipient.CLERK), "E4"),
    # What staff should look at.
    *_mail(_E.INCIDENT_REPORTED, _HANDLERS, "E4"),
    *_mail(_E.REPORT_RECORDED, _PROSECUTOR, "E4", article=cite("mandatory_report")),
    *_mail(_E.THREE_MISSES, _PROSECUTOR, "E4"),
    *_mail(_E.AGE_IN_DOUBT, _PROSECUTOR, "E4"),
    *_mail(_E.STAFF_ITEM_DUE, (*_WORKER, *_HANDLERS), "E5"),
    *_mail(_E.SUPPORT_LEVEL_LAPSES, (*_PROSECUTOR, *_WORKER), "E12"),
    *_mail(_E.STILL_WAITING, (*_WORKER, *_HANDLERS, Recipient.CLERK, *_HEAD, Recipient.CHIEF_PROSECUTOR), "E11"),
    *_mail(_E.HANDOVER_ASKED, (*_WORKER, *_HANDLERS), "E6"),
    *_mail(_E.PLAN_HALTED, (*_HANDLERS, Recipient.ADMINISTRATOR), "E4"),
    *_mail(_E.PAGE_RESTS, _CONTACTS, "E4"),
    *_mail(_E.REPLY_RECEIVED, _CONTACTS, "E4"),
    *_mail(_E.MESSAGE_NEEDS_A_PERSON, _CONTACTS, "E8"),
    # Their own account: somebody asks for a new way in, or for other data.
    *_mail(_E.ACCOUNT_ASKED, (Recipient.ACCOUNT_HOLDER,), "E10"),
    *_mail(_E.SIGN_IN_ALERT, (Recipient.ACCOUNT_HOLDER,), "E14"),
    # What one person set for an office, two for all, or let in at once.
    *_mail(_E.OFFICE_CHANGED, (Recipient.CHIEF_PROSECUTOR,), "E15"),
    # The morning: two counts.
    *_mail(_E.MORNING_DIGEST, (*_WORKER, *_HANDLERS, Recipient.CLERK), "E9", text="S22", stale=_TODAY, inbox=False),
    # An office's own system: the dates of the law, by a plan's number, a code and a day.
    *[
        NotificationRule(event, Recipient.OFFICE_SYSTEM, (ChannelText(ChannelName.WEBHOOK, "W1"),), inbox=False)
        for event in (
            _E.STATUTORY_DATE_NEAR,
            _E.STATUTORY_DATE_PASSED,
            _E.SERVICE_NEAR,
            _E.DECISION_ASKED,
            _E.ANNOUNCEMENT_MISSING,
            _E.PERIOD_NEAR_END,
            _E.PERIOD_ENDED,
            _E.PLAN_HALTED,
            _E.ACT_DONE,
            _E.WEBHOOK_TESTED,
        )
    ],
    # Once a day, the signed head of the journal, to the person who keeps it outside.
    NotificationRule(_E.JOURNAL_HEAD, Recipient.HEAD_KEEPER, (ChannelText(ChannelName.EMAIL, "E13"),), inbox=False),
    NotificationRule(
        _E.MORNING_DIGEST, Recipient.STAFF_GROUP, (ChannelText(ChannelName.GROUP, "S22"),), stale=_TODAY, inbox=False
    ),
)

_BY_KEY = {(row.event, row.recipient): row for row in MATRIX}


def find_rule(event: str, recipient: str) -> NotificationRule | None:
    """What this recipient hears of this event, or None: then nothing may be posted."""
    try:
        return _BY_KEY.get((Event(event), Recipient(recipient)))
    except ValueError:
        return None


def find_rules(event: Event) -> tuple[NotificationRule, ...]:
    """Everybody who hears of this event."""
    return tuple(row for row in MATRIX if row.event == event)


__all__ = [
    "MATRIX",
    "ChannelName",
    "ChannelText",
    "DedupeWindow",
    "Event",
    "NotificationRule",
    "Recipient",
    "TextExpiry",
    "find_rule",
    "find_rules",
]

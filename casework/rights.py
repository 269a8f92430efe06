"""Who may do what, to which plan: one table, and the one function that asks it. What is not here is denied.

A decision about a minor is always a named person's: the system's own column holds reminders, records and the carrying
out of what people decided, and nothing else.
"""

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from models.access import Access
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan, TeamMember
from models.usage_source import UsageDevice
from sunward.clock import local_date


class Act(StrEnum):
    """Everything that can be done or seen. Journal lines carry these codes."""

    # looking
    READ_PLAN = "read_plan"
    READ_DATES = "read_dates"
    READ_OWN = "read_own"
    READ_CASELOAD = "read_caseload"
    READ_MESSAGES = "read_messages"
    READ_CLOSING_LIST = "read_closing_list"
    SEARCH = "search"
    READ_APPROVALS = "read_approvals"
    READ_SERVICE = "read_service"
    READ_STAFF = "read_staff"
    READ_ACCESS = "read_access"
    READ_SEALED = "read_sealed"
    READ_INBOX = "read_inbox"
    READ_EVALUATION = "read_evaluation"
    READ_STATISTICS = "read_statistics"
    READ_FAIRNESS = "read_fairness"
    READ_PAPER = "read_paper"
    READ_ATTACHMENT = "read_attachment"
    READ_TEMPLATES = "read_templates"
    VERIFY_JOURNAL = "verify_journal"
    KEEP_WEBHOOKS = "keep_webhooks"
    READ_OVERRIDES = "read_overrides"
    READ_CALENDAR = "read_calendar"
    # the calendar and the values an office chooses
    ANNOUNCE_YEAR = "announce_year"
    CHOOSE_VALUE = "choose_value"
    # the decision and its announcement
    OPEN_PLAN = "open_plan"
    ANNOUNCE = "announce"
    RECORD_SERVICE = "record_service"
    ASK_TO_SIGN = "ask_to_sign"
    ADD_ADDRESSEE = "add_addressee"
    OBJECT = "object"
    ANSWER_OBJECTION = "answer_objection"
    WITHDRAW_OBJECTION = "withdraw_objection"
    HOLD_HEARING = "hold_hearing"
    RESTART_REVIEW = "restart_review"
    RECORD_MEASURE = "record_measure"
    SETTLE_PROPERTY = "settle_property"
    # papers
    MAKE_PAPER = "make_paper"
    MAKE_PACK = "make_pack"
    OFFER_TEMPLATE = "offer_template"
    APPROVE_TEMPLATE = "approve_template"
    # what is owed
    SUBMIT = "submit"
    REVIEW = "review"
    TAKE_ALONG = "take_along"
    AGREE_ON_ATTACHMENTS = "agree_on_attachments"
    RECORD_PROGRESS = "record_progress"
    RECORD_UNABLE = "record_unable"
    EXPLAIN = "explain"
    ANSWER_EXPLANATION = "answer_explanation"
    EVALUATE = "evaluate"
    PROPOSE_EVALUATION = "propose_evaluation"
    ASK_VIEWS = "ask_views"
    GIVE_VIEW = "give_view"
    RATE_NEEDS = "rate_needs"
    RECORD_SITUATION = "record_situation"
    RECORD_QUESTIONNAIRE = "record_questionnaire"
    COMMENT_ON_PROGRESS = "comment_on_progress"
    SET_INDEX = "set_index"
    TELL_INDEX = "tell_index"
    NOTE = "note"
    # digital use
    READ_USAGE = "read_usage"
    NAME_DEVICE = "name_device"
    GIVE_TOKEN = "give_token"
    KEEP_DEVICE = "keep_device"
    AGREE_ON_USAGE = "agree_on_usage"
    HAND_IN_USAGE = "hand_in_usage"
    PUSH_USAGE = "push_usage"
    PLACE_APP = "place_app"
    COMMENT_ON_USAGE = "comment_on_usage"
    ANSWER_DISPUTE = "answer_dispute"
    CLOSE_NOTE = "close_note"
    CLOSE_USAGE_REVIEW = "close_usage_review"
    # cards and accounts
    RECORD_RETURNED_CARDS = "record_returned_cards"
    RECORD_CARD_QUERY = "record_card_query"
    RECORD_RESTRICTION = "record_restriction"
    RECORD_APPEAL = "record_appeal"
    ANSWER_APPEAL = "answer_appeal"
    RECORD_RELIEF = "record_relief"
    # changes of the plan
    CHANGE_PERIOD = "change_period"
    CHANGE_CONDITION = "change_condition"
    HAND_OVER = "hand_over"
    ACCEPT_HAND_OVER = "accept_hand_over"
    ASK_ASSISTANCE = "ask_assistance"
    ACCEPT_ASSISTANCE = "accept_assistance"
    ASSIST_ELSEWHERE = "assist_elsewhere"
    RECORD_ASSISTED_REPORT = "record_assisted_report"
    END_ASSISTANCE = "end_assistance"
    CHANGE_CADENCE = "change_cadence"
    MOVE_ITEM = "move_item"
    ADOPT_EDITION = "adopt_edition"
    # asking for a decision
    PROPOSE = "propose"
    COUNTERSIGN = "countersign"
    RETURN_PROPOSAL = "return_proposal"
    WITHDRAW_PROPOSAL = "withdraw_proposal"
    # incidents
    REPORT_INCIDENT = "report_incident"
    HEAR = "hear"
    CLOSE_INCIDENT = "close_incident"
    # leave
    ASK_LEAVE = "ask_leave"
    DECIDE_LEAVE = "decide_leave"
    RECORD_POLICE_STATION = "record_police_station"
    # people
    HUSH = "hush"
    NAME_CONTACT = "name_contact"
    END_CONTACT = "end_contact"
    RECORD_HOURS = "record_hours"
    OPT_OUT = "opt_out"
    RECORD_INFORMED = "record_informed"
    REPORT_DANGER = "report_danger"
    RECORD_FEEDBACK = "record_feedback"
    RESTORE_CONTACT = "restore_contact"
    GIVE_CONSENTS = "give_consents"
    ASK_ABOUT_DATA = "ask_about_data"
    ANSWER_DATA_REQUEST = "answer_data_request"
    GIVE_PAGE = "give_page"
    DOUBT_AGE = "doubt_age"
    SETTLE_AGE = "settle_age"
    # guardians and partners
    ORDER_GUARDIAN = "order_guardian"
    RECORD_ORDER_HOURS = "record_order_hours"
    END_ORDER = "end_order"
    SEND_SUGGESTION = "send_suggestion"
    RECORD_SUGGESTION_REPLY = "record_suggestion_reply"
    ASK_AID = "ask_aid"
    ANSWER_AID = "answer_aid"
    RECORD_ASSESSMENT = "record_assessment"
    SET_SUPPORT_LEVEL = "set_support_level"
    ASK_CERTIFICATE = "ask_certificate"
    RECORD_CERTIFICATE = "record_certificate"
    # remedies
    FILE_REMEDY = "file_remedy"
    DECIDE_REMEDY = "decide_remedy"
    RECORD_REMEDY_ANSWER = "record_remedy_answer"
    # the end
    WRITE_OPINION = "write_opinion"
    HEAR_VICTIM = "hear_victim"
    DECIDE_NON_PROSECUTION = "decide_non_prosecution"
    REVOKE = "revoke"
    PROSECUTE = "prosecute"
    RECORD_JUDGMENT = "record_judgment"
    ANNOUNCE_OUTCOME = "announce_outcome"
    END_OTHERWISE = "end_otherwise"
    FOLLOW_CORRECTION = "follow_correction"
    ANSWER_AFTER_CARE = "answer_after_care"
    # offices and staff
    KEEP_STAFF = "keep_staff"
    # after the seal
    KEEP_AFTER_CARE = "keep_after_care"
    ASK_ACCESS = "ask_access"
    ANSWER_ACCESS = "answer_access"
    END_ACCESS = "end_access"
    SET_ASIDE = "set_aside"
    UNSEAL = "unseal"
    # messages
    SEND_BY_HAND = "send_by_hand"
    RECORD_CALL = "record_call"
    RECORD_PASSED_ON = "record_passed_on"
    RECORD_PAPER = "record_paper"
    SEARCH_MESSAGES = "search_messages"
    SEND_AGAIN = "send_again"
    WITHDRAW_MESSAGE = "withdraw_message"
    SETTLE_MESSAGE = "settle_message"
    KEEP_CALENDAR = "keep_calendar"
    READ_POLICY = "read_policy"
    SWITCH_POLICY = "switch_policy"
    RELEASE_QUARANTINE = "release_quarantine"
    # the machine's own: it reminds, records, asks, and carries out
    LIVE = "live"


class Scope(StrEnum):
    """How far a right reaches."""

    OWN = "own"  # one's own plan
    TEAM = "team"  # plans whose team one belongs to, in that role
    OFFICE = "office"  # plans of one's office, or which it assists
    DECIDING = "deciding"  # plans that one's own office decides
    ASSISTING = "assisting"  # plans that one's office assists, and those of one's team
    ASKED = "asked"  # plans for which one's office was asked to assist
    GRANTED = "granted"  # sealed plans that one was granted a look into, as long as the grant stands
    ALL = "all"


_R = Role
_CASE_TEAM = {_R.PROSECUTOR: Scope.TEAM, _R.ASSISTANT: Scope.TEAM}
_CASE_AND_WORKER = {**_CASE_TEAM, _R.SOCIAL_WORKER: Scope.TEAM}
_FAMILY = {_R.MINOR: Scope.OWN, _R.GUARDIAN: Scope.OWN}
_STAFF = [role for role in Role if role not in (_R.MINOR, _R.GUARDIAN, _R.INFORMED, _R.DEVICE, _R.SYSTEM)]
_SIGNERS = {_R.CHIEF_PROSECUTOR: Scope.DECIDING, _R.DEPUTY: Scope.DECIDING}
_PROSECUTOR = {_R.PROSECUTOR: Scope.TEAM}
_READERS = dict.fromkeys(
    (_R.PROSECUTOR, _R.ASSISTANT, _R.DEPARTMENT_HEAD, _R.CHIEF_PROSECUTOR, _R.DEPUTY, _R.CLERK), Scope.GRANTED
)
_CLERKS = {_R.CLERK: Scope.OFFICE, **_CASE_TEAM}

RIGHTS: dict[Act, dict[Role, Scope]] = {
    Act.READ_PLAN: {**_CASE_AND_WORKER, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.CLERK: Scope.OFFICE},
    Act.READ_DATES: {
        **_CASE_AND_WORKER,
        **_SIGNERS,
        _R.DEPARTMENT_HEAD: Scope.OFFICE,
        _R.CLERK: Scope.OFFICE,
        _R.CASE_MANAGEMENT: Scope.OFFICE,
    },
    Act.READ_OWN: _FAMILY,
    Act.READ_CASELOAD: {
        **_CASE_AND_WORKER,
        **_SIGNERS,
        _R.DEPARTMENT_HEAD: Scope.OFFICE,
        _R.CASE_MANAGEMENT: Scope.OFFICE,
        _R.CLERK: Scope.OFFICE,
    },
    Act.READ_MESSAGES: {**_CASE_AND_WORKER, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.READ_CLOSING_LIST: {_R.CLERK: Scope.OFFICE, _R.PROSECUTOR: Scope.OFFICE, _R.ASSISTANT: Scope.OFFICE},
    Act.SEARCH: {**_CASE_AND_WORKER, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.CLERK: Scope.OFFICE},
    Act.READ_APPROVALS: {**_CASE_TEAM, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.READ_SERVICE: _CLERKS,
    Act.READ_STAFF: {_R.ADMINISTRATOR: Scope.ALL, _R.AUDITOR: Scope.ALL},
    Act.KEEP_STAFF: {_R.ADMINISTRATOR: Scope.ALL},
    Act.READ_ACCESS: {**_SIGNERS, _R.CLERK: Scope.DECIDING, _R.PROSECUTOR: Scope.DECIDING},
    Act.READ_SEALED: _READERS,
    # One's own inbox, and nobody else's: what is in it was addressed to whoever reads it.
    Act.READ_INBOX: {**_FAMILY, **dict.fromkeys(_STAFF, Scope.OFFICE)},
    # What people need and how they feel is for those who work with them, and for who decides.
    Act.READ_EVALUATION: {**_CASE_AND_WORKER, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    # Counts over many plans: their view cuts them to the office, or for a city office to those under it.
    Act.READ_STATISTICS: {**_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.CASE_MANAGEMENT: Scope.OFFICE,
                          _R.AUDITOR: Scope.ALL},
    Act.READ_FAIRNESS: {**_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.AUDITOR: Scope.ALL},
    Act.READ_ATTACHMENT: _CASE_AND_WORKER,
    Act.READ_PAPER: {**_CASE_AND_WORKER, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.CLERK: Scope.OFFICE},
    Act.READ_TEMPLATES: {
        **_SIGNERS,
        _R.ADMINISTRATOR: Scope.OFFICE,
        _R.DEPARTMENT_HEAD: Scope.OFFICE,
        _R.PROSECUTOR: Scope.OFFICE,
        _R.ASSISTANT: Scope.OFFICE,
        _R.CLERK: Scope.OFFICE,
    },
    Act.KEEP_WEBHOOKS: {_R.ADMINISTRATOR: Scope.OFFICE},
    Act.VERIFY_JOURNAL: {_R.AUDITOR: Scope.ALL, _R.ADMINISTRATOR: Scope.ALL},
    Act.READ_OVERRIDES: {_R.AUDITOR: Scope.ALL, _R.ADMINISTRATOR: Scope.ALL},
    Act.READ_CALENDAR: dict.fromkeys(_STAFF, Scope.ALL),
    Act.ANNOUNCE_YEAR: {_R.ADMINISTRATOR: Scope.ALL, _R.JURIST: Scope.ALL},
    Act.CHOOSE_VALUE: {_R.JURIST: Scope.ALL, _R.ADMINISTRATOR: Scope.ALL},
    Act.OPEN_PLAN: {_R.PROSECUTOR: Scope.OFFICE, _R.ASSISTANT: Scope.OFFICE},
    Act.ANNOUNCE: _CLERKS,
    Act.RECORD_SERVICE: _CLERKS,
    Act.ASK_TO_SIGN: _CLERKS,
    Act.ADD_ADDRESSEE: _PROSECUTOR,
    Act.OBJECT: {**_CLERKS, **_FAMILY},
    Act.ANSWER_OBJECTION: _PROSECUTOR,
    Act.WITHDRAW_OBJECTION: {**_CLERKS, **_FAMILY},
    Act.HOLD_HEARING: _CLERKS,
    Act.RESTART_REVIEW: _CASE_TEAM,
    Act.RECORD_MEASURE: _CLERKS,
    Act.SETTLE_PROPERTY: _CLERKS,
    Act.MAKE_PAPER: {**_CASE_AND_WORKER, _R.CLERK: Scope.OFFICE},
    Act.MAKE_PACK: _CASE_TEAM,
    Act.OFFER_TEMPLATE: {_R.ADMINISTRATOR: Scope.OFFICE},
    Act.APPROVE_TEMPLATE: {**_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.SUBMIT: {**_CASE_AND_WORKER, **_FAMILY},
    Act.REVIEW: _CASE_AND_WORKER,
    Act.TAKE_ALONG: _CASE_AND_WORKER,
    Act.AGREE_ON_ATTACHMENTS: _CASE_TEAM,
    # Whoever helps or employs, and already knows, confirms on their own page what the plan leaves to them.
    Act.RECORD_PROGRESS: {**_CASE_AND_WORKER, _R.INFORMED: Scope.OWN},
    Act.RECORD_UNABLE: _CASE_AND_WORKER,
    Act.EXPLAIN: {**_CASE_AND_WORKER, **_FAMILY},
    Act.ANSWER_EXPLANATION: _CASE_TEAM,
    Act.EVALUATE: _PROSECUTOR,
    Act.PROPOSE_EVALUATION: _CASE_AND_WORKER,
    Act.ASK_VIEWS: _CASE_AND_WORKER,
    # Who already knows says what the school sees; the question is all they are shown.
    Act.GIVE_VIEW: {**_CASE_AND_WORKER, **_FAMILY, _R.INFORMED: Scope.OWN},
    Act.RATE_NEEDS: _CASE_AND_WORKER,
    Act.RECORD_SITUATION: _CASE_AND_WORKER,
    Act.RECORD_QUESTIONNAIRE: _CASE_AND_WORKER,
    Act.COMMENT_ON_PROGRESS: {**_CASE_AND_WORKER, **_FAMILY},
    Act.SET_INDEX: _SIGNERS,
    Act.TELL_INDEX: _CASE_AND_WORKER,
    Act.NOTE: {**_CASE_AND_WORKER, _R.CLERK: Scope.OFFICE},
    Act.READ_USAGE: {**_CASE_AND_WORKER, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.NAME_DEVICE: _CASE_AND_WORKER,
    Act.GIVE_TOKEN: _CASE_AND_WORKER,
    Act.KEEP_DEVICE: _CASE_AND_WORKER,
    Act.AGREE_ON_USAGE: _CASE_TEAM,
    Act.HAND_IN_USAGE: {**_CASE_AND_WORKER, **_FAMILY},
    # A device's own token: one device of one plan, and nothing but pushing. It sees nothing and decides nothing.
    Act.PUSH_USAGE: {_R.DEVICE: Scope.OWN},
    Act.PLACE_APP: _CASE_AND_WORKER,
    Act.COMMENT_ON_USAGE: {**_CASE_AND_WORKER, **_FAMILY},
    Act.ANSWER_DISPUTE: _CASE_TEAM,
    Act.CLOSE_NOTE: _CASE_AND_WORKER,
    Act.CLOSE_USAGE_REVIEW: _CASE_AND_WORKER,
    Act.RECORD_RETURNED_CARDS: {**_CASE_AND_WORKER, _R.CLERK: Scope.OFFICE},
    Act.RECORD_CARD_QUERY: {**_CASE_AND_WORKER, **_FAMILY},
    Act.RECORD_RESTRICTION: _CASE_AND_WORKER,
    Act.RECORD_APPEAL: _CASE_AND_WORKER,
    Act.ANSWER_APPEAL: _CASE_AND_WORKER,
    Act.RECORD_RELIEF: _CASE_AND_WORKER,
    Act.CHANGE_PERIOD: _SIGNERS,
    Act.CHANGE_CONDITION: _PROSECUTOR,
    Act.HAND_OVER: {**_CASE_AND_WORKER, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.ACCEPT_HAND_OVER: {_R.SOCIAL_WORKER: Scope.OFFICE, _R.ASSISTANT: Scope.OFFICE, _R.PROSECUTOR: Scope.OFFICE,
                           _R.CLERK: Scope.OFFICE, _R.DEPARTMENT_HEAD: Scope.OFFICE, **_SIGNERS},
    Act.ASK_ASSISTANCE: _PROSECUTOR,
    Act.ACCEPT_ASSISTANCE: {_R.PROSECUTOR: Scope.ASKED},
    Act.ASSIST_ELSEWHERE: _PROSECUTOR,
    Act.RECORD_ASSISTED_REPORT: {_R.PROSECUTOR: Scope.ASSISTING, _R.ASSISTANT: Scope.ASSISTING,
                                 _R.SOCIAL_WORKER: Scope.TEAM},
    Act.END_ASSISTANCE: _PROSECUTOR,
    Act.CHANGE_CADENCE: _PROSECUTOR,
    Act.MOVE_ITEM: {**_CASE_AND_WORKER, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.ADOPT_EDITION: _PROSECUTOR,
    Act.PROPOSE: _PROSECUTOR,
    Act.COUNTERSIGN: {_R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.RETURN_PROPOSAL: {**_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.WITHDRAW_PROPOSAL: _PROSECUTOR,
    Act.REPORT_INCIDENT: {**_CASE_AND_WORKER, _R.CLERK: Scope.OFFICE},
    Act.HEAR: _CASE_TEAM,
    Act.CLOSE_INCIDENT: _PROSECUTOR,
    Act.ASK_LEAVE: {**_CASE_AND_WORKER, **_FAMILY},
    Act.DECIDE_LEAVE: _PROSECUTOR,
    Act.RECORD_POLICE_STATION: _CASE_TEAM,
    Act.HUSH: _PROSECUTOR,
    Act.NAME_CONTACT: _CASE_AND_WORKER,
    Act.END_CONTACT: _CASE_AND_WORKER,
    Act.RECORD_HOURS: {**_CASE_AND_WORKER, **_FAMILY},
    Act.OPT_OUT: {**_CASE_AND_WORKER, **_FAMILY},
    Act.RECORD_INFORMED: _PROSECUTOR,
    Act.REPORT_DANGER: _CASE_AND_WORKER,
    Act.RECORD_FEEDBACK: _CASE_TEAM,
    Act.RESTORE_CONTACT: _PROSECUTOR,
    Act.GIVE_CONSENTS: {_R.MINOR: Scope.OWN, **_CASE_AND_WORKER},
    Act.ASK_ABOUT_DATA: _FAMILY,
    Act.ANSWER_DATA_REQUEST: _PROSECUTOR,
    Act.GIVE_PAGE: _CASE_AND_WORKER,
    Act.DOUBT_AGE: _CASE_AND_WORKER,
    Act.SETTLE_AGE: _PROSECUTOR,
    Act.ORDER_GUARDIAN: _PROSECUTOR,
    Act.RECORD_ORDER_HOURS: _CASE_AND_WORKER,
    Act.END_ORDER: _PROSECUTOR,
    Act.SEND_SUGGESTION: _PROSECUTOR,
    Act.RECORD_SUGGESTION_REPLY: _CLERKS,
    Act.ASK_AID: _CASE_AND_WORKER,
    Act.ANSWER_AID: _PROSECUTOR,
    Act.RECORD_ASSESSMENT: _CASE_AND_WORKER,
    Act.SET_SUPPORT_LEVEL: _PROSECUTOR,
    Act.ASK_CERTIFICATE: {**_CASE_AND_WORKER, **_FAMILY},
    Act.RECORD_CERTIFICATE: _CASE_AND_WORKER,
    Act.FILE_REMEDY: _CLERKS,
    Act.DECIDE_REMEDY: _SIGNERS,
    Act.RECORD_REMEDY_ANSWER: _CLERKS,
    Act.WRITE_OPINION: _PROSECUTOR,
    Act.HEAR_VICTIM: _CASE_TEAM,
    Act.DECIDE_NON_PROSECUTION: _SIGNERS,
    Act.REVOKE: _SIGNERS,
    Act.PROSECUTE: _PROSECUTOR,
    Act.RECORD_JUDGMENT: _CASE_TEAM,
    Act.ANNOUNCE_OUTCOME: _CLERKS,
    Act.END_OTHERWISE: _SIGNERS,
    Act.FOLLOW_CORRECTION: _SIGNERS,
    Act.KEEP_AFTER_CARE: _CASE_AND_WORKER,
    Act.ASK_ACCESS: {_R.CLERK: Scope.DECIDING, _R.PROSECUTOR: Scope.DECIDING, _R.ASSISTANT: Scope.DECIDING},
    Act.ANSWER_ACCESS: _SIGNERS,
    Act.END_ACCESS: {**_READERS, **_SIGNERS},
    Act.SET_ASIDE: _SIGNERS,
    Act.UNSEAL: _SIGNERS,
    Act.ANSWER_AFTER_CARE: {_R.MINOR: Scope.OWN, **_CASE_AND_WORKER},
    Act.SEND_BY_HAND: _CASE_AND_WORKER,
    Act.RECORD_CALL: _CASE_AND_WORKER,
    Act.RECORD_PASSED_ON: _CASE_AND_WORKER,
    Act.RECORD_PAPER: _CASE_AND_WORKER,
    # What an administrator sees of messages are registered texts, numbers of plans and codes of people.
    Act.SEARCH_MESSAGES: {**_CASE_AND_WORKER, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.ADMINISTRATOR: Scope.ALL},
    Act.SEND_AGAIN: {**_CASE_AND_WORKER, _R.ADMINISTRATOR: Scope.ALL},
    Act.WITHDRAW_MESSAGE: {**_CASE_AND_WORKER, _R.ADMINISTRATOR: Scope.ALL},
    Act.SETTLE_MESSAGE: {**_CASE_AND_WORKER, _R.ADMINISTRATOR: Scope.ALL},
    # When families are written to is the office's to choose, within what practice bounds.
    Act.READ_POLICY: {**_CASE_AND_WORKER, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.ADMINISTRATOR: Scope.ALL},
    Act.SWITCH_POLICY: {**_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.ADMINISTRATOR: Scope.ALL},
    # Whoever owes dates; one's own calendar, and nobody else's.
    Act.KEEP_CALENDAR: {**dict.fromkeys(_STAFF, Scope.OFFICE)},
    Act.RELEASE_QUARANTINE: {_R.ADMINISTRATOR: Scope.ALL, _R.PROSECUTOR: Scope.TEAM},
    Act.LIVE: {_R.SYSTEM: Scope.ALL},
}  # fmt: skip


OF_WEIGHT = frozenset(
    {
        Act.CHANGE_PERIOD, Act.CLOSE_INCIDENT, Act.WRITE_OPINION, Act.DECIDE_NON_PROSECUTION, Act.REVOKE, Act.PROSECUTE,
        Act.END_OTHERWISE, Act.FOLLOW_CORRECTION, Act.SET_ASIDE, Act.DECIDE_REMEDY, Act.SETTLE_AGE, Act.ANSWER_ACCESS,
        Act.UNSEAL,
    }
)  # fmt: skip
"""Acts that decide, sign or unseal: whoever does one has said within minutes who they are."""


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in member of staff, somebody of the family, or the machine."""

    kind: str
    role: Role
    id: uuid.UUID | None = None
    office_id: uuid.UUID | None = None
    plan_id: uuid.UUID | None = None
    """For family: the one plan that is theirs."""
    unconfirmed: bool = False
    """Signed in, but too long ago for a decision of weight."""

    @classmethod
    def of_staff(cls, staff: Staff) -> "Actor":
        return cls("staff", Role(staff.role), staff.id, staff.office_id)


SYSTEM = Actor("system", Role.SYSTEM)


_asked: ContextVar[list[Act] | None] = ContextVar("asked", default=None)


@contextlib.contextmanager
def watching() -> Iterator[list[Act]]:
    """Every act that `may` is asked for meanwhile is in the list: what has never asked must not answer anybody."""
    asked: list[Act] = []
    before = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(before)


def may(session: Session, actor: Actor, act: Act, plan: Plan | None, now: datetime) -> bool:
    """Whether the actor may do this to that plan. `plan` is None for acts on no plan in particular.

    An act on no plan asks only whether the role has the right at all: what is then shown is cut to the actor's reach
    by `reachable`.
    """
    if (asked := _asked.get()) is not None:
        asked.append(act)
    scope = RIGHTS.get(act, {}).get(actor.role)
    if scope is None or not _is_still_in_office(session, actor, now):
        return False
    if plan is None:
        return scope is not Scope.OWN
    match scope:
        case Scope.ALL:
            return True
        case Scope.OFFICE:
            return actor.office_id in (plan.office_id, plan.assisting_office_id)
        case Scope.DECIDING:
            return actor.office_id == plan.office_id
        case Scope.ASSISTING:
            return actor.office_id == plan.assisting_office_id or _is_in_team(session, actor, plan)
        case Scope.ASKED:
            return plan.asked_office_id is not None and actor.office_id == plan.asked_office_id
        case Scope.GRANTED:
            return _is_granted(session, actor, plan, now)
        case Scope.TEAM:
            return _is_in_team(session, actor, plan)
        case Scope.OWN:
            return actor.plan_id == plan.id


def may_know_of(session: Session, actor: Actor, plan: Plan, now: datetime) -> bool:
    """Whether the actor may know that there is such a plan. To anybody else it is as if there were none."""
    acts = (
        [Act.READ_CLOSING_LIST, Act.READ_ACCESS, Act.READ_SEALED]
        if plan.sealed_at
        else [Act.READ_DATES, Act.READ_OWN, Act.READ_CLOSING_LIST]
    )
    return any(may(session, actor, act, plan, now) for act in acts)


def reachable(actor: Actor, act: Act) -> ColumnElement[bool]:
    """The condition that cuts a query on plans to those the actor may do this to. Denies where nothing is granted."""
    scope = RIGHTS.get(act, {}).get(actor.role)
    match scope:
        case Scope.ALL:
            return col(Plan.id).is_not(None)
        case Scope.OFFICE:
            return or_(col(Plan.office_id) == actor.office_id, col(Plan.assisting_office_id) == actor.office_id)
        case Scope.DECIDING:
            return col(Plan.office_id) == actor.office_id
        case Scope.TEAM:
            mine = select(TeamMember.plan_id).where(
                TeamMember.staff_id == actor.id, col(TeamMember.until_at).is_(None), TeamMember.role == actor.role
            )
            return col(Plan.id).in_(mine)
        case Scope.OWN:
            return col(Plan.id) == actor.plan_id
        case _:
            return col(Plan.id).is_(None)


def _is_granted(session: Session, actor: Actor, plan: Plan, now: datetime) -> bool:
    """Whether a grant to look into that sealed file stands today; it ends by itself."""
    found = session.exec(
        select(Access.id).where(
            Access.plan_number == plan.number,
            Access.reader_id == actor.id,
            col(Access.granted).is_(True),
            col(Access.ended_at).is_(None),
            col(Access.until_on) >= local_date(now),
        )
    ).first()
    return found is not None


def _is_in_team(session: Session, actor: Actor, plan: Plan) -> bool:
    found = session.exec(
        select(TeamMember.id).where(
            TeamMember.plan_id == plan.id, TeamMember.staff_id == actor.id, col(TeamMember.until_at).is_(None)
        )
    ).first()
    return found is not None


def _is_still_in_office(session: Session, actor: Actor, now: datetime) -> bool:
    """Rights end at once with the account, a deputy's with the dates of the authority, and a guardian's with the minor's
    majority or when they are named as a danger."""
    if actor.kind == "family" and actor.id is not None:
        person = session.get(Person, actor.id)
        if person is None or person.named_as_danger_at is not None:
            return False
        return person.ended_on is None or local_date(now) < person.ended_on
    if actor.kind == "device":
        device = session.get(UsageDevice, actor.id)
        return (
            device is not None
            and device.token_digest is not None
            and local_date(now) <= (device.token_ends_on or date.min)
        )
    if actor.kind != "staff":
        return True
    staff = session.get(Staff, actor.id)
    if staff is None or not staff.active or staff.role != actor.role:
        return False
    if actor.role is Role.DEPUTY:
        today = local_date(now)
        return (staff.authority_from or today) <= today <= (staff.authority_to or today)
    return True

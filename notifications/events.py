"""What may be worth a message, and to whom."""

from enum import StrEnum


class Event(StrEnum):
    """What happened, or is about to."""

    CHECK_IN_DUE = "check_in_due"
    CHECK_IN_LAST_DAY = "check_in_last_day"
    CHECK_IN_NOT_RECEIVED = "check_in_not_received"
    EXPLANATION_ASKED = "explanation_asked"
    SUBMISSION_RECEIVED = "submission_received"
    EXPLANATION_ANSWERED = "explanation_answered"
    USAGE_SHEET_DUE = "usage_sheet_due"
    THOUGHT_REPORT_DUE = "thought_report_due"
    MILESTONE_FORM_DUE = "milestone_form_due"
    APPOINTMENT_OR_VISIT = "appointment_or_visit"
    TO_BE_TOLD_IN_PERSON = "to_be_told_in_person"
    LEAVE_ANSWERED = "leave_answered"
    RETURN_CHECK = "return_check"
    RETURN_NOT_REPORTED = "return_not_reported"
    PAGE_UPDATED = "page_updated"
    COMING_OF_AGE = "coming_of_age"
    CONTACT_CHANGED = "contact_changed"
    CALL_BACK_ASKED = "call_back_asked"
    PRAISE_GIVEN = "praise_given"
    AFTER_CARE_OFFERED = "after_care_offered"
    PAPER_TO_SIGN = "paper_to_sign"
    STATUTORY_DATE_NEAR = "statutory_date_near"
    STATUTORY_DATE_PASSED = "statutory_date_passed"
    SERVICE_NEAR = "service_near"
    DECISION_ASKED = "decision_asked"
    INCIDENT_REPORTED = "incident_reported"
    REPORT_RECORDED = "report_recorded"
    THREE_MISSES = "three_misses"
    AGE_IN_DOUBT = "age_in_doubt"
    ANNOUNCEMENT_MISSING = "announcement_missing"
    COMING_OF_AGE_NEAR = "coming_of_age_near"
    PERIOD_NEAR_END = "period_near_end"
    PERIOD_ENDED = "period_ended"
    STAFF_ITEM_DUE = "staff_item_due"
    STILL_WAITING = "still_waiting"
    SUPPORT_LEVEL_LAPSES = "support_level_lapses"
    REMEDY_RECEIVED = "remedy_received"
    PLAN_CHANGED = "plan_changed"
    HANDOVER_ASKED = "handover_asked"
    PLAN_HALTED = "plan_halted"
    REPLY_RECEIVED = "reply_received"
    PAGE_RESTS = "page_rests"
    MESSAGE_NEEDS_A_PERSON = "message_needs_a_person"
    ACCOUNT_ASKED = "account_asked"
    SIGN_IN_ALERT = "sign_in_alert"
    OFFICE_CHANGED = "office_changed"
    MORNING_DIGEST = "morning_digest"
    JOURNAL_HEAD = "journal_head"


class Recipient(StrEnum):
    """In what capacity somebody receives messages. Employer, village and grid worker receive none."""

    MINOR = "minor"
    GUARDIAN = "guardian"
    SOCIAL_WORKER = "social_worker"
    ASSISTANT = "assistant"
    PROSECUTOR = "prosecutor"
    DEPARTMENT_HEAD = "department_head"
    DEPUTY = "deputy"
    CHIEF_PROSECUTOR = "chief_prosecutor"
    CLERK = "clerk"
    CASE_MANAGEMENT = "case_management"
    ADMINISTRATOR = "administrator"
    """Of a plan hears only that it is halted, by its number."""
    SCHOOL = "school"
    MENTOR = "mentor"
    VICTIM = "victim"
    """The victim's side, about a paper that it signs for, by a person's choice; of the minor it hears nothing."""
    OFFICE_SYSTEM = "office_system"
    """A system of an office's own, by signed webhook: a plan's number, a code and a day, and nothing else."""
    ACCOUNT_HOLDER = "account_holder"
    """Whoever an account belongs to, in whatever post, when something is asked for it or happens at its sign-in."""
    HEAD_KEEPER = "head_keeper"
    """Somebody outside, whom an office has asked to keep the heads of its journal: hears of nothing else."""
    STAFF_GROUP = "staff_group"
    """A group chat of staff, through a robot: counts and nothing else."""


FAMILY = (Recipient.MINOR, Recipient.GUARDIAN)
INFORMED = (Recipient.SCHOOL, Recipient.MENTOR)
"""Written to only where a named prosecutor has recorded which person knows already."""
TO_PERSONS = (*FAMILY, *INFORMED)
"""Recipients who are people of the plan; the others are staff."""


class ChannelName(StrEnum):
    """A way to a person. What really carries it (a provider, a folder, a list in memory) is chosen by wiring."""

    TEXT = "text"
    EMAIL = "email"
    INBOX = "inbox"
    GROUP = "group"
    WEBHOOK = "webhook"
    CALL = "call"
    """By a person, on the phone; written down with what came of it."""
    PAPER = "paper"
    """Put into somebody's hand."""
    PASSED_ON = "passed_on"
    """The neutral words, passed on by a person in whatever way a family is used to."""


BY_MACHINE = (ChannelName.TEXT, ChannelName.EMAIL, ChannelName.GROUP, ChannelName.WEBHOOK)
"""What leaves by itself and can be counted upon to leave or to say why not."""

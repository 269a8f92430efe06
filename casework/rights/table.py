"""Who may do what, and how far: role by act, one line an act. What is not here is denied.

A decision about a minor is always a named person's: the system's own column holds reminders, records and the carrying
out of what people decided, and nothing else.
"""

from enum import StrEnum

from casework.rights.acts import Act
from models.office import Role


class Scope(StrEnum):
    """How far a right reaches."""

    OWN = "own"  # one's own plan
    TEAM = (
        "team"  # plans whose team one belongs to, in that role; who decides or prepares it, of the deciding office only
    )
    OFFICE = "office"  # plans of one's office, or which it assists
    DECIDING = "deciding"  # plans that one's own office decides
    ASSISTING = "assisting"  # plans of one's team, and those that one's office assists: to read and to report, no more
    ASKED = "asked"  # plans for which one's office was asked to assist
    GRANTED = "granted"  # sealed plans that one was granted a look into, as long as the grant stands
    ALL = "all"


_R = Role
_CASE_TEAM = {_R.PROSECUTOR: Scope.TEAM, _R.ASSISTANT: Scope.TEAM}
_CASE_AND_WORKER = {**_CASE_TEAM, _R.SOCIAL_WORKER: Scope.TEAM}
# What the assisting office's own people read and report; the rest of the row is as for the team.
_ALSO_ASSISTING = {_R.PROSECUTOR: Scope.ASSISTING, _R.ASSISTANT: Scope.ASSISTING, _R.SOCIAL_WORKER: Scope.TEAM}
_FAMILY = {_R.MINOR: Scope.OWN, _R.GUARDIAN: Scope.OWN}
_STAFF = [role for role in Role if role not in (_R.MINOR, _R.GUARDIAN, _R.INFORMED, _R.DEVICE, _R.SYSTEM)]
_SIGNERS = {_R.CHIEF_PROSECUTOR: Scope.DECIDING, _R.DEPUTY: Scope.DECIDING}
_PROSECUTOR = {_R.PROSECUTOR: Scope.TEAM}
_READERS = dict.fromkeys(
    (_R.PROSECUTOR, _R.ASSISTANT, _R.DEPARTMENT_HEAD, _R.CHIEF_PROSECUTOR, _R.DEPUTY, _R.CLERK), Scope.GRANTED
)
_CLERKS = {_R.CLERK: Scope.OFFICE, **_CASE_TEAM}

RIGHTS: dict[Act, dict[Role, Scope]] = {
    Act.READ_PLAN: {**_ALSO_ASSISTING, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.CLERK: Scope.OFFICE},
    Act.READ_DATES: {
        **_ALSO_ASSISTING,
        **_SIGNERS,
        _R.DEPARTMENT_HEAD: Scope.OFFICE,
        _R.CLERK: Scope.OFFICE,
        _R.CASE_MANAGEMENT: Scope.OFFICE,
    },
    Act.READ_OWN: _FAMILY,
    Act.READ_CASELOAD: {
        **_ALSO_ASSISTING,
        **_SIGNERS,
        _R.DEPARTMENT_HEAD: Scope.OFFICE,
        _R.CASE_MANAGEMENT: Scope.OFFICE,
        _R.CLERK: Scope.OFFICE,
    },
    Act.READ_MESSAGES: {**_ALSO_ASSISTING, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.READ_CLOSING_LIST: {_R.CLERK: Scope.OFFICE, _R.PROSECUTOR: Scope.OFFICE, _R.ASSISTANT: Scope.OFFICE},
    Act.SEARCH: {**_ALSO_ASSISTING, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.CLERK: Scope.OFFICE},
    Act.READ_APPROVALS: {**_CASE_TEAM, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.READ_SERVICE: _CLERKS,
    # An administrator keeps the people of their own office; a city's, those of the city office.
    Act.READ_STAFF: {_R.ADMINISTRATOR: Scope.OFFICE, _R.AUDITOR: Scope.ALL},
    Act.KEEP_STAFF: {_R.ADMINISTRATOR: Scope.OFFICE},
    # The second person: never whoever asked, nor whoever it is about.
    Act.CONFIRM_ACCOUNT: {
        _R.ADMINISTRATOR: Scope.OFFICE,
        _R.DEPARTMENT_HEAD: Scope.OFFICE,
        _R.CHIEF_PROSECUTOR: Scope.OFFICE,
    },
    Act.READ_ACCESS: {**_SIGNERS, _R.CLERK: Scope.DECIDING, _R.PROSECUTOR: Scope.DECIDING},
    Act.READ_SEALED: _READERS,
    # One's own inbox, and nobody else's: what is in it was addressed to whoever reads it.
    Act.READ_INBOX: {**_FAMILY, **dict.fromkeys(_STAFF, Scope.OFFICE)},
    # What people need and how they feel is for those who work with them, and for who decides.
    Act.READ_EVALUATION: {**_ALSO_ASSISTING, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    # Counts over many plans: their view cuts them to the office, or for a city office to those under it.
    Act.READ_STATISTICS: {**_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.CASE_MANAGEMENT: Scope.OFFICE,
                          _R.AUDITOR: Scope.ALL},
    Act.READ_FAIRNESS: {**_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.AUDITOR: Scope.ALL},
    Act.READ_ATTACHMENT: _CASE_AND_WORKER,
    Act.READ_PAPER: {**_ALSO_ASSISTING, **_SIGNERS, _R.DEPARTMENT_HEAD: Scope.OFFICE, _R.CLERK: Scope.OFFICE},
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
    Act.RECORD_SITUATION: _ALSO_ASSISTING,
    Act.RECORD_QUESTIONNAIRE: _CASE_AND_WORKER,
    Act.COMMENT_ON_PROGRESS: {**_CASE_AND_WORKER, **_FAMILY},
    Act.SET_INDEX: _SIGNERS,
    Act.TELL_INDEX: _CASE_AND_WORKER,
    Act.NOTE: {**_ALSO_ASSISTING, _R.CLERK: Scope.OFFICE},
    # Each what they owe themselves, and the prosecutor whatever waits on the plan: the verb looks whose it is.
    Act.DISMISS_ITEMS: {**_CASE_AND_WORKER, **_SIGNERS, _R.CLERK: Scope.OFFICE},
    Act.READ_USAGE: {**_CASE_AND_WORKER, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.NAME_DEVICE: _CASE_AND_WORKER,
    Act.GIVE_TOKEN: _CASE_AND_WORKER,
    Act.TAKE_TOKEN_BACK: _CASE_AND_WORKER,
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
    Act.HAND_OVER: {**_ALSO_ASSISTING, _R.DEPARTMENT_HEAD: Scope.OFFICE},
    Act.ACCEPT_HAND_OVER: {_R.SOCIAL_WORKER: Scope.OFFICE, _R.ASSISTANT: Scope.OFFICE, _R.PROSECUTOR: Scope.OFFICE,
                           _R.CLERK: Scope.OFFICE, _R.DEPARTMENT_HEAD: Scope.OFFICE, **_SIGNERS},
    Act.ASK_ASSISTANCE: _PROSECUTOR,
    Act.ACCEPT_ASSISTANCE: {_R.PROSECUTOR: Scope.ASKED},
    Act.ASSIST_ELSEWHERE: _PROSECUTOR,
    Act.RECORD_ASSISTED_REPORT: _ALSO_ASSISTING,
    Act.END_ASSISTANCE: _PROSECUTOR,
    Act.CHANGE_CADENCE: _PROSECUTOR,
    Act.MOVE_ITEM: {**_CASE_AND_WORKER, _R.DEPARTMENT_HEAD: Scope.DECIDING},
    Act.ADOPT_EDITION: _PROSECUTOR,
    Act.PROPOSE: _PROSECUTOR,
    Act.COUNTERSIGN: {_R.DEPARTMENT_HEAD: Scope.DECIDING},
    Act.RETURN_PROPOSAL: {**_SIGNERS, _R.DEPARTMENT_HEAD: Scope.DECIDING},
    Act.WITHDRAW_PROPOSAL: _PROSECUTOR,
    Act.REPORT_INCIDENT: {**_ALSO_ASSISTING, _R.CLERK: Scope.OFFICE},
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
    Act.REPORT_DANGER: _ALSO_ASSISTING,
    Act.RECORD_FEEDBACK: _CASE_TEAM,
    Act.RESTORE_CONTACT: _PROSECUTOR,
    # Each answers for themselves; the team writes down what it was told, and whose word it is.
    Act.GIVE_CONSENTS: {**_FAMILY, **_CASE_AND_WORKER},
    Act.ASK_ABOUT_DATA: _FAMILY,
    Act.ANSWER_DATA_REQUEST: _PROSECUTOR,
    Act.GIVE_PAGE: _CASE_AND_WORKER,
    Act.DOUBT_AGE: _CASE_AND_WORKER,
    Act.SETTLE_AGE: _PROSECUTOR,
    Act.ORDER_GUARDIAN: _PROSECUTOR,
    Act.RECORD_ORDER_HOURS: _CASE_AND_WORKER,
    Act.TAKE_BACK_SESSION: _CASE_AND_WORKER,
    Act.END_ORDER: _PROSECUTOR,
    Act.SEND_SUGGESTION: _PROSECUTOR,
    Act.RECORD_SUGGESTION_REPLY: _CLERKS,
    Act.ASK_AID: _CASE_AND_WORKER,
    Act.ANSWER_AID: _PROSECUTOR,
    Act.RECORD_ASSESSMENT: _CASE_AND_WORKER,
    Act.REFER: _CASE_AND_WORKER,
    Act.RECORD_REFERRAL_ANSWER: _CASE_AND_WORKER,
    Act.SET_SUPPORT_LEVEL: _PROSECUTOR,
    Act.ASK_CERTIFICATE: {**_CASE_AND_WORKER, **_FAMILY},
    Act.RECORD_CERTIFICATE: _CASE_AND_WORKER,
    # Its verb asks for the right to record that very fact besides; this is the widest of them.
    Act.CORRECT_FACT: {**_ALSO_ASSISTING, _R.CLERK: Scope.OFFICE},
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

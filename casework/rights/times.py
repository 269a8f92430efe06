"""When an act has its place: one line an act, by the phase in which a plan stands. Asked at the desk, so that no way in
goes round it, and by the pages, so that nothing is offered that the desk would refuse.

Facts can always be recorded: what comes late is kept as a late fact. Only what we ourselves would do is refused, with
the reason and the article. What a sealed file holds is told by no refusal and by no answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casework.rights.acts import Act
from law.transitions import Outcome, PlanStatus
from models.plan import Plan
from sunward.words import Words


class Phase(StrEnum):
    """Where a plan stands in time, as acts see it."""

    NOT_ANNOUNCED = "not_announced"
    IN_PERIOD = "in_period"
    AWAITING_DECISION = "awaiting_decision"
    NON_PROSECUTED = "non_prosecuted"
    REVOKED = "revoked"
    INDICTED = "indicted"
    ENDED_OTHERWISE = "ended_otherwise"
    UNSEALED = "unsealed"
    CLOSED = "closed"
    """Over, and never sealed or unsealed again: its words can still be read by its handlers."""
    SEALED = "sealed"
    """Sealed, whether its closing list still runs or not."""


class Fit(StrEnum):
    """What becomes of an act in a phase."""

    DONE = "done"
    AGAIN = "again"
    """It is done already: the same again is harmless, anything else is refused by the act itself, in words."""
    FACT = "fact"
    """It is kept as a late fact."""
    BY_LAW = "by_law"
    """It is refused by the law's own finding, which knows the day."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Reason:
    """Why an act has no place: in words, with the article, and what may be done instead."""

    words: Words
    article: str


@dataclass(frozen=True)
class AfterTheSeal:
    """How a fact that comes after the seal stands on the nameless closing list: under which clock, by whom."""

    clock: str
    addressee: str


@dataclass(frozen=True)
class Times:
    """In which phases an act has its place. In every other it is refused."""

    done: frozenset[Phase]
    fact: frozenset[Phase] = frozenset()
    again: frozenset[Phase] = frozenset()
    by_law: frozenset[Phase] = frozenset()
    reason: Reason | None = None
    """Why it is refused where something else has to happen first; without it, the phase says why."""
    reasons: Mapping[Phase, Reason] = field(default_factory=dict)
    """Why in one phase, where neither of them says it well."""
    after_the_seal: AfterTheSeal | None = None

    def fit(self, phase: Phase) -> Fit:
        """What becomes of the act in that phase."""
        for fit in (Fit.DONE, Fit.AGAIN, Fit.FACT, Fit.BY_LAW):
            if phase in getattr(self, fit.value):
                return fit
        return Fit.REFUSED

    def why_not(self, phase: Phase) -> Reason:
        """Why it is refused in that phase."""
        if phase in self.reasons:
            return self.reasons[phase]
        if self.reason is not None and phase not in (Phase.SEALED, Phase.CLOSED):
            return self.reason
        return _OF_PHASE[phase]


_P = Phase
_RUNNING = frozenset({_P.NOT_ANNOUNCED, _P.IN_PERIOD})
_UNDECIDED = _RUNNING | {_P.AWAITING_DECISION}
_AT_COURT = frozenset({_P.REVOKED, _P.INDICTED})
_DECIDED = _AT_COURT | {_P.NON_PROSECUTED, _P.ENDED_OTHERWISE}
_AFTERWARDS = _DECIDED | {_P.UNSEALED}
_OPEN = _UNDECIDED | _AFTERWARDS
_READABLE = _OPEN | {_P.CLOSED}
_ALWAYS = frozenset(Phase)
_OVER = frozenset({_P.CLOSED, _P.SEALED})

_TOO_EARLY = Reason(
    Words("考验期尚未届满，届满之后才能办理这一事项。", "The period still runs: this is for the time after it."),
    "CPL art 284(2)",
)
_OF_PHASE: Mapping[Phase, Reason] = {
    _P.NOT_ANNOUNCED: _TOO_EARLY,
    _P.IN_PERIOD: _TOO_EARLY,
    _P.AWAITING_DECISION: Reason(
        Words("考验期已经届满，这一事项只能在考验期内办理；请依法作出起诉或者不起诉的决定。",
              "The period is over: this has its place only within it. What is due now is the decision."),
        "CPL art 284(2)",
    ),
    _P.NON_PROSECUTED: Reason(
        Words("本案已作出不起诉决定，不再办理这一事项；迟到的事实请用“记录情况”登记。",
              "Non-prosecution is decided: this has no place any more. A late fact is recorded as a note."),
        "CPL art 284(2)",
    ),
    _P.REVOKED: Reason(
        Words("附条件不起诉决定已被撤销，不再办理这一事项；迟到的事实请用“记录情况”登记。",
              "The decision is revoked: this has no place any more. A late fact is recorded as a note."),
        "CPL art 284(1)",
    ),
    _P.INDICTED: Reason(
        Words("本案已提起公诉，不再办理这一事项；迟到的事实请用“记录情况”登记。",
              "The case is prosecuted: this has no place any more. A late fact is recorded as a note."),
        "CPL art 284(1)",
    ),
    _P.ENDED_OTHERWISE: Reason(
        Words("本案已另行终结，不再办理这一事项；迟到的事实请用“记录情况”登记。",
              "The case has ended in another way: this has no place any more. A late fact is recorded as a note."),
        "CPL arts 16, 282(3)",
    ),
    _P.UNSEALED: Reason(
        Words("记录虽已解除封存，考察早已结束，不再办理这一事项；迟到的事实请用“记录情况”登记。",
              "The seal is lifted, but the supervision is long over. A late fact is recorded as a note."),
        "Rules art 485",
    ),
    _P.CLOSED: Reason(
        Words("本案已经收尾，不再办理这一事项；迟到的事实请用“记录情况”登记。",
              "The plan is closed: this has no place any more. A late fact is recorded as a note."),
        "Rules art 482",
    ),
    _P.SEALED: Reason(
        Words("记录已依法封存，不再办理这一事项；迟到的事实只登记在收尾清单，查阅须经检察长或者授权的副检察长批准。",
              "The record is sealed: this has no place any more. A late fact goes to the closing list only; who has to "
              "look inside asks the chief procurator or an authorised deputy for access."),
        "Rules art 486",
    ),
}  # fmt: skip


def _running(article: str = "CPL art 284(2)", reason: Words | None = None) -> Times:
    """Changes of the plan: only while the period runs."""
    return Times(_RUNNING, reasons={_P.AWAITING_DECISION: Reason(reason, article)} if reason else {})


_CHANGES = Words("考验期已经届满，不能再变更。", "The period is over: nothing can be changed any more.")
_ASSISTS = Words(
    "考验期已经届满，不再委托协助考察。", "The period is over: no other office is asked to assist any more."
)
_UNTIL_DECIDED = Times(_UNDECIDED)
_ALSO_AFTERWARDS = Times(_OPEN)
_LATE = Times(_UNDECIDED, fact=_AFTERWARDS)
"""A fact of the supervision: done while nothing is decided, kept as a late fact afterwards."""
_LATE_TO_THE_END = Times(_UNDECIDED, fact=_AFTERWARDS | {_P.CLOSED})
_HANDLED = Times(_UNDECIDED | _DECIDED)
"""Answers to what was told or asked before: also when they come after the decision."""
_NOT_YET_DECIDED = Reason(Words("还没有不起诉决定。", "There is no decision of non-prosecution."), "Rules art 477(1)")
_NOT_SEALED = Reason(
    Words("案卷尚未封存，按一般规定查阅。", "The file is not sealed: look at it in the usual way."), "Rules art 484"
)


def _outlives(clock: str, addressee: str) -> Times:
    """A fact that may come when everything is over: after the seal it stands on the nameless closing list."""
    return Times(_OPEN, fact=_OVER, after_the_seal=AfterTheSeal(clock, addressee))


TIMES: dict[Act, Times] = {
    # the machine's own, and what is about the plan's run and its messages
    Act.LIVE: Times(_ALWAYS),
    Act.RELEASE_QUARANTINE: Times(_ALWAYS),
    Act.SEND_BY_HAND: _HANDLED,
    Act.RECORD_CALL: _HANDLED,
    Act.RECORD_PASSED_ON: _HANDLED,
    Act.RECORD_PAPER: _HANDLED,
    Act.SEND_AGAIN: _ALSO_AFTERWARDS,
    Act.WITHDRAW_MESSAGE: Times(_READABLE),
    Act.SETTLE_MESSAGE: Times(_READABLE),
    # the decision and its announcement
    Act.ANNOUNCE: _LATE_TO_THE_END,
    Act.RECORD_SERVICE: Times(_OPEN, fact=_OVER),
    Act.ASK_TO_SIGN: _ALSO_AFTERWARDS,
    Act.ADD_ADDRESSEE: _HANDLED,
    Act.OBJECT: _LATE,
    Act.ANSWER_OBJECTION: _ALSO_AFTERWARDS,
    Act.WITHDRAW_OBJECTION: _LATE_TO_THE_END,
    Act.HOLD_HEARING: Times(_OPEN, fact=frozenset({_P.CLOSED})),
    Act.RESTART_REVIEW: Times(_UNDECIDED | {_P.REVOKED}, fact=_AFTERWARDS | {_P.CLOSED}),
    Act.RECORD_MEASURE: _LATE,
    Act.DISMISS_ITEMS: Times(_OPEN),
    Act.SETTLE_PROPERTY: Times(_OPEN, fact=frozenset({_P.CLOSED})),
    # papers
    Act.MAKE_PAPER: Times(_READABLE),
    Act.MAKE_PACK: Times(_READABLE),
    Act.READ_PAPER: Times(_READABLE),
    # what is owed
    Act.SUBMIT: _LATE,
    Act.REVIEW: _ALSO_AFTERWARDS,
    Act.AGREE_ON_ATTACHMENTS: _UNTIL_DECIDED,
    Act.RECORD_PROGRESS: _LATE,
    Act.RECORD_UNABLE: _LATE,
    Act.EXPLAIN: _LATE,
    Act.ANSWER_EXPLANATION: _ALSO_AFTERWARDS,
    Act.EVALUATE: _UNTIL_DECIDED,
    Act.PROPOSE_EVALUATION: _UNTIL_DECIDED,
    Act.ASK_VIEWS: _UNTIL_DECIDED,
    Act.GIVE_VIEW: _LATE,
    Act.RATE_NEEDS: _LATE,
    Act.RECORD_SITUATION: _LATE_TO_THE_END,
    Act.RECORD_QUESTIONNAIRE: _LATE_TO_THE_END,
    Act.COMMENT_ON_PROGRESS: _LATE,
    Act.TELL_INDEX: _UNTIL_DECIDED,
    Act.NOTE: _outlives("note", "office"),
    # digital use
    Act.NAME_DEVICE: _UNTIL_DECIDED,
    Act.GIVE_TOKEN: _UNTIL_DECIDED,
    Act.TAKE_TOKEN_BACK: Times(_READABLE),
    Act.KEEP_DEVICE: _UNTIL_DECIDED,
    Act.AGREE_ON_USAGE: _running(reason=_CHANGES),
    Act.HAND_IN_USAGE: _UNTIL_DECIDED,
    Act.PUSH_USAGE: _UNTIL_DECIDED,
    Act.COMMENT_ON_USAGE: _LATE,
    Act.ANSWER_DISPUTE: _ALSO_AFTERWARDS,
    Act.CLOSE_NOTE: _ALSO_AFTERWARDS,
    Act.CLOSE_USAGE_REVIEW: _ALSO_AFTERWARDS,
    # cards and accounts
    Act.RECORD_RETURNED_CARDS: _LATE,
    Act.RECORD_CARD_QUERY: _LATE,
    Act.RECORD_RESTRICTION: _LATE,
    Act.RECORD_APPEAL: _LATE,
    Act.ANSWER_APPEAL: _LATE,
    Act.RECORD_RELIEF: _LATE,
    # changes of the plan, and who supervises
    Act.CHANGE_PERIOD: _running(reason=_CHANGES),
    Act.CHANGE_CONDITION: _running("Rules art 470(2)", _CHANGES),
    Act.CHANGE_CADENCE: _running(reason=_CHANGES),
    Act.MOVE_ITEM: _running(reason=_CHANGES),
    Act.SET_SUPPORT_LEVEL: _running(
        reason=Words("考验期已经届满，不再确定帮扶力度。", "The period is over: no level of support is set any more.")
    ),
    Act.ADOPT_EDITION: _ALSO_AFTERWARDS,
    Act.HAND_OVER: Times(_OPEN | {_P.SEALED}),
    Act.ACCEPT_HAND_OVER: Times(_OPEN | {_P.SEALED}),
    Act.ASK_ASSISTANCE: _running("2013 Provisions art 44", _ASSISTS),
    Act.ACCEPT_ASSISTANCE: _running("2013 Provisions art 44", _ASSISTS),
    Act.ASSIST_ELSEWHERE: _running("2013 Provisions art 44", _ASSISTS),
    Act.RECORD_ASSISTED_REPORT: _UNTIL_DECIDED,
    Act.END_ASSISTANCE: _UNTIL_DECIDED,
    # asking for a decision
    Act.PROPOSE: _UNTIL_DECIDED,
    Act.COUNTERSIGN: _UNTIL_DECIDED,
    Act.RETURN_PROPOSAL: _UNTIL_DECIDED,
    Act.WITHDRAW_PROPOSAL: _UNTIL_DECIDED,
    # incidents and leave
    Act.REPORT_INCIDENT: _LATE,
    Act.HEAR: _LATE,
    Act.CLOSE_INCIDENT: _ALSO_AFTERWARDS,
    Act.ASK_LEAVE: _UNTIL_DECIDED,
    Act.DECIDE_LEAVE: _UNTIL_DECIDED,
    Act.RECORD_POLICE_STATION: _LATE,
    # people
    Act.HUSH: _HANDLED,
    Act.NAME_CONTACT: _ALSO_AFTERWARDS,
    Act.END_CONTACT: _outlives("contact_ended", "family"),
    Act.RECORD_HOURS: _ALSO_AFTERWARDS,
    Act.OPT_OUT: _ALSO_AFTERWARDS,
    Act.RECORD_INFORMED: _ALSO_AFTERWARDS,
    Act.REPORT_DANGER: _outlives("danger_report", "police"),
    Act.RECORD_FEEDBACK: _outlives("feedback", "police"),
    Act.RESTORE_CONTACT: _ALSO_AFTERWARDS,
    Act.GIVE_CONSENTS: _LATE_TO_THE_END,
    Act.ASK_ABOUT_DATA: _ALSO_AFTERWARDS,
    Act.ANSWER_DATA_REQUEST: _ALSO_AFTERWARDS,
    Act.GIVE_PAGE: _HANDLED,
    Act.DOUBT_AGE: _LATE,
    Act.SETTLE_AGE: _ALSO_AFTERWARDS,
    # guardians and partners
    Act.ORDER_GUARDIAN: _UNTIL_DECIDED,
    Act.RECORD_ORDER_HOURS: _LATE,
    Act.TAKE_BACK_SESSION: _LATE,
    Act.END_ORDER: _UNTIL_DECIDED,
    Act.SEND_SUGGESTION: _ALSO_AFTERWARDS,
    Act.RECORD_SUGGESTION_REPLY: _outlives("suggestion_reply", "unit"),
    Act.ASK_AID: _ALSO_AFTERWARDS,
    Act.ANSWER_AID: _outlives("aid_answer", "office"),
    Act.RECORD_ASSESSMENT: _LATE_TO_THE_END,
    Act.REFER: _UNTIL_DECIDED,
    Act.RECORD_REFERRAL_ANSWER: _LATE_TO_THE_END,
    Act.ASK_CERTIFICATE: Times(
        _OPEN,
        reasons=dict.fromkeys(_OVER, Reason(
            Words("请直接向公安机关申请，封存后同样可以取得。",
                  "Ask the police: after the seal it is issued just the same."),
            "PJD art 59(2)",
        )),
    ),
    Act.RECORD_CERTIFICATE: _outlives("certificate", "police"),
    # what was recorded wrongly: its verb asks besides when that very fact may be recorded
    Act.CORRECT_FACT: Times(_OPEN, fact=_OVER),
    # remedies
    Act.FILE_REMEDY: Times(_OPEN, fact=_OVER),
    Act.DECIDE_REMEDY: Times(_ALWAYS),
    Act.RECORD_REMEDY_ANSWER: Times(_OPEN, fact=_OVER),
    # the end
    Act.WRITE_OPINION: Times(
        frozenset({_P.AWAITING_DECISION}), by_law=_RUNNING,
        reason=Reason(Words("本案已经作出起诉或者不起诉的决定。", "This case has its final decision."), "Rules art 477(1)"),
    ),
    Act.HEAR_VICTIM: _LATE_TO_THE_END,
    Act.DECIDE_NON_PROSECUTION: Times(
        frozenset({_P.AWAITING_DECISION}), by_law=_RUNNING, again=frozenset({_P.NON_PROSECUTED}),
        reason=Reason(Words("本案目前没有待作出的起诉或者不起诉决定。", "This case does not wait for a decision."), "CPL art 284"),
    ),
    Act.REVOKE: Times(
        _UNDECIDED, again=_AT_COURT,
        reason=Reason(Words("本案已经作出起诉或者不起诉的决定。", "This case has its final decision."), "CPL art 284"),
    ),
    Act.PROSECUTE: Times(
        frozenset({_P.REVOKED}), again=frozenset({_P.INDICTED}),
        reason=Reason(Words("附条件不起诉决定尚未撤销，不能提起公诉。", "There is no prosecution without a revocation."), "CPL art 284(1)"),
    ),
    Act.RECORD_JUDGMENT: Times(
        frozenset({_P.INDICTED}), fact=_OVER | {_P.REVOKED, _P.UNSEALED}, after_the_seal=AfterTheSeal("judgment", "court"),
        reason=Reason(
            Words("本案没有提起公诉；其他案件的判决请用“记录情况”登记。",
                  "This case was not prosecuted. A judgment in another case is recorded as a note."),
            "Rules art 482",
        ),
    ),
    Act.ANNOUNCE_OUTCOME: Times(frozenset({_P.NON_PROSECUTED}), reason=_NOT_YET_DECIDED),
    Act.END_OTHERWISE: Times(
        _UNDECIDED | _AT_COURT, again=frozenset({_P.ENDED_OTHERWISE}),
        reason=Reason(Words("本案已经作出起诉或者不起诉的决定；死亡等事实请用“记录情况”登记。",
                            "This case has its final decision. A death and the like is recorded as a note."),
                      "CPL arts 16, 177(1)"),
    ),
    Act.FOLLOW_CORRECTION: Times(
        frozenset({_P.ENDED_OTHERWISE}), again=frozenset({_P.INDICTED, _P.CLOSED}),
        reason=Reason(Words("没有上级纠正后待定的事项。", "Nothing waits here after a correction."), "Rules art 380"),
    ),
    Act.ANSWER_AFTER_CARE: Times(
        frozenset({_P.NON_PROSECUTED, _P.ENDED_OTHERWISE}), reason=_NOT_YET_DECIDED,
        reasons={_P.SEALED: Reason(
            Words("案卷已封存；自愿回访请在回访卡上办理。", "The file is sealed: after-care is ended on its own card."),
            "2013 Provisions art 49",
        )},
    ),
    # after the seal
    Act.ASK_ACCESS: Times(frozenset({_P.SEALED}), reason=_NOT_SEALED),
    Act.ANSWER_ACCESS: Times(_ALWAYS),
    Act.END_ACCESS: Times(_ALWAYS),
    Act.READ_SEALED: Times(frozenset({_P.SEALED}), reason=_NOT_SEALED),
    Act.SET_ASIDE: Times(
        frozenset({_P.NON_PROSECUTED, _P.SEALED}), again=_AT_COURT,
        reason=Reason(Words("没有不起诉决定可以撤销。", "There is no non-prosecution to set aside."), "Rules arts 383, 388"),
        reasons={_P.CLOSED: Reason(
            Words("本案已经收尾，须另行立案办理。", "The plan is closed: the case is taken up anew."), "Rules arts 383, 388"
        )},
    ),
    Act.UNSEAL: Times(
        frozenset({_P.SEALED}), again=frozenset({_P.UNSEALED, _P.CLOSED}),
        reason=Reason(Words("案卷没有封存。", "The file is not sealed."), "Rules art 485"),
    ),
}  # fmt: skip
"""What is done to one plan's file. What is not here is done to none: a look, a list, a value of the office."""


def phase_of(plan: Plan, today: date) -> Phase:
    """Where the plan stands in time. The period is over once its last day is, also before the machine has noted it."""
    if plan.sealed_at is not None:
        return Phase.SEALED
    if plan.closed_at is not None:
        return Phase.CLOSED
    if plan.outcome == Outcome.PROSECUTION and plan.status != PlanStatus.UNSEALED:
        return Phase.INDICTED
    if plan.status != PlanStatus.UNDER_SUPERVISION:
        return Phase(plan.status)
    if today > plan.period_to:
        return Phase.AWAITING_DECISION
    return Phase.NOT_ANNOUNCED if plan.announced_on is None else Phase.IN_PERIOD


def fit_of(act: Act, plan: Plan, today: date) -> Fit:
    """What becomes of the act on that plan today; an act on no plan's file fits always."""
    return TIMES[act].fit(phase_of(plan, today)) if act in TIMES else Fit.DONE


def refusal_of(act: Act, plan: Plan, today: date) -> Reason | None:
    """Why the act has no place on that plan today; None where it is done, kept, or for the law to look at."""
    phase = phase_of(plan, today)
    return TIMES[act].why_not(phase) if TIMES[act].fit(phase) is Fit.REFUSED else None

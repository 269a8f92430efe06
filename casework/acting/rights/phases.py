"""Which acts fit which phase of a plan. Asked when a plan is opened, so that no way in
goes round it, and by the pages, so that nothing is offered that would be refused.

Facts can always be recorded: what comes late is kept as a late fact. Only what we ourselves would do is refused, with
the reason and the article. What a sealed file holds is told by no refusal and by no answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.i18n import Text, _, pgettext
from law.articles import cite, get_article


class Phase(StrEnum):
    """The phase of a plan, as acts distinguish it."""

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


class PhaseFit(StrEnum):
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
class PhaseReason:
    """Why an act has no place: in words, under which rule or article of the law's files, and what may be done instead."""

    words: Text
    rule: str

    def __post_init__(self) -> None:
        get_article(self.rule)

    @property
    def article(self) -> str:
        """The article as it is answered."""
        return cite(self.rule)


@dataclass(frozen=True)
class AfterTheSeal:
    """How a fact that comes after the seal stands on the nameless closing list: under which clock, by whom."""

    clock: str
    addressee: str


DIED = AfterTheSeal("death", "family")
ALIVE = AfterTheSeal("death_in_error", "family")
"""That the death which was recorded after the seal is none."""


@dataclass(frozen=True)
class Times:
    """In which phases an act has its place. In every other it is refused."""

    done: frozenset[Phase]
    fact: frozenset[Phase] = frozenset()
    again: frozenset[Phase] = frozenset()
    by_law: frozenset[Phase] = frozenset()
    reason: PhaseReason | None = None
    """Why it is refused where something else has to happen first; without it, the phase says why."""
    reasons: Mapping[Phase, PhaseReason] = field(default_factory=dict)
    """Why in one phase, where neither of them says it well."""
    after_the_seal: AfterTheSeal | None = None

    def fit(self, phase: Phase) -> PhaseFit:
        """What becomes of the act in that phase."""
        for fit in (PhaseFit.DONE, PhaseFit.AGAIN, PhaseFit.FACT, PhaseFit.BY_LAW):
            if phase in getattr(self, fit.value):
                return fit
        return PhaseFit.REFUSED

    def why_not(self, phase: Phase) -> PhaseReason:
        """Why it is refused in that phase."""
        if phase in self.reasons:
            return self.reasons[phase]
        if self.reason is not None and phase not in (Phase.SEALED, Phase.CLOSED):
            return self.reason
        return _OF_PHASE[phase]


RUNNING = frozenset({Phase.NOT_ANNOUNCED, Phase.IN_PERIOD})
UNDECIDED = RUNNING | {Phase.AWAITING_DECISION}
AT_COURT = frozenset({Phase.REVOKED, Phase.INDICTED})
DECIDED = AT_COURT | {Phase.NON_PROSECUTED, Phase.ENDED_OTHERWISE}
AFTERWARDS = DECIDED | {Phase.UNSEALED}
OPEN = UNDECIDED | AFTERWARDS
READABLE = OPEN | {Phase.CLOSED}
ALWAYS = frozenset(Phase)
CLOSED_OR_SEALED = frozenset({Phase.CLOSED, Phase.SEALED})

_TOO_EARLY = PhaseReason(
    _("考验期尚未届满，届满之后才能办理这一事项。"),
    "end_of_period",
)
SEALED = PhaseReason(
    _(
        "记录已依法封存，不再办理这一事项；此后得知的情况由封存时办理本案的人在“封存后情况登记”登记，查阅须经检察长或者授权的副检察长批准。"
    ),
    "sealed",
)
"""Why nothing is done to a sealed file."""
_OF_PHASE: Mapping[Phase, PhaseReason] = {
    Phase.NOT_ANNOUNCED: _TOO_EARLY,
    Phase.IN_PERIOD: _TOO_EARLY,
    Phase.AWAITING_DECISION: PhaseReason(
        _("考验期已经届满，这一事项只能在考验期内办理；请依法作出起诉或者不起诉的决定。"),
        "end_of_period",
    ),
    Phase.NON_PROSECUTED: PhaseReason(
        _("本案已作出不起诉决定，不再办理这一事项；迟到的事实请用“记一件事”登记。"),
        "end_of_period",
    ),
    Phase.REVOKED: PhaseReason(
        _("附条件不起诉决定已被撤销，不再办理这一事项；迟到的事实请用“记一件事”登记。"),
        "grounds_of_revocation",
    ),
    Phase.INDICTED: PhaseReason(
        _("本案已提起公诉，不再办理这一事项；迟到的事实请用“记一件事”登记。"),
        "grounds_of_revocation",
    ),
    Phase.ENDED_OTHERWISE: PhaseReason(
        _("本案已经终结，不再办理这一事项；迟到的事实请用“记一件事”登记。"),
        "ended_otherwise",
    ),
    Phase.UNSEALED: PhaseReason(
        _("记录虽已解除封存，考察早已结束，不再办理这一事项；迟到的事实请用“记一件事”登记。"),
        "unsealing",
    ),
    Phase.CLOSED: PhaseReason(
        _("本案已经收尾，不再办理这一事项；迟到的事实请用“记一件事”登记。"),
        "SE-15",
    ),
    Phase.SEALED: SEALED,
}  # fmt: skip


def while_running(rule: str = "PB-07", reason: Text | None = None) -> Times:
    """Changes of the plan: only while the period runs."""
    return Times(RUNNING, reasons={Phase.AWAITING_DECISION: PhaseReason(reason, rule)} if reason else {})


NO_CHANGES = pgettext("within a sentence", "考验期已经届满，不能再变更。")
NO_ASSISTANCE = _("考验期已经届满，不再委托协助考察。")
UNTIL_DECIDED = Times(UNDECIDED)
ALSO_AFTERWARDS = Times(OPEN)
LATE_FACT = Times(UNDECIDED, fact=AFTERWARDS)
"""A fact of the supervision: done while nothing is decided, kept as a late fact afterwards."""
LATE_FACT_ALSO_CLOSED = Times(UNDECIDED, fact=AFTERWARDS | {Phase.CLOSED})
ANSWERABLE = Times(UNDECIDED | DECIDED)
"""Answers to what was told or asked before: also when they come after the decision."""
NOT_YET_DECIDED = PhaseReason(_("还没有不起诉决定。"), "FI-12")
NOT_SEALED = PhaseReason(_("案卷尚未封存，按一般规定查阅。"), "access")


def also_after_seal(clock: str, addressee: str) -> Times:
    """A fact that may come when everything is over: after the seal it stands on the nameless closing list."""
    return Times(OPEN, fact=CLOSED_OR_SEALED, after_the_seal=AfterTheSeal(clock, addressee))

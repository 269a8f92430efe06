"""Whether the decision may be made at all: age, offence, sentence, repentance, counsel, opinions heard.

Each function asks one rule. `findings_on_opening` asks them all and hides nothing: what holds is there as well as
what does not. Only "nobody recorded anything" is refused about a party; an adult without a representative or a
case without a victim is a case like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.i18n import Text, _, listed
from law.age import age_in_years_and_months, has_reached_age, is_of_age
from law.applied import applies
from law.finding import Finding
from law.objection import ObjectionKind, findings_on_objection
from law.parties import PARTY_NAMES, Party, PartyState
from law.rulebook import Rulebook

__all__ = ["CaseFacts", "Party", "PartyState", "findings_on_opening", "findings_on_persons_age", "least_age"]

LIGHT_CASE_OFFENCES = ("287-2", "312")


@dataclass(frozen=True)
class CaseFacts:
    """What the decision rests on. None means that nobody recorded it, which is not the same as no.

    `offence_article` is the article of the Criminal Law as "287-2". `counsel` is True where there is counsel or
    legal aid was notified in writing. `mitigating` and `aggravating` are the factors of the July 2025 opinion.
    """

    born_on: date
    act_dates: Sequence[date]
    offence_article: str
    predicted_sentence_months: int | None
    decided_on: date
    opinions: Mapping[Party, PartyState]
    repentance: Sequence[str] = ()
    reason_not_minor_offence: str | None = None
    counsel: bool | None = None
    opinions_heard_on: Mapping[Party, date] = field(default_factory=dict)
    conditions_for_prosecution_met: bool | None = None
    serious_injury_or_death: bool = False
    mitigating: Sequence[str] = ()
    aggravating: Sequence[str] = ()
    objection: ObjectionKind = ObjectionKind.NONE
    objection_answered: bool = False


@applies(
    "DT-01",
    "HR-01",
    "HR-03",
    "HR-04",
    "HR-09",
    "HR-11",
    "PR-01",
    "PR-02",
    "PR-03",
    "PR-04",
    "PR-05",
    "PR-06",
    "PR-07",
    "PR-08",
    "PR-10",
    "PR-15",
)
def findings_on_opening(facts: CaseFacts, rulebook: Rulebook) -> list[Finding]:
    """Every rule's answer to these facts, in the order in which a prosecutor would ask."""
    return [
        _was_a_minor(facts, rulebook),
        _was_liable(facts, rulebook),
        _offence_admits(facts, rulebook),
        _sentence_is_short(facts, rulebook),
        *_meets_conditions_for_prosecution(facts, rulebook),
        _repents(facts, rulebook),
        _counsel_is_recorded(facts, rulebook),
        _has_counsel(facts, rulebook),
        _opinions_are_recorded(facts, rulebook),
        _opinions_came_before(facts, rulebook),
        _minor_offence_was_considered(facts, rulebook),
        _is_no_light_case(facts, rulebook),
        *findings_on_objection(facts.objection, facts.objection_answered, rulebook),
    ]


@applies("DT-01", "PR-01", "PR-02")
def findings_on_persons_age(
    born_on: date, act_dates: Sequence[date], offence_article: str, serious_injury_or_death: bool, rulebook: Rulebook
) -> list[Finding]:
    """The two rules that hang on the birth date alone: a minor at every act (PR-01), and liable for it (PR-02)."""
    facts = CaseFacts(
        born_on=born_on, act_dates=act_dates, offence_article=offence_article, predicted_sentence_months=None,
        decided_on=max(act_dates, default=born_on), opinions={}, serious_injury_or_death=serious_injury_or_death,
    )  # fmt: skip
    return [_was_a_minor(facts, rulebook), _was_liable(facts, rulebook)]


@applies("PR-02")
def least_age(article: str, on: date, rulebook: Rulebook, *, serious_injury_or_death: bool = False) -> int:
    """The age from which a person is liable for that article on that day: fourteen for the grave offences."""
    offence = rulebook.offence(article)
    begins = offence.from_fourteen if offence else None
    is_grave = begins == "always" or (begins == "grave_result" and serious_injury_or_death)
    return rulebook.number("criminal_age_grave_offence" if is_grave else "criminal_age_any_offence", on=on)


def _was_a_minor(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    def is_a_minors_act(act_on: date) -> bool:
        from_age = rulebook.number("minor_case_from_age", on=act_on)
        below_age = rulebook.number("minor_case_below_age", on=act_on)
        return has_reached_age(facts.born_on, from_age, act_on) and not has_reached_age(
            facts.born_on, below_age, act_on
        )

    if not facts.act_dates:
        return rulebook.finding("PR-01", False, _("没有记录行为日期。"))
    strangers = [act_on for act_on in facts.act_dates if not is_a_minors_act(act_on)]
    if strangers:
        return rulebook.finding(
            "PR-01",
            False,
            _("行为时的年龄不在已满14周岁、不满18周岁之间：{ages}。", ages=_ages(facts.born_on, strangers)),
        )
    return rulebook.finding("PR-01", True, _("每次行为时均为未成年人。"))


def _was_liable(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    def needed(act_on: date) -> int:
        return least_age(facts.offence_article, act_on, rulebook, serious_injury_or_death=facts.serious_injury_or_death)

    too_young = [act_on for act_on in facts.act_dates if not has_reached_age(facts.born_on, needed(act_on), act_on)]
    if too_young:
        age = needed(too_young[0])
        return rulebook.finding(
            "PR-02",
            False,
            _("该罪须已满{age}周岁，行为时{ages}，不负刑事责任。", age=age, ages=_ages(facts.born_on, too_young)),
        )
    return rulebook.finding("PR-02", True, _("已达该罪的刑事责任年龄。"))


def _offence_admits(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    offence = rulebook.offence(facts.offence_article)
    if offence is None:
        return rulebook.finding("PR-03", False, _("刑法分则没有这一条。"))
    offence_name, chapter, title = offence.name, offence.chapter.number, offence.chapter.title
    if not offence.chapter.admits:
        return rulebook.finding(
            "PR-03",
            False,
            _(
                "{offence}属分则第{chapter}章（{title}），不能附条件不起诉。",
                offence=offence_name,
                chapter=chapter,
                title=title,
            ),
        )
    return rulebook.finding(
        "PR-03",
        True,
        _("{offence}属分则第{chapter}章（{title}）。", offence=offence_name, chapter=chapter, title=title),
    )


def _sentence_is_short(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    most = rulebook.number("sentence_most_months", on=facts.decided_on)
    months = facts.predicted_sentence_months
    if months is None:
        return rulebook.finding("PR-04", False, _("没有记录可能判处的刑罚。"))
    return rulebook.finding(
        "PR-04",
        months <= most,
        _("可能判处{months}个月，上限{most}个月。", months=months, most=most),
    )


def _meets_conditions_for_prosecution(facts: CaseFacts, rulebook: Rulebook) -> list[Finding]:
    """Asked only where somebody recorded it: a signed decision implies it."""
    met = facts.conditions_for_prosecution_met
    if met is None:
        return []
    because = _("事实清楚，证据充分，符合起诉条件。") if met else _("不符合起诉条件，应当另作处理。")
    return [rulebook.finding("PR-05", met, because)]


def _repents(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    items = [item for item in facts.repentance if item.strip()]
    because = _("记录了{count}项悔罪表现。", count=len(items)) if items else _("没有记录悔罪表现。")
    return rulebook.finding("PR-06", bool(items), because)


def _counsel_is_recorded(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    recorded = facts.counsel is not None or Party.DEFENDER in facts.opinions
    because = _("辩护人或法律援助情况有记录。") if recorded else _("辩护人和法律援助均无任何记录。")
    return rulebook.finding("PR-10", recorded, because)


def _has_counsel(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    if is_of_age(facts.born_on, facts.decided_on, rulebook):
        return rulebook.finding("PR-15", True, _("决定时已成年，可以不适用。"))
    has = facts.counsel is True or (facts.counsel is None and facts.opinions.get(Party.DEFENDER) is PartyState.HEARD)
    because = _("有辩护人，或已书面通知法律援助。") if has else _("未成年人没有辩护人，也未通知法律援助。")
    return rulebook.finding("PR-15", has, because)


def _opinions_are_recorded(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    missing = [PARTY_NAMES[party] for party in Party if party not in facts.opinions]
    if missing:
        return rulebook.finding("HR-01", False, _("{parties}没有任何记录。", parties=listed(missing)))
    return rulebook.finding("HR-01", True, _("五方均有记录。"))


def _opinions_came_before(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    late = [PARTY_NAMES[party] for party, on in facts.opinions_heard_on.items() if on > facts.decided_on]
    if late:
        return rulebook.finding("HR-09", False, _("{parties}的意见晚于决定。", parties=listed(late)))
    return rulebook.finding("HR-09", True, _("没有晚于决定的意见。"))


def _minor_offence_was_considered(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    given = bool((facts.reason_not_minor_offence or "").strip())
    because = _("已说明不适用相对不起诉的理由。") if given else _("请说明为什么不适用相对不起诉。")
    return rulebook.finding("PR-07", given, because)


def _is_no_light_case(facts: CaseFacts, rulebook: Rulebook) -> Finding:
    is_light = facts.offence_article in LIGHT_CASE_OFFENCES and bool(facts.mitigating) and not facts.aggravating
    because = _("有从轻情节而无从重情节，先考虑不起诉。") if is_light else _("不属于应先考虑不起诉的轻微情形。")
    return rulebook.finding("PR-08", not is_light, because)


def _ages(born_on: date, days: Sequence[date]) -> Text:
    """The age on each day. On the birthday itself a year of age is not reached yet, which is said (DT-01)."""
    ages = []
    for day in days:
        years, months = age_in_years_and_months(born_on, day)
        its_birthday = months == 0 and not has_reached_age(born_on, years, day)
        ages.append(
            _("{day}为{years}周岁{months}个月（生日当天，次日起算已满）", day=day, years=years, months=months)
            if its_birthday
            else _("{day}为{years}周岁{months}个月", day=day, years=years, months=months)
        )
    return listed(ages)

"""Who supervises: the deciding office, with others beside it, and the level of support that a named person sets.

Nothing here judges a person. A level is a measure of ours: it has a name, a reason and an end, and no function
computes it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


@dataclass(frozen=True)
class Level:
    """A level of support (帮扶力度): what it is called, who set it, why, and from when."""

    name: str
    set_by: str
    reason: str
    from_on: date


@applies("SU-01")
def finding_on_who_judges(judged_by_deciding_office: bool, rulebook: Rulebook) -> Finding:
    """Whether the deciding office itself judges how the supervision went (SU-01); others give their voice."""
    because = _("由考察机关自行判断。") if judged_by_deciding_office else _("判断不得委托其他单位或者个人。")
    return rulebook.finding("SU-01", judged_by_deciding_office, because)


@applies("SU-04")
def finding_on_agreement(agreement_signed: bool, team_named: bool, rulebook: Rulebook) -> Finding:
    """Whether there is a supervision agreement and a team (SU-04)."""
    if not agreement_signed:
        because = _("没有监督考察协议。")
    elif not team_named:
        because = _("没有确定帮教小组。")
    else:
        because = _("协议和小组均有。")
    return rulebook.finding("SU-04", agreement_signed and team_named, because)


@applies("SU-05")
def finding_on_assistance(accepted: bool, decides: bool, rulebook: Rulebook) -> Finding:
    """Whether supervision elsewhere is in order (SU-05): the other office has accepted, and decides nothing.

    Until it accepts, the deciding office carries every duty: no day without an owner.
    """
    if decides:
        because = _("协助的检察院不作决定。")
    elif not accepted:
        because = _("对方尚未接受，仍由本院负责。")
    else:
        because = _("对方已接受协助，决定权不变。")
    return rulebook.finding("SU-05", accepted and not decides, because)


@applies("SU-05")
def assisted_report_due(last_report_on: date, rulebook: Rulebook) -> date:
    """The day by which the assisting office writes again (SU-05), by the office's own practice."""
    return last_report_on + timedelta(days=rulebook.number("assisted_report_days", on=last_report_on))


@applies("SU-06")
def level_lapses_on(from_on: date, rulebook: Rulebook) -> date:
    """The first day on which the level has lapsed (SU-06), unless it is set anew."""
    return from_on + timedelta(days=rulebook.number("level_lapses_after_days", on=from_on))


@applies("SU-06")
def level_on(level: Level | None, on: date, rulebook: Rulebook) -> Level | None:
    """The level that stands on that day; None where none was set or it has lapsed. No score and no count makes one."""
    if level is None or on < level.from_on or on >= level_lapses_on(level.from_on, rulebook):
        return None
    return level


@applies("SU-07")
def finding_on_team_day(works: bool, day: date, rulebook: Rulebook) -> Finding:
    """Whether what the team owes is put on a day on which offices work (SU-07)."""
    because = _("{day}上班。", day=day.isoformat()) if works else _("{day}是休息日，当天不上班。", day=day.isoformat())
    return rulebook.finding("SU-07", works, because)


@applies("SU-06")
def finding_on_level(level: Level, on: date, rulebook: Rulebook) -> Finding:
    """Whether a level has what it needs on that day: a name behind it, a reason, and its sixty days (SU-06)."""
    if not level.set_by.strip():
        because = _("没有写明由谁确定。")
    elif not level.reason.strip():
        because = _("没有写明理由。")
    elif level_on(level, on, rulebook) is None:
        because = _("已自行失效，需要时重新确定。")
    else:
        return rulebook.finding("SU-06", True, _("有具名人员和理由，仍在有效期内。"))
    return rulebook.finding("SU-06", False, because)


@applies("SU-08")
def finding_on_reaching(reached: bool, rulebook: Rulebook) -> Finding:
    """Whether the minor can be reached by one of the ways that the plan names (SU-08)."""
    because = (
        _("本人联系得上。")
        if reached
        else _("本人没有可用的联系方式，短信和提醒都送不到；请补充，或者安排专人当面联系。")
    )
    return rulebook.finding("SU-08", reached, because)

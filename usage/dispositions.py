"""In what a review of digital use ends: declared here once. People choose; no figure leads to any of them."""

from enum import StrEnum

from core.i18n import Text, pgettext


class DispositionCode(StrEnum):
    """The dispositions, as acts, files and the API name them."""

    GO_ON = "go_on"
    CHANGE_AGREEMENT = "change_agreement"
    FAMILY_TALK = "family_talk"
    COUNSELLING = "counselling"
    SCHOOL_SUPPORT = "school_support"
    ANOTHER_GOAL = "another_goal"
    STOP_LOOKING = "stop_looking"


DISPOSITIONS: dict[DispositionCode, Text] = {
    DispositionCode.GO_ON: pgettext("disposition", "照现在的继续"),
    DispositionCode.CHANGE_AGREEMENT: pgettext("disposition", "调整用网约定"),
    DispositionCode.FAMILY_TALK: pgettext("disposition", "和家里谈一次"),
    DispositionCode.COUNSELLING: pgettext("disposition", "联系心理辅导"),
    DispositionCode.SCHOOL_SUPPORT: pgettext("disposition", "请学校帮忙（限于已知情的学校）"),
    DispositionCode.ANOTHER_GOAL: pgettext("disposition", "换一个目标"),
    DispositionCode.STOP_LOOKING: pgettext("disposition", "不再看用网记录"),
}
"""In each but `GO_ON` somebody does something by a day, and says what became of it."""


class Became(StrEnum):
    """What became of a disposition."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


BECAME: dict[Became, Text] = {
    Became.DONE: pgettext("disposition", "办好了"),
    Became.PARTLY: pgettext("disposition", "办了一部分"),
    Became.NOT_DONE: pgettext("disposition", "没有办成"),
}

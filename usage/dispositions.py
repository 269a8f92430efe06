"""In what a review of digital use ends: declared here once. People choose; no figure leads to any of them."""

from core.i18n import pgettext
from core.worded_codes import WordedCode


class DispositionCode(WordedCode):
    """The dispositions, as acts, files and the API name them."""

    GO_ON = "go_on", pgettext("disposition", "照现在的继续")
    CHANGE_AGREEMENT = "change_agreement", pgettext("disposition", "调整用网约定")
    FAMILY_TALK = "family_talk", pgettext("disposition", "和家里谈一次")
    COUNSELLING = "counselling", pgettext("disposition", "联系心理辅导")
    SCHOOL_SUPPORT = "school_support", pgettext("disposition", "请学校帮忙（限于已知情的学校）")
    ANOTHER_GOAL = "another_goal", pgettext("disposition", "换一个目标")
    STOP_LOOKING = "stop_looking", pgettext("disposition", "不再看用网记录")


class Became(WordedCode):
    """What became of a disposition."""

    DONE = "done", pgettext("disposition", "办好了")
    PARTLY = "partly", pgettext("disposition", "办了一部分")
    NOT_DONE = "not_done", pgettext("disposition", "没有办成")

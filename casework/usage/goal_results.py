"""What the prosecutor says of a goal at the end, in the words of the papers and in those for the family. It is chosen by a
person and never proposed; a voluntary goal counts for no decision."""

from enum import StrEnum

from core.i18n import Text, _, pgettext


class GoalResult(StrEnum):
    """The three answers."""

    KEPT = "kept"
    NOT_YET = "not_yet"
    CANNOT_BE_SAID = "cannot_be_said"


RESULTS: dict[GoalResult, Text] = {
    GoalResult.KEPT: _("达到约定"),
    GoalResult.NOT_YET: _("尚未达到"),
    GoalResult.CANNOT_BE_SAID: _("现有记录无法评价"),
}
PLAIN_RESULTS: dict[GoalResult, Text] = {
    GoalResult.KEPT: pgettext("goal", "做到了"),
    GoalResult.NOT_YET: pgettext("goal", "还没做到"),
    GoalResult.CANNOT_BE_SAID: pgettext("goal", "说不准"),
}

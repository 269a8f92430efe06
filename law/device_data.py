"""Whose consent counts before anything of a phone or computer is collected: by the person's age, and each may take it back.

Data of a device is sensitive and nobody's duty by law, so it rests on consent alone (PIPL arts 13(1)(1), 29). Silence is no
consent, and one No stops the collection.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from core.i18n import _, listed, pgettext
from law.age import birthday, is_of_age
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


class WhoseConsent(StrEnum):
    """Whose word is needed."""

    GUARDIANS = "guardians"
    """Under fourteen: a guardian's consent counts, and the child is asked as well (PIPL art 31)."""
    BOTH = "both"
    """From fourteen: the minor's own, and a guardian's."""
    OWN = "own"
    """Of age: the person's own alone."""


@applies("DP-04")
def whose_consent(born_on: date, on: date, rulebook: Rulebook) -> WhoseConsent:
    """Whose consent to data of a device counts on that day; ages are complete on the birthday itself (Civil Code)."""
    if is_of_age(born_on, on, rulebook):
        return WhoseConsent.OWN
    fourteen = birthday(born_on, rulebook.number("guardian_consents_below_years", on=on))
    return WhoseConsent.GUARDIANS if on < fourteen else WhoseConsent.BOTH


@applies("DP-04")
def finding_on_device_data(
    born_on: date, on: date, minor_said: bool | None, guardians_said: Collection[bool | None], rulebook: Rulebook
) -> Finding:
    """Whether data of a device may be collected on that day (DP-04).

    `None` is somebody who has not answered. Of several guardians one Yes is enough and one No too many. Also under
    fourteen nothing begins before the child was asked and has not refused.
    """
    whose_answer = whose_consent(born_on, on, rulebook)
    guardians = [] if whose_answer is WhoseConsent.OWN else list(guardians_said)
    if minor_said is False or False in guardians:
        because = _("有人不同意或者已经撤回同意，不得收取用网数据。")
        return rulebook.finding("DP-04", False, because)
    missing = [] if minor_said else [_MINOR]
    if whose_answer is not WhoseConsent.OWN and True not in guardians:
        missing.append(_GUARDIAN)
    if not missing:
        return rulebook.finding("DP-04", True, _("应当同意的人都已同意。"))
    people = listed(missing, _("和"))
    because = _("还没有{people}对收取用网数据的同意；没有回答不等于同意。", people=people)
    if whose_answer is WhoseConsent.GUARDIANS:
        because = _(
            "还没有{people}对收取用网数据的同意（未满14周岁，以监护人同意为准，同时征求本人意见）；没有回答不等于同意。",
            people=people,
        )
    return rulebook.finding("DP-04", False, because)


_MINOR = pgettext("minor", "本人")
_GUARDIAN = pgettext("guardian", "监护人")

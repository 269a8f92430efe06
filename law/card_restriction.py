"""A restriction of cards and accounts (Anti-Telecom-Fraud Law art 31; joint measures in force since 1 December 2024).

It is not a measure of the supervision and nobody here decides it: its clock is watched, so that help comes in time.
"""

from datetime import date, timedelta
from enum import StrEnum

from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.months import same_day_after
from law.rulebook import Rulebook


class RestrictedGroup(StrEnum):
    """On what ground somebody is restricted."""

    PUNISHED = "punished"
    FOUND_BY_POLICE = "found_by_police"


@applies("CA-04", "DT-04")
def last_day_of_restriction(group: RestrictedGroup, from_on: date, rulebook: Rulebook) -> date:
    """The last day of a restriction that begins on that day, its first day counted."""
    months = "restriction_months_punished" if group is RestrictedGroup.PUNISHED else "restriction_months_police"
    return same_day_after(from_on, rulebook.number(months, on=from_on)) - timedelta(days=1)


@applies("CA-06")
def finding_on_group(group: RestrictedGroup, rulebook: Rulebook) -> Finding:
    """Whether the ground fits somebody who was not punished: a conditional non-prosecution is no criminal punishment."""
    fits = group is RestrictedGroup.FOUND_BY_POLICE
    because = (
        _("由公安机关认定，符合条件时可以限制。")
        if fits
        else _("附条件不起诉不是刑事处罚，按“受过刑事处罚”限制可能不当，可以帮助申诉。")
    )
    return rulebook.finding("CA-06", fits, because)

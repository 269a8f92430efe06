"""Leaving the city or county: whose approval is needed, and what the family may be told (OB-06, CPL art 71).

Whoever is on bail needs the police station as well. A person who leaves on our word alone can be arrested, so the
answer is "wait for both" until both have said yes.
"""

from enum import StrEnum

from law.finding import Finding
from law.rulebook import Rulebook
from sunward.words import Words


class LeaveAnswer(StrEnum):
    """What the family is told about a request."""

    WAIT = "wait"
    WAIT_FOR_BOTH = "wait_for_both"
    GRANTED = "granted"
    REFUSED = "refused"


def leave_answer_to_family(on_bail: bool, prosecutor: bool | None, police_station: bool | None) -> LeaveAnswer:
    """What may be said: each of the two says True, False, or nothing yet (None); off bail only the prosecutor counts"""
    said = (prosecutor, police_station) if on_bail else (prosecutor,)
    if False in said:
        return LeaveAnswer.REFUSED
    if all(said):
        return LeaveAnswer.GRANTED
    return LeaveAnswer.WAIT_FOR_BOTH if on_bail else LeaveAnswer.WAIT


def finding_on_granting(on_bail: bool, police_station: bool | None, rulebook: Rulebook) -> Finding:
    """Whether "approved" may be sent on the prosecutor's word (OB-09)."""
    holds = not on_bail or police_station is True
    because = (
        Words("不在取保候审期间，或执行机关已批准。", "Not on bail, or the police station approved.")
        if holds
        else Words(
            "取保候审期间，执行机关尚未批准，请等两边都同意。",
            "On bail and the police station has not approved: wait for both.",
        )
    )
    return rulebook.finding("OB-09", holds, because)

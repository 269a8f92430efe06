"""How far a right reaches, and the groups of roles that hold it.

A decision about a minor is always a named person's: the system's own column holds reminders, records and the carrying
out of what people decided, and nothing else.
"""

from enum import StrEnum, auto

from casework.shared.items.item_kinds import ITEM_KINDS
from models.office import Role


class RightScope(StrEnum):
    """How far a right reaches."""

    OWN = "own"  # one's own plan
    TEAM = (
        "team"  # plans whose team one belongs to, in that role; who decides or prepares it, of the deciding office only
    )
    AT_SEAL = "at_seal"  # plans whose team one belonged to, in that role, on the day of the seal
    OFFICE = "office"  # plans of one's office, or which it assists
    DECIDING = "deciding"  # plans that one's own office decides
    ASSISTING = "assisting"  # plans of one's team, and those that one's office assists: to read and to report, no more
    ASKED = "asked"  # plans for which one's office was asked to assist
    GRANTED = "granted"  # plans that one was granted a look into, as long as the grant stands
    NEARBY = "nearby"  # plans of one's office or of one under it, to ask for a look and to see nothing
    ALL = "all"


CASE_TEAM = {Role.PROSECUTOR: RightScope.TEAM, Role.ASSISTANT: RightScope.TEAM}
CASE_AND_WORKER = {**CASE_TEAM, Role.SOCIAL_WORKER: RightScope.TEAM}
# What the assisting office's own people read and report; the rest of the row is as for the team.
ALSO_ASSISTING = {
    Role.PROSECUTOR: RightScope.ASSISTING,
    Role.ASSISTANT: RightScope.ASSISTING,
    Role.SOCIAL_WORKER: RightScope.TEAM,
}
FAMILY = {Role.MINOR: RightScope.OWN, Role.GUARDIAN: RightScope.OWN}
SIGNERS = {Role.CHIEF_PROSECUTOR: RightScope.DECIDING, Role.DEPUTY: RightScope.DECIDING}
PROSECUTOR = {Role.PROSECUTOR: RightScope.TEAM}
READERS = dict.fromkeys(
    (Role.PROSECUTOR, Role.ASSISTANT, Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.DEPUTY, Role.CLERK),
    RightScope.GRANTED,
)
ASKERS = (Role.PROSECUTOR, Role.ASSISTANT, Role.DEPARTMENT_HEAD)
"""Who may ask to read a case that somebody else handles."""
TOKENS = {Role.INTEGRATION: RightScope.OFFICE}
"""What a token of an office's own system can be given: nothing that decides, signs, seals, or shows who somebody is. By
which of its scopes, the operation says (`Operation.scope`)."""


def owners_of(kind: str) -> dict[Role, RightScope]:
    """The right to do what ends such an item, for those whose task it is, on the plans of their team."""
    return dict.fromkeys(ITEM_KINDS[kind].owners, RightScope.TEAM)


class TokenScope(StrEnum):
    """What a token can be given, each with all that it opens.

    - `read`: how cases stand, by number, state, dates and what is open
    - `submit`: handing in for the family what they typed elsewhere
    - `remind`: sending reminders by registered texts, and what became of each
    - `events`: the feed of events
    - `usage`: daily totals of a device, which count as a statement
    """

    READ = auto()
    SUBMIT = auto()
    REMIND = auto()
    EVENTS = auto()
    USAGE = auto()


DATES_ONLY = (Role.CASE_MANAGEMENT, Role.INTEGRATION)
"""Who sees dates and numbers in lists, and no name."""
CLERKS = {Role.CLERK: RightScope.OFFICE, **CASE_TEAM}

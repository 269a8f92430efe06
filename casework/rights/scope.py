"""How far a right reaches, and the groups of roles that hold it.

A decision about a minor is always a named person's: the system's own column holds reminders, records and the carrying
out of what people decided, and nothing else.
"""

from enum import StrEnum

from models.office import Role


class Scope(StrEnum):
    """How far a right reaches."""

    OWN = "own"  # one's own plan
    TEAM = (
        "team"  # plans whose team one belongs to, in that role; who decides or prepares it, of the deciding office only
    )
    OFFICE = "office"  # plans of one's office, or which it assists
    DECIDING = "deciding"  # plans that one's own office decides
    ASSISTING = "assisting"  # plans of one's team, and those that one's office assists: to read and to report, no more
    ASKED = "asked"  # plans for which one's office was asked to assist
    GRANTED = "granted"  # sealed plans that one was granted a look into, as long as the grant stands
    ALL = "all"


CASE_TEAM = {Role.PROSECUTOR: Scope.TEAM, Role.ASSISTANT: Scope.TEAM}
CASE_AND_WORKER = {**CASE_TEAM, Role.SOCIAL_WORKER: Scope.TEAM}
# What the assisting office's own people read and report; the rest of the row is as for the team.
ALSO_ASSISTING = {Role.PROSECUTOR: Scope.ASSISTING, Role.ASSISTANT: Scope.ASSISTING, Role.SOCIAL_WORKER: Scope.TEAM}
FAMILY = {Role.MINOR: Scope.OWN, Role.GUARDIAN: Scope.OWN}
STAFF = [role for role in Role if role not in (Role.MINOR, Role.GUARDIAN, Role.INFORMED, Role.DEVICE, Role.SYSTEM)]
SIGNERS = {Role.CHIEF_PROSECUTOR: Scope.DECIDING, Role.DEPUTY: Scope.DECIDING}
PROSECUTOR = {Role.PROSECUTOR: Scope.TEAM}
READERS = dict.fromkeys(
    (Role.PROSECUTOR, Role.ASSISTANT, Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.DEPUTY, Role.CLERK),
    Scope.GRANTED,
)
CLERKS = {Role.CLERK: Scope.OFFICE, **CASE_TEAM}

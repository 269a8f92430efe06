"""Who may see what kind of data about the people of a plan, whatever else of the plan they may open.

A view that shows such data asks `may_see`, or is opened by a right that nobody else has; a test looks for each group in
every page, answer, export and document of every role.
"""

from collections.abc import Mapping
from enum import StrEnum

from models.office import Role

_HANDLERS = frozenset({Role.PROSECUTOR, Role.ASSISTANT})
_REVIEWERS = frozenset({Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.DEPUTY})


class FieldGroup(StrEnum):
    """A kind of data that not everybody needs who may open a plan."""

    IDENTITY = "identity"
    """Identity number and birth date: in papers, and typed into the national case system."""
    CONTACT = "contact"
    """Phone numbers of the family: for staff who call, serve papers or prepare the texts."""
    PSYCHOLOGICAL = "psychological"
    """Results of questionnaires and the needs that were rated: for staff who help or decide."""
    POLICE = "police"
    """What came with the police's file: offence, facts, measures; and a decision of the police in the period (治安管理处罚法
    of 2025, art 136, as far as known). A social worker helps without it."""
    FEELINGS = "feelings"
    """What a young person says of how they feel when they are asked what the phone was for: for who helps, and in no paper."""


VISIBLE_TO: Mapping[FieldGroup, frozenset[Role]] = {
    FieldGroup.IDENTITY: _HANDLERS | _REVIEWERS | {Role.CLERK},
    FieldGroup.CONTACT: _HANDLERS | {Role.SOCIAL_WORKER, Role.CLERK},
    FieldGroup.PSYCHOLOGICAL: _HANDLERS | _REVIEWERS | {Role.SOCIAL_WORKER},
    FieldGroup.POLICE: _HANDLERS | _REVIEWERS | {Role.CLERK},
    FieldGroup.FEELINGS: frozenset({Role.SOCIAL_WORKER}),
}
"""Of everybody else nobody sees it. One's own phone number, and one's own answers, are one's own."""


def may_see(role: Role, group: FieldGroup) -> bool:
    """Whether somebody of that role sees data of that kind, on plans that they may open."""
    return role in VISIBLE_TO[group]

"""Who may do what, to which plan, and when: the kinds of operation there are, and the one function that asks.

What a person may do stands with the act itself (`casework/*/acts.py`), what may be looked at in `read_operations.py`.
"""

from casework.acting.rights.checks import (
    SYSTEM,
    Actor,
    can_see_plan,
    carried_at_seal,
    find_basis,
    find_grant,
    find_reach,
    is_allowed,
    is_allowed_in_office,
    list_visible_offices,
    may_know_of_deletion,
    not_recused,
    recording_checks,
    visible_plans,
)
from casework.acting.rights.operation import OPERATIONS, Operation
from casework.acting.rights.refusals import (
    describe_holders,
    get_step_article,
    join_roles,
    list_scopes,
    missing_right,
    missing_right_in_case,
)
from casework.acting.rights.scope import RightScope, TokenScope

__all__ = [
    "OPERATIONS",
    "SYSTEM",
    "Actor",
    "Operation",
    "RightScope",
    "TokenScope",
    "can_see_plan",
    "carried_at_seal",
    "describe_holders",
    "find_basis",
    "find_grant",
    "find_reach",
    "get_step_article",
    "is_allowed",
    "is_allowed_in_office",
    "join_roles",
    "list_scopes",
    "list_visible_offices",
    "may_know_of_deletion",
    "missing_right",
    "missing_right_in_case",
    "not_recused",
    "recording_checks",
    "visible_plans",
]

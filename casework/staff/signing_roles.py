"""Whose account is worth stealing: who signs, decides, unseals, or keeps the accounts of others."""

from casework.acting.rights import OPERATIONS
from casework.staff.acts_accounts import CONFIRM_ACCOUNT, KEEP_STAFF

SIGNING = frozenset(
    role
    for act in (
        *(each for each in OPERATIONS.values() if each.signs or each.code in ("choose_value", "switch_policy")),
        KEEP_STAFF,
        CONFIRM_ACCOUNT,
    )
    for role in act.by
)
"""Roles that sign, decide, keep the accounts of others or set what holds for an office: they have a second factor, whatever an office would like."""

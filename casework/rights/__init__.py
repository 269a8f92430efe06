"""Who may do what, to which plan, and when: the kinds of operation there are, and the one function that asks.

What a person may do stands with the act itself (`casework/acts/`), what may be looked at in `reading.py`.
"""

from casework.rights.asking import SYSTEM, Actor, may, may_in_office, may_know_of, reachable, watching
from casework.rights.operation import OPERATIONS, Operation
from casework.rights.refusing import article_of, by_one_of, no_right, whose
from casework.rights.scope import Scope

__all__ = [
    "OPERATIONS",
    "SYSTEM",
    "Actor",
    "Operation",
    "Scope",
    "article_of",
    "by_one_of",
    "may",
    "may_in_office",
    "may_know_of",
    "no_right",
    "reachable",
    "watching",
    "whose",
]

"""Who may do what, to which plan: the acts there are, one table, and the one function that asks it.

Read `table.py` to know what somebody may do; a new act is named in `acts.py` and gets its line there, and in `times.py`, which says in which phase of a plan
it has its place.
"""

from casework.rights.acts import Act
from casework.rights.asking import SYSTEM, Actor, may, may_in_office, may_know_of, reachable, watching
from casework.rights.refusing import article_of, by_one_of, no_right, whose
from casework.rights.table import OF_WEIGHT, RIGHTS, Scope

__all__ = [
    "OF_WEIGHT",
    "RIGHTS",
    "SYSTEM",
    "Act",
    "Actor",
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

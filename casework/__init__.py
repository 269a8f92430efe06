"""What a person can do and see, one package a subject; what all of them use is `shared`.

A subject declares its acts beside its verbs: each with its fields, who may do it, when it fits, what it is called and whom
it notifies. Whoever imports anything of casework has all of them: a right is never missing because its module was not
imported.
"""

from importlib import import_module

ACTS = (
    "staff.acts_accounts", "seal.acts", "service.acts", "outcome.acts_approval", "cards.acts", "plan.acts_changes",
    "checkins.acts", "checkins.acts_submitter", "outcome.acts_ending", "outcome.acts_statements", "evaluation.acts",
    "family.acts", "incidents.acts", "leave.acts",
    "shared.acts.machine", "messages.acts", "plan.acts_opening", "documents.acts", "partners.acts", "measures.acts",
    "remedies.acts", "settings.acts", "staff.acts_team", "staff.acts_tokens", "usage.acts", "usage.acts_goals",
    "plan.acts_runs",
)  # fmt: skip
"""Where acts are declared, in the order in which they are listed and offered."""

for _module in ACTS:
    import_module(f"{__name__}.{_module}")

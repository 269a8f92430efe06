"""What a person can do and see, one package a subject; what all of them use is `shared`.

A subject declares its acts beside its verbs: each with its fields, who may do it, when it fits, what it is called and
what it changes. Importing anything of casework imports all of them: a right is never missing because its module was
not imported.
"""

from importlib import import_module

ACTS = (
    "staff.acts_accounts", "seal.acts", "service.acts", "outcome.acts_approval", "cards.acts", "plan.acts_changes",
    "checkins.acts", "outcome.acts_ending", "outcome.acts_statements", "evaluation.acts",
    "family.acts", "family.acts_page", "family.acts_consents", "incidents.acts", "leave.acts",
    "acting.acts.machine", "messages.acts", "plan.acts_opening", "documents.acts", "partners.acts", "measures.acts",
    "remedies.acts", "settings.acts", "staff.acts_team", "staff.acts_tokens", "usage.acts", "usage.acts_goals",
    "plan.acts_runs", "corrections.acts",
)  # fmt: skip
"""Where acts are declared, in the order in which they are listed and offered."""

VERBS = (
    "cards.cards", "checkins.attachments", "checkins.explanations", "checkins.group_sessions", "checkins.instalments", "checkins.submissions",
    "checkins.unavailability", "corrections.fact_correction", "documents.create", "documents.pack",
    "evaluation.milestone_evaluation", "evaluation.milestones", "evaluation.needs", "evaluation.progress", "evaluation.questionnaires",
    "evaluation.situations", "family.age", "family.consents", "family.data_requests", "family.letters", "family.people", "family.plan_answer",
    "incidents.incidents", "leave.leave", "measures.objections", "measures.review_events", "messages.calls",
    "messages.contact_preferences", "outcome.after_care", "outcome.final_decision", "outcome.final_decision_checks",
    "outcome.proposals", "outcome.statements", "outcome.time_after", "partners.partners", "partners.placements", "partners.referrals", "partners.support_level",
    "plan.calendar_changes", "plan.dismissal", "plan.linked_plans", "plan.period_and_conditions", "remedies.remedies", "seal.reversal",
    "seal.sealed_access", "service.announcement_and_service", "service.signature_request", "staff.assistance",
    "staff.recusal", "staff.staffing", "usage.app_list", "usage.baseline_operations",
    "usage.devices", "usage.files", "usage.goal_operations", "usage.review_operations", "usage.waiting",
    "usage.what_for", "usage.withdrawal",
)  # fmt: skip
"""Where the functions are that do them (`@verb`). `casework.acting.performing` imports them."""

for _module in ACTS:
    import_module(f"{__name__}.{_module}")

"""By which act an item is done, where that is not a form of its own: the item's page leads there, filled in as far as
the item itself says."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from casework.acts.act import ACTS
from casework.acts.duties import DismissItems
from casework.desk import File
from casework.dismissing import code_of, is_theirs, may_be_dismissed
from casework.views.offers import allowed, has_its_place
from models.item import STILL_OPEN, Item
from sunward.words import Words
from web.acting.words import title_of


@dataclass(frozen=True)
class Way:
    """One way to do it: where, and what it is called."""

    address: str
    title: Words


DONE_BY: dict[str, tuple[tuple[str, str | None], ...]] = {
    "leave_decision": (("decide_leave", "leave"),),
    "leave_police_station": (("decide_leave", "leave"),),
    "incident_review": (("hear", "incident"), ("close_incident", "incident")),
    "objection_answer": (("answer_objection", None),),
    "data_request_answer": (("answer_data_request", "place"),),
    "device_consent": (("give_consents", None),),
    "consents": (("give_consents", None),),
    "usage_answer": (("answer_dispute", None),),
    "age_in_doubt": (("settle_age", None),),
    "hand_over_acceptance": (("accept_hand_over", None),),
    "assistance_answer": (("accept_assistance", None),),
    "assisted_report": (("record_assisted_report", None),),
    "announcement": (("announce", None),),
    "service": (("record_service", "decision"),),
    "opinion": (("write_opinion", None),),
    "revocation_proposal": (("propose", None), ("close_incident", "incident")),
    "representative_missing": (("name_contact", None),),
    "decision_that_follows": (("end_otherwise", None), ("set_aside", None), ("propose", None)),
    "final_decision": (("decide_non_prosecution", None),),
    "outcome_announcement": (("announce_outcome", None),),
    "prosecution": (("prosecute", None),),
    "remedy_answer": (("decide_remedy", None),),
    "feedback": (("record_feedback", None),),
    "milestone": (("propose_evaluation", "milestone"), ("evaluate", "milestone")),
    "worker_view": (("give_view", None),),
    "school_view": (("give_view", None),),
    "mentor_view": (("give_view", None),),
    "suggestion_reply": (("record_suggestion_reply", "suggestion"),),
    "guardian_order": (("record_order_hours", "order"), ("end_order", "order")),
    "aid_answer": (("answer_aid", "aid"),),
    "referral_answer": (("record_referral_answer", "referral"),),
    "certificate": (("record_certificate", None),),
    "restriction_appeal": (("answer_appeal", "restriction"),),
    "restriction_end": (("record_relief", "restriction"),),
    "undelivered": (("record_call", None), ("record_passed_on", None)),
    "text_reply": (("record_call", None),),
    "wrong_codes_tried": (("record_call", None),),
    "after_care_offer": (("answer_after_care", None),),
    "condition": (("record_progress", None),),
    "card_query": (("record_card_query", None),),
}
"""Which acts, and which of their fields the item's own code fills in."""


def ways_to_do(file: File, item: Item) -> list[Way]:
    """The ways that this person has now; none for an item that is settled."""
    if item.status not in STILL_OPEN:
        return []
    ways = []
    for act, names in DONE_BY.get(item.kind, ()):
        if allowed(file, ACTS[act].operations()) and has_its_place(file, ACTS[act]):
            given = {names: item.label} if names and item.label else {}
            if item.kind == "leave_police_station":
                given["whose"] = "police_station"
            query = f"?{urlencode(given)}" if given else ""
            ways.append(Way(f"/plans/{quote(file.plan.number)}/do/{act}{query}", title_of(act)))
    if may_be_dismissed(item) and is_theirs(file.actor, item) and allowed(file, DismissItems.operations()):
        ways.append(Way(dismissal_of(file, item), title_of("dismiss_items")))
    return ways


def dismissal_of(file: File, item: Item) -> str:
    """The form in which the item is set aside, with it chosen."""
    return f"/plans/{quote(file.plan.number)}/do/dismiss_items?{urlencode({f'items.{code_of(item)}': 'yes'})}"

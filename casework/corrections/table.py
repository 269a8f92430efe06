"""Which facts can be corrected."""

from collections.abc import Mapping

from casework.cards.corrections import APPEAL, CARD_QUERY, RELIEF, RESTRICTION
from casework.checkins.corrections import UNABLE
from casework.family.corrections import CONTACT, DEATH
from casework.incidents.corrections import INCIDENT
from casework.measures.corrections import MEASURE
from casework.outcome.corrections import JUDGMENT, OUTCOME
from casework.partners.corrections import CERTIFICATE, REFERRAL_ANSWER, SUGGESTION_REPLY
from casework.remedies.corrections import ANSWER, FILED
from casework.service.corrections import ANNOUNCEMENT, RECEIPT
from casework.shared.facts.correction import Correction

CORRECTIONS: Mapping[str, Correction] = {
    each.act.code: each
    for each in (
        ANNOUNCEMENT,
        RECEIPT,
        FILED,
        ANSWER,
        UNABLE,
        MEASURE,
        INCIDENT,
        CONTACT,
        DEATH,
        OUTCOME,
        JUDGMENT,
        RESTRICTION,
        APPEAL,
        RELIEF,
        CARD_QUERY,
        SUGGESTION_REPLY,
        REFERRAL_ANSWER,
        CERTIFICATE,
    )
}
"""By the tag of the act that records the fact."""

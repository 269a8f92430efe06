"""Which facts can be corrected, and of every other fact why not and what is done instead."""

from collections.abc import Mapping

from casework.acts.act import ACTS
from casework.corrections.announcement import ANNOUNCEMENT, RECEIPT
from casework.corrections.breaches import INCIDENT
from casework.corrections.cards import APPEAL, CARD_QUERY, RELIEF, RESTRICTION
from casework.corrections.correction import Correction
from casework.corrections.duties import UNABLE
from casework.corrections.family import CONTACT
from casework.corrections.measures import MEASURE
from casework.corrections.outcome import JUDGMENT, OUTCOME
from casework.corrections.partners import CERTIFICATE, REFERRAL_ANSWER, SUGGESTION_REPLY
from casework.corrections.remedies import ANSWER, FILED
from sunward.words import Words

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

NOT_CORRECTED: Mapping[str, Words] = {
    code: act.operation.not_corrected for code, act in ACTS.items() if act.operation.not_corrected
}
"""By the tag of the act."""

"""A unit's reply, an answer to a referral or a certificate that never came: taken back, and waited for again."""

from casework.partners.acts import RecordCertificate, RecordReferralAnswer, RecordSuggestionReply
from casework.shared.requests import make_correction

SUGGESTION_REPLY = make_correction(RecordSuggestionReply.operation, "suggestion_reply")
REFERRAL_ANSWER = make_correction(RecordReferralAnswer.operation, "referral_answer", until_decided=True)
CERTIFICATE = make_correction(RecordCertificate.operation, "certificate")

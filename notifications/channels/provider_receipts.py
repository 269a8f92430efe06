"""What Aliyun and Tencent say when they are asked what became of a text.

What they push to an address of ours is not signed by either, so that anybody could have sent it: nothing of it is
believed, and there is no such address. They are asked through the account instead.
"""

from collections.abc import Iterable
from typing import Any

from notifications.channels.channel import DeliveryReceipt, SendOutcome
from notifications.channels.http_post import clean_code

_ALIYUN = {1: SendOutcome.SENT, 2: SendOutcome.BOUNCED, 3: SendOutcome.DELIVERED}
_TENCENT = {"SUCCESS": SendOutcome.DELIVERED, "FAIL": SendOutcome.BOUNCED}


def read_aliyun_details(details: Iterable[Any], key: str, reference: str | None) -> DeliveryReceipt | None:
    """The text of that key among what was sent to one number on one day (QuerySendDetails)."""
    for one in details:
        outcome = _ALIYUN.get(one.send_status)
        if one.out_id == key and outcome is not None:
            failed = outcome == SendOutcome.BOUNCED
            return DeliveryReceipt(key, outcome, reference, f"aliyun_{clean_code(one.err_code)}" if failed else None)
    return None


def read_tencent_statuses(statuses: Iterable[Any], key: str, reference: str | None) -> DeliveryReceipt | None:
    """The text of that key, or of that number of Tencent's, among those of one phone (PullSmsSendStatusByPhoneNumber)."""
    for one in statuses:
        outcome = _TENCENT.get(one.ReportStatus)
        if outcome is not None and (one.SessionContext == key or (reference and one.SerialNo == reference)):
            failed = outcome == SendOutcome.BOUNCED
            return DeliveryReceipt(
                key, outcome, one.SerialNo, f"tencent_{clean_code(one.Description)}" if failed else None
            )
    return None

"""Texts through Aliyun or Tencent Cloud by their own SDKs, which are installed only where they are used.

Neither takes a key by which it would know a message again, so a lost answer is unknown and a person settles it.
Both answer 200 when they refuse; what counts is the code.
"""

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.clock import local_date
from core.errors import StateConflict
from core.i18n import _
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import (
    STATUS_CHECK_PERIOD,
    Channel,
    DeliveryReceipt,
    SendOutcome,
    SendResult,
    make_fingerprint,
    make_idempotency_key,
)
from notifications.channels.http_post import TIMEOUT_SECONDS, clean_code
from notifications.channels.provider_receipts import read_aliyun_details, read_tencent_statuses
from notifications.render import Rendered
from notifications.replies import InboundReply, parse_reply

_BEFORE = timedelta(minutes=5)
"""Their clock and ours are not the same."""


@dataclass(frozen=True)
class ProviderAccount:
    """An office's account with a provider of texts."""

    key_id: str
    key_secret: str
    signature: str
    """The registered name, without brackets."""
    templates: Mapping[str, str]
    """The provider's number for each of our texts."""
    app: str = ""
    """Tencent's SdkAppId."""
    region: str = "ap-guangzhou"
    endpoint: str = ""
    """Another address than the provider's usual one."""


class AliyunTexts(Channel):
    """Aliyun's SendSms. Refused at the start, with words, if its SDK is not installed."""

    tells_status = True

    def __init__(self, account: ProviderAccount, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._account, self.templates = account, account.templates
        self.mark = f"aliyun/{make_fingerprint(account.key_id)}"
        self._words = _sdk("alibabacloud_dysmsapi20170525.models", "alibabacloud-dysmsapi20170525")
        client = _sdk("alibabacloud_dysmsapi20170525.client", "alibabacloud-dysmsapi20170525")
        config = _sdk("alibabacloud_tea_openapi.models", "alibabacloud-dysmsapi20170525").Config(
            access_key_id=account.key_id,
            access_key_secret=account.key_secret,
            endpoint=account.endpoint.removeprefix("http://") or "dysmsapi.aliyuncs.com",
            protocol="HTTP" if account.endpoint.startswith("http://") else "HTTPS",
            connect_timeout=int(timeout * 1000),
            read_timeout=int(timeout * 1000),
        )
        self._once = _sdk("darabonba.runtime", "alibabacloud-dysmsapi20170525").RuntimeOptions(
            autoretry=False, connect_timeout=int(timeout * 1000), read_timeout=int(timeout * 1000)
        )
        self._client = client.Client(config)

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        number = self.template_number(rendered.template)
        if number is None:
            return SendResult(SendOutcome.REFUSED, reason="template_not_registered")
        request = self._words.SendSmsRequest(
            phone_numbers=address.phone,
            sign_name=self._account.signature,
            template_code=number,
            template_param=json.dumps(dict(rendered.values), ensure_ascii=False),
            out_id=make_idempotency_key(message),
        )
        try:
            body = self._client.send_sms_with_options(request, self._once).body
        except Exception as failure:
            # Its text may repeat the number that was called: only what it is called and its code are kept.
            if is_connection_failure(failure):
                return SendResult(SendOutcome.TRY_AGAIN, reason="aliyun_not_reached", pauses_account=True)
            return read_aliyun_failure(type(failure).__name__, getattr(failure, "code", None))
        return read_aliyun(body.code, body.biz_id)

    def get_status(self, message: Message, address: Address, handed_over_at: datetime) -> DeliveryReceipt | None:
        request = self._words.QuerySendDetailsRequest(
            phone_number=address.phone,
            biz_id=message.provider_reference,
            send_date=local_date(handed_over_at).strftime("%Y%m%d"),
            page_size=50,
            current_page=1,
        )
        found = self._client.query_send_details_with_options(request, self._once).body.sms_send_detail_dtos
        return read_aliyun_details(
            found.sms_send_detail_dto or () if found else (), make_idempotency_key(message), message.provider_reference
        )


class TencentTexts(Channel):
    """Tencent Cloud's SendSms. Refused at the start, with words, if its SDK is not installed."""

    tells_status = True

    def __init__(self, account: ProviderAccount, *, timeout: float = TIMEOUT_SECONDS) -> None:
        package = "tencentcloud-sdk-python-sms"
        self._account, self.templates = account, account.templates
        self.mark = f"tencent/{make_fingerprint(account.key_id, account.app)}"
        self._words = _sdk("tencentcloud.sms.v20210111.models", package)
        credential = _sdk("tencentcloud.common.credential", package).Credential(account.key_id, account.key_secret)
        http = _sdk("tencentcloud.common.profile.http_profile", package).HttpProfile(
            protocol="http" if account.endpoint.startswith("http://") else "https",
            endpoint=account.endpoint.split("://")[-1] or "sms.tencentcloudapi.com",
            reqTimeout=int(timeout),
        )
        profile = _sdk("tencentcloud.common.profile.client_profile", package).ClientProfile(httpProfile=http)
        client = _sdk("tencentcloud.sms.v20210111.sms_client", package)
        self._client = client.SmsClient(credential, account.region, profile)

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        number = self.template_number(rendered.template)
        if number is None:
            return SendResult(SendOutcome.REFUSED, reason="template_not_registered")
        request = self._words.SendSmsRequest()
        request.PhoneNumberSet = [_with_country(address.phone)]
        request.SmsSdkAppId = self._account.app
        request.SignName = self._account.signature
        request.TemplateId = number
        request.TemplateParamSet = list(rendered.values.values())
        request.SessionContext = make_idempotency_key(message)
        try:
            answers = self._client.SendSms(request).SendStatusSet
        except Exception as failure:
            if is_connection_failure(failure):
                return SendResult(SendOutcome.TRY_AGAIN, reason="tencent_not_reached", pauses_account=True)
            code = failure.get_code() if hasattr(failure, "get_code") else None
            return read_tencent_failure(type(failure).__name__, code)
        return read_tencent(answers[0].Code, answers[0].SerialNo) if answers else read_tencent(None, None)

    def get_status(self, message: Message, address: Address, handed_over_at: datetime) -> DeliveryReceipt | None:
        request = self._words.PullSmsSendStatusByPhoneNumberRequest()
        request.PhoneNumber = _with_country(address.phone)
        request.SmsSdkAppId = self._account.app
        request.BeginTime = int((handed_over_at - _BEFORE).timestamp())
        request.EndTime = int((handed_over_at + STATUS_CHECK_PERIOD).timestamp())
        request.Offset, request.Limit = 0, 100
        found = self._client.PullSmsSendStatusByPhoneNumber(request).PullSmsSendStatusSet
        return read_tencent_statuses(found or (), make_idempotency_key(message), message.provider_reference)

    def replies(self) -> list[InboundReply]:
        """Tencent tells each reply once: what was pulled and not kept is gone."""
        request = self._words.PullSmsReplyStatusRequest()
        request.SmsSdkAppId, request.Limit = self._account.app, 100
        found = self._client.PullSmsReplyStatus(request).PullSmsReplyStatusSet
        return [
            parse_reply(one.SubscriberNumber or one.PhoneNumber, one.ReplyContent or "", str(one.ReplyTime))
            for one in found or ()
        ]


def _with_country(phone: str | None) -> str:
    return phone if phone and phone.startswith("+") else f"+86{phone}"


_ALIYUN_LATER = (
    "isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "isp.SYSTEM_ERROR", "isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "Throttling",
    "InvalidAccessKeyId", "SignatureDoesNotMatch", "Forbidden",
)  # fmt: skip
_ALIYUN_NUMBER = ("isv.MOBILE_NUMBER_ILLEGAL",)
_ALIYUN_TO_ALL = (
    "isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "Throttling",
    "InvalidAccessKeyId", "SignatureDoesNotMatch", "Forbidden",
)  # fmt: skip
"""Said to the account. A limit on what one number gets (`isv.BUSINESS_LIMIT_CONTROL`) is not among them."""
_TENCENT_NUMBER = ("InvalidParameterValue.IncorrectPhoneNumber", "FailedOperation.PhoneNumberInBlacklist")
_TENCENT_LATER = (
    "LimitExceeded", "RequestLimitExceeded", "FailedOperation.InsufficientBalance", "AuthFailure",
    "UnauthorizedOperation",
)  # fmt: skip
"""Too many, no money left, a key that is wrong: nothing is wrong with the message, and a person sees to it."""
_TENCENT_TO_ALL = (
    "RequestLimitExceeded", "LimitExceeded.AppDailyLimit", "LimitExceeded.AppMainlandChinaDailyLimit",
    "LimitExceeded.DailyLimit", "FailedOperation.InsufficientBalance", "AuthFailure", "UnauthorizedOperation",
)  # fmt: skip
"""Said to the account; the other limits are on what one number gets."""
_TENCENT_NEVER = ("FailedOperation", "InvalidParameter", "MissingParameter", "UnknownParameter", "UnsupportedOperation")


_NO_CONNECTION = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ConnectTimeout",
    "NameResolutionError",
    "ConnectionRefusedError",
)


def read_aliyun(code: str | None, reference: str | None) -> SendResult:
    """What Aliyun's own code means. Only "OK" is a text on its way."""
    if not code:
        return SendResult(SendOutcome.UNKNOWN, reason="aliyun_no_code")
    if code == "OK":
        return SendResult(SendOutcome.SENT, reference=reference)
    means = _means(code, _ALIYUN_LATER, _ALIYUN_NUMBER)
    return SendResult(means, reason=f"aliyun_{clean_code(code)}", pauses_account=code.startswith(_ALIYUN_TO_ALL))


def read_aliyun_failure(kind: str, code: str | None) -> SendResult:
    """A code in the failure is Aliyun's own answer; without one nobody knows whether it was taken."""
    if not code or code in ("OK", "InternalError", "ServiceUnavailable"):
        return SendResult(SendOutcome.UNKNOWN, reason=f"aliyun_{clean_code(code or kind)}")
    return read_aliyun(code, None)


def read_tencent(code: str | None, reference: str | None) -> SendResult:
    """What Tencent's code for the one number means. Only "Ok" is a text on its way."""
    if not code:
        return SendResult(SendOutcome.UNKNOWN, reason="tencent_no_code")
    if code == "Ok":
        return SendResult(SendOutcome.SENT, reference=reference)
    if code.startswith("InternalError"):
        return SendResult(SendOutcome.UNKNOWN, reason=f"tencent_{clean_code(code)}")
    means = _means(code, _TENCENT_LATER, _TENCENT_NUMBER)
    return SendResult(means, reason=f"tencent_{clean_code(code)}", pauses_account=code.startswith(_TENCENT_TO_ALL))


def _means(code: str, later: tuple[str, ...], number: tuple[str, ...]) -> SendOutcome:
    if code.startswith(number):
        return SendOutcome.BOUNCED
    return SendOutcome.TRY_AGAIN if code.startswith(later) else SendOutcome.REFUSED


def read_tencent_failure(kind: str, code: str | None) -> SendResult:
    """As for the single number, if the code is one of Tencent's own. The SDK's own failures leave it unknown."""
    if not code or not code.startswith((*_TENCENT_LATER, *_TENCENT_NEVER)):
        return SendResult(SendOutcome.UNKNOWN, reason=f"tencent_{clean_code(code or kind)}")
    return read_tencent(code, None)


def is_connection_failure(failure: BaseException) -> bool:
    """Whether no connection came about at all, as far as what the SDK has wrapped around the failure can tell."""
    seen: set[int] = set()
    waiting: list[object] = [failure]
    while waiting and len(seen) < 50:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        if type(one).__name__ in _NO_CONNECTION:
            return True
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), getattr(one, "inner_exception", None)]
        waiting += one.args
    return False


def _sdk(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise StateConflict(_("没有安装短信服务商的开发包：{package}。", package=package)) from None

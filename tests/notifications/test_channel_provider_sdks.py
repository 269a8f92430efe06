"""Aliyun and Tencent: their own codes are read, and without their SDKs the program says so in words."""

import importlib.util

import pytest

from core.errors import Refused
from notifications.channels import provider_sdks
from notifications.channels.channel import SendOutcome
from notifications.channels.provider_sdks import AliyunTexts, ProviderAccount, TencentTexts

ACCOUNT = ProviderAccount("id", "secret", "向阳", {"S1": "SMS_100001"})


@pytest.mark.parametrize("channel", [AliyunTexts, TencentTexts])
def test_without_the_sdk_nothing_starts_and_the_package_is_named(
    channel: type[AliyunTexts] | type[TencentTexts], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation that asks for a provider it cannot reach is refused at its start, not at its first reminder."""
    for module in ("alibabacloud_dysmsapi20170525", "tencentcloud"):
        if importlib.util.find_spec(module) is not None:
            monkeypatch.setitem(importlib.import_module("sys").modules, module, None)
    with pytest.raises(Refused) as refused:
        channel(ACCOUNT)
    assert ("alibabacloud" if channel is AliyunTexts else "tencentcloud") in refused.value.reason.en


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("OK", SendOutcome.SENT),
        ("isv.MOBILE_NUMBER_ILLEGAL", SendOutcome.BOUNCED),
        ("isv.SMS_TEMPLATE_ILLEGAL", SendOutcome.REFUSED),
        ("isv.BUSINESS_LIMIT_CONTROL", SendOutcome.TRY_AGAIN),
        ("Throttling.User", SendOutcome.TRY_AGAIN),
        ("InvalidAccessKeyId.NotFound", SendOutcome.TRY_AGAIN),
        (None, SendOutcome.UNKNOWN),
    ],
)
def test_an_aliyun_code(code: str | None, outcome: SendOutcome) -> None:
    assert provider_sdks.read_aliyun(code, "B-1").outcome == outcome


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("Ok", SendOutcome.SENT),
        ("InvalidParameterValue.IncorrectPhoneNumber", SendOutcome.BOUNCED),
        ("FailedOperation.SignatureIncorrectOrUnapproved", SendOutcome.REFUSED),
        ("LimitExceeded.PhoneNumberDailyLimit", SendOutcome.TRY_AGAIN),
        ("AuthFailure.SecretIdNotFound", SendOutcome.TRY_AGAIN),
        ("InternalError.Timeout", SendOutcome.UNKNOWN),
        (None, SendOutcome.UNKNOWN),
    ],
)
def test_a_tencent_code(code: str | None, outcome: SendOutcome) -> None:
    assert provider_sdks.read_tencent(code, "N-1").outcome == outcome


def test_a_failure_without_the_providers_own_code_is_unknown() -> None:
    """The call failed inside the SDK: it may have been taken."""
    for answer in (
        provider_sdks.read_aliyun_failure("UnretryableException", None),
        provider_sdks.read_aliyun_failure("TeaException", "InternalError"),
        provider_sdks.read_aliyun_failure("TeaException", "OK"),
        provider_sdks.read_tencent_failure("TencentCloudSDKException", "ClientNetworkError"),
        provider_sdks.read_tencent_failure("ValueError", None),
        provider_sdks.read_tencent_failure("TencentCloudSDKException", "JSONDecodeError"),
    ):
        assert answer.outcome == SendOutcome.UNKNOWN


def test_a_failure_with_the_providers_own_code_is_its_answer() -> None:
    assert provider_sdks.read_aliyun_failure("TeaException", "isv.SMS_SIGNATURE_ILLEGAL").outcome == SendOutcome.REFUSED
    assert provider_sdks.read_tencent_failure("X", "InvalidParameter.A").outcome == SendOutcome.REFUSED


def test_a_connection_that_never_came_about_is_surely_not_sent() -> None:
    """A network that is down all night puts nothing before a person: it is tried again."""
    wrapped = RuntimeError("wrapped by the package")
    wrapped.__cause__ = OSError(ConnectionRefusedError())
    assert provider_sdks.is_connection_failure(wrapped)
    assert not provider_sdks.is_connection_failure(RuntimeError(ConnectionResetError()))

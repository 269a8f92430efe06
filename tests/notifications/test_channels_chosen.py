"""What carries messages is chosen by the settings, and a choice that cannot work is refused at the start."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.bootstrap import create_channels
from app.doctor_command import advise
from casework.messages.outbox_alarms import check_leaving
from core.errors import Refused
from core.settings import Settings
from notifications.channels.chat_webhooks import ChatWebhookChannel
from notifications.channels.email import EmailChannel
from notifications.channels.folder import FolderChannel
from notifications.channels.text_gateway import TextGateway


def test_by_default_everything_but_the_inbox_becomes_a_file(tmp_path: Path) -> None:
    chosen = create_channels(Settings(data_folder=tmp_path))
    assert {name for name, channel in chosen.items() if isinstance(channel, FolderChannel)} == {"text", "email"}
    assert "group" not in chosen


def test_a_gateway_a_mail_server_and_a_robot_are_taken_where_they_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All from the environment, as an installation would say it."""
    for name, value in {
        "SMTP_URL": "smtp://127.0.0.1:25",
        "TEXT_PROVIDER": "http",
        "TEXT_GATEWAY_URL": "https://gateway.test/send",
        "TEXT_SECRET": "made up",
        "TEXT_SIGNATURE": "葵花",
        "TEXT_TEMPLATES": '{"S1": "SMS_100001"}',
        "STAFF_ROBOT": "feishu",
        "STAFF_ROBOT_URL": "https://robot.test/hook/made-up",
    }.items():
        monkeypatch.setenv(f"SUNWARD_{name}", value)
    settings = Settings(data_folder=tmp_path)
    chosen = create_channels(settings)
    assert isinstance(chosen["text"], TextGateway)
    assert isinstance(chosen["email"], EmailChannel)
    assert isinstance(chosen["group"], ChatWebhookChannel)
    assert "made" not in repr(settings)


def test_a_gateway_without_address_or_secret_is_refused(tmp_path: Path) -> None:
    for settings in (
        Settings(data_folder=tmp_path, text_provider="http", text_secret=SecretStr("made up")),
        Settings(data_folder=tmp_path, text_provider="http", text_gateway_url="https://gateway.test"),
    ):
        with pytest.raises(Refused):
            create_channels(settings)


@pytest.mark.parametrize("signature", ["", " ", "某县人民检察院", "某市中级法院", "某派出所"])
def test_no_text_leaves_without_a_filed_signature_that_tells_nothing(tmp_path: Path, signature: str) -> None:
    """The program starts; texts go to the next channel, and health, desk and `doctor` say why and what to do."""
    settings = Settings(
        data_folder=tmp_path, text_provider="http", text_gateway_url="https://gateway.test",
        text_secret=SecretStr("made up"), text_signature=signature, smtp_url=SecretStr("smtp://127.0.0.1:25"),
    )  # fmt: skip
    assert "text" not in create_channels(settings)
    leaving = check_leaving(settings)
    assert not leaving.ok
    assert "短信没有发出" in leaving.words.zh
    assert leaving.words in [words for _code, words in advise(settings)]
    filed = settings.model_copy(update={"text_signature": "青禾社工"})
    assert "text" in create_channels(filed)
    assert check_leaving(filed).ok

"""Whatever an office has set for its real record, the invented story stays in its own folder."""

from pathlib import Path
from types import UnionType
from typing import Literal, Union, get_args, get_origin

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from app import bootstrap
from app import server as running
from core.settings import Settings


def test_no_provider_and_no_real_record_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real database, a real mail server and a real gateway in the environment are not the demonstration's."""
    for name, value in {
        "SUNWARD_DATABASE_URL": "postgresql://127.0.0.1:1/real",
        "SUNWARD_SMTP_URL": "smtp://127.0.0.1:1",
        "SUNWARD_TEXT_PROVIDER": "http",
        "SUNWARD_TEXT_GATEWAY_URL": "http://127.0.0.1:1/texts",
        "SUNWARD_WEBHOOKS": "inside",
        "SUNWARD_STAFF_ROBOT": "wecom",
        "SUNWARD_STAFF_ROBOT_URL": "http://127.0.0.1:1/robot",
    }.items():
        monkeypatch.setenv(name, value)
    assert Settings().smtp_url is not None, "the environment is read at all"
    settings = running.demo_settings(None)
    assert settings.record_url == f"sqlite:///{running.DEMO_FOLDER / 'record.db'}"
    channels = bootstrap.create_channels(settings)
    assert {name: type(channel).__name__ for name, channel in channels.items()} == {
        "email": "FolderChannel", "inbox": "InboxChannel", "text": "FolderChannel", "webhook": "WebhookChannel"
    }  # fmt: skip
    assert settings.webhooks == "machine"


def _another_value(name: str, declared: FieldInfo) -> str:
    """As the environment would set it to something that is not its default."""
    kind, default = declared.annotation, declared.get_default(call_default_factory=True)
    kinds = (
        [each for each in get_args(kind) if each is not type(None)]
        if get_origin(kind) in (Union, UnionType)
        else [kind]
    )
    kind = kinds[0]
    if get_origin(kind) is Literal:
        return str(next(each for each in get_args(kind) if each != default))
    if get_origin(kind) in (list, dict):
        return '["10.9.9.9"]' if get_origin(kind) is list else '{"S1": "later"}'
    if kind is bool:
        return str(not default)
    if kind is int:
        return str((default or 0) + 1)
    if kind in (str, Path, SecretStr):
        known = {
            "language": "en", "oidc_issuer": "https://real.example", "database_url": "postgresql://real@127.0.0.1/real"
        }  # fmt: skip
        return known.get(name, f"real-{name}")
    raise AssertionError(f"{name} is of a kind of which this test knows no other value")


def test_nothing_that_an_office_has_set_is_the_demonstration_s_but_what_is_the_machine_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every setting there is, a new channel's too, is set here: none of them reaches the demonstration."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SUNWARD_{name.upper()}", raising=False)
    untouched = running.demo_settings(None)
    for name, declared in Settings.model_fields.items():
        monkeypatch.setenv(f"SUNWARD_{name.upper()}", _another_value(name, declared))
        assert getattr(Settings(), name) != declared.get_default(call_default_factory=True), "it is read at all"
    settings = running.demo_settings(None)
    changed = {name for name in Settings.model_fields if getattr(settings, name) != getattr(untouched, name)}
    assert changed == {"host", "port", "trusted_proxies", "language"}
    assert {type(channel).__name__ for channel in bootstrap.create_channels(settings).values()} == {
        "FolderChannel", "InboxChannel", "WebhookChannel"
    }  # fmt: skip
    assert settings.webhooks == "machine"


def test_two_programs_on_one_machine_keep_out_of_each_other_s_way() -> None:
    """Prefect answers beside the pages."""
    first, second = running.demo_settings(None), running.demo_settings(9700)
    assert len({first.port, first.prefect_port, second.port, second.prefect_port}) == 4

"""Whatever an office has set for its real record, the invented story stays in its own folder."""

import pytest

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
        "SUNWARD_WEBHOOKS": "http",
        "SUNWARD_STAFF_ROBOT": "wecom",
        "SUNWARD_STAFF_ROBOT_URL": "http://127.0.0.1:1/robot",
    }.items():
        monkeypatch.setenv(name, value)
    assert Settings().smtp_url is not None, "the environment is read at all"
    settings = running.demo_settings(None)
    assert settings.record_url == f"sqlite:///{running.DEMO_FOLDER / 'record.db'}"
    channels = bootstrap.create_channels(settings)
    assert {type(channel).__name__ for channel in channels.values()} == {"FolderChannel", "InboxChannel"}


def test_two_programs_on_one_machine_keep_out_of_each_other_s_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefect answers beside the pages, unless its port was named."""
    first, second = running.demo_settings(None), running.demo_settings(9700)
    assert len({first.port, first.prefect_port, second.port, second.prefect_port}) == 4
    monkeypatch.setenv("SUNWARD_PREFECT_PORT", "9999")
    assert running.demo_settings(9700).prefect_port == 9999

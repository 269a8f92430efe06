"""Mail and texts are tried before the first family; a fault that does not heal is said at once, in the provider's words."""

import logging
import socket
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from casework.messages.outbox_alarms import run_alarm_checks
from models.database import Database
from notifications.channels.email import EmailChannel
from notifications.matrix import Event, Recipient
from tests.builders import an_office
from tests.notifications.doubles import PROSECUTOR, STAFF_MAIL, SimulatedOffice
from tests.notifications.gateway_server import GatewayServer, ScriptedAnswer, json_answer
from tests.notifications.mail_server import MailServer

HELLO = b"220 mail.office.example"
NO_AUTH = (HELLO, b"250 mail.office.example")
WRONG_PASSWORD = (
    HELLO,
    b"250-mail.office.example\r\n250 AUTH PLAIN",
    b"535 5.7.8 authentication failed, use a client code",
    b"221 bye",
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNWARD_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SUNWARD_LANGUAGE", "en")


def _mail_server(*says: bytes) -> int:
    """A server that answers so, line by line, to whoever calls; returns its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            caller, _address = listener.accept()
            with caller, caller.makefile("rwb", buffering=0) as line:
                for said in says:
                    line.write(said + b"\r\n")
                    if not line.readline():
                        break

    threading.Thread(target=serve, daemon=True).start()
    port: int = listener.getsockname()[1]
    return port


def _try(*words: str) -> Result:
    return CliRunner().invoke(app, ["--language", "en", *words])


def test_a_mail_is_tried_and_each_step_of_the_answer_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    office = MailServer()
    with office.open_at() as port:
        monkeypatch.setenv("SUNWARD_SMTP_URL", f"smtp://127.0.0.1:{port}")
        tried = _try("try-mail", "wang@office.example")
    assert (tried.exit_code, len(office.mails)) == (0, 1), tried.output
    lines = tried.output.splitlines()
    assert lines[0].startswith(f"127.0.0.1:{port} 250")
    assert [line.partition(" ")[0] for line in lines[1:5]] == ["250", "250", "354", "250"]
    assert "It was taken" in lines[-1]


@pytest.mark.parametrize(
    ("says", "user", "heard"),
    [
        (WRONG_PASSWORD, "wang:secret@", ("535 5.7.8 authentication failed", "Check account and password")),
        (NO_AUTH, "wang:secret@", ("SMTP AUTH extension not supported", "smtps://")),
        ((*NO_AUTH, b"530 sign in first"), "", ("530 sign in first", "account and password into SUNWARD_SMTP_URL")),
    ],
)
def test_a_mail_server_that_does_not_take_us_is_quoted_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, says: tuple[bytes, ...], user: str, heard: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SUNWARD_SMTP_URL", f"smtp://{user}127.0.0.1:{_mail_server(*says)}")
    tried = _try("try-mail", "wang@office.example")
    assert tried.exit_code == 1
    assert all(words in tried.output for words in heard), tried.output
    assert "secret" not in tried.output


def test_a_text_is_tried_and_the_gateway_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PROVIDER", "http"), ("SECRET", "agreed"), ("SIGNATURE", "小树社工")):
        monkeypatch.setenv(f"SUNWARD_TEXT_{name}", value)
    with GatewayServer(
        answers=[json_answer(code=0, id="G-7"), ScriptedAnswer(401), json_answer(code="E7")]
    ).open() as gateway:
        monkeypatch.setenv("SUNWARD_TEXT_GATEWAY_URL", gateway.url)
        taken, unknown, refused = (_try("try-text", "10012345678") for _times in range(3))
        landline = _try("try-text", "12")
    assert gateway.asked[0].body["to"] == "10012345678"
    assert (taken.exit_code, "It was taken" in taken.output) == (0, True), taken.output
    assert (unknown.exit_code, "HTTP 401" in unknown.output, "Check account" in unknown.output) == (1, True, True)
    assert (refused.exit_code, "E7" in refused.output) == (1, True)
    assert (landline.exit_code, len(gateway.asked)) == (1, 3)


def test_what_does_not_heal_is_told_at_once_in_the_server_s_words_and_not_as_quota(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """In the log with the first refusal and in what health, desk and doctor show; once, and until a mail goes through."""
    channel = EmailChannel(
        f"smtp://wang:secret@127.0.0.1:{_mail_server(*WRONG_PASSWORD)}", "a@office.example", timeout=5
    )
    office = SimulatedOffice(sqlite_database, channels={"email": channel})
    office.book.everybody = STAFF_MAIL
    for key in ("a", "b"):
        office.post(key, event=Event.STATUTORY_DATE_NEAR, to=Recipient.PROSECUTOR, recipient_id=PROSECUTOR, alone=True)
    with caplog.at_level(logging.WARNING):
        office.deliver()
    told = [line for line in caplog.messages if "535 5.7.8 authentication failed" in line]
    assert (len(told), "secret" in caplog.text) == (1, False)
    with sqlite_database.reading() as session:
        found = run_alarm_checks(session, an_office(sqlite_database, office.clock.now()))
        (alarm,) = [one for one in found if one.name == "accounts"]
    assert "535 5.7.8" in alarm.words.en
    assert "Check account and password" in alarm.words.en
    assert not alarm.ok

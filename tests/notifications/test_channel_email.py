"""Mail, against a real SMTP server on loopback."""

import socket
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile

import pytest

from core.errors import BadInput
from models.database import Database
from notifications.addresses import Address
from notifications.channels.email import EmailChannel
from notifications.matrix import Event, Recipient
from tests.notifications.doubles import PROSECUTOR, STAFF_MAIL, TUESDAY, SimulatedOffice
from tests.notifications.mail_server import MailServer, free_port


@pytest.fixture
def post_office() -> MailServer:
    return MailServer()


@pytest.fixture
def smtp_url(post_office: MailServer) -> Iterator[str]:
    with post_office.open_at() as port:
        yield f"smtp://127.0.0.1:{port}"


def _office(database: Database, url: str) -> SimulatedOffice:
    office = SimulatedOffice(database, channels={"email": EmailChannel(url, "sunward@example.test", timeout=5)})
    office.book.everybody = STAFF_MAIL
    return office


def _tell(office: SimulatedOffice, key: str = "k") -> None:
    office.post(key, event=Event.STATUTORY_DATE_NEAR, to=Recipient.PROSECUTOR, recipient_id=PROSECUTOR, alone=True)


def test_a_mail_arrives_as_plain_text_that_says_no_more_than_it_must(
    sqlite_database: Database, post_office: MailServer, smtp_url: str
) -> None:
    office = _office(sqlite_database, smtp_url)
    _tell(office, "plan-7K3Q-statutory-1")
    assert office.deliver().sent == 1
    (mail,) = post_office.mails
    assert mail["Subject"] == "【向阳】12月23日（周三）有一项期限到期"
    assert mail.get_content().strip() == "12月23日（周三）有一项期限到期，请登录查看。"
    assert mail.get_content_type() == "text/plain"
    assert set(mail.keys()) == {
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Date",
        "Auto-Submitted",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }
    assert "7K3Q" not in str(mail["Message-ID"])
    assert mail["Date"].datetime == TUESDAY
    assert office.only("email").provider_reference == mail["Message-ID"]


def test_a_server_that_closes_a_kept_connection_is_called_again_at_once(
    sqlite_database: Database, post_office: MailServer, smtp_url: str
) -> None:
    """A connection that was closed between two mails costs no mail its turn."""
    post_office.patience = 3
    office = _office(sqlite_database, smtp_url)
    for number in range(7):
        _tell(office, str(number))
    assert office.deliver().sent == 7
    assert post_office.connections == 3
    assert len(post_office.mails) == 7


@pytest.mark.parametrize(
    ("at", "answer", "state"),
    [
        ("to_rcpt", "550 5.1.1 no such mailbox", "bounced"),
        ("to_rcpt", "550 5.7.1 we do not relay", "refused"),
        ("to_rcpt", "552 no room", "refused"),
        ("to_rcpt", "451 come back later", "claimed"),
        ("to_data", "550 not such a text", "refused"),
        ("to_data", "451 come back later", "claimed"),
    ],
)
def test_the_servers_refusal_is_believed(
    sqlite_database: Database, post_office: MailServer, smtp_url: str, at: str, answer: str, state: str
) -> None:
    setattr(post_office, at, answer)
    office = _office(sqlite_database, smtp_url)
    _tell(office)
    office.deliver()
    mail = office.only("email")
    assert (mail.state, mail.state_reason) == (state, f"smtp_{answer[:3]}")


def test_a_server_that_is_away_is_tried_again(sqlite_database: Database) -> None:
    office = _office(sqlite_database, f"smtp://127.0.0.1:{free_port()}")
    _tell(office)
    assert office.deliver().waiting == 1
    assert office.only("email").state_reason == "smtp_ConnectionRefusedError"


UNFIT = ["not an address", "a@example.test\r\nBcc: b@example.test", "李@例子.test", "a@b.test, c@d.test"]


@pytest.mark.parametrize("address", UNFIT)
def test_an_address_that_cannot_be_one_is_refused_without_a_call(sqlite_database: Database, address: str) -> None:
    office = _office(sqlite_database, f"smtp://127.0.0.1:{free_port()}")
    office.book.everybody = Address(email=address)
    _tell(office)
    office.deliver()
    assert (office.only("email").state, office.only("email").state_reason) == ("refused", "address_unfit")


def test_a_connection_lost_after_the_text_went_out_is_unknown_and_nothing_is_sent_twice(
    sqlite_database: Database,
) -> None:
    """The server has taken the text and hangs up without a word."""
    accepted: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_takes_and_hangs_up, args=(server, accepted), daemon=True).start()
        office = _office(sqlite_database, f"smtp://127.0.0.1:{server.getsockname()[1]}")
        _tell(office)
        assert office.deliver().unknown == 1
        assert office.only("email").state_reason == "smtp_SMTPServerDisconnected"
        office.clock.advance_by(timedelta(days=1))
        assert office.deliver().sent == 0
    assert len(accepted) == 1


def _takes_and_hangs_up(server: socket.socket, accepted: list[bytes]) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 here\r\n")
        for line in lines:
            word = line[:4].upper().strip()
            if word == b"DATA":
                connection.sendall(b"354 go on\r\n")
                accepted.append(b"".join(iter(lines.readline, b".\r\n")))
                return
            connection.sendall(b"250 OK\r\n")


def test_a_server_that_breaks_off_in_each_text_leaves_one_mail_of_a_round_unknown(sqlite_database: Database) -> None:
    """The others wait until it is asked again; every one of them would have been for a person to settle."""
    accepted: list[bytes] = []

    def serve(server: socket.socket) -> None:
        for _ in range(3):
            _takes_and_hangs_up(server, accepted)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        office = _office(sqlite_database, f"smtp://127.0.0.1:{server.getsockname()[1]}")
        for number in range(5):
            _tell(office, f"k-{number}")
        for round_number in range(3):
            assert office.deliver().unknown == 1
            assert sum(one.state_reason == "channel_rests" for one in office.messages("email")) == 4 - round_number
            office.clock.advance_by(timedelta(minutes=2))
    assert len(accepted) == 3


def test_a_server_that_takes_several_commands_at_once_is_told_them_at_once(sqlite_database: Database) -> None:
    """It says nothing before it has heard all three, refuses the first mailbox and wants a text all the same: that is
    empty, and the next mail goes over the same connection."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_hears_three_at_once, args=(server, heard), daemon=True).start()
        office = _office(sqlite_database, f"smtp://127.0.0.1:{server.getsockname()[1]}")
        _tell(office, "a")
        _tell(office, "b")
        assert office.deliver().sent == 1
    assert sorted(mail.state for mail in office.messages("email")) == ["bounced", "sent"]
    assert heard[0] == b""
    assert b"Message-ID: " in heard[1]


def _hears_three_at_once(server: socket.socket, heard: list[bytes]) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 here\r\n")
        lines.readline()
        connection.sendall(b"250-here\r\n250 PIPELINING\r\n")
        for mailbox in (b"550 5.1.1 no such mailbox", b"250 OK"):
            said = [lines.readline()[:4].upper() for _ in range(3)]
            assert said == [b"MAIL", b"RCPT", b"DATA"]
            connection.sendall(b"250 OK\r\n" + mailbox + b"\r\n354 go on\r\n")
            heard.append(b"".join(takewhile(lambda line: line != b".\r\n", lines)))
            connection.sendall(b"250 OK\r\n")
            if not mailbox.startswith(b"250"):
                assert lines.readline().upper() == b"RSET\r\n"
                connection.sendall(b"250 OK\r\n")
        lines.readline()


def test_only_an_smtp_address_is_taken_and_its_password_shows_nowhere() -> None:
    assert "secret" not in repr(EmailChannel("smtp://user:secret@mail.example.test", "sunward@example.test"))
    for wrong in ("http://mail.example.test", "foo", "smtp://mail.example.test:x", "smtp://"):
        with pytest.raises(BadInput, match="SUNWARD_SMTP_URL"):
            EmailChannel(wrong, "sunward@example.test")


def test_a_password_is_not_said_without_tls_to_another_machine(
    sqlite_database: Database, post_office: MailServer
) -> None:
    """127.0.0.2 stands for another machine: it is not one of the names of loopback that are trusted."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux answers on all of 127.0.0.0/8")
    with post_office.open_at("127.0.0.2") as port:
        office = _office(sqlite_database, f"smtp://user:secret@127.0.0.2:{port}")
        _tell(office)
        office.deliver()
    assert office.only("email").state_reason == "smtp_sign_in_not_offered"
    assert post_office.mails == []


def test_a_server_that_asks_nonsense_before_signing_in_is_tried_again_later(sqlite_database: Database) -> None:
    """Nothing was handed over: it is not of unknown outcome."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        caller, _address = listener.accept()
        with caller, caller.makefile("rwb", buffering=0) as line:
            for said in (b"220 hello", b"250-hello\r\n250 AUTH CRAM-MD5", b"334 x", b"221 bye"):
                line.write(said + b"\r\n")
                line.readline()

    threading.Thread(target=answer, daemon=True).start()
    office = _office(sqlite_database, f"smtp://user:wrong@127.0.0.1:{listener.getsockname()[1]}")
    _tell(office)
    assert office.deliver().waiting == 1
    listener.close()

"""The folder: one whole file for each message, telling nobody who it is for."""

from pathlib import Path

from models.database import Database
from notifications.channels.folder import FolderChannel
from notifications.matrix import Event, Recipient
from tests.notifications.doubles import PROSECUTOR, STAFF_MAIL, SimulatedOffice


def _office(database: Database, folder: Path) -> SimulatedOffice:
    return SimulatedOffice(database, channels={"text": FolderChannel(folder), "email": FolderChannel(folder)})


def test_a_file_says_in_what_capacity_over_which_channel_and_the_text(
    sqlite_database: Database, tmp_path: Path
) -> None:
    office = _office(sqlite_database, tmp_path / "outbox")
    office.post()
    office.deliver()
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.name == f"20261124T010000Z-{office.only('text').id}.txt" == office.only("text").provider_reference
    assert file.read_text("utf-8") == (
        "To: minor\nChannel: text\nText: S1\n\n"
        "【向阳】提醒：本周小结请在12月23日（周三）15点30分前交，打开收藏的页面就能填。已交请忽略。约定词小河\n"
    )


def test_a_mail_in_the_folder_has_its_subject(sqlite_database: Database, tmp_path: Path) -> None:
    office = _office(sqlite_database, tmp_path)
    office.book.everybody = STAFF_MAIL
    office.post(event=Event.INCIDENT_REPORTED, to=Recipient.PROSECUTOR, recipient_id=PROSECUTOR)
    office.deliver()
    (page,) = [file.read_text("utf-8") for file in tmp_path.glob("*.txt")]
    assert "Subject: 【向阳】有一件事请您今天看一下\n" in page


def test_a_draft_left_by_a_dead_process_is_no_message(sqlite_database: Database, tmp_path: Path) -> None:
    office = _office(sqlite_database, tmp_path)
    office.post()
    message = office.only("text")
    draft = tmp_path / f".20261124T010000Z-{message.id}.txt.alone.part"
    draft.write_text("To: mi", "utf-8")
    assert FolderChannel(tmp_path).find(message) is None
    office.deliver()
    assert not draft.exists()
    assert len(list(tmp_path.glob("*.txt"))) == 1


def test_a_folder_that_cannot_be_written_is_tried_again(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be", "utf-8")
    office = _office(sqlite_database, tmp_path / "outbox")
    office.post()
    assert office.deliver().waiting == 1
    assert (office.only("text").state_reason or "").startswith("folder_")

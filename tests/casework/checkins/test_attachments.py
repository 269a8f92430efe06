"""What is attached: only what the plan says, freed of what phones add, encrypted, rounded, and gone on its day."""

import base64
import wave
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from casework.acting.performing import perform
from casework.checkins.acts import PlacePart, Submit
from casework.checkins.attachments import read_attachment
from casework.checkins.photos import sanitize_photo
from casework.checkins.recordings import MAX_BYTES, sanitize_recording
from casework.shared.text.text_checks import MAX_PHOTO_SIZE
from core.errors import BadInput, NotAllowed, NotFound, Refused
from models.attachment import Attachment
from models.item import Submission
from models.journal import JournalLine
from tests.builders import SimulatedPlan, a_plan, an_announced_plan
from tests.pictures import PNG, a_photo, a_recording, box

CONTACT = {
    "item": "worker_contact",
    "due_on": date(2026, 3, 16),
    "how": "visit",
    "went": "completed",
    "text": "都好",
}


@pytest.fixture(scope="module")
def made() -> SimulatedPlan:
    """A plan that says photo, voice and place; sheets may come as photos as on every plan."""
    plan = a_plan(attachments={"photo": True, "voice": True, "place": True})
    return an_announced_plan(plan, team_works=False).on("2026-03-06 10:00")


def attach(life: SimulatedPlan, by: str = "social_worker", **given: object) -> list[Attachment]:
    """The worker's contact is handed in with that, past whatever asks at the reading, and what was kept is told."""
    before = {row.id for row in life.rows(Attachment)}
    contact = Submit.model_validate({"did": "submit", "on": life.today, "by": by, **CONTACT})
    perform(life.context, life.number, contact.model_copy(update=given), life.actor(by))
    return [row for row in life.rows(Attachment) if row.id not in before]


def test_a_handler_sees_the_photo_and_nothing_of_what_the_camera_added(made: SimulatedPlan) -> None:
    (row,) = attach(made, photo_base64=a_photo())
    assert row.document is not None
    content, media_type = read_attachment(made.context, made.actor("prosecutor"), made.number, row.id)
    for start in (content[:8], base64.b64encode(content)[:16]):
        assert start not in row.document  # encrypted
    assert media_type == "image/jpeg"
    assert b"108.9" in a_photo()
    assert b"108.9" not in content
    assert "read_attachment" in {line.act for line in made.rows(JournalLine)}


@pytest.mark.parametrize("lying", [True, False])
def test_a_photo_is_drawn_anew_upright_and_without_the_film_behind_it(lying: bool) -> None:
    """Phones put a film of the moment behind a photo, with its sound and place; and lay it on its side."""
    drawn = sanitize_photo(a_photo(behind=b"ftypmp42 a film +34.5+108.9/", lying=lying))
    assert b"ftyp" not in drawn
    assert b"108.9" not in drawn
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.size == (16, 8)
        assert not picture.getexif()
        assert picture.getpixel((8, 1))[0] > 200  # type: ignore[index]
        assert picture.getpixel((8, 6))[0] < 50  # type: ignore[index]


def test_a_small_file_that_would_unfold_to_a_huge_picture_is_refused() -> None:
    written = BytesIO()
    Image.new("1", (10_000, 7_000)).save(written, "PNG", optimize=True)
    assert len(written.getvalue()) < 100_000
    with pytest.raises(BadInput):
        sanitize_photo(written.getvalue())


@pytest.mark.parametrize("who", ["clerk", "chief_prosecutor", "department_head", "minor", "mother"])
def test_nobody_but_the_handlers_opens_it(made: SimulatedPlan, who: str) -> None:
    row = next(row for row in [*made.rows(Attachment), *attach(made, photo_base64=PNG)] if row.kind == "photo")
    with pytest.raises(NotAllowed):
        read_attachment(made.context, made.actor(who), made.number, row.id)


def test_a_place_is_rounded_to_its_square_and_described_so(made: SimulatedPlan) -> None:
    squares = set()
    for step in (0.0, 0.0001, 0.0002):
        (row,) = attach(made, place=PlacePart(latitude=34.50001 + step, longitude=108.90001 + step))
        kept = made.context.vault.open_document(made.plan.id, "attachment.document", row.id, row.document)
        assert kept["unit"] == 1000
        assert abs(kept["latitude"] - 34.5) < 0.01
        squares.add((kept["latitude"], kept["longitude"]))
    assert len(squares) == 1
    with pytest.raises(NotFound):
        read_attachment(made.context, made.actor("prosecutor"), made.number, row.id)


@pytest.mark.parametrize(
    "values",
    [
        {"latitude": 91.0, "longitude": 10.0},
        {"latitude": 34.5},
        {"latitude": float("nan"), "longitude": 1.0},
        {"words": "x" * 41},
    ],
)
def test_what_is_no_place_is_refused(made: SimulatedPlan, values: dict[str, float | str]) -> None:
    with pytest.raises(BadInput):
        attach(made, place=PlacePart.model_construct(**values))


def test_what_the_plan_does_not_say_is_refused_and_nothing_is_lost_or_kept(made: SimulatedPlan) -> None:
    made.act("prosecutor", "agree_on_attachments", sheet=True)
    before = len(made.rows(Submission))
    for given in ({"photo_base64": PNG}, {"voice_base64": a_recording()}, {"place": PlacePart(words="虚构镇")}):
        with pytest.raises(Refused, match="does not say"):
            attach(made, **given)
    assert len(made.rows(Submission)) == before
    made.act("prosecutor", "agree_on_attachments", photo=True, voice=True, place=True, sheet=True)
    assert len(attach(made, photo_base64=PNG)) == 1


@pytest.mark.parametrize("wrong", [b"MZ\x90", b"", b"\xff\xd8\xff\xe0", b"<svg onload=alert(1)>", a_recording()])
def test_what_is_no_photo_is_refused(made: SimulatedPlan, wrong: bytes) -> None:
    if not wrong:
        assert attach(made, photo_base64=wrong) == []
        return
    with pytest.raises(BadInput):
        attach(made, photo_base64=wrong)
    with pytest.raises(BadInput):
        attach(made, photo_base64=b"\xff\xd8\xff" + bytes(MAX_PHOTO_SIZE))


def test_a_recording_keeps_its_voice_and_loses_its_place() -> None:
    content, media_type = sanitize_recording(a_recording())
    assert media_type == "audio/mp4"
    assert b"la la la" in content
    assert b"108.9" not in content
    assert len(content) == len(a_recording())  # nothing moves, or the voice would not be found


def test_a_film_is_no_recording() -> None:
    film = box(b"ftyp", b"mp42isom") + box(b"moov", box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"vide"))))
    for wrong in (film, b"\x1aE\xdf\xa3....V_VP8", b"OggS..theora", b"MZ", b"\xff\xd8\xff", b"\x00\x00\x00\x18ftypM4A"):
        with pytest.raises(BadInput):
            sanitize_recording(wrong)
    with pytest.raises(BadInput):
        sanitize_recording(b"OggS" + bytes(MAX_BYTES))


def test_a_recording_of_another_kind_of_phone_is_taken() -> None:
    buffer = BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(80))
    wav = buffer.getvalue() + b"LIST\x04\x00\x00\x00home"
    content, media_type = sanitize_recording(wav)
    assert (media_type, b"home" in content) == ("audio/wav", False)
    with wave.open(BytesIO(content)) as sound:
        assert sound.getnframes() == 80
    mp3 = b"ID3\x04\x00\x00\x00\x00\x00\x04home" + b"\xff\xfb\x90\x00" * 4
    assert sanitize_recording(mp3) == (b"\xff\xfb\x90\x00" * 4, "audio/mpeg")
    assert sanitize_recording(b"OggS\x00OpusHead") == (b"OggS\x00OpusHead", "audio/ogg")
    assert sanitize_recording(b"#!AMR\nxyz")[1] == "audio/amr"


def test_on_its_day_it_is_gone_by_itself_and_that_there_was_one_stays() -> None:
    plan = a_plan(months=12, attachments={"photo": True})
    life = an_announced_plan(plan).on("2026-03-06 10:00")
    (row,) = attach(life, photo_base64=PNG)
    assert date(2026, 3, 6) + timedelta(days=180) <= row.ends_on <= date(2026, 3, 6) + timedelta(days=187)
    life.skips_to(f"{row.ends_on - timedelta(days=1)} 23:00")
    assert next(each for each in life.rows(Attachment) if each.id == row.id).document is not None
    life.on(f"{row.ends_on} 23:00")
    assert next(each for each in life.rows(Attachment) if each.id == row.id).document is None
    with pytest.raises(NotFound, match="has been deleted"):
        read_attachment(life.context, life.actor("prosecutor"), life.number, row.id)

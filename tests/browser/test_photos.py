"""A photo as cameras take it today, chosen on a phone: made small there, or not chosen at all; nothing typed is lost."""

import io
import os

from PIL import Image
from playwright.sync_api import BrowserContext, expect

from casework.shared.text.text_checks import MAX_PHOTO_SIZE
from models.attachment import Attachment
from tests.browser.conftest import Site

WORDS = "发烧了，这是病历"


def a_large_photo() -> bytes:
    """A picture of noise, ten megabytes: a JPEG cannot make it small."""
    written = io.BytesIO()
    Image.frombytes("RGB", (3000, 2000), os.urandom(18_000_000)).save(written, "JPEG", quality=92)
    return written.getvalue()


def test_a_photo_of_ten_megabytes_goes_with_an_explanation(phone: BrowserContext, site: Site) -> None:
    """What is no photo and as large is named at once, and is not sent."""
    site.pages.offices.act("prosecutor", "agree_on_attachments", photo=True, voice=True, place=True, sheet=True)
    card = site.pages.card("minor")
    page = phone.new_page()
    page.goto(f"{site.address}/p/{card.secret}")
    page.fill("[name=code]", card.code)
    page.click("main button")
    page.goto(f"{site.address}/p/{card.secret}/explain/weekly_note/2026-03-09")
    page.fill("[name=text]", WORDS)
    large = a_large_photo()
    page.set_input_files("#voice", {"name": "a.m4a", "mimeType": "audio/mp4", "buffer": large})
    expect(page.locator("#voice-too-large")).to_contain_text("超过4MB")
    assert page.evaluate("document.getElementById('voice').files.length") == 0
    page.set_input_files("#photo", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": large})
    size = "document.getElementById('photo').files[0].size"
    for _ in range(400):
        if page.evaluate(size) < len(large):
            break
        page.wait_for_timeout(50)
    assert page.evaluate(size) < MAX_PHOTO_SIZE
    expect(page.locator("#photo-too-large")).to_be_hidden()
    page.click("main form button")
    expect(page.locator(".receipt")).to_be_visible()
    (row,) = site.pages.offices.rows(Attachment)
    assert row.kind == "photo"

"""A photo as cameras take it today, chosen on a phone: made small there, or not chosen at all; nothing typed is lost."""

import os
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, expect

from casework.shared.text.text_checks import MAX_PHOTO_SIZE
from models.attachment import Attachment
from tests.browser.conftest import Site
from tests.browser.test_on_the_way import out_page

WORDS = "发烧了，这是病历"


def a_large_photo(folder: Path) -> Path:
    """A picture of noise, twelve megabytes: a JPEG cannot make it small."""
    written = folder / "a.jpg"
    Image.frombytes("RGB", (4000, 3000), os.urandom(36_000_000)).save(written, "JPEG", quality=95)
    assert written.stat().st_size > 12_000_000
    return written


def a_large_file(folder: Path, name: str) -> Path:
    """As large, and nothing that a browser can read."""
    written = folder / name
    written.write_bytes(os.urandom(12_500_000))
    return written


def test_a_photo_of_twelve_megabytes_goes_with_an_explanation(
    phone: BrowserContext, site: Site, tmp_path: Path
) -> None:
    """What is no photo and as large is named at once, and is not sent."""
    site.pages.offices.act("prosecutor", "agree_on_attachments", photo=True, voice=True, place=True, sheet=True)
    card = site.pages.card("minor")
    page = phone.new_page()
    page.goto(f"{site.address}/p/{card.secret}")
    page.fill("[name=code]", card.code)
    page.click("main button")
    page.goto(f"{site.address}/p/{card.secret}/explain/weekly_note/2026-03-09")
    page.fill("[name=text]", WORDS)
    page.set_input_files("#voice", a_large_file(tmp_path, "a.m4a"))
    expect(page.locator("#voice-too-large")).to_contain_text("超过4MB")
    assert page.evaluate("document.getElementById('voice').files.length") == 0
    page.set_input_files("#photo", a_large_photo(tmp_path))
    size = "document.getElementById('photo').files[0].size"
    for _ in range(400):
        if page.evaluate(size) < 12_000_000:
            break
        page.wait_for_timeout(50)
    assert page.evaluate(size) < MAX_PHOTO_SIZE
    expect(page.locator("#photo-too-large")).to_be_hidden()
    page.click("main form button")
    expect(page.locator(".receipt")).to_be_visible()
    (row,) = site.pages.offices.rows(Attachment)
    assert row.kind == "photo"


def test_on_the_way_a_photo_of_twelve_megabytes_is_made_small_or_refused_with_the_words_kept(
    phone: BrowserContext, site: Site, tmp_path: Path
) -> None:
    """What the phone cannot read as a picture cannot be made small there."""
    site.pages.offices.act("prosecutor", "agree_on_attachments", photo=True)
    page = out_page(site, phone)
    page.locator("#out-tasks button", has_text="社工联系").first.click()
    page.fill("#out-text", WORDS)
    page.set_input_files("#out-photo", a_large_file(tmp_path, "a.heic"))
    expect(page.locator("#out-attach-status")).to_contain_text("文件太大，没有附上")
    expect(page.locator("#out-text")).to_have_value(WORDS)
    page.set_input_files("#out-photo", a_large_photo(tmp_path))
    expect(page.locator("#out-attached")).to_contain_text(re.compile(r"照片 · \d{2,4} KB"))

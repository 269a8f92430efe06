"""Photos and the rest on the pages: asked for only where the plan says so, and opened by the handlers alone."""

import re

from models.attachment import Attachment
from models.item import Submission
from serving.middleware import MAX_BODY_BYTES, find_largest_body
from tests.large_body import PIECE, LargeBody
from tests.pictures import PNG, a_photo, a_recording
from tests.web.visitors import Pages, follow, parse_page

CONTACT = "/items/worker_contact/2026-03-16"
NOTE = "/items/weekly_note/2026-03-09"
HOW = {"how": "visit", "went": "completed", "text": "门口聊了几句"}
AGREED = {"photo": True, "voice": True, "place": True, "sheet": True}


def test_a_form_asks_for_nothing_that_the_plan_does_not_say(pages: Pages) -> None:
    worker = pages.as_("gui.social_worker")
    before = parse_page(worker.get(pages.plan(f"{CONTACT}?do=hand-in")))
    assert not {"photo", "voice", "place", "sheet"} & set(before.fields)
    pages.offices.act("prosecutor", "agree_on_attachments", **AGREED)
    after = parse_page(worker.get(pages.plan(f"{CONTACT}?do=hand-in")))
    assert {"photo", "voice", "place"} <= set(after.fields)
    assert "sheet" not in after.fields
    assert "sheet" in parse_page(worker.get(pages.plan(f"{NOTE}?do=hand-in"))).fields


def test_what_is_attached_stands_with_the_item_until_its_day(pages: Pages) -> None:
    pages.offices.act("prosecutor", "agree_on_attachments", **AGREED)
    worker = pages.as_("gui.social_worker")
    files = {"photo": ("IMG_20260310.jpg", a_photo()), "voice": ("a.m4a", a_recording())}
    sent = worker.post(pages.plan(f"{CONTACT}/hand-in"), data=HOW | {"place": "虚构镇"}, files=files)
    page = parse_page(follow(worker, sent))
    assert page.all_mistakes == []
    assert "虚构镇" in page.text
    assert "2026年9月" in page.text
    looks = list(dict.fromkeys(one for one in page.addresses if "/attached/" in one))
    assert len(looks) == 2
    for address, kind in zip(looks, ("image/jpeg", "audio/mp4"), strict=True):
        answer = pages.as_("gui.prosecutor").get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert b"108.9" not in answer.content
        assert [pages.as_(f"gui.{role}").get(address).status_code for role in ("clerk", "department_head")] == [
            403,
            403,
        ]
        elsewhere = address.replace(pages.offices.number, pages.offices.other)
        assert pages.as_("ren.prosecutor").get(elsewhere).status_code == 404
    for_the_head = parse_page(pages.as_("gui.department_head").get(pages.plan(CONTACT)))
    assert not [address for address in for_the_head.addresses if "/attached/" in address]


def test_a_recording_is_deleted_once_somebody_has_written_down_what_it_says(pages: Pages) -> None:
    pages.offices.act("prosecutor", "agree_on_attachments", **AGREED)
    worker = pages.as_("gui.social_worker")
    worker.post(pages.plan(f"{CONTACT}/hand-in"), data=HOW, files={"voice": ("a.m4a", a_recording())})
    page = parse_page(worker.get(pages.plan(CONTACT)))
    (listened,) = {one for one in page.addresses if "/attached/" in one}
    (form,) = {one for one in page.addresses if "write_down_recording" in one}
    kind, due_on = CONTACT.split("/")[2:]
    pages.offices.act("social_worker", "write_down_recording", item=kind, due_on=due_on, text="我这周去上学了")
    assert worker.get(form).status_code == 200
    assert worker.get(listened).status_code == 404
    page = parse_page(worker.get(pages.plan(CONTACT)))
    assert "录音的文字：我这周去上学了" in page.text
    assert not [one for one in page.addresses if "/attached/" in one or "write_down_recording" in one]
    (row,) = pages.offices.rows(Attachment)
    assert row.document is not None
    assert len(row.document) < len(a_recording())


def test_a_wrong_file_loses_nothing_that_was_typed(pages: Pages) -> None:
    pages.offices.act("prosecutor", "agree_on_attachments", **AGREED)
    worker = pages.as_("gui.social_worker")
    for field, content, match in (
        ("photo", b"MZ", "只收JPG或PNG照片"), ("voice", PNG, "只收手机录音"), ("photo", b"", "选的文件是空的"),
        ("photo", b"\xff\xd8\xff" + bytes(9 << 20), "8MB"), ("voice", bytes(8 << 20), "最多4 MB"),
        ("photo", b"\xff\xd8\xff" + bytes(12 << 20), "最多8 MB。照片先截个屏"),
    ):  # fmt: skip
        sent = worker.post(pages.plan(f"{CONTACT}/hand-in"), data=HOW, files={field: ("x", content)})
        assert sent.status_code == 422
        assert match in sent.text
        assert "门口聊了几句" in sent.text
        assert "照片和录音要再选一次" in sent.text
    assert pages.offices.rows(Submission) == []


def test_a_family_may_send_a_photo_of_what_was_written_on_paper(pages: Pages) -> None:
    """The text that asks for the monthly report says so: paper will do, and a photo of it arrives as well as typing."""
    browser, here = pages.family("minor")
    form = f"{here}/fill/weekly_note/2026-03-09"
    assert "sheet" in parse_page(browser.get(form)).fields
    assert browser.post(form, data={"text": ""}).status_code == 422
    page = parse_page(follow(browser, browser.post(form, data={"text": ""}, files={"sheet": ("x.jpg", a_photo())})))
    assert "附了：纸质表照片" in page.text
    (row,) = pages.offices.rows(Attachment)
    assert row.kind == "sheet"
    assert "附上的照片" in parse_page(browser.get(f"{here}/stored")).text


def test_what_came_on_paper_is_typed_in_by_the_worker_beside_the_photo_of_the_sheet(pages: Pages) -> None:
    worker = pages.as_("gui.social_worker")
    values = {"told_by": "guardian", "way": "paper", "text": "本周都好"}
    sent = worker.post(pages.plan(f"{NOTE}/hand-in"), data=values, files={"sheet": ("x.png", PNG)})
    page = parse_page(follow(worker, sent))
    assert "本周都好" in page.text
    assert "看纸质表" in page.text
    (row,) = pages.offices.rows(Submission)
    assert row.way == "paper"


def test_where_nobody_is_asked_no_browser_tells_where_it_is(pages: Pages) -> None:
    """Only the form for the way may ask, and only when somebody presses the button."""
    assert "geolocation=(self)" in pages.stranger().get("/out/").headers["permissions-policy"]
    assert "geolocation=()" in pages.as_("gui.social_worker").get("/").headers["permissions-policy"]


def test_an_explanation_brings_a_photo_where_the_plan_says_so(pages: Pages) -> None:
    """From the family's page and by phone alike; it lies with the explanation until its day."""
    browser, here = pages.family("minor")
    form = f"{here}/explain/weekly_note/2026-03-09"
    assert "photo" not in parse_page(browser.get(form)).fields
    refused = browser.post(form, data={"text": "发烧了"}, files={"photo": ("x.jpg", a_photo())})
    assert refused.status_code == 409
    assert "发烧了" in refused.text
    pages.offices.act("prosecutor", "agree_on_attachments", **AGREED)
    assert {"photo", "voice", "sheet"} <= set(parse_page(browser.get(form)).fields)
    wrong = browser.post(form, data={"text": "发烧了"}, files={"photo": ("x.jpg", b"MZ")})
    assert (wrong.status_code, "发烧了" in wrong.text) == (422, True)
    assert browser.post(form, data={"text": ""}).status_code == 422
    as_a_camera_makes_it = a_photo(behind=bytes(5 << 20))
    sent = browser.post(form, data={"text": "发烧了"}, files={"photo": ("x.jpg", as_a_camera_makes_it)})
    assert "附了：照片" in parse_page(follow(browser, sent)).text
    worker = pages.as_("gui.social_worker")
    response = worker.post(
        pages.plan(f"{NOTE}/explain"), data={"text": ""}, files={"sheet": ("x.jpg", as_a_camera_makes_it)}
    )
    looks = list(dict.fromkeys(one for one in parse_page(follow(worker, response)).addresses if "/attached/" in one))
    assert len(looks) == 2
    assert worker.get(looks[0]).headers["content-type"] == "image/jpeg"
    rows = pages.offices.rows(Attachment)
    assert [(row.submission_id, row.explanation_id is not None) for row in rows] == [(None, True)] * 2


def test_a_form_takes_as_much_as_its_files_may_have(pages: Pages) -> None:
    pages.offices.act("prosecutor", "agree_on_attachments", **AGREED)
    minor, hers = pages.family("minor")
    worker = pages.as_("gui.social_worker")
    shown = [
        (minor, f"{hers}/fill/weekly_note/2026-03-16"), (minor, f"{hers}/explain/weekly_note/2026-03-09"),
        (worker, pages.plan(f"{CONTACT}?do=hand-in")), (worker, pages.plan(f"{NOTE}?do=explain")),
    ]  # fmt: skip
    for browser, address in shown:
        files = [int(most) for most in re.findall(r'type="file"[^>]* data-most="(\d+)"', browser.get(address).text)]
        assert files, address
        assert sum(files) < find_largest_body(address.replace("?do=", "/"), MAX_BODY_BYTES), address


def test_files_are_read_from_those_only_who_are_known(pages: Pages) -> None:
    """Reading comes before anything asks who sends it: a stranger's file would lie in memory for nothing."""
    pages.offices.act("prosecutor", "agree_on_attachments", **AGREED)
    _minor, hers = pages.family("minor")
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    explanation = f"{hers}/explain/weekly_note/2026-03-09"
    for address in (explanation, pages.plan(f"{NOTE}/explain"), pages.plan("/usage/files")):
        for with_length in (False, True):
            body = LargeBody()
            answer = body.send(pages.stranger(), "POST", address, form, with_length=with_length)
            assert answer.status_code == 303, address
            assert answer.headers["location"] in (hers, "/sign-in"), address
            assert body.read <= MAX_BODY_BYTES + len(PIECE), address

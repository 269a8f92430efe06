"""A social worker on a bus with two bars of signal, and in the tunnel without any."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from models.attachment import Attachment
from models.item import Item, Submission
from tests.browser.conftest import Site
from tests.pictures import PNG
from tests.prefect.conftest import until

CONTACT = "worker_contact"


def out_page(site: Site, phone: BrowserContext) -> Page:
    """The form, kept by the browser for where there is no signal, with the worker's list in it."""
    site.sign_in(phone, "gui.social_worker")
    page = phone.new_page()
    page.goto(f"{site.address}/out/")
    expect(page.locator("#out-tasks button").first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def fill(page: Page, words: str, text: str) -> None:
    """The thing of those words is filled in, as far as the page where one looks over the answers."""
    page.locator("#out-tasks button", has_text=words).first.click()
    expect(page.locator("#out-form")).to_be_visible()
    if page.locator("[data-part=family]").is_visible():
        page.check("input[name=told_by][value=minor]")
        page.check("input[name=way][value=phone]")
    if page.locator("[data-part=contact]").is_visible():
        page.check("input[name=how][value=call]")
        page.check("input[name=went][value=completed]")
        page.fill("#out-held-on", "2026-03-06")
    page.fill("#out-text", text)
    expect(page.locator("#out-saved")).to_contain_text("已存在手机里")
    page.click("#out-form button[type=submit]")
    expect(page.locator("#out-checked")).to_contain_text(text)


def received(site: Site) -> list[Submission]:
    rows: list[Submission] = site.pages.offices.rows(Submission)
    return rows


SOMETHING_GETS_THROUGH = "fetch('/health/live', {cache: 'no-store'}).then(answer => answer.ok, () => false)"
"""The browser is told of the signal in several of its processes, one after the other."""
HABITS = {
    "it says so": "",
    "it says nothing": "addEventListener('online', said => said.stopImmediatePropagation(), true);",
    "it says so too early": (
        "addEventListener('online', said => said.isTrusted && said.stopImmediatePropagation(), true);"
    ),
}
"""What a browser does when the signal is back; some never say it, some say it before anything gets through."""


@pytest.mark.parametrize("habit", HABITS)
def test_within_two_seconds_of_a_signal_it_is_sent_and_the_page_says_so(
    site: Site, phone: BrowserContext, habit: str
) -> None:
    """What was written in a tunnel, in a browser that was closed and opened again there, waits and goes once. Two seconds of
    the phone's own clock, which stands still but for them: a busy machine does not matter."""
    phone.add_init_script(HABITS[habit])
    page = out_page(site, phone)
    phone.set_offline(True)
    page.reload()
    expect(page.locator("#out-line")).to_contain_text("没有信号")
    fill(page, "每周小结", "都好，车上说的")
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    page.reload()  # its timers are set anew, by the clock that stands
    expect(page.locator("#out-line")).to_contain_text("没有信号")
    page.locator("#out-tasks button", has_text="每周小结").first.click()
    page.click("#out-form button[type=submit]")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("1条未发送")
    expect(page.locator("#out-line")).to_contain_text("没有信号")
    assert len(received(site)) == 0
    if habit == "it says so too early":
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("#out-line")).to_contain_text("没有信号")
    phone.set_offline(False)
    until(lambda: bool(page.evaluate(SOMETHING_GETS_THROUGH)), 20)
    page.clock.run_for(2000)
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    expect(page.locator("#out-line")).not_to_contain_text("没有信号")
    expect(page.locator("#out-waiting")).to_be_hidden()
    assert len(received(site)) == 1
    assert kept(page) == {"drafts": 0, "waiting": 0}


def test_somebody_signed_out_is_asked_to_sign_in_and_it_is_sent_afterwards(site: Site, phone: BrowserContext) -> None:
    """A visit takes longer than a session: what was written meanwhile stays, and the page does not blame the signal."""
    page = out_page(site, phone)
    phone.clear_cookies()
    before = len(received(site))
    fill(page, "每周小结", "谈了很久，都好")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("1条未发送")
    page.reload()
    expect(page.locator("#out-line")).to_contain_text("请先登录")
    expect(page.locator("#out-sign-in")).to_be_visible()
    site.sign_in(phone, "gui.social_worker")
    page.reload()
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    expect(page.locator("#out-sign-in")).to_have_count(0)
    assert len(received(site)) == before + 1


def test_an_answer_lost_on_the_way_back_hands_nothing_in_twice(site: Site, phone: BrowserContext) -> None:
    page = out_page(site, phone)
    answers = iter(["lost", "heard"])

    def on_the_wire(route):  # type: ignore[no-untyped-def]
        if next(answers) == "lost":
            route.fetch()  # it arrives, and the signal breaks before the answer is back
            route.abort()
        else:
            route.continue_()

    page.route("**/check-ins", on_the_wire)
    fill(page, "每周小结", "都好")
    with page.expect_event("requestfailed"):
        page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("1条未发送")
    assert len(received(site)) == 1
    page.click("#out-send")
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    assert len(received(site)) == 1


def test_what_somebody_recorded_meanwhile_is_shown_and_a_person_decides(site: Site, phone: BrowserContext) -> None:
    page = out_page(site, phone)
    phone.set_offline(True)
    fill(page, "每周小结", "我记的")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("1条未发送")
    site.pages.offices.act("minor", "submit", item="weekly_note", text="本人写的")
    phone.set_offline(False)  # and the phone sends what waits by itself
    expect(page.locator("#out-waiting li")).to_contain_text("已经有人记录")
    assert len(received(site)) == 1
    page.get_by_role("button", name="作为补充提交").click()
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    assert [row.addition for row in received(site)] == [False, True]


def test_a_sheet_as_the_screen_has_it_is_kept_whole_until_its_day_is_mended(site: Site, phone: BrowserContext) -> None:
    """What cannot be read was sent as an empty day before, and nobody was told."""
    site.pages.offices.on("2026-03-15 09:00")
    page = out_page(site, phone)
    page.locator("#out-tasks button", has_text="一周手机使用小表").first.click()
    page.check("input[name=told_by][value=guardian]")
    page.check("input[name=way][value=phone]")
    page.fill("[name=minutes_1]", "3小时25分")
    page.fill("[name=minutes_3]", "25小时")
    page.click("#out-form button[type=submit]")
    expect(page.locator("#out-checked")).to_contain_text("3小时25分 · — · 25小时")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-waiting li")).to_contain_text("周三：请填0到1440")
    assert received(site) == []
    page.get_by_role("button", name="修改").click()
    expect(page.locator("[name=minutes_1]")).to_have_value("3小时25分")
    page.fill("[name=minutes_3]", "2:05")
    page.click("#out-form button[type=submit]")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    assert len(received(site)) == 1


def test_two_tabs_on_two_tasks_keep_two_drafts(site: Site, phone: BrowserContext) -> None:
    one = out_page(site, phone)
    other = phone.new_page()
    other.goto(f"{site.address}/out/")
    expect(other.locator("#out-tasks button").first).to_be_visible()
    one.locator("#out-tasks button").nth(0).click()
    other.locator("#out-tasks button").nth(1).click()
    one.fill("#out-text", "第一件")
    other.fill("#out-text", "第二件")
    expect(one.locator("#out-saved")).to_contain_text("已存在手机里")
    expect(other.locator("#out-saved")).to_contain_text("已存在手机里")
    one.reload()
    expect(one.locator("#out-tasks button").first).to_be_visible()
    one.locator("#out-tasks button").nth(1).click()
    expect(one.locator("#out-text")).to_have_value("第二件")
    one.click("#out-form [data-do=back]")
    one.locator("#out-tasks button").nth(0).click()
    expect(one.locator("#out-text")).to_have_value("第一件")


def test_what_waits_on_the_phone_names_nobody_and_cannot_be_read(site: Site, phone: BrowserContext) -> None:
    """Whose contact is due by tomorrow is shown, without a signal too, until a day has gone by or somebody has signed out."""
    site.pages.offices.on("2026-03-15 09:00")
    page = out_page(site, phone)
    whose = page.locator("#out-tasks button", has_text="社工联系 芒果")
    phone.set_offline(True)
    page.reload()
    expect(whose).to_have_count(1)
    fill(page, "每周小结", "芒果说都好")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("1条未发送")
    everything = everything_on(page)
    assert site.pages.offices.number in everything
    assert "芒果" not in everything
    assert "都好" not in everything
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=25))
    page.reload()
    expect(page.locator("#out-tasks button", has_text="社工联系")).to_have_count(1)
    expect(whose).to_have_count(0)


def test_after_signing_out_the_phone_tells_of_no_plan_and_a_draft_asks_for_the_sign_in(
    site: Site, phone: BrowserContext
) -> None:
    """By the button of the page itself. What was written is kept sealed and is there again for who wrote it."""
    site.pages.offices.on("2026-03-15 09:00")
    page = out_page(site, phone)
    expect(page.locator("#out-tasks button", has_text="社工联系 芒果")).to_have_count(1)
    phone.set_offline(True)
    fill(page, "每周小结", "都好")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("1条未发送")
    page.locator("#out-tasks button", has_text="社工联系").first.click()
    page.fill("#out-text", "写到一半")
    expect(page.locator("#out-saved")).to_contain_text("已存在手机里")
    page.click("#out-form [data-do=back]")
    assert site.pages.offices.number in everything_on(page)
    page.route("**/check-ins", lambda route: route.abort())  # nothing is sent before one has signed out
    phone.set_offline(False)
    page.click("#out-leave button")
    page.wait_for_url("**/sign-in")
    assert site.pages.offices.number not in everything_on(page)
    page.goto(f"{site.address}/out/")
    expect(page.locator("#out-line")).to_contain_text("请先登录")
    expect(page.locator("#out-waiting li")).to_have_text("这台手机里还有1条没有发送，请填写的人登录后提交。")
    expect(page.locator("#out-tasks")).to_contain_text("没有可以填的")
    page.unroute("**/check-ins")
    site.sign_in(phone, "gui.social_worker")
    page.reload()
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    page.locator("#out-tasks button", has_text="社工联系").first.click()
    expect(page.locator("#out-text")).to_have_value("写到一半")


def test_pressed_twice_it_is_sent_once(site: Site, phone: BrowserContext) -> None:
    page = out_page(site, phone)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    fill(page, "每周小结", "都好")
    page.evaluate("for (let press of [1, 2]) document.querySelector('[data-do=hand-in]').click()")
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    expect(page.locator("#out-waiting")).to_be_hidden()
    assert (len(asked), len(received(site))) == (1, 1)


def test_on_another_workers_phone_nothing_of_theirs_is_shown_or_sent(site: Site, phone: BrowserContext) -> None:
    """The colleague who borrows it sees that something waits, and no word of it; it goes when its writer is back."""
    page = out_page(site, phone)
    phone.set_offline(True)
    fill(page, "每周小结", "只有我知道")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("1条未发送")
    page.route("**/check-ins", lambda route: route.abort())
    phone.clear_cookies()
    site.sign_in(phone, "gui.worker2")
    phone.set_offline(False)
    page.goto(f"{site.address}/out/")
    expect(page.locator("#out-waiting li")).to_have_text("这台手机里还有1条没有发送，请填写的人登录后提交。")
    page.unroute("**/check-ins")
    page.click("#out-send")
    expect(page.locator("#out-count")).to_have_text("")
    expect(page.locator("main")).not_to_contain_text("只有我知道")
    assert received(site) == []
    phone.clear_cookies()
    site.sign_in(phone, "gui.social_worker")
    page.reload()
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    assert len(received(site)) == 1


def test_a_phone_whose_clock_is_wrong_tells_the_servers_time(site: Site, phone: BrowserContext) -> None:
    """Five days ahead: what was written bears the day of the server, and names on the list are not a day old."""
    page = out_page(site, phone)
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=5))
    page.reload()
    expect(page.locator("#out-tasks button").first).to_be_visible()
    fill(page, "每周小结", "都好")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    (row,) = received(site)
    content = site.pages.offices.context.vault.open_document(row.plan_id, "submission.document", row.id, row.document)
    assert abs(datetime.fromisoformat(content["noted_at"]) - row.received_at) < timedelta(minutes=2)


def everything_on(page: Page) -> str:
    """All that the browser keeps for the site, as far as it can be read."""
    stored: str = page.evaluate(
        """async () => {
            const database = await new Promise((done) => {
                const asked = indexedDB.open("sunward-out"); asked.onsuccess = () => done(asked.result); });
            let text = "";
            for (const name of ["lists", "drafts", "waiting"]) {
                const rows = await new Promise((done) => {
                    const asked = database.transaction(name).objectStore(name).getAll();
                    asked.onsuccess = () => done(asked.result); });
                const words = (_, value) => value instanceof ArrayBuffer
                    ? new TextDecoder().decode(value) : value;
                text += JSON.stringify(rows, words);
            }
            return text + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
        }"""
    )
    return stored


def test_a_contact_that_was_only_attempted_is_kept_and_settles_nothing(site: Site, phone: BrowserContext) -> None:
    page = out_page(site, phone)
    page.locator("#out-tasks button", has_text="社工联系").first.click()
    page.check("input[name=how][value=visit]")
    page.check("input[name=went][value=attempted]")
    page.fill("#out-text", "敲门没人")
    page.click("#out-form button[type=submit]")
    expect(page.locator("#out-wrong")).to_have_text("请写联系是哪天。")
    page.fill("#out-held-on", "2026-03-06")
    page.click("#out-form button[type=submit]")
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    (row,) = received(site)
    (item,) = (each for each in site.pages.offices.rows(Item) if each.id == row.item_id)
    assert (row.addition, item.status) == (True, "open")


def kept(page: Page) -> dict[str, int]:
    """How much is left on the phone."""
    counts: dict[str, int] = page.evaluate(
        """async () => {
            const database = await new Promise((done) => {
                const asked = indexedDB.open("sunward-out"); asked.onsuccess = () => done(asked.result); });
            const counts = {};
            for (const name of ["drafts", "waiting"]) {
                counts[name] = await new Promise((done) => {
                    const asked = database.transaction(name).objectStore(name).count();
                    asked.onsuccess = () => done(asked.result); });
            }
            return counts;
        }"""
    )
    return counts


def test_a_photo_and_a_place_wait_in_the_tunnel_and_go_rounded_and_small(site: Site, phone: BrowserContext) -> None:
    """The plan says that they may be; the phone makes the photo small and the place coarse before it keeps either."""
    site.pages.offices.act("prosecutor", "agree_on_attachments", photo=True, place=True)
    phone.grant_permissions(["geolocation"], origin=site.address)
    phone.set_geolocation({"latitude": 34.512345, "longitude": 108.912345})
    page = out_page(site, phone)
    phone.set_offline(True)
    page.locator("#out-tasks button", has_text="社工联系").first.click()
    expect(page.locator("#out-sheet")).to_be_hidden()
    page.check("input[name=how][value=visit]")
    page.check("input[name=went][value=completed]")
    page.fill("#out-held-on", "2026-03-06")
    page.set_input_files("#out-photo", {"name": "x.png", "mimeType": "image/png", "buffer": PNG})
    expect(page.locator("#out-attached")).to_contain_text("照片")
    page.click("#out-place")
    expect(page.locator("#out-attached")).to_contain_text("34.5")
    expect(page.locator("#out-attached")).not_to_contain_text("34.512345")
    page.wait_for_timeout(1000)  # the draft is written a moment after it is shown
    page.reload()  # the draft keeps both
    page.locator("#out-tasks button", has_text="社工联系").first.click()
    expect(page.locator("#out-attached li")).to_have_count(2)
    page.click("#out-form [data-do=back]")
    page.locator("#out-tasks button", has_text="每周小结").first.click()
    expect(page.locator("#out-attached li")).to_have_count(0)  # never another's
    page.click("#out-form [data-do=back]")
    page.locator("#out-tasks button", has_text="社工联系").first.click()
    page.click("#out-form button[type=submit]")
    expect(page.locator("#out-checked")).to_contain_text("大致地点")
    expect(page.locator("#out-checked dt", has_text="可以附上")).to_have_count(2)
    page.click("[data-do=hand-in]")
    expect(page.locator("#out-count")).to_have_text("1条未发送")
    phone.set_offline(False)  # and the phone sends what waits by itself
    expect(page.locator("#out-count")).to_have_text("全部已提交")
    rows = site.pages.offices.rows(Attachment)
    assert {row.kind for row in rows} == {"photo", "place"}
    assert kept(page) == {"drafts": 0, "waiting": 0}

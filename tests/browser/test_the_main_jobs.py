"""Everybody's five main jobs, done as people do them: counted in steps, with JavaScript and without."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from models.attachment import Attachment
from models.decision import Leave
from models.item import Submission
from tests.browser.conftest import PHONE, Site
from tests.browser.main_tasks import MAIN_TASKS, OWN_PASSWORD, MainTask, TaskRun
from tests.passwords import give_password

DESKTOP = {"width": 1280, "height": 800}
ON_A_PHONE = ("minor", "mother", "gui.social_worker")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def browsers(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """A phone for the family and the worker, a desktop for the others; each person's own."""
    opened: dict[str, BrowserContext] = {}

    def of(who: str) -> BrowserContext:
        if who not in opened:
            opened[who] = browser.new_context(
                viewport=PHONE if who in ON_A_PHONE else DESKTOP, locale="zh-CN", java_script_enabled=request.param
            )
        return opened[who]

    yield of
    for context in opened.values():
        context.close()


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)], ids=["some", "all"])
def test_every_main_job_is_short(
    site: Site, browsers: Callable[[str], BrowserContext], request: pytest.FixtureRequest, whole: bool
) -> None:
    """All of them in the long form; otherwise three of everybody's without JavaScript, where a page has the least help,
    and one with it."""
    jobs = MAIN_TASKS if whole else _first(3 if "without" in request.node.name else 1)
    site.pages.offices.act("prosecutor", "agree_on_attachments", photo=True, sheet=True)
    give_password(site.pages.offices.context, ["gui.administrator"], OWN_PASSWORD)
    for job in jobs:
        context = browsers(job.who)
        page = context.pages[0] if context.pages else _enter(site, context, job.who)
        doing = TaskRun(page)
        if job.begins == "page":
            doing.steps = 2  # the code, and the button beside it
            page.goto("/".join(page.url.partition("?")[0].split("/")[:5]))
        else:
            page.goto(site.address + job.begins)
        try:
            job.do(doing)
        except Exception as lost:
            raise AssertionError(f"{job.who} {job.what}, at {page.url}: {lost}") from lost
        assert page.locator(".wrong, .errors").count() == 0, f"{job.what}: {page.url}"
        assert doing.steps <= job.most, f"{job.who} {job.what}: {doing.steps} steps"
    offices = site.pages.offices
    if not whole:
        return
    assert len(offices.rows(Submission)) == 4
    assert len(offices.rows(Attachment)) == 1
    assert Counter(row.prosecutor_approved for row in offices.rows(Leave)) == {True: 1, None: 1}


def _first(count: int) -> list[MainTask]:
    """So many of everybody's, in their order: a later job may need what an earlier one did."""
    done: Counter[str] = Counter()
    return [job for job in MAIN_TASKS if done.update([job.who]) or done[job.who] <= count]


def _enter(site: Site, context: BrowserContext, who: str) -> Page:
    """The person's page, the code typed; or somebody of the staff signed in."""
    page = context.new_page()
    if "." in who:
        site.sign_in(context, who)
        return page
    card = site.pages.card(who)
    page.goto(f"{site.address}/p/{card.secret}")
    page.fill("[name=code]", card.code)
    page.click("main button")
    return page


def test_everybody_has_five_main_jobs() -> None:
    counted = Counter(job.who for job in MAIN_TASKS)
    assert {who: count for who, count in counted.items() if count < 5} == {}
    assert len(counted) == 12

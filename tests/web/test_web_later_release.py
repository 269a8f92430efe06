"""What a later release has written hides nothing: while machines are upgraded one after another, and after a release was
taken back."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from models.item import Item
from models.message import Message
from models.plan import Plan
from tests.web.visitors import Pages

LATER = "a_later_code"


def write_later_codes(pages: Pages) -> None:
    with pages.offices.context.database.transaction() as session:
        ours = select(Item).where(Item.plan_id == pages.offices.plan().id)
        items = session.exec(ours.order_by(col(Item.next_at))).all()
        ahead = [item for item in items if item.next_at is not None]
        ahead[0].kind = ahead[1].next_step = LATER
        next(item for item in items if item.next_at is None).kind = LATER
        for message in session.exec(select(Message).order_by(col(Message.created_at).desc()).limit(4)):
            message.event, message.channel = LATER, LATER


def write_later_states(pages: Pages) -> None:
    with pages.offices.context.database.transaction() as session:
        session.get_one(Plan, pages.offices.plan().id).status = LATER
        ours = select(Item).where(Item.plan_id == pages.offices.plan().id)
        items = session.exec(ours.order_by(col(Item.next_at), col(Item.id))).all()
        ahead = [item for item in items if item.next_at is not None]
        settled = [item for item in items if item.next_at is None]
        for item in (*ahead[:2], settled[0], settled[-1]):
            item.status = LATER
        for message in session.exec(select(Message).order_by(col(Message.created_at).desc()).limit(4)):
            message.state = LATER


@pytest.mark.parametrize("write", [write_later_codes, write_later_states])
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("gui.prosecutor", "/"), ("gui.prosecutor", "/runs"), ("gui.prosecutor", "PLAN"), ("gui.prosecutor", "PLAN/history"),
        ("gui.prosecutor", "PLAN/run"), ("gui.prosecutor", "PLAN/calendar"), ("gui.prosecutor", "PLAN/messages"),
        ("gui.prosecutor", "PLAN/expiry"), ("gui.prosecutor", "PLAN/evaluation"), ("gui.prosecutor", "PLAN/do"),
        ("gui.chief_prosecutor", "PLAN"), ("gui.prosecutor", "/agenda"), ("gui.prosecutor", "/inbox"),
        ("gui.social_worker", "/calls"), ("gui.administrator", "/messages"), ("gui.social_worker", "/messages/counts"),
        ("minor", ""), ("minor", "/progress"), ("mother", "/progress"),
    ],
)  # fmt: skip
def test_a_page_shows_what_it_does_not_know_by_its_code_and_everything_else(
    pages: Pages, who: str, path: str, write: Callable[[Pages], None]
) -> None:
    family = None if "." in who else pages.family(who)
    write(pages)
    if family is None:
        answer = pages.as_(who).get(pages.plan(path.removeprefix("PLAN")) if path.startswith("PLAN") else path)
    else:
        browser, here = family
        answer = browser.get(here + path)
    assert answer.status_code == 200


def test_the_next_step_of_a_later_release_is_shown_by_its_code(pages: Pages) -> None:
    write_later_codes(pages)
    steps = pages.offices.as_("gui.prosecutor").get(f"/api/v1/plans/{pages.offices.number}").json()["next"]
    assert [LATER in step["words"]["zh"] for step in steps[:3]] == [True, True, False]


def test_nothing_is_done_to_a_plan_in_a_status_of_a_later_release_and_whoever_tries_is_told_so(pages: Pages) -> None:
    """Another machine may know it: 503, in words."""
    write_later_states(pages)
    answer = pages.as_("gui.social_worker").post(pages.plan("/do/note"), data={"topic": "family", "text": "x"})
    assert answer.status_code == 503
    assert "请把本机升级到同一版本" in answer.text
    assert answer.headers["retry-after"]


def test_messages_in_a_state_of_a_later_release_are_counted(pages: Pages) -> None:
    write_later_states(pages)
    assert LATER in pages.as_("gui.social_worker").get("/messages/counts").text

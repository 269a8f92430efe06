"""A policy is tried on its page: of many plans a sample, one person after the other, and nothing typed is lost."""

from functools import partial

import pytest

from app import server
from core.settings import Settings
from flows.policy_simulation import simulate_month
from models.office import Role
from notifications.reminder_policy import FILE
from tests.web.visitors import Pages
from web.app import create_web

WRITTEN = FILE.read_text(encoding="utf-8")
TRY = {"text": WRITTEN, "month": "2026-03", "_go": "try"}


@pytest.fixture
def trying(pages: Pages) -> Pages:
    """The house, where a month can be simulated as in the program."""
    simulate = partial(server.simulate_alone, pages.offices.context)
    pages.app = create_web(Settings(), pages.offices.context, lambda: None, lambda: {}, None, simulate=simulate)
    return pages


def test_the_page_tells_of_how_many_plans_it_speaks(trying: Pages) -> None:
    head = trying.as_role(Role.DEPARTMENT_HEAD)
    page = head.post("/reminder-policy", data=TRY)
    assert page.status_code == 200
    assert "每人每渠道几条" in page.text
    assert "均匀取了" not in page.text
    context = trying.offices.context
    sampled = partial(simulate_month, context, at_most=1)
    trying.app = create_web(Settings(), context, lambda: None, lambda: {}, None, simulate=sampled)
    administrator = trying.as_("gui.administrator")
    assert "共2个方案，从最早立案的到最近的均匀取了1个来试" in administrator.post("/reminder-policy", data=TRY).text


def test_whoever_comes_while_somebody_else_simulates_is_told_and_loses_nothing(
    trying: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They wait for a minute; afterwards it is free again."""
    monkeypatch.setattr(server, "WAITS_FOR_ANOTHER", server.WAITS_FOR_ANOTHER / 6000)
    head = trying.as_role(Role.DEPARTMENT_HEAD)
    own = WRITTEN.replace('call_at = "17:00"', 'call_at = "16:30"')
    with server.one_simulation_at_a_time():
        refused = head.post("/reminder-policy", data={**TRY, "text": own})
    assert "别人正在试算" in refused.text
    assert "call_at = &#34;16:30&#34;" in refused.text
    assert "别人正在试算" not in head.post("/reminder-policy", data=TRY).text

"""Pages on which much is listed: what belongs together stands together, and a figure is drawn as far as it is shown."""

import re

from models.office import Role
from tests.web.visitors import Pages, follow


def test_alike_messages_of_a_day_are_read_together(pages: Pages) -> None:
    """One button for the row; afterwards they are folded among what was read."""
    pages.live_until("2026-03-24 09:00")
    browser = pages.as_role(Role.PROSECUTOR)
    page = browser.get("/inbox").text
    found = re.search(r'name="messages" value="([^"]+)"><button>这(\d+)条都知道了', page)
    assert found is not None
    ids = found[1].split()
    assert len(ids) == int(found[2]) > 1
    after = follow(browser, browser.post("/inbox", data={"messages": found[1]})).text
    assert not [each for each in ids if f"/inbox/{each}/read" in after]
    assert "已读" in after

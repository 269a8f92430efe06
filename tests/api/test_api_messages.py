"""A plan's messages."""

import re

from tests.api.two_offices import TwoOffices


def test_a_reply_is_shown_without_name_number_or_address(offices: TwoOffices) -> None:
    answer = offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}/messages")
    rows = answer.json()["messages"]
    called = next(row for row in rows if row["event"] == "check_in_due" and row["channel"] == "text")
    assert (called["to"], called["state"], called["device"]) == ("minor", "sent", "own")
    assert "3月9日" in called["text"]
    assert not re.search("芒果|10000|癸县", answer.text)
    assert [row["created_at"] for row in rows] == sorted((row["created_at"] for row in rows), reverse=True)

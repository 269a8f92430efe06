"""A text that was refused or whose fate is unknown comes before a person, once, and is never sent again by itself."""

import pytest

from casework.messages.call_list import call_list
from casework.messages.given_up import tell_of_given_up
from notifications.channels.channel import HandOver, Outcome
from notifications.channels.inbox import InboxChannel
from notifications.channels.memory import MemoryChannel
from sunward.wiring import Dispatcher
from tests.builders import Life, a_life, told_and_served
from tests.notifications.doubles import Answering


def a_week_with(answer: HandOver) -> Life:
    """The text of Sunday 17:00 meets that answer; everything later is taken."""
    life = told_and_served(a_life(), "2026-03-04").on("2026-03-08 16:59")
    channels = {"text": Answering([answer]), "email": MemoryChannel(), "inbox": InboxChannel()}
    life.rehearsal.mail.dispatcher = Dispatcher(channels)
    return life.on("2026-03-08 17:01")


def told(life: Life) -> list[str]:
    life.rehearsal.mail.posted = True
    life.live()
    return sorted(said.to for said in life.said("2026-03-08 17:00") if said.template == "E8")


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.REFUSED])
def test_worker_and_assistant_are_told_once_and_it_is_a_call_of_today(outcome: Outcome) -> None:
    life = a_week_with(HandOver(outcome, reason="gateway_7"))
    assert tell_of_given_up(life.desk) == 1
    assert tell_of_given_up(life.desk) == 0
    assert told(life) == ["assistant", "social_worker"]
    (entry,) = [one for one in call_list(life.desk, life.actor("social_worker")) if one.kind == "weekly_note"]
    assert entry.because == "gateway_7"
    texts = [m for m in life.messages() if m.channel == "text" and m.event == "check_in_due"]
    assert [(m.state, m.attempts) for m in texts] == [(outcome.value, 1)]


def test_what_left_or_waits_or_had_a_reason_is_nobody_s_trouble() -> None:
    for answer in (HandOver(Outcome.SENT), HandOver(Outcome.TRY_AGAIN, reason="http_429")):
        assert tell_of_given_up(a_week_with(answer).desk) == 0
    hushed = told_and_served(a_life(), "2026-03-04")
    hushed.on("2026-03-06 10:00").act("prosecutor", "hush", until_on="2026-03-20", reason="心理危机")
    assert tell_of_given_up(hushed.on("2026-03-10").desk) == 0


def test_afterwards_the_journal_says_that_a_person_was_asked() -> None:
    life = a_week_with(HandOver(Outcome.UNKNOWN, reason="http_ReadTimeout"))
    tell_of_given_up(life.desk)
    (line,) = life.lines("tell_of_given_up")
    assert (line.note["state"], line.note["told"]) == ("unknown", 2)

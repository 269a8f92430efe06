"""Born on 29 February: eighteen on 28 February of a common year, for the family; from 1 March for criminal law."""

from datetime import date

import pytest

from core.errors import BadInput
from law.age import reached_adulthood_on
from models.person import Consent, Person
from tests.builders import an_announced_plan, the_rulebook


def test_a_leap_day_birthday() -> None:
    # ------------------------------------------------------- 15 January 2026: decided; born on 29 February 2008
    life = an_announced_plan(decided_on="2026-01-15", born_on="2008-02-29", told_on="2026-01-16", delivers=True)
    life.add_habit("minor", "weekly_note")
    assert life.of_age_on == date(2026, 2, 28)
    assert reached_adulthood_on(date(2008, 2, 29), the_rulebook()) == date(2026, 3, 1)

    # ------------------------------------------------------- T-60 lies before the decision; T-30 is 29 January
    life.on("2026-01-30 09:00").skips_to("2026-02-20 09:00").on("2026-02-27 18:00")
    entries = [entry.detail["step"] for entry in life.diary() if entry.detail.get("kind") == "age_rebase"]
    assert entries == ["near_60", "near_30"]

    # ------------------------------------------------------- Friday 27 February: own consents, on the eve
    life.act("minor", "give_consents", own_consents=True)
    assert life.status_counts("age_rebase") == {"done": 1}

    # ------------------------------------------------------- Saturday 28 February, 00:00: the father's part ends
    life.on("2026-02-28 00:00")
    assert life.happened("2026-02-28") == ["come_of_age"]
    mother = next(person for person in life.rows(Person) if person.relation == "mother")
    assert mother.ended_on == date(2026, 2, 28)
    assert life.items("consents") == []  # given on the eve counts

    # ------------------------------------------------------- Sunday 1 March and on: it is his own, and goes on
    life.skips_to("2026-07-15 00:00")
    assert life.status == "awaiting_decision"
    assert life.delivered("2026-02-28", to="mother") == []
    assert life.status_counts("weekly_note") == {"on_time": 26}


def test_a_word_about_phone_data_confirms_nothing_else() -> None:
    """Whoever says No to the one has not said Yes to the other; who is younger is not asked for it."""
    life = an_announced_plan(decided_on="2026-01-15", born_on="2008-02-29", told_on="2026-01-16")
    life.skips_to("2026-02-27 09:00").on("2026-02-28 00:00")
    for answer in (False, True):
        life.act("minor", "give_consents", device_data=answer)
        assert {row.subject for row in life.rows(Consent)} == {"device_data"}
        assert life.status_counts("consents") == {"open": 1}
    life.act("minor", "give_consents", own_consents=True)
    assert {row.subject for row in life.rows(Consent)} == {"device_data", "supervision_data"}
    assert life.status_counts("consents") == {"done": 1}
    young = an_announced_plan(decided_on="2026-01-15", born_on="2009-02-28", told_on="2026-01-16")
    for who in ("minor", "mother"):
        with pytest.raises(BadInput):
            young.act(who, "give_consents", own_consents=True)


def test_consents_nobody_gave_are_asked_for_and_are_never_a_miss() -> None:
    # ------------------------------------------------------- 28 February passes, and nobody asked him before
    life = an_announced_plan(decided_on="2026-01-15", born_on="2008-02-29", told_on="2026-01-16", delivers=True)
    life.add_habit("minor", "weekly_note")
    life.skips_to("2026-02-20 09:00").on("2026-02-28 00:00")
    assert life.due("consents") == date(2026, 3, 7)

    # ------------------------------------------------------- asked by a text, and never again; silence is no breach
    life.on("2026-03-20 12:00")
    assert life.texts("2026-02-28", to="minor").count("S15") == 1
    assert life.status_counts("consents") == {"unknown": 1}
    assert life.items(status="missed") == []

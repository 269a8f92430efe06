"""The agenda: what lies ahead on all one's cases, by week and by month."""

from models.office import Role
from tests.web.visitors import Pages, parse_page


def test_the_week_shows_what_falls_due_on_it_and_leads_there(pages: Pages) -> None:
    """The note of Monday the 16th stands under that day, with the name of whose it is, and its link opens it."""
    browser = pages.as_role(Role.PROSECUTOR)
    page = browser.get("/agenda?on=2026-03-16")
    note = pages.plan("/items/weekly_note/2026-03-16")
    assert note in parse_page(page).addresses
    assert "芒果" in page.text
    assert browser.get(note).status_code == 200
    assert note not in browser.get("/agenda?on=2026-03-25").text
    assert note in browser.get("/agenda?on=2026-03-25&by=month").text
    assert browser.get("/agenda?on=nonsense&by=what").status_code == 200


def test_who_is_away_stands_on_the_agenda(pages: Pages) -> None:
    away = {"from_on": "2026-03-14", "to_on": "2026-03-15", "destination": "外婆家", "reason": "看外婆"}
    pages.offices.act("minor", "ask_leave", leave="E1", **away)
    text = pages.as_role(Role.PROSECUTOR).get("/agenda?on=2026-03-10").text
    assert "申请外出，待批" in text
    assert "外婆" not in text


def test_case_management_sees_statutory_dates_without_a_name(pages: Pages) -> None:
    text = pages.as_role(Role.CASE_MANAGEMENT).get("/agenda?on=2026-03-10&by=month").text
    assert "芒果" not in text
    assert "每周小结" not in text
    assert pages.as_role(Role.ADMINISTRATOR).get("/agenda").status_code == 403


def test_another_office_s_days_and_sealed_plans_are_on_nobody_s_agenda(pages: Pages) -> None:
    asked = "/agenda?on=2026-03-16"
    assert pages.offices.number not in pages.as_("ren.prosecutor").get(asked).text
    pages.seal()
    assert pages.offices.number not in pages.as_role(Role.PROSECUTOR).get(asked).text

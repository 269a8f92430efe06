"""A family's page: a secret address and a code, their own and nobody else's, and nothing before the code."""

from typing import Any

from models.person import Person
from tests.api.two_offices import Client, TwoOffices


def _page(offices: TwoOffices, relation: str = "minor") -> dict[str, str]:
    given = offices.as_("gui.social_worker").post(f"/api/v1/plans/{offices.number}/pages", json={"relation": relation})
    assert given.status_code == 201
    page: dict[str, str] = given.json()
    return page


def _open(client: Client, page: str, code: str) -> Any:
    return client.post("/api/v1/family/session", json={"page": page, "code": code})


def test_a_new_card_ends_the_old_one_and_what_was_open_under_it(offices: TwoOffices) -> None:
    old, client = _page(offices), offices.stranger()
    assert _open(client, **old).status_code == 201
    new = _page(offices)
    assert client.get("/api/v1/family/plan").status_code == 401
    assert _open(client, **old).status_code == 401
    assert _open(client, **new).status_code == 201


def test_what_a_new_card_or_a_browser_of_the_staff_sends_is_marked(offices: TwoOffices) -> None:
    sent = {"item": "weekly_note", "due_on": "2026-03-16", "text": "都好"}
    here = {"Sec-Fetch-Site": "same-origin"}
    for cookies in ({}, {"sunward-device": "x.y"}):
        client = offices.stranger()
        client.cookies.update(cookies)
        assert _open(client, **_page(offices)).status_code == 201
        assert client.post(f"/api/v1/plans/{offices.number}/check-ins", json=sent, headers=here).status_code == 201
    item = offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}/items/weekly_note/2026-03-16").json()
    assert [one["way"] for one in item["handed_in"]] == ["new_card", "staff_device"]


def test_the_record_holds_neither_the_secret_nor_the_code(offices: TwoOffices) -> None:
    page = _page(offices)
    kept = [str(row.model_dump()) for row in offices.rows(Person)]
    assert all(page["page"] not in row for row in kept)
    assert any("$argon2id$" in row for row in kept)


def _ended(offices: TwoOffices) -> None:
    with offices.context.database.transaction() as session:
        mother = next(person for person in offices.rows(Person) if person.page_digest is not None)
        mother.ended_on = offices.today
        session.add(mother)


def test_from_the_eighteenth_birthday_the_page_is_the_persons_own(offices: TwoOffices) -> None:
    page, client = _page(offices, "mother"), offices.stranger()
    assert _open(client, **page).status_code == 201
    _ended(offices)
    assert client.get("/api/v1/family/plan").status_code == 401
    assert _open(offices.stranger(), **page).status_code == 401


def test_a_family_opens_no_file_of_the_office(offices: TwoOffices) -> None:
    for client in (offices.as_("minor"), offices.as_("mother")):
        for what in ("", "/timeline"):
            assert client.get(f"/api/v1/plans/{offices.number}{what}").status_code == 403, what
            assert client.get(f"/api/v1/plans/{offices.other}{what}").status_code == 404, what
        assert client.get("/api/v1/plans").status_code == 403


def test_a_page_is_given_only_by_who_carries_the_plan(offices: TwoOffices) -> None:
    body = {"relation": "minor"}
    assert offices.as_("ren.social_worker").post(f"/api/v1/plans/{offices.number}/pages", json=body).status_code == 404
    assert (
        offices.as_("gui.department_head").post(f"/api/v1/plans/{offices.number}/pages", json=body).status_code == 403
    )
    assert offices.as_("gui.assistant").post(
        f"/api/v1/plans/{offices.number}/pages", json={"relation": "uncle"}
    ).status_code == 404  # fmt: skip

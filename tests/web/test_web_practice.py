"""Practice settings: what may be chosen, what it would move, and who chose what."""

from starlette.testclient import TestClient

from models.office import AccountRequest, Role
from models.office_setting import OfficeSetting
from tests.passwords import give_password
from tests.web.visitors import Pages, follow

ONE = "/rules/check_in_grace_hours"
GRACE = f"{ONE}/value"
OWN = "linen-harbour-417"
LONGER = {"value": "48", "from_on": "2026-03-20", "reason": "农忙时节"}


def keeper(pages: Pages) -> TestClient:
    give_password(pages.offices.context, ["gui.administrator", "gui.chief_prosecutor", "ren.chief_prosecutor"], OWN)
    return pages.as_role(Role.ADMINISTRATOR)


def test_a_value_is_chosen_after_its_effect_was_seen(pages: Pages) -> None:
    """First what it would move, plan by plan; then it is set, and stands in the history with who and why."""
    administrator = keeper(pages)
    assert f'href="{ONE}"' in administrator.get("/rules").text
    seen = administrator.post(GRACE, data=LONGER | {"_go": "check"})
    assert seen.status_code == 200
    assert "12 小时改为48 小时" in seen.text
    assert "现有1件方案" in seen.text, "of one's own office"
    assert pages.offices.number in seen.text
    assert pages.offices.rows(OfficeSetting) == []
    unsaid = administrator.post(GRACE, data=LONGER | {"_go": "do"})
    assert (unsaid.status_code, "密码不对" in unsaid.text) == (422, True)
    assert pages.offices.rows(OfficeSetting) == []
    listed = follow(administrator, administrator.post(GRACE, data=LONGER | {"_go": "do", "own_password": OWN}))
    assert "已设定" in listed.text
    assert "将从" in listed.text
    assert "农忙时节" in listed.text
    (kept,) = pages.offices.rows(OfficeSetting)
    assert (kept.key, kept.content["value"]) == ("check_in_grace_hours", 48)
    of_all = LONGER | {"value": "24", "everybody": "yes", "_go": "do", "own_password": OWN}
    assert "等检察长或者副检察长确认" in follow(administrator, administrator.post(GRACE, data=of_all)).text
    chief = pages.as_("ren.chief_prosecutor")
    assert "24（2026-03-20" in chief.get("/people").text
    (asked,) = pages.offices.rows(AccountRequest)
    answer = {"request": str(asked.id), "reason": "同意", "own_password": OWN}
    own_chief = pages.as_role(Role.CHIEF_PROSECUTOR)
    assert own_chief.post("/people/requests/confirm", data=answer).status_code == 409, "another office's to confirm"
    assert chief.post("/people/requests/confirm", data=answer).status_code == 200
    assert [one.office_id for one in pages.offices.rows(OfficeSetting)] == [kept.office_id, None]


def test_what_was_typed_wrongly_stands_there_to_be_corrected(pages: Pages) -> None:
    """Each mistake at its field, and nothing that was typed is lost."""
    administrator = keeper(pages)
    for typed, place in ((LONGER | {"value": "1000"}, "value"), (LONGER | {"from_on": "2026-03-01"}, "from_on"),
                         (LONGER | {"reason": ""}, "reason"), (LONGER | {"value": "12、6"}, "value")):  # fmt: skip
        again = administrator.post(GRACE, data=typed | {"_go": "do"})
        assert again.status_code in (409, 422), place
        assert f'id="{place}-wrong"' in again.text
        assert f'value="{typed["value"]}"' in again.text
    assert pages.offices.rows(OfficeSetting) == []


def test_who_is_no_jurist_reads_the_settings_and_changes_none(pages: Pages) -> None:
    """The law's own numbers are not offered to anybody; a prosecutor sees the office's and changes none."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    page = prosecutor.get(ONE)
    assert page.status_code == 200
    assert f'action="{GRACE}"' not in page.text
    assert prosecutor.post(GRACE, data=LONGER | {"_go": "do"}).status_code == 403
    assert pages.as_role(Role.ADMINISTRATOR).get("/rules/probation_least_months").status_code == 404

"""Daily totals that another system reports: with a consent alone, as a statement, and once."""

from typing import Any

import pytest

from models.journal import JournalLine
from models.office import Role
from models.usage_day import UsageDay
from models.usage_source import UsageSource
from tests.api.two_offices import Client, TwoOffices
from tests.machine_logs import as_export
from tests.web.visitors import Pages

SATURDAY = {"day": "2026-03-07", "minutes": 200, "night_minutes": 20, "apps": {"王者荣耀": 90, "game": 30}}
SUNDAY = {"day": "2026-03-08", "minutes": 80}


def _token(offices: TwoOffices, *scopes: str) -> Client:
    sent = {"name": "门户", "scopes": list(scopes), "ends_on": "2026-12-31", "reason": "对接门户"}
    made = offices.as_role(Role.ADMINISTRATOR).post("/api/v1/tokens", json=sent).json()
    offices.as_role(Role.DEPARTMENT_HEAD).post(f"/api/v1/tokens/{made['id']}/confirmation")
    client = offices.stranger()
    client.headers["Authorization"] = f"Bearer {made['token']}"
    return client


@pytest.fixture
def system(offices: TwoOffices) -> Client:
    """A system of the office, and a computer of the minor's own."""
    offices.act("social_worker", "name_device", device="computer", whose="own")
    return _token(offices, "usage")


def _send(client: Client, offices: TwoOffices, *days: dict[str, Any], number: str = "", **headers: str) -> Any:
    sent = {"device": "computer", "days": list(days)}
    return client.post(f"/api/v1/plans/{number or offices.number}/usage/days", json=sent, headers=headers)


def _shown(offices: TwoOffices) -> dict[str, int | None]:
    """The minutes of the computer's known days, as the worker is shown them."""
    usage = offices.as_("gui.social_worker").get(f"/api/v1/plans/{offices.number}/usage").json()
    days = [day for device in usage["devices"] if device["device"] == "computer" for day in device["days"]]
    return {day["day"]: day["total"] for day in days if day["total"] is not None}


def test_the_numbers_stand_on_the_page_and_everywhere_as_a_statement_of_another_system(
    offices: TwoOffices, system: Client
) -> None:
    """Of two sources the surer one counts, so that it never stands before a record of the device."""
    answer = _send(system, offices, SATURDAY, SUNDAY)
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"taken": ["2026-03-07", "2026-03-08"], "corrected": [], "unchanged": [], "left_out": []}
    assert _shown(offices) == {"2026-03-07": 200, "2026-03-08": 80}
    assert {(row.grade, row.source) for row in offices.rows(UsageDay)} == {("C", "reported")}
    assert {(row.grade, row.way, row.collector) for row in offices.rows(UsageSource)} == {
        ("C", "system", "integration")
    }
    page = Pages(offices).as_("gui.social_worker").get(f"/plans/{offices.number}/check-ins").text
    assert "C（由其他系统报送，按陈述对待）" in page
    assert "由其他系统报送，按陈述对待</th>" in page.replace("<small>", "</th>")
    (line,) = [line for line in offices.rows(JournalLine) if line.act == "report_device_days"]
    assert (line.actor_kind, line.note["entries"], line.note["corrected"]) == ("token", 2, 0)
    own = as_export(
        ("QQ", "2026-03-07 00:00", "2026-03-07 00:01"), ("QQ", "2026-03-08 23:00", "2026-03-09 00:10")
    ).decode()
    offices.act("minor", "upload_usage", device="computer", text=own)
    offices.act("minor", "confirm_usage", device="computer")
    assert {row.grade for row in offices.rows(UsageDay) if row.standing and row.source == "activitywatch"} == {"A"}


def test_sent_again_it_counts_once_and_another_figure_is_a_correction_that_shows(
    offices: TwoOffices, system: Client
) -> None:
    for _twice in range(2):
        answer = _send(system, offices, SATURDAY, SUNDAY, **{"Idempotency-Key": "3c1d"})
    assert answer.headers["Idempotency-Replayed"] == "true"
    assert _send(system, offices, SATURDAY).json()["unchanged"] == ["2026-03-07"]
    assert len(offices.rows(UsageSource)) == 2
    assert _send(system, offices, SATURDAY | {"minutes": 180}).json()["corrected"] == ["2026-03-07"]
    assert _shown(offices) == {"2026-03-07": 180, "2026-03-08": 80}
    page = Pages(offices).as_("gui.social_worker").get(f"/plans/{offices.number}/check-ins").text
    assert page.count("已更正") == 1
    assert _send(system, offices, SATURDAY).json()["corrected"] == ["2026-03-07"], "and back"
    assert _shown(offices) == {"2026-03-07": 200, "2026-03-08": 80}


@pytest.mark.parametrize("said", [None, "withdrawn", "not this way"])
def test_without_a_consent_to_files_it_is_refused_in_their_words_and_nothing_is_kept(
    offices: TwoOffices, system: Client, said: str | None
) -> None:
    match said:
        case None:
            offices.act("minor", "give_consents", device_data=False)
        case "withdrawn":
            assert _send(system, offices, SUNDAY).status_code == 201
            offices.act("mother", "withdraw_consent")
        case _:
            offices.act("minor", "give_consents", device_data=True, ways=["sheet"])
    before = len(offices.rows(UsageSource))
    refused = _send(system, offices, SATURDAY)
    file = offices.as_("mother").post(
        f"/api/v1/plans/{offices.number}/usage/files?device=computer", content="日期,全天（分钟）\n2026-03-07,60\n".encode(),
        headers={"Content-Type": "application/octet-stream"},
    ) if said != "not this way" else None  # fmt: skip
    assert refused.status_code == 409
    assert "PIPL" in refused.json()["article"]
    assert file is None or file.json()["detail"] == refused.json()["detail"]
    assert len(offices.rows(UsageSource)) == before
    assert _shown(offices) == {}


def test_what_cannot_be_so_is_named_and_days_outside_the_period_are_left_out(
    offices: TwoOffices, system: Client
) -> None:
    outside = SUNDAY | {"day": "2026-02-27"}
    assert _send(system, offices, outside, SUNDAY).json()["left_out"] == ["2026-02-27"]
    assert "不在考察期内" in _send(system, offices, outside).json()["detail"]
    for wrong, place in (
        (SUNDAY | {"day": "2026-03-10"}, "days.1.day"),
        (SATURDAY | {"night_minutes": 201}, "days.1.night_minutes"),
        (SATURDAY | {"apps": {"QQ": 300}}, "days.1.apps"),
        (SATURDAY | {"apps": {"https://x.example": 3}}, "days.1.apps"),
        (SUNDAY, "days.1.day"),
    ):
        answer = _send(system, offices, SUNDAY | {"minutes": 9}, wrong)
        assert (answer.status_code, [each["place"] for each in answer.json()["mistakes"]]) == (422, [place])
    assert _send(system, offices, SATURDAY | {"minutes": "24小时", "apps": {}}).status_code == 201
    assert _shown(offices) == {"2026-03-07": 1440, "2026-03-08": 80}, "what is taken counts"
    for body in (SUNDAY | {"minutes": 1441}, SUNDAY | {"apps": {str(n): 0 for n in range(201)}}):
        assert _send(system, offices, body).status_code == 422
    assert _send(system, offices, *[SUNDAY] * 63).status_code == 422
    assert _shown(offices) == {"2026-03-07": 1440, "2026-03-08": 80}


def test_only_a_token_that_was_given_it_reports_and_of_its_own_office_alone(
    offices: TwoOffices, system: Client
) -> None:
    assert _send(_token(offices, "submit"), offices, SUNDAY).status_code in (403, 404)
    assert _send(system, offices, SUNDAY, number=offices.other).status_code == 404
    assert system.get(f"/api/v1/plans/{offices.number}/usage").status_code in (403, 404)
    assert _send(offices.as_("minor"), offices, SUNDAY).status_code == 403
    assert offices.rows(UsageSource) == []

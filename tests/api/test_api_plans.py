"""Opening, checking, listing and looking at plans through the API."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from models.plan import Plan
from tests.api.two_offices import Client, TwoOffices, make_plan_for

CASELOAD = Path(__file__).parents[2] / "examples" / "caseload"
URL = "/api/v1/plans"


def _file(**changed: Any) -> dict[str, Any]:
    content: dict[str, Any] = make_plan_for("gui", decided_on="2026-03-09").model_dump(mode="json", exclude_none=True)
    return content | changed


def _open(client: Client, content: dict[str, Any], **headers: str) -> Any:
    return client.post(URL, json=content, headers=headers)


def _plans(offices: TwoOffices) -> int:
    return len(offices.rows(Plan))


# ---------------------------------------------------------------- opening


def test_a_plan_is_opened_from_json_and_lives(offices: TwoOffices) -> None:
    answer = _open(offices.as_("gui.prosecutor"), _file())
    assert answer.status_code == 201
    body = answer.json()
    assert body["status"] == "under_supervision"
    assert body["stage"] == {"zh": "考验期内", "en": "under supervision"}
    assert offices.plan(body["number"]).wake_at == offices.context.clock.now()
    assert offices.run_checks == ["now"]


def test_a_plan_is_opened_from_the_toml_of_the_sample_caseload(offices: TwoOffices) -> None:
    text = (CASELOAD / "19-lidong.toml").read_text(encoding="utf-8")
    team = tomllib.loads(text)["team"]
    for role, login in team.items():
        text = text.replace(f'"{login}"', f'"gui.{role}"')
    text = text.replace(f'"{tomllib.loads(text)["case"]["office"]}"', '"癸县"', 1)
    offices.on("2026-11-24 09:00")
    answer = offices.as_("gui.assistant").post(
        URL, content=text.encode(), headers={"Content-Type": "application/toml; charset=utf-8"}
    )
    assert answer.status_code == 201, answer.text


def test_what_the_law_only_warns_of_is_shown_and_the_plan_is_open(offices: TwoOffices) -> None:
    content = _file()
    content["decision"]["period_written_to"] = "2026-09-09"
    warnings = _open(offices.as_("gui.prosecutor"), content).json()["warnings"]
    assert {warning["effect"] for warning in warnings} == {"warns"}
    assert warnings[0]["article"]


def test_what_is_no_plan_at_all_is_refused(offices: TwoOffices) -> None:
    """Broken off, deeply nested, a long number, no object, broken TOML, not UTF-8, empty, XML, too large."""
    prosecutor, before = offices.as_("gui.prosecutor"), _plans(offices)
    for content, kind, status in (
        (b"{", "json", 422),
        (b"[" * 100_000, "json", 422),
        (b"9" * 5_000, "json", 422),
        (b"[]", "json", 422),
        (b"a = ", "toml", 422),
        (b"\xff\xfe", "toml", 422),
        (b"", "json", 422),
        (b"<plan/>", "xml", 415),
        (b"x" * (2 * 1024 * 1024 + 1), "toml", 413),
    ):
        answer = prosecutor.post(URL, content=content, headers={"Content-Type": f"application/{kind}"})
        assert answer.status_code == status, content[:9]
        assert answer.json()["code"] == {415: "unsupported-media-type", 413: "too-large", 422: "bad-input"}[status]
    assert _plans(offices) == before


def test_a_date_too_far_away_to_count_from_is_a_mistake_and_no_failure(offices: TwoOffices) -> None:
    content = _file()
    content["review"] = {"received_on": "9999-12-31"}
    assert _open(offices.as_("gui.prosecutor"), content).status_code == 422


# ---------------------------------------------------------------- checking


def test_checking_shows_findings_and_the_whole_calendar_and_changes_nothing(offices: TwoOffices) -> None:
    before = _plans(offices)
    response = offices.as_("gui.prosecutor").post(f"{URL}/check", json=_file()).json()
    assert response["may_be_opened"] is True
    assert response["computed"]["working_end"] == "2026-09-08"
    notes = [due_item["due_on"] for due_item in response["calendar"] if due_item["kind"] == "weekly_note"]
    assert (notes[0], notes[-1], len(notes)) == ("2026-03-16", "2026-09-07", 26)
    assert {finding["rule"] for finding in response["findings"]} >= {"PR-01", "PB-01"}
    assert _plans(offices) == before
    assert offices.run_checks == []


# ---------------------------------------------------------------- the caseload


def test_the_caseload_shows_what_is_due_and_overdue_and_whose_it_is(offices: TwoOffices) -> None:
    (row,) = offices.as_("gui.prosecutor").get(URL).json()["plans"]
    assert row["number"] == offices.number
    assert row["name"] == "芒果"
    assert row["overdue"]["minor"] == 1  # the note of the ninth
    assert row["due"]["minor"] == 1
    assert row["days_left"] == (date(2026, 9, 1) - date(2026, 3, 10)).days
    assert row["coming"]["due_on"] >= "2026-03-10"
    assert row["banners"] == []


def test_a_cursor_of_nobodys_making_is_a_mistake(offices: TwoOffices) -> None:
    prosecutor = offices.as_("gui.prosecutor")
    for cursor in ("x", "WzFd", "WyJhIiwgImIiXQ", "%00", "e30"):
        answer = prosecutor.get(f"{URL}?cursor={cursor}")
        assert answer.status_code == 422, cursor
        assert answer.json()["mistakes"][0]["place"] == "query.cursor"


# ---------------------------------------------------------------- one plan


def test_the_status_tells_stage_next_steps_progress_clocks_team_and_the_flow_run(offices: TwoOffices) -> None:
    answer = offices.as_("gui.prosecutor").get(f"{URL}/{offices.number}")
    body = answer.json()
    assert answer.headers["etag"] == f'"{offices.plan().version}"'
    assert body["stage"]["zh"] == "考验期内"
    assert body["left"]["en"] == f"{body['days_left']} days left"
    assert body["next"] == sorted(body["next"], key=lambda step: step["at"])
    assert {"owner": "minor", "statuses": {"not_received": 1}} in [
        {key: each[key] for key in ("owner", "statuses")} for each in body["progress"]
    ]
    assert body["conditions"][0] | {"text": "接受心理辅导6次", "done": 0, "amount": 6} == body["conditions"][0]
    assert {member["role"] for member in body["team"]} >= {"prosecutor", "social_worker", "deputy"}
    assert any(clock["what"]["en"] == "final decision" for clock in body["clocks"])
    wakes = body["flow_run"]["wakes"]
    assert wakes[0]["source"] == "tick"
    assert "note_not_received" in [verb for wake in wakes for verb in wake["verbs"]]
    assert body["flow_run"]["link"] is None


def test_banners_stand_at_the_top(offices: TwoOffices) -> None:
    offices.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    offices.act("social_worker", "doubt_age", claimed_born_on="2010-01-01", source="户口")
    offices.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-09")
    body = offices.as_("gui.prosecutor").get(f"{URL}/{offices.number}").json()
    assert [banner["code"] for banner in body["banners"]] == ["age_in_doubt", "challenged", "messages_paused"]


def test_the_timeline_tells_in_words_newest_first_and_opens_what_was_written(offices: TwoOffices) -> None:
    offices.act(
        "social_worker", "record_unable", from_on="2026-03-09", to_on="2026-03-12", reason="hospital", text="骨折"
    )
    client = offices.as_("gui.prosecutor")
    lines = client.get(f"{URL}/{offices.number}/timeline").json()["lines"]
    assert lines[0]["words"] == {
        "zh": "社工登记了无法履行的期间", "en": "social worker recorded a period of unavailability"
    }  # fmt: skip
    assert lines[0]["detail"] == {"reason": "hospital", "text": "骨折"}
    assert [line["at"] for line in lines] == sorted((line["at"] for line in lines), reverse=True)
    assert not any(line["did"].startswith("read_") for line in lines)


def test_who_has_looked_stands_in_the_timeline_when_asked_for(offices: TwoOffices) -> None:
    offices.as_("gui.chief_prosecutor").get(f"{URL}/{offices.number}")
    lines = offices.as_("gui.prosecutor").get(f"{URL}/{offices.number}/timeline?readings=true").json()["lines"]
    assert (lines[0]["did"], lines[0]["by"]) == ("read_plan", "chief_prosecutor")


def test_the_timeline_comes_in_pages_and_every_line_comes_once(offices: TwoOffices) -> None:
    client, seen, cursor = offices.as_("gui.prosecutor"), 0, ""
    whole = len(client.get(f"{URL}/{offices.number}/timeline?limit=200").json()["lines"])
    while cursor is not None:
        page = client.get(f"{URL}/{offices.number}/timeline?limit=3{cursor and '&cursor=' + cursor}").json()
        seen, cursor = seen + len(page["lines"]), page["next"]
    assert seen == whole > 6


def test_everything_about_a_person_is_kept_by_no_browser(offices: TwoOffices) -> None:
    client = offices.as_("gui.prosecutor")
    for path in (URL, f"{URL}/{offices.number}", f"{URL}/{offices.number}/timeline"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"

"""Opening, checking, listing and looking at plans through the API."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.office import Office
from models.plan import Plan
from tests.api.two_offices import Client, TwoOffices, make_plan_for, make_two_offices
from tests.databases import Database

CASELOAD = Path(__file__).parents[2] / "examples" / "caseload"
URL = "/api/v1/plans"


def _file(**changed: Any) -> dict[str, Any]:
    content: dict[str, Any] = make_plan_for("gui", decided_on="2026-03-09").model_dump(mode="json", exclude_none=True)
    return content | changed


def _open(client: Client, content: dict[str, Any], **headers: str) -> Any:
    return client.post(URL, json=content, headers=headers)


def _plans(house: TwoOffices) -> int:
    return len(house.rows(Plan))


# ---------------------------------------------------------------- opening


def test_a_plan_is_opened_from_json_and_lives(house: TwoOffices) -> None:
    answer = _open(house.as_("gui.prosecutor"), _file())
    assert answer.status_code == 201
    told = answer.json()
    assert told["status"] == "under_supervision"
    assert told["stage"] == {"zh": "考验期内", "en": "under supervision"}
    assert house.plan(told["number"]).wake_at == house.context.clock.now()
    assert house.run_checks == ["now"]


def test_a_plan_is_opened_from_the_toml_of_the_sample_caseload(house: TwoOffices) -> None:
    text = (CASELOAD / "19-lidong.toml").read_text(encoding="utf-8")
    team = tomllib.loads(text)["team"]
    for role, login in team.items():
        text = text.replace(f'"{login}"', f'"gui.{role}"')
    text = text.replace(f'"{tomllib.loads(text)["case"]["office"]}"', '"癸县"', 1)
    house.on("2026-11-24 09:00")
    answer = house.as_("gui.assistant").post(
        URL, content=text.encode(), headers={"Content-Type": "application/toml; charset=utf-8"}
    )
    assert answer.status_code == 201, answer.text


def test_what_the_law_only_warns_of_is_told_and_the_plan_is_open(house: TwoOffices) -> None:
    content = _file()
    content["decision"]["period_written_to"] = "2026-09-09"
    warnings = _open(house.as_("gui.prosecutor"), content).json()["warnings"]
    assert {warning["effect"] for warning in warnings} == {"warns"}
    assert warnings[0]["article"]


def test_opened_twice_with_one_key_there_is_one_plan(house: TwoOffices) -> None:
    before, client = _plans(house), house.as_("gui.prosecutor")
    key = {"Idempotency-Key": "open-1"}
    first, again = _open(client, _file(), **key), _open(client, _file(), **key)
    assert first.json() == again.json()
    assert _plans(house) == before + 1


def test_every_mistake_is_told_at_once_with_its_place_rule_and_article_and_nothing_is_opened(house: TwoOffices) -> None:
    before, content = _plans(house), _file()
    content["decision"] |= {"months": 13, "period_written_to": "2027-04-08"}
    content["case"]["offence_article"] = "114"
    answer = _open(house.as_("gui.prosecutor"), content)
    assert answer.status_code == 422
    told = {mistake["place"]: mistake for mistake in answer.json()["mistakes"]}
    assert told["decision.period_written_to"]["rule"] == "PB-01"
    assert told["case.offence_article"]["rule"] == "PR-03"
    assert all(told[place]["article"] for place in ("decision.period_written_to", "case.offence_article"))
    assert _plans(house) == before


def test_unknown_fields_and_impossible_dates_are_told_together(house: TwoOffices) -> None:
    before, content = _plans(house), _file()
    content["minor"]["nmae"] = "芒果"
    content["decision"]["on"] = "2026-02-30"
    answer = _open(house.as_("gui.prosecutor"), content)
    assert {mistake["place"] for mistake in answer.json()["mistakes"]} == {"minor.nmae", "decision.on"}
    assert "芒果" not in answer.text
    assert _plans(house) == before


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"9" * 5_000, "application/json", 422),
        (b"[]", "application/json", 422),
        (b"a = ", "application/toml", 422),
        (b"\xff\xfe", "application/toml", 422),
        (b"", "application/json", 422),
        (b"<plan/>", "application/xml", 415),
        (b"x" * (2 * 1024 * 1024 + 1), "application/toml", 413),
    ],
    ids=["broken", "deep", "long number", "no object", "broken toml", "not utf-8", "empty", "xml", "too large"],
)
def test_what_is_no_plan_at_all_is_refused(house: TwoOffices, content: bytes, kind: str, status: int) -> None:
    before = _plans(house)
    answer = house.as_("gui.prosecutor").post(URL, content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["code"] == {415: "unsupported-media-type", 413: "too-large", 422: "bad-input"}[status]
    assert _plans(house) == before


def test_a_date_too_far_away_to_count_from_is_a_mistake_and_no_failure(house: TwoOffices) -> None:
    content = _file()
    content["review"] = {"received_on": "9999-12-31"}
    assert _open(house.as_("gui.prosecutor"), content).status_code == 422


def test_nobody_opens_a_plan_for_another_office_or_without_the_right(house: TwoOffices) -> None:
    before, offices = _plans(house), len(house.rows(Office))
    assert _open(house.as_("ren.prosecutor"), _file()).status_code == 403
    for who in ("gui.chief_prosecutor", "gui.social_worker", "gui.clerk", "minor"):
        assert _open(house.as_(who), _file()).status_code == 403
    assert _open(house.stranger(), _file()).status_code == 401
    assert (_plans(house), len(house.rows(Office))) == (before, offices)


# ---------------------------------------------------------------- checking


def test_checking_shows_findings_and_the_whole_calendar_and_changes_nothing(house: TwoOffices) -> None:
    before = _plans(house)
    told = house.as_("gui.prosecutor").post(f"{URL}/check", json=_file()).json()
    assert told["may_be_opened"] is True
    assert told["computed"]["working_end"] == "2026-09-08"
    notes = [owed["due_on"] for owed in told["calendar"] if owed["kind"] == "weekly_note"]
    assert (notes[0], notes[-1], len(notes)) == ("2026-03-16", "2026-09-07", 26)
    assert {finding["rule"] for finding in told["findings"]} >= {"PR-01", "PB-01"}
    assert _plans(house) == before
    assert house.run_checks == []


def test_checking_tells_of_all_mistakes_of_a_file_that_cannot_be_opened(house: TwoOffices) -> None:
    content = _file()
    content["decision"]["months"] = 99
    told = house.as_("gui.prosecutor").post(f"{URL}/check", json=content).json()
    assert told["may_be_opened"] is False
    assert [mistake["place"] for mistake in told["mistakes"]] == ["decision.months"]
    unreadable = house.as_("gui.prosecutor").post(
        f"{URL}/check", content=b"a =", headers={"Content-Type": "application/toml"}
    )
    assert unreadable.json()["may_be_opened"] is False
    assert unreadable.json()["mistakes"]


# ---------------------------------------------------------------- the caseload


def test_the_caseload_shows_what_is_due_and_overdue_and_whose_it_is(house: TwoOffices) -> None:
    (row,) = house.as_("gui.prosecutor").get(URL).json()["plans"]
    assert row["number"] == house.number
    assert row["name"] == "芒果"
    assert row["overdue"]["minor"] == 1  # the note of the ninth
    assert row["due"]["minor"] == 1
    assert row["days_left"] == (date(2026, 9, 1) - date(2026, 3, 10)).days
    assert row["coming"]["due_on"] >= "2026-03-10"
    assert row["banners"] == []


def test_each_office_sees_its_own_and_no_other(house: TwoOffices) -> None:
    for who in ("chief_prosecutor", "department_head", "clerk", "social_worker", "assistant"):
        numbers = [row["number"] for row in house.as_(f"ren.{who}").get(URL).json()["plans"]]
        assert numbers == [house.other]


def test_case_management_sees_dates_and_no_content(house: TwoOffices) -> None:
    client = house.as_("gui.case_management")
    (row,) = client.get(URL).json()["plans"]
    assert row["name"] is None
    assert row["banners"] == []
    assert "minor" not in {*row["due"], *row["overdue"]}
    shown = client.get(f"{URL}/{house.number}").json()
    assert shown["clocks"]
    assert shown["name"] is None
    assert not any(shown[part] for part in ("banners", "next", "overdue", "coming", "progress", "conditions"))
    assert shown["flow_run"] is None
    assert client.get(f"{URL}/{house.number}/timeline").status_code == 403


def test_the_auditor_and_the_administrator_read_no_plans(house: TwoOffices) -> None:
    for who in ("gui.auditor", "gui.administrator"):
        assert house.as_(who).get(URL).status_code == 403
        assert house.as_(who).get(f"{URL}/{house.number}").status_code == 404


def test_the_list_is_cut_by_what_is_overdue_due_and_by_status(house: TwoOffices) -> None:
    prosecutor = house.as_("gui.prosecutor")
    assert len(prosecutor.get(f"{URL}?overdue=true").json()["plans"]) == 1
    assert len(prosecutor.get(f"{URL}?due=true&status=under_supervision").json()["plans"]) == 1
    assert prosecutor.get(f"{URL}?status=revoked").json()["plans"] == []
    house.act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    house.act("mother", "submit", item="usage_sheet", due_on="2026-03-08")
    left = prosecutor.get(f"{URL}?overdue=true").json()["plans"]
    assert [set(row["overdue"]) for row in left] in ([], [{"clerk"}])
    assert prosecutor.get(f"{URL}?status=no-such").status_code == 422


def test_a_long_list_comes_in_pages_and_every_plan_comes_once(house: TwoOffices) -> None:
    client = house.as_("gui.prosecutor")
    for name in ("银杏", "白杨", "水杉", "槐花"):
        assert _open(client, _file(minor=_file()["minor"] | {"name": name})).status_code == 201
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{URL}?limit=2{cursor and '&cursor=' + cursor}").json()
        seen += [row["number"] for row in page["plans"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIiwgImIiXQ", "%00", "e30"])
def test_a_cursor_of_nobodys_making_is_a_mistake(house: TwoOffices, cursor: str) -> None:
    answer = house.as_("gui.prosecutor").get(f"{URL}?cursor={cursor}")
    assert answer.status_code == 422
    assert answer.json()["mistakes"][0]["place"] == "query.cursor"


# ---------------------------------------------------------------- one plan


def test_the_status_tells_stage_next_steps_progress_clocks_team_and_the_flow_run(house: TwoOffices) -> None:
    answer = house.as_("gui.prosecutor").get(f"{URL}/{house.number}")
    shown = answer.json()
    assert answer.headers["etag"] == f'"{house.plan().version}"'
    assert shown["stage"]["zh"] == "考验期内"
    assert shown["left"]["en"] == f"{shown['days_left']} days left"
    assert shown["next"] == sorted(shown["next"], key=lambda step: step["at"])
    assert {"owner": "minor", "standings": {"not_received": 1}} in [
        {key: each[key] for key in ("owner", "standings")} for each in shown["progress"]
    ]
    assert shown["conditions"][0] | {"text": "接受心理辅导6次", "done": 0, "amount": 6} == shown["conditions"][0]
    assert {member["role"] for member in shown["team"]} >= {"prosecutor", "social_worker", "deputy"}
    assert any(clock["what"]["en"] == "final decision" for clock in shown["clocks"])
    wakes = shown["flow_run"]["wakes"]
    assert wakes[0]["lane"] == "tick"
    assert "note_not_received" in [verb for wake in wakes for verb in wake["verbs"]]
    assert shown["flow_run"]["link"] is None


def test_a_plans_flow_run_is_shown_with_its_link_and_a_failure_by_its_reference_only(house: TwoOffices) -> None:
    import uuid

    from casework.plan.scheduling import record_failure, record_run

    run = uuid.uuid4()
    record_run(house.context, house.number, run, 1)
    house.on("2026-03-10 10:01")
    record_failure(house.context, house.number, lane="tick", reference="ab12cd34", kind="OperationalError")
    shown = house.as_("gui.prosecutor").get(f"{URL}/{house.number}").json()["flow_run"]
    assert shown["link"] == f"http://p/runs/flow-run/{run}"
    assert "ab12cd34" in shown["wakes"][0]["failure"]["en"]


def test_banners_stand_at_the_top(house: TwoOffices) -> None:
    house.act("prosecutor", "pause_messages", until_on="2026-03-14", reason="危机")
    house.act("social_worker", "doubt_age", claimed_born_on="2010-01-01", source="户口")
    house.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-09")
    shown = house.as_("gui.prosecutor").get(f"{URL}/{house.number}").json()
    assert [banner["code"] for banner in shown["banners"]] == ["age_in_doubt", "challenged", "messages_paused"]


def test_another_offices_plan_is_not_there(house: TwoOffices) -> None:
    client = house.as_("gui.prosecutor")
    theirs, none = client.get(f"{URL}/{house.other}"), client.get(f"{URL}/SW-NONE-NONE")
    assert theirs.status_code == none.status_code == 404
    assert theirs.json() == none.json()


def test_somebody_of_the_office_who_does_not_carry_the_plan_does_not_see_it(house: TwoOffices) -> None:
    assert house.as_("gui.worker2").get(f"{URL}/{house.number}").status_code == 404


def test_the_timeline_tells_in_words_newest_first_and_opens_what_was_written(house: TwoOffices) -> None:
    house.act(
        "social_worker", "record_unable", from_on="2026-03-09", to_on="2026-03-12", reason="hospital", text="骨折"
    )
    client = house.as_("gui.prosecutor")
    lines = client.get(f"{URL}/{house.number}/timeline").json()["lines"]
    assert lines[0]["words"] == {
        "zh": "社工登记了无法履行的期间", "en": "social worker recorded a period of unavailability"
    }  # fmt: skip
    assert lines[0]["detail"] == {"reason": "hospital", "text": "骨折"}
    assert [line["at"] for line in lines] == sorted((line["at"] for line in lines), reverse=True)
    assert not any(line["act"].startswith("read_") for line in lines)


def test_who_has_looked_stands_in_the_timeline_when_asked_for(house: TwoOffices) -> None:
    house.as_("gui.chief_prosecutor").get(f"{URL}/{house.number}")
    lines = house.as_("gui.prosecutor").get(f"{URL}/{house.number}/timeline?readings=true").json()["lines"]
    assert (lines[0]["act"], lines[0]["by"]) == ("read_plan", "chief_prosecutor")


def test_a_refusal_is_in_the_journal_of_the_plan(house: TwoOffices) -> None:
    house.as_("ren.prosecutor").get(f"{URL}/{house.number}")
    lines = house.as_("gui.prosecutor").get(f"{URL}/{house.number}/timeline?readings=true").json()["lines"]
    assert (lines[0]["act"], lines[0]["note"]) == ("denied", {"act": "read_plan"})


def test_the_timeline_comes_in_pages_and_every_line_comes_once(house: TwoOffices) -> None:
    client, seen, cursor = house.as_("gui.prosecutor"), 0, ""
    whole = len(client.get(f"{URL}/{house.number}/timeline?limit=200").json()["lines"])
    while cursor is not None:
        page = client.get(f"{URL}/{house.number}/timeline?limit=3{cursor and '&cursor=' + cursor}").json()
        seen, cursor = seen + len(page["lines"]), page["next"]
    assert seen == whole > 6


def test_a_sealed_plan_is_found_by_nobody_and_its_closing_list_has_no_name(sqlite_database: Database) -> None:
    house = make_two_offices(sqlite_database)
    house.act("chief_prosecutor", "end_otherwise", how="no_liability", reason="不构成犯罪")
    house.process_due()
    house.on("2026-03-12 10:00")
    house.process_due()
    assert house.plan().status == "sealed"
    prosecutor = house.as_("gui.prosecutor")
    unknown = prosecutor.get(f"{URL}/SW-NONE-NONE").json()
    for what in ("", "/timeline", "/messages"):
        answer = prosecutor.get(f"{URL}/{house.number}{what}")
        assert (answer.status_code, answer.json()) == (404, unknown)
    assert prosecutor.get(URL).json()["plans"] == []
    words = {"did": "note", "topic": "other", "text": "x"}
    assert house.as_("gui.social_worker").post(f"{URL}/{house.number}/acts", json=words).status_code == 404
    # The chief, who answers requests to look, may know that there is such a file; no more can be done with it.
    assert house.as_("gui.chief_prosecutor").post(f"{URL}/{house.number}/acts", json=words).status_code == 403
    closing = prosecutor.get(f"{URL}/{house.number}/closing-list")
    assert [line["clock"] for line in closing.json()]
    assert "芒果" not in closing.text


def test_everything_about_a_person_is_kept_by_no_browser(house: TwoOffices) -> None:
    client = house.as_("gui.prosecutor")
    for path in (URL, f"{URL}/{house.number}", f"{URL}/{house.number}/timeline", "/api/v1/inbox"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_what_may_stand_there_is_listed_for_a_choice_that_is_none(house: TwoOffices) -> None:
    """In a question as in what is sent, at its own place, each language with its own "or"."""
    client = house.as_("gui.prosecutor")
    sent = client.post(f"{URL}/{house.number}/decisions", json={"kind": "bogus"})
    item = client.post(f"{URL}/{house.number}/check-ins", json={"item": "bogus"})
    for answer, place, one in (
        (sent, "kind", "revocation"), (item, "item", "weekly_note"),
    ):  # fmt: skip
        assert answer.status_code == 422
        (told,) = [mistake for mistake in answer.json()["mistakes"] if mistake["place"] == place]
        assert f"'{one}'" in told["wrong"]["en"]
        assert f"'{one}'" in told["wrong"]["zh"]
        assert " or " not in told["wrong"]["zh"]


def test_a_long_list_of_codes_is_left_to_the_schema(house: TwoOffices) -> None:
    answer = house.as_("gui.prosecutor").get(f"{URL}/{house.number}/messages/preview?event=bogus")
    (told,) = [mistake for mistake in answer.json()["mistakes"] if mistake["place"] == "query.event"]
    assert "call_back_asked" not in told["wrong"]["zh"] + told["wrong"]["en"]
    assert "./run schema" in told["wrong"]["en"]

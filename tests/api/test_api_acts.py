"""The one address for every act: who acts is whoever is signed in, and when is now."""

from typing import Any

from models.decision import Decision
from models.entry import Entry
from models.journal import JournalLine
from tests.api.two_offices import Client, TwoOffices


def _do(client: Client, offices: TwoOffices, did: str, headers: dict[str, str] | None = None, **values: Any) -> Any:
    body = {"did": did, **values}
    return client.post(f"/api/v1/plans/{offices.number}/acts", json=body, headers=headers or {})


def test_an_act_is_done_and_what_the_journal_says_of_it_is_the_answer(offices: TwoOffices) -> None:
    answer = _do(offices.as_("gui.clerk"), offices, "record_service", to="police", received_on="2026-03-03")
    assert answer.status_code == 201
    (line,) = answer.json()["recorded"]
    assert (line["did"], line["note"]["in_time"]) == ("record_service", True)
    assert line["article"] == "Rules art 471(1)"
    assert answer.json()["version"] == offices.plan().version
    assert offices.run_checks == ["now"]


def test_nobody_is_taken_to_have_explained_what_they_do_not_say_they_explained(offices: TwoOffices) -> None:
    prosecutor = offices.as_("gui.prosecutor")
    silent = _do(prosecutor, offices, "announce", on="2026-03-09", present=["minor", "mother"])
    assert silent.status_code == 422
    assert [mistake["place"] for mistake in silent.json()["mistakes"]] == ["explained"]
    nothing = _do(prosecutor, offices, "announce", on="2026-03-09", present=["minor", "mother"], explained=[])
    assert nothing.status_code == 201
    assert nothing.json()["recorded"][0]["note"]["explained"] == []
    assert nothing.json()["recorded"][0]["note"]["holds"] is False


def test_nobody_acts_in_another_name(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    answer = _do(worker, offices, "note", topic="school", text="去了学校", by="prosecutor")
    assert answer.status_code == 422
    assert answer.json()["mistakes"][0]["place"] == "by"
    assert _do(worker, offices, "note", topic="school", text="去了学校", by="social_worker").status_code == 201
    (fact,) = offices.rows(Entry)
    assert fact.by_id == offices.staff("gui.social_worker").id


def test_when_and_for_whom_is_not_the_clients_to_say(offices: TwoOffices) -> None:
    for field, value in {"on": "2026-03-09", "at": "09:00", "each_until": "2026-08-01"}.items():
        answer = _do(offices.as_("minor"), offices, "submit", item="weekly_note", **{field: value})
        assert answer.status_code == 422, field
        assert [mistake["place"] for mistake in answer.json()["mistakes"]] == [field]


def test_a_prosecutor_cannot_lend_themselves_the_chiefs_signature(offices: TwoOffices) -> None:
    prosecutor = offices.as_("gui.prosecutor")
    change = {"new_end_on": "2026-10-01", "reason": "条件需要更多时间"}
    assert _do(prosecutor, offices, "change_period", approved_by="chief_prosecutor", **change).status_code == 422
    assert _do(prosecutor, offices, "change_period", **change).status_code == 403
    chief = offices.as_("gui.chief_prosecutor")
    unasked = _do(chief, offices, "change_period", **change)
    assert unasked.status_code == 409, "nobody has proposed it"
    assert _do(prosecutor, offices, "propose", step="change_period", **change).status_code == 201
    other = _do(chief, offices, "change_period", new_end_on="2026-10-02", reason="x")
    assert other.status_code == 409, "something else was proposed"
    alone = _do(chief, offices, "change_period", **change)
    assert alone.status_code == 422, "nobody has countersigned, and no reason is given"
    assert [each["place"] for each in alone.json()["mistakes"]] == ["without_countersignature"]
    done = _do(chief, offices, "change_period", without_countersignature="负责人外出学习", **change)
    assert done.status_code == 201
    (line,) = [line for line in offices.rows(JournalLine) if line.act == "accept_warnings"]
    assert line.note["accepted"] == ["FE-03"]
    extension = next(row for row in offices.rows(Decision) if row.kind == "extension")
    assert extension.decided_by == offices.staff("gui.chief_prosecutor").id


def test_what_the_law_refuses_is_refused_with_its_article_and_nothing_is_changed(offices: TwoOffices) -> None:
    before = offices.plan()
    answer = _do(offices.as_("gui.chief_prosecutor"), offices, "change_period", new_end_on="2028-01-01", reason="太短")
    assert answer.status_code == 409
    assert "283" in answer.json()["article"]
    assert (offices.plan().period_to, offices.plan().version) == (before.period_to, before.version)
    assert offices.run_checks == []


def test_an_act_made_from_what_is_no_longer_so_is_not_done(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    seen = worker.get(f"/api/v1/plans/{offices.number}").headers["etag"]
    first = _do(worker, offices, "record_progress", {"If-Match": seen}, condition="A1", amount=1)
    second = _do(worker, offices, "record_progress", {"If-Match": seen}, condition="A1", amount=1)
    assert (first.status_code, second.status_code) == (201, 412)
    assert second.json()["code"] == "version-conflict"
    now = f'"{first.json()["version"]}"'
    values = {"condition": "A1", "amount": 1, "another": True}
    assert _do(worker, offices, "record_progress", {"If-Match": now}, **values).status_code == 201
    assert _do(worker, offices, "record_progress", {"If-Match": "*"}, **values).status_code == 201


def test_a_version_that_is_none_is_a_mistake(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    for version in ("7", 'W/"7"', '"x"', '"99999999999"'):
        answer = _do(worker, offices, "record_progress", {"If-Match": version}, condition="A1", amount=1)
        assert answer.status_code == 422, version


def test_a_label_is_a_code_and_never_words_about_somebody(offices: TwoOffices) -> None:
    worker = offices.as_("gui.social_worker")
    for label in ("打架", "10000010101", "a b", "x" * 21, ""):
        body = {"kind": "supervision_rules", "done_on": "2026-03-09", "facts": "x", "incident": label}
        answer = _do(worker, offices, "report_incident", **body)
        assert answer.status_code == 422, label
        assert not label or label not in answer.text


def test_what_is_no_act_is_refused_with_its_place(offices: TwoOffices) -> None:
    prosecutor = offices.as_("gui.prosecutor")
    for body in ({}, {"did": "pardon"}, {"did": None}, [], "submit", None):
        answer = prosecutor.post(f"/api/v1/plans/{offices.number}/acts", json=body)
        assert answer.status_code == 422, body
        assert answer.json()["mistakes"]


def test_a_lone_half_of_a_character_is_a_mistake_and_no_failure(offices: TwoOffices) -> None:
    answer = offices.as_("gui.social_worker").post(
        f"/api/v1/plans/{offices.number}/acts",
        content=b'{"did": "note", "topic": "other", "text": "\\ud83d"}',
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert offices.rows(Entry) == []


def test_a_successor_whom_nobody_knows_is_a_mistake_that_repeats_no_name(offices: TwoOffices) -> None:
    answer = _do(offices.as_("gui.social_worker"), offices, "hand_over", role="social_worker", to="芒果的姑姑")
    assert answer.status_code == 422
    assert "芒果" not in answer.text


def test_more_than_anybody_can_have_done_is_a_mistake_and_no_failure(offices: TwoOffices) -> None:
    """A slip of the keyboard is told of; the record has no room for it, and nothing is added up to it."""
    worker = offices.as_("gui.social_worker")
    for amount in (10_000_001, 2**31, 10**18, 2**63, 10**400):
        answer = _do(worker, offices, "record_progress", condition="A1", amount=amount)
        assert answer.status_code == 422, len(str(amount))
        assert [mistake["place"] for mistake in answer.json()["mistakes"]] == ["amount"]
    assert _do(worker, offices, "record_progress", condition="A1", amount=1).status_code == 201

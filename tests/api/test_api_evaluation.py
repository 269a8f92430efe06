"""How somebody is doing, over the API: by right, without item texts, and for a family only its own."""

from casework.evaluation.progress_index import set_index
from casework.shared.rights import Actor
from models.office import Role
from tests.api.two_offices import TwoOffices


def test_what_people_recorded_is_read_by_who_works_with_it(offices: TwoOffices) -> None:
    worker = offices.as_role(Role.SOCIAL_WORKER)
    acts = f"/api/v1/plans/{offices.number}/acts"
    for body in (
        {"did": "rate_needs", "time": "start", "family": 2, "peers": 1},
        {"did": "record_situation", "subject": "school_or_work", "state": "in_school"},
        {"did": "ask_views", "of": ["minor", "social_worker"]},
        {"did": "give_view", "of": "social_worker", "home": "hard", "text": "家里忙"},
        {"did": "propose_evaluation", "result": "strengthen", "reason": "多去看看"},
        {"did": "record_questionnaire", "questionnaire": "sdq-self", "taken_on": "2026-03-10", "answers": [1] * 25,
         "minor_consented_on": "2026-03-09", "representative_consented_on": "2026-03-09"},
    ):  # fmt: skip
        answer = worker.post(acts, json=body)
        assert answer.status_code == 201, answer.text
    minor = offices.as_("minor")
    assert minor.post(acts, json={"did": "give_view", "of": "minor", "home": "well"}).status_code == 201
    assert minor.post(acts, json={"did": "give_view", "of": "guardian", "home": "well"}).status_code == 403
    assert minor.post(acts, json={"did": "give_view", "of": "minor", "home": "dreadful"}).status_code == 422
    response_body = worker.get(f"/api/v1/plans/{offices.number}/evaluation").json()
    (milestone,) = response_body["milestones"]
    assert milestone["contradicted"] == ["home"]
    assert milestone["proposed"][0]["result"] == "strengthen"
    assert response_body["questionnaires"][0]["total"] == 20
    assert response_body["sentences"][0] == {"words": {"zh": "现在在校学习。", "en": "Now at school."}, "good": True}
    refused = offices.as_role(Role.PROSECUTOR).post(acts, json={"did": "evaluate", "result": "continue"})
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")
    own = minor.get("/api/v1/family/progress").json()
    assert own["index"] is None
    assert "strengthen" not in str(own)
    for role in (Role.CLERK, Role.AUDITOR, Role.CASE_MANAGEMENT):
        assert offices.as_role(role).get(f"/api/v1/plans/{offices.number}/evaluation").status_code in (403, 404)
    assert offices.as_("ren.prosecutor").get(f"/api/v1/plans/{offices.number}/evaluation").status_code in (403, 404)


def test_questionnaires_are_scoring_data_with_their_licence(offices: TwoOffices) -> None:
    found = {each["code"]: each for each in offices.as_role(Role.ASSISTANT).get("/api/v1/questionnaires").json()}
    assert {"iat", "cias-r", "igds9-sf", "sdq-self"} <= set(found)
    assert found["igds9-sf"]["bands"][-1]["begins"] == 32
    assert all(each["licence"] and each["error"] > 0 for each in found.values())
    assert "questions" not in str(found)


def test_an_office_chooses_about_the_index_and_nobody_else(offices: TwoOffices) -> None:
    chief, url = offices.as_role(Role.CHIEF_PROSECUTOR), "/api/v1/index-setting"
    assert chief.get(url).json()["switched_on"] is False
    assert offices.as_role(Role.PROSECUTOR).put(url, json={"switched_on": True, "reason": "x"}).status_code == 403
    seen = {"If-Match": chief.get(url).headers["etag"]}
    bad = chief.put(url, json={"switched_on": True, "reason": "x", "weights": {"digital": 100}}, headers=seen)
    assert bad.status_code == 422
    chosen = chief.put(url, json={"switched_on": True, "reason": "试用一年"}, headers=seen).json()
    assert (chosen["switched_on"], chosen["weights"]["digital"]) == (True, 25)
    # The plan began before: no number for it.
    body = {"did": "explain_index"}
    assert (
        offices.as_role(Role.SOCIAL_WORKER).post(f"/api/v1/plans/{offices.number}/acts", json=body).status_code == 409
    )
    set_index(offices.context, Actor.of_staff(offices.staff("ren.chief_prosecutor")), switched_on=False, reason="不用")
    assert chief.get(url).json()["switched_on"] is True


def test_figures_come_as_json_and_for_a_spreadsheet(offices: TwoOffices) -> None:
    head = offices.as_role(Role.DEPARTMENT_HEAD)
    body = head.get("/api/v1/statistics").json()
    assert body["offices"] == [{"office": "癸县", "figures": None}]
    assert (body["from_on"], body["to_on"], body["as_of"]) == ("2025-01-01", "2025-12-31", "2025-12-31")
    refused = head.get("/api/v1/statistics?from_on=2025-01-02&to_on=2025-12-31")
    assert refused.status_code == 422
    assert "1月1日到12月31日" in refused.text
    sheet = head.get("/api/v1/statistics.csv?from_on=2025-01-01&to_on=2025-12-31")
    assert sheet.headers["content-type"].startswith("text/csv")
    assert "no-store" in sheet.headers["cache-control"]
    assert sheet.text.startswith("\ufeff检察院,")
    assert head.get("/api/v1/statistics.xlsx").content.startswith(b"PK")
    auditor = offices.as_role(Role.AUDITOR)
    assert auditor.get("/api/v1/fairness?year=2026").json() == {"year": 2026, "people": None, "tables": []}
    assert auditor.get("/api/v1/fairness.csv?year=2026").text.startswith("\ufeff年度")
    assert auditor.get("/api/v1/fairness?year=1").status_code == 422
    assert offices.as_role(Role.CLERK).get("/api/v1/fairness?year=2026").status_code == 403
    assert head.get("/api/v1/fairness?year=2026").status_code == 403

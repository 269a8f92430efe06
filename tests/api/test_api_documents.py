"""Papers from outside: asked for, drafted, made, fetched; sheets as data; an office's templates."""

import io
from typing import Any

import docx
import pytest

from documents.build_templates import SOURCES, build_template
from documents.fill import extract_text
from documents.papers import PAPERS, PAPERS_BY_CODE, FieldSource
from models.document import Document
from tests.api.two_offices import TwoOffices

FIELDS = {
    field.name: "甲 & 乙 <丙>" for field in PAPERS_BY_CODE["supervision_plan"].typed if field.fill is FieldSource.TYPED
}


def _post(client: Any, offices: TwoOffices, path: str, body: Any = None, **more: Any) -> Any:
    return client.post(f"/api/v1/plans/{offices.number}{path}", json=body or {}, **more)


def test_a_paper_is_asked_for_drafted_made_and_fetched(offices: TwoOffices) -> None:
    """Sent twice with one key it is made once; the file's hash is the one that the journal tells."""
    client = offices.as_("gui.assistant")
    wanted = client.get(f"/api/v1/plans/{offices.number}/documents").json()["wanted"]
    assert "supervision_plan" in {each["paper"] for each in wanted}
    draft = _post(client, offices, "/documents/draft", {"paper": "supervision_plan"}).json()
    assert {"zh": "情况和需要", "en": "situation and needs"} in draft["missing"]
    body = {"paper": "supervision_plan", "fields": FIELDS}
    made = [_post(client, offices, "/documents", body, headers={"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json() == made[1].json()
    (kept,) = client.get(f"/api/v1/plans/{offices.number}/documents").json()["kept"]
    (version,) = kept["versions"]
    assert made[0].json()["recorded"][0]["note"]["sha256"] == version["sha256"]
    file = client.get(f"/api/v1/plans/{offices.number}/documents/{kept['document']}/1/word")
    assert "甲 & 乙 <丙>" in {each.text for each in docx.Document(io.BytesIO(file.content)).paragraphs}
    copy = client.get(f"/api/v1/plans/{offices.number}/documents/{kept['document']}/1/pdf")
    assert copy.content.startswith(b"%PDF")


@pytest.mark.usefixtures("no_typesetter")
def test_without_a_typesetter_the_word_file_is_there_and_the_pdf_says_why_not(offices: TwoOffices) -> None:
    client = offices.as_("gui.assistant")
    _post(client, offices, "/documents", {"paper": "supervision_plan", "fields": FIELDS})
    (kept,) = client.get(f"/api/v1/plans/{offices.number}/documents").json()["kept"]
    here = f"/api/v1/plans/{offices.number}/documents/{kept['document']}/1"
    answer = client.get(f"{here}/pdf")
    assert (answer.status_code, answer.json()["code"]) == (409, "pdf-unavailable")
    assert "typst" in answer.json()["detail"]
    assert client.get(f"{here}/word").content.startswith(b"PK")


def test_a_character_for_the_pen_is_named_in_the_draft_and_beside_the_version(offices: TwoOffices) -> None:
    """The Word file keeps it; nothing is withheld."""
    client = offices.as_("gui.assistant")
    typed = FIELDS | {"goals": "跟\U000323b0师傅学手艺"}
    draft = _post(client, offices, "/documents/draft", {"paper": "supervision_plan", "fields": typed}).json()
    assert draft["by_hand"] == ["\U000323b0 U+323B0"]
    _post(client, offices, "/documents", {"paper": "supervision_plan", "fields": typed})
    (kept,) = client.get(f"/api/v1/plans/{offices.number}/documents").json()["kept"]
    assert kept["versions"][0]["by_hand"] == ["\U000323b0 U+323B0"]
    file = client.get(f"/api/v1/plans/{offices.number}/documents/{kept['document']}/1/word")
    assert "跟\U000323b0师傅学手艺" in extract_text(file.content)


def test_what_is_wrong_with_a_paper_is_named_field_by_field(offices: TwoOffices) -> None:
    answer = _post(
        offices.as_("gui.prosecutor"), offices, "/documents", {"paper": "supervision_plan", "fields": {"name": "x"}}
    )
    assert answer.status_code == 422
    places = {mistake["place"] for mistake in answer.json()["mistakes"]}
    assert {"fields.name", "fields.goals"} <= places
    assert offices.rows(Document) == []


def test_sheets_are_data_too(offices: TwoOffices) -> None:
    """The card, a month of somebody, the course, what is to be typed; no contact of a person stands in any of the first two."""
    worker, here = offices.as_("gui.social_worker"), f"/api/v1/plans/{offices.number}/sheets"
    card = worker.get(f"{here}/card").json()
    assert card["rhythm"][0][1]["zh"].startswith("每星期一")
    month = worker.get(f"{here}/month", params={"month": "2026-03-10", "relation": "mother"}).json()
    assert month["days"][0] == "2026-03-01"
    assert "100009901" not in str(card) + str(month)
    course = worker.get(f"{here}/course", params={"month": "2026-03-10"}).json()
    assert [line["act"] for line in course["lines"]][:1] == ["open_plan"]
    assert worker.get(f"{here}/typing").status_code == 403
    assert offices.as_("gui.clerk").get(f"{here}/typing").json()[0]["title"]["zh"] == "人员"
    assert worker.get(f"{here}/card", params={"relation": "uncle"}).status_code == 404


def test_a_template_needs_a_second_person_of_the_same_office(offices: TwoOffices) -> None:
    own = build_template((SOURCES / "opinion.txt").read_text(encoding="utf-8") + "\n另附说明。")
    administrator, head, there = (
        offices.as_(who) for who in ("gui.administrator", "gui.department_head", "ren.department_head")
    )
    papers = administrator.get("/api/v1/paper-templates").json()["papers"]
    assert [each["paper"] for each in papers] == [paper.code for paper in PAPERS]
    refused = administrator.post("/api/v1/paper-templates/opinion", content=b"MZ")
    assert refused.status_code == 422
    offered = administrator.post("/api/v1/paper-templates/opinion", content=own)
    again = administrator.post("/api/v1/paper-templates/opinion", content=own)
    assert offered.json() == again.json()
    template = f"/api/v1/paper-templates/{offered.json()['id']}"
    assert administrator.post(f"{template}/approve").status_code == 403
    assert there.post(f"{template}/approve").status_code == 404
    assert head.post(f"{template}/approve").json()["in_use"] is True
    assert head.get("/api/v1/paper-templates/opinion/word").content == own
    assert there.get("/api/v1/paper-templates/opinion/word").content != own
    assert head.post(f"{template}/end").json()["in_use"] is False
    assert head.post(f"{template}/approve").status_code == 409

"""Papers from outside: asked for, made by an act, fetched."""

import io
from typing import Any

import docx
import pytest

from documents.papers import PAPERS_BY_CODE, FieldSource
from models.document import Document
from tests.api.two_offices import TwoOffices

FIELDS = {
    field.name: "甲 & 乙 <丙>" for field in PAPERS_BY_CODE["supervision_plan"].typed if field.fill is FieldSource.TYPED
}


def _make(client: Any, offices: TwoOffices, fields: dict[str, str], **more: Any) -> Any:
    body = {"did": "make_paper", "paper": "supervision_plan", "fields": fields}
    return client.post(f"/api/v1/plans/{offices.number}/acts", json=body, **more)


def test_a_paper_is_asked_for_made_and_fetched(offices: TwoOffices) -> None:
    """Sent twice with one key it is made once; the file's hash is the one that the journal tells."""
    client = offices.as_("gui.assistant")
    wanted = client.get(f"/api/v1/plans/{offices.number}/documents").json()["wanted"]
    assert "supervision_plan" in {each["paper"] for each in wanted}
    made = [_make(client, offices, FIELDS, headers={"Idempotency-Key": "k1"}) for _ in range(2)]
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
    _make(client, offices, FIELDS)
    (kept,) = client.get(f"/api/v1/plans/{offices.number}/documents").json()["kept"]
    here = f"/api/v1/plans/{offices.number}/documents/{kept['document']}/1"
    answer = client.get(f"{here}/pdf")
    assert (answer.status_code, answer.json()["code"]) == (409, "pdf-unavailable")
    assert "typst" in answer.json()["detail"]
    assert client.get(f"{here}/word").content.startswith(b"PK")


def test_what_is_wrong_with_a_paper_is_named_field_by_field(offices: TwoOffices) -> None:
    answer = _make(offices.as_("gui.prosecutor"), offices, {"name": "x"})
    assert answer.status_code == 422
    places = {mistake["place"] for mistake in answer.json()["mistakes"]}
    assert {"fields.name", "fields.goals"} <= places
    assert offices.rows(Document) == []

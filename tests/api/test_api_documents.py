"""Papers from outside: asked for, made by an act, fetched."""

import io
from typing import Any

import docx

from documents.papers import PAPERS_BY_CODE, FieldSource
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
    address = f"/api/v1/plans/{offices.number}/documents/{kept['document']}/1"
    file = client.get(address)
    assert "甲 & 乙 <丙>" in {each.text for each in docx.Document(io.BytesIO(file.content)).paragraphs}
    copy = client.get(address, headers={"Accept": "application/pdf"})
    assert (copy.headers["content-type"], copy.headers["vary"]) == ("application/pdf", "Accept")
    assert copy.content.startswith(b"%PDF")
